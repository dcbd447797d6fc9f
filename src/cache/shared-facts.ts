/** How the store that a team shares did, and how that is recorded. */

/** How the shared store did in one scan. */
export interface SharedFacts {
  readonly hits: number;
  readonly misses: number;
  /** Entries that were not what they should be. */
  readonly poisoned: number;
  readonly written: number;
  /** Entries that were too large, or more than one scan writes. */
  readonly unwritten: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Why it was given up. */
  readonly trouble: string | undefined;
}

/** As an event of the record has it. */
export function sharedResult(shared: SharedFacts): Readonly<Record<string, unknown>> {
  const { trouble, bytesRead, bytesWritten, ...counts } = shared;
  return {
    status: trouble === undefined ? "used" : "given-up",
    ...counts,
    bytes_read: bytesRead,
    bytes_written: bytesWritten,
    ...(trouble !== undefined && { reason: trouble }),
  };
}
