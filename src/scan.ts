/** The whole pipeline on one screen: what is scanned, what each file says, what they say together, what the claims say to that. */
import { analyseTogether } from "./analyse-together.ts";
import type { Analysis } from "./analyse.ts";
import { createCandidates, type Reading } from "./candidates.ts";
import { callSites } from "./extract/call-sites.ts";
import { checkVocabulary } from "./extract/check-vocabulary.ts";
import { inertExtractors } from "./extract/inert.ts";
import { compileTextWays } from "./extract/text-ways.ts";
import { buildGate } from "./gate/gate.ts";
import { discover, noSourceFile, startListing } from "./io/discover.ts";
import { fitsGlobs } from "./io/globs.ts";
import type { Host } from "./io/host.ts";
import { readClaims, readConfig, readExtractors, readModels } from "./io/inputs.ts";
import { findProject, relativeTo } from "./io/project.ts";
import { readSource } from "./io/read.ts";
import { version } from "./io/version.ts";
import { judge } from "./judge/judge.ts";
import { languageOfPath, supportOf } from "./languages/registry.ts";
import { indexFiles } from "./link/files.ts";
import { diagnostic } from "./load/codes.ts";
import { didYouMean } from "./load/closest.ts";
import { formatConstant } from "./load/units.ts";
import { createServerReader } from "./servers/read.ts";
import { readManifests } from "./load/manifests.ts";
import { requestOf } from "./request.ts";
import { selectClaims, speakingTo } from "./select-claims.ts";
import type { CallSite } from "./model/call-site.ts";
import type { Category, Claim } from "./model/claim.ts";
import type { FailOn } from "./model/config.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { Confidence } from "./model/extractor.ts";
import type { Observation } from "./model/observation.ts";
import type { Report } from "./model/report.ts";
import type { Skipped } from "./model/skip.ts";
import type { Language } from "./model/source.ts";
import { parseText } from "./parse/parse.ts";
import { buildReport } from "./report/build.ts";

/** What was asked for; what is left out comes from `.aphoria/config.toml`, then from the defaults. */
export interface ScanOptions {
  /** Files, folders or globs, relative to the working directory. None means the root. */
  readonly paths: readonly string[];
  readonly claims?: string;
  readonly corpus?: readonly string[];
  readonly packs?: readonly string[];
  /** Folders of further extractors. */
  readonly extractors: readonly string[];
  readonly config?: string;
  /** Only these claims. */
  readonly claimIds: readonly string[];
  readonly categories: readonly Category[];
  readonly languages: readonly Language[];
  readonly minTier?: number;
  readonly minConfidence?: Confidence;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeTests?: boolean;
}

export type OnProgress = (event: { phase: string; done: number; total: number }) => void;

export interface ScanOutcome {
  readonly report: Report;
  /** Every file that was read as source, relative to the root. */
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
  /** The folder of the root below the top of its repository, with `/`; empty where they are one. */
  readonly prefix: string;
  readonly failOn: FailOn;
  /** Sentences for people about how the run was set up. */
  readonly notes: readonly string[];
  readonly sources: (path: string) => string | undefined;
  /** The claims that were held against the code. */
  readonly claims: readonly Claim[];
  /** What they were held against, low confidence included. */
  readonly observations: readonly Observation[];
  /** Every call on a modelled library in the files that were asked for; worked out when called. */
  readonly callSites: () => readonly CallSite[];
  readonly analysis: Analysis;
}

