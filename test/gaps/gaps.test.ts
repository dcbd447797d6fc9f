import { expect, test } from "vitest";
import { gapTable } from "../../src/gaps/gaps.ts";
import { finding, marker, MISSING, report } from "./samples.ts";

const nothing = () => undefined;

test("a detected marker names the extractor of the nearest place below it", () => {
  const far = finding({ line: 90, extractor_id: "far", fingerprint: "f2" });
  const seen = marker({ detected: true, verdict: "CONFLICT", why_not: null });
  const { gaps, detection_rate: rate } = gapTable(
    report([far, finding({})], [seen]),
    true,
    nothing,
  );
  expect(gaps[0]).toMatchObject({
    detected: true,
    extractor_id: "ttl",
    explanation: "seen by `ttl`",
  });
  expect(rate).toBe(1);
});

test.each([
  ["no-claim", null, "no claim says this"],
  ["no-claim", "cache-004", "there is no active claim `cache-004`"],
  ["no-extractor", "cache-004", "no extractor that runs observes `cache/ttl` `required`; ask X"],
  ["no-site", "cache-004", "none saw a place"],
  ["out-of-scope", "cache-004", "scope or language"],
  ["unknown", "cache-004", "not known without running"],
  ["elsewhere", "cache-004", "not in the marked item"],
])("%s is said in words", (why_not, claim_id, words) => {
  const { gaps } = gapTable(
    report([MISSING], [marker({ why_not, claim_id })]),
    true,
    () => "ask X",
  );
  expect(gaps[0]?.explanation).toContain(words);
});

test("claims without a marker are listed only where the project chose its claims", () => {
  expect(gapTable(report([MISSING]), true, nothing).unobserved).toHaveLength(1);
  expect(gapTable(report([MISSING]), false, nothing).unobserved).toEqual([]);
  expect(gapTable(report([MISSING], [marker({})]), true, nothing).unobserved).toEqual([]);
  expect(gapTable(report([]), true, nothing).detection_rate).toBeNull();
});
