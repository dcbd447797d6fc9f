import { describe, expect, test } from "vitest";
import { exampleCode, instanceOfPattern, kindOfPattern } from "../../src/scaffold/pattern.ts";
import {
  correctedForms,
  oppositeOf,
  tellingWords,
  vacuous,
  variantsOf,
} from "../../src/scaffold/regex-forms.ts";
import { sidesOf } from "../../src/scaffold/sides.ts";

test.each([
  ["SET.*(?!EX|PX)", "regex"],
  ["max_size: None", "regex"],
  ["verify_tls\\s*[:=]\\s*false", "regex"],
  ["a|b", "regex"],
  ["^end$", "regex"],
  ["\\.set\\(", "regex"],
  ["$C.set($K, $V)", "pattern"],
  ["redis.set($$$)", "pattern"],
  ["blocking_get()", "pattern"],
  ["redis::Client::open($URL)", "pattern"],
])("%s is taken for a %s", (text, kind) => {
  expect(kindOfPattern(text)).toBe(kind);
});

test.each([
  ["$C.set($K, $V)", "c.set(k, v)"],
  ["f($$$)", "f()"],
  ["f($A, $$$REST)", "f(a)"],
  ["g($_)", "g(x)"],
])("%s looks like %s", (pattern, code) => {
  expect(instanceOfPattern(pattern)).toBe(code);
});

describe("a look-ahead behind a repeat", () => {
  test.each(["SET.*(?!EX|PX)", "SET.+(?!EX)", "SET.*?(?!EX)", "SET[^;]*(?!EX)"])(
    "%s forbids nothing",
    (regex) => {
      expect(vacuous(regex)).toContain("forbids nothing");
      const { good } = variantsOf(regex);
      expect(good.some((text) => new RegExp(regex).test(text))).toBe(true);
    },
  );

  test.each(["SET(?!.*EX)", "SET key", "SET.*(?!EX)\\d"])("%s is none of them", (regex) => {
    expect(vacuous(regex)).toBeUndefined();
  });

  test("a corrected form matches the violation and no variant that keeps the claim", () => {
    const { bad, good } = variantsOf("SET.*(?!EX|PX)");
    const forms = correctedForms("SET.*(?!EX|PX)", "", [], false, true);
    expect(forms.length).toBeGreaterThan(0);
    for (const { matches, compliant } of forms) {
      const [way, other] = [matches[0]?.way, compliant[0]?.way];
      if (way?.kind !== "regex" || other?.kind !== "regex") throw new Error("no regex");
      const [regex, keeps] = [way, other].map((one) => new RegExp(one.regex, one.flags));
      expect(bad.every((text) => regex?.test(text) === true && keeps?.test(text) === false)).toBe(
        true,
      );
      expect(good.every((text) => regex?.test(text) === false && keeps?.test(text) === true)).toBe(
        true,
      );
    }
  });
});

test.each([
  ["max_size: None", String.raw`max_size: Some\(`],
  ["metrics_enabled: false", "metrics_enabled: true"],
  ["verify = False", "verify = True"],
  ["SET", undefined],
  ["false|None", undefined],
])("the opposite of %s is %s", (regex, expected) => {
  expect(oppositeOf(regex)).toBe(expected);
});

test("telling words are those that no bad code has", () => {
  expect(tellingWords(["set(k, v, EX)"], ["set(k, v)"])).toEqual(["EX"]);
});

test.each([
  [
    { operator: "eq", value: true },
    { bad: false, good: true },
  ],
  [
    { operator: "ne", value: "x" },
    { bad: "x", good: "not x" },
  ],
  [
    { operator: "gt", value: 0 },
    { bad: 0, good: 1 },
  ],
  [
    { operator: "lte", value: { ms: 5000 } },
    { bad: { ms: 6000 }, good: { ms: 5000 } },
  ],
  [
    { operator: "in", value: ["a"] },
    { bad: "none of these", good: "a" },
  ],
  [{ operator: "present" }, undefined],
] as const)("the two sides of %j", (claim, sides) => {
  expect(sidesOf(claim)).toEqual(sides);
});

test("examples are files of their language", () => {
  expect(exampleCode("rust", ["a"], "text")).toBe(
    'pub async fn example() {\n    let _ = "a";\n}\n',
  );
  expect(exampleCode("python", ["f()"], "code")).toBe("async def example():\n    f()\n");
});
