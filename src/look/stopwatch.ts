/** Where the time of a run goes. What is timed inside something else is not counted there too. */

export interface Stopwatch {
  /** Does the work and counts its time under the name. */
  time<T>(name: string, work: () => T): T;
  /** As `time`, for work that waits. */
  wait<T>(name: string, work: Promise<T>): Promise<T>;
  /** Milliseconds by name, the longest first. */
  times(): readonly (readonly [string, number])[];
}

/** `clock` gives milliseconds with fractions, from any beginning. */
export function startStopwatch(clock: () => number): Stopwatch {
  const total = new Map<string, number>();
  let inner = 0;
  const add = (name: string, ms: number): void => {
    total.set(name, (total.get(name) ?? 0) + ms);
  };
  return {
    time(name, work) {
      const before = inner;
      const start = clock();
      inner = 0;
      try {
        return work();
      } finally {
        const all = clock() - start;
        add(name, all - inner);
        inner = before + all;
      }
    },
    async wait(name, work) {
      const [start, counted] = [clock(), sum(total)];
      try {
        return await work;
      } finally {
        // What was counted meanwhile was counted under another name.
        add(name, Math.max(0, clock() - start - (sum(total) - counted)));
      }
    },
    times: () => [...total].toSorted(([, a], [, b]) => b - a),
  };
}

function sum(total: ReadonlyMap<string, number>): number {
  return [...total.values()].reduce((all, ms) => all + ms, 0);
}
