/** What an extractor that is not there yet would say about this repository. */
import { PACKS } from "../model/config.ts";
import type { Claim } from "../model/claim.ts";
import type { Report, ReportFinding, ReportTrace } from "../model/report.ts";
import type { Context } from "./command.ts";
import { withFile } from "../io/overlay.ts";
import type { ScanOptions } from "./pipeline.ts";

export interface Place {
  readonly verdict: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Preview {
  /** What the extractor says, conflicts first. */
  readonly places: readonly Place[];
  /** Conflicts where a built-in extractor says that the code keeps the claim. */
  readonly wrong: readonly Place[];
  /** Markers of the claim, and how many are detected without and with the extractor. */
  readonly markers: number;
  readonly before: number;
  readonly after: number;
  /** The markers that are detected with it, as `path:line`. */
  readonly detected: readonly string[];
}

export interface Previews {
  of(path: string, text: string, id: string): Promise<Preview>;
}

/** `corpus`: where the claim comes from when the project has not chosen it. */
export async function openPreviews(
  claim: Claim,
  choice: Partial<ScanOptions>,
  { host, pipeline }: Context,
): Promise<Previews> {
  const stages = await pipeline();
  const options: ScanOptions = {
    paths: [],
    extractors: [],
    categories: [],
    languages: [],
    include: [],
    exclude: [],
    minTier: 5,
    ...choice,
    claimIds: [claim.id],
  };
  const before = await stages.scan(options, host);
  const oracle = await stages.scan({ ...options, packs: PACKS }, host);
  const kept = new Set(
    placesOf(oracle.report, () => true)
      .filter(isKept)
      .map(key),
  );
  const broken = new Set(
    placesOf(oracle.report, () => true)
      .filter(isBroken)
      .map(key),
  );
  return {
    async of(path, text, id) {
      const { report } = await stages.scan(options, withFile(host, path, text));
      const places = placesOf(report, (extractor) => extractor === id);
      const isWrong = (place: Place) => kept.has(key(place)) && !broken.has(key(place));
      return {
        places,
        wrong: places.filter((place) => isBroken(place) && isWrong(place)),
        markers: report.markers.filter((marker) => marker.claim_id === claim.id).length,
        before: detected(before.report, claim.id).length,
        after: detected(report, claim.id).length,
        detected: detected(report, claim.id),
      };
    },
  };
}

export function isBroken({ verdict }: Place): boolean {
  return verdict === "CONFLICT";
}

function isKept({ verdict }: Place): boolean {
  return verdict === "PASS";
}

function key({ path, line }: Place): string {
  return `${path}:${line}`;
}

function placesOf(
  { findings }: Report,
  isWanted: (extractor: string | null) => boolean,
): readonly Place[] {
  return findings
    .flatMap((finding): readonly Place[] => {
      const { verdict, evidence, extractor_id: id } = finding;
      if (verdict === "PASS") {
        return evidence
          .filter((trace) => isWanted(trace.extractor_id))
          .map((trace) => placeOf(finding, trace));
      }
      return isWanted(id) && finding.path !== null ? [placeOf(finding, finding)] : [];
    })
    .toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

const ORDER: readonly string[] = ["CONFLICT", "UNKNOWN", "PASS"];

function placeOf(
  { verdict, message }: ReportFinding,
  { path, line, column }: ReportFinding | ReportTrace,
): Place {
  return { verdict, message, path: path ?? "", line: line ?? 0, column: column ?? 0 };
}

function detected({ markers }: Report, id: string): readonly string[] {
  return markers
    .filter((marker) => marker.claim_id === id && marker.detected)
    .map(({ path, line }) => `${path}:${line}`);
}
