/** Which findings a team took over as they were, and which entries of its baseline are dead. */
import type { BaselineEntry } from "../model/baseline.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ReportFinding } from "../model/report.ts";
import { hasEnded } from "../model/day.ts";

export interface BaselineInputs {
  readonly entries: readonly BaselineEntry[];
  /** In messages. */
  readonly path: string;
  /** Whether this run looked at the file; a narrowed run says nothing about the others. */
  readonly isLookedAt: (path: string) => boolean;
}

export interface Based {
  readonly findings: readonly ReportFinding[];
  /** Entries that may be taken out. */
  readonly stale: readonly BaselineEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Surroundings {
  readonly baseline?: BaselineInputs;
  /** `2026-01-31`. */
  readonly today: string;
}

/** `lowPrints`: the fingerprints of places that are left out for their low confidence; asked only when it matters. */
export function applyBaseline(
  findings: readonly ReportFinding[],
  lowPrints: () => readonly string[],
  { baseline, today }: Surroundings,
): Based {
  if (baseline === undefined || baseline.entries.length === 0) {
    return { findings, stale: [], diagnostics: [] };
  }
  const byPrint = new Map(baseline.entries.map((entry) => [entry.fingerprint, entry]));
  const used = new Set<string>();
  const based = findings.map((finding) => {
    const entry = isExcusable(finding) ? byPrint.get(finding.fingerprint) : undefined;
    if (entry === undefined) return finding;
    used.add(entry.fingerprint);
    if (hasEnded(entry, today)) return finding;
    const { reason, created, expires } = entry;
    return { ...finding, baseline: { reason, created, expires } };
  });
  const ended = baseline.entries.filter((one) => used.has(one.fingerprint) && hasEnded(one, today));
  const open = baseline.entries.filter(({ fingerprint }) => !used.has(fingerprint));
  const stale = open.length === 0 ? [] : staleOnes(open, findings, lowPrints(), baseline);
  return {
    findings: based,
    stale,
    diagnostics: [
      ...diagnose("baseline-expired", ended, "ended", baseline),
      ...diagnose("baseline-stale", stale, "no finding any more", baseline),
    ],
  };
}

/** One for all entries of a fate: a fix may empty half of a baseline. */
function diagnose(
  code: string,
  entries: readonly BaselineEntry[],
  fate: string,
  { path }: BaselineInputs,
): readonly Diagnostic[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, SHOWN).map((one) => `\`${one.claim}\` in ${one.path}`);
  const more = entries.length > SHOWN ? `, and ${entries.length - SHOWN} more` : "";
  const have = fate === "ended" ? "" : entries.length === 1 ? "has " : "have ";
  const said = `${entries.length === 1 ? "an entry" : `${entries.length} entries`} ${have}${fate}`;
  const message = `${said}: ${shown.join(", ")}${more}`;
  return [{ code, severity: "warning", message, path, help: HELP[code] ?? "" }];
}

const SHOWN = 3;

const HELP: Readonly<Record<string, string>> = {
  "baseline-expired":
    "Fix it, or take it over again with a new date: `aphoria baseline update --expires DATE`.",
  "baseline-stale":
    "`aphoria baseline prune` takes it out; outside CI a scan of the whole project does so by itself.",
};

function isExcusable({ verdict }: ReportFinding): boolean {
  return verdict === "CONFLICT" || verdict === "UNKNOWN";
}

/** Gone, and not only unseen: its claim was held against the code here, something observes it, its file was looked at. */
function staleOnes(
  entries: readonly BaselineEntry[],
  findings: readonly ReportFinding[],
  lowPrints: readonly string[],
  { isLookedAt }: BaselineInputs,
): readonly BaselineEntry[] {
  const judged = new Set(
    findings
      .filter(({ reason }) => reason !== "no-extractor" && reason !== "out-of-scope")
      .map(({ claim_id }) => claim_id),
  );
  const low = new Set(lowPrints);
  return entries.filter(
    ({ claim, path, fingerprint }) =>
      judged.has(claim) && isLookedAt(path) && !low.has(fingerprint.replace(/-\d+$/, "")),
  );
}
