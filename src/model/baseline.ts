/** Findings that a team took over as they were: each by its fingerprint, with who-knows-why and since when. */
import type { Verdict } from "./finding.ts";

export interface BaselineEntry {
  /** As reports have it, the number of a twin included. */
  readonly fingerprint: string;
  readonly claim: string;
  readonly verdict: Verdict;
  /** Where it stood when it was taken over: for people, it decides nothing. */
  readonly path: string;
  readonly symbol: string | null;
  readonly reason: string;
  /** `2026-01-31`. */
  readonly created: string;
  /** It holds up to and including this day; null: for ever. */
  readonly expires: string | null;
}
