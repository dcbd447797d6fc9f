import { describe, expect, it } from "vitest";
import { suppress } from "../../src/report/suppress.ts";
import type { Suppression } from "../../src/model/marker.ts";
import { judgeSamples, makeObservation, unknown, value } from "../judge/samples.ts";

function suppression(fields: Partial<Suppression> = {}): Suppression {
  return {
    path: "src/a.ts",
    start: 0,
    end: 9,
    claim_id: "cache-004",
    reason: "because",
    item: { start: 10, end: 90 },
    ...fields,
  };
}

const conflict = makeObservation({ start: 20, end: 30, observed: value(false) });

function run(suppressions: readonly Suppression[], observations = [conflict]) {
  const { findings, belowConfidence } = judgeSamples({ observations });
  const { suppressions: applied, diagnostics } = suppress({
    suppressions,
    findings,
    otherPlaces: belowConfidence,
    knownClaims: new Set(["cache-004", "cache-005"]),
    judgedClaims: new Set(["cache-004"]),
    today: "2026-06-15",
    position: (_path, offset) => ({ line: 1, column: offset + 1 }),
  });
  return [applied.size, ...diagnostics.map(({ code, message }) => `${code}: ${message}`)];
}

describe("suppressing", () => {
  it.each([
    ["a conflict", [suppression()], [conflict], [1]],
    ["an open value", [suppression()], [{ ...conflict, observed: unknown() }], [1]],
    ["one of low confidence", [suppression()], [{ ...conflict, confidence: "low" as const }], [0]],
    ["up to its day", [suppression({ until: "2026-06-15" })], [conflict], [1]],
    ["a claim left out of this run", [suppression({ claim_id: "cache-005" })], [conflict], [0]],
  ])("%s", (_name, suppressions, observations, expected) => {
    expect(run(suppressions, observations)).toEqual(expected);
  });

  it("says which are dead, and lets them suppress nothing", () => {
    expect([
      run([suppression({ until: "2026-06-14" })]),
      run([suppression({ problem: "reasonless", reason: "" })]),
      run([suppression({ problem: "malformed" })]),
      run([suppression({ item: { start: 40, end: 50 } })]),
      run([suppression({ path: "src/b.ts" })]),
      run([suppression({ claim_id: "cache-999" })]),
      run([suppression()], [{ ...conflict, observed: value(true) }]),
    ]).toMatchInlineSnapshot(`
      [
        [
          0,
          "suppression-expired: the suppression of \`cache-004\` ended on 2026-06-14",
        ],
        [
          0,
          "suppression-reasonless: the suppression of \`cache-004\` gives no reason",
        ],
        [
          0,
          "suppression-malformed: this suppression cannot be read: it needs one claim id in brackets, a reason, and a date as (until 2027-03-31) if any",
        ],
        [
          0,
          "suppression-unused: the suppression of \`cache-004\` suppresses nothing here",
        ],
        [
          0,
          "suppression-unused: the suppression of \`cache-004\` suppresses nothing here",
        ],
        [
          0,
          "suppression-unused: the suppression names \`cache-999\`, and no claim has this id",
        ],
        [
          0,
          "suppression-unused: the suppression of \`cache-004\` suppresses nothing here",
        ],
      ]
    `);
  });
});
