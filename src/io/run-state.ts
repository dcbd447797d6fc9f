/**
 * What a run of a fleet has come to, in Redis: so a coordinator that dies can be started again, and two of them do no harm.
 * Every write either says the same as the one before it or does not happen; everything ends by itself after some days.
 */
import type { RedisClient } from "./redis.ts";

export interface RunRecord {
  /** What stands for the fleet that is scanned. */
  readonly fleet: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly until: number;
  /** Repositories. */
  readonly total: number;
  readonly cancelled?: string;
  readonly ended?: number;
}

export interface RunState {
  /** The run of this fleet that has not ended, or the next one. */
  currentRun(fleet: string): Promise<string>;
  /** What is kept of a run that somebody began already stands; else it is this. */
  begin(run: string, record: RunRecord): Promise<RunRecord>;
  read(run: string): Promise<RunRecord | undefined>;
  /** The newest first. */
  runs(): Promise<readonly string[]>;
  extend(run: string, until: number): Promise<void>;
  cancel(run: string, reason: string): Promise<void>;
  end(run: string, fleet: string, now: number): Promise<void>;
  keepFile(run: string, hash: string, bytes: Buffer): Promise<void>;
  file(run: string, hash: string): Promise<Buffer | undefined>;
  /** The commit that the first worker found for the revision. */
  pin(run: string, unit: string, commit: string): Promise<string>;
  pinned(run: string, unit: string): Promise<string | undefined>;
  /** Parts of a repository, until all are there: numbers from 1. */
  keepPart(run: string, unit: string, index: number, bytes: Buffer): Promise<void>;
  parts(run: string, unit: string): Promise<readonly number[]>;
  /** Undefined where there is none, or it is larger than `most` bytes. */
  part(run: string, unit: string, index: number, most: number): Promise<Buffer | undefined>;
  dropParts(run: string, unit: string): Promise<void>;
  /** The first result of a repository holds. */
  keepResult(run: string, unit: string, sealed: Buffer): Promise<void>;
  dropResult(run: string, unit: string): Promise<void>;
  /** Which repositories have one. */
  results(run: string): Promise<readonly string[]>;
  /** Empty where it is larger than `most` bytes. */
  result(run: string, unit: string, most: number): Promise<Buffer | undefined>;
}

const KEPT_SECONDS = 7 * 86_400;
const MOST_RUNS = 1_000;

export function runState(redis: RedisClient, namespace: string): RunState {
  const keys = {
    runs: `aphoria:${namespace}:runs`,
    ended: (fleet: string) => `aphoria:${namespace}:ended:${fleet}`,
    of: (run: string, what: string) => `aphoria:${namespace}:run:${run}:${what}`,
  };
  const lasting = (key: string) => redis.expire(key, KEPT_SECONDS);
  const first = async (key: string, field: string, value: string | Buffer) => {
    await redis.hsetnx(key, field, value);
    await lasting(key);
  };
  const buffer = async (key: string, field: string) =>
    (await redis.hgetBuffer(key, field)) ?? undefined;
  const read = async (run: string) => toRecord(await redis.hgetall(keys.of(run, "record")));
  return {
    async currentRun(fleet) {
      const ended = await redis.hkeys(keys.ended(fleet));
      const last = Math.max(0, ...ended.map(Number).filter(Number.isSafeInteger));
      return `${fleet}.${last + 1}`;
    },
    async begin(run, record) {
      const key = keys.of(run, "record");
      const { fleet, started, until, total } = record;
      for (const [name, value] of Object.entries({ fleet, started, until, total })) {
        await redis.hsetnx(key, name, String(value));
      }
      await lasting(key);
      await redis.zadd(keys.runs, "NX", started, run);
      await redis.zremrangebyrank(keys.runs, 0, -1 - MOST_RUNS);
      await lasting(keys.runs);
      return (await read(run)) ?? record;
    },
    read,
    runs: () => redis.zrevrange(keys.runs, 0, -1),
    async extend(run, until) {
      await redis.hset(keys.of(run, "record"), { until: String(until) });
      await redis.hdel(keys.of(run, "record"), "cancelled", "ended");
      await lasting(keys.of(run, "record"));
    },
    async cancel(run, reason) {
      await redis.hset(keys.of(run, "record"), { cancelled: reason });
      await lasting(keys.of(run, "record"));
    },
    async end(run, fleet, now) {
      await redis.hset(keys.of(run, "record"), { ended: String(now) });
      const number = /\.(\d+)$/.exec(run)?.[1];
      if (number === undefined || run !== `${fleet}.${number}`) return;
      await first(keys.ended(fleet), number, String(now));
      // Longer than the runs themselves, so that no number comes back while its results are there.
      await redis.expire(keys.ended(fleet), 5 * KEPT_SECONDS);
    },
    keepFile: (run, hash, bytes) => first(keys.of(run, "files"), hash, bytes),
    file: (run, hash) => buffer(keys.of(run, "files"), hash),
    async pin(run, unit, commit) {
      await first(keys.of(run, "commits"), unit, commit);
      return (await redis.hget(keys.of(run, "commits"), unit)) ?? commit;
    },
    pinned: async (run, unit) => (await redis.hget(keys.of(run, "commits"), unit)) ?? undefined,
    keepPart: (run, unit, index, bytes) =>
      first(keys.of(run, `parts:${unit}`), String(index), bytes),
    parts: async (run, unit) => (await redis.hkeys(keys.of(run, `parts:${unit}`))).map(Number),
    async part(run, unit, index, most) {
      const key = keys.of(run, `parts:${unit}`);
      if ((await redis.hstrlen(key, String(index))) > most) return undefined;
      return buffer(key, String(index));
    },
    async dropParts(run, unit) {
      await redis.del(keys.of(run, `parts:${unit}`));
    },
    keepResult: (run, unit, sealed) => first(keys.of(run, "results"), unit, sealed),
    async dropResult(run, unit) {
      await redis.hdel(keys.of(run, "results"), unit);
    },
    results: (run) => redis.hkeys(keys.of(run, "results")),
    async result(run, unit, most) {
      const key = keys.of(run, "results");
      // Asked first, so that a monster is never fetched.
      if ((await redis.hstrlen(key, unit)) > most) return Buffer.alloc(0);
      return buffer(key, unit);
    },
  };
}

function toRecord(fields: Readonly<Record<string, string>>): RunRecord | undefined {
  const { fleet, cancelled, ended } = fields;
  const [started, until, total] = ["started", "until", "total"].map((name) => Number(fields[name]));
  if (fleet === undefined || ![started, until, total].every(Number.isSafeInteger)) return undefined;
  return {
    fleet,
    started: started ?? 0,
    until: until ?? 0,
    total: total ?? 0,
    ...(cancelled !== undefined && { cancelled }),
    ...(ended !== undefined && { ended: Number(ended) }),
  };
}

/** Whether the server may throw away what it was given: a queue on such a one loses jobs without a word. */
export async function evictionPolicy(redis: RedisClient): Promise<string | undefined> {
  const info = await redis.info("memory");
  return /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
}
