/** Keeps the store within its bounds: what was not used for a week goes, then what was used longest ago. */
import type { Files } from "./files.ts";
import type { Entry, Store } from "./store.ts";

export const WEEK = 7 * 24 * 3_600_000;

/** A temporary file this old belongs to nobody who is still writing. */
const ABANDONED = 600_000;

/** Share of the limit at which people are told, and to which the store shrinks when it was reached. */
export const WARNING = 0.8;

export interface Pruned {
  /** Entries that were not used for a week, and what crashes left. */
  readonly expired: number;
  /** Entries that went because the store was too large. */
  readonly evicted: number;
  readonly freed: number;
  readonly size: number;
  readonly entries: number;
}

/** `limit` in bytes. */
export function prune(store: Store, files: Pick<Files, "now">, limit: number): Pruned {
  const now = files.now();
  const all = store.entries().toSorted((a, b) => a.used - b.used);
  let size = all.reduce((sum, entry) => sum + entry.size, 0);
  const before = size;
  const target = size > limit ? limit * WARNING : limit;
  let [expired, evicted] = [0, 0];
  for (const entry of all) {
    const isOld = now - entry.used > (isLeft(entry) ? ABANDONED : WEEK);
    if (!isOld && size <= target) continue;
    store.remove(entry);
    size -= entry.size;
    if (isOld) expired += 1;
    else evicted += 1;
  }
  return { expired, evicted, freed: before - size, size, entries: all.length - expired - evicted };
}

function isLeft({ path }: Entry): boolean {
  return path.endsWith(".tmp");
}
