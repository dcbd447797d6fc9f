/**
 * What is recorded of runs, where people asked for it: lines of JSON in the project, never sent anywhere. One line sums up a
 * run; `full` adds one for each key.
 */

import { groupBy } from "../model/group-by.ts";
import { sharedResult, type SharedFacts } from "./shared-facts.ts";

export interface CacheEvent {
  readonly cmd: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
  readonly timing_ms: number;
  readonly cache_type: "files" | "redis";
  /** ISO 8601. */
  readonly at: string;
}

export type Mode = "off" | "aggregate" | "full";

/** What happened to the cache in one run. */
export interface RunFacts {
  readonly at: string;
  readonly ms: number;
  /** How the run stood to the one that was remembered. */
  readonly run: string;
  readonly key: string;
  readonly hits: readonly string[];
  readonly misses: readonly string[];
  readonly damaged: readonly string[];
  readonly evicted: number;
  readonly size?: number | undefined;
  readonly limit: number;
  /** The place could not be had in time. */
  readonly isBusy: boolean;
  readonly isNearlyFull: boolean;
  /** Observations by extractor. */
  readonly observed: Readonly<Record<string, number>>;
  readonly silent: readonly string[];
  /** Where the time of looking went; absent where nothing was looked at. */
  readonly slowest?: Slowest | undefined;
  /** Absent where there is no shared store, or nothing was asked of it. */
  readonly shared?: SharedFacts | undefined;
}

/** Milliseconds, the longest first. */
export interface Slowest {
  /** What an extractor asks for besides the shapes that it shares with others. */
  readonly extractors: Times;
  readonly shapes: Times;
}

export type Times = readonly (readonly [name: string, ms: number])[];

/** A line of the record holds this many of each: the others are as good as nothing. */
const SLOWEST = 20;

/** From the names and times of a stopwatch that looking was timed with. */
export function slowestOf(times: Times): Slowest | undefined {
  const of = (prefix: string): Times =>
    times
      .flatMap(([name, ms]) =>
        name.startsWith(prefix)
          ? [[name.slice(prefix.length), Math.round(ms * 10) / 10] as const]
          : [],
      )
      .slice(0, SLOWEST);
  const found = { extractors: of("extractor "), shapes: of("shape ") };
  return found.extractors.length + found.shapes.length === 0 ? undefined : found;
}

export function eventsOf(facts: RunFacts, mode: Mode): readonly CacheEvent[] {
  if (mode === "off") return [];
  const event = (
    cmd: string,
    args: CacheEvent["args"],
    result: CacheEvent["result"],
    timing_ms = 0,
    cache_type: CacheEvent["cache_type"] = "files",
  ): CacheEvent => ({ cmd, args, result, timing_ms, cache_type, at: facts.at });
  const each = (cmd: string, status: string, keys: readonly string[]): readonly CacheEvent[] => {
    if (keys.length === 0) return [];
    return mode === "full"
      ? keys.map((key) => event(cmd, { cache_key: key }, { status }))
      : [event(cmd, { cache_key: facts.key }, { status, count: keys.length })];
  };
  return [
    ...each("ast.cache.hit", "hit", facts.hits),
    ...each("ast.cache.miss", "miss", facts.misses),
    ...each("ast.cache.corruption_detected", "damaged", facts.damaged),
    ...(facts.isBusy ? [event("ast.cache.lock_timeout", {}, { status: "in-memory" })] : []),
    ...(facts.evicted > 0
      ? [event("ast.cache.evicted", {}, { status: "evicted", count: facts.evicted })]
      : []),
    ...(facts.isNearlyFull
      ? [
          event(
            "ast.cache.size_warning",
            {},
            { status: "warning", bytes: facts.size, limit_bytes: facts.limit },
          ),
        ]
      : []),
    ...(facts.shared === undefined
      ? []
      : [event("ast.cache.shared", {}, sharedResult(facts.shared), 0, "redis")]),
    event(
      "ast.cache.run",
      { cache_key: facts.key },
      {
        status: facts.run,
        hits: facts.hits.length,
        misses: facts.misses.length,
        bytes: facts.size,
        observed: facts.observed,
        silent: facts.silent,
        ...(facts.slowest && { slowest: facts.slowest }),
      },
      facts.ms,
    ),
  ];
}

/** Lines that are no events are passed over: somebody else may write there too. */
export function readEvents(text: string): readonly CacheEvent[] {
  return text.split("\n").flatMap((line) => {
    try {
      const event = JSON.parse(line) as Partial<CacheEvent> | null;
      const isOurs =
        typeof event?.cmd === "string" &&
        typeof event.at === "string" &&
        typeof event.result === "object";
      return isOurs ? [event as CacheEvent] : [];
    } catch {
      return [];
    }
  });
}

