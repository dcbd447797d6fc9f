/** Puts the report together: order, positions, suppressions, baseline, markers, counts. The last pure stage. */
import type { BaselineEntry } from "../model/baseline.ts";
import type { Claim } from "../model/claim.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Finding, Verdict } from "../model/finding.ts";
import type { Marker, Suppression } from "../model/marker.ts";
import type { Report, ReportClaim, ReportFinding, ReportMarker, Summary } from "../model/report.ts";
import { SKIP_REASONS, type Skipped } from "../model/skip.ts";
import { applyBaseline, type BaselineInputs } from "./baseline.ts";
import { numberTwins } from "./fingerprint.ts";
import { linkMarkers, type JudgedPlace, type LinkedMarker } from "./link-markers.ts";
import { reportClaims } from "./report-claim.ts";
import { identify, reportFinding } from "./report-finding.ts";
import { suppress } from "./suppress.ts";
import type { OpenTexts, Texts } from "./texts.ts";
import type { FormatConstant } from "./values.ts";

export interface ReportInputs {
  readonly version: string;
  /** As the report names it; `.` when absent. */
  readonly root?: string;
  /** The claims that were judged. */
  readonly claims: readonly Claim[];
  /** All that were loaded, for markers and suppressions; the judged ones when absent. */
  readonly knownClaims?: readonly Claim[];
  readonly findings: readonly Finding[];
  /** What `judge` gives under these names. */
  readonly places: readonly JudgedPlace[];
  readonly belowConfidence: readonly Finding[];
  readonly markers: readonly Marker[];
  readonly suppressions: readonly Suppression[];
  readonly texts: OpenTexts;
  readonly filesScanned: number;
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  readonly extractorCount: number;
  readonly observationCount: number;
  readonly baseline?: BaselineInputs;
  readonly formatConstant: FormatConstant;
  readonly durationMs: number;
  /** `2026-01-31`; decides which suppressions have ended. */
  readonly today: string;
}

/** The report, and the entries of the baseline that have no finding any more. */
export function buildReport(inputs: ReportInputs): {
  readonly report: Report;
  readonly stale: readonly BaselineEntry[];
} {
  const texts = inputs.texts([...inputs.findings, ...inputs.belowConfidence]);
  const context = { texts, formatConstant: inputs.formatConstant };
  const known = inputs.knownClaims ?? inputs.claims;
  const { suppressions, diagnostics } = suppress({
    suppressions: inputs.suppressions,
    findings: inputs.findings,
    otherPlaces: inputs.belowConfidence,
    knownClaims: new Set([...known, ...inputs.claims].map(({ id }) => id)),
    judgedClaims: new Set(inputs.findings.map(({ claim }) => claim.id)),
    today: inputs.today,
    position: texts.position,
  });
  const findings = inputs.findings
    .map((finding) => reportFinding(finding, suppressions.get(finding), context))
    .toSorted(compareFindings);
  const based = applyBaseline(
    withNumbers(findings),
    () => inputs.belowConfidence.map((one) => identify(one, texts)),
    inputs,
  );
  const numbered = based.findings;
  const claims = reportClaims(inputs.claims, inputs.findings, inputs.places, inputs.formatConstant);
  const markers = linkMarkers({ ...inputs, claims: known })
    .toSorted(
      (a, b) => compareText(a.marker.path, b.marker.path) || a.marker.start - b.marker.start,
    )
    .map((linked) => reportMarker(linked, texts));
  const report: Report = {
    schema_version: 1,
    tool: { name: "aphoria", version: inputs.version },
    root: inputs.root ?? ".",
    summary: summarise(inputs, claims, numbered, markers),
    claims,
    findings: numbered,
    markers,
    skipped: Object.fromEntries(
      SKIP_REASONS.map((reason) => [
        reason,
        inputs.skipped.filter((file) => file.reason === reason).length,
      ]),
    ),
    diagnostics: [...inputs.diagnostics, ...diagnostics, ...based.diagnostics].toSorted(
      compareDiagnostics,
    ),
  };
  return { report, stale: based.stale };
}

function withNumbers(findings: readonly ReportFinding[]): readonly ReportFinding[] {
  const prints = numberTwins(findings.map((finding) => finding.fingerprint));
  return findings.map((finding, at) => ({ ...finding, fingerprint: prints[at] ?? "" }));
}

function reportMarker(
  { marker, claim, detected, verdict, why_not }: LinkedMarker,
  { position }: Texts,
): ReportMarker {
  return {
    category: marker.category ?? null,
    invariant: marker.invariant,
    consequence: marker.consequence ?? null,
    claim_id: claim?.id ?? null,
    path: marker.path,
    line: position(marker.path, marker.start).line,
    detected,
    verdict: verdict ?? null,
    why_not: why_not ?? null,
  };
}

function summarise(
  inputs: ReportInputs,
  claims: readonly ReportClaim[],
  findings: readonly ReportFinding[],
  markers: readonly ReportMarker[],
): Summary {
  const worst = (verdict: Verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  const detected = markers.filter((marker) => marker.detected).length;
  const free = findings.filter(
    ({ suppressed, baseline }) => suppressed === null && baseline === null,
  );
  return {
    files_scanned: inputs.filesScanned,
    files_skipped: inputs.skipped.length,
    claims: claims.length,
    extractors: inputs.extractorCount,
    observations: inputs.observationCount,
    pass: worst("PASS"),
    conflict: worst("CONFLICT"),
    unknown: worst("UNKNOWN"),
    missing: worst("MISSING"),
    authority_conflicts: free.filter(({ verdict }) => verdict === "CONFLICT").length,
    suppressed: findings.filter(({ suppressed }) => suppressed !== null).length,
    baselined: findings.filter(
      ({ suppressed, baseline }) => suppressed === null && baseline !== null,
    ).length,
    below_confidence: inputs.belowConfidence.length,
    markers: markers.length,
    markers_detected: detected,
    detection_rate: markers.length === 0 ? null : detected / markers.length,
    duration_ms: Math.round(inputs.durationMs),
  };
}

function compareFindings(a: ReportFinding, b: ReportFinding): number {
  return (
    Number(a.path === null) - Number(b.path === null) ||
    compareText(a.path ?? "", b.path ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.claim_id, b.claim_id) ||
    (a.end_line ?? 0) - (b.end_line ?? 0) ||
    (a.end_column ?? 0) - (b.end_column ?? 0)
  );
}

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.path ?? "", b.path ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
