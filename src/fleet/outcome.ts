/**
 * What one repository came to, small enough for a queue's server: counts, claims by verdict, and what is open, without
 * source. It comes back from a place that others can write to, so it is read like a file.
 */
import { readJsonShape, type ReadJson } from "../load/json-shape.ts";
import { repositoryName } from "../load/fleet.ts";
import {
  anyText,
  list,
  map,
  number,
  oneOf,
  optional,
  required,
  table,
  text,
  textLike,
  type Reads,
} from "../load/shape.ts";
import { CATEGORIES, SEVERITIES } from "../model/claim.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import type { Report, ReportClaim } from "../model/report.ts";

/** Findings and diagnostics above these are counted and left out. */
const MOST_FINDINGS = 2_000;
const MOST_DIAGNOSTICS = 200;
const LONGEST = 1_000;

const count = number({ whole: true, least: 0 });

/** Counts of a report's summary that can be added up. */
export const COUNTS = [
  "files_scanned",
  "files_skipped",
  "claims",
  "observations",
  "pass",
  "conflict",
  "unknown",
  "missing",
  "authority_conflicts",
  "suppressed",
  "baselined",
  "below_confidence",
  "markers",
  "markers_detected",
  "duration_ms",
] as const;

const claimShape = table("a claim", {
  id: required(text, "Its id."),
  verdict: required(oneOf(["CONFLICT", "UNKNOWN", "PASS", "MISSING"]), "The worst."),
  conflicts: required(count, "Places."),
  unknowns: required(count, "Places."),
  passes: required(count, "Places."),
  invariant: required(anyText, "What must hold."),
  consequence: required(anyText, "What breaks otherwise."),
  category: required(oneOf(CATEGORIES), "Its category."),
  severity: required(oneOf(SEVERITIES), "Its severity."),
});

const findingShape = table("a finding", {
  claim_id: required(text, "The claim."),
  verdict: required(oneOf(["CONFLICT", "UNKNOWN"]), "What was found."),
  category: required(oneOf(CATEGORIES), "Its category."),
  severity: required(oneOf(SEVERITIES), "Its severity."),
  confidence: optional(oneOf(CONFIDENCES), "Its confidence."),
  path: required(text, "The file."),
  line: required(count, "The line, from 1."),
  column: required(count, "The column, from 1."),
  symbol: optional(anyText, "What it stands in."),
  message: required(anyText, "In words."),
  fingerprint: required(text, "What stays when lines move."),
  owners: required(list(text), "Who owns the file."),
});

const diagnosticShape = table("a diagnostic", {
  code: required(text, "Its code."),
  severity: required(oneOf(["error", "warning", "info"]), "How bad."),
  message: required(anyText, "In words."),
  path: optional(anyText, "The file."),
  line: optional(count, "The line."),
});

type Counted = (typeof COUNTS)[number];
type Counts = Readonly<Record<Counted, number>>;

const aCount = required(count, "How many.");
const summaryShape = table(
  "a summary",
  Object.fromEntries(COUNTS.map((name) => [name, aCount])) as Record<Counted, typeof aCount>,
);

const outcomeShape = table("an outcome", {
  version: required(number({ whole: true, least: 1, most: 1 }), "Of this form."),
  name: required(repositoryName, "The repository."),
  commit: optional(textLike("^[0-9a-f]{40,64}$", "a commit"), "What was scanned."),
  tool: required(text, "The version of aphoria."),
  summary: required(summaryShape, "Counts."),
  claims: required(list(claimShape), "Every claim."),
  findings: required(list(findingShape), "What is open."),
  findings_left_out: required(count, "How many more there are."),
  diagnostics: required(list(diagnosticShape), "What aphoria could not read."),
  diagnostics_left_out: required(count, "How many more there are."),
  skipped: required(map(count), "Files left out, by reason."),
  owners_file: optional(text, "Where the owners are from."),
});