export interface Rates {
  readonly runs: number;
  readonly hits: number;
  readonly misses: number;
  /** 0 to 1; null where nothing was asked. */
  readonly rate: number | null;
}

/** Of the store that a team shares, in the runs that asked it. */
export interface SharedRates extends Rates {
  readonly given_up: number;
  readonly bytes_read: number;
  readonly bytes_written: number;
}

export interface History {
  readonly all: Rates;
  readonly shared: SharedRates;
  /** The newest last. */
  readonly recent: readonly {
    readonly at: string;
    readonly ms: number;
    readonly run: string;
    readonly rate: number | null;
  }[];
  readonly damaged: number;
  readonly evicted: number;
  /** Extractors that observed nothing in any recorded run. */
  readonly silent: readonly string[];
  readonly observed: Readonly<Record<string, number>>;
  /** Milliseconds a run, over the recorded runs that looked. */
  readonly slowest: Slowest;
}

const RECENT = 20;

export function historyOf(events: readonly CacheEvent[]): History {
  const runs = events.filter(({ cmd }) => cmd === "ast.cache.run").map(summaryOf);
  const total = runs.reduce(
    (sum, { hits, misses }) => ({ hits: sum.hits + hits, misses: sum.misses + misses }),
    {
      hits: 0,
      misses: 0,
    },
  );
  const observed: Record<string, number> = {};
  for (const run of runs) {
    for (const [id, times] of Object.entries(run.observed))
      observed[id] = (observed[id] ?? 0) + times;
  }
  const silent = new Set(runs.flatMap((run) => run.silent));
  return {
    all: { runs: runs.length, ...total, rate: rateOf(total.hits, total.misses) },
    shared: sharedRates(events.filter(({ cmd }) => cmd === "ast.cache.shared")),
    recent: runs
      .slice(-RECENT)
      .map(({ at, ms, run, hits, misses }) => ({ at, ms, run, rate: rateOf(hits, misses) })),
    damaged: count(events, "ast.cache.corruption_detected"),
    evicted: count(events, "ast.cache.evicted"),
    silent: [...silent].filter((id) => observed[id] === undefined).sort(),
    observed,
    slowest: {
      extractors: meanOf(runs.flatMap((run) => run.slowest?.extractors ?? [])),
      shapes: meanOf(runs.flatMap((run) => run.slowest?.shapes ?? [])),
    },
  };
}

function meanOf(times: Times): Times {
  const all = groupBy(times, ([name]) => name);
  return [...all]
    .map(([name, found]) => {
      const mean = found.reduce((sum, [, ms]) => sum + ms, 0) / found.length;
      return [name, Math.round(mean * 10) / 10] as const;
    })
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SLOWEST);
}

function sharedRates(events: readonly CacheEvent[]): SharedRates {
  const total = (name: string): number =>
    events.reduce((sum, { result }) => sum + numberOf(result[name]), 0);
  const [hits, misses] = [total("hits"), total("misses")];
  return {
    runs: events.length,
    hits,
    misses,
    rate: rateOf(hits, misses),
    given_up: events.filter(({ result }) => result["status"] === "given-up").length,
    bytes_read: total("bytes_read"),
    bytes_written: total("bytes_written"),
  };
}

function summaryOf({ at, timing_ms, result }: CacheEvent) {
  const { status, hits, misses, observed, silent, slowest } = result as Record<string, unknown>;
  return {
    at,
    ms: timing_ms,
    run: String(status),
    hits: numberOf(hits),
    misses: numberOf(misses),
    observed: countsOf(observed),
    silent: Array.isArray(silent) ? silent.filter((id) => typeof id === "string") : [],
    slowest: readSlowest(slowest),
  };
}

function readSlowest(value: unknown): Slowest | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { extractors, shapes } = value as Record<string, unknown>;
  return { extractors: readTimes(extractors), shapes: readTimes(shapes) };
}

function readTimes(value: unknown): Times {
  const isTime = (one: unknown): one is readonly [string, number] =>
    Array.isArray(one) && typeof one[0] === "string" && numberOf(one[1]) === one[1];
  return Array.isArray(value) ? value.filter(isTime) : [];
}

function countsOf(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([id, times]) => [id, numberOf(times)]));
}

function count(events: readonly CacheEvent[], cmd: string): number {
  return events
    .filter((event) => event.cmd === cmd)
    .reduce((sum, { result }) => sum + numberOf(result["count"] ?? 1), 0);
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function rateOf(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses);
}
