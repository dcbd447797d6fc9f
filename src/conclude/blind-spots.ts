/**
 * What a run was asked for and can say nothing about: no file, no place, a claim that nothing looks for, an extractor
 * that cannot match. Said as diagnostics, so that every format has them and `--strict` stops at them. That a claim was
 * looked for and has no place in the code is none of them: that is MISSING, and `--fail-on missing` stops at it.
 */
import { inertExtractors } from "../extract/inert.ts";
import { languageOfPath } from "../languages/registry.ts";
import { diagnostic } from "../load/codes.ts";
import type { Seen } from "../look/look.ts";
import type { Claim } from "../model/claim.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Finding } from "../model/finding.ts";
import type { Given } from "../model/part.ts";
import type { Language } from "../model/source.ts";

export interface Sight {
  readonly findings: readonly Finding[];
  readonly observations: number;
  /** Only what changed, or one of several parts, was asked for: nothing to find there is an answer. */
  readonly isPart: boolean;
  /** The run is broken, and that is said: what is missing may be missing for that. */
  readonly isBroken: boolean;
}

type Scanned = Pick<Seen, "scanned" | "imported">;

export function blindSpots(given: Given, seen: Scanned, sight: Sight): readonly Diagnostic[] {
  const isWhole = !sight.isPart && given.isWhole;
  const languages = isWhole ? languagesOf(seen.scanned) : new Set(given.languages);
  return [
    ...nothingSeen(given, seen, sight),
    ...inertExtractors(given.ownExtractors, languages, new Set(seen.imported)),
    ...unobserved(given, sight.findings, isWhole),
  ];
}

function nothingSeen(given: Given, seen: Scanned, sight: Sight): readonly Diagnostic[] {
  if (sight.isPart || sight.isBroken) return [];
  if (seen.scanned.length === 0) {
    const message = "every file that was asked for was left out: nothing was scanned";
    return [diagnostic("nothing-scanned", { message })];
  }
  if (sight.observations > 0 || given.namesFiles || given.claims.length === 0) return [];
  const message = "nothing was observed: no claim found a place to check";
  return [diagnostic("nothing-observed", { message })];
}

/** A claim that no extractor speaks to is none of a part's doing; whether its files are here only the whole can say. */
function unobserved(
  { extractors }: Given,
  findings: readonly Finding[],
  isWhole: boolean,
): readonly Diagnostic[] {
  const missing = findings.filter(({ verdict }) => verdict === "MISSING");
  const spoken = new Set(extractors.map(({ subject, predicate }) => `${subject} ${predicate}`));
  const unspoken = missing.filter(
    ({ claim }) => !spoken.has(`${claim.subject} ${claim.predicate}`),
  );
  const others = isWhole ? missing.filter((one) => !unspoken.includes(one)) : [];
  const reason = (word: string) => others.filter((finding) => finding.reason === word);
  return [
    ...sayUnobserved(unspoken, "no extractor looks for"),
    ...sayUnobserved(
      reason("no-extractor"),
      "no extractor for the languages that were scanned looks for",
    ),
    ...sayUnobserved(
      reason("out-of-scope").filter(({ claim }) => claim.scope !== undefined),
      "no file that was scanned is in the scope of",
    ),
  ];
}

const SHOWN = 8;

/** One for all claims of a fate: a project may bring a whole list before it has any extractor. */
function sayUnobserved(findings: readonly Finding[], why: string): readonly Diagnostic[] {
  if (findings.length === 0) return [];
  const ids = findings.slice(0, SHOWN).map(({ claim }: { readonly claim: Claim }) => claim.id);
  const more = findings.length > SHOWN ? ` and ${findings.length - SHOWN} more` : "";
  const claims = findings.length === 1 ? "the claim" : "the claims";
  const message = `${why} ${claims} ${ids.map((id) => `\`${id}\``).join(", ")}${more}`;
  return [diagnostic("claim-unobserved", { message })];
}

export function languagesOf(paths: readonly string[]): ReadonlySet<Language> {
  return new Set(paths.flatMap((path) => languageOfPath(path)?.language ?? []));
}
