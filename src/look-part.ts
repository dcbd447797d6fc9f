/** What a look at one part of a project is about: what its files weigh, and which secrets lie in the files of others. */
import type { Analysis } from "./analyse.ts";
import type { Candidate } from "./candidates.ts";
import type { Observation } from "./model/observation.ts";
import type { Prepared } from "./prepare.ts";
import { isCredentialsClaim } from "./report/mask.ts";
import type { Ledger, Weighed } from "./shard.ts";

export interface LookedPart {
  /** The files that fell to this part. */
  readonly share: ReadonlySet<string>;
  /** Stands for every file of the project and what it holds. */
  readonly code: string;
  /** What may hold a secret in the other files: reports of this part must not show it either. */
  readonly secrets: readonly Observation[];
}

export function weigh(
  paths: readonly string[],
  candidates: readonly Candidate[],
  { bytesOf }: Ledger,
): readonly Weighed[] {
  const mattering = new Set(candidates.map(({ path }) => path));
  return paths.map((path) => ({ path, bytes: bytesOf(path), matters: mattering.has(path) }));
}

/** What credentials claims are held against. A recogniser that fails here is told of by the part that owns the file. */
export function secretsIn(
  candidates: readonly Candidate[],
  { claims, extractors }: Prepared,
  analysis: Analysis,
): readonly Observation[] {
  const asking = claims.filter(isCredentialsClaim);
  const able = extractors.filter(({ subject, predicate }) =>
    asking.some((claim) => claim.subject === subject && claim.predicate === predicate),
  );
  if (able.length === 0) return [];
  return candidates.flatMap((one) => analysis.observe(one, () => undefined, undefined, able));
}
