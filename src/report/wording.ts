/** Every sentence shown to people about verdicts, reasons, markers and suppressions: each stands here, once. */
import type { Operator } from "../model/claim.ts";
import type { MissingReason, Verdict } from "../model/finding.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Report, ReportFinding, ReportTrace, Summary } from "../model/report.ts";

/** What a claim demands, to stand after `it `: `must be more than 0`. */
export function demand(operator: Operator, expected: string): string {
  return DEMANDS[operator].replace("$", () => expected);
}

const DEMANDS = {
  eq: "must be $",
  ne: "must not be $",
  lt: "must be less than $",
  lte: "must be at most $",
  gt: "must be more than $",
  gte: "must be at least $",
  in: "must be one of $",
  not_in: "must be none of $",
  matches: "must match /$/",
  present: "must be given",
  absent: "must not be given",
} as const satisfies Record<Operator, string>;

/** What was found, to stand before `, must be …`. */
export function found(kind: "value" | "absent" | "unknown" | null, value: string): string {
  if (kind === "absent") return "not given";
  return kind === "value" ? `found ${value}` : "not known";
}

export const verdictMeanings = {
  CONFLICT: "The code breaks the claim.",
  UNKNOWN: "The place was found, but its value could not be resolved.",
  MISSING: "Nothing was observed.",
  PASS: "Every place that was observed holds.",
} as const satisfies Record<Verdict, string>;

export const missingReasons = {
  "no-extractor": "Nothing installed observes this subject and predicate in the files scanned.",
  "no-site": "Extractors looked, and the code has no such place.",
  "out-of-scope": "No scanned file is in the claim's scope or language.",
} as const satisfies Record<MissingReason, string>;

const WHY_NOT: Readonly<Record<string, string>> = {
  "no-claim": "no claim, or no single one, says this",
  "no-extractor": "nothing installed observes its claim",
  "no-site": "its claim was looked for, and the code has no such place",
  "out-of-scope": "no scanned file is in its claim's scope or language",
  unknown: "its claim was observed here, but the value could not be resolved",
  elsewhere: "its claim was observed, but not inside the marked item",
};

export function whyNotDetected(reason: string): string {
  return WHY_NOT[reason] ?? reason;
}

export function missingMessage(reason: string | undefined): string {
  const known = Object.entries(missingReasons).find(([word]) => word === reason);
  return known?.[1] ?? verdictMeanings.MISSING;
}

export function passMessage(places: number): string {
  return places === 1
    ? "The one place observed holds."
    : `All ${places} places that were observed hold.`;
}

export const markerHelp = "Write @aphoria:claim[category] invariant -- consequence.";

/** What is wrong with a marker. */
export const markerProblems = {
  brackets: "this marker needs a category in brackets, and at most one claim id after it",
  category:
    "this marker's category is not one of security, safety, performance, correctness, observability",
  invariant: "this marker does not say what must hold",
  word: "`@aphoria:` is followed by neither `claim[…]` nor `ignore[…]`",
  misplaced: "a marker must be the first thing on its comment line",
} as const;
export type MarkerProblem = keyof typeof markerProblems;

/** What is wrong with a suppression of `id`. */
export const suppressionProblems = {
  malformed: () =>
    "this suppression cannot be read: it needs one claim id in brackets, a reason, and a date as (until 2027-03-31) if any",
  reasonless: (id: string) => `the suppression of \`${id}\` gives no reason`,
  expired: (id: string, until: string) => `the suppression of \`${id}\` ended on ${until}`,
  unused: (id: string) => `the suppression of \`${id}\` suppresses nothing here`,
  homeless: (id: string) => `the suppression of \`${id}\` stands on nothing`,
  unknown: (id: string) => `the suppression names \`${id}\`, and no claim has this id`,
} as const;

/** `3 conflicts, 1 unknown, 8 passes` */
export function countsSentence(summary: Summary, unknowns: number): string {
  return [
    count(summary.authority_conflicts, "conflict"),
    `${unknowns} unknown`,
    count(summary.pass, "pass", "passes"),
  ].join(", ");
}

/** What else there is to count; empty when there is nothing. */
export function extrasSentence(summary: Summary): string {
  return [
    summary.suppressed > 0 && `${summary.suppressed} suppressed`,
    summary.baselined > 0 && `${summary.baselined} in the baseline`,
    summary.below_confidence > 0 && `${summary.below_confidence} of low confidence left out`,
    summary.missing > 0 && `${count(summary.missing, "claim")} without a place here`,
  ]
    .filter((part) => part !== false)
    .join(", ");
}

/** What must not be mistaken for a clean result: sentences for the last lines of every format. */
export function alarms({
  summary,
  diagnostics,
}: Pick<Report, "summary" | "diagnostics">): readonly string[] {
  const parts = diagnostics.filter(({ code }) => PARTLY_BLIND.includes(code));
  const shown = parts.slice(0, MOST_ALARMS).map(({ message }) => `Not a pass: ${message}.`);
  const more = parts.length - shown.length;
  const rest = more > 0 ? [`Not a pass: ${more} more such, among the diagnostics.`] : [];
  return [...blindness(summary), ...shown, ...rest];
}

/** The codes of what was asked for and can say nothing here. */
const PARTLY_BLIND: readonly string[] = ["extractor-inert", "extractors-none", "claim-unobserved"];
const MOST_ALARMS = 5;

function blindness(summary: Summary): readonly string[] {
  if (summary.files_scanned === 0) {
    return ["Nothing was scanned, so this says nothing about the code."];
  }
  if (summary.claims === 0) {
    return ["No claim was checked, so this says nothing about the code."];
  }
  if (summary.observations === 0) {
    return ["Nothing was observed: no claim found a place to check. This is not a pass."];
  }
  return [];
}

export function markersSentence({ markers, markers_detected }: Summary): string {
  return `${markers_detected} of ${count(markers, "marker")} detected`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `src/a.ts:3:14`; empty for what has no place. */
export function diagnosticPlace({
  path,
  line,
  column,
}: Pick<Diagnostic, "path" | "line" | "column">): string {
  return [path, line, column].filter((part) => part !== undefined).join(":");
}

/** What is wrong, and what to do about it. */
export function problemText(
  { message, help }: Pick<Diagnostic, "message" | "help">,
  between = ". ",
): string {
  return help === undefined || help === "" ? message : `${message}${between}${help}`;
}

/** What one step of a derivation says. */
export function traceText({ note, value }: Pick<ReportTrace, "note" | "value">): string {
  return [note, value].filter((part) => part !== null && part !== "").join(": ");
}

/** A baseline is a loan: the day of its oldest entry. */
export function oldestTaken(
  findings: readonly Pick<ReportFinding, "baseline">[],
): string | undefined {
  return findings.flatMap(({ baseline }) => baseline?.created ?? []).toSorted()[0];
}
