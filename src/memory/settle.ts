/** The end of a run with a cache: keeps it within its bounds, and says what went wrong with it. */
import { prune, WARNING, type Pruned } from "../cache/prune.ts";
import type { SharedFacts } from "../cache/shared-facts.ts";
import type { Store } from "../cache/store.ts";
import { eventsOf, slowestOf, type RunFacts, type Times } from "../cache/telemetry.ts";
import { appendEvents } from "../io/events.ts";
import type { CachePlace } from "../io/cache-place.ts";
import { errorCode, errorReason, type Host } from "../io/host.ts";
import { withLock } from "../io/lock.ts";
import { diagnostic } from "../load/codes.ts";
import type { TelemetryMode } from "../model/config.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Seen } from "../look/look.ts";

/** How a run stood to the one that was remembered. */
export type Verdict =
  /** Nothing was remembered. */
  | "none"
  | "unchanged"
  /** The same files were looked at elsewhere, and what was seen came from the shared store. */
  | "shared"
  /** Some files look different and hold the same. */
  | "touched"
  /** Some files hold something else, which bears on nothing. */
  | "irrelevant"
  | "changed"
  | "other files";

export interface Settled {
  readonly diagnostics: readonly Diagnostic[];
}

export interface Ending {
  readonly store: Store;
  readonly shared: SharedFacts | undefined;
  readonly place: CachePlace;
  readonly host: Host;
  readonly started: number;
  readonly run: {
    readonly verdict: Verdict;
    readonly key: string;
    /** Trees that were not made because the whole run was remembered. */
    readonly served: readonly string[];
  };
  /** What was remembered is not what was seen. */
  readonly isWrong: boolean;
  /** Files whose kept tree is not the one that was made. */
  readonly wrong: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly mode: TelemetryMode;
  readonly extractors: readonly Extractor[];
  readonly seen: Seen;
  /** Where the time went up to now. */
  readonly times: Times;
}

/** Who prunes at the same time does the same, so nobody waits long for it. */
const PATIENCE = 500;

export async function settle(ending: Ending): Promise<Settled> {
  const pruned = await pruneAlone(ending);
  const found = [...ending.diagnostics, ...problems(ending, pruned)];
  const noted = await record(ending, pruned);
  return { diagnostics: [...found, ...noted] };
}

type Alone = Pruned | "busy" | undefined;

/** One at a time; a store that nothing was added to needs none. */
async function pruneAlone({ store, place, host }: Ending): Promise<Alone> {
  if (store.state.written === 0) return undefined;
  try {
    const work = (): Pruned => prune(store, host, place.limit);
    const done = await withLock(host, `${store.folder}/prune`, work, PATIENCE);
    return done.kind === "done" ? done.value : "busy";
  } catch (error) {
    store.state.unusable ??= errorCode(error);
    return undefined;
  }
}

async function record(ending: Ending, pruned: Alone): Promise<readonly Diagnostic[]> {
  if (ending.mode === "off") return [];
  const events = eventsOf(factsOf(ending, pruned), ending.mode);
  const reason = await appendEvents(ending.host, ending.place.telemetry, events);
  if (reason === undefined) return [];
  return [diagnostic("cache-unusable", { message: `nothing was recorded of the run: ${reason}` })];
}

function factsOf(
  { store, shared, place, host, started, run, extractors, seen, times }: Ending,
  pruned: Alone,
): RunFacts {
  const { hits, misses, damaged } = store.state;
  const own = `runs/${run.key}`;
  const isServed = run.served.length > 0;
  const observed: Record<string, number> = {};
  for (const { extractor_id: id } of seen.files.flatMap((file) => file.observations)) {
    observed[id] = (observed[id] ?? 0) + 1;
  }
  const bounds = typeof pruned === "object" ? pruned : undefined;
  return {
    at: new Date(started).toISOString(),
    ms: Math.round(host.now() - started),
    run: run.verdict,
    key: run.key,
    // A run that was remembered and does not hold was of no use.
    hits: isServed
      ? [own, ...run.served.map((key) => `trees/${key}`)]
      : hits.filter((key) => key !== own),
    misses: isServed || misses.includes(own) ? misses : [own, ...misses],
    damaged,
    evicted: bounds === undefined ? 0 : bounds.evicted + bounds.expired,
    size: bounds?.size,
    limit: place.limit,
    isBusy: pruned === "busy",
    isNearlyFull: (bounds?.size ?? 0) > place.limit * WARNING,
    observed,
    silent: extractors.map(({ id }) => id).filter((id) => observed[id] === undefined),
    slowest: slowestOf(times),
    shared,
  };
}

function problems(ending: Ending, pruned: Alone): readonly Diagnostic[] {
  const { store, place, isWrong, wrong } = ending;
  const { damaged, unusable } = store.state;
  const found: Diagnostic[] = [];
  if (damaged.length > 0) {
    const what = damaged.length === 1 ? "an entry" : `${damaged.length} entries`;
    const message = `${what} of the cache could not be read; what it held was looked at again`;
    found.push(diagnostic("cache-damaged", { message }));
  }
  found.push(...sharedProblems(ending.shared));
  if (unusable !== undefined) {
    const reason = errorReason(Object.assign(new Error(unusable), { code: unusable }));
    const message = `the cache cannot be used: ${reason}; the scan went on without it`;
    found.push(diagnostic("cache-unusable", { message }));
  }
  if (isWrong || wrong.length > 0) {
    const trees = wrong.length === 0 ? "" : ` (trees of ${wrong.slice(0, 3).join(", ")})`;
    const message = `the cache held something else than what was seen now${trees}; it was replaced`;
    found.push(diagnostic("cache-wrong", { message }));
  }
  if (pruned === "busy") {
    const message = "another process was pruning the cache; this one did not";
    found.push(diagnostic("cache-busy", { message }));
  }
  if (typeof pruned === "object" && pruned.size > place.limit * WARNING) {
    const message = `the cache takes ${sizeText(pruned.size)} of the ${sizeText(place.limit)} that it may take`;
    found.push(diagnostic("cache-nearly-full", { message }));
  }
  return found;
}

function sharedProblems(shared: SharedFacts | undefined): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (shared?.trouble !== undefined) {
    const message = `the shared store could not be used: ${shared.trouble}; the scan went on without it`;
    found.push(diagnostic("store-unusable", { message }));
  }
  if (shared !== undefined && shared.poisoned > 0) {
    const what = shared.poisoned === 1 ? "an entry" : `${shared.poisoned} entries`;
    const message = `${what} of the shared store held something else than what belongs there; it was looked at again`;
    found.push(diagnostic("store-poisoned", { message }));
  }
  return found;
}

export function sizeText(bytes: number): string {
  const mebibyte = 2 ** 20;
  return bytes < mebibyte
    ? `${Math.ceil(bytes / 1024)} KiB`
    : `${Math.round(bytes / mebibyte)} MiB`;
}
