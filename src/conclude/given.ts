/** What a scan's observations are held against, as plain data: it can be handed to another machine. */
import { languagesOf } from "./blind-spots.ts";
import { readBaseline, type BaselineFile } from "../io/baseline.ts";
import type { Host } from "../io/host.ts";
import { resolvePaths } from "../io/places.ts";
import { relativeTo } from "../io/project.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Given, OwnExtractor } from "../model/part.ts";
import type { Prepared } from "../look/prepare.ts";
import type { ScanOptions } from "../look/scan-options.ts";

export interface Gathered {
  readonly given: Given;
  /** Absent with `baseline: false`. */
  readonly baseline: BaselineFile | undefined;
}

export function gather(options: ScanOptions, prepared: Prepared, host: Host): Gathered {
  const { project, config, claims, knownClaims } = prepared;
  const baseline = readBaseline(host, project.root, options.baseline);
  const given: Given = {
    claims,
    knownClaims,
    extractors: prepared.extractors.map(({ subject, predicate, languages }) => ({
      subject,
      predicate,
      languages,
    })),
    ownExtractors: prepared.knownExtractors.filter(({ pack }) => pack === "project").map(own),
    minConfidence: options.minConfidence ?? config.min_confidence ?? "medium",
    failOn: config.fail_on ?? "conflict",
    isWhole: !isNarrowed(options),
    namesFiles: namesFiles(options, prepared, host),
    languages: [...languagesOf(prepared.scope.everything.files)],
    areClaimsNamed: options.claims !== undefined || options.corpus !== undefined,
    prefix: relativeTo(project.gitTop ?? project.root, project.root) ?? "",
    ...(baseline.value !== undefined && {
      baseline: { shown: baseline.value.shown, entries: baseline.value.entries },
    }),
    diagnostics: [...prepared.diagnostics, ...baseline.diagnostics],
  };
  return { given, baseline: baseline.value };
}

function own({ id, languages, status, origin, when: { imports } }: Extractor): OwnExtractor {
  return { id, languages, status, origin, when: { imports } };
}

function isNarrowed({ paths, languages, include, exclude }: ScanOptions): boolean {
  return [paths, languages, include, exclude].some((list) => list.length > 0);
}

function namesFiles({ paths }: ScanOptions, { project }: Prepared, host: Host): boolean {
  if (paths.length === 0) return false;
  return resolvePaths(host, project.root, paths).places.every(({ kind }) => kind === "file");
}
