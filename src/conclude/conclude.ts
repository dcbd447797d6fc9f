/** What the claims say to what was seen: judge and report. Runs on every scan, whatever was kept from earlier ones. */
import { blindSpots } from "./blind-spots.ts";
import type { BaselineFile } from "../io/baseline.ts";
import { noSourceFile } from "../io/discover.ts";
import { fitsGlobs } from "../io/globs.ts";
import type { Host } from "../io/host.ts";
import { readManifest, readSource } from "../io/read.ts";
import { version } from "../io/version.ts";
import { judge, type JudgeInputs } from "../judge/judge.ts";
import { languageOfPath } from "../languages/registry.ts";
import { saysVersions } from "../load/installed.ts";
import { diagnostic } from "../load/codes.ts";
import { formatConstant } from "../load/units.ts";
import type { Seen } from "../look/look.ts";
import type { BaselineEntry } from "../model/baseline.ts";
import type { Claim } from "../model/claim.ts";
import type { FailOn } from "../model/config.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Observation } from "../model/observation.ts";
import type { Given, Part } from "../model/part.ts";
import type { Report } from "../model/report.ts";
import type { Skipped } from "../model/skip.ts";
import { buildReport } from "../report/build.ts";
import { hidesCode } from "../report/hides-code.ts";
import type { OpenTexts } from "../report/texts.ts";

export interface ScanOutcome {
  readonly report: Report;
  /** Every file that was read as source, relative to the root. */
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
  /** The folder of the root below the top of its repository, with `/`; empty where they are one. */
  readonly prefix: string;
  readonly failOn: FailOn;
  /** What was taken over, and which of it has no finding any more; absent with `baseline: false`. */
  readonly baseline?: BaselineFile & { readonly stale: readonly BaselineEntry[] };
  /** Sentences for people about how the run was set up. */
  readonly notes: readonly string[];
  readonly sources: (path: string) => string | undefined;
  /** The claims that were held against the code. */
  readonly claims: readonly Claim[];
  /** What they were held against, low confidence included. */
  readonly observations: readonly Observation[];
  /** What can be handed on to where the parts of a divided scan are joined; worked out when called. */
  readonly part?: () => Part;
}

/** What was seen in the files that were asked for. */
export interface Witnessed extends Omit<Seen, "leads" | "skipped"> {
  /** How many files were asked for; some of them may not have been read. */
  readonly listed: number;
  /** By their names, or by what they hold. */
  readonly skipped: readonly Skipped[];
}

export interface Circumstances {
  /** `2026-01-31`. */
  readonly today: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly texts: OpenTexts;
  readonly known?: JudgeInputs["known"];
  readonly diagnostics?: readonly Diagnostic[];
  /** What was asked for of what `given` speaks of: all, what changed, or one of several parts. */
  readonly extent?: "all" | "changes" | "part";
}

/** The report, and the entries of the baseline that have no finding any more. */
export interface Concluded extends ReturnType<typeof buildReport> {
  readonly observations: readonly Observation[];
}

export function conclude(
  given: Given,
  seen: Witnessed,
  { today, duration, texts, known, diagnostics = [], extent = "all" }: Circumstances,
): Concluded {
  const { claims, extractors, baseline } = given;
  const observations = seen.files.flatMap((file) => file.observations);
  const judged = judge({
    claims,
    observations,
    extractors,
    files: seen.scanned.map((path) => ({ path, ...languageOfPath(path) })),
    minConfidence: given.minConfidence,
    matchGlobs: fitsGlobs,
    formatConstant,
    ...(known !== undefined && { known }),
  });
  const isNothingRead = seen.listed > 0 && seen.scanned.length === 0;
  const met = [
    ...given.diagnostics,
    ...seen.diagnostics,
    ...judged.diagnostics,
    ...seen.files.flatMap((file) => file.diagnostics),
    ...(isNothingRead
      ? [extent === "all" ? noSourceFile(seen.skipped) : NOTHING_LEFT[extent]]
      : []),
    ...diagnostics,
  ];
  const blind = blindSpots(given, seen, {
    findings: judged.findings,
    observations: observations.length,
    isPart: extent !== "all",
    isBroken: met.some(({ severity }) => severity === "error"),
  });
  const problems = [...met, ...blind];
  const isWhole = extent === "all" && given.isWhole;
  const scanned = new Set(seen.scanned);
  const unread = [
    ...problems.filter(hidesCode).map(({ path }) => path),
    ...seen.skipped.map(({ path }) => path),
  ];
  const built = buildReport({
    version: version(),
    claims,
    knownClaims: given.knownClaims,
    ...judged,
    markers: seen.files.flatMap(({ markers }) => markers),
    suppressions: seen.files.flatMap(({ suppressions }) => suppressions),
    texts,
    filesScanned: seen.scanned.length,
    skipped: seen.skipped,
    diagnostics: problems,
    ...(baseline !== undefined && {
      baseline: {
        entries: baseline.entries,
        path: baseline.shown,
        // Twins are numbered where all parts are joined.
        isLookedAt: (path: string) =>
          extent !== "part" && (isWhole || scanned.has(path)) && !isAmong(path, unread),
      },
    }),
    extractorCount: extractors.length,
    observationCount: observations.length,
    formatConstant,
    durationMs: duration,
    today,
  });
  return { ...built, observations };
}

/** What was asked for is generated, or cannot be read: as if there were none. */
const NOTHING_LEFT = {
  changes: diagnostic("nothing-changed", { message: "no file that changed could be scanned" }),
  part: diagnostic("shard-empty", { message: "no file of this part could be scanned" }),
};

/** It is one of them, or lies in a folder that is. */
function isAmong(path: string, others: readonly (string | undefined)[]): boolean {
  return others.some(
    (other) =>
      other !== undefined &&
      (path === other || path.startsWith(other.endsWith("/") ? other : `${other}/`)),
  );
}

/** The text of a file of the project, read once. */
export function sourcesOf(host: Host, root: string): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path)) {
      const source = readSource(host, root, path);
      // A lockfile is generated, and yet a finding may rest on one of its lines.
      const other = saysVersions(path) ? readManifest(host, root, path) : undefined;
      known.set(path, source.kind === "text" ? source.text : other);
    }
    return known.get(path);
  };
}
