import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";
import { shown } from "./shown.ts";

const KEYS: Readonly<Record<string, string>> = {
  id: '"cache-004"',
  subject: '"cache/ttl"',
  predicate: '"required"',
  value: "true",
  invariant: '"TTL MUST be set"',
  consequence: '"unbounded growth"',
  provenance: '"Redis SETEX"',
  tier: '"spec"',
  category: '"safety"',
};

/** One claim; `undefined` takes a key away. The keys stand on lines 2 to 10 in the order above, new ones below. */
function claim(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const keys = Object.entries({ ...KEYS, ...changes }).filter(([, value]) => value !== undefined);
  return ["[[claim]]", ...keys.map(([key, value]) => `${key} = ${value}`)].join("\n");
}

function load(text: string) {
  return loadClaims(text, ".aphoria/claims.toml");
}

test("a claim with the keys that it must have", () => {
  expect(load(claim())).toEqual({
    value: [
      {
        id: "cache-004",
        subject: "cache/ttl",
        predicate: "required",
        operator: "eq",
        value: true,
        invariant: "TTL MUST be set",
        consequence: "unbounded growth",
        provenance: { source: "Redis SETEX" },
        tier: "spec",
        category: "safety",
        severity: "medium",
        status: "active",
        tags: [],
        cwe: [],
        fix: {},
        phrases: [],
        origin: ".aphoria/claims.toml",
      },
    ],
    diagnostics: [],
  });
});

test("a claim with everything", () => {
  const { value, diagnostics } = loadClaims(
    claim({
      operator: '"gte"',
      value: '"1m30s"',
      provenance:
        '{ source = "s", section = "1", url = "u", quote = "q", accessed = "2026-01-31" }',
      tier: "4",
      severity: '"critical"',
      languages: '["rust", "typescript"]',
      scope: '{ include = ["src/**"] }',
      status: '"draft"',
      supersedes: '"cache-003"',
      reused_from: '"httpclient-002"',
      tags: '["ttl"]',
      cwe: '["CWE-770"]',
      authored_by: '"ada"',
      created: '"2026-01-31"',
      scenario: '"s"',
      impact: '"i"',
      fix: '{ rust = "r", typescript = "t" }',
      testing: '"t"',
      phrases: '["Set a TTL"]',
      issue_type: '"memory leak"',
      checklist: '"bounds"',
    }),
    "corpora/cache.toml",
    "corpus:cache",
  );
  expect(diagnostics).toEqual([]);
  expect(value).toMatchObject([
    {
      operator: "gte",
      value: { ms: 90_000 },
      provenance: { source: "s", accessed: "2026-01-31" },
      tier: "expert",
      severity: "critical",
      scope: { include: ["src/**"], exclude: [] },
      status: "draft",
      fix: { rust: "r", typescript: "t" },
      phrases: ["Set a TTL"],
      origin: "corpus:cache",
    },
  ]);
});

describe("values", () => {
  test.each([
    ["eq", '"5s"', { ms: 5000 }],
    ["eq", '"512MiB"', { bytes: 536_870_912 }],
    ["eq", '"allkeys-lru"', "allkeys-lru"],
    ["eq", '["a", 1]', ["a", 1]],
    ["lt", "0.5", 0.5],
    ["gt", "0", 0],
    ["in", '["5s", "1m", 0]', [{ ms: 5000 }, { ms: 60_000 }, 0]],
    ["not_in", '["noeviction", true]', ["noeviction", true]],
    ["matches", '"5s"', "5s"],
    ["matches", "'^rediss://'", "^rediss://"],
  ])("%s %s", (operator, value, expected) => {
    const { value: claims, diagnostics } = load(claim({ operator: `"${operator}"`, value }));
    expect(diagnostics).toEqual([]);
    expect(claims[0]?.value).toEqual(expected);
  });

  test.each(["present", "absent"])("%s has none", (operator) => {
    const { value: claims, diagnostics } = load(
      claim({ operator: `"${operator}"`, value: undefined }),
    );
    expect(diagnostics).toEqual([]);
    expect(claims[0]).not.toHaveProperty("value");
  });
});

