/** Which of the loaded claims this run judges. */
import { diagnostic } from "../load/codes.ts";
import { didYouMean } from "../load/closest.ts";
import type { Category, Claim } from "../model/claim.ts";
import { tierNumber } from "../model/claim.ts";
import type { Config } from "../model/config.ts";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import type { Extractor } from "../model/extractor.ts";

export interface Selection {
  readonly claimIds: readonly string[];
  readonly categories: readonly Category[];
  readonly minTier?: number;
}

export function selectClaims(
  claims: readonly Claim[],
  selection: Selection,
  config: Config,
): Checked<readonly Claim[]> {
  const ids = new Set(claims.map(({ id }) => id));
  const unknown = selection.claimIds.filter((id) => !ids.has(id));
  const minTier = selection.minTier ?? config.min_tier ?? 5;
  const value = claims.filter(
    (claim) =>
      claim.status === "active" &&
      (selection.claimIds.length === 0 || selection.claimIds.includes(claim.id)) &&
      (selection.categories.length === 0 || selection.categories.includes(claim.category)) &&
      tierNumber(claim.tier) <= minTier,
  );
  const diagnostics: Diagnostic[] = unknown.map((id) => {
    const message = `no claim has the id \`${id}\`${didYouMean(id, ids)}`;
    return diagnostic("unknown-claim", { message });
  });
  if (value.length === 0 && unknown.length === 0) {
    diagnostics.push(
      diagnostic("no-claim-selected", {
        message:
          claims.length === 0
            ? "there is no claim to check"
            : "the choice of claims leaves none to check",
      }),
    );
  }
  return { value, diagnostics };
}

/** Those that run: a built-in one that no selected claim listens to would only cost time. */
export function speakingTo(
  claims: readonly Claim[],
  extractors: readonly Extractor[],
): readonly Extractor[] {
  const asked = new Set(claims.map(({ subject, predicate }) => `${subject} ${predicate}`));
  return extractors.filter(
    ({ status, origin, subject, predicate }) =>
      status === "active" && (origin !== "built-in" || asked.has(`${subject} ${predicate}`)),
  );
}
