/**
 * Entries of the shared store in a Redis. One connection for a scan, opened when the first entry is asked for; every command has a deadline, and all waiting together too: whoever is slow is given up.
 * Errors are told by their kind alone, since what a server says may hold anything.
 */
import { setTimeout } from "node:timers/promises";
import { errorCode } from "./host.ts";
import { openRedis } from "./redis.ts";
import type { RedisAddress } from "./redis-address.ts";

/** `unfit`: larger than any entry, or no text at all. */
export type Answer = Buffer | "unfit" | undefined;

export interface RedisStore {
  /** In the order of the keys, in one round trip; what is larger than `limit` bytes is not fetched. */
  read(keys: readonly string[], limit: number): Promise<readonly Answer[]>;
  /** In one round trip. Throws what the server answered to the first that it did not take. */
  write(entries: readonly Entry[]): Promise<void>;
  /** A round trip; how long it took, in milliseconds. */
  ping(): Promise<number>;
  /** What `work` gives, if it does before the patience for all such waiting is used up; throws if not. */
  within<T>(work: Promise<T>): Promise<T>;
  close(): void;
}

export interface Entry {
  readonly key: string;
  readonly bytes: Buffer;
}

/** An entry lives two weeks at least, and some hours more, so that what was written together does not go together. */
const LIFETIME = 14 * 24 * 3_600_000;
const SPREAD = 24 * 3_600_000;

/** Namespace, form and versions, team, kind, hash. */
const KEY = /^[a-z\d-]{1,32}:[a-z\d-]{1,32}:[a-z\d]{1,32}:[a-z]{1,16}:[\da-f]{32}$/;

/** `patience` is how long all waiting may take together, in milliseconds. */
export async function openRedisStore(address: RedisAddress, patience: number): Promise<RedisStore> {
  let trouble: Error | undefined;
  const client = await openRedis(address, { isEndless: false }, (error) => (trouble = error));
  if (client === undefined) throw new Error("ioredis is not installed");
  // Whoever waits for an answer hears of it if this fails.
  client.connect().catch(() => undefined);
  let spent = 0;
  return {
    async read(keys, limit) {
      const batch = client.pipeline();
      for (const key of keys) batch.getrangeBuffer(checkedKey(key), 0, limit);
      const answers = await batch.exec();
      return keys.map((_, index) => {
        const [error, bytes] = answers?.[index] ?? [new Error(SLOW)];
        if (error?.message.startsWith("WRONGTYPE")) return "unfit";
        if (error !== null) throw cause(error, trouble);
        if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
        return bytes.length > limit ? "unfit" : bytes;
      });
    },
    async write(entries) {
      const batch = client.pipeline();
      for (const { key, bytes } of entries) {
        const lifetime = LIFETIME + Math.floor(Math.random() * SPREAD);
        batch.set(checkedKey(key), bytes, "PX", lifetime);
      }
      const answers = await batch.exec();
      const refused = answers?.find(([error]) => error !== null)?.[0];
      if (refused !== undefined && refused !== null) throw cause(refused, trouble);
    },
    async ping() {
      const began = performance.now();
      await client.ping().catch((error: unknown) => {
        throw cause(error, trouble);
      });
      return performance.now() - began;
    },
    async within(work) {
      const began = performance.now();
      const done = new AbortController();
      const late = setTimeout(Math.max(0, patience - spent), undefined, { signal: done.signal });
      try {
        return await Promise.race([work, late.then(() => Promise.reject(new Error(SLOW)))]);
      } finally {
        // Whichever comes second is heard by nobody, and no fault.
        work.catch(() => undefined);
        late.catch(() => undefined);
        done.abort();
        spent += performance.now() - began;
      }
    },
    close() {
      client.disconnect();
    },
  };
}

const SLOW = "it took too long";

function checkedKey(key: string): string {
  if (KEY.test(key)) return key;
  throw new TypeError("this is no key of the shared store");
}

/** A command that fails with its connection says nothing of why there is none. */
function cause(error: unknown, trouble: Error | undefined): unknown {
  const isMute = error instanceof Error && /clos|retries|Stream|writeable/i.test(error.message);
  return trouble !== undefined && isMute ? trouble : error;
}

/** In words, and never in those of the server. */
export function redisReason(error: unknown): string {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : "";
  const word = /^[A-Z]{2,20}/.exec(message)?.[0] ?? "";
  const known = REASONS[code] ?? REASONS[word];
  if (known !== undefined) return known;
  if (/^(?:CERT|ERR_TLS|ERR_SSL|EPROTO|DEPTH_|SELF_|UNABLE_)/.test(code)) {
    return `the encrypted connection could not be made (${code})`;
  }
  if (message === SLOW || /timed? ?out/i.test(message)) return "no answer came in time";
  return code !== "" ? code : word !== "" ? `it answered ${word}` : "the connection broke";
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ENOTFOUND: "its name leads nowhere",
  EAI_AGAIN: "its name leads nowhere",
  ETIMEDOUT: "no answer came in time",
  EHOSTUNREACH: "there is no way there",
  ENETUNREACH: "there is no way there",
  NOAUTH: "it wants a password",
  WRONGPASS: "it does not know this user and password",
  NOPERM: "this user may not do that there",
  OOM: "its memory is full",
  LOADING: "it is starting",
  MISCONF: "it cannot write to its disk",
  READONLY: "it is a replica, which takes no entries",
  MOVED: "it is part of a cluster, which is not supported",
  CROSSSLOT: "it is part of a cluster, which is not supported",
};
