/** What a look at one part of a project is about: what its files weigh, and which secrets lie in the files of others. */
import type { Analysis } from "./analyse.ts";
import type { Candidate, Elsewhere } from "./candidates.ts";
import { compileTextWays, type TextWays } from "../extract/text-ways.ts";
import { fitsGlobs } from "../io/globs.ts";
import { supportOf } from "../languages/registry.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Observation } from "../model/observation.ts";
import type { Shard } from "../model/part.ts";
import type { Language } from "../model/source.ts";
import { parseText } from "../parse/parse.ts";
import type { Prepared } from "./prepare.ts";
import { isCredentialsClaim } from "../report/mask.ts";
import { shareOf, type Ledger } from "./shard.ts";

export interface LookedPart {
  /** The files that fell to this part. */
  readonly share: ReadonlySet<string>;
  /** Stands for every file of the project and what it holds. */
  readonly code: string;
  /** What may hold a secret in the other files: reports of this part must not show it either. */
  readonly secrets: readonly Observation[];
}

/** Shares the files out as soon as it is known what matters, before anything is learnt from it. */
export function divide(
  prepared: Prepared,
  ledger: Ledger,
  shard: Shard,
): Elsewhere & { readonly share: () => ReadonlySet<string> } {
  const { files } = prepared.scope.found;
  let share: ReadonlySet<string> | undefined;
  const decide = (opened: readonly string[]): void => {
    const mattering = new Set(opened);
    const weighed = files.map((path) => ({
      path,
      bytes: ledger.bytesOf(path),
      matters: mattering.has(path),
    }));
    share ??= shareOf(weighed, shard);
  };
  return {
    decide,
    has: (path) => share?.has(path) === false,
    ways: compileWays(secretive(prepared), prepared),
    share: () => share ?? new Set(),
  };
}

/** What credentials claims are held against. A recogniser that fails here is told of by the part that owns the file. */
export function secretsIn(
  candidates: readonly Candidate[],
  prepared: Prepared,
  analysis: Analysis,
): readonly Observation[] {
  const able = secretive(prepared);
  if (able.length === 0) return [];
  return candidates.flatMap((one) => analysis.observe(one, () => undefined, undefined, able));
}

function secretive({ claims, extractors }: Prepared): readonly Extractor[] {
  const asking = claims.filter(isCredentialsClaim);
  return extractors.filter(({ subject, predicate }) =>
    asking.some((claim) => claim.subject === subject && claim.predicate === predicate),
  );
}

/** What `rule`, `regex` and `config` ways of these extractors see in the text of a file. */
export function compileWays(
  extractors: readonly Extractor[],
  { servers }: Pick<Prepared, "servers">,
): TextWays {
  const grammarsOf = (language: Language) => supportOf(language).grammars;
  return compileTextWays(extractors, grammarsOf, parseText, fitsGlobs, servers);
}
