/** fixtures/neurocache: a cache server with a protocol of its own. Seven marked mistakes, seven conflicts, and none once they are repaired. */
import { describe, expect, test } from "vitest";
import type { Report } from "../src/model/report.ts";
import { applyPatch } from "./fixtures/patch.ts";
import { conflictsOf, isSource, readFixture, scanFiles, type Files } from "./fixtures/project.ts";

const { broken, compliant, fixes } = readFixture("neurocache");
/** In the order of the fixes; two places break 040. */
const MISTAKES = ["038", "039", "040", "040", "005", "041", "010"].map((one) => `cache-${one}`);

function idsOf(report: Report): readonly string[] {
  return conflictsOf(report)
    .map(({ claim_id }) => claim_id)
    .toSorted();
}

test("every marked mistake is a conflict in its item, and there is no other", async () => {
  const report = await scanFiles(broken);
  expect(report.markers.filter(({ verdict }) => verdict !== "CONFLICT")).toEqual([]);
  expect(report.markers).toHaveLength(MISTAKES.length);
  expect(idsOf(report)).toEqual(MISTAKES.toSorted());
  expect(report.diagnostics).toEqual([]);
});

test("each fix takes its own conflict away, and the last leaves the compliant form", async () => {
  let files: Files = broken;
  for (const [done, { name, text }] of fixes.entries()) {
    files = applyPatch(files, text);
    expect(idsOf(await scanFiles(files)), name).toEqual(MISTAKES.slice(done + 1).toSorted());
  }
  expect(sourcesOf(files)).toEqual(sourcesOf(compliant));
});

describe("the compliant form", () => {
  test("passes where it was broken", async () => {
    const report = await scanFiles(compliant);
    expect(conflictsOf(report)).toEqual([]);
    const passed = report.claims.filter(({ verdict }) => verdict === "PASS").map(({ id }) => id);
    expect(passed.toSorted()).toEqual([...new Set(MISTAKES)].toSorted());
  });

  test("breaks no claim of the whole corpus, not even with low confidence", async () => {
    const report = await scanFiles(compliant, { corpus: ["cache"], minConfidence: "low" });
    expect(conflictsOf(report).map(({ claim_id, path, line }) => [claim_id, path, line])).toEqual(
      [],
    );
  });

  test("has the tests of the broken one, and more", () => {
    const tests = (files: Files) => Object.keys(files).filter((path) => path.startsWith("tests/"));
    expect(tests(compliant)).toEqual(expect.arrayContaining(tests(broken)));
    expect(tests(compliant)).toContain("tests/fixed.rs");
  });
});

function sourcesOf(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => isSource(path)));
}
