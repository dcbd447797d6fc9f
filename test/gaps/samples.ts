import type { Report, ReportFinding, ReportMarker } from "../../src/model/report.ts";

export function finding(fields: Partial<ReportFinding>): ReportFinding {
  return {
    claim_id: "cache-004",
    verdict: "CONFLICT",
    reason: null,
    category: "safety",
    severity: "medium",
    confidence: "high",
    tier: 2,
    subject: "cache/ttl",
    predicate: "required",
    operator: "eq",
    expected: true,
    observed: false,
    observed_kind: "value",
    invariant: "TTL MUST be set",
    consequence: "It grows",
    provenance: {},
    message: "no expiry",
    extractor_id: "ttl",
    path: "src/a.ts",
    line: 10,
    column: 1,
    end_line: 10,
    end_column: 9,
    symbol: "set",
    snippet: "set(k, v)",
    derivation: [],
    evidence: [],
    fingerprint: "f1",
    suppressed: null,
    baseline: null,
    ...fields,
  };
}

export function marker(fields: Partial<ReportMarker>): ReportMarker {
  return {
    category: "safety",
    invariant: "TTL MUST be set",
    consequence: null,
    claim_id: "cache-004",
    path: "src/a.ts",
    line: 8,
    detected: false,
    verdict: null,
    why_not: "no-site",
    ...fields,
  };
}

export const MISSING = finding({
  verdict: "MISSING",
  reason: "no-extractor",
  extractor_id: null,
  path: null,
  line: null,
  fingerprint: "m",
});

export function report(
  findings: readonly ReportFinding[],
  markers: readonly ReportMarker[] = [],
  claims: readonly string[] = ["cache-004"],
): Report {
  return {
    schema_version: 1,
    tool: { name: "aphoria", version: "0" },
    root: ".",
    summary: {
      files_scanned: 1,
      files_skipped: 0,
      claims: claims.length,
      extractors: 1,
      observations: 0,
      pass: 0,
      conflict: 0,
      unknown: 0,
      missing: 0,
      authority_conflicts: findings.filter(({ verdict }) => verdict === "CONFLICT").length,
      suppressed: 0,
      baselined: 0,
      below_confidence: 0,
      markers: markers.length,
      markers_detected: markers.filter(({ detected }) => detected).length,
      detection_rate: null,
      duration_ms: 1,
    },
    claims: claims.map((id) => ({
      id,
      verdict: "CONFLICT" as const,
      conflicts: 0,
      unknowns: 0,
      passes: 0,
    })),
    findings,
    markers,
    skipped: {},
    diagnostics: [],
  };
}
