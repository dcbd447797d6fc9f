/**
 * A run that machines share. It is named by all that decides what is seen and by what every listed file holds, so any
 * number of branches stand beside each other; and it holds nothing of how files look on the machine that made it, so
 * whoever takes it follows its trail by reading.
 */
import { decodeRun, encodeRun, type Run } from "../cache/run.ts";
import { hashOf } from "../cache/seal.ts";
import { UNREAD, type Step } from "../cache/trail.ts";
import { isPathInside, isRun } from "./seen-shape.ts";
import type { SharedStore } from "./shared-store.ts";
import { turn } from "../look/turn.ts";

export interface SharedRuns {
  /** A run over files that hold what they hold here; whether its trail holds is for the caller to find out. */
  fetch(): Promise<Run | undefined>;
  /** What was fetched is of no use, or is not what belongs there. */
  refuse(isPoisoned: boolean): void;
  offer(run: Run): void;
}

/** Files that are hashed between two turns of the event loop, so that the connection is made meanwhile. */
const HASHED_PER_TURN = 64;

/** `config` stands for all that decides what is seen but the files; `hashNow` says what a listed file holds. */
export function openSharedRuns(
  shared: SharedStore,
  config: string,
  listed: readonly string[],
  hashNow: (path: string) => string,
): SharedRuns {
  let fetched = "";
  return {
    async fetch() {
      shared.begin();
      for (const [index, path] of listed.entries()) {
        hashNow(path);
        if (index % HASHED_PER_TURN === 0) await turn();
      }
      const key = keyOf(config, listed, hashNow);
      const bytes = key === undefined ? undefined : await shared.fetchRun(key);
      if (key === undefined || bytes === undefined) return undefined;
      fetched = key;
      const run = decodeSharedRun(bytes);
      if (run === undefined) shared.refuse("runs", key, true);
      return run;
    },
    refuse: (isPoisoned) => void shared.refuse("runs", fetched, isPoisoned),
    offer(run) {
      const hashes = new Map(run.steps().map(({ path, hash }) => [path, hash]));
      const key = keyOf(config, listed, (path) => hashes.get(path));
      const bytes = key === undefined ? undefined : encodeSharedRun(run);
      if (key !== undefined && bytes !== undefined) shared.put("runs", key, bytes);
    },
  };
}

/** Undefined where a file cannot be read, or was not: that proves nothing. */
function keyOf(
  config: string,
  listed: readonly string[],
  hashOfFile: (path: string) => string | undefined,
): string | undefined {
  const lines: string[] = [];
  for (const path of listed) {
    const hash = hashOfFile(path);
    if (hash === undefined || hash === UNREAD) return undefined;
    lines.push(`${path}\0${hash}\n`);
  }
  return hashOf(`run ${config}\n${lines.join("")}`);
}

/** Undefined for a run that depends on what lies outside of the project. */
function encodeSharedRun(run: Run): Buffer | undefined {
  const steps = run.steps();
  if (!isPortable(run, steps)) return undefined;
  const { digest: _, ...rest } = run;
  return encodeRun({
    ...rest,
    began: 0,
    steps: () => steps.map((step) => ({ ...step, look: undefined })),
  });
}

/** Undefined for what is no such run. */
function decodeSharedRun(bytes: Buffer): Run | undefined {
  try {
    const run = decodeRun(bytes);
    if (!isRun(run)) return undefined;
    const steps = run.steps();
    return isPortable(run, steps) ? { ...run, digest: undefined, steps: () => steps } : undefined;
  } catch {
    return undefined;
  }
}

function isPortable({ further }: Run, steps: readonly Step[]): boolean {
  return further.every(isPathInside) && steps.every(({ path }) => isPathInside(path));
}
