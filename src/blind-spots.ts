/**
 * What a run was asked for and can say nothing about: no file, no place, a claim that nothing looks for, an extractor
 * that cannot match. Said as diagnostics, so that every format has them and `--strict` stops at them. That a claim was
 * looked for and has no place in the code is none of them: that is MISSING, and `--fail-on missing` stops at it.
 */
import { inertExtractors } from "./extract/inert.ts";
import { languageOfPath } from "./languages/registry.ts";
import { diagnostic } from "./load/codes.ts";
import type { Seen } from "./look.ts";
import type { Claim } from "./model/claim.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { Finding } from "./model/finding.ts";
import type { Language } from "./model/source.ts";
import type { Prepared } from "./prepare.ts";
import type { ScanOptions } from "./scan-options.ts";

export interface Sight {
  readonly options: ScanOptions;
  /** Only single files were named, as editors and hooks do: most of a project's hold no place of any claim. */
  readonly namesFiles: boolean;
  readonly findings: readonly Finding[];
  readonly observations: number;
  /** Only what changed was asked for: nothing to find there is an answer. */
  readonly isPart: boolean;
  /** The run is broken, and that is said: what is missing may be missing for that. */
  readonly isBroken: boolean;
}

export function blindSpots(prepared: Prepared, seen: Seen, sight: Sight): readonly Diagnostic[] {
  const { options, isPart } = sight;
  const isWhole = !isPart && !isNarrowed(options);
  const { files } = isWhole ? { files: seen.scanned } : prepared.scope.everything;
  return [
    ...nothingSeen(prepared, seen, sight),
    ...inertExtractors(prepared.knownExtractors, languagesOf(files), new Set(seen.imported)),
    ...unobserved(prepared, sight.findings, isWhole),
  ];
}

/** Not all of the project was asked for. */
export function isNarrowed({ paths, languages, include, exclude }: ScanOptions): boolean {
  return [paths, languages, include, exclude].some((list) => list.length > 0);
}

function nothingSeen(prepared: Prepared, seen: Seen, sight: Sight): readonly Diagnostic[] {
  if (sight.isPart || sight.isBroken) return [];
  if (seen.scanned.length === 0) {
    const message = "every file that was asked for was left out: nothing was scanned";
    return [diagnostic("nothing-scanned", { message })];
  }
  if (sight.observations > 0 || sight.namesFiles || prepared.claims.length === 0) return [];
  const message = "nothing was observed: no claim found a place to check";
  return [diagnostic("nothing-observed", { message })];
}

/** A claim that no extractor speaks to is none of a part's doing; whether its files are here only the whole can say. */
function unobserved(
  { extractors }: Prepared,
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

function languagesOf(paths: readonly string[]): ReadonlySet<Language> {
  return new Set(paths.flatMap((path) => languageOfPath(path)?.language ?? []));
}
