import { describe, expect, test } from "vitest";
import { corpusNames, readClaims, readConfig, readExtractors } from "../../src/io/inputs.ts";
import { packageFolder } from "../../src/io/version.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { memoryHost } from "./memory-host.ts";
import type { MemoryFile } from "./memory-host.ts";

const SHIPPED = packageFolder();

function claims(...ids: readonly string[]): string {
  const one = (id: string): string => `[[claim]]
id = "${id}"
subject = "cache/ttl"
predicate = "required"
value = true
invariant = "TTL MUST be set"
consequence = "growth"
provenance = "Redis"
tier = "spec"
category = "safety"
`;
  return ids.map(one).join("\n");
}

function extractor(id: string): string {
  return `id = "${id}"
title = "t"
subject = "cache/ttl"
predicate = "required"
languages = ["rust"]
[[match]]
value = true
rule = { pattern = "ttl()" }
`;
}

function project(files: Readonly<Record<string, MemoryFile>>): ReturnType<typeof memoryHost> {
  const own = Object.entries(files).map(
    ([path, file]) => [path.startsWith("/") ? path : `/project/${path}`, file] as const,
  );
  return memoryHost({
    files: {
      "/project/a.ts": "",
      [`${SHIPPED}/corpora/cache.toml`]: claims("c-1", "c-2"),
      [`${SHIPPED}/corpora/dbpool.toml`]: claims("d-1"),
      [`${SHIPPED}/extractors/core/e-core.toml`]: extractor("e-core"),
      [`${SHIPPED}/extractors/cache/e-cache.toml`]: extractor("e-cache"),
      ...Object.fromEntries(own),
    },
  });
}

const codes = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code, path }) => `${code} ${path}`);

describe("claims", () => {
  test.each([
    ["the corpus stands in", {}, {}, {}, ["c-1", "c-2"], ["claims-missing undefined"]],
    ["the project's file", { ".aphoria/claims.toml": claims("p-1") }, {}, {}, ["p-1"], []],
    [
      "--claims replaces it",
      { ".aphoria/claims.toml": claims("p-1"), "x.toml": claims("x-1") },
      { claims: "x.toml" },
      {},
      ["x-1"],
      [],
    ],
    [
      "--corpus adds, and the project wins",
      { ".aphoria/claims.toml": claims("c-1") },
      { corpus: ["cache"] },
      {},
      ["c-1 .aphoria/claims.toml", "c-2"],
      [],
    ],
    ["--corpus alone", {}, { corpus: ["dbpool"] }, {}, ["d-1"], []],
    [
      "a corpus by its path",
      { "mine.toml": claims("m-1") },
      { corpus: ["mine.toml"] },
      {},
      ["m-1"],
      [],
    ],
    ["an unknown corpus", {}, { corpus: ["dbpol"] }, {}, [], ["unknown-flag-value undefined"]],
    ["a corpus by configuration", {}, {}, { corpus: ["dbpool"] }, ["d-1"], []],
    [
      "a file by configuration",
      { "docs/c.toml": claims("p-1") },
      {},
      { claims: "docs/c.toml" },
      ["p-1"],
      [],
    ],
    [
      "a configured file that is not there",
      {},
      {},
      { claims: "c.toml" },
      [],
      ["path-not-found c.toml"],
    ],
    [
      "a configured file outside",
      { "/x/c.toml": claims("p-1") },
      {},
      { claims: "../x/c.toml" },
      [],
      ["wrong-value .aphoria/config.toml"],
    ],
    [
      "a claims file that leads outside",
      { "/x/c.toml": claims("p-1"), ".aphoria/claims.toml": { link: "/x/c.toml" } },
      {},
      {},
      [],
      ["wrong-value .aphoria/claims.toml"],
    ],
    [
      "one that cannot be read",
      { ".aphoria/claims.toml": { error: "EACCES" } },
      {},
      {},
      [],
      ["path-unreadable .aphoria/claims.toml"],
    ],
    ["an empty one is one", { ".aphoria/claims.toml": "" }, {}, {}, [], []],
  ] as const)("%s", (_, files, choice, config, expected, problems) => {
    const { value, diagnostics } = readClaims(project(files), "/project", choice, config);
    const ids = value.claims.map(({ id, origin }) =>
      expected.some((one) => one.startsWith(`${id} `)) ? `${id} ${origin}` : id,
    );
    expect(ids).toEqual(expected);
    expect(codes(diagnostics)).toEqual(problems);
  });

  test("the corpora that ship are those of the folder", () => {
    expect(corpusNames(project({}))).toEqual(["cache", "dbpool"]);
  });
});

describe("configuration", () => {
  test("need not be there, unless it was named", () => {
    const host = project({});
    expect(readConfig(host, "/project")).toEqual({ value: {}, diagnostics: [] });
    expect(codes(readConfig(host, "/project", "k.toml").diagnostics)).toEqual([
      "path-not-found k.toml",
    ]);
  });
});

describe("extractors", () => {
  const own = ".aphoria/extractors";
  test.each([
    ["all packs", {}, {}, {}, ["e-core", "e-cache"], []],
    ["one pack", {}, { packs: ["core"] }, {}, ["e-core"], []],
    [
      "the project's own run whatever the pack",
      { [`${own}/p.toml`]: extractor("p") },
      { packs: ["core"] },
      {},
      ["e-core", "p"],
      [],
    ],
    [
      "one that replaces",
      { [`${own}/p.toml`]: extractor("e-core") },
      {},
      {},
      ["e-cache", "e-core"],
      [`extractor-replaced ${own}/p.toml`],
    ],
    [
      "the same id twice",
      { [`${own}/p.toml`]: extractor("p"), "more/q.toml": extractor("p") },
      { extractors: ["more"] },
      {},
      ["e-core", "e-cache", "p"],
      ["duplicate-id more/q.toml"],
    ],
    [
      "a folder that is not there",
      {},
      { extractors: ["nope"] },
      {},
      ["e-core", "e-cache"],
      ["path-not-found nope"],
    ],
    [
      "a configured folder outside",
      {},
      {},
      { extractors: ["/x"] },
      ["e-core", "e-cache"],
      ["wrong-value .aphoria/config.toml"],
    ],
  ] as const)("%s", (_, files, choice, config, expected, problems) => {
    const read = readExtractors(project(files), "/project", choice, config);
    expect(read.value.map(({ id }) => id)).toEqual(expected);
    expect(codes(read.diagnostics)).toEqual(problems);
  });
});
