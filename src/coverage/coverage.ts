/** Which calls on modelled libraries any claim speaks about, so that silence is visible. */
import { groupBy } from "../model/group-by.ts";
import type { CallSite } from "../model/call-site.ts";
import type { Provides } from "../model/library.ts";
import type { Span } from "../model/source.ts";

export interface CoveredPlace extends Span {
  readonly path: string;
  readonly claim_id: string;
}

export interface GovernedSite {
  readonly site: CallSite;
  /** Claims with an observation at this call, whatever it says. */
  readonly claims: readonly string[];
}

export interface CoverageRow {
  readonly library: string;
  readonly call: string;
  readonly operation: string | null;
  readonly sites: number;
  readonly governed: number;
  readonly claims: readonly string[];
}

export interface Coverage {
  readonly sites: number;
  readonly governed: number;
  /** Calls whose method the library's model does not describe: no claim can speak about them. */
  readonly undescribed: number;
  /** 0 to 1; null without sites. */
  readonly rate: number | null;
  readonly rows: readonly CoverageRow[];
  readonly open: readonly CallSite[];
}

/** What a domain's claims are about. */
export const DOMAINS: Readonly<Record<string, readonly Provides[]>> = {
  cache: ["shared-cache", "local-cache", "lock"],
  httpclient: ["http-client"],
  dbpool: ["sql-pool", "sql-client"],
  msgqueue: ["queue"],
};

export function coverageOf(
  sites: readonly CallSite[],
  places: readonly CoveredPlace[],
  domains: readonly string[],
): Coverage {
  const wanted = new Set(domains.flatMap((domain) => DOMAINS[domain] ?? []));
  const byPath = groupBy(places, ({ path }) => path);
  const judged = sites
    .filter(({ provides }) => wanted.has(provides))
    .map((site) => ({ site, claims: claimsAt(site, byPath.get(site.path) ?? []) }));
  const governed = judged.filter(({ claims }) => claims.length > 0).length;
  return {
    sites: judged.length,
    governed,
    undescribed: judged.filter(({ site }) => site.operation === undefined).length,
    rate: judged.length === 0 ? null : governed / judged.length,
    rows: rowsOf(judged),
    open: judged.flatMap(({ site, claims }) => (claims.length === 0 ? [site] : [])),
  };
}

/** An observation speaks about a call where one of the two lies inside the other: an option, or the call itself. */
function claimsAt(site: CallSite, places: readonly CoveredPlace[]): readonly string[] {
  return distinct(
    places.filter((place) => isWithin(place, site) || isWithin(site.head, place)),
    ({ claim_id: id }) => id,
  );
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function rowsOf(judged: readonly GovernedSite[]): readonly CoverageRow[] {
  const groups = groupBy(judged, ({ site }) => `${site.library}\0${site.call}`);
  return [...groups.values()]
    .map((group): CoverageRow => {
      const site = group[0]?.site;
      return {
        library: site?.library ?? "",
        call: site?.call ?? "",
        operation: site?.operation ?? null,
        sites: group.length,
        governed: group.filter(({ claims }) => claims.length > 0).length,
        claims: distinct(
          group.flatMap(({ claims }) => claims),
          (id) => id,
        ),
      };
    })
    .sort((a, b) => b.sites - b.governed - (a.sites - a.governed) || compare(a, b));
}

function compare(a: CoverageRow, b: CoverageRow): number {
  const [one, other] = [`${a.library} ${a.call}`, `${b.library} ${b.call}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function distinct<T>(items: readonly T[], by: (item: T) => string): readonly string[] {
  return [...new Set(items.map(by))].sort();
}
