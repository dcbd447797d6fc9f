/** Whether the code has places for claims that are only proposed: a scan for them alone, which writes nothing. */
import { join } from "node:path";
import { fieldsOf, renderClaim } from "../author/render-claim.ts";
import type { Claim } from "../model/claim.ts";
import { PACKS } from "../model/config.ts";
import type { Report, ReportFinding } from "../model/report.ts";
import { failOn } from "./claims-file.ts";
import type { Context } from "./command.ts";
import { withFile } from "../io/overlay.ts";
import { NOT_NARROWED } from "./pipeline.ts";

export interface Places {
  readonly conflicts: number;
  readonly unknowns: number;
  readonly passes: number;
  /** Why there are none; null where there are some. */
  readonly none: string | null;
  /** The first of them, what is broken before what is not. */
  readonly at: readonly Place[];
}

export interface Place {
  readonly verdict: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface ScanForPlaces {
  /** In the order of the claims. */
  readonly places: readonly Places[];
  readonly filesScanned: number;
}

/** All packs are tried, whatever the configuration has. Code need not be there yet. */
export async function findPlaces(
  claims: readonly Claim[],
  { host, pipeline }: Context,
  config?: string,
): Promise<ScanForPlaces> {
  if (claims.length === 0) return { places: [], filesScanned: 0 };
  const idOf = (index: number): string => `candidate-${index + 1}`;
  const path = join(host.cwd, ".aphoria-candidates.toml");
  const text = claims.map((claim, index) => renderClaim(lean(claim, idOf(index)))).join("\n");
  const stages = await pipeline();
  const { report } = await stages.scan(
    {
      ...NOT_NARROWED,
      claims: path,
      corpus: [],
      packs: PACKS,
      minTier: 5,
      ...(config !== undefined && { config }),
    },
    withFile(host, path, text),
  );
  const isEmpty = report.diagnostics.some(({ code }) => code === "no-source-file");
  failOn(report.diagnostics.filter(({ code }) => code !== "no-source-file"));
  const places = claims.map((_, index) => placesOf(idOf(index), report, isEmpty));
  return { places, filesScanned: report.summary.files_scanned };
}

export function countPlaces({ conflicts, unknowns, passes }: Places): number {
  return conflicts + unknowns + passes;
}

/** `2 conflicts, 1 pass: src/config.rs:12, …` */
export function describePlaces(places: Places): string {
  if (places.none !== null) return places.none;
  const counts = [
    [places.conflicts, "conflict", "conflicts"],
    [places.unknowns, "unknown", "unknown"],
    [places.passes, "pass", "passes"],
  ] as const;
  const said = counts.flatMap(([count, one, several]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : several}`],
  );
  const shown = places.at.slice(0, SHOWN).map(({ path, line }) => `${path}:${line}`);
  const more = countPlaces(places) > shown.length ? ", …" : "";
  return `${said.join(", ")}: ${shown.join(", ")}${more}`;
}

const SHOWN = 2;
const KEPT = 20;

const REASONS: Readonly<Record<string, string>> = {
  "no-extractor": "no extractor observes it yet",
  "no-site": "no place in this code",
  "out-of-scope": "no file in its languages or scope",
};

/** A claim with what a verdict needs, and nothing else. */
function lean(claim: Claim, id: string): ReturnType<typeof fieldsOf> {
  const { scenario: _, impact: __, testing: ___, supersedes: ____, ...rest } = claim;
  return fieldsOf({ ...rest, id, status: "active", fix: {}, phrases: [] });
}

function placesOf(id: string, report: Report, isEmpty: boolean): Places {
  const claim = report.claims.find((one) => one.id === id);
  const findings = report.findings.filter((finding) => finding.claim_id === id);
  const { conflicts = 0, unknowns = 0, passes = 0 } = claim ?? {};
  const at = findings.flatMap(locate);
  if (conflicts + unknowns + passes > 0) {
    return { conflicts, unknowns, passes, none: null, at: at.slice(0, KEPT) };
  }
  const reason = findings.find(({ verdict }) => verdict === "MISSING")?.reason ?? "";
  const none = isEmpty ? "no code here yet" : (REASONS[reason] ?? "no place in this code");
  return { conflicts, unknowns, passes, none, at: [] };
}

function locate({ verdict, evidence, path, line, column }: ReportFinding): readonly Place[] {
  if (verdict === "PASS") {
    return evidence.map((one) => ({
      verdict,
      path: one.path,
      line: one.line,
      column: one.column,
    }));
  }
  if (path === null || line === null || column === null) return [];
  return [{ verdict, path, line, column }];
}
