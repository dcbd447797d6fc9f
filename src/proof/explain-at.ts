/** Why an extractor did or did not speak of a line, and what a claim makes of what it said. */
import type { Analysis } from "../look/analyse.ts";
import { fileOf, learnFrom } from "../look/candidates.ts";
import { waysOf } from "./check-extractors.ts";
import { observeText } from "../extract/hits.ts";
import { whyClause, whyImports } from "../extract/why.ts";
import type { Reason } from "../extract/why.ts";
import { fitsGlobs } from "../io/globs.ts";
import { satisfies } from "../judge/operators.ts";
import { isTestPath, languageOfPath } from "../languages/registry.ts";
import { formatConstant } from "../load/units.ts";
import type { Claim } from "../model/claim.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Observation } from "../model/observation.ts";
import type { Language, Span } from "../model/source.ts";
import { createLines } from "../report/lines.ts";

export type { Reason } from "../extract/why.ts";

export interface ClauseWhy {
  /** From 1. */
  readonly clause: number;
  readonly fired: boolean;
  readonly reasons: readonly Reason[];
  readonly observations: readonly Observation[];
}

export interface ExtractorWhy {
  readonly extractor: Extractor;
  readonly gate: readonly Reason[];
  /** None where the gate is shut. */
  readonly clauses: readonly ClauseWhy[];
}

export function isTestFile(path: string): boolean {
  return isTestPath(path);
}

export function languageOf(path: string): Language | undefined {
  return languageOfPath(path)?.language;
}

/** `line` is from 1; `text` is that of the file at `path`. */
export function explainAt(
  extractor: Extractor,
  path: string,
  line: number,
  text: string,
  analysis: Analysis,
): ExtractorWhy {
  const { resolver, project } = analysis;
  const file = fileOf(path, text);
  const module = analysis.learn(path)?.module;
  const gate: Reason[] = [];
  const say = (ok: boolean, says: string): void => void gate.push({ ok, says, via: [] });
  const { languages, when } = extractor;
  if (languages.length > 0) {
    const own = file.language;
    const ok = own !== undefined && languages.includes(own);
    say(ok, `it reads ${languages.join(", ")}; this file is ${own ?? "of no known language"}`);
  }
  if (when.paths.length > 0)
    say(fitsGlobs(when.paths, path), `the path must fit ${when.paths.join(" or ")}`);
  if (when.words.length > 0)
    say(
      when.words.some((word) => text.includes(word)),
      `the text must hold ${when.words.join(" or ")}`,
    );
  const imports = module === undefined ? undefined : whyImports({ extractor, module, resolver });
  if (imports !== undefined) gate.push(imports);
  if (gate.some(({ ok }) => !ok)) return { extractor, gate, clauses: [] };
  const lines = createLines(text);
  const isHere = ({ start }: Span): boolean => lines.position(start).line === line;
  const hitsOf = (one: Extractor) => learnFrom(file, waysOf([one], analysis)).hits;
  const clauses = extractor.matches.map((match, at) => {
    if (module === undefined) {
      const hits = hitsOf({ ...extractor, matches: [match] }).filter(({ span }) => isHere(span));
      const observations = observeText(path, hits, resolver);
      const fired = observations.length > 0;
      const says =
        hits.length === 0
          ? "the expression fits nothing that begins on this line"
          : fired
            ? "the expression fits"
            : "the expression fits, but a `where` does not hold";
      return { clause: at + 1, fired, reasons: [{ ok: fired, says, via: [] }], observations };
    }
    const report = whyClause({ module, resolver, project, extractor, match, isHere, hitsOf });
    return { clause: at + 1, fired: report.observations.length > 0, ...report };
  });
  return { extractor, gate, clauses };
}

/** `false` against `eq true`: how the claim compares, in words. */
export function compareAt(
  { operator, value }: Claim,
  { observed }: Observation,
): { readonly verdict: "PASS" | "CONFLICT" | "UNKNOWN"; readonly says: string } {
  const outcome = satisfies(observed, operator, value, formatConstant);
  const seen = observed.kind === "value" ? formatConstant(observed.value) : observed.kind;
  const wanted = value === undefined ? operator : `${operator} ${formatConstant(value)}`;
  const why =
    outcome.kind === "unknown" ? outcome.reason : outcome.kind === "error" ? outcome.problem : "";
  const verdict =
    outcome.kind === "holds" ? "PASS" : outcome.kind === "breaks" ? "CONFLICT" : "UNKNOWN";
  const tail = why === "" ? (verdict === "PASS" ? "holds" : "does not hold") : why;
  return { verdict, says: `${seen} held against \`${wanted}\`: ${tail}` };
}
