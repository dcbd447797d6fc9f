/** What `aphoria suggest` is asked for: from which corpora, to which domain; and what its `--accept` means. */
import type { Host } from "../io/host.ts";
import { readWholeCorpus } from "../io/corpora.ts";
import { corpusNames } from "../io/inputs.ts";
import { didYouMean } from "../load/closest.ts";
import type { Claim } from "../model/claim.ts";
import { PACKS } from "../model/config.ts";
import type { Corpus, Domain } from "../model/domain.ts";
import { transfer } from "../suggest/transfer.ts";
import type { Proposal, Transfer } from "../suggest/transfer.ts";
import type { Places } from "./claim-places.ts";
import { countPlaces } from "./claim-places.ts";
import { failOn } from "./claims-file.ts";
import type { Typed } from "./command.ts";
import { isOn, listOf, valueOf } from "./options.ts";
import { UsageError } from "./usage.ts";

export interface SuggestPlan extends Transfer {
  readonly domain: Domain;
  /** As they were named. */
  readonly corpora: readonly string[];
  /** The claims of the domain's own corpus. */
  readonly own: readonly Claim[];
}

export interface Suggestion extends Proposal {
  readonly places: Places;
  /** What `--accept-all` takes. */
  readonly isRecommended: boolean;
  /** The claim of the project that says it already. */
  readonly acceptedAs: string | null;
}

const WORD = /^[a-z0-9]+(?:[_-][a-z0-9]+)*$/;
const HINT = "`aphoria suggest --help` has examples.";

export function planSuggest(typed: Typed, host: Host): SuggestPlan {
  const name = (valueOf(typed, "domain") ?? "cache").toLowerCase();
  if (!WORD.test(name)) {
    throw new UsageError(
      `\`--domain ${name}\` is not one word`,
      "Such as cache: it begins subjects.",
    );
  }
  const shipped = corpusNames(host).toSorted((a, b) => placeOf(a) - placeOf(b));
  const named = listOf(typed, "corpus") ?? shipped.filter((one) => one !== name);
  const read = named.map((one) => readOne(one, host));
  const isOfDomain = (corpus: Corpus<Claim>): boolean => domainName(corpus) === name;
  const sources = read.filter((corpus) => !isOfDomain(corpus));
  if (sources.length === 0) {
    throw new UsageError(
      `nothing can be carried over to ${name} from its own corpus`,
      `\`aphoria claims import --corpus ${named[0] ?? name} --all\` copies its claims; name the corpora of other domains here.`,
    );
  }
  const homes = read.filter(isOfDomain);
  if (shipped.includes(name) && !named.includes(name)) homes.push(readOne(name, host));
  const own = homes.flatMap(({ claims }) => claims);
  const traits = listOf(typed, "traits");
  if (traits !== undefined) refuseUnknown(traits, sources);
  const domain = domainOf(name, homes, traits, shipped);
  return {
    domain,
    corpora: sources.map((one) => one.name),
    own,
    ...transfer(sources, domain, own),
  };
}

/** What code that has places, or a corpus that took it over, speaks for; everything where no corpus can. */
export function judgeProposals(
  plan: SuggestPlan,
  places: readonly Places[],
  present: readonly Claim[],
): readonly Suggestion[] {
  const isNew = plan.proposals.every(({ proof }) => proof === undefined);
  const all = plan.proposals.map((proposal, index): Suggestion => {
    const here = places[index] ?? NOWHERE;
    return {
      ...proposal,
      places: here,
      isRecommended: isNew || proposal.proof !== undefined || countPlaces(here) > 0,
      acceptedAs: presentAs(proposal.claim, present)?.id ?? null,
    };
  });
  return [...all.filter((one) => one.isRecommended), ...all.filter((one) => !one.isRecommended)];
}

/** Which proposals are meant: by the id that a claim has in its corpus, or by the one that it would have here. */
export function chosenProposals(
  typed: Typed,
  suggestions: readonly Suggestion[],
  { leftOut, covered, domain }: SuggestPlan,
): readonly Suggestion[] | undefined {
  const ids = listOf(typed, "accept");
  const isAll = isOn(typed, "accept-all");
  if (ids !== undefined && isAll) {
    throw new UsageError("`--accept` and `--accept-all` cannot be combined");
  }
  if (isAll) return suggestions.filter(({ isRecommended }) => isRecommended);
  return ids?.map((id) => {
    const found = suggestions.find(
      ({ from, alsoFrom, proof }) => from.id === id || proof?.id === id || alsoFrom.includes(id),
    );
    if (found !== undefined) return found;
    const own = covered.find((one) => one.id === id);
    if (own !== undefined) {
      throw new UsageError(
        `\`${id}\` is nothing to carry over: ${domain.name} has it of its own as \`${own.by}\``,
        `\`aphoria claims import --corpus ${domain.name} --id ${own.by}\` copies that one.`,
      );
    }
    const left = leftOut.find((one) => one.id === id);
    if (left !== undefined) throw new UsageError(whyLeftOut(left, domain), HINT);
    const near = didYouMean(
      id,
      suggestions.map(({ from }) => from.id),
    );
    throw new UsageError(`\`${id}\` is not among the proposals${near}`, HINT);
  });
}

/** Its subject and predicate are spoken of already. */
export function presentAs(
  claim: Pick<Claim, "subject" | "predicate">,
  present: readonly Claim[],
): Claim | undefined {
  return present.find(
    (one) =>
      one.subject === claim.subject &&
      one.predicate === claim.predicate &&
      one.status !== "deprecated",
  );
}

/** As everywhere in the documentation. */
function placeOf(corpus: string): number {
  return PACKS.findIndex((pack) => pack === corpus);
}

/** A trait that no claim asks for is a slip of the finger. */
function refuseUnknown(traits: readonly string[], sources: readonly Corpus<Claim>[]): void {
  const known = new Set(
    sources.flatMap(({ claims }) => claims.flatMap((claim) => claim.traits ?? [])),
  );
  const wrong = traits.find((one) => !known.has(one));
  if (wrong === undefined) return;
  throw new UsageError(
    `no claim of these corpora asks for the trait \`${wrong}\`${didYouMean(wrong, known)}`,
    `They ask for ${[...known].toSorted().join(", ")}.`,
  );
}

const NOWHERE: Places = { conflicts: 0, unknowns: 0, passes: 0, none: "not looked for", at: [] };

function readOne(name: string, host: Host): Corpus<Claim> {
  const { value, diagnostics } = readWholeCorpus(host, name);
  failOn(diagnostics);
  return value;
}

/** A corpus that does not say so is about what its claims are about. */
function domainName({ domain, claims }: Corpus<Claim>): string | undefined {
  return domain?.name ?? claims[0]?.subject.split("/")[0];
}

function domainOf(
  name: string,
  homes: readonly Corpus<Claim>[],
  typed: readonly string[] | undefined,
  shipped: readonly string[],
): Domain {
  const known = homes.find(({ domain }) => domain !== undefined)?.domain;
  const traits = typed ?? known?.traits ?? [];
  if (traits.length > 0) return { name, words: known?.words ?? {}, traits };
  throw new UsageError(
    `nothing is known of the domain \`${name}\`${didYouMean(name, shipped)}`,
    "Say what its code is: --traits network-client,pooled; or name a corpus with a [domain] table.",
  );
}

function whyLeftOut(left: SuggestPlan["leftOut"][number], { name }: Domain): string {
  const { id, missing } = left;
  return missing.length === 0
    ? `\`${id}\` does not carry over: it has no traits, so it is its own domain's alone`
    : `\`${id}\` does not carry over: ${name} is not ${missing.join(", ")}`;
}
