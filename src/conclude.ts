/** What the claims say to what was seen: judge and report. Runs on every scan, whatever was kept from earlier ones. */
import { blindSpots, isNarrowed } from "./blind-spots.ts";
import { readBaseline, type BaselineFile } from "./io/baseline.ts";
import { noSourceFile } from "./io/discover.ts";
import { fitsGlobs } from "./io/globs.ts";
import type { Host } from "./io/host.ts";
import { resolvePaths } from "./io/places.ts";
import { relativeTo } from "./io/project.ts";
import { readManifest, readSource } from "./io/read.ts";
import { version } from "./io/version.ts";
import { judge } from "./judge/judge.ts";
import { languageOfPath } from "./languages/registry.ts";
import { saysVersions } from "./load/installed.ts";
import { diagnostic } from "./load/codes.ts";
import { formatConstant } from "./load/units.ts";
import type { Seen } from "./look.ts";
import type { BaselineEntry } from "./model/baseline.ts";
import type { Claim } from "./model/claim.ts";
import type { FailOn } from "./model/config.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { Observation } from "./model/observation.ts";
import type { Report } from "./model/report.ts";
import type { Skipped } from "./model/skip.ts";
import type { Prepared } from "./prepare.ts";
import { buildReport } from "./report/build.ts";
import { hidesCode } from "./report/hides-code.ts";
import type { ScanOptions } from "./scan-options.ts";
import { dayOf } from "./model/day.ts";

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
}

export interface Circumstances {
  readonly host: Host;
  /** When the run began, in milliseconds since 1970. */
  readonly started: number;
  readonly sources: (path: string) => string | undefined;
  readonly diagnostics?: readonly Diagnostic[];
  /** Only what changed was asked for. */
  readonly isPart?: boolean;
}

export function conclude(
  options: ScanOptions,
  prepared: Prepared,
  seen: Seen,
  { host, started, sources, diagnostics = [], isPart = false }: Circumstances,
): ScanOutcome {
  const { project, config, claims, extractors, scope } = prepared;
  const observations = seen.files.flatMap((file) => file.observations);
  const judged = judge({
    claims,
    observations,
    extractors,
    files: seen.scanned.map((path) => ({ path, ...languageOfPath(path) })),
    minConfidence: options.minConfidence ?? config.min_confidence ?? "medium",
    matchGlobs: fitsGlobs,
    formatConstant,
  });
  const skipped = [...scope.found.skipped, ...seen.skipped];
  const isNothingRead = scope.found.files.length > 0 && seen.scanned.length === 0;
  const baseline = readBaseline(host, project.root, options.baseline);
  const met = [
    ...prepared.diagnostics,
    ...baseline.diagnostics,
    ...seen.diagnostics,
    ...judged.diagnostics,
    ...seen.files.flatMap((file) => file.diagnostics),
    ...(isNothingRead ? [isPart ? nothingLeft : noSourceFile(skipped)] : []),
    ...diagnostics,
  ];
  const blind = blindSpots(prepared, seen, {
    options,
    namesFiles: namesFiles(options, prepared, host),
    findings: judged.findings,
    observations: observations.length,
    isPart,
    isBroken: met.some(({ severity }) => severity === "error"),
  });
  const problems = [...met, ...blind];
  const isWhole = !isPart && !isNarrowed(options);
  const scanned = new Set(seen.scanned);
  const unread = [
    ...problems.filter(hidesCode).map(({ path }) => path),
    ...skipped.map(({ path }) => path),
  ];
  const { report, stale } = buildReport({
    version: version(),
    claims,
    knownClaims: prepared.knownClaims,
    ...judged,
    markers: seen.files.flatMap(({ markers }) => markers),
    suppressions: seen.files.flatMap(({ suppressions }) => suppressions),
    source: sources,
    filesScanned: seen.scanned.length,
    skipped,
    diagnostics: problems,
    ...(baseline.value !== undefined && {
      baseline: {
        entries: baseline.value.entries,
        path: baseline.value.shown,
        isLookedAt: (path: string) => (isWhole || scanned.has(path)) && !isAmong(path, unread),
      },
    }),
    extractorCount: extractors.length,
    observationCount: observations.length,
    formatConstant,
    durationMs: Math.round(host.now() - started),
    today: dayOf(host.now()),
  });
  return {
    report,
    ...(baseline.value !== undefined && { baseline: { ...baseline.value, stale } }),
    files: seen.scanned,
    skipped,
    prefix: relativeTo(project.gitTop ?? project.root, project.root) ?? "",
    failOn: config.fail_on ?? "conflict",
    notes: [],
    sources,
    claims,
    observations,
  };
}

function namesFiles({ paths }: ScanOptions, { project }: Prepared, host: Host): boolean {
  if (paths.length === 0) return false;
  return resolvePaths(host, project.root, paths).places.every(({ kind }) => kind === "file");
}

/** What changed is generated, or cannot be read: as if nothing had. */
const nothingLeft = diagnostic("nothing-changed", {
  message: "no file that changed could be scanned",
});

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
