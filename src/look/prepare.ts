/** What a scan works with, before any source is read: what is held against the code, what sees it, and which files. */
import { checkVocabulary } from "../extract/check-vocabulary.ts";
import { discover, startListing } from "../io/discover.ts";
import type { Host } from "../io/host.ts";
import { readClaims, readConfig, readExtractors, readModels } from "../io/inputs.ts";
import { findProject, type Project } from "../io/project.ts";
import { languageOfPath } from "../languages/registry.ts";
import { didYouMean } from "../load/closest.ts";
import { requestOf } from "./request.ts";
import type { ScanOptions } from "./scan-options.ts";
import { selectClaims, speakingTo } from "./select-claims.ts";
import { createServerReader } from "../servers/read.ts";
import { settingsTree } from "./settings-tree.ts";
import type { Claim } from "../model/claim.ts";
import type { Config } from "../model/config.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Dialect, Library } from "../model/library.ts";
import type { ServerReader } from "../model/server.ts";

export interface Prepared {
  readonly project: Project;
  readonly config: Config;
  /** Those that are held against the code, and all that were loaded. */
  readonly claims: readonly Claim[];
  readonly knownClaims: readonly Claim[];
  /** Those that speak to the claims, and all that were loaded. */
  readonly extractors: readonly Extractor[];
  readonly knownExtractors: readonly Extractor[];
  readonly libraries: readonly Library[];
  readonly dialects: readonly Dialect[];
  readonly servers: ServerReader;
  readonly includeTests: boolean;
  readonly scope: Scope;
  readonly diagnostics: readonly Diagnostic[];
}

export type Found = Awaited<ReturnType<typeof discover>>;

export interface Scope {
  /** Where findings may stand. */
  readonly found: Found;
  /** Where names may lead; the same object where nothing was narrowed. */
  readonly everything: Found;
  /** What chose `everything`; with the same files it gives the same. */
  readonly chosenBy: unknown;
}

export async function prepare(options: ScanOptions, host: Host): Promise<Prepared> {
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
  const { libraries, dialects } = models.value;
  const servers = createServerReader(
    dialects,
    options.includeTests ?? config.value.include_tests ?? false,
    settingsTree,
  );

  // Which files.
  const request = requestOf(options, config.value, extractors, servers);
  const found = await discover(host, { ...request, project, listing, paths: options.paths });
  const isNarrowed = options.paths.length > 0 || options.languages.length > 0;
  // What is named lies in a project whose other files it may need; a loose file has only itself.
  const isWidened = isNarrowed && project.isMarked;
  const everything = isWidened
    ? await discover(host, { ...request, isSource: isAnySource, project, listing, paths: [] })
    : found;
  const { include, exclude, includeTests } = request;
  const narrowing = isWidened
    ? [[], []]
    : [options.paths, [...new Set([...options.languages, ...(config.value.languages ?? [])])]];
  return {
    project,
    config: config.value,
    claims: selected.value,
    knownClaims: chosen.value.claims,
    extractors,
    knownExtractors: loaded.value,
    libraries,
    dialects,
    servers,
    includeTests,
    scope: { found, everything, chosenBy: [include, exclude, includeTests, narrowing] },
    diagnostics: [
      config,
      chosen,
      { diagnostics: unselected },
      loaded,
      models,
      known,
      found,
    ].flatMap((part) => part.diagnostics),
  };
}

function isAnySource(path: string): boolean {
  return languageOfPath(path) !== undefined;
}
