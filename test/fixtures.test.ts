/** The fixtures, through the whole pipeline: ten mistakes, ten findings, whatever the code is called and however it is laid out. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { packageFolder } from "../src/io/version.ts";
import { languageOfPath, supportOf } from "../src/languages/registry.ts";
import type { Report, ReportFinding } from "../src/model/report.ts";
import { parseText } from "../src/parse/parse.ts";
import { markedItems, standsIn, TEN, underlined } from "./fixtures/markers.ts";
import { applyPatch } from "./fixtures/patch.ts";
import {
  conflictsOf,
  isSource,
  jsonText,
  readFixture,
  scanFiles,
  scanFolder,
} from "./fixtures/project.ts";
import type { Files } from "./fixtures/project.ts";
import { rename, unusedNames } from "./fixtures/rename.ts";
import { silent } from "./fixtures/reshape.ts";
import { all, layout } from "./fixtures/variants.ts";
import { RUST_NAMES, RUST_VARIANTS, splitRust } from "./fixtures/rust.ts";
import { splitTypescript, TYPESCRIPT_NAMES, TYPESCRIPT_VARIANTS } from "./fixtures/typescript.ts";

const RUST = readFixture("cachewrap");
const TYPESCRIPT = readFixture("cachewrap-ts");

const SUITES = [
  { fixture: RUST, variants: RUST_VARIANTS, names: RUST_NAMES, split: splitRust },
  {
    fixture: TYPESCRIPT,
    variants: TYPESCRIPT_VARIANTS,
    names: TYPESCRIPT_NAMES,
    split: splitTypescript,
  },
];

/** Values that the caller of the client decides: nobody could say more about them by reading. */
const KNOWN_ONLY_WHEN_RUN = [
  "cache-002 rejectUnauthorized: verifyTls",
  "cache-008 connectTimeout: timeoutMs",
  "cache-008 commandTimeout: timeoutMs",
  "cache-008 commandTimeout: timeoutMs > 0 ? timeoutMs : undefined",
  "cache-011 redis.set",
  "cache-011 this.config.defaultTtlSeconds",
  "cache-011 conn.set_ex",
  "cache-011 ttl",
];

const temporary: string[] = [];
afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

