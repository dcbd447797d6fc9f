/** Which of the claims a command that lists them is to show. */
import { domainOf } from "../author/choose-id.ts";
import { CATEGORIES, TIERS, tierNumber } from "../model/claim.ts";
import type { Claim } from "../model/claim.ts";
import type { Flag, Typed } from "./command.ts";
import { languagesOf, listOf, numberOf, valueOf, wordsOf } from "./options.ts";

export const CHOICE_FLAGS: readonly Flag[] = [
  { name: "category", takes: "NAMES", isList: true, help: "only claims of these categories" },
  {
    name: "tier",
    takes: "NAMES",
    isList: true,
    help: "only of spec, vendor, library, expert, community",
  },
  { name: "min-tier", takes: "N", help: "only of tier 1 (spec) to N" },
  { name: "status", takes: "NAMES", isList: true, help: "only draft, active or deprecated ones" },
  { name: "language", takes: "NAMES", isList: true, help: "only those about this language" },
  { name: "domain", takes: "NAMES", isList: true, help: "only subjects that begin so: cache …" },
  { name: "tag", takes: "NAMES", isList: true, help: "only those with one of these tags" },
  { name: "search", takes: "TEXT", help: "only those with this text in some field" },
];

/** By id. */
export function chooseClaims(typed: Typed, claims: readonly Claim[]): readonly Claim[] {
  const categories = wordsOf(typed, "category", CATEGORIES);
  const tiers = wordsOf(typed, "tier", TIERS);
  const minTier = numberOf(typed, "min-tier", 1, 5) ?? 5;
  const statuses = wordsOf(typed, "status", ["draft", "active", "deprecated"]);
  const languages = languagesOf(typed, "language");
  const domains = listOf(typed, "domain");
  const tags = listOf(typed, "tag");
  const search = valueOf(typed, "search")?.toLowerCase();
  return claims
    .filter(
      (claim) =>
        (categories?.includes(claim.category) ?? true) &&
        (tiers?.includes(claim.tier) ?? true) &&
        tierNumber(claim.tier) <= minTier &&
        (statuses?.includes(claim.status) ?? true) &&
        (languages?.some((one) => claim.languages?.includes(one) ?? true) ?? true) &&
        (domains?.includes(domainOf(claim.subject)) ?? true) &&
        (tags?.some((tag) => claim.tags.includes(tag)) ?? true) &&
        (search === undefined ||
          JSON.stringify(Object.values(claim)).toLowerCase().includes(search)),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
