/**
 * The store that a team shares, beside the local one: what is asked for and is not here is asked for there, many at a
 * time, and put into the local store where it is as it should be; what is made here is written there at the end. It is
 * opened only where the local store has no answer. When it is slow or away it is given up for this scan, and that is said.
 */
import { openEntry, teamKey, wrapEntry } from "../cache/envelope.ts";
import { hashOf } from "../cache/seal.ts";
import type { Kind, Store } from "../cache/store.ts";
import type { SharedFacts } from "../cache/shared-facts.ts";
import { openRedisStore, redisReason, type Answer, type RedisStore } from "../io/redis-store.ts";
import type { SharedPlace } from "../io/shared-place.ts";
import { parserVersions } from "../io/version.ts";

export interface SharedStore {
  /** Something will be asked soon: the connection takes a while. */
  begin(): void;
  /** Asks for a tree soon, with others; `isAbsent` is called once it is known not to come. */
  expect(key: string, isAbsent: () => void): void;
  /** Waits for all that was expected, as long as patience lasts. */
  arrive(): Promise<void>;
  /** A run, asked for now; undefined where there is none to be had. It is not put into the local store. */
  fetchRun(key: string): Promise<Buffer | undefined>;
  /** What came and could not be put into the local store. */
  held(key: string): Buffer | undefined;
  /** It will be written there. */
  put(kind: Kind, key: string, data: Uint8Array): void;
  /** What came under this key is of no use, or is not what belongs there; false where it did not come from there. */
  refuse(kind: Kind, key: string, isPoisoned: boolean): boolean;
  /** Writes what is to be written, and lets go of the connection; undefined where nothing was asked or written. */
  finish(): Promise<SharedFacts | undefined>;
}

interface Named {
  readonly kind: Kind;
  readonly key: string;
}

interface Asked extends Named {
  readonly isAbsent: () => void;
}

interface Made extends Named {
  readonly data: Uint8Array;
}

/** All waiting for it in one scan, in milliseconds. */
const PATIENCE = 2_000;

const BATCH = 32;
/** Batches that are under way at the same time. */
const BATCHES = 4;

/** In bytes: one entry as it is sent, and once inflated. */
const MOST: Readonly<Record<Kind, number>> = { runs: 8 << 20, trees: 1 << 20 };
const MOST_INFLATED = 64 << 20;
/** In bytes: all that one scan fetches and writes. */
const MOST_READ = 256 << 20;
const MOST_WRITTEN = 64 << 20;
const WRITTEN_AT_ONCE = 2 << 20;

/** Another number is another part of the store. */
const FORM = 1;

