import { describe, expect, test } from "vitest";
import { groupNames, hasNestedQuantifier, readRegex } from "../../src/load/regex.ts";

describe("other dialects' habits", () => {
  test.each([
    ["a+", "", { regex: "a+", flags: "" }],
    ["(?i)a", "", { regex: "a", flags: "i" }],
    ["(?si)a", "m", { regex: "a", flags: "ims" }],
    ["(?P<value>a)(?P=value)", "", { regex: "(?<value>a)\\k<value>", flags: "" }],
    ["\\(?P<x>[(?P<y>]", "", { regex: "\\(?P<x>[(?P<y>]", flags: "" }],
    ["(?<=a)(?<b>c)(?!d)", "i", { regex: "(?<=a)(?<b>c)(?!d)", flags: "i" }],
  ])("%s", (source, flags, value) => {
    expect(readRegex(source, flags).value).toEqual(value);
  });

  test.each([
    ["a", "g", "flags", "`g` is not one of the flags i, m, s, u"],
    ["(?x)a b", "", "regex", "the group (?x) has flags other than i, m, s, u"],
    ["(a", "", "regex", "this regular expression does not compile: unterminated group"],
    ["a**", "", "regex", "this regular expression does not compile: nothing to repeat"],
  ])("%s", (source, flags, part, message) => {
    expect(readRegex(source, flags)).toEqual({ problem: { part, message } });
  });

  test("group names", () => {
    expect(groupNames("(?<a>x)(?<!b)(?<=c)\\(?<d>(?<e1>[(?<f>])")).toEqual(["a", "e1"]);
  });
});

test.each([
  ["(a+)+", true],
  ["(a*)*$", true],
  ["(?:a|b+)*", true],
  ["((a+)b)*", true],
  ["(?:(?:a{2,}))+?", true],
  ["(a+){3,}", true],
  ["a+b+", false],
  ["(a+)b+", false],
  ["(a{1,8})+", false],
  ["(a+){1,8}", false],
  ["[(a+)]+", false],
  ["\\(a+\\)+", false],
  ["(?:a)+(b+)", false],
  ["^(lru|lfu)$", false],
])("%s repeats within a repeat: %s", (regex, nested) => {
  expect(hasNestedQuantifier(regex)).toBe(nested);
});
