/** The `rule` way: what cannot work is a problem when it is compiled, never an exception or a silent nothing. */
import { describe, expect, test } from "vitest";
import { compileRule } from "../../src/extract/rules.ts";
import { supportOf } from "../../src/languages/registry.ts";
import type { Extractor, Match, Way } from "../../src/model/extractor.ts";
import type { Language } from "../../src/model/source.ts";
import { parseText } from "../../src/parse/parse.ts";

type Rule = Omit<Extract<Way, { kind: "rule" }>, "kind">;

function compile(language: Language, rule: Rule) {
  const way = { kind: "rule", ...rule } as const;
  const match: Match = { way, value: { constant: true }, where: [], confidence: "high", index: 0 };
  const extractor: Extractor = {
    id: "x",
    title: "x",
    subject: "s",
    predicate: "p",
    languages: [language],
    pack: "project",
    when: { imports: [], words: [], paths: [] },
    matches: [match],
    tests: [],
    status: "active",
    origin: "x.toml",
  };
  return compileRule(extractor, match, way, supportOf(language).grammars, parseText);
}

describe("problems", () => {
  const cases: readonly (readonly [string, Language, Rule, string, RegExp])[] = [
    ["a broken pattern", "typescript", { rule: { pattern: "fetch($URL" } }, "bad-pattern", /parse/],
    ["a broken pattern in Rust", "rust", { rule: { pattern: "fn (" } }, "bad-pattern", /parse/],
    [
      "in Python",
      "python",
      { rule: { pattern: "def (:" } },
      "bad-pattern",
      /does not parse as pyth/,
    ],
    [
      "a broken pattern deep inside",
      "typescript",
      { rule: { all: [{ kind: "call_expression" }, { not: { has: { pattern: "x(" } } }] } },
      "bad-pattern",
      /`x\(`/,
    ],
    [
      "a broken pattern in a constraint",
      "typescript",
      { rule: { pattern: "f($A)" }, constraints: { A: { pattern: "x(" } } },
      "bad-pattern",
      /`x\(`/,
    ],
    [
      "a constraint on several nodes",
      "typescript",
      { rule: { pattern: "f($$$ARGS)" }, constraints: { ARGS: { regex: "x" } } },
      "bad-constraint",
      /\$\$\$ARGS/,
    ],
    ["an unknown kind", "typescript", { rule: { kind: "no_such_kind" } }, "bad-pattern", /match 1/],
    ["an unknown kind in Rust", "rust", { rule: { kind: "call" } }, "bad-pattern", /rust/],
    ["an unknown key", "typescript", { rule: { patern: "f()" } }, "bad-pattern", /`x`/],
    [
      "a selector that the context does not have",
      "typescript",
      { rule: { pattern: { context: "class A { x = 1 }", selector: "call_expression" } } },
      "bad-pattern",
      /selector `call_expression`/,
    ],
  ];
  test.each(cases)("%s", (_, language, rule, code, message) => {
    const { rule: compiled, problems } = compile(language, rule);
    expect(compiled).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems.map((problem) => problem.message).join("\n")).toMatch(message);
    for (const { help } of problems) expect(help).not.toBe("");
  });
});

describe("matches", () => {
  const cases: readonly (readonly [string, Language, string, Rule, string, readonly string[]])[] = [
    [
      "a call with captures",
      "typescript",
      "TypeScript",
      { rule: { pattern: "fetch($URL, $_)" } },
      'fetch("a", {}); fetch("b"); fetch(u, o)',
      ['fetch("a", {}) URL="a"', "fetch(u, o) URL=u"],
    ],
    [
      "several arguments",
      "typescript",
      "Tsx",
      { rule: { pattern: "f($$$ARGS)" } },
      "f(); f(1, 2); <A />",
      ["f()", "f(1, 2)"],
    ],
    [
      "a constraint",
      "python",
      "python",
      { rule: { pattern: "f($A)" }, constraints: { A: { regex: "^[0-9]+$" } } },
      "f(1)\nf(x)\n",
      ["f(1) A=1"],
    ],
    [
      "a pattern in its context",
      "typescript",
      "TypeScript",
      {
        rule: {
          pattern: { context: "class A { $NAME = $VALUE }", selector: "public_field_definition" },
        },
      },
      "class B { ttl = 60; get() {} }",
      ["ttl = 60 NAME=ttl VALUE=60"],
    ],
    [
      "a macro in Rust",
      "rust",
      "rust",
      { rule: { pattern: "$X.unwrap()" } },
      "fn f() { a.unwrap(); b.c().unwrap(); }",
      ["a.unwrap() X=a", "b.c().unwrap() X=b.c()"],
    ],
    [
      "a rule without a pattern",
      "python",
      "python",
      { rule: { kind: "integer", inside: { kind: "keyword_argument" } } },
      "f(a=1, b=x)\ny = 2\n",
      ["1"],
    ],
    [
      "utils",
      "rust",
      "rust",
      { rule: { matches: "num" }, utils: { num: { kind: "integer_literal" } } },
      "const A: u8 = 7;",
      ["7"],
    ],
  ];
  test.each(cases)("%s", (_, language, grammar, rule, text, wanted) => {
    const { rule: compiled, problems } = compile(language, rule);
    expect(problems).toEqual([]);
    const found = compiled?.run(parseText(text, grammar), grammar) ?? [];
    const said = found.map(({ span, captures }) =>
      [
        text.slice(span.start, span.end),
        ...Object.entries(captures).map(([name, capture]) => `${name}=${capture.text}`),
      ].join(" "),
    );
    expect(said).toEqual(wanted);
    for (const { captures } of found) {
      for (const { start, end, text: words } of Object.values(captures)) {
        expect(text.slice(start, end)).toBe(words);
      }
    }
  });

  test("a rule that only one grammar of a family knows is used there", () => {
    const { rule, problems } = compile("typescript", {
      rule: { kind: "jsx_self_closing_element" },
    });
    expect(problems).toEqual([]);
    expect(rule?.run(parseText("<A />", "Tsx"), "Tsx")).toHaveLength(1);
    expect(rule?.run(parseText("a", "TypeScript"), "TypeScript")).toEqual([]);
  });

  test("offsets count UTF-16 units, as the rest of the program does", () => {
    const text = 'const a = "é😀"; f(1);';
    const { rule } = compile("typescript", { rule: { pattern: "f($A)" } });
    const [found] = rule?.run(parseText(text, "TypeScript"), "TypeScript") ?? [];
    expect(text.slice(found?.span.start, found?.span.end)).toBe("f(1)");
  });

  test("anchors are the words that must stand in a file", () => {
    const anchors = (rule: Rule) => compile("typescript", rule).rule?.anchors;
    expect(anchors({ rule: { pattern: "redis.set($KEY, $$$REST)" } })).toEqual(["redis", "set"]);
    expect(
      anchors({ rule: { all: [{ pattern: "foo($A)" }, { kind: "call_expression" }] } }),
    ).toEqual(["foo"]);
    expect(anchors({ rule: { any: [{ pattern: "foo()" }, { pattern: "bar()" }] } })).toEqual([]);
  });
});
