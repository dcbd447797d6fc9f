import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

const SOURCE = `import Redis from "ioredis";

const redis = new Redis({ host: process.env.REDIS_HOST, connectTimeout: 0, commandTimeout: 500 });

export async function save(id: string, value: string): Promise<void> {
  await redis.set(\`user:\${id}\`, value);
}
`;

function project(source = SOURCE): string {
  const folder = temporaryFolder({ "src/cache.ts": source, ".aphoria/config.toml": "" });
  mkdirSync(join(folder, ".git"));
  return folder;
}

const CREATE = "baseline create --reason found~on~the~first~day --claim cache-004,cache-008";
const SCAN = "scan --claim cache-004,cache-008 --format json";

interface Scanned {
  readonly summary: { readonly authority_conflicts: number; readonly baselined: number };
  readonly diagnostics: readonly { readonly code: string }[];
}

async function scan(folder: string, flags = ""): Promise<Scanned> {
  return JSON.parse((await type(folder, `${SCAN}${flags}`)).out) as Scanned;
}

function edit(folder: string, from: string | RegExp, to: string): void {
  const path = join(folder, "src/cache.ts");
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

function baseline(folder: string): string {
  return readFileSync(join(folder, ".aphoria/baseline.json"), "utf8");
}

describe("baseline", () => {
  test("takes over what is found, and only that", async () => {
    const folder = project();
    expect((await type(folder, SCAN)).code).toBe(1);
    const created = await type(folder, CREATE);
    expect(created.out).toContain("Took 2 findings over into .aphoria/baseline.json.");
    expect(baseline(folder).match(/"reason":"found on the first day"/g)).toHaveLength(2);
    expect((await type(folder, SCAN)).code).toBe(0);
    expect((await scan(folder)).summary).toMatchObject({ authority_conflicts: 0, baselined: 2 });
    expect((await scan(folder, " --no-baseline")).summary.authority_conflicts).toBe(2);
  });

  test("another value, and a copy that moved in, are new", async () => {
    const folder = project();
    await type(folder, CREATE);
    edit(folder, "connectTimeout: 0", "connectTimeout: -1");
    expect((await scan(folder)).summary).toMatchObject({ authority_conflicts: 1, baselined: 1 });
    edit(folder, "connectTimeout: -1", "connectTimeout: 0");
  });

  test("a copy inside the same function is new", async () => {
    const folder = project();
    await type(folder, CREATE);
    edit(folder, /( {2}await redis\.set.*\n)/, "$1$1");
    expect((await scan(folder)).summary).toMatchObject({ authority_conflicts: 1, baselined: 2 });
  });

  test("shrinks by itself, but neither in CI nor by a scan that does not see all", async () => {
    const folder = project();
    await type(folder, CREATE);
    const before = baseline(folder);
    edit(folder, ", connectTimeout: 0", ", connectTimeout: 500");
    writeFileSync(join(folder, "src/other.ts"), "export const a = 1;\n");
    await type(folder, `${SCAN} src/other.ts`);
    await type(folder, "scan --claim cache-004 --format json");
    expect(baseline(folder)).toBe(before);
    const { out, err } = await type(folder, SCAN);
    expect((JSON.parse(out) as Scanned).diagnostics.map(({ code }) => code)).toContain(
      "baseline-stale",
    );
    expect(err).toContain("took 1 entry out of .aphoria/baseline.json");
    expect(baseline(folder)).not.toContain("cache-008");
    expect(baseline(folder)).toContain("cache-004");
    edit(folder, ", connectTimeout: 500", ", connectTimeout: 0");
    expect((await scan(folder)).summary.authority_conflicts).toBe(1);
  });

  test("a file that cannot be parsed takes nothing out", async () => {
    const folder = project();
    await type(folder, CREATE);
    const before = baseline(folder);
    writeFileSync(join(folder, "src/cache.ts"), SOURCE.replaceAll("redis.set", "redis..set"));
    await type(folder, SCAN);
    expect(baseline(folder)).toBe(before);
  });

  test("a comment that is at fault in the same file keeps nothing in", async () => {
    const folder = project();
    await type(folder, CREATE);
    edit(folder, ", connectTimeout: 0", ", connectTimeout: 500");
    edit(folder, /$/, "// @aphoria:ignore[cache-004] nothing here\nexport const b = 1;\n");
    const { diagnostics } = await scan(folder);
    expect(diagnostics.map(({ code }) => code)).toContain("suppression-unused");
    expect(baseline(folder)).not.toContain("cache-008");
  });

  test("what is left out, or cannot be read, takes nothing out", async () => {
    const folder = project();
    await type(folder, CREATE);
    const before = baseline(folder);
    writeFileSync(join(folder, "src/other.ts"), "export const a = 1;\n");
    writeFileSync(join(folder, ".aphoria/config.toml"), 'exclude = ["src/cache.ts"]\n');
    await type(folder, SCAN);
    writeFileSync(join(folder, ".aphoria/config.toml"), 'exclude = ["src/cache.*"]\n');
    await type(folder, SCAN);
    expect(baseline(folder)).toBe(before);
  });

  test("update adds, takes out, and leaves the rest with its reason", async () => {
    const folder = project();
    await type(folder, CREATE);
    edit(folder, ", connectTimeout: 0", ", connectTimeout: 500");
    edit(folder, /$/, "export const drop = (id: string) => redis.set(id, id);\n");
    const { out } = await type(
      folder,
      "baseline update --reason later --expires 2999-01-01 --claim cache-004,cache-008",
    );
    expect(out).toBe(".aphoria/baseline.json: 1 added, 1 taken out, 1 left as they are.\n");
    expect(baseline(folder)).toContain('"reason":"found on the first day"');
    expect(baseline(folder)).toContain('"reason":"later"');
  });

  test("show says what is excused, and how it stands", async () => {
    const folder = project();
    await type(folder, CREATE);
    edit(folder, ", connectTimeout: 0", ", connectTimeout: 500");
    const { out } = await type(folder, "baseline show --json --claim cache-004,cache-008");
    const { entries } = JSON.parse(out) as { entries: { claim: string; state: string }[] };
    expect(entries.map(({ claim, state }) => [claim, state])).toEqual([
      ["cache-004", "open"],
      ["cache-008", "gone"],
    ]);
    const pruned = await type(folder, "baseline prune --claim cache-004,cache-008");
    expect(pruned.out).toBe(".aphoria/baseline.json: took 1 entry out, 1 left.\n");
  });

  test.each([
    ["baseline create", "a baseline needs a reason"],
    ["baseline create --reason x --expires soon", "`--expires soon` is not a day"],
    ["baseline create --reason x --expires 2020-01-01", "`--expires 2020-01-01` has passed"],
    ["scan --baseline none.json", "there is no such baseline"],
  ])("%s is refused", async (line, message) => {
    const { code, err } = await type(project(), line);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("one that is there, or broken, is never written over", async () => {
    const folder = project();
    await type(folder, CREATE);
    const before = baseline(folder);
    expect((await type(folder, CREATE)).err).toContain("is there already");
    expect(baseline(folder)).toBe(before);
    const broken = before.replace('"version": 1', '"version": 9');
    writeFileSync(join(folder, ".aphoria/baseline.json"), broken);
    for (const line of [SCAN, CREATE, "baseline update --reason x", "baseline prune"]) {
      expect((await type(folder, line)).code).toBe(2);
    }
    expect(baseline(folder)).toBe(broken);
  });
});

/** What people do to a file that leaves its findings what they were. */
const EDITS: readonly ((source: string) => string)[] = [
  (source) => `// moved down\n\n${source}`,
  (source) => source.replaceAll("\n", "\r\n").replaceAll("\r\r", "\r"),
  (source) => source.replaceAll("  ", "\t"),
  (source) => source.replace("(`user", "(\n    `user").replace(", value)", ",\n    value,\n  )"),
  (source) => source.replace("await redis", "// why\n  await redis"),
  (source) => `${source}\nexport const unrelated = 1;\n`,
  (source) => source.replace("{ host", "{\n  // the host\n  host"),
];

test("entries live through a history of moved lines, reformatting and renamed files", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: EDITS.length }), { minLength: 1, maxLength: 5 }),
      async (history) => {
        const folder = temporaryFolder({ "src/cache.ts": SOURCE, ".aphoria/config.toml": "" });
        const git = (...words: string[]) =>
          execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
            cwd: folder,
            stdio: "pipe",
          });
        git("init", "-q");
        await type(folder, CREATE);
        git("add", "-A");
        git("commit", "-qm", "first");
        let path = join(folder, "src/cache.ts");
        for (const [nth, at] of history.entries()) {
          const change = EDITS[at];
          if (change === undefined) {
            const renamed = join(folder, `src/renamed-${nth}.ts`);
            renameSync(path, renamed);
            path = renamed;
          } else writeFileSync(path, change(readFileSync(path, "utf8")));
          git("add", "-A");
          git("commit", "-qm", `change ${nth}`, "--allow-empty");
          const { summary, diagnostics } = await scan(folder);
          expect(summary).toMatchObject({ authority_conflicts: 0, baselined: 2 });
          expect(diagnostics.map(({ code }) => code)).toEqual(["claims-missing"]);
        }
        rmSync(folder, { recursive: true });
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);
