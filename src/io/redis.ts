/** A connection to a Redis that several machines share. The only owner of ioredis, which is loaded when it is asked for. */
import type { Redis } from "ioredis";
import { loadPeer } from "./peer-package.ts";
import type { RedisAddress } from "./redis-address.ts";

export type RedisClient = Redis;

export interface Patience {
  /** Wait for a server that is away, however long; else a command fails after a few tries. */
  readonly isEndless: boolean;
  /** Ends that patience: a server that is away is not waited for any more. */
  readonly until?: AbortSignal;
}

/** Tries of a command and of a connection, where patience ends. */
const TRIES = 2;
/** Milliseconds for a connection to stand, and for one answer. */
const CONNECT_TIMEOUT = 5_000;
const COMMAND_TIMEOUT = 10_000;
/** Milliseconds. */
const LONGEST_PAUSE = 5_000;

/**
 * Undefined when ioredis is not installed. Connects at the first command; errors of the connection go to `onError`. A
 * certificate that does not fit, or is for another name, ends the connection.
 */
export function openRedis(
  address: RedisAddress,
  { isEndless, until }: Patience,
  onError: (error: Error) => void,
): Promise<Redis | undefined> {
  return loadPeer(async () => {
    const { Redis: Client } = await import("ioredis");
    const { host, port, db, username, password, isEncrypted, authority } = address;
    const client = new Client({
      host,
      port,
      db,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(isEncrypted && {
        tls: {
          rejectUnauthorized: true,
          minVersion: "TLSv1.2",
          ...(authority !== undefined && { ca: authority }),
        },
      }),
      connectTimeout: CONNECT_TIMEOUT,
      commandTimeout: COMMAND_TIMEOUT,
      keepAlive: 10_000,
      lazyConnect: true,
      maxRetriesPerRequest: isEndless ? null : TRIES,
      retryStrategy: (times) => {
        const isOver = until?.aborted === true || !(isEndless || times <= TRIES);
        return isOver ? null : pause(times);
      },
    });
    return client.on("error", onError);
  });
}

/** Milliseconds before the next try: twice as long each time, up to five seconds, and never all clients at once. */
function pause(times: number): number {
  const longest = Math.min(LONGEST_PAUSE, 50 * 2 ** Math.min(times, 10));
  return Math.round(longest * (0.5 + Math.random() / 2));
}
