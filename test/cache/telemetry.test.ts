import { describe, expect, test } from "vitest";
import {
  eventsOf,
  historyOf,
  readEvents,
  slowestOf,
  type RunFacts,
} from "../../src/cache/telemetry.ts";

const FACTS: RunFacts = {
  at: "2026-11-20T18:00:00.000Z",
  ms: 120,
  run: "none",
  key: "k",
  hits: ["trees/a"],
  misses: ["runs/k", "trees/b", "trees/c"],
  damaged: [],
  evicted: 0,
  limit: 100,
  isBusy: false,
  isNearlyFull: false,
  observed: { ttl: 2 },
  silent: ["tls", "pool"],
};

/** As it comes back from the file. */
function historyAfter(...runs: readonly Partial<RunFacts>[]) {
  const lines = runs
    .flatMap((run) => eventsOf({ ...FACTS, ...run }, "aggregate"))
    .map((event) => JSON.stringify(event));
  return historyOf(readEvents(lines.join("\n")));
}

describe("the record of runs", () => {
  test("hits and misses are summed up over runs, the newest last", () => {
    const { all, recent } = historyAfter(
      {},
      { hits: ["x", "y", "z"], misses: [], run: "unchanged" },
    );
    expect(all).toEqual({ runs: 2, hits: 4, misses: 3, rate: 4 / 7 });
    expect(recent.map(({ run, rate }) => [run, rate])).toEqual([
      ["none", 0.25],
      ["unchanged", 1],
    ]);
  });

  test("what observed something in one run is not silent", () => {
    expect(historyAfter({}, { observed: { tls: 1 }, silent: ["ttl", "pool"] }).silent).toEqual([
      "pool",
    ]);
  });

  test("the slowest are the mean of the runs that looked", () => {
    const first = slowestOf([
      ["lower", 900],
      ["extractor ttl", 10],
      ["shape store", 4.26],
      ["extractor tls", 3],
    ]);
    const second = slowestOf([["extractor ttl", 20]]);
    expect(historyAfter({ slowest: first }, {}, { slowest: second }).slowest).toEqual({
      extractors: [
        ["ttl", 15],
        ["tls", 3],
      ],
      shapes: [["store", 4.3]],
    });
  });

  test("a run that did not look has no times", () => {
    expect(slowestOf([["prepare", 3]])).toBeUndefined();
  });

  test("lines that are no events, or none of ours, are passed over", () => {
    const [event] = eventsOf(FACTS, "aggregate").slice(-1);
    const odd = { ...event, result: { status: 3, observed: [1], silent: "x", slowest: [["a"]] } };
    const lines = ["", "null", "{", '{"cmd":1}', JSON.stringify(odd), JSON.stringify(event)];
    const { all, slowest } = historyOf(readEvents(lines.join("\n")));
    expect(all.runs).toBe(2);
    expect(slowest).toEqual({ extractors: [], shapes: [] });
  });
});
