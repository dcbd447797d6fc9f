import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseToml, type KeyPath } from "../../src/load/toml.ts";
import { misplaced } from "./misplaced.ts";
import { shown } from "./shown.ts";

const BROKEN: readonly [name: string, text: string, ...diagnostics: string[]][] = [
  [
    "nothing behind =",
    "a = \nb = 1\n",
    "1:5 toml-syntax: not valid TOML: unexpected character, expecting string, number, datetime, boolean, inline array or inline table",
  ],
  ["no =", "[x]\nfoo bar\n", '2:5 toml-syntax: not valid TOML: invalid character, expected "="'],
  [
    "with CRLF",
    "a = 1\r\nfoo bar\r\n",
    '2:5 toml-syntax: not valid TOML: invalid character, expected "="',
  ],
  [
    "behind a BOM",
    "\uFEFFfoo bar\n",
    '1:5 toml-syntax: not valid TOML: invalid character, expected "="',
  ],
  [
    "behind an emoji",
    'a = "😀" x\n',
    "1:10 toml-syntax: not valid TOML: unexpected character, expected only whitespace or comments till end of line",
  ],
  [
    "a duplicate key",
    'a = 1\nb = 2\n  a = "long value"\n',
    "3:3 toml-syntax: this key or table is already defined",
  ],
  [
    "a duplicate key, quoted",
    'a = 1\n"a" = 2\n',
    "2:1 toml-syntax: this key or table is already defined",
  ],
  [
    "a duplicate key inline",
    "a = { x = 1, y = 2, x = 3 }\n",
    "1:21 toml-syntax: this key or table is already defined",
  ],
  ["a duplicate table", "[a]\n[b]\n[a]\n", "3:2 toml-syntax: this key or table is already defined"],
  [
    "a key of an inline table again",
    "a = { b = 1 }\n[a.c]\n",
    "2:1 toml-syntax: this key or table is already defined",
  ],
  [
    "a list table over a list",
    "a = [1]\n[[a]]\n",
    "2:1 toml-syntax: this key or table is already defined",
  ],
  ["a string not closed", 'x = 1\na = "abc\nb = 1\n', "2:5 toml-syntax: this string is not closed"],
  [
    "a long string not closed",
    'x = 1\na = """abc\n\n\n',
    "2:5 toml-syntax: this string is not closed",
  ],
  [
    "an inline table over two lines",
    "a = { x = 1,\n y = 2 }\n",
    "1:5 toml-syntax: this inline table is not closed",
  ],
  ["an array not closed", "a = [1,\n2\n", "1:5 toml-syntax: this array is not closed"],
  ["a bare date", "a = 1\nd = 2026-01-31\n", '2:5 toml-bare-date: quote the date: "2026-01-31"'],
  [
    "a bare date inline",
    "a = { from = 2026-01-31, x = 1 }",
    '1:14 toml-bare-date: quote the date: "2026-01-31"',
  ],
  [
    "a bare date inline at the end",
    "a = { from = 2026-01-31}",
    '1:14 toml-bare-date: quote the date: "2026-01-31"',
  ],
  [
    "bare dates and times",
    "a = [2026-01-31T10:00:00Z, 10:30:00, 2026-01-31 10:00:00.5+02:00]",
    '1:6 toml-bare-date: quote the date: "2026-01-31T10:00:00Z"',
    '1:28 toml-bare-date: quote the date: "10:30:00"',
    '1:38 toml-bare-date: quote the date: "2026-01-31 10:00:00.5+02:00"',
  ],
  [
    "__proto__",
    "a = 1\n[__proto__]\nx = 1\n",
    "2:2 toml-syntax: `__proto__` cannot be used as a key",
  ],
  [
    "constructor, dotted",
    "constructor.x = 1\n",
    "1:1 toml-syntax: `constructor` cannot be used as a key",
  ],
  [
    "__proto__ in escapes",
    'a = { "__prot\\u006f__" = 1 }\n',
    '1:7 toml-syntax: `"__prot\\u006f__"` cannot be used as a key',
  ],
  [
    "deep arrays",
    `a = ${"[".repeat(101)}${"]".repeat(101)}`,
    "1:104 toml-too-deep: nested over 100 levels deep",
  ],
  [
    "deep inline tables",
    `\na = ${"{ a = ".repeat(101)}1${"}".repeat(101)}`,
    "2:599 toml-too-deep: nested over 100 levels deep",
  ],
  [
    "deep dotted keys",
    `${"a.".repeat(100)}a = 1`,
    "1:201 toml-too-deep: nested over 100 levels deep",
  ],
  ["deep headers", `[${"a.".repeat(100)}a]`, "1:202 toml-too-deep: nested over 100 levels deep"],
  [
    "deep in all ways",
    `[[${"a.".repeat(48)}a]]\n${"b.".repeat(48)}b = [[[1]]]`,
    "2:102 toml-too-deep: nested over 100 levels deep",
  ],
  [
    "a million brackets",
    `a = ${"[".repeat(900_000)}`,
    "1:104 toml-too-deep: nested over 100 levels deep",
  ],
];

