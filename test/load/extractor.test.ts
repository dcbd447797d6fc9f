import { describe, expect, test } from "vitest";
import { loadExtractor } from "../../src/load/extractor.ts";
import { shown } from "./shown.ts";

const HEAD = `id = "redis-rs-set-ttl"
title = "redis-rs SET with or without an expiry"
subject = "cache/ttl"
predicate = "required"
languages = ["rust", "typescript"]
`;

/** The match starts on line 6, so its keys begin on line 7. */
function load(match: string, head = HEAD) {
  return loadExtractor(`${head}[[match]]\n${match}\n`, "x.toml");
}

test("the example of the contract", () => {
  const text = `${HEAD}
[when]
imports = ["redis"]

[[match]]
value = false
rule = { pattern = "$CONN.set($KEY, $VALUE)", not = { inside = { kind = "function_item", stopBy = "end" } } }
constraints = { KEY = { regex = "^k" } }
message = "\`$CONN.set($KEY, …)\` writes without an expiry"
where = ["in-async", "not in-test", "receiver:redis-rs"]
languages = ["rust"]
confidence = "medium"

[[match]]
regex = '(?i)verify_tls\\s*[:=]\\s*(?P<value>true|false)'
flags = "m"
value = "$value"
unit = "ms"

[[match]]
call = { construct = "http-client", option = "timeout", pooled = [true, "yes", 1] }
value = "$option"

[[match]]
idiom = { kind = "read-through", single_flight = false }
value = "5s"

[[test]]
code = '''
fn f() {} // observe: nothing
'''
language = "rust"
files = { "config.rs" = 'x' }
`;
  const { value, diagnostics } = loadExtractor(text, "extractors/cache/x.toml", "cache");
  expect(diagnostics).toEqual([]);
  expect(value).toEqual({
    id: "redis-rs-set-ttl",
    title: "redis-rs SET with or without an expiry",
    subject: "cache/ttl",
    predicate: "required",
    languages: ["rust", "typescript"],
    pack: "cache",
    origin: "built-in",
    status: "active",
    when: { imports: ["redis"], words: [], paths: [] },
    matches: [
      {
        index: 0,
        way: {
          kind: "rule",
          rule: {
            pattern: "$CONN.set($KEY, $VALUE)",
            not: { inside: { kind: "function_item", stopBy: "end" } },
          },
          constraints: { KEY: { regex: "^k" } },
        },
        value: { constant: false },
        where: [
          { predicate: "in-async", negated: false },
          { predicate: "in-test", negated: true },
          { predicate: "receiver", argument: "redis-rs", negated: false },
        ],
        message: "`$CONN.set($KEY, …)` writes without an expiry",
        confidence: "medium",
        languages: ["rust"],
      },
      {
        index: 1,
        way: {
          kind: "regex",
          regex: String.raw`verify_tls\s*[:=]\s*(?<value>true|false)`,
          flags: "im",
        },
        value: { capture: "value" },
        unit: "ms",
        where: [],
        confidence: "high",
      },
      {
        index: 2,
        way: {
          kind: "call",
          asked: { construct: "http-client", option: "timeout", pooled: [true, "yes", 1] },
        },
        value: { capture: "option" },
        where: [],
        confidence: "high",
      },
      {
        index: 3,
        way: { kind: "idiom", idiom: "read-through", asked: { single_flight: false } },
        value: { constant: { ms: 5000 } },
        where: [],
        confidence: "high",
      },
    ],
    tests: [
      {
        code: "fn f() {} // observe: nothing\n",
        language: "rust",
        files: { "config.rs": "x" },
        line: 34,
      },
    ],
  });
});

test("a project's own has its path as origin", () => {
  const { value } = load("value = 1\nregex = 'a'");
  expect(value).toMatchObject({ pack: "project", origin: "x.toml", tests: [] });
});

