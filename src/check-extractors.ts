/**
 * Runs the tests inside extractors' TOML files: each example is scanned as a small project, and every line must give
 * exactly the observations that its `observe:` comment says; a line without one must give none.
 */
import { analyse } from "./analyse.ts";
import { fileOf, learnFrom, type Candidate } from "./candidates.ts";
import { checkVocabulary } from "./extract/check-vocabulary.ts";
import { compileTextWays } from "./extract/text-ways.ts";
import { supportOf } from "./languages/registry.ts";
import { indexFiles } from "./link/files.ts";
import { didYouMean } from "./load/closest.ts";
import { readManifests } from "./load/manifests.ts";
import { formatConstant, readScalar } from "./load/units.ts";
import type { Observed } from "./model/constant.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { Extractor, ExtractorTest } from "./model/extractor.ts";
import type { Dialect, Library } from "./model/library.ts";
import type { Language } from "./model/source.ts";
import { parseText } from "./parse/parse.ts";
import { createLines } from "./report/lines.ts";
import { fitsGlobs } from "./io/globs.ts";
import { spelled } from "./extract/regexes.ts";

export interface TestFailure {
  readonly extractor_id: string;
  /** The file that the extractor stands in. */
  readonly origin: string;
  /** Position among the extractor's tests, from 1. */
  readonly test: number;
  /** `missing`: said in the example, not observed. `noisy`: observed, not said. `untested`: no test at all. */
  readonly kind: "missing" | "noisy" | "untested" | "broken";
  /** The line in the extractor's own file, and in the example's code. */
  readonly line: number;
  readonly code_line: number;
  readonly expected: string;
  readonly observed: string;
  readonly message: string;
}

export interface TestRun {
  readonly extractors: number;
  readonly tests: number;
  readonly expectations: number;
  readonly failures: readonly TestFailure[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Models {
  readonly libraries: readonly Library[];
  readonly dialects: readonly Dialect[];
}

export function checkExtractors(extractors: readonly Extractor[], models: Models): TestRun {
  const known = checkVocabulary(extractors, { ...models, didYouMean });
  const runs = known.value.map((extractor) => checkOne(extractor, models));
  return {
    extractors: runs.length,
    tests: runs.reduce((sum, run) => sum + run.tests, 0),
    expectations: runs.reduce((sum, run) => sum + run.expectations, 0),
    failures: runs.flatMap((run) => run.failures),
    diagnostics: [...known.diagnostics, ...runs.flatMap((run) => run.diagnostics)],
  };
}

function checkOne(extractor: Extractor, models: Models): TestRun {
  const ways = compileTextWays(
    [extractor],
    (language) => supportOf(language).grammars,
    parseText,
    fitsGlobs,
  );
  const runs = extractor.tests.map((test, index) =>
    checkTest(extractor, test, index, models, ways),
  );
  const kinds = new Set(runs.flatMap((run) => [...run.kinds]));
  const untested = [
    ...(kinds.has("speaks") ? [] : ["it has no test in which something must be observed"]),
    ...(kinds.has("silent")
      ? []
      : ["it has no test in which something must stay silent (`observe: nothing`)"]),
  ].map((message) => failure(extractor, 0, { kind: "untested", message }));
  return {
    extractors: 1,
    tests: extractor.tests.length,
    expectations: runs.reduce((sum, run) => sum + run.expectations, 0),
    failures: [...untested, ...runs.flatMap((run) => run.failures)],
    diagnostics: ways.diagnostics,
  };
}

interface OneTest {
  readonly failures: readonly TestFailure[];
  readonly expectations: number;
  readonly kinds: ReadonlySet<"speaks" | "silent">;
}

function checkTest(
  extractor: Extractor,
  test: ExtractorTest,
  index: number,
  models: Models,
  ways: ReturnType<typeof compileTextWays>,
): OneTest {
  const path =
    test.path ?? `example${ENDINGS[test.language ?? extractor.languages[0] ?? "typescript"]}`;
  const texts = new Map([...Object.entries(test.files), [path, test.code]]);
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
  const failures: TestFailure[] = [];
  if (main?.module !== undefined && main.module.errors.length > 0) {
    failures.push(
      failure(extractor, index + 1, {
        kind: "broken",
        line: test.line,
        message: "the example's code does not parse",
      }),
    );
  }
  const analysis = analyse({
    candidates,
    files: indexFiles(
      [...texts.keys()],
      readManifests([...texts.keys()], (one) => texts.get(one)),
    ),
    learn,
    ...models,
    extractors: [extractor],
    includeTests: true,
  });
  const observed = new Map<number, string[]>();
  const lines = createLines(test.code);
  for (const observation of main === undefined ? [] : analysis.observe(main)) {
    if (observation.path !== path) continue;
    const { line } = lines.position(observation.start);
    observed.set(line, [...(observed.get(line) ?? []), spell(observation.observed)]);
  }
  const kinds = new Set<"speaks" | "silent">();
  let expectations = 0;
  for (const [at, text] of test.code.split("\n").entries()) {
    const line = at + 1;
    const said = expectationOf(text);
    const found = distinct(observed.get(line) ?? []);
    if (said !== undefined) {
      expectations += 1;
      kinds.add(said.length > 0 ? "speaks" : "silent");
    }
    const wanted = distinct(said ?? []);
    const place = {
      line: test.line + at + (test.code.startsWith("\n") ? 0 : 1),
      code_line: line,
      expected: wanted.join(", ") || "nothing",
      observed: found.join(", ") || "nothing",
    };
    for (const value of wanted) {
      if (!found.includes(value))
        failures.push(
          failure(extractor, index + 1, {
            ...place,
            kind: "missing",
            message: `\`${value}\` is not observed: ${text.trim()}`,
          }),
        );
    }
    for (const value of found) {
      if (!wanted.includes(value))
        failures.push(
          failure(extractor, index + 1, {
            ...place,
            kind: "noisy",
            message: `\`${value}\` is observed: ${text.trim()}`,
          }),
        );
    }
  }
  return { failures, expectations, kinds };
}

const ENDINGS: Readonly<Record<Language, string>> = {
  typescript: ".ts",
  rust: ".rs",
  python: ".py",
};

/** `observe: false, true` → both; `observe: nothing` → none; nothing when the line says nothing. */
function expectationOf(line: string): readonly string[] | undefined {
  const said = /(?:\/\/|#|--|;|\/\*)\s*observe:\s*(.+?)\s*(?:\*\/)?$/.exec(line)?.[1];
  if (said === undefined) return undefined;
  if (said === "nothing") return [];
  return said.split(/\s*,\s*/).map((word) => {
    if (word === "unknown" || word === "absent") return word;
    const plain = spelled(word);
    return spell({ kind: "value", value: typeof plain === "string" ? readScalar(plain) : plain });
  });
}

function spell(observed: Observed): string {
  return observed.kind === "value" ? formatConstant(observed.value) : observed.kind;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function failure(
  extractor: Extractor,
  test: number,
  fields: Partial<TestFailure> & Pick<TestFailure, "kind" | "message">,
): TestFailure {
  return {
    extractor_id: extractor.id,
    origin: extractor.origin,
    test,
    line: 1,
    code_line: 0,
    expected: "",
    observed: "",
    ...fields,
  };
}
