import { describe, expect, test } from "vitest";
import { compareReports } from "../../src/gaps/compare.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import { readReport } from "../../src/gaps/read-report.ts";
import { makeReport } from "../formats/rich-report.ts";
import { finding, marker, MISSING, report } from "./samples.ts";

const GROUPS = ["detected", "newly_detected", "fixed", "new", "lost", "let_go"] as const;

/** The groups that hold something, with how much. */
function groups(...pair: Parameters<typeof compareReports>): Readonly<Record<string, number>> {
  const found = compareReports(...pair);
  return Object.fromEntries(
    GROUPS.map((name) => [name, found[name].length] as const).filter(([, count]) => count > 0),
  );
}

describe("what became of a conflict", () => {
  const one = finding({});
  const moved = finding({ path: "src/b.ts", line: 99 });
  const other = finding({ fingerprint: "f2", symbol: "put", snippet: "put(k)" });
  const pass = finding({ verdict: "PASS", fingerprint: "p" });
  const unknown = finding({ verdict: "UNKNOWN", fingerprint: "u" });
  const excuse = { reason: "r", until: null, path: "src/a.ts", line: 1 };
  test.each([
    ["the same, moved", report([one]), report([moved]), { detected: 1 }],
    ["gone", report([one]), report([pass]), { fixed: 1 }],
    [
      "gone, with no place left",
      report([one]),
      report([{ ...MISSING, reason: "no-site" }]),
      { fixed: 1 },
    ],
    ["nobody looks", report([one]), report([MISSING]), { lost: 1 }],
    ["its claim is gone", report([one]), report([], [], []), { lost: 1 }],
    ["excused", report([one]), report([finding({ suppressed: excuse })]), { let_go: 1 }],
    ["come", report([pass]), report([pass, other]), { new: 1 }],
    [
      "come where there was no place",
      report([{ ...MISSING, reason: "no-site" }]),
      report([one]),
      { new: 1 },
    ],
    ["not looked for before", report([MISSING]), report([one]), { newly_detected: 1 }],
    ["no such claim before", report([], [], []), report([one]), { newly_detected: 1 }],
    ["open before", report([unknown]), report([one]), { newly_detected: 1 }],
    ["a twin", report([one]), report([one, other]), { detected: 1, new: 1 }],
    [
      "seen by another extractor now",
      report([one]),
      report([finding({ fingerprint: "f9", extractor_id: "own", snippet: "x = set(k, v)" })]),
      { detected: 1 },
    ],
    [
      "its marker stood there",
      report([pass], [marker({})]),
      report([finding({ extractor_id: "own" })], [marker({ detected: true, verdict: "CONFLICT" })]),
      { newly_detected: 1 },
    ],
  ])("%s", (_, before, after, expected) => {
    expect(groups(before, after)).toEqual(expected);
  });
});

test("a report against itself has neither new nor fixed", () => {
  const self = report([finding({}), MISSING], [marker({})]);
  expect(groups(self, self)).toEqual({ detected: 1 });
});

test("rates and claims", () => {
  const before = report([], [marker({}), marker({ line: 20, detected: true })], ["cache-001"]);
  const found = compareReports(before, report([], [], ["cache-002"]));
  expect(found.before).toMatchObject({ detection_rate: 0.5, markers: 2 });
  expect(found.after.detection_rate).toBeNull();
  expect([found.claims_added, found.claims_removed]).toEqual([["cache-002"], ["cache-001"]]);
});

describe("SARIF", () => {
  const context = { color: false, width: 80, showMissing: true, source: () => undefined };

  test("is read as the report that it was made from", async () => {
    const whole = makeReport();
    const read = readReport((await loadFormat("sarif")).render(whole, context));
    if (!("report" in read)) throw new Error(read.problem);
    expect(read.report.summary).toEqual(whole.summary);
    expect(read.report.markers).toEqual(whole.markers);
    expect(read.report.claims.map(({ id, verdict }) => [id, verdict])).toEqual(
      whole.claims.map(({ id, verdict }) => [id, verdict]),
    );
    for (const [at, found] of read.report.findings.entries()) {
      // What stands in the claim is read from it; the samples' findings are not all of their claims.
      const { claim_id, verdict, fingerprint, path, line, symbol, snippet, suppressed } = found;
      const fields = { claim_id, verdict, fingerprint, path, line, symbol, snippet };
      expect(whole.findings[at]).toMatchObject(fields);
      expect(suppressed === null).toBe(whole.findings[at]?.suppressed === null);
    }
    const open = whole.summary.authority_conflicts;
    expect(groups(read.report, whole)).toEqual(groups(whole, whole));
    expect(compareReports(whole, read.report).after.authority_conflicts).toBe(open);
  });

  test("for code scanning lacks too much to be compared", async () => {
    const text = (await loadFormat("code-scanning")).render(makeReport(), context);
    expect(readReport(text)).toMatchObject({ problem: expect.stringContaining("alone") as string });
  });
});

describe("what is no report", () => {
  test.each([
    ["", "is empty"],
    ["{", "is not JSON"],
    ["[]", "no report"],
    ["null", "no report"],
    ['{"runs": []}', "SARIF report of 0 runs"],
    ['{"runs": [{"tool": {"driver": {"name": "other"}}}]}', "SARIF report of `other`"],
    ['{"runs": [{}]}', "SARIF report of no tool"],
    ['{"runs": [{"tool": {"driver": {"name": "aphoria"}}}]}', "`summary`"],
    [JSON.stringify({ ...report([]), findings: [{ ...MISSING, symbol: 1 }] }), "`findings`"],
    [JSON.stringify({ ...report([]), findings: [{ ...MISSING, evidence: [null] }] }), "`findings`"],
    ['{"findings": []}', "no report of aphoria"],
    [JSON.stringify({ ...report([]), schema_version: 2 }), "schema version 2"],
    [JSON.stringify({ ...report([]), findings: [{}] }), "`findings`"],
    [JSON.stringify({ ...report([]), markers: 1 }), "`markers`"],
    [JSON.stringify({ ...report([]), summary: {} }), "`summary.authority_conflicts`"],
    [JSON.stringify({ ...report([]), claims: [1] }), "`claims`"],
  ])("%s", (text, reason) => {
    expect(readReport(text)).toMatchObject({ problem: expect.stringContaining(reason) as string });
  });

  test("a report is one", () => {
    expect(readReport(JSON.stringify(report([finding({})], [marker({})])))).toHaveProperty(
      "report",
    );
  });
});
