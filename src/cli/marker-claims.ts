/** Claims from markers: what a shipped claim already says about the same is taken from there, the rest is drafted. */
import { fieldsOf } from "../author/render-claim.ts";
import type { ClaimFields } from "../author/render-claim.ts";
import type { Claim } from "../model/claim.ts";
import type { ReportMarker } from "../model/report.ts";
import { claimOf } from "../report/link-markers.ts";
import { sameWords } from "../report/similarity.ts";

/** The claim among these that the marker speaks of, whatever its status. */
export function claimOfMarker(
  { category, invariant, claim_id: id, path }: ReportMarker,
  claims: readonly Claim[],
): Claim | undefined {
  const active = claims.map((claim): Claim => ({ ...claim, status: "active" }));
  const marker = { path, start: 0, end: 0, invariant, ...(category !== null && { category }) };
  const found =
    active.find((claim) => claim.id === id) ??
    active.find((claim) =>
      [claim.invariant, ...claim.phrases].some((one) => sameWords(one, invariant)),
    ) ??
    claimOf(marker, active);
  return claims.find((claim) => claim.id === found?.id);
}

/** `like` is the shipped claim that the marker speaks of. Without one, the words of the marker name the subject. */
export function draftFromMarker(
  { category, invariant, consequence, path, line }: ReportMarker,
  like: Claim | undefined,
  domain: string,
  taken: ReadonlySet<string>,
): ClaimFields {
  if (like !== undefined) {
    const { id: _, phrases: __, ...fields } = fieldsOf(like);
    return { ...fields, invariant, consequence: consequence ?? like.consequence };
  }
  const isForbidden = /\b(?:must|shall) not\b|\bnever\b/i.test(invariant);
  return {
    subject: freeSubject(invariant, domain, taken),
    predicate: isForbidden ? "present" : "required",
    operator: "eq",
    value: !isForbidden,
    invariant,
    consequence: consequence ?? "Not stated at the marker",
    provenance: { source: "Inline marker", section: `${path}:${line}` },
    tier: "expert",
    ...(category !== null && { category }),
  };
}

/** As few of the sentence's telling words as tell it from the others. */
function freeSubject(invariant: string, domain: string, taken: ReadonlySet<string>): string {
  const words = invariant
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, " ")
    .split(" ")
    .filter((word) => word !== "" && word !== domain && !FILLERS.has(word));
  for (let count = Math.min(3, words.length); count <= words.length && count > 0; count += 1) {
    const subject = `${domain}/${words.slice(0, count).join("_")}`;
    if (!taken.has(subject)) return subject;
  }
  for (let number = 2; ; number += 1) {
    const subject = `${domain}/${[...words.slice(0, 3), "marker", number].join("_")}`;
    if (!taken.has(subject)) return subject;
  }
}

const FILLERS: ReadonlySet<string> = new Set(
  (
    "a an the and or of for to in on at by with from is are be been it its that this must shall should not never " +
    "have has always every all any each"
  ).split(" "),
);
