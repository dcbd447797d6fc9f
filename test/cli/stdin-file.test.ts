/** `--stdin-filename`: what an editor holds, in the place of the file. */
import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { Host } from "../../src/io/host.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { temporaryFolder } from "../io/temporary.ts";

const REAL = nodeHost();

const CLIENT = `import Redis from "ioredis";
import { TTL } from "./settings";
const redis = new Redis();
export const put = (id: string, v: string) => redis.set(\`user:\${id}\`, v, "EX", TTL);
`;
const BARE = CLIENT.replace(', "EX", TTL', "");
const CLAIM = `[[claim]]
id = "x-1"
subject = "cache/ttl"
predicate = "required"
value = true
invariant = "TTL MUST be set"
consequence = "leak"
provenance = "us"
tier = "spec"
category = "safety"
`;

function project(): string {
  return temporaryFolder({
    ".aphoria/claims.toml": CLAIM,
    "src/settings.ts": "export const TTL = 60;\n",
    "src/client.ts": CLIENT,
    "src/other.ts": BARE,
  });
}

async function scan(folder: string, args: string, stdin: string | Buffer, isTTY = false) {
  const said = { out: "", err: "", code: 0 };
  const bytes = Buffer.from(stdin);
  const host: Host = {
    ...REAL,
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder },
    stdout: { write: (text) => void (said.out += text), isTTY: false, columns: 100 },
    stderr: { write: (text) => void (said.err += text), isTTY: false, columns: 100 },
    stdin: { isTTY, read: async (limit) => (bytes.length > limit ? undefined : bytes) },
    setExitCode: (code) => void (said.code = code),
  };
  await run(["node", "aphoria", "scan", ...args.split(" ")], host);
  return said;
}

interface Shown {
  readonly findings: readonly { readonly verdict: string; readonly path: string | null }[];
  readonly diagnostics: readonly { readonly code: string; readonly path?: string }[];
}

async function json(folder: string, args: string, stdin: string | Buffer) {
  const { out, code } = await scan(folder, `${args} --format json`, stdin);
  const { findings, diagnostics } = JSON.parse(out) as Shown;
  const found = findings.flatMap(({ verdict, path }) =>
    path === null ? [] : [`${verdict} ${path}`],
  );
  return { code, found, codes: diagnostics.map((one) => one.code) };
}

describe("--stdin-filename", () => {
  test("what is piped in stands in the place of the file; findings are of that file alone", async () => {
    const folder = project();
    expect(await json(folder, "--stdin-filename src/client.ts", CLIENT)).toMatchObject({
      code: 0,
      found: ["PASS src/client.ts"],
    });
    expect(await json(folder, "--stdin-filename src/client.ts", BARE)).toMatchObject({
      code: 1,
      found: ["CONFLICT src/client.ts"],
    });
  });

  test("the other files are as they are on disk", async () => {
    const folder = project();
    const zero = "export const TTL = 0;\n";
    expect((await json(folder, "--stdin-filename src/settings.ts", zero)).found).toEqual([]);
    const elsewhere = CLIENT.replace("./settings", "../src/settings");
    expect((await json(folder, "--stdin-filename lib/new.ts", elsewhere)).found).toEqual([
      "PASS lib/new.ts",
    ]);
    expect((await json(folder, "--stdin-filename lib/new.ts", BARE)).found).toEqual([
      "CONFLICT lib/new.ts",
    ]);
  });

  test.each([
    ["text", "src/client.ts:4:47  CONFLICT"],
    ["sarif", '"uri": "src/client.ts"'],
    ["github", "::warning file=src/client.ts,line=4,"],
  ])("--format %s", async (format, says) => {
    const { out, code } = await scan(
      project(),
      `--stdin-filename src/client.ts --format ${format}`,
      BARE,
    );
    expect(out).toContain(says);
    expect(code).toBe(1);
  });

  test("a run of it is not kept, and what is kept of others is used", async () => {
    const folder = project();
    const kept = () =>
      readdirSync(join(folder, ".aphoria/cache"), { recursive: true, encoding: "utf8" }).filter(
        (name) => /runs\/.*\w{16}/.test(name),
      );
    await scan(folder, "--format json", "");
    const before = kept();
    expect(before).toHaveLength(1);
    expect((await json(folder, "--stdin-filename src/client.ts", BARE)).code).toBe(1);
    expect(kept()).toEqual(before);
    const { err } = await scan(folder, "--stdin-filename src/client.ts --stats", CLIENT);
    expect(err).toContain("touched");
    expect(kept()).toEqual(before);
  });

  test("the baseline is left as it is", async () => {
    const folder = project();
    await run(["node", "aphoria", "baseline", "create", "--reason", "old"], {
      ...REAL,
      cwd: folder,
      env: {},
      stdout: { write: () => undefined, isTTY: false, columns: 100 },
    });
    const { err } = await scan(folder, "--stdin-filename src/other.ts", CLIENT);
    expect(err).not.toContain("took");
    expect((await json(folder, ".", "")).code).toBe(0);
  });

  test.each<[string, string, string | Buffer, string]>([
    ["another path beside it", "src --stdin-filename a.ts", CLIENT, "`src` has no use"],
    ["changes", "--staged --stdin-filename a.ts", CLIENT, "`--staged` has no use"],
    ["a folder", "--stdin-filename src", CLIENT, "names a folder"],
    [
      "a language that nobody reads",
      "--stdin-filename a.txt",
      CLIENT,
      "no language that aphoria reads",
    ],
    [
      "a link out of the project",
      "--stdin-filename src/out.ts",
      CLIENT,
      "lies outside the project",
    ],
    ["more than a source can be", "--stdin-filename a.ts", "x".repeat(5_000_001), "more than 5 MB"],
    ["what is no text", "--stdin-filename a.ts", Buffer.from([1, 0, 2]), "1 binary"],
  ])("%s is refused", async (_name, args, stdin, says) => {
    const folder = project();
    symlinkSync(join(temporaryFolder({ "out.ts": "" }), "out.ts"), join(folder, "src/out.ts"));
    const { code, err } = await scan(folder, args, stdin);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  test("a terminal is not waited for", async () => {
    const { code, err } = await scan(project(), "--stdin-filename a.ts", "", true);
    expect(code).toBe(2);
    expect(err).toContain("nothing is piped into it");
  });

  test("nothing at all, and text that is not UTF-8, are said", async () => {
    const folder = project();
    expect(await json(folder, "--stdin-filename a.ts", "")).toMatchObject({
      code: 0,
      codes: ["stdin-empty"],
    });
    expect((await scan(folder, "--stdin-filename a.ts --strict", "")).code).toBe(2);
    const latin = Buffer.from(`// \u00e9\n${BARE}`, "latin1");
    expect(await json(folder, "--stdin-filename a.ts", latin)).toMatchObject({
      code: 1,
      codes: ["file-not-utf8"],
    });
  });
});
