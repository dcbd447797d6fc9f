/** `aphoria baseline show`: what is excused, where it stands today, since when, why and how long. */
import type { BaselineEntry } from "../../model/baseline.ts";
import { BASELINE_FLAGS, scanForBaseline } from "../baseline-scan.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn } from "../options.ts";
import { JSON_FLAG, toJson } from "../project-inputs.ts";
import { table } from "../table.ts";
import { dayOf, hasEnded } from "../../model/day.ts";

export default {
  summary: "Show what the baseline excuses: where it stands today, since when, why, how long.",
  flags: [JSON_FLAG, ...BASELINE_FLAGS],
  examples: [{ line: "aphoria baseline show", says: "the oldest first" }],
  notes: `A baseline is a loan: the age says for how long. State: open (it is still found), gone (nothing is found there any more,
\`aphoria baseline prune\`), ended (its day has passed, the finding counts again), unseen (this scan cannot tell).

Exit codes: 0 shown · 2 the scan could not do its job.`,
  run,
} satisfies Command;

interface Row {
  readonly entry: BaselineEntry;
  readonly state: "open" | "gone" | "ended" | "unseen";
  readonly severity: string | null;
  readonly place: string;
  readonly days: number;
}

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const { file, outcome } = await scanForBaseline(typed, context);
  const found = new Map(outcome.report.findings.map((one) => [one.fingerprint, one]));
  const stale = new Set(file.stale.map(({ fingerprint }) => fingerprint));
  const today = dayOf(host.now());
  const rows = file.entries
    .map((entry): Row => {
      const finding = found.get(entry.fingerprint);
      const gone = stale.has(entry.fingerprint) ? "gone" : "unseen";
      return {
        entry,
        state: finding === undefined ? gone : hasEnded(entry, today) ? "ended" : "open",
        severity: finding?.severity ?? null,
        place: finding === undefined ? entry.path : `${finding.path ?? ""}:${finding.line ?? 1}`,
        days: Math.floor((host.now() - Date.parse(entry.created)) / DAY),
      };
    })
    .toSorted((a, b) => (a.entry.created < b.entry.created ? -1 : 1));
  if (isOn(typed, "json")) {
    const shown = rows.map(({ entry, ...row }) => ({ ...entry, ...row }));
    host.stdout.write(toJson({ baseline: file.shown, entries: shown }));
    return;
  }
  if (rows.length === 0) {
    const none = file.isThere ? `${file.shown} has no entries.` : `There is no ${file.shown}.`;
    host.stdout.write(`${none}\n`);
    return;
  }
  const head = ["state", "days", "until", "claim", "severity", "place", "reason"];
  const body = rows.map(({ entry, state, severity, place, days }) => [
    state,
    String(days),
    entry.expires ?? "",
    entry.claim,
    severity ?? "",
    place,
    entry.reason,
  ]);
  host.stdout.write(table([head, ...body], host.stdout));
}

/** Milliseconds. */
const DAY = 86_400_000;
