/** SARIF, against the official schema; and what code scanning would do with it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { FormatContext } from "../../src/formats/format.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import type { Report } from "../../src/model/report.ts";
import { makeFinding, makeHostileReport, makeReport, makeTrace } from "./rich-report.ts";

const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve("schemastore/schemas/json/sarif-2.1.0.json"),
    "utf8",
  ),
) as object;

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const context: FormatContext = {
  color: false,
  width: 80,
  showMissing: true,
  source: () => undefined,
};

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly [{ readonly executionSuccessful: boolean }];
      readonly originalUriBaseIds: object;
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly kind: string;
        readonly level: string;
        readonly locations?: readonly unknown[];
        readonly suppressions?: readonly { readonly justification: string }[];
        readonly baselineState?: string;
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly codeFlows?: readonly {
          readonly threadFlows: readonly { readonly locations: readonly unknown[] }[];
        }[];
      }[];
    },
  ];
}

async function render(
  id: "sarif" | "code-scanning",
  report: Report,
  changes: Partial<FormatContext> = {},
): Promise<Sarif> {
  const text = (await loadFormat(id)).render(report, { ...context, ...changes });
  const log = JSON.parse(text) as Sarif;
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 5), null, 2)).toBe(true);
  return log;
}

describe("sarif", () => {
  it("is valid, for every report", async () => {
    await render("sarif", makeReport());
    await render("sarif", makeHostileReport());
    await render("code-scanning", makeHostileReport());
    await render("sarif", makeReport({ claims: [], findings: [], diagnostics: [], markers: [] }));
  });

  it("lists every claim as a rule, and every finding under its rule", async () => {
    const report = makeReport();
    const [run] = (await render("sarif", report)).runs;
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(report.claims.map(({ id }) => id));
    expect(run.results).toHaveLength(report.findings.length);
    for (const { ruleId, ruleIndex } of run.results) {
      expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
  });

  it("has a kind for each verdict, and a level only where something is wrong", async () => {
    const [run] = (await render("sarif", makeReport())).runs;
    const verdicts = makeReport().findings.map(({ verdict }) => verdict);
    const kinds = { CONFLICT: "fail", PASS: "pass", UNKNOWN: "open", MISSING: "" };
    run.results.forEach(({ kind, level }, at) => {
      const verdict = verdicts[at] ?? "MISSING";
      if (verdict !== "MISSING") expect(kind).toBe(kinds[verdict]);
      expect(level === "none").toBe(kind !== "fail");
    });
    const missing = (reason: string) =>
      makeReport({ findings: [makeFinding({ verdict: "MISSING", reason, path: null })] });
    expect((await render("sarif", missing("no-extractor"))).runs[0].results[0]?.kind).toBe("open");
    expect((await render("sarif", missing("no-site"))).runs[0].results[0]?.kind).toBe(
      "notApplicable",
    );
  });

  it("says what is suppressed and why, what is in the baseline, and from where a value came", async () => {
    const suppressed = { reason: "a demo", until: "2027-03-31", path: "src/a.ts", line: 3 };
    const baseline = { reason: "old", created: "2026-01-01", expires: null };
    const findings = [
      makeFinding({ suppressed }),
      makeFinding({ baseline }),
      makeFinding({ derivation: [makeTrace(), makeTrace()] }),
    ];
    const [run] = (await render("sarif", makeReport({ findings }))).runs;
    expect(run.results[0]?.suppressions?.[0]?.justification).toBe("a demo");
    expect(run.results.map((one) => one.baselineState)).toEqual(["new", "unchanged", "new"]);
    expect(run.results[2]?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(3);
    expect(run.results[0]?.partialFingerprints).toEqual({ "aphoriaPlace/v1": "0123456789abcdef" });
  });

  it("is no success where something stood in the way of seeing everything", async () => {
    const outcome = async (fields: Partial<Report>) =>
      (await render("sarif", makeReport({ diagnostics: [], ...fields }))).runs[0].invocations[0]
        .executionSuccessful;
    const problem = (code: string, severity: "warning" | "error") => ({
      diagnostics: [{ code, severity, message: "m", path: "src/a.ts", line: 1, column: 1 }],
    });
    expect(await outcome({})).toBe(true);
    expect(await outcome(problem("suppression-unused", "warning"))).toBe(true);
    expect(await outcome(problem("file-parse-error", "warning"))).toBe(false);
    expect(await outcome(problem("toml-syntax", "error"))).toBe(false);
    const summary = { ...makeReport().summary, files_scanned: 0 };
    expect(await outcome({ summary })).toBe(false);
  });

  it("leads from the root to the top of the repository", async () => {
    const [run] = (await render("sarif", makeReport(), { prefix: "packages/my app" })).runs;
    expect(run.originalUriBaseIds).toMatchObject({
      ROOT: { uri: "packages/my%20app/", uriBaseId: "REPOSITORY" },
    });
  });
});

describe("code-scanning", () => {
  it("holds only what becomes an alert: open conflicts, each with a place", async () => {
    const excused = makeFinding({
      suppressed: { reason: "r", until: null, path: "a.ts", line: 1 },
    });
    const report = makeReport();
    const [run] = (
      await render("code-scanning", { ...report, findings: [...report.findings, excused] })
    ).runs;
    const open = report.findings.filter(
      (one) => one.verdict === "CONFLICT" && one.suppressed === null && one.baseline === null,
    );
    expect(run.results).toHaveLength(open.length);
    expect(
      run.results.every(({ kind, locations }) => kind === "fail" && locations?.length === 1),
    ).toBe(true);
    expect(run.tool.driver.rules).toHaveLength(report.claims.length);
  });

  it("keeps to the 5,000 that code scanning shows, the worst first, and says how many more there are", async () => {
    const many = Array.from({ length: 5_003 }, (_, at) =>
      makeFinding({ line: at + 1, severity: at < 5 ? "low" : "high" }),
    );
    const report = makeReport({ findings: many, diagnostics: [] });
    const [run] = (await render("code-scanning", report)).runs;
    expect(run.results).toHaveLength(5_000);
    expect(run.results.filter(({ level }) => level !== "error")).toHaveLength(2);
    expect(JSON.stringify(run.invocations)).toContain("3 more conflicts are not in this file");
    expect(run.invocations[0].executionSuccessful).toBe(true);
    expect((await render("sarif", report)).runs[0].results).toHaveLength(5_003);
  });
});
