/** The scan that the baseline commands look at: the whole project, as the gate in CI would scan it. */
import type { Host } from "../io/host.ts";
import type { FailOn } from "../model/config.ts";
import { FAIL_ON } from "../model/config.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import type { ReportFinding } from "../model/report.ts";
import type { BaselineEntry } from "../model/baseline.ts";
import { dayOf, hasEnded, isDay } from "../model/day.ts";
import { runsInCi } from "./ci.ts";
import type { Context, Flag, Typed } from "./command.ts";
import { valueOf, wordOf } from "./options.ts";
import type { ScanOutcome } from "./pipeline.ts";
import { startProgress } from "./progress.ts";
import { SCAN_FLAGS, speakDiagnostics } from "./project-inputs.ts";
import { planScan } from "./scan-plan.ts";
import { UsageError } from "./usage.ts";

export const BASELINE_FLAG: Flag = {
  name: "baseline",
  takes: "FILE",
  help: "instead of .aphoria/baseline.json",
};

/** All of what decides which findings there are: give these as the gate gives them. */
export const BASELINE_FLAGS: readonly Flag[] = [
  BASELINE_FLAG,
  {
    name: "fail-on",
    takes: "VERDICT",
    values: FAIL_ON,
    help: "conflict or unknown: what is taken over (default: as the configuration fails)",
  },
  {
    name: "min-confidence",
    takes: "LEVEL",
    values: CONFIDENCES,
    help: "high, medium or low findings and better (default: medium)",
  },
  { name: "include-tests", help: "scan test code too" },
  ...SCAN_FLAGS,
];

export const TAKEN_FLAGS: readonly Flag[] = [
  { name: "reason", takes: "TEXT", help: "why they are taken over; every new entry carries it" },
  { name: "expires", takes: "DATE", help: "the last day, 2027-03-31, on which they are excused" },
];

export interface BaselineScan {
  readonly outcome: ScanOutcome;
  readonly file: NonNullable<ScanOutcome["baseline"]>;
  /** Findings that the gate would fail on, but for the baseline; those in it have theirs. */
  readonly findings: readonly ReportFinding[];
}

/** Throws where the scan is broken: what it did not see would be taken out or left out of the baseline. */
export async function scanForBaseline(
  typed: Typed,
  { host, pipeline }: Context,
  isNamedFileNew = false,
): Promise<BaselineScan> {
  const flags = Object.fromEntries(
    Object.entries(typed.flags).filter(([name]) => !OWN_FLAGS.has(name)),
  );
  const named = valueOf(typed, "baseline");
  const { options } = planScan({ words: [], flags }, host.cwd);
  const stages = await pipeline();
  const progress = startProgress(host, false);
  const outcome = await stages
    .scan(
      { ...options, ...(named !== undefined && !isNamedFileNew && { baseline: named }) },
      host,
      progress.report,
    )
    .finally(() => progress.stop());
  const errors = outcome.report.diagnostics.filter(({ severity }) => severity === "error");
  const file = outcome.baseline;
  if (errors.length > 0 || file === undefined) {
    speakDiagnostics(errors, host);
    throw new UsageError("the scan is not complete, so the baseline was left as it is");
  }
  const failOn = wordOf(typed, "fail-on", FAIL_ON) ?? outcome.failOn;
  return { outcome, file, findings: outcome.report.findings.filter((one) => gates(one, failOn)) };
}

const OWN_FLAGS: ReadonlySet<string> = new Set([
  "reason",
  "expires",
  "json",
  "baseline",
  "fail-on",
]);

function gates({ verdict, suppressed }: ReportFinding, failOn: FailOn): boolean {
  if (suppressed !== null) return false;
  return verdict === "CONFLICT" || (verdict === "UNKNOWN" && failOn === "unknown");
}

/** Whether an entry is to stay: something is still found there, and its day has not passed. */
export function stillHolds(
  { stale }: Pick<BaselineScan["file"], "stale">,
  host: Host,
): (entry: BaselineEntry) => boolean {
  const gone = new Set(stale.map(({ fingerprint }) => fingerprint));
  const today = dayOf(host.now());
  return (entry) => !gone.has(entry.fingerprint) && !hasEnded(entry, today);
}

/** Throws in CI. `what`: created, updated. */
export function refuseInCi({ env }: Host, what: string, hint: string): void {
  if (!runsInCi(env)) return;
  throw new UsageError(
    `a baseline is not ${what} in CI: it would excuse whatever this run finds`,
    hint,
  );
}

/** What each new entry carries; a reason is a must, as whoever finds the entry in a year will ask for it. */
export function takenOver(
  typed: Typed,
  host: Host,
): { readonly reason: string; readonly created: string; readonly expires: string | null } {
  const reason = valueOf(typed, "reason")?.trim();
  if (reason === undefined || reason === "") {
    throw new UsageError(
      "a baseline needs a reason",
      '--reason "found when aphoria came in; ticket 123", for example.',
    );
  }
  const expires = valueOf(typed, "expires") ?? null;
  if (expires !== null && !isDay(expires)) {
    throw new UsageError(`\`--expires ${expires}\` is not a day such as 2027-03-31`);
  }
  const created = dayOf(host.now());
  if (hasEnded({ expires }, created)) {
    throw new UsageError(`\`--expires ${expires ?? ""}\` has passed`);
  }
  return { reason, created, expires };
}
