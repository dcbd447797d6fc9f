/** The JSON report, schema version 1: exactly the fields of the contract, always in the same order. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Report, ReportFinding, ReportMarker, ReportTrace, Summary } from "../model/report.ts";
import { plainJson } from "../report/plain.ts";
import type { Format } from "./format.ts";

export const json: Format = {
  id: "json",
  description: "everything, for programs; schema version 1",
  mark: '{\n  "schema_version": 1,\n  "tool": {\n    "name": "aphoria"',
  render: (report) => `${plainJson(JSON.stringify(shape(report), null, 2))}\n`,
};

function shape(report: Report): unknown {
  return {
    schema_version: report.schema_version,
    tool: pick(report.tool, ["name", "version"]),
    root: report.root,
    summary: pick(report.summary, SUMMARY),
    claims: report.claims.map(({ id, verdict, conflicts, unknowns, passes, ...own }) => ({
      id,
      verdict,
      conflicts,
      unknowns,
      passes,
      ...own,
    })),
    findings: report.findings.map((finding) => ({
      ...pick(finding, FINDING),
      derivation: finding.derivation.map((trace) => pick(trace, TRACE)),
      evidence: finding.evidence.map((trace) => pick(trace, TRACE)),
    })),
    markers: report.markers.map((marker) => pick(marker, MARKER)),
    skipped: report.skipped,
    diagnostics: report.diagnostics.map((diagnostic) => pick(diagnostic, DIAGNOSTIC)),
  };
}

/** What is absent is null, so that every object of a kind has the same fields. */
function pick<T extends object>(from: T, fields: readonly (keyof T)[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, from[field] ?? null]));
}

const SUMMARY = [
  "files_scanned",
  "files_skipped",
  "claims",
  "extractors",
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
  "detection_rate",
  "duration_ms",
] as const satisfies readonly (keyof Summary)[];

const FINDING = [
  "claim_id",
  "verdict",
  "reason",
  "category",
  "severity",
  "confidence",
  "tier",
  "subject",
  "predicate",
  "operator",
  "expected",
  "observed",
  "observed_kind",
  "invariant",
  "consequence",
  "provenance",
  "message",
  "extractor_id",
  "path",
  "line",
  "column",
  "end_line",
  "end_column",
  "symbol",
  "snippet",
  "derivation",
  "evidence",
  "fingerprint",
  "suppressed",
  "baseline",
] as const satisfies readonly (keyof ReportFinding)[];

const TRACE = [
  "path",
  "line",
  "column",
  "end_line",
  "end_column",
  "value",
  "note",
  "extractor_id",
] as const satisfies readonly (keyof ReportTrace)[];

const MARKER = [
  "category",
  "invariant",
  "consequence",
  "claim_id",
  "path",
  "line",
  "detected",
  "verdict",
  "why_not",
] as const satisfies readonly (keyof ReportMarker)[];

const DIAGNOSTIC = [
  "code",
  "severity",
  "message",
  "path",
  "line",
  "column",
  "help",
] as const satisfies readonly (keyof Diagnostic)[];
