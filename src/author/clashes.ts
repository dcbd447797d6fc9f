/** How a claim stands to the others: it repeats one, or it contradicts one, and then which has more authority. */
import { formatConstant } from "../load/units.ts";
import { tierNumber } from "../model/claim.ts";
import type { Claim } from "../model/claim.ts";
import { excludeEachOther } from "./expectations.ts";

export interface Clash {
  readonly kind: "duplicate" | "contradiction";
  readonly other: Claim;
}

/** Deprecated claims and the one that this one supersedes do not count. */
export function findClashes(claim: Claim, others: readonly Claim[]): readonly Clash[] {
  return others.flatMap((other): Clash[] => {
    if (!speaksOfTheSame(claim, other) || isOver(claim, other) || isOver(other, claim)) return [];
    if (excludeEachOther(claim, other) && mayMeet(claim, other)) {
      return [{ kind: "contradiction", other }];
    }
    return hasSameScope(claim, other) ? [{ kind: "duplicate", other }] : [];
  });
}

/** In one sentence, with the authority of both. `what` is what the claim is called: `this`, or its id. */
export function describeClash(claim: Claim, { kind, other }: Clash, what: string): string {
  const theirs = `\`${other.id}\` (${expectation(other)}, tier ${tierNumber(other.tier)} ${other.tier})`;
  if (kind === "duplicate") {
    return `${what} repeats ${theirs}: same subject, predicate and scope`;
  }
  const [own, its] = [tierNumber(claim.tier), tierNumber(other.tier)];
  const mine = `(${expectation(claim)}, tier ${own} ${claim.tier})`;
  const authority =
    own === its
      ? "both have the same authority"
      : own < its
        ? `${what} outranks \`${other.id}\``
        : `\`${other.id}\` outranks ${what}`;
  return `${what} ${mine} contradicts ${theirs}: no value can satisfy both; ${authority}`;
}

/** `cache/ttl value lte 1h` */
export function expectation({ subject, predicate, operator, value }: Claim): string {
  const words = [subject, predicate, operator];
  return [...words, ...(value === undefined ? [] : [formatConstant(value)])].join(" ");
}

function speaksOfTheSame(left: Claim, right: Claim): boolean {
  return (
    left.id !== right.id && left.subject === right.subject && left.predicate === right.predicate
  );
}

function isOver(claim: Claim, other: Claim): boolean {
  return claim.status === "deprecated" || claim.supersedes === other.id;
}

function hasSameScope(left: Claim, right: Claim): boolean {
  return (
    sameSet(left.languages, right.languages) &&
    sameSet(left.scope?.include, right.scope?.include) &&
    sameSet(left.scope?.exclude, right.scope?.exclude)
  );
}

function sameSet(left: readonly string[] = [], right: readonly string[] = []): boolean {
  const [one, other] = [new Set(left), new Set(right)];
  return one.size === other.size && [...one].every((item) => other.has(item));
}

/** Whether some file may be in the scope of both; globs are compared only where that is plain. */
function mayMeet(left: Claim, right: Claim): boolean {
  const { languages } = left;
  const isSpoken =
    right.languages?.some((language) => languages?.includes(language) ?? true) ?? true;
  if (!isSpoken || leavesOut(left, right) || leavesOut(right, left)) return false;
  const [ours, theirs] = [left.scope?.include ?? [], right.scope?.include ?? []];
  if (ours.length === 0 || theirs.length === 0) return true;
  return ours.some((glob) =>
    theirs.some((other) => prefixesMeet(fixedPart(glob), fixedPart(other))),
  );
}

/** Everything that the one is about is what the other is not about. */
function leavesOut(one: Claim, other: Claim): boolean {
  const include = one.scope?.include ?? [];
  const exclude = new Set(other.scope?.exclude);
  return include.length > 0 && include.every((glob) => exclude.has(glob));
}

function prefixesMeet(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

/** Up to the first sign of a glob. */
function fixedPart(glob: string): string {
  return /^[^*?[{!(+@]*/.exec(glob)?.[0] ?? "";
}