export type Outcome = Reads<typeof outcomeShape>;
export type OutcomeFinding = Reads<typeof findingShape>;
export type OutcomeClaim = Reads<typeof claimShape>;

export interface Owners {
  readonly file: string;
  ownersOf(path: string): readonly string[];
}

/** `commit` where it is known; without `owners` nobody owns anything. */
export function outcomeOf(
  name: string,
  report: Report,
  commit: string | undefined,
  owners: Owners | undefined,
): Outcome {
  const open = report.findings.flatMap((one) => openFinding(one, owners));
  const { diagnostics } = report;
  return {
    version: 1,
    name,
    ...(commit !== undefined && { commit }),
    tool: report.tool.version,
    summary: Object.fromEntries(COUNTS.map((one) => [one, report.summary[one]])) as Counts,
    claims: report.claims.map(claimOf),
    findings: open.slice(0, MOST_FINDINGS),
    findings_left_out: Math.max(0, open.length - MOST_FINDINGS),
    diagnostics: diagnostics
      .slice(0, MOST_DIAGNOSTICS)
      .map(({ code, severity, message, path, line }) => ({
        code,
        severity,
        message: message.slice(0, LONGEST),
        ...(typeof path === "string" && { path: path.slice(0, LONGEST) }),
        ...(typeof line === "number" && { line }),
      })),
    diagnostics_left_out: Math.max(0, diagnostics.length - MOST_DIAGNOSTICS),
    skipped: report.skipped,
    ...(owners !== undefined && { owners_file: owners.file }),
  };
}

/** What fits in every part, and is about the repository that was asked for. */
export function readOutcome(json: unknown, name: string): ReadJson<Outcome> {
  const read = readJsonShape(outcomeShape, json);
  if ("problem" in read) return read;
  const { value } = read;
  const { findings, findings_left_out, summary, claims } = value;
  if (value.name !== name) return { problem: "it is about another repository" };
  if (new Set(claims.map(({ id }) => id)).size !== claims.length) {
    return { problem: "a claim stands there twice" };
  }
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT").length;
  const isWhole = findings_left_out > 0 || conflicts === summary.authority_conflicts;
  return isWhole ? read : { problem: "its findings and its counts differ" };
}

export type Status = "scanned" | "incomplete" | "empty";

/** Whether it says all that it should: an error means that a part is not known. */
export function statusOf({ diagnostics }: Outcome): Status {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return "scanned";
  return errors.every(({ code }) => code === "no-source-file") ? "empty" : "incomplete";
}

function openFinding(
  one: Report["findings"][number],
  owners: Owners | undefined,
): OutcomeFinding[] {
  const { claim_id, verdict, category, severity, confidence, path, line, column, symbol } = one;
  if (verdict !== "CONFLICT" && verdict !== "UNKNOWN") return [];
  if (one.suppressed !== null || one.baseline !== null || path === null) return [];
  return [
    {
      claim_id,
      verdict,
      category,
      severity,
      ...(confidence !== null && { confidence }),
      path,
      line: line ?? 1,
      column: column ?? 1,
      ...(symbol !== null && { symbol: symbol.slice(0, LONGEST) }),
      message: one.message.slice(0, LONGEST),
      fingerprint: one.fingerprint,
      owners: owners?.ownersOf(path) ?? [],
    },
  ];
}

function claimOf(claim: ReportClaim): OutcomeClaim {
  const { id, verdict, conflicts, unknowns, passes } = claim;
  const words = (field: string) => {
    const said = claim[field];
    return typeof said === "string" ? said.slice(0, LONGEST) : "";
  };
  return {
    id,
    verdict,
    conflicts,
    unknowns,
    passes,
    invariant: words("invariant"),
    consequence: words("consequence"),
    category: CATEGORIES.find((one) => one === claim["category"]) ?? "correctness",
    severity: SEVERITIES.find((one) => one === claim["severity"]) ?? "medium",
  };
}
