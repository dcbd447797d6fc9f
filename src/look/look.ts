/** What the code says: reads the files, joins them, and lets the extractors observe. Nothing here knows a claim. */
import { analyseTogether } from "./analyse-together.ts";
import type { Analysis } from "./analyse.ts";
import { createCandidates, type Candidate, type KeptTrees } from "./candidates.ts";
import type { OnFailure, OnTime } from "../extract/observe-inputs.ts";
import { importsAllow } from "../extract/observe.ts";
import type { TextWays } from "../extract/text-ways.ts";
import { buildGate, type Gate } from "../gate/gate.ts";
import { createProjectWords } from "../gate/project-words.ts";
import type { Source } from "../io/read.ts";
import { indexFiles, resolveSource, type FileIndex } from "../link/files.ts";
import { diagnostic } from "../load/codes.ts";
import { createInstalls } from "../load/installed.ts";
import { readManifests } from "../load/manifests.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Module, Stmt } from "../model/syntax.ts";
import type { Marker, Suppression } from "../model/marker.ts";
import type { Observation } from "../model/observation.ts";
import type { Shard } from "../model/part.ts";
import type { Skipped } from "../model/skip.ts";
import type { Prepared, Scope } from "./prepare.ts";
import { compileWays, divide, secretsIn, type LookedPart } from "./look-part.ts";
import { openLedger } from "./shard.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { OnProgress } from "./scan-options.ts";
import { turn } from "./turn.ts";

