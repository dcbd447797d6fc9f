/** The parser takes any text: what it cannot read is an ERROR node, never an exception. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseText, releaseTrees } from "../../src/parse/parse.ts";
import { tries } from "../runs.ts";

const GRAMMARS = ["TypeScript", "Tsx", "rust", "python"];

describe.each(GRAMMARS)("%s", (grammar) => {
  test("an empty text has a root without errors", () => {
    const root = parseText("", grammar);
    expect(root.kind()).not.toBe("ERROR");
    expect(root.children()).toEqual([]);
  });

  test("offsets count UTF-16 units", () => {
    const text = grammar === "rust" ? 'fn f() { g("é😀"); h(); }' : 'g("é😀")\nh()\n';
    const found = parseText(text, grammar).findAll({ rule: { pattern: "h()" } } as never);
    expect(found).toHaveLength(1);
    const range = found[0]?.range();
    expect(text.slice(range?.start.index, range?.end.index)).toBe("h()");
  });

  test("any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        parseText(text, grammar).findAll({ rule: { kind: "ERROR" } } as never);
      }),
      tries(200, 500),
    );
  });
});

test("text of one language in another's grammar", () => {
  const root = parseText("fn main() { let x: u8 = 1; }", "python");
  expect(root.findAll({ rule: { kind: "ERROR" } } as never).length).toBeGreaterThan(0);
});

test("an unknown grammar is an error", () => {
  expect(() => parseText("x", "cobol")).toThrow(/cobol/i);
});

test("trees can be let go at any time", () => {
  const root = parseText("f(1)", "TypeScript");
  releaseTrees();
  expect(root.text()).toBe("f(1)");
});
