/**
 * A repository whose configuration, attributes and hooks name programs: nothing of it runs, whatever is asked of git.
 * Each program would leave a file behind; that they would is shown by git itself, in the end.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { git, temporaryFolder, writeFiles } from "./temporary.ts";

const REAL = nodeHost();
const SOURCE = `import Redis from "ioredis";
const redis = new Redis();
export const put = (id: string, v: string) => redis.set(id, v);
`;

function configuration(trap: (name: string) => string): string {
  return `[core]
fsmonitor = ${trap("fsmonitor")}
pager = ${trap("pager")}
sshCommand = ${trap("ssh")}
editor = ${trap("editor")}
askPass = ${trap("ask")}
gitProxy = ${trap("proxy")}
alternateRefsCommand = ${trap("alternates")}
[credential]
helper = "!${trap("credential").slice(1)}
[diff]
external = ${trap("external")}
[diff "x"]
textconv = ${trap("textconv")}
command = ${trap("difference")}
[merge "x"]
driver = ${trap("merge")}
[filter "x"]
clean = ${trap("clean")}
smudge = ${trap("smudge")}
process = ${trap("process")}
required = true
[filter "y.z"]
clean = ${trap("clean-y")}
required = true
[gpg]
program = ${trap("gpg")}
[interactive]
diffFilter = ${trap("interactive")}
[log]
showSignature = true
[submodule]
recurse = true
[extensions]
partialClone = origin
[remote "origin"]
url = "ext::${trap("remote").slice(1)}
promisor = true
[alias]
ls-files = "!${trap("alias").slice(1)}
diff = "!${trap("alias").slice(1)}
`;
}

function repository(): { readonly folder: string; readonly ran: () => readonly string[] } {
  const folder = temporaryFolder({
    "src/a.ts": SOURCE,
    "src/b.rs": "fn b() {}\n",
    ".gitattributes": "*.ts diff=x merge=x filter=x\n*.rs filter=y.z\n",
  });
  const traps = temporaryFolder({});
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "all");
  const program = join(traps, "trap.sh");
  const text = `#!/bin/sh\ntouch '${traps}'/ran-"$(basename "$0")"-$1\ncat\n`;
  writeFiles(traps, { "trap.sh": text });
  chmodSync(program, 0o755);
  for (const hook of ["post-index-change", "fsmonitor-watchman", "reference-transaction"]) {
    writeFiles(folder, { [`.git/hooks/${hook}`]: text });
    chmodSync(join(folder, ".git/hooks", hook), 0o755);
  }
  // By way of another file, as a look at .git/config alone would not show it.
  writeFiles(folder, {
    ".git/more": configuration((name) => `"${program} ${name}"`),
    ".git/info/attributes": "*.py filter=x\n",
  });
  const plain = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
  git(folder, ...plain, "config", "include.path", "more");
  // Staged, and changed again, with times that make git look into the files.
  writeFiles(folder, { "src/c.ts": SOURCE });
  const unfiltered = [
    "x.clean=",
    "x.process=",
    "x.required=false",
    "y.z.clean=",
    "y.z.required=false",
  ];
  git(folder, ...plain, ...unfiltered.flatMap((one) => ["-c", `filter.${one}`]), "add", "src/c.ts");
  writeFiles(folder, {
    "src/a.ts": `${SOURCE}// changed\n`,
    "src/b.rs": "fn b() { }\n",
    "d.py": "",
  });
  for (const path of ["src/a.ts", "src/b.rs"]) utimesSync(join(folder, path), 1, 1);
  return { folder, ran: () => readdirSync(traps).filter((name) => name.startsWith("ran-")) };
}

async function type(
  folder: string,
  words: readonly string[],
): Promise<{ code: number; said: string }> {
  const result = { code: 0, said: "" };
  const output = {
    write: (text: string) => void (result.said += text),
    isTTY: false,
    columns: 100,
  };
  await run(["node", "aphoria", ...words], {
    ...REAL,
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder },
    stdout: output,
    stderr: output,
    stdin: { isTTY: false, read: async () => Buffer.from(SOURCE) },
    setExitCode: (code) => void (result.code = code),
  });
  return result;
}

test.each([
  [["scan"], 1],
  [["scan", "--staged"], 1],
  [["scan", "--since", "HEAD"], 1],
  [["scan", "--stdin-filename", "src/a.ts"], 1],
  [["scan", "--show-files"], 0],
  [["doctor"], 0],
  [["coverage"], 0],
  [["gaps"], 0],
])("%j runs none of it", async (words, code) => {
  const { folder, ran } = repository();
  expect(ran()).toEqual([]);
  expect(await type(folder, words)).toMatchObject({ code });
  expect(ran()).toEqual([]);
});

test("the traps would work", () => {
  const { folder, ran } = repository();
  spawnSync("git", ["diff", "--name-only"], { cwd: folder });
  expect(ran().join(" ")).toMatch(/fsmonitor/);
  expect(ran().join(" ")).toMatch(/process|clean/);
});

test("a folder that looks like a bare repository is a folder", async () => {
  const folder = temporaryFolder({ "src/a.ts": SOURCE });
  git(folder, "init", "-q");
  const traps = temporaryFolder({ "trap.sh": "" });
  writeFiles(traps, { "trap.sh": `#!/bin/sh\ntouch '${traps}/ran'\n` });
  chmodSync(join(traps, "trap.sh"), 0o755);
  writeFiles(folder, {
    "pkg/.aphoria/config.toml": "",
    "pkg/b.ts": SOURCE,
    "pkg/HEAD": "ref: refs/heads/main\n",
    "pkg/objects/x": "",
    "pkg/refs/x": "",
    "pkg/config": `[core]\nrepositoryformatversion = 0\nbare = false\nworktree = /etc\nfsmonitor = "${traps}/trap.sh"\n`,
  });
  const { code, said } = await type(join(folder, "pkg"), ["scan"]);
  expect(code).toBe(1);
  expect(said).toContain("b.ts:3");
  expect((await type(join(folder, "pkg"), ["scan", "--since", "HEAD"])).said).not.toContain("/etc");
  expect(readdirSync(traps)).toEqual(["trap.sh"]);
});

test("a .git that leads to another repository gives its names, and none of its files", async () => {
  const other = temporaryFolder({
    "src/secret.ts": SOURCE,
    "src/a.ts": "export const other = 1;\n",
  });
  git(other, "init", "-q");
  git(other, "add", "-A");
  git(other, "commit", "-qm", "all");
  const folder = temporaryFolder({
    "src/a.ts": SOURCE,
    ".git": `gitdir: ${join(other, ".git")}\n`,
  });
  symlinkSync(other, join(folder, "out"));
  const { code, said } = await type(folder, ["scan"]);
  expect(code).toBe(1);
  expect(said).toContain("src/a.ts:3");
  expect(said).not.toContain("secret");
});