/** What one file gives to the report. */
export interface SeenFile {
  readonly path: string;
  readonly observations: readonly Observation[];
  readonly markers: readonly Marker[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
}

export type Lead = readonly [path: string, targets: readonly string[]];

/** All that the claims are held against. */
export interface Seen {
  /** Files that were read, whether or not they matter. */
  readonly scanned: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  /** Those that matter, sorted by path. */
  readonly files: readonly SeenFile[];
  /** The project's own extractors whose imports some file has, by id. */
  readonly imported: readonly string[];
  /** Which files those that matter import from, and those again. */
  readonly leads: readonly Lead[];
}

export interface Looked extends Seen {
  readonly analysis: Analysis;
  readonly candidates: readonly Candidate[];
  /** What was read for more than the question whether it matters. */
  readonly used: ReadonlySet<string>;
  readonly clientPaths: readonly string[];
  readonly part?: LookedPart;
}

export interface Eyes {
  /** Observe only what falls to this part; names lead everywhere all the same. */
  readonly shard?: Shard | undefined;
  readonly read: (path: string) => Source;
  /** Manifests and lockfiles, whoever wrote them. */
  readonly manifest: (path: string) => string | undefined;
  readonly trees?: KeptTrees | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly watch?: Stopwatch | undefined;
}

/** Files between two turns of the event loop: names lead from them to others, which are parsed. */
const OBSERVED_PER_TURN = 16;

export async function look(prepared: Prepared, eyes: Eyes): Promise<Looked> {
  const { extractors, scope } = prepared;
  const { onProgress, watch, shard } = eyes;
  const time: OnTime = (name, work) => (watch === undefined ? work() : watch.time(name, work));
  const used = new Set<string>();
  const ledger = shard && openLedger(eyes.read, eyes.manifest);
  const read = ledger?.read ?? eyes.read;
  const division = shard && ledger && divide(prepared, ledger, shard);
  const { gate, ways } = openers(prepared);
  const words = createProjectWords(extractors);
  const hear = (path: string, text: string): void => {
    if (words.hear(text)) used.add(path);
  };
  const candidates = createCandidates({
    gate,
    ways,
    read,
    hear,
    trees: eyes.trees,
    time,
    elsewhere: division,
  });
  const textOf = (path: string): string | undefined => {
    const source = read(path);
    return source.kind === "text" ? source.text : undefined;
  };
  const useText = (path: string): string | undefined => {
    used.add(path);
    return textOf(path);
  };
  const files = time("manifests", () => indexScope(scope, useText));
  for (const path of scope.everything.manifests) words.hear(useText(path) ?? "");

  // What each file says for itself.
  const own = new Set(scope.found.files);
  const others = scope.everything.files.filter((path) => !own.has(path));
  const total = own.size + others.length;
  const report = (done: number): void => onProgress?.({ phase: "reading", done, total });
  const wait = <T>(work: Promise<T>) => (watch === undefined ? work : watch.wait("read", work));
  const reading = await wait(candidates.readAll(scope.found.files, report));
  await wait(candidates.readAll(others, (done) => report(own.size + done)));

  const expected = new Set<string>();
  let next = candidates.modules();
  while (next.length > 0) {
    const targets = targetsOf(next, files).filter((path) => !expected.has(path));
    for (const path of targets) expected.add(path);
    next = await wait(candidates.expect(targets));
  }

  // What they say together.
  const { libraries, dialects, includeTests } = prepared;
  const installed = createInstalls(scope.everything.manifests, (path) => {
    used.add(path);
    return eyes.manifest(path);
  });
  const joint = {
    files,
    installed,
    learn: candidates.learn,
    libraries,
    dialects,
    said: words.said,
    extractors,
    includeTests,
  };
  const { analysis, clientPaths } = time("join", () =>
    analyseTogether(candidates, joint, [...own, ...others], { textOf, useText }),
  );
  const found = candidates.chosen().filter(({ path }) => own.has(path));
  const share = division?.share();
  const mine = share === undefined ? found : found.filter(({ path }) => share.has(path));
  const seen: SeenFile[] = [];
  for (const [index, candidate] of mine.entries()) {
    if (index % OBSERVED_PER_TURN === 0) await turn();
    onProgress?.({ phase: "observing", done: index, total: mine.length });
    const failures: Diagnostic[] = [];
    const onFailure: OnFailure = (kinds, error) => {
      failures.push(halfObserved(candidate.path, kinds, error));
    };
    const observations = time("observe", () =>
      analysis.observe(candidate, onFailure, watch && time),
    ).filter(({ path }) => own.has(path));
    const { path, markers, suppressions } = candidate;
    const diagnostics = [...candidate.diagnostics, ...failures];
    seen.push({ path, observations, markers, suppressions, diagnostics });
  }
  const part = ledger &&
    share && {
      share,
      code: ledger.digest(scope.everything.files, scope.everything.manifests),
      secrets: time("observe secrets", () =>
        secretsIn(
          found.filter(({ path }) => !share.has(path)),
          prepared,
          analysis,
        ),
      ).filter(({ path }) => own.has(path)),
    };
  for (const path of candidates.learnt()) used.add(path);
  eyes.trees?.stop?.();
  return {
    scanned: reading.scanned,
    skipped: reading.skipped,
    diagnostics: [...ways.diagnostics, ...reading.diagnostics],
    files: seen,
    imported: importedOf(prepared, analysis),
    leads: leadsFrom(candidates.modules(), analysis.resolver, files),
    analysis,
    candidates: mine,
    used,
    clientPaths,
    ...(part !== undefined && { part }),
  };
}

/** What decides, by its words, whether a file matters. */
export function openers({ extractors, libraries, servers }: Prepared): {
  readonly gate: Gate;
  readonly ways: TextWays;
} {
  return {
    gate: buildGate(extractors, libraries),
    ways: compileWays(extractors, { servers }),
  };
}

export function indexScope(
  { found, everything }: Scope,
  textOf: (path: string) => string | undefined,
): FileIndex {
  const paths = [...new Set([...everything.files, ...found.files])].sort();
  return indexFiles(paths, readManifests(everything.manifests, textOf));
}

/** What the files import: link will ask for most of it. */
function targetsOf(modules: readonly Module[], files: FileIndex): readonly string[] {
  const targets = new Set<string>();
  for (const module of modules) {
    for (const source of module.body.flatMap(sourcesOf)) {
      const path = resolveSource(module, source, files)?.path;
      if (path !== undefined) targets.add(path);
    }
  }
  return [...targets];
}

/** What is imported from somewhere may be a module in it. */
function sourcesOf(statement: Stmt): readonly string[] {
  if (statement.kind === "export") return statement.source === undefined ? [] : [statement.source];
  if (statement.kind !== "import") return [];
  const { source, names } = statement;
  const within = source.endsWith(".") ? source : `${source}.`;
  return [source, ...names.map(({ imported }) => within + imported)];
}

function leadsFrom(
  modules: readonly Module[],
  resolver: Resolver,
  files: FileIndex,
): readonly Lead[] {
  return modules.flatMap((module): readonly Lead[] => {
    const targets = new Set<string>();
    for (const source of resolver.importsOf(module)) {
      const target = resolveSource(module, source, files)?.path;
      if (target !== undefined && target !== module.path) targets.add(target);
    }
    return targets.size === 0 ? [] : [[module.path, [...targets].sort()]];
  });
}

function importedOf(
  { knownExtractors }: Prepared,
  { resolver }: Pick<Analysis, "resolver">,
): readonly string[] {
  return knownExtractors
    .filter(({ pack }) => pack === "project")
    .filter((extractor) =>
      resolver.modules.some((module) => importsAllow(extractor, module, resolver)),
    )
    .map(({ id }) => id);
}

function halfObserved(path: string, kinds: readonly string[], error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `looking for \`${kinds.join("`, `")}\` failed: ${reason}`;
  return diagnostic("file-half-observed", { path, message });
}
