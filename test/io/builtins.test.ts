/** What ships is in order, and what a build makes of it says the same as the folders. */
import { describe, expect, test } from "vitest";
import { builtinsOf, builtinsOfFolders, compileBuiltins } from "../../src/io/builtins.ts";
import type { CompiledBuiltins } from "../../src/io/builtins.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { PACKS } from "../../src/model/config.ts";

const host = nodeHost();
const folders = builtinsOfFolders(host);
const compiled = JSON.parse(JSON.stringify(compileBuiltins(host))) as CompiledBuiltins;

describe("built-in TOML", () => {
  test("has nothing to complain of", () => {
    const { corpora, extractors, models } = compiled;
    const parts = [...Object.values(corpora), ...Object.values(extractors), models];
    expect(parts.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });

  test("is the same from the build as from the folders", () => {
    const built = builtinsOf(compiled);
    expect(built.corpusNames()).toEqual(folders.corpusNames());
    for (const name of folders.corpusNames()) {
      expect(built.corpus(name)).toStrictEqual(folders.corpus(name));
      expect(built.domain(name)).toStrictEqual(folders.domain(name));
    }
    for (const pack of PACKS) {
      expect(built.extractors(pack)).toStrictEqual(folders.extractors(pack));
    }
    expect(built.models()).toStrictEqual(folders.models());
  });

  test("has the corpora that the documentation names", () => {
    expect(folders.corpusNames()).toEqual(["cache", "dbpool", "httpclient", "msgqueue"]);
  });
});
