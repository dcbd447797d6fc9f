/** Which files are looked at: those whose words some extractor, model or marker needs. */
import { describe, expect, test } from "vitest";
import { buildGate } from "../../src/gate/gate.ts";
import { builtinsOfFolders } from "../../src/io/builtins.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { PACKS } from "../../src/model/config.ts";
import type { Language } from "../../src/model/source.ts";

const builtins = builtinsOfFolders(nodeHost());
const { libraries } = builtins.models().value;
const extractors = PACKS.flatMap((pack) => builtins.extractors(pack).value);
const gate = buildGate(extractors, libraries);

const CASES: readonly (readonly [Language, string, boolean])[] = [
  ["typescript", 'import Redis from "ioredis";', true],
  ["typescript", "const Redis = require('ioredis');", true],
  ["typescript", 'import { LRUCache } from "lru-cache";', true],
  ["typescript", 'import x from "memjs/lib/memjs";', true],
  ["typescript", "const store = new Map(); // a cache", true],
  ["typescript", "export const memoized = 1;", true],
  ["typescript", "// @aphoria:claim x", true],
  ["typescript", "export const add = (a, b) => a + b;", false],
  ["typescript", 'import fs from "node:fs";', false],
  ["typescript", "", false],
  ["rust", "use redis::Commands;", true],
  ["rust", "let c = redis::Client::open(url);", true],
  ["rust", "use moka::future::Store;", true],
  ["rust", "fn add(a: u8) -> u8 { a }", false],
  ["python", "import redis", true],
  ["python", "from cachetools import TTLCache", true],
  ["python", "from functools import lru_cache", true],
  ["python", "def add(a, b): return a + b", false],
];

describe("the gate of the built-in extractors", () => {
  test.each(CASES)("%s: %j opens: %j", (language, text, opens) => {
    expect(gate.opens(text, language)).toBe(opens);
  });

  test("every package of a cache opens the gate of its own language", () => {
    const closed = libraries
      .filter(({ types }) => types.some(({ provides }) => provides.endsWith("-cache")))
      .flatMap(({ language, packages }) =>
        packages
          .filter((name) => !gate.opens(importOf(language, name), language))
          .map((name) => `${language} ${name}`),
      );
    expect(closed).toEqual([]);
  });
});

test("a package whose name is an everyday word does not open it in prose", () => {
  expect(gate.opens("// got it: the page is not found in the LRDB", "typescript")).toBe(false);
});

test("without extractors only markers open it", () => {
  const closed = buildGate([], libraries);
  expect(closed.opens('import Redis from "ioredis";', "typescript")).toBe(false);
  expect(closed.opens("# @aphoria:ignore", "python")).toBe(true);
});

function importOf(language: Language, name: string): string {
  if (language === "typescript") return `import x from "${name}";`;
  return language === "rust" ? `use ${name}::x;` : `from ${name} import x`;
}
