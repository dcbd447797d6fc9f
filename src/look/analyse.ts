/** From what each file says for itself to observations: joins the files, recognises shapes, asks the extractors. */
import type { Candidate } from "./candidates.ts";
import { observeText } from "../extract/hits.ts";
import type { OnFailure, OnTime } from "../extract/observe-inputs.ts";
import { observe } from "../extract/observe.ts";
import type { ProjectFacts } from "../extract/shape.ts";
import { gatherFacts } from "../extract/project-facts.ts";
import { createChecker, type Checker } from "../checker/checker.ts";
import type { LinkInputs } from "../link/context.ts";
import { indexPackages, libraryOf } from "../link/create-context.ts";
import { scriptOf, type FileIndex } from "../link/files.ts";
import { createResolver } from "../link/resolver.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Dialect, Library } from "../model/library.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Observation } from "../model/observation.ts";
import type { Module } from "../model/syntax.ts";

export interface AnalysisInputs {
  /** Every file that the gate let in: findings may need what any of them says. */
  readonly candidates: readonly Candidate[];
  readonly files: FileIndex;
  /** Which versions of libraries the project runs with. */
  readonly installed?: LinkInputs["installed"];
  /** Reads and lowers a file that a name leads to. */
  readonly learn: (path: string) => Candidate | undefined;
  /** What a type checker says; without it none is asked. */
  readonly checked?: LinkInputs["checked"];
  readonly libraries: readonly Library[];
  readonly dialects: readonly Dialect[];
  /** The words that were asked of the whole project and found. */
  readonly said: ReadonlySet<string>;
  readonly extractors: readonly Extractor[];
  readonly includeTests: boolean;
}

export interface Analysis {
  readonly resolver: Resolver;
  readonly project: ProjectFacts;
  readonly dialects: readonly Dialect[];
  /** Reads and lowers a file, whether or not the gate let it in. */
  readonly learn: (path: string) => Candidate | undefined;
  /** `onFailure` hears of recognisers that fail on the file; without it a failure is thrown. */
  readonly observe: (
    candidate: Candidate,
    onFailure?: OnFailure,
    onTime?: OnTime,
    /** These instead of all. */
    only?: readonly Extractor[],
  ) => readonly Observation[];
  /** Files that hold a class or record which code that talks to a cache takes its settings from. */
  readonly ownerPaths: () => readonly string[];
}

export function analyse(inputs: AnalysisInputs): Analysis {
  const modules = inputs.candidates.flatMap(({ module }) => (module === undefined ? [] : [module]));
  const resolver = createResolver(
    {
      files: inputs.files,
      load: (path): Module | undefined => inputs.learn(path)?.module,
      libraries: inputs.libraries,
      dialects: inputs.dialects,
      installed: inputs.installed,
      said: inputs.said,
      checked: inputs.checked,
    },
    modules,
  );
  const project = gatherFacts(resolver);
  const { includeTests } = inputs;
  return {
    resolver,
    dialects: inputs.dialects,
    project,
    learn: inputs.learn,
    ownerPaths: () => [
      ...new Set([...project.owners()].map((node) => resolver.moduleOf(node).path)),
    ],
    observe: ({ path, module, hits }, onFailure, onTime, extractors = inputs.extractors) =>
      module === undefined
        ? observeText(
            path,
            hits.filter((hit) => extractors.includes(hit.extractor)),
            resolver,
          )
        : observe({ module, resolver, project, extractors, hits, includeTests, onFailure, onTime }),
  };
}

/** TypeScript's checker over a project's files. It keeps what it read, so one serves all rounds of a scan. */
export function checkerOf(
  { files, libraries }: Pick<AnalysisInputs, "files" | "libraries">,
  read: (path: string) => string | undefined,
): Checker {
  const own = libraries.filter(({ language }) => language === "typescript");
  const byPackage = indexPackages(own);
  return createChecker({
    libraries: own,
    read,
    resolve: (from, source) => scriptOf(from, source, files),
    libraryOf: (source) => libraryOf(byPackage, "typescript", source)?.library,
  });
}
