/**
 * fixtures/coherence: ten bugs in three languages, each beside its repair. Each marked bug is a conflict in its item but
 * for those that are named here, nothing else is one, and the repairs are clean.
 */
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../src/model/report.ts";
import { type } from "./cli/real-project.ts";
import { temporaryFolder } from "./io/temporary.ts";

const FIXTURE = "fixtures/coherence";
const LANGUAGES = [
  { language: "python", sources: "coherence", extension: "py" },
  { language: "rust", sources: "src", extension: "rs" },
  { language: "typescript", sources: "src", extension: "ts" },
] as const;

/** Which claim each pattern is about; in TypeScript the folders are spelled with hyphens. */
const PATTERNS: Readonly<Record<string, string>> = {
  collision: "cache-032",
  jitter: "cache-035",
  negative: "cache-034",
  poisoning: "cache-031",
  read_your_writes: "cache-033",
  shared_mutable: "cache-037",
  stale: "cache-029",
  stampede: "cache-030",
  unbounded: "cache-005",
  write_order: "cache-036",
};

/** What a scan does not see by default; `low` is seen with `--min-confidence low`. */
const UNSEEN: Readonly<Record<string, string>> = {
  // Whether two texts joined by a delimiter can run together is not judged: most such parts are ids.
  "python/coherence/collision/bug.py find_page": "elsewhere",
  "rust/src/collision/bug.rs find_page": "elsewhere",
  "typescript/src/collision/bug.ts findPage": "elsewhere",
  // What a function that is handed in costs, and whether threads meet in it, is not written here.
  "python/coherence/stampede/bug_threads.py report": "elsewhere",
  "rust/src/stampede/bug.rs report": "elsewhere",
  // A lock around what is handed out may be meant for sharing.
  "rust/src/shared_mutable/bug.rs cache": "low",
  // Advice, against which there are arguments: nothing looks for it yet.
  "python/coherence/negative/bug.py get_user": "no-extractor",
  "rust/src/negative/bug.rs get_user": "no-extractor",
  "typescript/src/negative/bug.ts getUser": "no-extractor",
};

/** Repairs that are seen not to be wrong, and not seen to be right. */
const SILENT: Readonly<Record<string, string>> = {
  "python negative": "nothing looks for it yet",
  "python poisoning": "what the loader that is handed in does is not known",
  "rust collision": "lengths before the parts of a key are no known form",
  "rust jitter": "a number made of the key spreads as well as chance, and is not known to",
  "rust negative": "nothing looks for it yet",
  "rust poisoning": "what the loader that is handed in does is not known",
  "rust stampede": "a cell that is filled once is no known form",
  "rust unbounded": "the map stands in a struct that stands behind the lock",
  "typescript negative": "nothing looks for it yet",
};

async function scan(confidence: string = "medium", only: string = ""): Promise<Report> {
  const folder = temporaryFolder({ ".git/HEAD": "" });
  for (const { language, sources } of LANGUAGES) {
    const filter = (path: string): boolean =>
      basename(path) !== "__pycache__" &&
      (basename(path).startsWith(only) || !/^(bug|fix)/.test(basename(path)));
    const from = join(FIXTURE, language, sources);
    cpSync(from, join(folder, language, sources), { recursive: true, filter });
  }
  const { out } = await type(
    folder,
    `scan --corpus cache --format json --fail-on never --min-confidence ${confidence}`,
  );
  return JSON.parse(out) as Report;
}

type Marker = Report["markers"][number];

/** The file, and the name of the item that the marker stands on. */
function itemOf({ path, line }: Marker): string {
  const [declared = ""] = readFileSync(join(FIXTURE, path), "utf8")
    .split("\n")
    .slice(line, line + 1);
  const [, name = declared] =
    /(\w+)(?:<[^>]*>)?\s*[(:=]/.exec(declared.replace(/^.*\b(?:function|def|fn)\s/, "")) ?? [];
  return `${path} ${name}`;
}

const isDetected = ({ verdict }: Marker): boolean => verdict === "CONFLICT";

function conflictsOf({ findings }: Report): Report["findings"] {
  return findings.filter(({ verdict }) => verdict === "CONFLICT");
}

test("every marked bug is a conflict in its item, but for those that are known not to be seen", async () => {
  const { markers } = await scan();
  expect(markers.length).toBe(35);
  const unseen = markers.filter((marker) => !isDetected(marker)).map(itemOf);
  expect(unseen.sort()).toEqual(Object.keys(UNSEEN).sort());
  const low = await scan("low");
  const found = low.markers.filter((marker) => isDetected(marker)).map(itemOf);
  const expected = Object.keys(UNSEEN).filter((item) => UNSEEN[item] === "low");
  expect(found).toEqual(expect.arrayContaining(expected));
}, 90_000);

test("nothing else is a conflict, and no repair is", async () => {
  const report = await scan();
  const marked = new Set(report.markers.map((one) => `${one.path} ${one.claim_id}`));
  const others = conflictsOf(report).filter((one) => !marked.has(`${one.path} ${one.claim_id}`));
  expect(others.map(({ path, line, claim_id: id }) => `${path}:${line} ${id}`)).toEqual([]);
  expect(conflictsOf(report).length).toBe(report.markers.filter(isDetected).length);
  expect([...marked].filter((one) => one.includes("fix"))).toEqual([]);
});

test("what was broken passes in its repair, or is silent for a reason", async () => {
  const { findings } = await scan("medium", "fix");
  expect(findings.filter(({ verdict }) => verdict === "CONFLICT")).toEqual([]);
  const held = findings
    .filter(({ verdict }) => verdict === "PASS")
    .flatMap(({ claim_id: id, evidence }) => evidence.map(({ path }) => `${id} ${path}`));
  const silent = LANGUAGES.flatMap((one) =>
    Object.entries(PATTERNS)
      .filter(([pattern, id]) => !held.includes(`${id} ${pathOf(one, pattern, "fix")}`))
      .map(([pattern]) => `${one.language} ${pattern}`),
  );
  expect(silent).toEqual(Object.keys(SILENT));
});

test("each pattern has a bug, a repair and tests of both in each language", () => {
  for (const one of LANGUAGES) {
    const { language, sources } = one;
    const folders = readdirSync(join(FIXTURE, language, sources), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "__pycache__")
      .map(({ name }) => name.replaceAll("-", "_"));
    expect(folders.sort()).toEqual(Object.keys(PATTERNS));
    for (const pattern of folders) {
      for (const form of ["bug", "fix"]) {
        expect(existsSync(join(FIXTURE, pathOf(one, pattern, form)))).toBe(true);
        expect(testsOf(language, pattern)).toMatch(new RegExp(`(\\b|_)${form}(_|: )`));
      }
    }
  }
});

function pathOf(
  { language, sources, extension }: (typeof LANGUAGES)[number],
  pattern: string,
  form: string,
): string {
  const folder = language === "typescript" ? pattern.replaceAll("_", "-") : pattern;
  return `${language}/${sources}/${folder}/${form}.${extension}`;
}

/** The text of a pattern's tests; in Rust they stand together, by their names. */
function testsOf(language: string, pattern: string): string {
  const read = (path: string): string => readFileSync(join(FIXTURE, path), "utf8");
  if (language === "typescript")
    return read(`typescript/test/${pattern.replaceAll("_", "-")}.test.ts`);
  if (language === "python") return read(`python/tests/test_${pattern}.py`);
  const all = read("rust/tests/in_process.rs") + read("rust/tests/shared_cache.rs");
  return all.match(new RegExp(`\\bfn ${pattern}_\\w+`, "g"))?.join("\n") ?? "";
}
