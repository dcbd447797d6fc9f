/**
 * The report, as the JSON format shows it: schema version 1, frozen. Inner types may change; this may only grow.
 * Lines and columns are 1-based.
 */
import type { Category, Operator, Severity } from "./claim.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Confidence } from "./extractor.ts";
import type { Verdict } from "./finding.ts";

export interface ReportTrace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
  readonly value: string | null;
  readonly note: string;
  readonly extractor_id: string | null;
}

export interface ReportFinding {
  readonly claim_id: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence | null;
  readonly tier: number;
  readonly subject: string;
  readonly predicate: string;
  readonly operator: Operator;
  readonly expected: unknown;
  readonly observed: unknown;
  readonly observed_kind: "value" | "absent" | "unknown" | null;
  readonly invariant: string;
  readonly consequence: string;
  readonly provenance: Readonly<Record<string, string>>;
  readonly message: string;
  readonly extractor_id: string | null;
  readonly path: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly end_line: number | null;
  readonly end_column: number | null;
  readonly symbol: string | null;
  /** The whole source lines of the place, at most ten. */
  readonly snippet: string | null;
  readonly derivation: readonly ReportTrace[];
  readonly evidence: readonly ReportTrace[];
  readonly fingerprint: string;
  readonly suppressed: {
    readonly reason: string;
    readonly until: string | null;
    readonly path: string;
    readonly line: number;
  } | null;
  readonly baseline: {
    readonly reason: string;
    readonly created: string;
    readonly expires: string | null;
  } | null;
}

export interface ReportClaim {
  readonly id: string;
  /** The worst verdict among its findings. */
  readonly verdict: Verdict;
  readonly conflicts: number;
  readonly unknowns: number;
  readonly passes: number;
  readonly [field: string]: unknown;
}

export interface ReportMarker {
  readonly category: string | null;
  readonly invariant: string;
  readonly consequence: string | null;
  readonly claim_id: string | null;
  readonly path: string;
  readonly line: number;
  readonly detected: boolean;
  readonly verdict: Verdict | null;
  readonly why_not: string | null;
}

export interface Summary {
  readonly files_scanned: number;
  readonly files_skipped: number;
  readonly claims: number;
  readonly extractors: number;
  readonly observations: number;
  /** Claims, by their worst verdict. */
  readonly pass: number;
  readonly conflict: number;
  readonly unknown: number;
  readonly missing: number;
  /** Findings. */
  readonly authority_conflicts: number;
  readonly suppressed: number;
  readonly baselined: number;
  readonly below_confidence: number;
  readonly markers: number;
  readonly markers_detected: number;
  /** 0 to 1; null without markers. */
  readonly detection_rate: number | null;
  readonly duration_ms: number;
}

export interface Report {
  readonly schema_version: 1;
  readonly tool: { readonly name: "aphoria"; readonly version: string };
  readonly root: string;
  readonly summary: Summary;
  readonly claims: readonly ReportClaim[];
  readonly findings: readonly ReportFinding[];
  readonly markers: readonly ReportMarker[];
  readonly skipped: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}
