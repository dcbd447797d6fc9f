/** A fleet on this machine: real processes, a real Redis, small repositories, and what a scan of each alone gives. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outcomeOf, type Outcome } from "../../src/fleet/outcome.ts";
import type { Organisation } from "../../src/model/organisation.ts";
import type { Report } from "../../src/model/report.ts";
import { packageFolder } from "../../src/io/version.ts";
import { type } from "../cli/real-project.ts";

export interface Fleet {
  readonly folder: string;
  readonly names: readonly string[];
  /** What each repository says when it is scanned here, by name. */
  readonly expected: ReadonlyMap<string, Outcome>;
}

/** Each is another: with a mistake more than the one before. */
export async function makeFleet(folder: string, count: number): Promise<Fleet> {
  const names = Array.from({ length: count }, (_, at) => `repository-${at}`);
  const expected = new Map<string, Outcome>();
  for (const [at, name] of names.entries()) {
    const path = join(folder, name);
    mkdirSync(join(path, "src"), { recursive: true });
    mkdirSync(join(path, ".git"));
    writeFileSync(join(path, "CODEOWNERS"), "* @acme/all\n/src/write1.ts @acme/one\n");
    for (let file = 0; file <= at % 4; file += 1) {
      writeFileSync(join(path, `src/write${file}.ts`), source(file, at));
    }
    expected.set(name, await expectedOf(path, name));
  }
  // The last one is divided.
  const tables = names.map(
    (name, at) =>
      `[[repository]]\nname = "${name}"\npath = "${name}"\nshards = ${at === count - 1 ? 3 : 1}\n`,
  );
  writeFileSync(join(folder, "repos.toml"), `[defaults]\ncorpus = ["cache"]\n${tables.join("")}`);
  return { folder, names, expected };
}

function source(file: number, at: number): string {
  return `import Redis from "ioredis";
const redis = new Redis({ host: "cache${at}", connectTimeout: ${file * 1000} });
export async function keep${file}(id: string, value: string): Promise<void> {
  await redis.set("record:" + id, value);
}
`;
}

async function expectedOf(path: string, name: string): Promise<Outcome> {
  const { out } = await type(
    path,
    "scan . --corpus cache --format json --no-cache --fail-on never",
  );
  return outcomeOf(name, JSON.parse(out) as Report, undefined, undefined);
}

/** What a repository came to, without what differs from time to time. */
export function substance({ summary, claims, findings }: Outcome): unknown {
  return {
    summary: { ...summary, duration_ms: 0 },
    claims: claims.map(({ id, verdict, conflicts, unknowns, passes }) => [
      id,
      { verdict, conflicts, unknowns, passes },
    ]),
    findings: findings.map(({ fingerprint, path, line, verdict }) => [
      fingerprint,
      path,
      line,
      verdict,
    ]),
  };
}

/** The same of a fleet's report. */
export function reported({ repositories }: Organisation): ReadonlyMap<string, unknown> {
  return new Map(
    repositories.map(({ name, summary, claims, findings }) => [
      name,
      {
        summary: { ...summary, duration_ms: 0 },
        claims: Object.entries(claims),
        findings: findings.map(({ fingerprint, path, line, verdict }) => [
          fingerprint,
          path,
          line,
          verdict,
        ]),
      },
    ]),
  );
}

export interface Process {
  readonly child: ChildProcess;
  readonly log: () => string;
  /** Its exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
}

/** The built executable, in its own processes. */
export function starter(cwd: string, env: NodeJS.ProcessEnv = {}) {
  const running = new Set<ChildProcess>();
  process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));
  return {
    start(...words: readonly string[]): Process {
      const child = spawn(
        process.execPath,
        [join(packageFolder(), "dist/main.js"), "fleet", ...words],
        {
          cwd,
          env: { ...process.env, CI: "", NO_COLOR: "1", ...env },
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      running.add(child);
      let log = "";
      child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
      const ended = once(child, "close").then(([code]) => {
        running.delete(child);
        return code as number | null;
      });
      return { child, log: () => log, ended };
    },
    async endAll(): Promise<void> {
      const all = [...running].map((child) => once(child, "close"));
      for (const child of running) child.kill("SIGKILL");
      await Promise.all(all);
    },
  };
}

/** Waits until it is so; fails with what was said. */
export async function until(
  isSo: () => boolean,
  what: () => string,
  patience = 20_000,
): Promise<void> {
  const start = Date.now();
  while (!isSo()) {
    if (Date.now() - start > patience) throw new Error(`it did not happen: ${what()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export function readReport(path: string): Organisation {
  if (!existsSync(path)) throw new Error(`there is no report ${path}`);
  return JSON.parse(readFileSync(path, "utf8")) as Organisation;
}