describe.each(SUITES)("$fixture.name", ({ fixture, variants, names, split }) => {
  const { broken, compliant } = fixture;

  describe("as first written", () => {
    test("has ten markers, one for each of the ten claims", () => {
      expect(
        markedItems(broken)
          .map(({ claimId }) => claimId)
          .sort(),
      ).toEqual(TEN);
    });

    test("has ten conflicts, each inside the item that its marker stands on, and no other", async () => {
      expectTheTen(await scanFiles(broken), broken);
    });

    test("leaves open only what the caller decides", async () => {
      expectHonestUnknowns(await scanFiles(broken), broken);
    });
  });

  describe("in its compliant form", () => {
    test("has no conflict, and what is detected passes", async () => {
      expectNoConflict(await scanFiles(compliant));
    });

    test("leaves open only what the caller decides", async () => {
      expectHonestUnknowns(await scanFiles(compliant), compliant);
    });
  });

  describe("repaired step by step", () => {
    test("loses the right conflict with each fix, and no other", async () => {
      let files = broken;
      const left = [...TEN];
      expect(await conflictIds(files)).toEqual(left);
      for (const { name, text } of fixture.fixes) {
        files = applyPatch(files, text);
        left.shift();
        const report = await scanFiles(files);
        expect(report.summary.authority_conflicts, name).toBe(left.length);
        expect(idsOf(conflictsOf(report)), name).toEqual(left);
      }
      expect(left).toEqual([]);
    });

    test("ends as the compliant form", () => {
      const end = fixture.fixes.reduce((files, { text }) => applyPatch(files, text), broken);
      expect(sourcesOf(end)).toEqual(sourcesOf(compliant));
    });
  });

  describe("it is not the spelling:", () => {
    test("the tables fit the fixture", () => {
      const stale = Object.entries(names).flatMap(([table, entries]) =>
        unusedNames(entries, broken, compliant).map((name) => `${table}: ${name}`),
      );
      expect(stale).toEqual([]);
    });

    describe.each(Object.entries(variants))("%s", (_, change) => {
      const [changed, repaired] = [change(broken), change(compliant)];

      test("is read without an error", () => {
        expect(changed).not.toEqual(broken);
        expect([...parseErrors(changed), ...parseErrors(repaired)]).toEqual([]);
      });

      test("all ten stay", async () => {
        expectTheTen(await scanFiles(changed), changed);
      });

      test("the compliant form has none", async () => {
        expectNoConflict(await scanFiles(repaired));
      });
    });
  });

  describe("it is not the comments:", () => {
    const changes = {
      "with its own names": (files: Files) => files,
      "with names that mean nothing": rename(names.NONSENSE),
      "with such names and the defaults in a file of their own": all(split, rename(names.NONSENSE)),
    };

    test.each(Object.entries(changes))("%s, all ten stay without them", async (_, change) => {
      const files = change(broken);
      const report = await scanFiles(layout(silent)(files));
      expect(report.markers).toEqual([]);
      expectConflictsIn(report, files);
    });

    test.each(Object.entries(changes))("%s, the compliant form has none", async (_, change) => {
      const report = await scanFiles(layout(silent)(change(compliant)));
      expect(conflictsOf(report).map(placeOf)).toEqual([]);
    });
  });

  describe("two scans of the same code say the same:", () => {
    test("twice in a row", async () => {
      expect(jsonText(await scanFiles(broken))).toBe(jsonText(await scanFiles(broken)));
      expect(jsonText(await scanFiles(compliant))).toBe(jsonText(await scanFiles(compliant)));
    });

    test("with folders that list their files the other way round", async () => {
      for (const files of [broken, compliant]) {
        const backwards = Object.fromEntries(Object.entries(files).toReversed());
        expect(Object.keys(backwards)[0]).toBe(Object.keys(files).at(-1));
        expect(jsonText(await scanFiles(backwards))).toBe(jsonText(await scanFiles(files)));
      }
    });

    test("with the files named, in order and the other way round", async () => {
      for (const files of [broken, compliant]) {
        const paths = Object.keys(files).filter(isSource);
        const named = await scanFiles(files, { paths });
        const backwards = await scanFiles(files, { paths: paths.toReversed() });
        expect(jsonText(backwards)).toBe(jsonText(named));
        expect(placesOf(named)).toEqual(placesOf(await scanFiles(files)));
      }
    });

    test("each file by itself", async () => {
      for (const files of [broken, compliant]) {
        const whole = await scanFiles(files);
        for (const path of Object.keys(files).filter(isSource)) {
          const narrow = await scanFiles(files, { paths: [path] });
          expect(placesOf(narrow), path).toEqual(
            placesOf(whole).filter((place) => place.includes(` ${path}:`)),
          );
          expect(narrow.markers, path).toEqual(
            whole.markers.filter((marker) => marker.path === path),
          );
        }
      }
    });

    test("in memory and on the disk", async () => {
      for (const files of [broken, compliant]) {
        const folder = writeFolder(files);
        const [first, second] = [await scanFolder(folder), await scanFolder(folder)];
        expect(jsonText(second)).toBe(jsonText(first));
        expect(jsonText(first)).toBe(jsonText(await scanFiles(files)));
      }
    });
  });

  describe("the JSON report", () => {
    test("has every field of the contract", async () => {
      for (const files of [broken, compliant]) expectContract(read(await scanFiles(files)));
    });

    test("serves the scripts that read it", async () => {
      const report = await scanFiles(broken);
      const { findings, summary } = read(report);
      // .findings[] | select(.verdict == "MISSING") | .claim_id
      const missing = findings
        .filter((finding) => finding["verdict"] === "MISSING")
        .map((finding) => finding["claim_id"]);
      const unseen = report.claims.filter(({ verdict }) => verdict === "MISSING");
      expect(missing.length).toBeGreaterThan(0);
      expect(missing).toEqual(unseen.map(({ id }) => id).sort());
      expect(summary["missing"]).toBe(missing.length);
      // .summary.authority_conflicts
      expect(summary["authority_conflicts"]).toBe(10);
    });

    test("is in total order", async () => {
      for (const files of [broken, compliant]) {
        const { findings } = await scanFiles(files);
        expect(findings.toSorted(inOrder)).toEqual(findings);
        const keys = findings.map(({ claim_id, path, line, column }) =>
          [path, line, column, claim_id].join(" "),
        );
        expect(new Set(keys).size).toBe(keys.length);
      }
    });
  });
});

