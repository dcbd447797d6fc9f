/** Joins markers with the claims they speak of, and says whether what they announce was found there. */
import type { Category, Claim } from "../model/claim.ts";
import type { Finding, MissingReason, Verdict } from "../model/finding.ts";
import type { Marker } from "../model/marker.ts";
import type { Observation } from "../model/observation.ts";
import type { Span } from "../model/source.ts";
import { nearness, sameWords } from "./similarity.ts";

export type WhyNot = "no-claim" | MissingReason | "unknown" | "elsewhere";

export interface LinkedMarker {
  readonly marker: Marker;
  readonly claim?: Claim;
  readonly detected: boolean;
  /** Set when detected. */
  readonly verdict?: Verdict;
  /** Set when not. */
  readonly why_not?: WhyNot;
}

/** A claim at one place; what `judge` gives as places. */
export interface JudgedPlace {
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly observation: Pick<Observation, "path" | "start" | "end">;
}

export interface LinkInputs {
  readonly markers: readonly Marker[];
  /** All that markers may speak of, whether or not they were judged. */
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
  readonly places: readonly JudgedPlace[];
}

/** A marker of an active claim that this run was told to leave out is left out too. */
export function linkMarkers(inputs: LinkInputs): readonly LinkedMarker[] {
  const judged = new Set(inputs.findings.map(({ claim }) => claim.id));
  return inputs.markers.flatMap((marker): LinkedMarker[] => {
    const claim = claimOf(marker, inputs.claims);
    if (claim === undefined) return [{ marker, detected: false, why_not: "no-claim" }];
    if (!judged.has(claim.id)) {
      if (claim.status === "active") return [];
      return [{ marker, claim, detected: false, why_not: "no-claim" }];
    }
    return [{ marker, claim, ...detect(marker, claim, inputs) }];
  });
}

/** By id, else by the same words, else the one clearly nearest. */
export function claimOf(marker: Marker, claims: readonly Claim[]): Claim | undefined {
  if (marker.claim_id !== undefined) return claims.find(({ id }) => id === marker.claim_id);
  const category = marker.category as Category | undefined;
  const candidates = claims.filter(
    (claim) => claim.category === category && claim.status === "active",
  );
  const same = candidates.filter((claim) =>
    wordings(claim).some((wording) => sameWords(wording, marker.invariant)),
  );
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const scored = candidates
    .map((claim) => ({ claim, score: score(marker, claim) }))
    .toSorted((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best === undefined || best.score < NEAR) return undefined;
  return best.score - (second?.score ?? 0) >= CLEARLY ? best.claim : undefined;
}

const NEAR = 0.5;
const CLEARLY = 0.15;

function score(marker: Marker, claim: Claim): number {
  return Math.max(...wordings(claim).map((wording) => nearness(marker.invariant, wording)));
}

function wordings({ invariant, phrases }: Claim): readonly string[] {
  return [invariant, ...phrases];
}

function detect(
  marker: Marker,
  claim: Claim,
  { findings, places }: LinkInputs,
): Omit<LinkedMarker, "marker" | "claim"> {
  const own = places.filter((place) => place.claim.id === claim.id);
  const inside = own.filter(({ observation }) => standsIn(observation, marker));
  const has = (verdict: Verdict) => inside.some((place) => place.verdict === verdict);
  if (has("CONFLICT")) return { detected: true, verdict: "CONFLICT" };
  if (has("PASS")) return { detected: true, verdict: "PASS" };
  if (has("UNKNOWN")) return { detected: false, why_not: "unknown" };
  if (own.length > 0) return { detected: false, why_not: "elsewhere" };
  const missing = findings.find(
    (finding) => finding.claim.id === claim.id && finding.verdict === "MISSING",
  );
  return { detected: false, why_not: (missing?.reason ?? "no-site") as WhyNot };
}

/** Whether a place lies within the item that a comment belongs to. */
export function standsIn(
  place: Span & { readonly path: string },
  { path, item }: { readonly path: string; readonly item?: Span },
): boolean {
  return (
    item !== undefined && path === place.path && item.start <= place.start && place.end <= item.end
  );
}