const BROKEN: readonly [name: string, text: string, ...diagnostics: string[]][] = [
  [
    "unknown key",
    claim({ severty: '"high"' }),
    "11:1 unknown-key: a claim has no key `severty`; did you mean `severity`?",
  ],
  [
    "a key misspelt that must be there",
    claim({ teir: '"spec"', tier: undefined }),
    "10:1 unknown-key: a claim has no key `teir`; did you mean `tier`?",
  ],
  [
    "unknown key far from any",
    claim({ zzzzzz: "1" }),
    "11:1 unknown-key: a claim has no key `zzzzzz`",
  ],
  [
    "unknown table",
    `[[claims]]\nid = "a"`,
    "1:3 unknown-key: a claims file has no key `claims`; did you mean `claim`?",
  ],
  [
    "one bracket",
    claim().replace("[[claim]]", "[claim]"),
    "1:2 wrong-type: `claim` must be a list, not a table",
  ],
  [
    "claims that are no tables",
    "claim = [1]",
    "1:10 wrong-type: an item of `claim` must be a table, not a number",
  ],
  [
    "missing key",
    claim({ invariant: undefined }),
    "1:1 missing-key: a claim must have `invariant`",
  ],
  [
    "wrong type",
    claim({ invariant: "3" }),
    "6:13 wrong-type: `invariant` must be a string, not a number",
  ],
  ["empty", claim({ invariant: '" "' }), "6:13 wrong-value: `invariant` must not be empty"],
  [
    "a list as a string",
    claim({ tags: '"ttl"' }),
    "11:8 wrong-type: `tags` must be a list, not a string",
  ],
  [
    "unknown operator",
    claim({ operator: '"equals"' }),
    '11:12 wrong-value: `operator` cannot be "equals"',
  ],
  [
    "misspelt operator",
    claim({ operator: '"matchs"' }),
    '11:12 wrong-value: `operator` cannot be "matchs"; did you mean "matches"?',
  ],
  [
    "unknown tier",
    claim({ tier: '"specs"' }),
    '9:8 wrong-value: `tier` cannot be "specs"; did you mean "spec"?',
  ],
  [
    "tier out of range",
    claim({ tier: "6" }),
    "9:8 wrong-value: `tier` must be a whole number from 1 to 5",
  ],
  [
    "tier of no kind",
    claim({ tier: "true" }),
    "9:8 wrong-type: `tier` must be a string or a whole number from 1 to 5, not true",
  ],
  [
    "unknown category",
    claim({ category: '"perfomance"' }),
    '10:12 wrong-value: `category` cannot be "perfomance"; did you mean "performance"?',
  ],
  [
    "unknown language",
    claim({ languages: '["rust", "typscript"]' }),
    '11:22 wrong-value: an item of `languages` cannot be "typscript"; did you mean "typescript"?',
  ],
  ["bad id", claim({ id: '"Cache 4"' }), '2:6 wrong-value: `id` cannot be "Cache 4"'],
  ["bad subject", claim({ subject: '"cache"' }), '3:11 wrong-value: `subject` cannot be "cache"'],
  [
    "bad provenance",
    claim({ provenance: '{ url = "u", sorce = "s" }' }),
    "8:27 unknown-key: a provenance has no key `sorce`; did you mean `source`?",
  ],
  [
    "provenance without a source",
    claim({ provenance: '{ url = "u" }' }),
    "8:1 missing-key: a provenance must have `source`",
  ],
  [
    "value missing",
    claim({ value: undefined }),
    "1:1 missing-key: the operator `eq` needs a `value`",
  ],
  [
    "value in vain",
    claim({ operator: '"present"' }),
    "5:1 bad-value: the operator `present` takes no value",
  ],
  [
    "value a table",
    claim({ value: "{ a = 1 }" }),
    "5:9 wrong-type: `value` must be a string, a number, true, false or a list of these, not a table",
  ],
  [
    "a list with mixed units",
    claim({ value: '[1, "1s"]' }),
    "5:9 bad-value: the list mixes bare numbers and durations",
  ],
  ["in without a list", claim({ operator: '"in"' }), "5:9 bad-value: this operator needs a list"],
  [
    "in with an empty list",
    claim({ operator: '"in"', value: "[]" }),
    "5:9 bad-value: the list is empty",
  ],
  [
    "in with mixed units",
    claim({ operator: '"in"', value: '["5s", 10]' }),
    "5:9 bad-value: the list mixes durations and bare numbers",
  ],
  [
    "in with durations and sizes",
    claim({ operator: '"not_in"', value: '["5s", "1MB"]' }),
    "5:9 bad-value: the list mixes durations and sizes",
  ],
  [
    "order of words",
    claim({ operator: '"lt"', value: '"very high"' }),
    "5:9 bad-value: only a number, a duration or a size can be compared by order",
  ],
  [
    "regex that does not compile",
    claim({ operator: '"matches"', value: '"(a"' }),
    "5:9 bad-regex: this regular expression does not compile: unterminated group",
  ],
  [
    "regex with nested quantifiers",
    claim({ operator: '"matches"', value: '"^(a+)+$"' }),
    "5:9 bad-regex: this regular expression repeats a group that itself repeats, which can take forever",
  ],
  [
    "regex that is no string",
    claim({ operator: '"matches"', value: "3" }),
    "5:9 bad-regex: `matches` needs a regular expression as a string",
  ],
  [
    "a huge number",
    claim({ value: "99999999999999999999" }),
    "5:9 wrong-value: `value` must be a number that can be told exactly",
  ],
  [
    "not a number",
    claim({ value: "nan" }),
    "5:9 wrong-value: `value` must be a number that can be told exactly",
  ],
  ["cwe", claim({ cwe: '["770"]' }), '11:8 wrong-value: an item of `cwe` cannot be "770"'],
  [
    "several at once",
    claim({ tier: '"x"', category: '"y"' }),
    '9:8 wrong-value: `tier` cannot be "x"',
    '10:12 wrong-value: `category` cannot be "y"',
  ],
  [
    "a syntax error",
    claim({ value: "" }),
    "5:9 toml-syntax: not valid TOML: unexpected character, expecting string, number, datetime, boolean, inline array or inline table",
  ],
];