const BROKEN: readonly [match: string, ...diagnostics: string[]][] = [
  [
    "value = 1",
    "6:1 missing-key: a match must have a `rule`, a `regex`, a `config`, a `call` or an `idiom`",
  ],
  ["regex = 'a'", "6:1 missing-key: a match must have `value`"],
  [
    "value = 1\nregex = 'a'\nrule = { kind = 'x' }",
    "8:1 wrong-value: a match has one way to see code, not `rule` and `regex`",
  ],
  ["value = 1\nrule = 'x'", "8:8 wrong-type: `rule` must be a table, not a string"],
  ["value = 1\nrule = {}", "8:8 wrong-value: `rule` must not be empty"],
  ["value = 1\nregex = 'a'\nutils = { a = 1 }", "9:1 wrong-value: `utils` goes with a `rule` only"],
  [
    "value = 1\nrule = { kind = 'x' }\nflags = 'i'",
    "9:1 wrong-value: `flags` goes with a `regex` only",
  ],
  [
    "value = 1\nregex = '(a'",
    "8:9 bad-regex: this regular expression does not compile: unterminated group",
  ],
  ["value = 1\nregex = 'a'\nflags = 'ig'", "9:9 bad-regex: `g` is not one of the flags i, m, s, u"],
  [
    "value = '$vaule'\nregex = '(?<value>a)'",
    "7:9 bad-value: the regex has no group named `vaule`; did you mean `value`?",
  ],
  ["value = '$$$A'\nrule = { kind = 'x' }", '7:9 bad-value: "$$$A" does not name a capture'],
  ["value = 1\ncall = {}", "8:8 wrong-value: `call` must not be empty"],
  [
    "value = 1\ncall = { ttl = { a = 1 } }",
    "8:16 wrong-type: `ttl` must be a string or true or false or a number or a list, not a table",
  ],
  [
    "value = 1\nidiom = { single_flight = true }",
    "8:1 missing-key: an idiom must have a `kind`, such as read-through",
  ],
  [
    "value = 1\nregex = 'a'\nlanguages = ['rust', 'python']",
    '9:22 wrong-value: the extractor\'s `languages` do not include "python"',
  ],
  ["value = 1\nregex = 'a'\nunit = 'sec'", '9:8 wrong-value: `unit` cannot be "sec"'],
  ["value = 1\nregex = 'a'\nconfidence = 'hi'", '9:14 wrong-value: `confidence` cannot be "hi"'],
  ["value = 1\nregx = 'a'", "8:1 unknown-key: a match has no key `regx`; did you mean `regex`?"],
  [
    "value = 1\nregex = 'a'\n[[test]]\nlanguage = 'rust'",
    "9:1 missing-key: a test must have `code`",
  ],
  [
    "value = 1\nregex = 'a'\n[[test]]\ncode = 1\nlanguge = 'rust'",
    "11:1 unknown-key: a test has no key `languge`; did you mean `language`?",
    "10:8 wrong-type: `code` must be a string, not a number",
  ],
  [
    "value = 1\nregex = 'a'\n[when]\nimport = ['redis']",
    "10:1 unknown-key: [when] has no key `import`; did you mean `imports`?",
  ],
];

describe("a broken extractor is left out, with a diagnostic", () => {
  test.each(BROKEN)("%s", (match, ...expected) => {
    const result = load(match);
    expect(shown(result)).toEqual(expected);
    expect(result.value).toBeUndefined();
  });

  test("without a match, and without a language", () => {
    expect(shown(loadExtractor(HEAD, "x.toml"))).toEqual([
      "1:1 missing-key: an extractor must have `match`",
    ]);
    expect(shown(loadExtractor(`${HEAD}match = []`, "x.toml"))).toEqual([
      "6:1 missing-key: an extractor must have at least one [[match]]",
    ]);
    const noLanguages = HEAD.replace(/languages.*\n/, "");
    expect(shown(load("value = 1\nrule = { kind = 'x' }", noLanguages))).toEqual([
      "1:1 missing-key: an extractor with a rule, call or idiom must have `languages`",
    ]);
    expect(load("value = 1\nregex = 'x'", noLanguages).diagnostics).toEqual([]);
  });
});
