/** Where a claim stands in the code now: the verdict of a scan for it alone, with its places. */
import type { Claim } from "../model/claim.ts";
import type { Report, ReportFinding } from "../model/report.ts";
import type { Context, Typed } from "./command.ts";
import { plainLine } from "../report/plain.ts";
import { isOn, listOf, valueOf } from "./options.ts";

export interface Standing {
  /** Null where nothing was held against the code; `why` says why. */
  readonly verdict: string | null;
  readonly why: string | null;
  readonly places: readonly StandingPlace[];
  readonly markers: readonly { readonly path: string; readonly line: number }[];
}

export interface StandingPlace {
  readonly verdict: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly suppressed: boolean;
}

export async function readStanding(
  claim: Claim,
  typed: Typed,
  { host, pipeline }: Context,
): Promise<Standing> {
  if (claim.status !== "active")
    return nowhere(`a ${claim.status} claim is not held against the code`);
  const chosen = {
    claims: valueOf(typed, "claims"),
    config: valueOf(typed, "config"),
    corpus: listOf(typed, "corpus"),
    includeTests: isOn(typed, "include-tests") ? true : undefined,
  };
  const given = Object.entries(chosen).filter(([, value]) => value !== undefined);
  const stages = await pipeline();
  const { report } = await stages.scan(
    {
      paths: [],
      extractors: [],
      claimIds: [claim.id],
      categories: [],
      languages: [],
      include: [],
      exclude: [],
      minTier: 5,
      ...(Object.fromEntries(given) as { readonly [name in keyof typeof chosen]?: never }),
    },
    host,
  );
  return standingOf(claim.id, report);
}

/** As in the table of a report: what was left open or broken first, then what holds. */
export function describeStanding({ verdict, why, places, markers }: Standing): string {
  if (verdict === null) return `now: ${why ?? "nothing is known"}\n`;
  const head = `now: ${verdict}${why === null ? "" : ` (${why})`}`;
  const width = Math.max(0, ...places.map((place) => place.verdict.length));
  const lines = places.slice(0, MOST).map((place) => {
    const note = place.suppressed ? " (suppressed)" : "";
    const says = `${place.verdict.padEnd(width)}  ${place.path}:${place.line}:${place.column}`;
    return `  ${says}${note}${place.message === "" ? "" : `  ${place.message}`}`;
  });
  const more =
    places.length > MOST ? [`  … and ${places.length - MOST} more; --json lists them all`] : [];
  const marked = markers.map(({ path, line }) => `  marker  ${path}:${line}`);
  return [head, ...lines, ...more, ...marked].map((line) => `${plainLine(line)}\n`).join("");
}

const MOST = 20;

function standingOf(id: string, report: Report): Standing {
  const verdict = report.claims.find((claim) => claim.id === id)?.verdict;
  const findings = report.findings.filter((finding) => finding.claim_id === id);
  if (verdict === undefined) {
    const problem = report.diagnostics.find(({ severity }) => severity === "error");
    return nowhere(problem?.message ?? "nothing was scanned");
  }
  const places = findings.flatMap(placesOf);
  const reason = findings.find((finding) => finding.verdict === "MISSING")?.message ?? null;
  const markers = report.markers
    .filter((marker) => marker.claim_id === id)
    .map(({ path, line }) => ({ path, line }));
  return { verdict, why: verdict === "MISSING" ? reason : null, places, markers };
}

function placesOf(finding: ReportFinding): readonly StandingPlace[] {
  const { verdict, evidence, message } = finding;
  if (verdict === "PASS") {
    return evidence.map(({ path, line, column }) => ({
      verdict,
      path,
      line,
      column,
      message: "",
      suppressed: false,
    }));
  }
  const { path, line, column, suppressed } = finding;
  if (path === null || line === null || column === null) return [];
  return [{ verdict, path, line, column, message, suppressed: suppressed !== null }];
}

function nowhere(why: string): Standing {
  return { verdict: null, why, places: [], markers: [] };
}