describe("a broken claim is left out, with a diagnostic", () => {
  test.each(BROKEN)("%s", (_name, text, ...expected) => {
    const result = load(text);
    expect(shown(result)).toEqual(expected);
    expect(result.value).toEqual([]);
  });

  test("the others are kept", () => {
    const text = [claim({ id: '"a-1"' }), claim({ tier: '"x"' }), claim({ id: '"a-2"' })].join(
      "\n",
    );
    const result = load(text);
    expect(shown(result)).toEqual(['19:8 wrong-value: `tier` cannot be "x"']);
    expect(result.value.map(({ id }) => id)).toEqual(["a-1", "a-2"]);
  });

  test("a date without quotes costs nothing but the diagnostic", () => {
    const result = load(claim({ created: "2026-01-31" }));
    expect(shown(result)).toEqual(['11:11 toml-bare-date: quote the date: "2026-01-31"']);
    expect(result.value).toMatchObject([{ created: "2026-01-31" }]);
  });

  test("an id used twice names both lines; the first stays", () => {
    const result = load(`${claim()}\n\n${claim({ value: "false" })}`);
    expect(shown(result)).toEqual([
      "13:6 duplicate-id: the claim id `cache-004` is used on line 2 and again on line 13",
    ]);
    expect(result.value).toMatchObject([{ value: true }]);
  });

  test("help says what would be right", () => {
    const help = (text: string) => load(text).diagnostics[0]?.help;
    expect(help(claim({ tier: '"x"' }))).toBe(
      "It can be: spec, vendor, library, expert, community.",
    );
    expect(help(claim({ tags: '"ttl"' }))).toBe('Write tags = ["ttl"].');
    expect(help("[claim]")).toBe("Write [[claim]], with two brackets, once for each.");
    expect(help(claim({ subject: '"cache"' }))).toMatch(/^It must be a slash path/);
    expect(help(claim({ consequence: undefined }))).toBe("What breaks otherwise.");
  });
});

test.each(readdirSync("corpora").filter((name) => name.endsWith(".toml")))(
  "the corpus %s loads without a diagnostic",
  (name) => {
    const result = loadClaims(readFileSync(`corpora/${name}`, "utf8"), `corpora/${name}`);
    expect(shown(result)).toEqual([]);
    expect(result.value.length).toBeGreaterThan(0);
  },
);
