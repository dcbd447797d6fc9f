/** Several processes on one claims file: nothing is lost, nothing is ever half written, nobody waits for ever. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
} from "node:fs";
import { mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";

const REPOSITORY = new URL("../../", import.meta.url).pathname;
let folder = "";
let project = "";

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "aphoria-together-")));
  copyFileSync(join(REPOSITORY, "package.json"), join(folder, "package.json"));
  for (const name of ["node_modules", "corpora"]) {
    symlinkSync(join(REPOSITORY, name), join(folder, name));
  }
  await build({
    entryPoints: [join(REPOSITORY, "src/main.ts")],
    outdir: join(folder, "dist"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  project = mkdtempSync(join(folder, "project-"));
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(words: readonly string[]): { child: ChildProcess; done: Promise<Ran> } {
  const child = spawn(process.execPath, [join(folder, "dist/main.js"), "claims", ...words], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const done = new Promise<Ran>((resolve) => {
    child.on("close", (code) => resolve({ code, out, err }));
  });
  return { child, done };
}

function create(number: number): readonly string[] {
  const line =
    `create --subject cache/part_${number} --predicate required --value true --tier expert ` +
    "--invariant It~MUST~hold --consequence It~breaks --provenance Us --category safety";
  return line.split(" ").map((word) => word.replaceAll("~", " "));
}

function claims() {
  return loadClaims(readFileSync(join(project, ".aphoria/claims.toml"), "utf8"), "claims.toml");
}

function leftovers(): readonly string[] {
  return readdirSync(join(project, ".aphoria")).filter((name) => name !== "claims.toml");
}

describe("at once", () => {
  test("ten processes create ten claims with ten ids", async () => {
    const ran = await Promise.all(Array.from({ length: 10 }, (_, at) => start(create(at)).done));
    expect(ran.map(({ code, err }) => [code, err.replace(/^From now on.*\n/m, "")])).toEqual(
      ran.map(() => [0, ""]),
    );
    const { value, diagnostics } = claims();
    expect(diagnostics).toEqual([]);
    expect(new Set(value.map(({ subject }) => subject)).size).toBe(10);
    expect(value.map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, at) => `cache-${String(46 + at).padStart(3, "0")}`),
    );
    expect(leftovers()).toEqual([]);
  }, 60_000);

  test("whoever is killed, the file is whole, and the next one goes on at once", async () => {
    await start(create(0)).done;
    for (let round = 1; round <= 8; round += 1) {
      const { child, done } = start(create(round));
      await new Promise((resolve) => setTimeout(resolve, 100 + round * 25));
      child.kill("SIGKILL");
      await done;
      expect(claims().diagnostics).toEqual([]);
    }
    const began = Date.now();
    const last = await start(create(99)).done;
    expect({ code: last.code, err: last.err }).toEqual({ code: 0, err: "" });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(leftovers().filter((name) => name.endsWith(".lock"))).toEqual([]);
  }, 60_000);
});

describe("a lock that is there already", () => {
  const lock = () => join(project, ".aphoria/.claims.toml.lock");
  const hold = (fields: object) => {
    mkdirSync(join(project, ".aphoria"));
    writeFileSync(lock(), JSON.stringify({ machine: hostname(), since: Date.now(), ...fields }));
  };

  test("of a process that is gone is no obstacle", async () => {
    const { child, done } = start(["--help"]);
    await done;
    hold({ pid: child.pid });
    expect((await start(create(1)).done).code).toBe(0);
    expect(existsSync(lock())).toBe(false);
  });

  test("of one that runs is waited for, five seconds and no more", async () => {
    hold({ pid: process.pid });
    const began = Date.now();
    const { code, out, err } = await start(create(1)).done;
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`is in use: process ${process.pid} on ${hostname()}`);
    expect(Date.now() - began).toBeLessThan(8000);
    expect(existsSync(join(project, ".aphoria/claims.toml"))).toBe(false);
  });

  test("of another machine counts until it is old", async () => {
    hold({ pid: 1, machine: "elsewhere" });
    const old = Date.now() / 1000 - 60;
    utimesSync(lock(), old, old);
    expect((await start(create(1)).done).code).toBe(0);
  });
});