describe("a broken file has one diagnostic, at the right place", () => {
  test.each(BROKEN)("%s", (_name, text, ...expected) => {
    expect(shown(parseToml(text, "x.toml"))).toEqual(expected);
  });

  test("over 1 MB, in bytes", () => {
    for (const filler of ["#".repeat(1_000_001), `#${"€".repeat(334_000)}`]) {
      const [only, ...rest] = parseToml(filler, "x.toml").diagnostics;
      expect(only).toMatchObject({ code: "toml-too-large", path: "x.toml" });
      expect(rest).toEqual([]);
    }
    expect(parseToml("#".repeat(1_000_000), "x.toml").diagnostics).toEqual([]);
  });
});

const READ: readonly [name: string, text: string, table: object][] = [
  ["a BOM", "\uFEFFa = 1", { a: 1 }],
  ["CRLF", "a = 1\r\n[b]\r\nc = 'x' # y\r\n", { a: 1, b: { c: "x" } }],
  [
    "brackets in strings and comments",
    `a = "${"[".repeat(200)}" # ${"{".repeat(200)}\nb = '''\n${"[\n".repeat(200)}'''`,
    { a: "[".repeat(200), b: "[\n".repeat(200) },
  ],
  [
    "dates in strings, comments and keys",
    `a = "2026-01-31" # 2026-01-31\n2026-01-31 = '10:00'\nb = """\nc = 2026-01-31\n"""`,
    { a: "2026-01-31", "2026-01-31": "10:00", b: "c = 2026-01-31\n" },
  ],
  [
    "a date without quotes is kept as text",
    "a = 2026-01-31\nb = [2026-01-31]",
    { a: "2026-01-31", b: ["2026-01-31"] },
  ],
  [
    "nesting up to the limit",
    `${"a.".repeat(98)}a = [1]`,
    JSON.parse(`${'{"a":'.repeat(99)}[1]${"}".repeat(99)}`),
  ],
  [
    "names that only look reserved",
    "proto = 1\nlength = 2\nname = 3",
    { proto: 1, length: 2, name: 3 },
  ],
  ["an empty file", "", {}],
  ["quotes inside long strings", "a = \"\"\"\"x\"\"\"\"\nb = ''''y''''", { a: '"x"', b: "'y'" }],
  ["a huge integer", "a = 99999999999999999999", { a: expect.any(BigInt) as unknown }],
];

describe("what is valid is read", () => {
  test.each(READ)("%s", (_name, text, table) => {
    expect(parseToml(text, "x.toml").value?.table).toEqual(table);
  });

  test("nothing leaks into other objects", () => {
    for (const text of [
      "[__proto__]\npolluted = 1",
      "[constructor]\npolluted = 1",
      "toString.polluted = 1",
    ]) {
      expect(parseToml(text, "x.toml").value).toBeUndefined();
    }
    expect([{}, Object, {}["toString"]].some((victim) => "polluted" in victim)).toBe(false);
  });
});

const EXAMPLE = `title = "x"
a.b.c = 1

[[claim]]
id = "one"
"quoted key" = [1, [ "two", { deep = true } ],
  3]

[[claim]] # second
  fix = { rust = 'r', typescript = "t" }
[claim.provenance]
source = """
[[claim]]
id = 1
"""
[[claim.sub]]
x = 1
[[claim.sub]]
x = 2
[ other . table ]
y = 1
`;

describe("where a key path stands", () => {
  const at = parseToml(EXAMPLE, "x.toml").value?.at;
  test.each<[KeyPath, string, string]>([
    [["title"], "1:1", "1:9"],
    [["a", "b"], "2:3", "2:3"],
    [["a", "b", "c"], "2:5", "2:9"],
    [["claim", 0], "4:1", "4:1"],
    [["claim", 0, "id"], "5:1", "5:6"],
    [["claim", 0, "quoted key", 0], "6:17", "6:17"],
    [["claim", 0, "quoted key", 1, 1, "deep"], "6:31", "6:38"],
    [["claim", 0, "quoted key", 2], "7:3", "7:3"],
    [["claim", 1], "9:1", "9:1"],
    [["claim", 1, "fix", "typescript"], "10:23", "10:36"],
    [["claim", 1, "provenance"], "11:8", "11:8"],
    [["claim", 1, "provenance", "source"], "12:1", "12:10"],
    [["claim", 1, "sub", 1, "x"], "19:1", "19:5"],
    [["other", "table", "y"], "21:1", "21:5"],
    [["claim", 1, "missing"], "9:1", "9:1"],
    [[], "1:1", "1:1"],
  ])("%j", (path, key, value) => {
    const show = (part: "key" | "value") => {
      const place = at?.(path, part);
      return `${place?.line}:${place?.column}`;
    };
    expect([show("key"), show("value")]).toEqual([key, value]);
  });
});

describe("the places are those of toml-eslint-parser", () => {
  const files = readdirSync("corpora").map((name) => `corpora/${name}`);
  const texts = files.map((name) => [name, readFileSync(name, "utf8")] as const);
  test.each([["the example", EXAMPLE] as const, ...texts])("%s", (_name, text) => {
    expect(misplaced(text)).toEqual([]);
    const { value } = parseToml(text, "x.toml");
    expect(value?.table).toEqual(getStaticTOMLValue(parseTOML(text)));
  });
});