describe("the variants are real code:", () => {
  test("the type checker accepts the TypeScript ones", () => {
    const variants = Object.entries({ original: (files: Files) => files, ...TYPESCRIPT_VARIANTS });
    const folder = writeFolder({
      "package.json": '{ "type": "module" }',
      "tsconfig.json": JSON.stringify({
        ...(JSON.parse(TYPESCRIPT.broken["tsconfig.json"] ?? "") as object),
        include: ["*/src"],
      }),
      ...Object.fromEntries(
        variants.flatMap(([, change], index) => [
          ...nested(`broken-${index}`, change(TYPESCRIPT.broken)),
          ...nested(`compliant-${index}`, change(TYPESCRIPT.compliant)),
        ]),
      ),
    });
    symlinkSync(join(packageFolder(), "node_modules"), join(folder, "node_modules"));
    const tsc = join(packageFolder(), "node_modules/typescript/bin/tsc");
    const { stdout, status } = spawnSync(process.execPath, [tsc, "--noEmit", "-p", folder], {
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  }, 120_000);

  test("cargo accepts the Rust ones", ({ skip }) => {
    const isMissing = spawnSync("cargo", ["--version"]).status !== 0;
    skip(isMissing && (process.env["CI"] ?? "") === "", "cargo not found");
    // One folder for all, so that the crates beside it are compiled once.
    const folder = writeFolder(RUST.broken);
    const compliant = join(folder, "compliant");
    for (const [name, change] of Object.entries(RUST_VARIANTS)) {
      rmSync(join(folder, "src"), { recursive: true });
      rmSync(compliant, { recursive: true, force: true });
      writeFiles(folder, change(RUST.broken));
      writeFiles(compliant, change(RUST.compliant));
      for (const place of [folder, compliant]) {
        const { stderr, status } = spawnSync("cargo", ["check", "--offline", "--quiet", "--lib"], {
          cwd: place,
          encoding: "utf8",
          env: { ...process.env, CARGO_TARGET_DIR: join(folder, "target") },
        });
        expect(status, `${name}: ${stderr}`).toBe(0);
      }
    }
  }, 240_000);
});

function nested(folder: string, files: Files): readonly (readonly [string, string])[] {
  return Object.entries(files)
    .filter(([path]) => isSource(path) || path.startsWith("Cargo."))
    .map(([path, text]) => [`${folder}/${path}`, text]);
}

/** Ten markers, ten conflicts, each where its marker says, and nothing else. */
function expectTheTen(report: Report, files: Files): void {
  expectConflictsIn(report, files);
  expect(report.markers.filter(({ verdict }) => verdict !== "CONFLICT")).toEqual([]);
  expect(report.summary).toMatchObject({
    conflict: 10,
    authority_conflicts: 10,
    markers: 10,
    markers_detected: 10,
    detection_rate: 1,
  });
  expect(report.diagnostics).toEqual([]);
}

/** One conflict for each of the ten claims, inside the item that its marker stands on in `files`. */
function expectConflictsIn(report: Report, files: Files): void {
  const conflicts = conflictsOf(report);
  expect(idsOf(conflicts)).toEqual(TEN);
  const items = markedItems(files);
  expect(items.length).toBe(10);
  const astray = conflicts.filter(
    (finding) =>
      !items.some((item) => item.claimId === finding.claim_id && standsIn(finding, item, files)),
  );
  expect(astray.map((finding) => `${placeOf(finding)}: ${underlined(finding, files)}`)).toEqual([]);
}

function expectNoConflict(report: Report): void {
  expect(conflictsOf(report).map(placeOf)).toEqual([]);
  expect(report.summary).toMatchObject({ conflict: 0, authority_conflicts: 0, markers: 10 });
  const detected = report.markers.filter((marker) => marker.detected);
  expect(detected.filter(({ verdict }) => verdict !== "PASS")).toEqual([]);
  // Not for want of looking.
  expect(detected.length).toBeGreaterThanOrEqual(8);
  expect(report.diagnostics).toEqual([]);
}

function expectHonestUnknowns(report: Report, files: Files): void {
  const unknown = report.findings.filter(({ verdict }) => verdict === "UNKNOWN");
  const said = unknown.map((finding) => `${finding.claim_id} ${underlined(finding, files)}`);
  expect(said.filter((text) => !KNOWN_ONLY_WHEN_RUN.includes(text))).toEqual([]);
}

async function conflictIds(files: Files): Promise<readonly string[]> {
  return idsOf(conflictsOf(await scanFiles(files)));
}

function idsOf(findings: readonly ReportFinding[]): readonly string[] {
  return findings.map(({ claim_id }) => claim_id).sort();
}

function placeOf({ claim_id, verdict, path, line, column, end_line, end_column }: ReportFinding) {
  return `${verdict} ${claim_id} ${path}:${line}:${column}-${end_line}:${end_column}`;
}

/** Where something is wrong or open. A PASS stands for all places of its claim, so a part of them is another PASS. */
function placesOf({ findings }: Report): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict === "CONFLICT" || verdict === "UNKNOWN")
    .map(placeOf);
}

