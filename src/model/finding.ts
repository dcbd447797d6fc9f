/** One claim held against what speaks to it. */
import type { Claim } from "./claim.ts";
import type { Observation, Trace } from "./observation.ts";

export const VERDICTS = ["CONFLICT", "UNKNOWN", "MISSING", "PASS"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type MissingReason = "no-extractor" | "no-site" | "out-of-scope";

export interface Finding {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** Why it is MISSING, or what could not be resolved; absent for CONFLICT and PASS. */
  readonly reason?: string;
  /** The deciding observation; absent for MISSING. For PASS the first of the places in report order. */
  readonly observation?: Observation;
  /** PASS: every place that holds. Otherwise: what else was said at this place. */
  readonly evidence: readonly Trace[];
}
