/** Code that breaks a claim and code that keeps it, cut out of the extractors' own tests and observed again as it is shown. */
import { waysOf } from "../../src/proof/check-extractors.ts";
import { spelled } from "../../src/extract/regexes.ts";
import { satisfies } from "../../src/judge/operators.ts";
import { languageOfPath } from "../../src/languages/registry.ts";
import { formatConstant, readScalar } from "../../src/load/units.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Observed } from "../../src/model/constant.ts";
import { CONFIDENCES, type Extractor, type ExtractorTest } from "../../src/model/extractor.ts";
import { memoised } from "../../src/model/memoised.ts";
import type { Language } from "../../src/model/source.ts";
import { pathOfTest, runExample, type Models, type Said } from "../../src/proof/run-example.ts";
import { cutAround } from "./cut.ts";

export type Kind = Language | "files";
export type Side = "breaks" | "holds";

export interface CodeExample {
  readonly path: string;
  readonly code: string;
  /** Other files that it is seen with. */
  readonly files: Readonly<Record<string, string>>;
  readonly extractor: string;
  /** The least confidence that has to be shown for it to be observed: an index into CONFIDENCES. */
  readonly confidence: number;
}

/** More lines than these are for those who open the extractor. */
const MOST_LINES = 26;

/** The best example of a side in a language, over the tests of every extractor that speaks to the claim. */
export type FindExample = (
  claim: Claim,
  seers: readonly Extractor[],
  kind: Kind,
  side: Side,
) => CodeExample | undefined;

export function createExamples(models: Models): FindExample {
  const observersOf = memoised((extractor: Extractor) =>
    CONFIDENCES.map((_, confidence) => observer(extractor, confidence, models)),
  );
  return (claim, seers, kind, side) => {
    let best: { readonly example: CodeExample; readonly flaws: readonly number[] } | undefined;
    for (const extractor of seers) {
      const tests = extractor.tests.filter((test) => kindOf(test, extractor) === kind);
      for (const [confidence, observe] of observersOf(extractor).entries()) {
        if (observe === undefined || (best?.example.confidence ?? confidence) < confidence)
          continue;
        for (const test of tests) {
          for (const found of examplesOf(claim, side, test, pathOfTest(test, extractor), observe)) {
            const flaws = [
              confidence,
              ...found.flaws,
              namesLibrary(found.code, kind, models) ? 0 : 1,
            ];
            const example = { ...found, extractor: extractor.id, confidence };
            if (best === undefined || isLess(flaws, best.flaws)) best = { example, flaws };
            if (flaws.every((flaw) => flaw === 0)) return example;
          }
        }
      }
    }
    return best?.example;
  };
}

interface Observer {
  readonly whole: (test: ExtractorTest) => Said;
  /** Nothing where the code does not parse. */
  readonly cut: (test: ExtractorTest, code: string) => Said | undefined;
}

/** Observes with the clauses of this confidence or a better one; nothing where none has just this confidence. */
function observer(extractor: Extractor, confidence: number, models: Models): Observer | undefined {
  const rank = (one: Extractor["matches"][number]) => CONFIDENCES.indexOf(one.confidence);
  const matches = extractor.matches.filter((one) => rank(one) <= confidence);
  if (matches.every((one) => rank(one) < confidence)) return undefined;
  const narrowed = { ...extractor, matches };
  const ways = waysOf([narrowed], models);
  const cut = ({ files, ...test }: ExtractorTest, code: string) => {
    const path = pathOfTest({ ...test, files }, extractor);
    const run = runExample({ code, files }, path, [narrowed], models, ways);
    return run.isBroken ? undefined : run.said(extractor.id);
  };
  return { cut, whole: memoised((test) => cut(test, test.code) ?? new Map()) };
}

/** Whether everything that is observed breaks the claim, or holds; nothing where it is neither or mixed. */
function sideOf(claim: Claim, values: readonly string[]): Side | undefined {
  const kinds = values.map((value) => {
    const { kind } = satisfies(observedOf(value), claim.operator, claim.value, formatConstant);
    return kind === "breaks" || kind === "holds" ? kind : undefined;
  });
  return new Set(kinds).size === 1 ? kinds[0] : undefined;
}

/** `flaws`: what stands in the way of choosing one, the weightiest first. */
function* examplesOf(
  claim: Claim,
  side: Side,
  test: ExtractorTest,
  path: string,
  { whole, cut }: Observer,
) {
  const { files } = test;
  const sides = (code: string) =>
    [...(cut(test, code)?.values() ?? [])].map((values) => sideOf(claim, values));
  for (const [line, values] of whole(test)) {
    if (sideOf(claim, values) !== side) continue;
    const code = cutAround(test.code, path, line, (text) => sides(text).includes(side));
    const flaws = [
      sides(code).some((one) => one !== side),
      Object.keys(files).length > 0,
      code.split("\n").length > MOST_LINES,
    ].map(Number);
    yield { path, code, files, flaws };
  }
}

/** People know the clients; a settings class of the example's own is second best. */
function namesLibrary(code: string, kind: Kind, { libraries }: Models): boolean {
  const words = new Set(code.match(/[\w@/-]+/g));
  const isNamed = ({ language, packages }: Models["libraries"][number]) =>
    language === kind && packages.some((name) => words.has(name));
  return kind === "files" || libraries.some(isNamed);
}

function kindOf(test: ExtractorTest, extractor: Extractor): Kind {
  return languageOfPath(pathOfTest(test, extractor))?.language ?? "files";
}

function observedOf(text: string): Observed {
  if (text === "unknown") return { kind: "unknown", reason: text };
  if (text === "absent") return { kind: "absent" };
  const plain = spelled(text);
  return { kind: "value", value: typeof plain === "string" ? readScalar(plain) : plain };
}

function isLess(left: readonly number[], right: readonly number[]): boolean {
  const at = left.findIndex((one, index) => one !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}
