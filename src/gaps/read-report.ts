/** A report as it was written by `scan --format json`, read back: what is not one is refused with the reason. */
import type { Report } from "../model/report.ts";

export type ReadReport =
  { readonly report: Report } | { readonly problem: string; readonly help: string };

const HELP = "A report is what `aphoria scan --format json` writes.";

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
  if (Array.isArray(read["runs"])) return fail("is a SARIF report");
  if (!isRecord(read["tool"]) || read["tool"]["name"] !== "aphoria") {
    return fail("is JSON, but no report of aphoria");
  }
  const version = read["schema_version"];
  if (version !== 1) {
    return fail(`is a report of schema version ${JSON.stringify(version)}; this aphoria knows 1`);
  }
  const broken = brokenPart(read);
  if (broken !== undefined)
    return fail(`is a damaged report: \`${broken}\` is not as it should be`);
  return { report: read as unknown as Report };
}

const TEXTS = ["claim_id", "verdict", "fingerprint", "message", "subject", "predicate"] as const;
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

function brokenPart(read: Readonly<Record<string, unknown>>): string | undefined {
  const { summary, findings, markers, claims } = read;
  if (!isRecord(summary)) return "summary";
  const number = NUMBERS.find((name) => typeof summary[name] !== "number");
  if (number !== undefined) return `summary.${number}`;
  if (!isListOf(claims, (one) => typeof one["id"] === "string")) return "claims";
  if (!isListOf(markers, isMarker)) return "markers";
  return isListOf(findings, isFinding) ? undefined : "findings";
}

function isFinding(one: Readonly<Record<string, unknown>>): boolean {
  return (
    TEXTS.every((name) => typeof one[name] === "string") &&
    (one["path"] === null || typeof one["path"] === "string") &&
    (one["line"] === null || typeof one["line"] === "number") &&
    isListOf(one["evidence"], () => true)
  );
}

function isMarker(one: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof one["path"] === "string" &&
    typeof one["line"] === "number" &&
    typeof one["invariant"] === "string" &&
    typeof one["detected"] === "boolean"
  );
}

function isListOf(
  value: unknown,
  fits: (one: Readonly<Record<string, unknown>>) => boolean,
): boolean {
  return Array.isArray(value) && value.every((one: unknown) => isRecord(one) && fits(one));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
