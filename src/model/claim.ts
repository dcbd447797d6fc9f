/** A claim: an invariant somebody authored, with its authority. Field names are those of claims.toml. */
import type { Constant } from "./constant.ts";
import type { Language } from "./source.ts";

export const OPERATORS = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "not_in",
  "matches",
  "present",
  "absent",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** In order of authority: a tier's number is its position plus one. */
export const TIERS = ["spec", "vendor", "library", "expert", "community"] as const;
export type Tier = (typeof TIERS)[number];

export const CATEGORIES = [
  "security",
  "safety",
  "performance",
  "correctness",
  "observability",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export type ClaimStatus = "draft" | "active" | "deprecated";

export interface Provenance {
  readonly source: string;
  readonly section?: string;
  readonly url?: string;
  readonly quote?: string;
  readonly accessed?: string;
}

export interface Claim {
  readonly id: string;
  readonly subject: string;
  readonly predicate: string;
  readonly operator: Operator;
  /** Absent for the operators `present` and `absent`. */
  readonly value?: Constant;
  readonly invariant: string;
  readonly consequence: string;
  /** A plain string in claims.toml is `source`. */
  readonly provenance: Provenance;
  readonly tier: Tier;
  readonly category: Category;
  readonly severity: Severity;
  readonly languages?: readonly Language[];
  readonly scope?: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly status: ClaimStatus;
  readonly supersedes?: string;
  readonly reused_from?: string;
  readonly tags: readonly string[];
  /** What code must be for the claim to make sense there. A claim without them is its domain's alone. */
  readonly traits?: readonly string[];
  readonly cwe: readonly string[];
  readonly authored_by?: string;
  readonly created?: string;
  readonly scenario?: string;
  readonly impact?: string;
  /** Code or words by language. */
  readonly fix: Readonly<Record<string, string>>;
  readonly testing?: string;
  /** In the cache coherence report: the kind of trouble, and the question that the claim answers. */
  readonly issue_type?: string;
  readonly checklist?: string;
  /** Other wordings of the invariant, for markers. */
  readonly phrases: readonly string[];
  /** Where the claim came from: the path of the claims file relative to the root, or `corpus:cache`. */
  readonly origin: string;
}

/** Default severity by category, as the contract has it. */
export function defaultSeverity(category: Category): Severity {
  if (category === "security") return "high";
  return category === "safety" || category === "correctness" ? "medium" : "low";
}

export function tierNumber(tier: Tier): number {
  return TIERS.indexOf(tier) + 1;
}