export async function scan(
  options: ScanOptions,
  host: Host,
  onProgress?: OnProgress,
): Promise<ScanOutcome> {
  const started = host.now();
  const project = findProject(host, options.paths[0]);
  const listing = startListing(host, project);

  // What is held against the code, and what sees it.
  const config = readConfig(host, project.root, options.config);
  const chosen = readClaims(host, project.root, options, config.value);
  const selected = selectClaims(chosen.value.claims, options, config.value);
  // Where claims could not be read, that is what is wrong, and not that none is left.
  const isUnread = chosen.diagnostics.some(({ severity }) => severity === "error");
  const unselected = selected.diagnostics.filter(
    ({ code }) => !(isUnread && code === "no-claim-selected"),
  );
  const loaded = readExtractors(host, project.root, options, config.value);
  const models = readModels(host, project.root);
  const known = checkVocabulary(loaded.value, { ...models.value, didYouMean });
  const extractors = speakingTo(selected.value, known.value);
  const servers = createServerReader(
    models.value.dialects,
    options.includeTests ?? config.value.include_tests ?? false,
  );
  const ways = compileTextWays(
    extractors,
    (language) => supportOf(language).grammars,
    parseText,
    fitsGlobs,
    servers,
  );

  // Which files.
  const request = requestOf(options, config.value, extractors, servers);
  const found = await discover(host, { ...request, project, listing, paths: options.paths });
  const isNarrowed = options.paths.length > 0 || options.languages.length > 0;
  // What is named lies in a project whose other files it may need; a loose file has only itself.
  const everything =
    isNarrowed && project.isMarked
      ? await discover(host, { ...request, isSource: isAnySource, project, listing, paths: [] })
      : found;

  // What each file says for itself.
  const candidates = createCandidates({
    gate: buildGate(extractors, models.value.libraries),
    ways,
    read: (path) => readSource(host, project.root, path),
  });
  const files = indexFiles(
    distinct([...everything.files, ...found.files]),
    readManifests(everything.manifests, (path) => readText(host, project.root, path)),
  );
  const own = new Set(found.files);
  const others = everything.files.filter((path) => !own.has(path));
  const total = found.files.length + others.length;
  const report = (done: number): void => onProgress?.({ phase: "reading", done, total });
  const reading = await candidates.readAll(found.files, report);
  await candidates.readAll(others, (done) => report(found.files.length + done));
  const { libraries, dialects } = models.value;
  const joint = {
    files,
    learn: candidates.learn,
    libraries,
    dialects,
    extractors,
    includeTests: request.includeTests,
  };
  // What they say together, and what the claims say to that.
  const analysis = analyseTogether(candidates, joint, [...own, ...others], (path) =>
    readText(host, project.root, path),
  );
  const mine = candidates.chosen().filter(({ path }) => own.has(path));
  const failures: Diagnostic[] = [];
  const observations = mine
    .flatMap((candidate, index) => {
      onProgress?.({ phase: "observing", done: index, total: mine.length });
      return analysis.observe(candidate, (kinds, error) => {
        failures.push(halfObserved(candidate.path, kinds, error));
      });
    })
    .filter(({ path }) => own.has(path));
  const judged = judge({
    claims: selected.value,
    observations,
    extractors,
    files: reading.scanned.map((path) => ({ path, ...languageOfPath(path) })),
    minConfidence: options.minConfidence ?? config.value.min_confidence ?? "medium",
    matchGlobs: fitsGlobs,
    formatConstant,
  });

  const sources = remembered((path) => readText(host, project.root, path));
  const skipped = [...found.skipped, ...reading.skipped];
  const diagnostics = [
    ...[
      config,
      chosen,
      { diagnostics: unselected },
      loaded,
      models,
      known,
      ways,
      found,
      reading,
      judged,
    ].flatMap((part) => part.diagnostics),
    ...mine.flatMap((candidate) => candidate.diagnostics),
    ...failures,
    ...inertExtractors(loaded.value, languagesOf(reading.scanned), analysis.resolver),
    ...nothingRead(found.files, reading, skipped),
  ];
  return {
    report: buildReport({
      version: version(),
      claims: selected.value,
      knownClaims: chosen.value.claims,
      ...judged,
      markers: mine.flatMap(({ markers }) => markers),
      suppressions: mine.flatMap(({ suppressions }) => suppressions),
      source: sources,
      filesScanned: reading.scanned.length,
      skipped,
      diagnostics,
      extractorCount: extractors.length,
      observationCount: observations.length,
      formatConstant,
      durationMs: Math.round(host.now() - started),
      today: new Date(host.now()).toISOString().slice(0, 10),
    }),
    files: reading.scanned,
    skipped,
    prefix: relativeTo(project.gitTop ?? project.root, project.root) ?? "",
    failOn: config.value.fail_on ?? "conflict",
    notes: [],
    sources,
    claims: selected.value,
    observations,
    analysis,
    callSites: () =>
      mine.flatMap(({ module }) =>
        module === undefined ? [] : callSites(module, analysis.resolver, request.includeTests),
      ),
  };
}

function languagesOf(paths: readonly string[]): ReadonlySet<Language> {
  return new Set(paths.flatMap((path) => languageOfPath(path)?.language ?? []));
}

function isAnySource(path: string): boolean {
  return languageOfPath(path) !== undefined;
}

function nothingRead(
  files: readonly string[],
  reading: Reading,
  skipped: readonly Skipped[],
): readonly Diagnostic[] {
  return files.length > 0 && reading.scanned.length === 0 ? [noSourceFile(skipped)] : [];
}

function readText(host: Host, root: string, path: string): string | undefined {
  const source = readSource(host, root, path);
  return source.kind === "text" ? source.text : undefined;
}

function remembered(
  read: (path: string) => string | undefined,
): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
}

function distinct(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort();
}

function halfObserved(path: string, kinds: readonly string[], error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `looking for \`${kinds.join("`, `")}\` failed: ${reason}`;
  return diagnostic("file-half-observed", { path, message });
}
