import { describe, expect, test } from "vitest";
import { describeClash, findClashes } from "../../src/author/clashes.ts";
import { excludeEachOther } from "../../src/author/expectations.ts";
import type { Expectation } from "../../src/author/expectations.ts";
import type { Operator } from "../../src/model/claim.ts";
import type { Constant } from "../../src/model/constant.ts";
import { claimOf } from "./claim.ts";

const HOUR = { ms: 3_600_000 };
const TWO = { ms: 7_200_000 };

describe("two expectations", () => {
  test.each<readonly [Operator, Constant | undefined, Operator, Constant | undefined, boolean]>([
    ["lte", HOUR, "gte", TWO, true],
    ["lte", TWO, "gte", HOUR, false],
    ["lte", HOUR, "gte", HOUR, false],
    ["lt", HOUR, "gte", HOUR, true],
    ["lte", HOUR, "gt", HOUR, true],
    ["gt", 0, "lte", HOUR, false],
    ["gt", HOUR, "lt", 0, true],
    ["eq", true, "eq", false, true],
    ["eq", true, "ne", true, true],
    ["eq", true, "ne", false, false],
    ["eq", HOUR, "lte", HOUR, false],
    ["eq", TWO, "lt", TWO, true],
    ["eq", 5, "eq", 5, false],
    ["in", ["a", "b"], "in", ["c"], true],
    ["in", ["a", "b"], "in", ["b"], false],
    ["in", ["a", "b"], "not_in", ["a", "b", "c"], true],
    ["in", ["a", "b"], "not_in", ["a"], false],
    ["eq", "https", "matches", "^http", false],
    ["eq", "ftp", "matches", "^http", true],
    ["present", undefined, "absent", undefined, true],
    ["absent", undefined, "gt", 0, true],
    ["absent", undefined, "ne", true, false],
    ["absent", undefined, "not_in", ["a"], false],
    ["present", undefined, "eq", true, false],
    // What cannot be compared excludes nothing.
    ["lte", "server_limit", "gte", 5, false],
    ["lte", HOUR, "gte", { bytes: 5 }, false],
    ["eq", true, "gt", 0, false],
    ["ne", 1, "ne", 2, false],
    ["eq", ["a"], "eq", ["b"], true],
    ["eq", "x", "matches", "(", false],
  ])("%s %j and %s %j: %s", (operator, value, other, second, expected) => {
    const left = { operator, ...(value !== undefined && { value }) } as Expectation;
    const right = {
      operator: other,
      ...(second !== undefined && { value: second }),
    } as Expectation;
    expect(excludeEachOther(left, right)).toBe(expected);
    expect(excludeEachOther(right, left)).toBe(expected);
  });
});

describe("two claims", () => {
  const most = claimOf({});
  const least = { id: "cache-002", operator: "gte", value: "2h", tier: "expert" };
  const clash = (fields: Parameters<typeof claimOf>[0], against = most) =>
    findClashes(claimOf(fields), [against]).map(({ kind }) => kind);

  test("the same is a duplicate, another subject or scope is not", () => {
    expect(clash({ id: "cache-002" })).toEqual(["duplicate"]);
    expect(clash({ id: "cache-002", value: "2h" })).toEqual(["duplicate"]);
    expect(clash({ id: "cache-001" })).toEqual([]);
    expect(clash({ id: "cache-002", subject: "cache/x" })).toEqual([]);
    expect(clash({ id: "cache-002", predicate: "x" })).toEqual([]);
    expect(clash({ id: "cache-002", languages: ["rust"] })).toEqual([]);
    expect(clash({ id: "cache-002", scope: { include: ["src/**"] } })).toEqual([]);
  });

  test("scopes are sets", () => {
    const scoped = claimOf({ scope: { include: ["a/**", "b/**"] } });
    const other = { id: "cache-002", scope: { include: ["b/**", "a/**"] } };
    expect(clash(other, scoped)).toEqual(["duplicate"]);
  });

  test("contradictions are found wherever both may apply", () => {
    const scoped = claimOf({ scope: { include: ["src/**"] }, languages: ["rust"] });
    expect(clash(least)).toEqual(["contradiction"]);
    expect(clash({ ...least, languages: ["python"] })).toEqual(["contradiction"]);
    expect(clash({ ...least, languages: ["python"] }, scoped)).toEqual([]);
    expect(clash({ ...least, scope: { include: ["src/a/*"] } }, scoped)).toEqual(["contradiction"]);
    expect(clash({ ...least, scope: { include: ["lib/**"] } }, scoped)).toEqual([]);
    expect(clash({ ...least, scope: { exclude: ["src/**"] } }, scoped)).toEqual([]);
  });

  test("what has ended or is superseded does not count", () => {
    expect(clash(least, claimOf({ status: "deprecated" }))).toEqual([]);
    expect(clash({ ...least, supersedes: "cache-001" })).toEqual([]);
  });

  test("the message names the other and who outranks whom", () => {
    const claim = claimOf(least);
    const [found] = findClashes(claim, [most]);
    expect(found && describeClash(claim, found, "this claim")).toBe(
      "this claim (cache/ttl value gte 2h, tier 4 expert) contradicts `cache-001` (cache/ttl value lte 1h, " +
        "tier 1 spec): no value can satisfy both; `cache-001` outranks this claim",
    );
    const [turned] = findClashes(most, [claim]);
    expect(turned && describeClash(most, turned, "this claim")).toContain(
      "this claim outranks `cache-002`",
    );
    const peer = claimOf({ ...least, tier: "spec" });
    const [equal] = findClashes(peer, [most]);
    expect(equal && describeClash(peer, equal, "it")).toContain("both have the same authority");
  });
});
