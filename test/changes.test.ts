/** Scans of what changed: the same verdicts at the same places, and nothing beside them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Changes } from "../src/io/git-changes.ts";
import type { Host } from "../src/io/host.ts";
import { nodeHost } from "../src/io/node-host.ts";
import { scanAgain, type ScanOutcome } from "../src/scan.ts";

const HOST = nodeHost();
const CLIENT = `import Redis from "ioredis";
import { TTL } from "./settings";
export const redis = new Redis();
export const remember = (id: string, value: string) => redis.set(id, value, "EX", TTL);
`;
const USER = `import { redis } from "./client";
export const keep = (id: string, value: string) => redis.set(id, value);
`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aphoria-changes-"));
  mkdirSync(join(root, "src"));
  write("settings.ts", "export const TTL = 0;\n");
  write("client.ts", CLIENT);
  write("user.ts", USER);
  write("other.ts", USER.replace("./client", "./elsewhere"));
  write("elsewhere.ts", CLIENT.replaceAll("TTL", "AGE").replace("./settings", "./ages"));
  write("ages.ts", "export const AGE = 60;\n");
  git("init", "-q", "-b", "main");
  git("add", ".");
  commit("first");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(root, "src", name), text);
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" });
}

function commit(message: string): void {
  git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", message);
}

async function scan(changes?: Changes, env: Host["env"] = {}): Promise<ScanOutcome> {
  const options = {
    corpus: ["cache"],
    claimIds: ["cache-004", "cache-011"],
    categories: [],
    languages: [],
    include: [],
  };
  return scanAgain(
    { ...options, paths: [], extractors: [], exclude: [] },
    { ...HOST, cwd: root, env: { ...HOST.env, ...env } },
    { changes },
  );
}

function files({ report }: ScanOutcome): readonly string[] {
  const conflicts = report.findings.filter(({ verdict }) => verdict === "CONFLICT");
  return [...new Set(conflicts.flatMap(({ path }) => path ?? []))].sort();
}

const since = (revision: string): Changes => ({ kind: "since", revision });

test("without them, everything", async () => {
  expect(files(await scan())).toEqual(["src/client.ts", "src/other.ts", "src/user.ts"]);
});

test("a changed file, and what imports from it, by way of others too", async () => {
  write("user.ts", `${USER}// changed\n`);
  const one = await scan(since("HEAD"));
  expect(files(one)).toEqual(["src/user.ts"]);
  expect(one.report.summary.files_scanned).toBe(1);
  write("settings.ts", "export const TTL = 0; // changed\n");
  expect(files(await scan(since("HEAD")))).toEqual(["src/client.ts", "src/user.ts"]);
});

test("commits since a branch began count, and those of the other branch do not", async () => {
  git("switch", "-q", "-c", "feature");
  write("user.ts", `${USER}// feature\n`);
  git("add", ".");
  commit("feature");
  git("switch", "-q", "main");
  write("other.ts", `${USER}// main\n`);
  git("add", ".");
  commit("main");
  git("switch", "-q", "feature");
  expect(files(await scan(since("main")))).toEqual(["src/user.ts"]);
});

test("a file that git does not know yet has changed", async () => {
  write("new.ts", USER);
  expect(files(await scan(since("HEAD")))).toEqual(["src/new.ts"]);
});

test("--staged takes what is staged alone", async () => {
  write("user.ts", `${USER}// staged\n`);
  git("add", ".");
  write("other.ts", `${USER}// not staged\n`);
  expect(files(await scan({ kind: "staged" }))).toEqual(["src/user.ts"]);
});

test("--staged reads what is staged, not what was written since", async () => {
  write("user.ts", `${USER}// staged\n`);
  write("settings.ts", "export const TTL = 60;\n");
  git("add", ".");
  const clean = "export const keep = (id: string) => id;\n";
  write("user.ts", clean);
  rmSync(join(root, "src/settings.ts"));
  const outcome = await scan({ kind: "staged" });
  const { report } = outcome;
  expect(files(outcome)).toEqual(["src/user.ts"]);
  // The constant that an unchanged file uses is the staged one, too.
  expect(report.findings.map(({ claim_id, verdict }) => `${verdict} ${claim_id}`)).toContain(
    "PASS cache-011",
  );
  expect(report.diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
});

test("--staged looks at the index that git gives a hook", async () => {
  write("user.ts", `${USER}// staged\n`);
  git("add", ".");
  const index = join(root, ".git", "next-index.lock");
  execFileSync("git", ["read-tree", "HEAD"], {
    cwd: root,
    env: { ...process.env, GIT_INDEX_FILE: index },
  });
  const env = { GIT_INDEX_FILE: ".git/next-index.lock" };
  expect(files(await scan({ kind: "staged" }, env))).toEqual([]);
  const elsewhere = { GIT_INDEX_FILE: "/somewhere/else" };
  expect(files(await scan({ kind: "staged" }, elsewhere))).toEqual(["src/user.ts"]);
});

test("nothing changed: nothing is found, and that is said", async () => {
  const { report } = await scan(since("HEAD"));
  expect(files({ report } as ScanOutcome)).toEqual([]);
  expect(report.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual([
    "nothing-changed",
    "info",
  ]);
});

test.each(["nothing-of-the-kind", "--output=x", "HEAD:src"])(
  "`%s` is no revision",
  async (revision) => {
    const { report } = await scan(since(revision));
    expect(report.diagnostics.map(({ code }) => code)).toContain("changes-unknown");
  },
);

test("filters that the repository's configuration names are not run", async () => {
  git("config", "filter.evil.clean", `touch ${join(root, "evil-ran")}; cat`);
  git("config", "filter.evil.required", "true");
  writeFileSync(join(root, ".git/info/attributes"), "*.ts filter=evil\n");
  write("user.ts", `${USER}// changed\n`);
  expect(files(await scan(since("HEAD")))).toEqual(["src/user.ts"]);
  expect(git("ls-files", "--others")).not.toContain("evil-ran");
});
