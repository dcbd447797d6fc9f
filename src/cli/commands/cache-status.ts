/** `aphoria cache status`: what the cache holds, and how it did where that was recorded. */
import { WARNING } from "../../cache/prune.ts";
import {
  historyOf,
  readEvents,
  type History,
  type SharedRates,
  type Times,
} from "../../cache/telemetry.ts";
import { percent } from "../../gaps/percent.ts";
import { readEventFile } from "../../io/events.ts";
import { sizeText } from "../../memory/settle.ts";
import { STORE_FLAG } from "../cache-flags.ts";
import type { Command, Context, Typed } from "../command.ts";
import { OPEN_CACHE_FLAGS, openCache } from "../open-cache.ts";
import { isOn } from "../options.ts";
import { toJson } from "../project-inputs.ts";
import { storeState, storeText } from "../store-state.ts";
import { count } from "../../report/wording.ts";

export default {
  summary: "Show what the cache holds, and how it did in the runs that were recorded.",
  flags: [...OPEN_CACHE_FLAGS, STORE_FLAG],
  examples: [
    { line: "aphoria cache status", says: "size, age, and hit rate over runs" },
    {
      line: "aphoria cache status --store redis://localhost:6379",
      says: "and whether the store that a team shares answers",
    },
    {
      line: "aphoria scan --telemetry && aphoria cache status",
      says: "record a run, so that there is a rate to show",
    },
  ],
  notes: "Exit codes: 0 shown.",
  run,
} satisfies Command;

const WIDTH = 20;
const MOST_BARS = 10;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { store, place, shown } = openCache(typed, host);
  const entries = store.entries();
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  const whole = entries.filter(({ kind }) => kind === "runs").length;
  const ages = entries.map(({ used }) => Math.max(0, host.now() - used));
  const history = historyOf(readEvents(readEventFile(host, place.telemetry)));
  const shared = await storeState(typed, host);
  const oldest = ages.length === 0 ? undefined : Math.max(...ages);
  if (isOn(typed, "json")) {
    host.stdout.write(
      toJson({
        folder: shown,
        bytes,
        limit_bytes: place.limit,
        entries: { runs: whole, trees: entries.length - whole },
        oldest_use_hours: oldest === undefined ? null : hours(oldest),
        ...(shared !== undefined && { store: shared }),
        history,
      }),
    );
    return;
  }
  const lines = [
    `folder   ${shown}`,
    `size     ${bar(bytes / place.limit)} ${sizeText(bytes)} of ${sizeText(place.limit)}${bytes > place.limit * WARNING ? ", nearly full" : ""}`,
    `entries  ${count(whole, "run", "runs")}, ${count(entries.length - whole, "tree", "trees")}`,
    ...(oldest === undefined ? [] : [`age      the oldest was used ${hours(oldest)} h ago`]),
    ...(shared === undefined ? [] : [`store    ${storeText(shared)}`]),
    ...historyLines(history),
  ];
  host.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

function historyLines(history: History): readonly string[] {
  const { all, recent, damaged, evicted, silent, observed, slowest, shared } = history;
  if (all.runs === 0) return ["", "No run was recorded: `aphoria scan --telemetry` records one."];
  const most = Object.entries(observed).toSorted(([, a], [, b]) => b - a);
  return [
    "",
    `hits     ${bar(all.rate ?? 0)} ${percent(all.rate)} of ${all.hits + all.misses} in ${count(all.runs, "run", "runs")}; ${damaged} damaged, ${evicted} evicted`,
    ...(shared.runs === 0 ? [] : [sharedLine(shared)]),
    ...recent.map(
      ({ at, ms, run: how, rate }) =>
        `  ${at.slice(0, 16).replace("T", " ")}  ${bar(rate ?? 0)} ${percent(rate).padStart(7)}  ${ms} ms, ${how}`,
    ),
    ...bars("observed most", most, String),
    ...bars("slowest extractors, a run that looks", slowest.extractors, milliseconds),
    ...bars("slowest shapes to recognise, a run that looks", slowest.shapes, milliseconds),
    "",
    `${count(silent.length, "extractor", "extractors")} observed nothing in any of them${silent.length === 0 ? "" : `: ${silent.slice(0, MOST_BARS).join(", ")}${silent.length > MOST_BARS ? " …" : ""}`}`,
  ];
}

function bars(title: string, rows: Times, text: (amount: number) => string): readonly string[] {
  const shown = rows.slice(0, MOST_BARS);
  if (shown.length === 0) return [];
  const [[, largest] = ["", 1]] = shown;
  const width = Math.max(...shown.map(([, amount]) => text(amount).length));
  const lines = shown.map(
    ([name, amount]) =>
      `  ${bar(largest === 0 ? 0 : amount / largest)} ${text(amount).padStart(width)} ${name}`,
  );
  return ["", title, ...lines];
}

function milliseconds(amount: number): string {
  return `${amount.toFixed(1)} ms`;
}

function sharedLine({
  runs,
  hits,
  misses,
  rate,
  given_up,
  bytes_read,
  bytes_written,
}: SharedRates): string {
  const traffic = `${sizeText(bytes_read)} read, ${sizeText(bytes_written)} written`;
  return `shared   ${bar(rate ?? 0)} ${percent(rate)} of ${hits + misses} in ${count(runs, "run", "runs")}; ${traffic}, given up ${given_up} times`;
}

function bar(share: number): string {
  const full = Math.max(0, Math.min(WIDTH, Math.round(share * WIDTH)));
  return "█".repeat(full) + "░".repeat(WIDTH - full);
}

function hours(ms: number): number {
  return Math.round(ms / 3_600_000);
}
