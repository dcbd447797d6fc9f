/** A report as a scan wrote it, JSON or SARIF, read back: what is not one is refused with the reason. */
import type { Report } from "../model/report.ts";
import { isRecord, type Data } from "./data.ts";
import { fromSarif } from "./read-sarif.ts";

export type ReadReport =
  { readonly report: Report } | { readonly problem: string; readonly help: string };

const HELP = "A report is what `aphoria scan --format json` or `--format sarif` writes.";

export function readReport(text: string): ReadReport {
  const fail = (problem: string) => ({ problem, help: HELP });
  if (text.trim() === "") return fail("is empty");
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return fail("is not JSON");
  }
  if (!isRecord(read)) return fail("is JSON, but no report");
  if (Array.isArray(read["runs"])) {
    const from = fromSarif(read);
    return "problem" in from ? fail(from.problem) : checked(from.report);
  }
  if (!isRecord(read["tool"]) || read["tool"]["name"] !== "aphoria") {
    return fail("is JSON, but no report of aphoria");
  }
  const version = read["schema_version"];
  if (version !== 1) {
    return fail(`is a report of schema version ${JSON.stringify(version)}; this aphoria knows 1`);
  }
  return checked(read);
}

function checked(read: Data): ReadReport {
  const broken = brokenPart(read);
  if (broken === undefined) return { report: read as unknown as Report };
  return { problem: `is a damaged report: \`${broken}\` is not as it should be`, help: HELP };
}

const NUMBERS = [
  "authority_conflicts",
  "claims",
  "markers",
  "markers_detected",
  "files_scanned",
  "pass",
  "unknown",
  "missing",
] as const;

function brokenPart(read: Data): string | undefined {
  const { summary, findings, markers, claims } = read;
  if (!isRecord(summary)) return "summary";
  const number = NUMBERS.find((name) => typeof summary[name] !== "number");
  if (number !== undefined) return `summary.${number}`;
  if (!isListOf(claims, (one) => typeof one["id"] === "string")) return "claims";
  if (!isListOf(markers, (one) => holds(one, MARKER))) return "markers";
  return isListOf(findings, (one) => holds(one, FINDING)) ? undefined : "findings";
}

/** What a field holds; with `?` it may be null, or not there. */
type Kind = "string" | "string?" | "number" | "number?" | "boolean" | "record?" | "list";

const FINDING: Readonly<Record<string, Kind>> = {
  claim_id: "string",
  verdict: "string",
  fingerprint: "string",
  message: "string",
  subject: "string",
  predicate: "string",
  invariant: "string?",
  reason: "string?",
  category: "string?",
  extractor_id: "string?",
  symbol: "string?",
  snippet: "string?",
  path: "string?",
  line: "number?",
  suppressed: "record?",
  baseline: "record?",
  evidence: "list",
};

const MARKER: Readonly<Record<string, Kind>> = {
  path: "string",
  line: "number",
  invariant: "string",
  category: "string?",
  consequence: "string?",
  claim_id: "string?",
  verdict: "string?",
  why_not: "string?",
  detected: "boolean",
};

function holds(one: Data, kinds: Readonly<Record<string, Kind>>): boolean {
  return Object.entries(kinds).every(([name, kind]) => fits(one[name], kind));
}

function fits(value: unknown, kind: Kind): boolean {
  if (kind === "list") return isListOf(value, ({ extractor_id: id }) => fits(id, "string?"));
  if (!kind.endsWith("?")) return typeof value === kind;
  if (value === null || value === undefined) return true;
  return kind === "record?" ? isRecord(value) : typeof value === kind.slice(0, -1);
}

function isListOf(value: unknown, test: (one: Data) => boolean): boolean {
  return Array.isArray(value) && value.every((one: unknown) => isRecord(one) && test(one));
}
