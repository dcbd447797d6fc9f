import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { discover } from "../../src/io/discover.ts";
import type { Discovered } from "../../src/io/discover.ts";
import { listWithGit } from "../../src/io/git.ts";
import type { Host } from "../../src/io/host.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { findProject } from "../../src/io/project.ts";
import { memoryHost } from "./memory-host.ts";
import { git, temporaryFolder, writeFiles } from "./temporary.ts";

const HOST = nodeHost();

async function find(
  folder: string,
  paths: readonly string[] = [],
  host: Host = HOST,
): Promise<Omit<Discovered, "manifests">> {
  const there: Host = { ...host, cwd: folder };
  const { manifests: _, ...found } = await discover(there, {
    project: findProject(there, paths[0]),
    paths,
    include: [],
    exclude: [],
    isSource: (path) => path.endsWith(".ts"),
    isExtra: () => false,
    isTest: () => false,
    isManifest: () => false,
  });
  return found;
}

function repository(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(files);
  git(folder, "init", "-q");
  git(folder, "add", "-A", "--force");
  git(folder, "commit", "-qm", "first");
  return folder;
}

describe("files by git", () => {
  test("tracked and untracked, not the ignored; tracked outputs are sources", async () => {
    const folder = repository({
      ".gitignore": "secret/\n",
      "package.json": "{}",
      "src/a.ts": "",
      "dist/action.ts": "",
    });
    writeFiles(folder, { "new.ts": "", "secret/b.ts": "", "build/c.ts": "", "üñï code.ts": "" });
    expect(await find(folder)).toEqual({
      files: ["dist/action.ts", "new.ts", "src/a.ts", "üñï code.ts"],
      skipped: [{ path: "build/", reason: "generated" }],
      diagnostics: [],
    });
  });

  test("an ignored file and an ignored folder that are named", async () => {
    const folder = repository({ ".gitignore": "secret/\nx.ts\n", "a.ts": "" });
    writeFiles(folder, { "x.ts": "", "secret/b.ts": "", "secret/deep/c.ts": "" });
    const { files } = await find(folder, ["x.ts", "secret"]);
    expect(files).toEqual(["secret/b.ts", "secret/deep/c.ts", "x.ts"]);
  });

  test("links, tracked and not", async () => {
    const outside = temporaryFolder({ "b.ts": "" });
    const folder = repository({ "src/a.ts": "" });
    symlinkSync("..", join(folder, "src/loop"));
    symlinkSync(join(outside, "b.ts"), join(folder, "out.ts"));
    symlinkSync("src/a.ts", join(folder, "again.ts"));
    const expected = {
      files: ["src/a.ts"],
      skipped: [{ path: "out.ts", reason: "outside-root" }],
    };
    const untracked = await find(folder);
    expect(untracked).toMatchObject(expected);
    git(folder, "add", "-A");
    const tracked = await find(folder);
    expect(tracked).toMatchObject(expected);
    expect(tracked.diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "symlink-loop src/loop",
    ]);
    expect(untracked.diagnostics).toEqual(tracked.diagnostics);
  });

  test("a tracked folder that was replaced by a link does not lead out", async () => {
    const outside = temporaryFolder({ "a.ts": "" });
    const folder = repository({ "src/a.ts": "", "b.ts": "" });
    rmSync(join(folder, "src"), { recursive: true });
    symlinkSync(outside, join(folder, "src"));
    const { files } = await find(folder);
    expect(files).toEqual(["b.ts"]);
  });

  test("submodules are part of the project, other clones in it are not", async () => {
    const library = repository({ "lib.ts": "", ".gitignore": "made.ts\n" });
    const folder = repository({ "a.ts": "" });
    git(folder, "submodule", "--quiet", "add", library, "lib");
    writeFiles(folder, { "lib/made.ts": "", "clone/c.ts": "" });
    git(join(folder, "clone"), "init", "-q");
    expect(await find(folder)).toEqual({
      files: ["a.ts", "lib/lib.ts"],
      skipped: [{ path: "clone/", reason: "other-project" }],
      diagnostics: [],
    });
    expect((await find(folder, ["clone"])).files).toEqual(["c.ts"]);
  });

  test("the root may lie below the top level, and its .gitignore above still holds", async () => {
    const folder = repository({
      ".gitignore": "*.gen.ts\n",
      "pkg/.aphoria/config.toml": "",
      "a.ts": "",
    });
    writeFiles(folder, { "pkg/a.ts": "", "pkg/b.gen.ts": "" });
    expect((await find(join(folder, "pkg"))).files).toEqual(["a.ts"]);
  });

  test("a file in conflict is listed once", async () => {
    const folder = repository({ "a.ts": "one\n" });
    git(folder, "checkout", "-qb", "other");
    writeFiles(folder, { "a.ts": "two\n" });
    git(folder, "commit", "-qam", "two");
    git(folder, "checkout", "-q", "-");
    writeFiles(folder, { "a.ts": "three\n" });
    git(folder, "commit", "-qam", "three");
    expect(() => git(folder, "merge", "other")).toThrow("merge other");
    expect((await find(folder)).files).toEqual(["a.ts"]);
  });

  test("nothing that the repository's configuration names is run", async () => {
    const folder = repository({ "a.ts": "" });
    const program = join(folder, "program.sh");
    const trace = join(folder, "it-ran");
    writeFiles(folder, { "program.sh": `#!/bin/sh\ntouch '${trace}'\n` });
    chmodSync(program, 0o755);
    for (const hook of ["post-index-change", "fsmonitor-watchman"]) {
      writeFiles(folder, { [`.git/hooks/${hook}`]: `#!/bin/sh\ntouch '${trace}'\n` });
      chmodSync(join(folder, ".git/hooks", hook), 0o755);
    }
    git(folder, "config", "core.fsmonitor", program);
    git(folder, "config", "core.pager", program);
    git(folder, "config", "core.sshCommand", program);
    git(folder, "config", "alias.ls-files", `!${program}`);
    expect((await find(folder)).files).toEqual(["a.ts"]);
    expect(existsSync(trace)).toBe(false);
    git(folder, "ls-files", "--others");
    expect(existsSync(trace), "the trap works").toBe(true);
  });

  test("a work tree that is configured elsewhere lists nothing from there", async () => {
    const outside = temporaryFolder({ "secret.ts": "" });
    const folder = repository({ "a.ts": "" });
    git(folder, "config", "core.worktree", outside);
    const { files, diagnostics } = await find(folder);
    expect(files).toEqual(["a.ts"]);
    expect(diagnostics).toEqual([]);
  });

  test("variables that a hook was started with do not lead to another repository", async () => {
    const other = repository({ "other.ts": "" });
    const folder = repository({ "a.ts": "" });
    const env = { ...process.env, GIT_DIR: join(other, ".git"), GIT_INDEX_FILE: "nowhere" };
    expect((await find(folder, [], { ...HOST, env })).files).toEqual(["a.ts"]);
  });

  test("without git the folder is walked", async () => {
    const folder = repository({ ".gitignore": "b.ts\n", "a.ts": "" });
    writeFiles(folder, { "b.ts": "", "c.ts": "", ".git/info/exclude": "c.ts\n" });
    const host: Host = { ...HOST, env: { PATH: "/nonexistent" } };
    expect(await find(folder, [], host)).toEqual({ files: ["a.ts"], skipped: [], diagnostics: [] });
  });

  test("another owner's repository is said, and walked", async () => {
    const stderr = "fatal: detected dubious ownership in repository at '/project'\nTo add an…";
    const host = memoryHost({ run: () => ({ code: 128, stderr }) });
    const { entries, diagnostics } = await listWithGit(host, "/project", "/project");
    expect(entries).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain("does not trust this repository");
  });

  test("a broken repository is said, and walked", async () => {
    const folder = repository({ "a.ts": "" });
    writeFiles(folder, { ".git/index": "garbage that is long enough to be read as an index" });
    const { files, diagnostics } = await find(folder);
    expect(files).toEqual(["a.ts"]);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(["info"]);
  });
});
