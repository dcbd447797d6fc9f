/** The shared store as the commands about the cache show it: whether it answers, and who can say what in it. */
import type { Host } from "../io/host.ts";
import { shownAddress } from "../io/redis-address.ts";
import { openRedisStore, redisReason } from "../io/redis-store.ts";
import { sharedPlace } from "./cache-flags.ts";
import type { Typed } from "./command.ts";

export interface StoreState {
  /** Without what lets one in. */
  readonly address: string;
  readonly namespace: string;
  readonly is_encrypted: boolean;
  /** Entries of others are refused. */
  readonly has_key: boolean;
  readonly is_read_only: boolean;
  /** Milliseconds of a round trip; absent where none came back. */
  readonly answer_ms?: number;
  readonly problem?: string;
}

/** Milliseconds. */
const PATIENCE = 2_000;

/** Undefined: none is meant. Throws a usage error for an address that is none. */
export async function storeState(typed: Typed, host: Host): Promise<StoreState | undefined> {
  const place = sharedPlace(typed, host);
  if (place === undefined) return undefined;
  const state = {
    address: shownAddress(place.address),
    namespace: place.namespace,
    is_encrypted: place.address.isEncrypted,
    has_key: place.secret !== undefined,
    is_read_only: place.isReadOnly,
  };
  const redis = await openRedisStore(place.address, PATIENCE);
  try {
    const took = await redis.within(redis.ping());
    return { ...state, answer_ms: Math.ceil(took) };
  } catch (error) {
    return { ...state, problem: redisReason(error) };
  } finally {
    redis.close();
  }
}

export function storeText(state: StoreState): string {
  const answer =
    state.problem === undefined
      ? `answers in ${state.answer_ms ?? 0} ms`
      : `cannot be used: ${state.problem}`;
  const whose = state.has_key
    ? "only entries with the team's key count"
    : "whoever can write there decides what is found (APHORIA_STORE_KEY changes that)";
  const mode = state.is_read_only ? "; nothing is written" : "";
  return `${state.address} (${state.namespace}) ${answer}; ${whose}${mode}`;
}
