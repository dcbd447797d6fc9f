/**
 * The shared store over a real Redis: what one machine learnt another has, and whatever happens to the Redis in between,
 * the report is that of a scan without it.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { teamKey } from "../src/cache/envelope.ts";
import type { Report } from "../src/model/report.ts";
import type { Ran } from "./cli/real-project.ts";
import { type } from "./cli/real-project.ts";
import { temporaryFolder, writeFiles } from "./io/temporary.ts";
import { hasRedis, startRedis, type RedisServer } from "./redis-server.ts";

type Env = Readonly<Record<string, string>>;

interface Scanned extends Ran {
  /** Without what a store may have to say and how long it took. */
  readonly report: Report;
  /** What the store had to say. */
  readonly said: readonly string[];
  /** The lines of `--stats` about the caches. */
  readonly stats: string;
}

/** Another machine: the same project at another place, and nothing kept. */
function machine(): string {
  const folder = temporaryFolder({ ".git/HEAD": "" });
  cpSync("fixtures/cachewrap-ts/src", join(folder, "src"), { recursive: true });
  return folder;
}

async function scan(folder: string, flags: string, env: Env = {}): Promise<Scanned> {
  const line = `scan --corpus cache --format json --fail-on never --stats ${flags}`;
  const kept = flags.includes("--no-cache") ? "" : " --cache-dir .kept";
  const ran = await type(folder, line + kept, "aphoria", undefined, env);
  const report = JSON.parse(ran.out) as Report;
  const isOurs = ({ code }: { readonly code: string }): boolean => /^(?:cache|store)-/.test(code);
  return {
    ...ran,
    report: {
      ...report,
      summary: { ...report.summary, duration_ms: 0 },
      diagnostics: report.diagnostics.filter((one) => !isOurs(one)),
    },
    said: report.diagnostics.filter(isOurs).map(({ code, message }) => `${code}: ${message}`),
    stats: ran.err.split("\n").slice(0, 2).join("\n"),
  };
}

const KEY = "0123456789abcdef0123456789abcdef";

