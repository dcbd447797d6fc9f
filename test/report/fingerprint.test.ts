import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseCode } from "../../src/report/code.ts";
import { fingerprint, numberTwins } from "../../src/report/fingerprint.ts";

function same(path: string, one: string, other: string): boolean {
  return normaliseCode(one, path) === normaliseCode(other, path);
}

describe("code", () => {
  it.each([
    ["a.ts", "f( a , {b: 1,} )", "f(a, {\n  b: 1,\n})"],
    ["a.ts", "f(a) // why", "f(a)"],
    ["a.ts", "f(/* x */ a);", "f(a)"],
    ["a.ts", "f('a', 'b')", 'f("a", "b")'],
    ["a.rs", "C { t: 0, /* c */ }", "C {\n    // note\n    t: 0\n}"],
    ["a.rs", "fn f<'a>(x: &'a str) {}", "fn f<'a>( x: &'a str ) {}"],
    ["a.py", "f(a,  # why\n  b)", "f(a, b)"],
  ])("%s: %j is %j", (path, one, other) => {
    expect(same(path, one, other)).toBe(true);
  });

  it.each([
    ["a.ts", "f('a  b')", "f('a b')"],
    ["a.ts", 'f("redis://a")', 'f("redis://b")'],
    ["a.ts", "return a", "returna"],
    ["a.rs", `f(r#"a // b"#)`, `f(r#"a // c"#)`],
    ["a.py", "f('#a')", "f('#b')"],
    ["a.ts", "f(1)", "f(2)"],
  ])("%s: %j is not %j", (path, one, other) => {
    expect(same(path, one, other)).toBe(false);
  });

  it("is fast on any text", () => {
    const text = `${"'".repeat(20_000)}${"/*".repeat(20_000)}${'"\\'.repeat(20_000)}`;
    const begun = performance.now();
    for (const path of ["a.ts", "a.rs", "a.py"]) normaliseCode(text, path);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

describe("fingerprints", () => {
  const place = { symbol: "get", code: "f(a)", path: "a.ts", observed: "false" };
  const print = (fields: Partial<typeof place>, claimId = "cache-004") =>
    fingerprint({ claimId, verdict: "CONFLICT", place: { ...place, ...fields } });

  it("are sixteen digits, and do not depend on the path", () => {
    expect(print({})).toMatch(/^[0-9a-f]{16}$/);
    expect(print({ path: "b/c.ts" })).toBe(print({}));
  });

  it("depend on claim, symbol, code and value", () => {
    const all = [
      print({}),
      print({ symbol: "set" }),
      print({ code: "f(b)" }),
      print({ observed: "0s" }),
      print({}, "cache-005"),
      fingerprint({ claimId: "cache-004", verdict: "PASS" }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("number twins, so that none is equal to another", () => {
    expect(numberTwins(["a", "b", "a", "a"])).toEqual(["a", "b", "a-2", "a-3"]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c")), (prints) => {
        expect(new Set(numberTwins(prints)).size).toBe(prints.length);
      }),
    );
  });
});
