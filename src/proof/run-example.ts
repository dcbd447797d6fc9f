/** One example of an extractor's tests, scanned as a small project: what each extractor says on which line. */
import { analyse } from "../look/analyse.ts";
import { fileOf, learnFrom, type Candidate } from "../look/candidates.ts";
import type { TextWays } from "../extract/text-ways.ts";
import { createProjectWords } from "../gate/project-words.ts";
import { indexFiles } from "../link/files.ts";
import { createInstalls } from "../load/installed.ts";
import { readManifests } from "../load/manifests.ts";
import { formatConstant } from "../load/units.ts";
import type { Observed } from "../model/constant.ts";
import type { Extractor, ExtractorTest } from "../model/extractor.ts";
import type { Dialect, Library } from "../model/library.ts";
import type { Language } from "../model/source.ts";
import { createLines } from "../report/lines.ts";

export interface Models {
  readonly libraries: readonly Library[];
  readonly dialects: readonly Dialect[];
}

/** Texts of observed values by line, from 1; distinct and sorted. */
export type Said = ReadonlyMap<number, readonly string[]>;

export interface ExampleRun {
  /** The example's own code does not parse. */
  readonly isBroken: boolean;
  /** By the extractor's id. */
  readonly said: (id: string) => Said;
}

export function pathOfTest({ path, language }: ExtractorTest, extractor: Extractor): string {
  return path ?? `example${ENDINGS[language ?? extractor.languages[0] ?? "typescript"]}`;
}

/** `ways` are those of the extractors; `path` is where the code stands. */
export function runExample(
  { code, files }: Pick<ExtractorTest, "code" | "files">,
  path: string,
  extractors: readonly Extractor[],
  models: Models,
  ways: TextWays,
): ExampleRun {
  const texts = new Map([...Object.entries(files), [path, code]]);
  const byPath = new Map<string, Candidate>();
  const learn = (wanted: string): Candidate | undefined => {
    const text = texts.get(wanted);
    if (text === undefined) return undefined;
    const known = byPath.get(wanted) ?? learnFrom(fileOf(wanted, text), ways);
    byPath.set(wanted, known);
    return known;
  };
  const candidates = [...texts.keys()].flatMap((wanted) => learn(wanted) ?? []);
  const main = learn(path);
  const words = createProjectWords(extractors);
  for (const text of texts.values()) words.hear(text);
  const analysis = analyse({
    candidates,
    said: words.said,
    files: indexFiles(
      [...texts.keys()],
      readManifests([...texts.keys()], (one) => texts.get(one)),
    ),
    installed: createInstalls([...texts.keys()], (one) => texts.get(one)),
    learn,
    ...models,
    extractors,
    includeTests: true,
  });
  const lines = createLines(code);
  const found = new Map<string, Map<number, readonly string[]>>();
  for (const observation of main === undefined ? [] : analysis.observe(main)) {
    if (observation.path !== path) continue;
    const { line } = lines.position(observation.start);
    const own = found.get(observation.extractor_id) ?? new Map<number, readonly string[]>();
    found.set(observation.extractor_id, own);
    own.set(line, distinct([...(own.get(line) ?? []), spell(observation.observed)]));
  }
  return {
    isBroken: main?.module !== undefined && main.module.errors.length > 0,
    said: (id) => found.get(id) ?? NOTHING,
  };
}

const NOTHING: Said = new Map();

const ENDINGS: Readonly<Record<Language, string>> = {
  typescript: ".ts",
  rust: ".rs",
  python: ".py",
};

export function spell(observed: Observed): string {
  return observed.kind === "value" ? formatConstant(observed.value) : observed.kind;
}

export function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
