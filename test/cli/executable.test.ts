/** The executable as a process of its own: what only a real stdout, a real pipe and a real link can show. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { version } from "../../src/io/version.ts";
import { buildExecutable } from "./built.ts";

const REPOSITORY = new URL("../../", import.meta.url).pathname;
let folder = "";
let project = "";

beforeAll(async () => {
  folder = await buildExecutable();
  project = mkdtempSync(join(folder, "project-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shell(script: string): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}`, APHORIA: folder },
    maxBuffer: 1 << 26,
  });
  return { code: status, out: stdout, err: stderr };
}

describe("the executable", () => {
  test("answers under its own name", () => {
    expect(shell('node "$APHORIA/aphoria" --version').out).toBe(`aphoria ${version()}\n`);
    expect(shell('node "$APHORIA/aphoria-claims" --version').out).toBe(
      `aphoria-claims ${version()}\n`,
    );
  });

  test("a bad flag is 2, on stderr", () => {
    const { code, out, err } = shell('node "$APHORIA/aphoria" scan --nope');
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(
      /^aphoria: unknown flag `--nope`\n {2}`aphoria scan --help` lists the flags.\n$/,
    );
  });

  test("source comes from a real pipe, in pieces", () => {
    const source = `(echo "import Redis from 'ioredis'; export const r = new Redis();"; sleep 0.2; echo "export const f = (k: string) => r.set(k, 'x');")`;
    const scan =
      'node "$APHORIA/aphoria" scan --stdin-filename new/a.ts --claim cache-004 --format github';
    const { code, out } = shell(`${source} | ${scan}`);
    expect(code).toBe(1);
    expect(out).toContain("file=new/a.ts,line=2,");
    expect(shell(`head -c 5000001 /dev/zero | ${scan}`).err).toContain("more than 5 MB");
  });

  test("output over 64 kB reaches a pipe whole", () => {
    const { code, out } = shell('node "$APHORIA/aphoria" claims list --json | (sleep 0.3; cat)');
    const corpus = readFileSync(join(REPOSITORY, "corpora/cache.toml"), "utf8");
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(65_536);
    expect(JSON.parse(out)).toHaveLength(corpus.match(/^\[\[claim\]\]/gm)?.length ?? 0);
  });

  test("a closed pipe is success", () => {
    const { out, err } = shell(
      'node "$APHORIA/aphoria" claims list --json 2>/dev/null | head -c 5 >/dev/null; echo ${PIPESTATUS[0]}',
    );
    expect({ out, err }).toEqual({ out: "0\n", err: "" });
    const later = shell(
      '(sleep 0.5; node "$APHORIA/aphoria" claims list --json) | true; echo ${PIPESTATUS[0]}',
    );
    expect(later.out).toBe("0\n");
  });

  test("a full disk is not", () => {
    const { code, err } = shell('node "$APHORIA/aphoria" claims list --json >/dev/full');
    expect(code).toBe(2);
    expect(err).toContain("the output could not be written");
  });
});
