import { describe, expect, test } from "vitest";
import { findProject, relativeTo, resolveConfigured } from "../../src/io/project.ts";
import { memoryHost } from "./memory-host.ts";
import type { MemoryFile } from "./memory-host.ts";

const ROOTS: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, MemoryFile>>;
  readonly cwd: string;
  readonly path?: string;
  readonly root: string;
}[] = [
  {
    name: "the nearest .aphoria above the first path",
    files: {
      "/r/.aphoria/config.toml": "",
      "/r/fix/.aphoria/claims.toml": "",
      "/r/fix/src/a.ts": "",
    },
    cwd: "/r",
    path: "fix/src/a.ts",
    root: "/r/fix",
  },
  {
    name: "the nearest .aphoria above the working directory",
    files: { "/r/.aphoria/config.toml": "", "/r/src/a.ts": "", "/r/.git/HEAD": "" },
    cwd: "/r/src",
    root: "/r",
  },
  {
    name: ".aphoria above the git top level",
    files: { "/r/.aphoria/config.toml": "", "/r/sub/.git/HEAD": "", "/r/sub/a.ts": "" },
    cwd: "/r/sub",
    root: "/r",
  },
  {
    name: "the git top level; a worktree's .git is a file",
    files: { "/r/.git": "gitdir: elsewhere", "/r/src/deep/a.ts": "" },
    cwd: "/r/src/deep",
    root: "/r",
  },
  {
    name: "the working directory",
    files: { "/r/src/a.ts": "" },
    cwd: "/r",
    path: "src",
    root: "/r",
  },
  {
    name: "the folder itself, if it lies outside",
    files: { "/r/a.ts": "", "/x/y/b.ts": "" },
    cwd: "/r",
    path: "/x/y",
    root: "/x/y",
  },
  {
    name: "the folder of a file that lies outside",
    files: { "/r/a.ts": "", "/x/y/b.ts": "" },
    cwd: "/r",
    path: "../x/y/b.ts",
    root: "/x/y",
  },
  {
    name: "a glob counts from its fixed part",
    files: { "/r/a.ts": "", "/r/fix/.aphoria/claims.toml": "", "/r/fix/src/b.ts": "" },
    cwd: "/r",
    path: "fix/src/**/*.ts",
    root: "/r/fix",
  },
  {
    name: "a missing path counts from its nearest folder",
    files: { "/r/.git/HEAD": "", "/r/src/a.ts": "" },
    cwd: "/r",
    path: "src/nope/x.ts",
    root: "/r",
  },
  {
    name: "links are followed",
    files: { "/r/a.ts": "", "/x/.git/HEAD": "", "/x/b.ts": "", "/r/link": { link: "/x" } },
    cwd: "/r",
    path: "link",
    root: "/x",
  },
];

describe("findProject", () => {
  test.each(ROOTS)("$name", ({ files, cwd, path, root }) => {
    expect(findProject(memoryHost({ files, cwd }), path).root).toBe(root);
  });
});

describe("relativeTo", () => {
  test.each([
    ["/r", "/r/a/b", "a/b"],
    ["/r", "/r", ""],
    ["/r", "/r/..x", "..x"],
    ["/r", "/rest", undefined],
    ["/r", "/", undefined],
    ["/", "/a", "a"],
  ])("%s %s", (root, path, expected) => {
    expect(relativeTo(root, path)).toBe(expected);
  });
});

describe("resolveConfigured", () => {
  const host = memoryHost({
    files: {
      "/r/claims.toml": "",
      "/r/out": { link: "/x" },
      "/r/dead": { link: "/x/nope" },
      "/x/secret.toml": "",
    },
    cwd: "/r",
  });
  test.each([
    ["claims.toml", "/r/claims.toml"],
    ["new/claims.toml", "/r/new/claims.toml"],
    ["sub/../claims.toml", "/r/claims.toml"],
    ["../x/secret.toml", undefined],
    ["/x/secret.toml", undefined],
    ["out/secret.toml", undefined],
    ["out/new.toml", undefined],
    ["dead", undefined],
  ])("%s", (named, expected) => {
    const { value, diagnostics } = resolveConfigured(host, "/r", named, ".aphoria/config.toml");
    expect(value).toBe(expected);
    expect(diagnostics.map(({ code }) => code)).toEqual(
      expected === undefined ? ["wrong-value"] : [],
    );
  });
});
