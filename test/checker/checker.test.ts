/** Receivers that only TypeScript's own checker can tell. */
import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "../cli/real-project.ts";

interface Found {
  readonly open: readonly { readonly line: number; readonly call: string }[];
}

async function callsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = temporaryFolder({ ".git/HEAD": "", ...files });
  const { out } = await type(folder, "coverage --json --corpus httpclient --domain cache");
  const { open } = JSON.parse(out) as Found;
  return open.filter(({ call }) => call !== "Redis").map(({ line, call }) => `${line} ${call}`);
}

test("through generics, promises and inferred callbacks", async () => {
  const found = await callsOf({
    "src/result.ts": `export type Result<T> = { ok: true; data: T } | { ok: false; error: Error };
export const pick = <T, K extends keyof T>(from: T, name: K): T[K] => from[name];
`,
    "src/client.ts": `import Redis from "ioredis";
import type { Result } from "./result.js";
export async function connect(): Promise<Result<Redis>> {
  return { ok: true, data: new Redis() };
}
export const holders = { main: { redis: new Redis() } };
export function withClient<T>(use: (client: Redis) => Promise<T>): Promise<T> {
  return use(new Redis());
}
`,
    "src/a.ts": `import { connect, holders, withClient } from "./client.js";
import { pick } from "./result.js";
export async function all(key: string, value: string) {
  const result = await connect();
  if (!result.ok) throw result.error;
  const cache = result.data;
  await cache.set(key, value);
  await pick(pick(holders, "main"), "redis").setex(key, 60, value);
  const redis = pick(holders.main, "redis");
  await redis.get(key);
  await withClient(async (redisClient) => redisClient.del(key));
  const redisPipeline = redis.pipeline();
  await redisPipeline.exec();
}
`,
  });
  expect(found).toEqual(expect.arrayContaining(["7 SET", "10 GET", "11 DEL", "13 exec"]));
});

test("what is called like a client and is none stays silent, as does what no type tells", async () => {
  const found = await callsOf({
    "src/a.ts": `import Redis from "ioredis";
export const used = new Redis();
class Box<T> { constructor(readonly store: T) {} }
const of = <T>(store: T) => new Box(store);
export function f(kv: { set(k: string, v: string): void }, cache: any, k: string) {
  kv.set(k, k);
  cache.set(k, k);
  const { store: mapCache } = of(new Map<string, string>());
  mapCache.set(k, k);
}
`,
  });
  expect(found).toEqual([]);
});
