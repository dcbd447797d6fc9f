/** What a five-day loop has left in files, and what can be counted in it. */
import { compareReports } from "../gaps/compare.ts";
import { gapTable } from "../gaps/gaps.ts";
import type { Gap, GapTable, Offer } from "../gaps/gaps.ts";
import type { Claim } from "../model/claim.ts";
import type { Report, ReportMarker } from "../model/report.ts";

export interface Scan {
  /** The file's name. */
  readonly name: string;
  readonly report: Report;
}

export interface MadeExtractor {
  readonly id: string;
  readonly title: string;
  readonly subject: string;
  readonly predicate: string;
  readonly isDraft: boolean;
}

export interface Record {
  readonly claims: readonly Claim[];
  /** The messages of `claims verify` about names. */
  readonly namingErrors: readonly string[];
  /** The project's own. */
  readonly extractors: readonly MadeExtractor[];
  readonly offer: Offer;
}

/** The scans of the loop, in its order. */
export interface Scans {
  /** Before there are extractors for what it misses. */
  readonly first: Scan;
  /** With them. */
  readonly second: Scan;
  /** After each fix. */
  readonly fixes: readonly Scan[];
  readonly final: Scan;
}

/** A marked mistake through the loop. */
export interface Violation {
  readonly marker: ReportMarker;
  readonly claim: Claim | undefined;
  readonly before: Gap | undefined;
  readonly after: Gap;
}

/** By the marker's words and file, as its line moves. */
export function violationsOf(
  { claims, offer }: Record,
  first: Scan,
  second: Scan,
): readonly Violation[] {
  const before = gapsOf(first, offer).gaps;
  const after = gapsOf(second, offer).gaps;
  return second.report.markers.flatMap((marker, index): Violation[] => {
    const gap = after[index];
    if (gap === undefined) return [];
    return [
      {
        marker,
        claim: claims.find(({ id }) => id === marker.claim_id),
        before: before.find(
          (one) => one.violation === marker.invariant && one.path === marker.path,
        ),
        after: gap,
      },
    ];
  });
}

export function gapsOf({ report }: Scan, offer: Offer): GapTable {
  return gapTable(report, true, offer);
}

/** Conflicts that no marker announces: each is a false alarm, or a mistake that nobody had marked. */
export function unannounced({ report }: Scan): number {
  const announced = report.markers.filter(({ verdict }) => verdict === "CONFLICT").length;
  return Math.max(0, report.summary.authority_conflicts - announced);
}

export interface Step {
  readonly scan: Scan;
  /** Conflicts before and after. */
  readonly from: number;
  readonly to: number;
  /** The claims whose conflicts ended with it. */
  readonly fixed: readonly string[];
  /** And those that came. */
  readonly come: readonly string[];
}

/** What each scan after the second changed. */
export function stepsOf({ second, fixes, final }: Scans): readonly Step[] {
  const chain = [second, ...fixes, final];
  return chain.slice(1).flatMap((scan, index): Step[] => {
    const previous = chain[index];
    if (previous === undefined) return [];
    const found = compareReports(previous.report, scan.report);
    return [
      {
        scan,
        from: found.before.authority_conflicts,
        to: found.after.authority_conflicts,
        fixed: found.fixed.map(({ claim_id: id }) => id),
        come: [...found.new, ...found.newly_detected].map(({ claim_id: id }) => id),
      },
    ];
  });
}
