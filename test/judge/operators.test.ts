import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { satisfies } from "../../src/judge/operators.ts";
import { OPERATORS, type Operator } from "../../src/model/claim.ts";
import type { Constant, Observed } from "../../src/model/constant.ts";
import { absent, formatConstant, unknown, value } from "./samples.ts";

const seconds = (count: number) => ({ ms: count * 1000 });
const mebibytes = (count: number) => ({ bytes: count * 1024 * 1024 });

function outcome(observed: Observed, operator: Operator, expected?: Constant): string {
  return satisfies(observed, operator, expected, formatConstant).kind;
}

describe("values", () => {
  it.each<[Constant, Operator, Constant | undefined, string]>([
    [true, "eq", true, "holds"],
    [false, "eq", true, "breaks"],
    ["true", "eq", true, "breaks"],
    ["LRU", "eq", "lru", "breaks"],
    [false, "ne", true, "holds"],
    [5, "lt", 6, "holds"],
    [6, "lt", 6, "breaks"],
    [6, "lte", 6, "holds"],
    [seconds(90), "gt", seconds(60), "holds"],
    [seconds(60), "eq", { ms: 60_000 }, "holds"],
    [mebibytes(1), "gte", { bytes: 1_048_576 }, "holds"],
    ["lru", "in", ["lru", "lfu"], "holds"],
    ["fifo", "in", ["lru", "lfu"], "breaks"],
    ["fifo", "not_in", ["lru", "lfu"], "holds"],
    [["lru", "fifo"], "in", ["lru", "lfu"], "breaks"],
    [["lru", "fifo"], "not_in", ["lru"], "breaks"],
    [["fifo"], "not_in", ["lru"], "holds"],
    [["a", "b"], "eq", ["a", "b"], "holds"],
    ["app:user", "matches", "^app:", "holds"],
    ["user", "matches", "^app:", "breaks"],
    [5, "matches", "5", "breaks"],
    [0, "present", undefined, "holds"],
    [null, "present", undefined, "breaks"],
    [null, "absent", undefined, "holds"],
    [5, "absent", undefined, "breaks"],
    [null, "gt", 0, "breaks"],
    [null, "eq", false, "breaks"],
  ])("%j %s %j %s", (observed, operator, expected, kind) => {
    expect(outcome(value(observed), operator, expected)).toBe(kind);
  });
});

describe("units", () => {
  it.each<[Constant, Operator, Constant, string]>([
    [0, "gt", seconds(5), "breaks"],
    [seconds(5), "gt", 0, "holds"],
    [mebibytes(5), "gt", 0, "holds"],
    [0, "eq", { ms: 0 }, "holds"],
    [Number.POSITIVE_INFINITY, "lte", seconds(5), "breaks"],
    [5, "gt", seconds(5), "error"],
    [seconds(5), "gt", 5, "error"],
    [5, "eq", seconds(5), "error"],
    [5, "in", [seconds(5)], "error"],
    [seconds(5), "lt", mebibytes(5), "error"],
    [5, "in", [5, seconds(5)], "holds"],
  ])("%j %s %j %s", (observed, operator, expected, kind) => {
    expect(outcome(value(observed), operator, expected)).toBe(kind);
  });

  it("does not guess at what a word amounts to", () => {
    expect(satisfies(value(100), "lte", "server_limit", formatConstant)).toMatchInlineSnapshot(`
      {
        "kind": "unknown",
        "reason": "what \`server_limit\` amounts to is not known, so 100 is open",
      }
    `);
    expect(outcome(value("some"), "lte", 5)).toBe("unknown");
    expect(outcome(value(true), "gt", 5)).toBe("unknown");
    expect(outcome(value([1]), "gt", 5)).toBe("unknown");
  });
});

describe("absent and unknown", () => {
  it.each(OPERATORS)("an option that is not given: %s", (operator) => {
    const holds = ["absent", "ne", "not_in"].includes(operator);
    expect(outcome(absent, operator, [1])).toBe(holds ? "holds" : "breaks");
  });

  it.each(OPERATORS)("a value that is not known is never decided: %s", (operator) => {
    expect(outcome(unknown(), operator, 1)).toBe("unknown");
  });

  it("needs a value for what compares", () => {
    expect(outcome(value(1), "eq")).toBe("error");
    expect(outcome(value("a"), "matches", "(")).toBe("error");
    expect(outcome(value(`${"a".repeat(40)}!`), "matches", "^(a+)+$")).toBe("error");
  });
});

describe("laws", () => {
  const scalar = fc.oneof(
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.constant(null),
    fc.nat().map((ms) => ({ ms })),
    fc.nat().map((bytes) => ({ bytes })),
  );
  const opposite: Record<string, string> = { holds: "breaks", breaks: "holds" };

  it("a value equals itself, and ne and not_in are the opposites of eq and in", () => {
    fc.assert(
      fc.property(scalar, scalar, (one, other) => {
        expect(outcome(value(one), "eq", one)).toBe("holds");
        const eq = outcome(value(one), "eq", other);
        expect(outcome(value(one), "ne", other)).toBe(opposite[eq] ?? eq);
        const among = outcome(value(one), "in", [other]);
        expect(among).toBe(eq);
        expect(outcome(value(one), "not_in", [other])).toBe(opposite[among] ?? among);
      }),
    );
  });

  it("lt and gte, gt and lte are opposites wherever there is an order", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (one, other) => {
        const lt = outcome(value({ ms: one }), "lt", { ms: other });
        expect(outcome(value({ ms: one }), "gte", { ms: other })).toBe(opposite[lt]);
        const gt = outcome(value(one), "gt", other);
        expect(outcome(value(one), "lte", other)).toBe(opposite[gt]);
      }),
    );
  });
});
