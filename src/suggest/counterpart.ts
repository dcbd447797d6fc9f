/** The claim of the domain's own corpus that says what a claim of another would say there. */
import type { Claim } from "../model/claim.ts";

export interface Counterpart {
  readonly claim: Claim;
  /** The domain took it over from this very claim, or from the one that this one was taken from. */
  readonly isExact: boolean;
}

/** `subject` is the one that the claim would have in the domain. */
export function findCounterpart(
  claim: Claim,
  subject: string,
  own: readonly Claim[],
): Counterpart | undefined {
  const exact = own.find((one) => isTakenFrom(one, claim) || isTakenFrom(claim, one));
  if (exact !== undefined) return { claim: exact, isExact: true };
  const near =
    own.find((one) => one.subject === subject && one.predicate === claim.predicate) ??
    own.find((one) => one.reused_from !== undefined && saysTheSame(one, claim, subject)) ??
    own.find((one) => one.subject === subject);
  return near && { claim: near, isExact: false };
}

function isTakenFrom(claim: Claim, source: Claim): boolean {
  if (claim.reused_from === undefined) return false;
  return claim.reused_from === source.id || claim.reused_from === source.reused_from;
}

/** `cache/connection/lifecycle` and `httpclient/client/lifecycle` both ask for `created_per_request`. */
function saysTheSame(one: Claim, claim: Claim, subject: string): boolean {
  if (one.predicate !== claim.predicate) return false;
  return aspectOf(one.subject) === aspectOf(subject) || one.subject.startsWith(`${subject}/`);
}

function aspectOf(subject: string): string {
  return subject.slice(subject.lastIndexOf("/") + 1);
}