describe.skipIf(!hasRedis())("a shared store", () => {
  let redis: RedisServer;
  let expected: Report;
  beforeAll(async () => {
    redis = await startRedis();
    await plain();
  }, 60_000);
  afterAll(() => redis.stop());

  /** What a scan finds without any store. */
  async function plain(): Promise<Report> {
    const folder = mkdtempSync(join(tmpdir(), "aphoria-plain-"));
    cpSync("fixtures/cachewrap-ts/src", join(folder, "src"), { recursive: true });
    mkdirSync(join(folder, ".git"));
    const { report } = await scan(folder, "--no-cache");
    rmSync(folder, { recursive: true });
    return (expected = report);
  }

  async function filled(env: Env = {}): Promise<void> {
    redis.ask("flushall");
    const { stats } = await scan(machine(), `--store ${redis.url}`, env);
    expect(stats).toMatch(/^cache: none.*\nshared store: 0 hits, .* [1-9]\d* written/);
  }

  test("what one machine looked at another has, wherever its project lies", async () => {
    await filled();
    const { report, stats, said } = await scan(machine(), `--store ${redis.url}`);
    expect(stats).toMatch(
      /^cache: shared.*\nshared store: 1 hits, 0 misses, 0 refused, .*; 0 written/,
    );
    expect(report).toEqual(expected);
    expect(said).toEqual([]);
  });

  test("once it is here nobody is asked", async () => {
    await filled();
    const folder = machine();
    await scan(folder, `--store ${redis.url}`);
    const { stats, report } = await scan(folder, `--store redis://127.0.0.1:${redis.port + 1}`);
    expect(stats).toMatch(/^cache: (?:unchanged|touched)/);
    expect(stats).not.toContain("shared store");
    expect(report).toEqual(expected);
  });

  test("where a file is another, the trees of the others come", async () => {
    await filled();
    const folder = machine();
    writeFiles(folder, {
      "src/more.ts": 'import Redis from "ioredis";\nexport const r = new Redis();\n',
    });
    const alone = await scan(folder, "--no-cache");
    const { stats, report } = await scan(folder, `--store ${redis.url}`);
    const [, hits = "", written = ""] = /store: (\d+) hits.* (\d+) written/.exec(stats) ?? [];
    expect(Number(hits)).toBeGreaterThan(0);
    // The tree of the file that is new, and the run.
    expect(Number(written)).toBe(2);
    expect(report).toEqual(alone.report);
  });

  test("every entry lives two weeks and some hours, and not all the same", async () => {
    await filled();
    const lives = redis
      .ask("keys", "*")
      .split("\n")
      .map((key) => Number(redis.ask("pttl", key)));
    const day = 24 * 3_600_000;
    expect(lives.length).toBeGreaterThan(2);
    for (const life of lives) {
      expect(life).toBeGreaterThan(13.9 * day);
      expect(life).toBeLessThanOrEqual(15 * day);
    }
    expect(new Set(lives.map((life) => Math.round(life / 60_000))).size).toBeGreaterThan(1);
  });

  test("nothing of the source, and no password of it, can be read there", async () => {
    await filled();
    for (const key of redis.ask("keys", "*").split("\n")) {
      expect(key).toMatch(/^aphoria:1-[\da-f]{8}:open:(?:runs|trees):[\da-f]{32}$/);
      const bytes = redis.ask("get", key);
      expect(bytes).not.toContain("secret");
      expect(bytes).not.toContain("redis.set");
    }
  });

  describe("what others write there", () => {
    test.each(["garbage", "cut", "flipped", "swapped", "empty"])(
      "%s: it is refused, looked at again, and said",
      async (how) => {
        await filled();
        poison(redis, how);
        const { report, said, stats } = await scan(machine(), `--store ${redis.url}`);
        expect(report).toEqual(expected);
        expect(stats).toMatch(/^cache: none/);
        if (how !== "empty") expect(said).toEqual([expect.stringMatching(/^store-poisoned: /)]);
        // They were replaced by what belongs there.
        const again = await scan(machine(), `--store ${redis.url}`);
        expect(again.stats).toMatch(/^cache: shared/);
      },
    );

    test("too large for an entry: it is not even fetched", async () => {
      await filled();
      for (const key of redis.ask("keys", "*:runs:*").split("\n")) {
        redis.ask("setrange", key, String(16 << 20), "x");
      }
      const { report, said, stats } = await scan(machine(), `--store ${redis.url}`);
      expect(report).toEqual(expected);
      expect(said).toEqual([expect.stringMatching(/^store-poisoned: an entry/)]);
      expect(Number(/(\d+) KiB read/.exec(stats)?.[1])).toBeLessThan(1024);
    });

    test("another kind of value: it is refused as well", async () => {
      await filled();
      for (const key of redis.ask("keys", "*:runs:*").split("\n")) {
        redis.ask("del", key);
        redis.ask("lpush", key, "x");
      }
      const { report, said } = await scan(machine(), `--store ${redis.url}`);
      expect(report).toEqual(expected);
      expect(said).toEqual([expect.stringMatching(/^store-poisoned: an entry/)]);
    });
  });

  describe("who shares it", () => {
    test("another namespace has other entries", async () => {
      await filled({ APHORIA_STORE_NAMESPACE: "team-a" });
      const b = await scan(machine(), `--store ${redis.url}`, {
        APHORIA_STORE_NAMESPACE: "team-b",
      });
      expect(b.stats).toMatch(/^cache: none.*\nshared store: 0 hits/);
      const a = await scan(machine(), `--store ${redis.url}`, {
        APHORIA_STORE_NAMESPACE: "team-a",
      });
      expect(a.stats).toMatch(/^cache: shared/);
    });

    test("with a key only what was written with it counts", async () => {
      await filled({ APHORIA_STORE_KEY: KEY });
      const env = { APHORIA_STORE_KEY: KEY };
      expect((await scan(machine(), `--store ${redis.url}`, env)).stats).toMatch(/^cache: shared/);
      const wrong = { APHORIA_STORE_KEY: KEY.replace("0", "1") };
      const other = await scan(machine(), `--store ${redis.url}`, wrong);
      expect(other.stats).toMatch(/^cache: none.*\nshared store: 0 hits/);
      const without = await scan(machine(), `--store ${redis.url}`);
      expect(without.stats).toMatch(/^cache: none.*\nshared store: 0 hits/);
    });

    test("with a key an entry that was put there without it is refused", async () => {
      await filled();
      const id = teamKey(KEY).id;
      for (const key of redis.ask("keys", "*").split("\n")) {
        redis.ask("rename", key, key.replace(":open:", `:${id}:`));
      }
      const { said, report } = await scan(machine(), `--store ${redis.url}`, {
        APHORIA_STORE_KEY: KEY,
      });
      expect(said).toEqual([expect.stringMatching(/^store-poisoned: /)]);
      expect(report).toEqual(expected);
    });

    test("who only reads writes nothing", async () => {
      redis.ask("flushall");
      const { stats } = await scan(machine(), `--store ${redis.url}`, {
        APHORIA_STORE_MODE: "read",
      });
      expect(stats).toMatch(/ 0 written/);
      expect(redis.ask("dbsize")).toBe("0");
    });
  });
});

/** Does something to every entry. */
function poison({ port }: RedisServer, how: string): void {
  const script = {
    garbage: "redis.call('SET', k, 'garbage')",
    cut: "redis.call('SET', k, string.sub(v, 1, #v / 2))",
    flipped: "redis.call('SETRANGE', k, #v - 5, string.char((string.byte(v, #v - 4) + 1) % 256))",
    swapped:
      "redis.call('SET', k, redis.call('GET', keys[#keys - i + 1] == k and keys[1] or keys[#keys - i + 1]))",
    empty: "redis.call('SET', k, '')",
  }[how];
  const lua = `local keys = redis.call('KEYS', '*') table.sort(keys) for i, k in ipairs(keys) do local v = redis.call('GET', k) ${script} end return #keys`;
  execFileSync("redis-cli", ["-p", String(port), "eval", lua, "0"]);
}