export function openSharedStore(place: SharedPlace, local: Store): SharedStore {
  const team = place.secret === undefined ? undefined : teamKey(place.secret);
  const versions = hashOf(parserVersions()).slice(0, 8);
  const prefix = `${place.namespace}:${FORM}-${versions}:${team?.id ?? "open"}`;
  const facts = { hits: 0, misses: 0, poisoned: 0, written: 0, unwritten: 0 };
  let [bytesRead, bytesWritten, bytesMade] = [0, 0, 0];
  /** Why it was given up. */
  let trouble: string | undefined;
  const isUsable = (): boolean => trouble === undefined;
  let opened: Promise<RedisStore> | undefined;
  const waiting: Asked[] = [];
  const outstanding = new Set<Asked>();
  const batches = new Set<Promise<void>>();
  const came = new Set<string>();
  const held = new Map<string, Buffer>();
  const made: Made[] = [];

  const open = (): Promise<RedisStore> => (opened ??= openRedisStore(place.address, PATIENCE));
  const nameOf = ({ kind, key }: Named): string => `${prefix}:${kind}:${key}`;
  const close = async (): Promise<void> => (await opened)?.close();

  /** One failure is enough: what answers badly once is not asked again in this scan. */
  const giveUp = async (error: unknown): Promise<void> => {
    trouble ??= redisReason(error);
    await close();
  };

  const read = async (kind: Kind, asked: readonly Named[]): Promise<readonly Answer[]> => {
    if (!isUsable() || bytesRead > MOST_READ) return [];
    try {
      const redis = await open();
      return await redis.read(asked.map(nameOf), MOST[kind]);
    } catch (error) {
      await giveUp(error);
      return [];
    }
  };

  /** A tree that is as it should be goes into the local store; what is not is a miss. */
  const take = (one: Named, answer: Answer): Buffer | undefined => {
    const isThere = answer !== undefined;
    if (Buffer.isBuffer(answer)) bytesRead += answer.length;
    const data = Buffer.isBuffer(answer)
      ? openEntry(nameOf(one), answer, team, MOST_INFLATED)
      : undefined;
    if (data === undefined) {
      facts.misses += 1;
      if (isThere) facts.poisoned += 1;
      return undefined;
    }
    facts.hits += 1;
    came.add(`${one.kind}/${one.key}`);
    if (one.kind === "trees") local.put(one.kind, one.key, data);
    if (local.state.unusable !== undefined) held.set(one.key, data);
    return data;
  };

  const fetchBatch = async (asked: readonly Asked[]): Promise<void> => {
    const answers = await read("trees", asked);
    for (const [index, one] of asked.entries()) {
      if (outstanding.delete(one) && take(one, answers[index]) === undefined) one.isAbsent();
    }
  };

  const send = (): void => {
    while (waiting.length > 0 && batches.size < BATCHES) {
      const batch = fetchBatch(waiting.splice(0, BATCH)).finally(() => {
        batches.delete(batch);
        send();
      });
      batches.add(batch);
    }
  };

  const wait = async (work: Promise<unknown>): Promise<void> => {
    try {
      const redis = await open();
      await redis.within(work);
    } catch (error) {
      await giveUp(error);
    }
  };

  const writeAll = async (): Promise<void> => {
    const redis = await open();
    for (const batch of inBatches(made)) {
      const entries = batch.map((one) => ({
        key: nameOf(one),
        bytes: wrapEntry(nameOf(one), one.data, team),
      }));
      await redis.write(entries);
      facts.written += entries.length;
      bytesWritten += entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
    }
  };

  return {
    begin: () => void open().catch(giveUp),
    expect(key, isAbsent) {
      // Whoever lowers it meanwhile should not wait for what will not come.
      if (!isUsable()) return isAbsent();
      const one: Asked = { kind: "trees", key, isAbsent };
      outstanding.add(one);
      waiting.push(one);
      if (waiting.length >= BATCH) send();
    },
    async arrive() {
      send();
      while (batches.size > 0 && isUsable()) await wait(Promise.all(batches));
      // Nobody waits any longer for what did not come in time.
      for (const one of outstanding) one.isAbsent();
      outstanding.clear();
      waiting.length = 0;
    },
    async fetchRun(key) {
      const one: Named = { kind: "runs", key };
      let found: Buffer | undefined;
      const work = read("runs", [one]).then(([answer]) => (found = take(one, answer)));
      await wait(work);
      return found;
    },
    held: (key) => held.get(key),
    put(kind, key, data) {
      if (place.isReadOnly || !isUsable()) return;
      if (data.length > MOST[kind] || bytesMade + data.length > MOST_WRITTEN) {
        facts.unwritten += 1;
        return;
      }
      bytesMade += data.length;
      made.push({ kind, key, data });
    },
    refuse(kind, key, isPoisoned) {
      if (!came.delete(`${kind}/${key}`)) return false;
      facts.hits -= 1;
      facts.misses += 1;
      if (isPoisoned) facts.poisoned += 1;
      return true;
    },
    async finish() {
      if (made.length > 0 && isUsable()) await wait(writeAll());
      await close();
      return opened && { ...facts, bytesRead, bytesWritten, trouble };
    },
  };
}

/** So that no command is much larger than `WRITTEN_AT_ONCE`. */
function* inBatches(made: readonly Made[]): Generator<readonly Made[]> {
  let batch: Made[] = [];
  let size = 0;
  for (const one of made) {
    batch.push(one);
    size += one.data.length;
    if (size < WRITTEN_AT_ONCE && batch.length < BATCH) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