function sourcesOf(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => isSource(path)));
}

function parseErrors(files: Files): readonly string[] {
  return Object.entries(sourcesOf(files)).flatMap(([path, text]) => {
    const language = languageOfPath(path);
    if (language === undefined) return [`${path}: no language`];
    const root = parseText(text, language.grammar);
    const module = supportOf(language.language).lower(root, { path, text, ...language }, parseText);
    return module.errors.map(({ start, end }) => `${path}: ${text.slice(start, end)}`);
  });
}

function writeFolder(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "aphoria-fixtures-"));
  temporary.push(folder);
  writeFiles(folder, files);
  return folder;
}

function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

type Json = Readonly<Record<string, unknown>>;

interface JsonReport extends Json {
  readonly summary: Json;
  readonly claims: readonly Json[];
  readonly findings: readonly Json[];
  readonly markers: readonly Json[];
}

function read(report: Report): JsonReport {
  return JSON.parse(jsonText(report)) as JsonReport;
}

/** The fields that scripts may rely on; there may be more. */
const CONTRACT = {
  report: "schema_version tool root summary claims findings markers skipped diagnostics",
  summary:
    "files_scanned files_skipped claims extractors observations pass conflict unknown missing " +
    "authority_conflicts suppressed baselined below_confidence markers markers_detected detection_rate duration_ms",
  claim:
    "id verdict conflicts unknowns passes subject predicate operator value invariant consequence " +
    "provenance tier category",
  finding:
    "claim_id verdict reason category severity confidence tier subject predicate operator " +
    "expected observed observed_kind invariant consequence provenance message extractor_id " +
    "path line column end_line end_column symbol snippet derivation evidence fingerprint suppressed baseline",
  marker: "category invariant consequence claim_id path line detected verdict why_not",
  trace: "path line column end_line end_column value note extractor_id",
};

function expectContract(report: JsonReport): void {
  expectFields([report], CONTRACT.report);
  expect(report).toMatchObject({ schema_version: 1, tool: { name: "aphoria" }, root: "." });
  expectFields([report["tool"] as Json], "name version");
  expectFields([report.summary], CONTRACT.summary);
  expectFields([report["skipped"] as Json], "vendored generated own-file");
  expect(report.claims.length).toBe(20);
  expectFields(report.claims, CONTRACT.claim);
  expect(report.findings.length).toBeGreaterThan(0);
  expectFields(report.findings, CONTRACT.finding);
  expect(report.markers.length).toBe(10);
  expectFields(report.markers, CONTRACT.marker);
  const traces = report.findings.flatMap(({ evidence, derivation }) => [
    ...(evidence as readonly Json[]),
    ...(derivation as readonly Json[]),
  ]);
  expectFields(traces, CONTRACT.trace);
  for (const finding of report.findings) expectSense(finding);
}

function expectFields(objects: readonly Json[], fields: string): void {
  for (const object of objects) {
    expect(Object.keys(object)).toEqual(expect.arrayContaining(fields.split(" ")));
  }
}

function expectSense(finding: Json): void {
  const isPlaced = finding["verdict"] !== "MISSING";
  expect(finding["verdict"]).toMatch(/^(?:CONFLICT|PASS|UNKNOWN|MISSING)$/);
  expect(finding["severity"]).toMatch(/^(?:critical|high|medium|low)$/);
  expect(finding["fingerprint"]).toEqual(expect.stringMatching(/\S/));
  expect(typeof finding["path"]).toBe(isPlaced ? "string" : "object");
  expect(typeof finding["line"]).toBe(isPlaced ? "number" : "object");
  if (isPlaced) {
    expect(finding["confidence"]).toMatch(/^(?:high|medium|low)$/);
    expect(finding["observed_kind"]).toMatch(/^(?:value|absent|unknown)$/);
  } else {
    expect(finding["reason"]).toMatch(/^(?:no-extractor|no-site|out-of-scope)$/);
  }
}

/** Path, line, column, claim; what has no place comes last, by claim. */
function inOrder(a: ReportFinding, b: ReportFinding): number {
  if (a.path === null || b.path === null) {
    if (a.path === b.path) return compare(a.claim_id, b.claim_id);
    return a.path === null ? 1 : -1;
  }
  return (
    compare(a.path, b.path) ||
    compare(a.line ?? 0, b.line ?? 0) ||
    compare(a.column ?? 0, b.column ?? 0) ||
    compare(a.claim_id, b.claim_id)
  );
}

function compare<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
