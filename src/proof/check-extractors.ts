/**
 * Runs the tests inside extractors' TOML files: each example is scanned as a small project, and every line must give
 * exactly the observations that its `observe:` comment says; a line without one must give none.
 */
import { checkVocabulary } from "../extract/check-vocabulary.ts";
import { spelled } from "../extract/regexes.ts";
import { compileTextWays } from "../extract/text-ways.ts";
import type { TextWays } from "../extract/text-ways.ts";
import { fitsGlobs } from "../io/globs.ts";
import { supportOf } from "../languages/registry.ts";
import { didYouMean } from "../load/closest.ts";
import { readScalar } from "../load/units.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Extractor, ExtractorTest } from "../model/extractor.ts";
import { createServerReader } from "../servers/read.ts";
import { settingsTree } from "../look/settings-tree.ts";
import { parseText } from "../parse/parse.ts";
import { distinct, pathOfTest, runExample, spell } from "./run-example.ts";
import type { Models } from "./run-example.ts";

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
  const ways = waysOf([extractor], models);
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

export function waysOf(
  extractors: readonly Extractor[],
  { dialects }: Pick<Models, "dialects">,
): TextWays {
  return compileTextWays(
    extractors,
    (language) => supportOf(language).grammars,
    parseText,
    fitsGlobs,
    createServerReader(dialects, true, settingsTree),
  );
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
  ways: TextWays,
): OneTest {
  const run = runExample(test, pathOfTest(test, extractor), [extractor], models, ways);
  const observed = run.said(extractor.id);
  const failures: TestFailure[] = [];
  if (run.isBroken) {
    failures.push(
      failure(extractor, index + 1, {
        kind: "broken",
        line: test.line,
        message: "the example's code does not parse",
      }),
    );
  }
  const kinds = new Set<"speaks" | "silent">();
  let expectations = 0;
  for (const [at, text] of test.code.split("\n").entries()) {
    const said = expectationOf(text);
    const found = observed.get(at + 1) ?? [];
    if (said !== undefined) {
      expectations += 1;
      kinds.add(said.length > 0 ? "speaks" : "silent");
    }
    const wanted = distinct(said ?? []);
    const place = {
      line: lineInFile(test, at + 1),
      code_line: at + 1,
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

/** The line of the extractor's file on which a line of the example stands, both from 1. */
export function lineInFile(test: ExtractorTest, codeLine: number): number {
  return test.line + codeLine - (test.code.startsWith("\n") ? 1 : 0);
}

/** `observe: false, true` → both; `observe: nothing` → none; nothing when the line says nothing. */
export function expectationOf(line: string): readonly string[] | undefined {
  const said = /(?:\/\/|#|--|;|\/\*)\s*observe:\s*(.+?)\s*(?:\*\/)?$/.exec(line)?.[1];
  if (said === undefined) return undefined;
  if (said === "nothing") return [];
  return said.split(/\s*,\s*/).map((word) => {
    if (word === "unknown" || word === "absent") return word;
    const plain = spelled(word);
    return spell({ kind: "value", value: typeof plain === "string" ? readScalar(plain) : plain });
  });
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
