/** The `regex` way: hits with groups, comments blanked out in place. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blank, runRegexes, spelled } from "../../src/extract/regexes.ts";
import { compileTextWays } from "../../src/extract/text-ways.ts";
import { matchGlobs } from "../../src/io/globs.ts";
import { loadExtractor } from "../../src/load/extractor.ts";
import type { Extractor } from "../../src/model/extractor.ts";
import { fileOf, learnFrom } from "../../src/look/candidates.ts";
import { parseText } from "../../src/parse/parse.ts";

describe("runRegexes", () => {
  test("gives every hit of every pattern, with named groups", () => {
    const text = "ttl = 60\nTTL = 5";
    const { hits, timedOut } = runRegexes(text, [
      { source: "(?<name>ttl) = (?<value>\\d+)", flags: "i" },
      { source: "=", flags: "g" },
      { source: "absent", flags: "" },
    ]);
    expect(timedOut).toEqual([]);
    expect(
      hits.map(({ task, span, groups }) => [task, text.slice(span.start, span.end), groups]),
    ).toEqual([
      [0, "ttl = 60", { name: "ttl", value: "60" }],
      [0, "TTL = 5", { name: "TTL", value: "5" }],
      [1, "=", {}],
      [1, "=", {}],
    ]);
  });

  test("an empty match is no hit, and ends", () => {
    expect(runRegexes("abc", [{ source: "x*", flags: "" }]).hits).toEqual([]);
  });

  test("any flags are taken; what is no regex is for the loader to refuse", () => {
    expect(runRegexes("x", [{ source: "x", flags: "gimsuy" }]).hits).toHaveLength(1);
    expect(() => runRegexes("x", [{ source: "(", flags: "" }])).toThrow(
      /Invalid regular expression/,
    );
  });
});

describe("blank", () => {
  test("keeps offsets and lines", () => {
    const text = "a // one\nb /* two\nthree */ c";
    const spans = [
      { start: text.indexOf("/*"), end: text.indexOf("*/") + 2 },
      { start: text.indexOf("//"), end: text.indexOf("\n") },
    ];
    expect(blank(text, spans)).toBe("a       \nb       \n         c");
  });

  test("nested and repeated spans", () => {
    const spans = [
      { start: 0, end: 4 },
      { start: 1, end: 2 },
      { start: 0, end: 4 },
    ];
    expect(blank("abcdef", spans)).toBe("    ef");
    expect(blank("abc", [])).toBe("abc");
  });

  test("whatever the spans, length and line ends stay", () => {
    const span = fc
      .tuple(fc.nat(30), fc.nat(10))
      .map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c\r\n😀]{0,30}$/u), fc.array(span), (text, spans) => {
        const inside = spans.map(({ start, end }) => ({ start, end: Math.min(end, text.length) }));
        const out = blank(
          text,
          inside.filter(({ start, end }) => start <= end),
        );
        expect(out).toHaveLength(text.length);
        expect(out.replaceAll(/[^\r\n]/g, "_")).toBe(text.replaceAll(/[^\r\n]/g, "_"));
      }),
    );
  });
});

test.each([
  ["true", true],
  ["Yes", true],
  ["off", false],
  ["null", null],
  ["60", 60],
  ["-1", -1],
  ["1_000", 1000],
  ["0.5", 0.5],
  ['"x"', "x"],
  ["'60'", "60"],
  [" allkeys-lru ", "allkeys-lru"],
  ["1.2.3", "1.2.3"],
])("spelled(%j) is %j", (text, value) => {
  expect(spelled(text)).toBe(value);
});

describe("on files", () => {
  const extractor = load(`
id = "x"
title = "x"
subject = "cache/x"
predicate = "value"
languages = ["typescript", "python"]
[[match]]
regex = 'TTL = (?<ttl>\\d+)'
value = "$ttl"
`);
  const ways = compileTextWays(
    [extractor],
    () => [],
    parseText,
    (globs, path) => matchGlobs(globs)(path),
  );

  test("comments are no code, and what stands beside them keeps its place", () => {
    const text = "/* TTL = 1 */ const TTL = 2; // TTL = 3\n";
    const { hits } = learnFrom(fileOf("a.ts", text), ways);
    expect(hits.map(({ span }) => text.slice(span.start, span.end))).toEqual(["TTL = 2"]);
    const python = '# TTL = 1\nTTL = 2\n"""\nTTL = 3\n"""\n';
    const found = learnFrom(fileOf("a.py", python), ways).hits;
    expect(found.map(({ span }) => python.slice(span.start, span.end))).toContain("TTL = 2");
  });

  test("strings are code", () => {
    const text = 'const a = "// TTL = 5";\n';
    expect(learnFrom(fileOf("a.ts", text), ways).hits).toHaveLength(1);
  });

  test("a language that the extractor does not name is left alone", () => {
    expect(learnFrom(fileOf("a.rs", "const TTL = 2;"), ways).hits).toEqual([]);
  });
});

function load(text: string): Extractor {
  const { value, diagnostics } = loadExtractor(text, "x.toml", "project");
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}
