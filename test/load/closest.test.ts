import { expect, test } from "vitest";
import { closest, didYouMean } from "../../src/load/closest.ts";

const WORDS = ["tier", "operator", "provenance", "authored_by", "cwe"];

test.each([
  ["teir", "tier"],
  ["Operator", "operator"],
  ["operater", "operator"],
  ["authored-by", "authored_by"],
  ["provenence", "provenance"],
  ["timeout", undefined],
  ["xyz", undefined],
  ["", undefined],
  ["x".repeat(10_000), undefined],
])("%s", (word, expected) => {
  expect(closest(word, WORDS)).toBe(expected);
});

test("the tail of a message", () => {
  expect([didYouMean("teir", WORDS), didYouMean("nothing", WORDS)]).toEqual([
    "; did you mean `tier`?",
    "",
  ]);
});
