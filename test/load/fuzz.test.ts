import fc from "fast-check";
import { readFileSync } from "node:fs";
import { parseTOML } from "toml-eslint-parser";
import { expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";
import { diagnosticInfo } from "../../src/load/codes.ts";
import { loadConfig } from "../../src/load/config.ts";
import { loadExtractor } from "../../src/load/extractor.ts";
import { loadDialect, loadLibrary } from "../../src/load/library.ts";
import { parseToml } from "../../src/load/toml.ts";
import type { Checked } from "../../src/model/diagnostic.ts";
import { misplaced } from "./misplaced.ts";
import { tries } from "../runs.ts";

const LOADERS: readonly ((text: string, path: string) => Checked<unknown>)[] = [
  parseToml,
  loadClaims,
  loadConfig,
  loadExtractor,
  loadLibrary,
  loadDialect,
];

const VALID = [
  readFileSync("corpora/cache.toml", "utf8")
    .slice(0, 6000)
    .replace(/\n[^\n]*$/, "\n"),
  `corpus = ["cache"]\nmin_tier = 2\n[cache]\nmax_size = "512MiB"\n`,
  `id = "x"\ntitle = "t"\nsubject = "a/b"\npredicate = "p"\nlanguages = ["rust"]\n[[match]]\nvalue = "$v"\nregex = '(?<v>a)'\n[[match]]\nvalue = false\nrule = { pattern = "$A.set($B)", not = { has = { kind = "x" } } }\nwhere = ["not in-test"]\n[[test]]\ncode = '''\nx // observe: false\n'''\n`,
  `id = "x"\ntitle = "t"\nlanguage = "rust"\npackages = ["x"]\nprovides = "queue"\n[[type]]\nname = "c"\n[[operation]]\non = ["c"]\noperation = "write"\nttl = [{ arg = 1, unit = "s" }]\n`,
];

/** Pieces that mean something to TOML or to us. */
const PIECES = [
  ..."[]{}=.,#\"'\n\r\\$ \t-0".split(""),
  "[[",
  "]]",
  '"""',
  "'''",
  "\r\n",
  "\uFEFF",
  "a",
  "claim",
  "[[claim]]\n",
  "[claim.fix]\n",
  "id",
  "value",
  "match",
  "[[match]]\n",
  "__proto__",
  "constructor",
  "toString",
  "2026-01-31",
  "10:00:00",
  "1e400",
  "nan",
  "-inf",
  "0x1f",
  "9999999999999999999",
  "true",
  "\\u0000",
  "\\",
  "(?<v>",
  "(a+)+",
  "\u0000",
  "😀",
  "\uD800",
];

/** Milliseconds that this process has worked: a machine that is busy with other things takes longer for the same. */
function busy(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function neverFails(text: string): void {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  for (const load of LOADERS) {
    const start = busy();
    const { diagnostics } = load(text, "x.toml");
    expect(busy() - start).toBeLessThan(2000);
    for (const { code, line, column, path } of diagnostics) {
      expect(diagnosticInfo).toHaveProperty(code);
      expect(path).toBe("x.toml");
      const length = lines[(line ?? 0) - 1]?.length ?? -1;
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(length + 1);
    }
  }
}

test("arbitrary text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), neverFails), {
    ...tries(1000),
  });
});

test("arbitrary pieces of TOML", () => {
  const text = fc
    .array(fc.constantFrom(...PIECES), { maxLength: 60 })
    .map((pieces) => pieces.join(""));
  fc.assert(fc.property(text, neverFails), tries(4000));
}, 60_000);

test("valid files with one to five changes", () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat({ max: 20 }),
    insert: fc.constantFrom("", ...PIECES),
  });
  const mutated = fc
    .tuple(fc.constantFrom(...VALID), fc.array(change, { minLength: 1, maxLength: 5 }))
    .map(([valid, changes]) =>
      changes.reduce((text, { at, remove, insert }) => {
        const offset = Math.floor(at * text.length);
        return text.slice(0, offset) + insert + text.slice(offset + remove);
      }, valid),
    );
  fc.assert(fc.property(mutated, neverFails), tries(3000));
}, 60_000);

test("places, in lines made of keys and values", () => {
  const name = fc.constantFrom("a", "b", '"c d"', "'e'", '"\\u0061"', "a.b", "a . 'c'");
  const plain = ["1", "'x'", '"#"', '"""\n[[a]]\na = 1\n"""', "'''y''''", "-1.5e3", "true"];
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(...plain),
      fc.array(tie("value"), { maxLength: 3 }).map((items) => `[ ${items.join(", # ]\n ")} ]`),
      fc.tuple(name, tie("value")).map(([key, inner]) => `{ ${key} = ${inner}, z={} }`),
    ),
  }));
  const line = fc.oneof(
    fc.tuple(name, value).map(([key, inner]) => ` ${key} = ${inner} # c`),
    name.map((key) => `[ ${key} ]`),
    name.map((key) => `[[${key}]]`),
    fc.constantFrom("", "# [x]"),
  );
  const text = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 6 }), fc.constantFrom("\n", "\r\n"))
    .map(([lines, end]) => lines.join("\n").replaceAll("\n", end));
  let compared = 0;
  fc.assert(
    fc.property(text, (lines) => {
      if (parseToml(lines, "x.toml").value === undefined || !isValid(lines)) return;
      compared += 1;
      expect(misplaced(lines)).toEqual([]);
    }),
    tries(4000),
  );
  expect(compared).toBeGreaterThan(500);
}, 60_000);

function isValid(text: string): boolean {
  try {
    parseTOML(text, { tomlVersion: "1.0" });
    return true;
  } catch {
    return false;
  }
}

test.each([
  ["a long array", `a = [${"1,".repeat(490_000)}]`],
  ["many dates", `a = [${"2026-01-31,".repeat(90_000)}]`],
  ["many unknown keys", Array.from({ length: 60_000 }, (_, index) => `key${index} = 1\n`).join("")],
  ["many broken claims", "[[claim]]\nid = 1\n".repeat(40_000)],
  ["many duplicate ids", "[[claim]]\nid = 'a'\n".repeat(40_000)],
  ["one long line", `a = "${"x".repeat(990_000)}`],
  ["one long key", `${"x".repeat(990_000)} = 1`],
  ["one long word", `tier = "${"x".repeat(990_000)}"`],
  ["many quotes", `a = ${'"'.repeat(900_000)}`],
  ["a long regex", `[[claim]]\noperator = "matches"\nvalue = '${"(a".repeat(400_000)}'`],
  ["a long closed regex", `[[claim]]\noperator = "matches"\nvalue = '${"(?:a)".repeat(150_000)}'`],
])(
  "as large as may be: %s",
  (_name, text) => {
    for (const load of [loadClaims, loadConfig]) {
      const start = busy();
      load(text, "x.toml");
      expect(busy() - start).toBeLessThan(8000);
    }
  },
  60_000,
);
