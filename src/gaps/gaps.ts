/** The gap table: what the markers announce and the claims demand, whether a scan saw it, and if not, why. */
import type { Report, ReportFinding, ReportMarker } from "../model/report.ts";

export interface Gap {
  /** The invariant as the marker says it; for a claim without a marker, as the claim says it. */
  readonly violation: string;
  readonly claim_id: string | null;
  readonly category: string | null;
  readonly detected: boolean;
  readonly verdict: string | null;
  /** The extractor that saw it. */
  readonly extractor_id: string | null;
  /** `no-claim` `no-extractor` `no-site` `out-of-scope` `unknown` `elsewhere`; null when detected. */
  readonly why_not: string | null;
  /** In words: who saw it, or why nobody did. */
  readonly explanation: string;
  readonly path: string | null;
  readonly line: number | null;
}

export interface GapTable {
  readonly detected: number;
  readonly markers: number;
  /** 0 to 1; null without markers. */
  readonly detection_rate: number | null;
  /** One per marker, in the order of the report. */
  readonly gaps: readonly Gap[];
  /** Claims without a marker that no extractor observes. */
  readonly unobserved: readonly Gap[];
}

/** What could observe a finding's subject and predicate, in words; undefined where nothing is known to. */
export type Offer = (finding: ReportFinding) => string | undefined;

/** `withClaims`: also the claims that nothing observes, for a project that chose its claims. */
export function gapTable(report: Report, withClaims: boolean, offer: Offer): GapTable {
  const gaps = report.markers.map((marker) => ofMarker(marker, report, offer));
  const marked = new Set(report.markers.map((marker) => marker.claim_id));
  const unobserved = report.findings.filter(
    ({ verdict, reason, claim_id: id }) =>
      verdict === "MISSING" && reason === "no-extractor" && !marked.has(id),
  );
  const detected = gaps.filter((gap) => gap.detected).length;
  return {
    detected,
    markers: gaps.length,
    detection_rate: gaps.length === 0 ? null : detected / gaps.length,
    gaps,
    unobserved: withClaims ? unobserved.map((finding) => ofFinding(finding, offer)) : [],
  };
}

function ofMarker(marker: ReportMarker, { findings }: Report, offer: Offer): Gap {
  const { claim_id: id, detected, verdict, why_not: whyNot, path, line } = marker;
  const own = findings.filter((finding) => finding.claim_id === id);
  const extractor = detected ? nearestExtractor(marker, own) : null;
  return {
    violation: marker.invariant,
    claim_id: id,
    category: marker.category,
    detected,
    verdict,
    extractor_id: extractor,
    why_not: whyNot,
    explanation: detected ? seen(verdict, extractor) : explain(whyNot, own[0], marker, offer),
    path,
    line,
  };
}

function ofFinding(finding: ReportFinding, offer: Offer): Gap {
  const { claim_id: id, category, invariant, reason, verdict } = finding;
  return {
    violation: invariant,
    claim_id: id,
    category,
    detected: false,
    verdict,
    extractor_id: null,
    why_not: reason,
    explanation: explain(reason, finding, undefined, offer),
    path: null,
    line: null,
  };
}

function seen(verdict: string | null, extractor: string | null): string {
  const by = extractor === null ? "seen" : `seen by \`${extractor}\``;
  return verdict === "PASS" ? `${by}: the code keeps it now` : by;
}

interface Place {
  readonly path: string | null;
  readonly line: number | null;
  readonly extractor_id: string | null;
}

/** The report does not say where the marked item ends: the first place below the marker is in it. */
function nearestExtractor(
  { path, line, verdict }: ReportMarker,
  findings: readonly ReportFinding[],
): string | null {
  const places = findings
    .filter((finding) => finding.verdict === verdict)
    .flatMap((finding): readonly Place[] => (verdict === "PASS" ? finding.evidence : [finding]))
    .filter((place) => place.path === path && (place.line ?? 0) >= line)
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return places[0]?.extractor_id ?? null;
}

function explain(
  reason: string | null,
  finding: ReportFinding | undefined,
  marker: ReportMarker | undefined,
  offer: Offer,
): string {
  const offered = finding === undefined ? undefined : offer(finding);
  const what = finding === undefined ? "this" : `\`${finding.subject}\` \`${finding.predicate}\``;
  switch (reason) {
    case "no-claim":
      return marker?.claim_id == null
        ? "no claim says this, or more than one could be meant"
        : `there is no active claim \`${marker.claim_id}\``;
    case "no-extractor":
      return `no extractor that runs observes ${what}${offered === undefined ? "" : `; ${offered}`}`;
    case "no-site":
      return `extractors look for ${what}, and none saw a place`;
    case "out-of-scope":
      return "no scanned file is in the claim's scope or language";
    case "unknown":
      return "the place was seen, but its value is not known without running the code";
    case "elsewhere":
      return `${what} is observed elsewhere, not in the marked item`;
    default:
      return "nothing was observed";
  }
}
