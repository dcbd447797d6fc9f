/** What changed between two scans, by fingerprint: what is still there, what is fixed, what is new, what is seen only now. */
import type { Report, ReportFinding, ReportMarker } from "../model/report.ts";

export interface Change {
  readonly claim_id: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly invariant: string;
  readonly fingerprint: string;
  readonly why: string;
}

export interface Side {
  readonly authority_conflicts: number;
  readonly markers: number;
  readonly markers_detected: number;
  readonly detection_rate: number | null;
  readonly claims: number;
}

export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  /** In both. */
  readonly detected: readonly Change[];
  /** Only in the second; the first scan could not see it. */
  readonly newly_detected: readonly Change[];
  /** Only in the first; the second scan looked, and it is gone. */
  readonly fixed: readonly Change[];
  /** Only in the second; the first scan would have seen it. */
  readonly new: readonly Change[];
  /** Only in the first, and the second scan cannot see it: no extractor, or the claim is gone. */
  readonly lost: readonly Change[];
  /** Counted in the first; in the second suppressed or in the baseline. */
  readonly let_go: readonly Change[];
  readonly claims_added: readonly string[];
  readonly claims_removed: readonly string[];
}

export function compareReports(before: Report, after: Report): Comparison {
  const old = before.findings.filter(counts);
  const now = after.findings.filter(counts);
  const pairs = pair(old, now);
  const gone = old.filter((finding) => !pairs.has(finding));
  const kept = new Set(pairs.values());
  const come = now.filter((finding) => !kept.has(finding));
  const excused = new Set(
    after.findings.filter((one) => !counts(one)).map(({ fingerprint }) => fingerprint),
  );
  const letGo = gone.filter(({ fingerprint }) => excused.has(fingerprint));
  const rest = gone.filter(({ fingerprint }) => !excused.has(fingerprint));
  const fates = rest.map((finding) => ({ finding, lost: whyLost(finding, after) }));
  const origins = come.map((finding) => ({ finding, unseen: whyUnseen(finding, before, after) }));
  return {
    before: sideOf(before),
    after: sideOf(after),
    detected: now.filter((finding) => kept.has(finding)).map((one) => change(one, "in both")),
    newly_detected: origins.flatMap(({ finding, unseen }) =>
      unseen === undefined ? [] : [change(finding, unseen)],
    ),
    fixed: fates.flatMap(({ finding, lost }) =>
      lost === undefined ? [change(finding, "no longer there")] : [],
    ),
    new: origins.flatMap(({ finding, unseen }) =>
      unseen === undefined ? [change(finding, "not there before")] : [],
    ),
    lost: fates.flatMap(({ finding, lost }) => (lost === undefined ? [] : [change(finding, lost)])),
    let_go: letGo.map((finding) => change(finding, "suppressed or in the baseline now")),
    claims_added: missingFrom(after, before),
    claims_removed: missingFrom(before, after),
  };
}

function counts({ verdict, suppressed, baseline }: ReportFinding): boolean {
  return verdict === "CONFLICT" && suppressed == null && baseline == null;
}

/** By fingerprint, else by place where another extractor now says the same. */
function pair(
  old: readonly ReportFinding[],
  now: readonly ReportFinding[],
): ReadonlyMap<ReportFinding, ReportFinding> {
  const pairs = new Map<ReportFinding, ReportFinding>();
  const free = new Set(now);
  const join = (fits: (a: ReportFinding, b: ReportFinding) => boolean): void => {
    for (const finding of old) {
      if (pairs.has(finding)) continue;
      const other = [...free].find((one) => fits(finding, one));
      if (other === undefined) continue;
      pairs.set(finding, other);
      free.delete(other);
    }
  };
  join((a, b) => a.fingerprint === b.fingerprint);
  join(
    (a, b) =>
      a.claim_id === b.claim_id &&
      a.path === b.path &&
      a.symbol === b.symbol &&
      a.extractor_id !== b.extractor_id &&
      overlaps(a.snippet, b.snippet),
  );
  return pairs;
}

function overlaps(a: string | null, b: string | null): boolean {
  const [one, other] = [(a ?? "").trim(), (b ?? "").trim()];
  return one !== "" && other !== "" && (one.includes(other) || other.includes(one));
}

function whyLost({ claim_id: id }: ReportFinding, after: Report): string | undefined {
  if (after.claims.every((claim) => claim.id !== id)) return "the second scan has no such claim";
  const missing = missingReason(id, after);
  if (missing === "no-extractor") return "no extractor of the second scan observes it";
  return missing === "out-of-scope" ? "outside what the second scan covered" : undefined;
}

/** Why the first scan could not see it; undefined where it would have. */
function whyUnseen(finding: ReportFinding, before: Report, after: Report): string | undefined {
  const { claim_id: id, path, symbol, extractor_id: extractor } = finding;
  if (before.claims.every((claim) => claim.id !== id)) return "the first scan had no such claim";
  const missing = missingReason(id, before);
  if (missing === "no-extractor") return "no extractor of the first scan observed it";
  if (missing === "out-of-scope") return "outside what the first scan covered";
  const isOpen = before.findings.some(
    (one) =>
      one.claim_id === id &&
      one.verdict === "UNKNOWN" &&
      one.path === path &&
      one.symbol === symbol,
  );
  if (isOpen) return "the first scan did not know the value";
  if (extractor !== null && !speaks(extractor, before) && isAnnounced(finding, before, after)) {
    return `its marker stood there; \`${extractor}\` sees it now`;
  }
  return undefined;
}

function speaks(extractor: string, { findings }: Report): boolean {
  return findings.some(
    ({ extractor_id: id, evidence }) =>
      id === extractor || evidence.some((trace) => trace.extractor_id === extractor),
  );
}

/** The marker above the finding was there before, and nothing was detected at it then. */
function isAnnounced({ claim_id: id, path, line }: ReportFinding, a: Report, b: Report): boolean {
  const marker = b.markers
    .filter((one) => one.claim_id === id && one.path === path && one.line <= (line ?? 0))
    .at(-1);
  if (marker === undefined || !marker.detected) return false;
  return a.markers.some((one) => isSame(one, marker) && !one.detected);
}

function isSame(a: ReportMarker, b: ReportMarker): boolean {
  return a.path === b.path && a.invariant === b.invariant && a.category === b.category;
}

function missingReason(id: string, { findings }: Report): string | undefined {
  const missing = findings.find((one) => one.claim_id === id && one.verdict === "MISSING");
  return missing?.reason ?? undefined;
}

function missingFrom(one: Report, other: Report): readonly string[] {
  const known = new Set(other.claims.map(({ id }) => id));
  return one.claims.map(({ id }) => id).filter((id) => !known.has(id));
}

function change(finding: ReportFinding, why: string): Change {
  const { claim_id, path, line, message, invariant, fingerprint } = finding;
  return { claim_id, path, line, message, invariant, fingerprint, why };
}

function sideOf({ summary }: Report): Side {
  const { authority_conflicts, markers, markers_detected, claims } = summary;
  return {
    authority_conflicts,
    markers,
    markers_detected,
    detection_rate: markers === 0 ? null : markers_detected / markers,
    claims,
  };
}
