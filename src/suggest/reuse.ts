/** How many of a project's claims were carried over from other domains. */
import type { Claim } from "../model/claim.ts";

/** Seven of twenty. */
export const REUSE_TARGET = 0.35;

export interface Reuse {
  readonly reused: number;
  readonly total: number;
  /** 0 to 1; null without claims. */
  readonly rate: number | null;
  readonly target: number;
}

/** Deprecated claims no longer count. */
export function reuseOf(claims: readonly Claim[]): Reuse {
  const counted = claims.filter(({ status }) => status !== "deprecated");
  const reused = counted.filter(({ reused_from: source }) => source !== undefined).length;
  const total = counted.length;
  return { reused, total, rate: total === 0 ? null : reused / total, target: REUSE_TARGET };
}

export function describeReuse({ reused, total, rate, target }: Reuse): string {
  const percent = (share: number): string => `${Math.floor(share * 100)} %`;
  const goal = `the target is ${percent(target)} (7 of 20)`;
  if (rate === null) return `there are no claims yet; ${goal}`;
  return `${reused} of ${total} claims (${percent(rate)}); ${goal}`;
}
