import { describe, expect, test } from "vitest";
import { loadExtractor } from "../src/load/extractor.ts";
import { blankLines, renameLines } from "../src/proof/mutate-code.ts";
import { mutateExtractors } from "../src/proof/mutate-extractors.ts";

const HEAD = `id = "own"
title = "own"
subject = "a/b"
predicate = "c"
languages = ["typescript"]
`;

/** What survives, of an extractor with these clauses and this one example. */
function survivors(clauses: string, code: string, head = HEAD) {
  const text = `${head}\n${clauses}\n[[test]]\ncode = '''\n${code}\n'''\n`;
  const { value, diagnostics } = loadExtractor(text, "own.toml");
  if (value === undefined) throw new Error(diagnostics[0]?.message);
  return mutateExtractors([value], { libraries: [], dialects: [] }).survivors;
}

function clause(way: string, value = "false"): string {
  return `[[match]]\nvalue = ${value}\n${way}\n`;
}

describe("clauses", () => {
  test("one that sees no example is a failure, with the line it stands on", () => {
    const both = clause('rule = { pattern = "put($K)" }') + clause('rule = { pattern = "gone()" }');
    expect(survivors(both, "put(k);   // observe: false")).toMatchObject([
      { kind: "clause", clause: 2, is_failure: true, line: 11 },
    ]);
  });

  test("one that sees what another sees too is none", () => {
    const both = clause('rule = { pattern = "put($K)" }') + clause(String.raw`regex = 'put\('`);
    expect(survivors(both, "put(k);   // observe: false")).toEqual([]);
  });
});

describe("conditions", () => {
  test.each([
    [
      `rule = { pattern = "put($K)", not = { inside = { kind = "if_statement", stopBy = "end" } } }`,
      "`not`",
    ],
    [`regex = 'put\\((?!.*ttl)'`, "`(?!.*ttl)`"],
    [
      `rule = { pattern = "put($K)" }\nconstraints = { K = { regex = "^k" } }`,
      "the constraint on `$K`",
    ],
    [`rule = { pattern = "put($K)" }\nwhere = ["not in-loop"]`, "where not in-loop"],
  ])("%s: a note, until an example needs it", (way, condition) => {
    const found = survivors(clause(way), "put(k);   // observe: false");
    expect(found).toMatchObject([{ kind: "condition", condition, is_failure: false }]);
    const needed = [
      "put(k);   // observe: false",
      "if (a) { for (;;) { put(other, ttl); put(other); } }   // observe: nothing",
    ].join("\n");
    // The regular expression of the second row tells by `ttl`, the others by where the call stands or what it is given.
    const left = survivors(
      clause(way),
      needed.replace(way.startsWith("regex") ? " put(other);" : "@", ""),
    );
    expect(left).toEqual([]);
  });

  test("what the file must hold counts too", () => {
    const head = `${HEAD}\n[when]\nimports = ["pantry"]\n`;
    const put = clause('rule = { pattern = "put($K)" }');
    const code = 'import { put } from "pantry";\nput(k);   // observe: false';
    expect(survivors(put, code, head)).toMatchObject([{ condition: "when.imports", clause: null }]);
  });
});

describe("examples", () => {
  test("one that is observed though its line is empty cannot fail", () => {
    const found = survivors(clause("regex = '[^z]'"), "a();   // observe: false");
    expect(found).toMatchObject([{ kind: "example", is_failure: true, test: 1, line: 13 }]);
  });

  test("one that is told by its shape alone is a note", () => {
    const found = survivors(
      clause('rule = { kind = "while_statement" }'),
      "while (a) {}   // observe: false",
    );
    expect(found).toMatchObject([{ kind: "example", is_failure: false }]);
  });

  test("one that another line decides is none", () => {
    const inside = `rule = { kind = "while_statement", has = { pattern = "poll()", stopBy = "end" } }`;
    const found = survivors(clause(inside), "while (a) {   // observe: false\n  poll();\n}");
    expect(found.filter(({ kind }) => kind === "example")).toEqual([]);
  });
});

test("names, texts and numbers change; keywords, comments and the shape stay", () => {
  const code = `const a = await redis.set("k:1", 60, true); // observe: false`;
  expect(renameLines(code, () => true)).toBe(
    `const qq = await qq.qq("q:q", 7919, false); // observe: false`,
  );
  expect(renameLines("#[cached]\nx = 1  # redis", (line) => line === 1)).toBe(
    "#[qq]\nx = 1  # redis",
  );
  expect(blankLines("a\nb", (line) => line === 1)).toBe("\nb");
});
