/** The report of a fleet, as its JSON shows it: schema version 1, frozen. Inner types may change; this may only grow. */
import type { Category, Severity } from "./claim.ts";
import type { Verdict } from "./finding.ts";

/** `scanned` alone says something about the whole repository; every other state is no pass. */
export type RepositoryStatus =
  | "scanned"
  /** Scanned, with errors: a part of it is not known. */
  | "incomplete"
  /** There was no source file; `accepted` where the fleet's file says that this is in order. */
  | "empty"
  /** Every attempt failed. */
  | "failed"
  | "cancelled"
  /** The deadline came first. */
  | "late";

export interface OrganisationFinding {
  readonly claim_id: string;
  readonly verdict: "CONFLICT" | "UNKNOWN";
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: string | null;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly symbol: string | null;
  readonly message: string;
  readonly fingerprint: string;
  readonly owners: readonly string[];
}

export interface RepositoryReport {
  readonly name: string;
  readonly status: RepositoryStatus;
  /** Its state is as the fleet's file allows. */
  readonly accepted: boolean;
  /** Why there is no whole result. */
  readonly reason: string | null;
  readonly source: string;
  readonly revision: string | null;
  readonly commit: string | null;
  /** Null where nothing is known of it. */
  readonly summary: Readonly<Record<string, number>> | null;
  readonly claims: Readonly<
    Record<
      string,
      {
        readonly verdict: Verdict;
        readonly conflicts: number;
        readonly unknowns: number;
        readonly passes: number;
      }
    >
  >;
  readonly findings: readonly OrganisationFinding[];
  readonly findings_left_out: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly path: string | null;
    readonly line: number | null;
  }[];
  readonly diagnostics_left_out: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly owners_file: string | null;
  /** Conflicts that came and went since the last earlier report that knows the repository; null without one. */
  readonly since: { readonly run: string; readonly new: number; readonly fixed: number } | null;
}

export interface OrganisationClaim {
  readonly id: string;
  readonly invariant: string;
  readonly consequence: string;
  readonly category: Category;
  readonly severity: Severity;
  /** How many wordings the repositories have for it: above 1 the same id does not mean the same everywhere. */
  readonly wordings: number;
  /** Repositories, by its verdict there. */
  readonly conflict: number;
  readonly unknown: number;
  readonly pass: number;
  readonly missing: number;
  /** Places in all repositories. */
  readonly conflicts: number;
  readonly unknowns: number;
}

export interface OwnerReport {
  /** As CODEOWNERS has it; null for code that nobody owns. */
  readonly owner: string | null;
  readonly conflicts: number;
  readonly unknowns: number;
  readonly repositories: readonly string[];
}

export interface TrendPoint {
  readonly run: string;
  readonly started: string;
  readonly repositories: number;
  readonly scanned: number;
  readonly conflicts: number;
  readonly unknowns: number;
  readonly passes: number;
}

export interface Organisation {
  readonly schema_version: 1;
  readonly kind: "fleet";
  readonly tool: { readonly name: "aphoria"; readonly version: string };
  readonly fleet: string | null;
  readonly run: string;
  readonly started: string;
  readonly summary: {
    readonly repositories: number;
    /** Repositories, by status. */
    readonly scanned: number;
    readonly incomplete: number;
    readonly empty: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly late: number;
    /** Repositories with at least one open conflict. */
    readonly in_conflict: number;
    readonly claims: number;
    /** Open findings. */
    readonly conflicts: number;
    readonly unknowns: number;
    /** Claims that hold, repository by repository. */
    readonly passes: number;
    readonly files_scanned: number;
    readonly suppressed: number;
    readonly baselined: number;
    readonly duration_ms: number;
  };
  /** Worst first, as are the repositories and the owners. */
  readonly claims: readonly OrganisationClaim[];
  readonly repositories: readonly RepositoryReport[];
  readonly owners: readonly OwnerReport[];
  /** Earlier runs, the oldest first, and this one. */
  readonly trend: readonly TrendPoint[];
}
