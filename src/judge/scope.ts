/** Which files a claim speaks about, and why nothing was observed for it. */
import type { Claim } from "../model/claim.ts";
import type { Extractor } from "../model/extractor.ts";
import type { MissingReason } from "../model/finding.ts";
import type { Language, SourceFile } from "../model/source.ts";

export type MatchGlobs = (globs: readonly string[], path: string) => boolean;

export interface Scope {
  /** Configuration files have no language, so they are in every claim's. */
  has(claim: Claim, path: string): boolean;
  whyMissing(claim: Claim): MissingReason;
}

interface ScopeInputs {
  readonly extractors: readonly Pick<Extractor, "subject" | "predicate" | "languages">[];
  readonly files: readonly Pick<SourceFile, "path" | "language">[];
  readonly matchGlobs: MatchGlobs;
}

export function createScope({ extractors, files, matchGlobs }: ScopeInputs): Scope {
  const languageOf = new Map(files.map(({ path, language }) => [path, language]));
  const memo = new Map<Claim, Map<string, boolean>>();

  function has(claim: Claim, path: string): boolean {
    const language = languageOf.get(path);
    return speaks(claim, language) && covers(claim, path);
  }

  function covers(claim: Claim, path: string): boolean {
    if (claim.scope === undefined) return true;
    const known = memo.get(claim) ?? new Map<string, boolean>();
    memo.set(claim, known);
    const before = known.get(path);
    if (before !== undefined) return before;
    const { include, exclude } = claim.scope;
    const inside =
      (include.length === 0 || matchGlobs(include, path)) &&
      (exclude.length === 0 || !matchGlobs(exclude, path));
    known.set(path, inside);
    return inside;
  }

  function whyMissing(claim: Claim): MissingReason {
    const able = extractors.filter(
      ({ subject, predicate }) => subject === claim.subject && predicate === claim.predicate,
    );
    if (able.length === 0) return "no-extractor";
    const named = claim.languages !== undefined;
    const looked = files.filter(
      ({ path, language }) => (!named || language !== undefined) && has(claim, path),
    );
    if (looked.length === 0) return "out-of-scope";
    const languages = new Set(looked.map(({ language }) => language));
    return able.some((extractor) => reads(extractor.languages, languages))
      ? "no-site"
      : "no-extractor";
  }

  return { has, whyMissing };
}

function speaks({ languages }: Claim, language: Language | undefined): boolean {
  return languages === undefined || language === undefined || languages.includes(language);
}

/** An extractor without languages reads configuration files, wherever they are. */
function reads(own: readonly Language[], present: ReadonlySet<Language | undefined>): boolean {
  return own.length === 0 || own.some((language) => present.has(language));
}
