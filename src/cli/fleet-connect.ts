/** What every fleet command begins with: the queue's address, the two packages, and a server that keeps what it is given. */
import type { Host } from "../io/host.ts";
import { endSoon } from "../io/stop-signal.ts";
import { openQueue, type FleetQueue } from "../io/queue.ts";
import { openRedis, type RedisClient } from "../io/redis.ts";
import { readRedisAddress, shownAddress } from "../io/redis-address.ts";
import { evictionPolicy, runState, type RunState } from "../io/run-state.ts";
import type { Flag, Typed } from "./command.ts";
import { valueOf } from "./options.ts";
import { UsageError } from "./usage.ts";

export const QUEUE_FLAGS: readonly Flag[] = [
  {
    name: "queue",
    takes: "URL",
    help: "the Redis of the fleet: redis://host:6379 or rediss://… (default: APHORIA_QUEUE_URL); credentials come from the environment",
  },
  {
    name: "namespace",
    takes: "NAME",
    help: "keeps fleets on one server apart (default: default)",
  },
];

export interface Fleetwork {
  readonly redis: RedisClient;
  readonly queue: FleetQueue;
  readonly state: RunState;
  readonly namespace: string;
  /** For messages, without credentials. */
  readonly shown: string;
  /** A server that is away is not waited for any more. */
  giveUp(): void;
  close(): Promise<void>;
}

export interface Connecting {
  /** Goes on through a server that is away; else a command fails after a few tries. */
  readonly isEndless: boolean;
  readonly onError: (error: Error) => void;
}

const CLOSE = 2_000;

/** Throws a usage error that says what to do; afterwards the server is there, and fit to keep a queue. */
export async function connectFleet(
  typed: Typed,
  host: Host,
  { isEndless, onError }: Connecting,
): Promise<Fleetwork> {
  const address = readRedisAddress(host, "APHORIA_QUEUE", "queue", valueOf(typed, "queue"));
  if (address === undefined) {
    throw new UsageError(
      "no queue is named",
      "Write --queue redis://localhost:6379, or set APHORIA_QUEUE_URL.",
    );
  }
  if ("problem" in address) throw new UsageError(address.problem, address.help);
  const namespace = namespaceOf(typed);
  const shown = shownAddress(address);
  await probe(address, shown);
  const end = new AbortController();
  const patience = { isEndless, until: end.signal };
  const redis = await openRedis(address, patience, onError);
  if (redis === undefined) throw notInstalled("ioredis");
  const queue = await openQueue(redis, namespace, onError);
  if (queue === undefined) {
    redis.disconnect();
    throw notInstalled("bullmq");
  }
  return {
    redis,
    queue,
    state: runState(redis, namespace),
    namespace,
    shown,
    giveUp: () => end.abort(),
    async close() {
      end.abort();
      await Promise.race([queue.close().catch(onError), host.sleep(CLOSE)]);
      redis.disconnect();
      endSoon(CLOSE);
    },
  };
}

function notInstalled(name: string): UsageError {
  return new UsageError(
    `\`aphoria fleet\` needs the packages bullmq and ioredis, and ${name} is not installed`,
    "Install them beside aphoria: npm install bullmq@^6.7 ioredis@^6",
  );
}

function namespaceOf(typed: Typed): string {
  const namespace = valueOf(typed, "namespace") ?? "default";
  if (/^[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?$/.test(namespace)) return namespace;
  throw new UsageError(
    `\`--namespace ${namespace}\` is no name`,
    "It is up to 40 lower-case letters, digits, dashes and underscores.",
  );
}

/** The first question has an end, however patient the rest is: a slip in the address is said at once. */
async function probe(address: Parameters<typeof openRedis>[0], shown: string): Promise<void> {
  let last: Error | undefined;
  const patience = { isEndless: false };
  const redis = await openRedis(address, patience, (error) => (last = error));
  if (redis === undefined) throw notInstalled("ioredis");
  try {
    const policy = await evictionPolicy(redis);
    if (policy === undefined || policy === "noeviction") return;
    throw new UsageError(
      `${shown} may throw away what it is given (maxmemory-policy ${policy}), and so lose jobs`,
      "Set maxmemory-policy noeviction, and do not share the server with a cache.",
    );
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${shown} does not answer: ${serverReason(last ?? error)}`,
      "Check the address and that the server runs; user and password come from APHORIA_QUEUE_USER and APHORIA_QUEUE_PASSWORD.",
    );
  } finally {
    redis.disconnect();
  }
}

/** For a command that asks and is done: a server that is away is an error, not something to wait for. */
export async function withFleet(
  typed: Typed,
  host: Host,
  work: (fleet: Fleetwork) => Promise<void>,
): Promise<void> {
  let last: Error | undefined;
  const onError = (error: Error): void => void (last = error);
  const fleet = await connectFleet(typed, host, { isEndless: false, onError });
  try {
    await work(fleet);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${fleet.shown}: ${serverReason(last ?? error)}`, "Try again.");
  } finally {
    await fleet.close();
  }
}

/** One line, with what a server says to those that may not come in. */
export function serverReason(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return (text.split("\n", 1)[0] ?? "").slice(0, 200);
}
