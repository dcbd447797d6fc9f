/**
 * Which claims of other domains make sense in this one: those whose traits it has. One that the domain's own corpus has
 * taken over already comes first, in that corpus's words; the others are reworded.
 */
import type { Claim } from "../model/claim.ts";
import type { Corpus, Domain } from "../model/domain.ts";
import { findCounterpart } from "./counterpart.ts";
import { reword } from "./reword.ts";

export interface Proposal {
  readonly from: Claim;
  /** The corpus of `from`, as it was named. */
  readonly corpus: string;
  /** What both domains are, and the claim asks for. */
  readonly traits: readonly string[];
  /** The claim of the domain's own corpus that shows that it carries over. */
  readonly proof?: Claim;
  /** As it reads in this domain; its id is that of `from` until one is chosen. */
  readonly claim: Claim;
  /** Further claims that would say the same here. */
  readonly alsoFrom: readonly string[];
}

export interface Transfer {
  readonly proposals: readonly Proposal[];
  /** What the domain's corpus says of its own accord. */
  readonly covered: readonly { readonly id: string; readonly by: string }[];
  /** What the domain lacks for a claim; a claim without traits is its own domain's alone. */
  readonly leftOut: readonly { readonly id: string; readonly missing: readonly string[] }[];
}

export function transfer(
  corpora: readonly Corpus<Claim>[],
  domain: Domain,
  own: readonly Claim[],
): Transfer {
  const covered: { id: string; by: string }[] = [];
  const leftOut: { id: string; missing: readonly string[] }[] = [];
  const found = new Map<string, Found>();
  for (const corpus of corpora) {
    for (const from of corpus.claims.filter(({ status }) => status !== "deprecated")) {
      const traits = from.traits ?? [];
      const missing = traits.filter((one) => !domain.traits.includes(one));
      const subject = `${domain.name}${from.subject.slice(from.subject.indexOf("/"))}`;
      const counterpart = findCounterpart(from, subject, own);
      const base = { from, corpus: corpus.name, traits, alsoFrom: [] };
      if (traits.length === 0 || missing.length > 0) {
        leftOut.push({ id: from.id, missing });
      } else if (counterpart === undefined) {
        const claim = carryOver(from, subject, corpus.domain, domain);
        keep(found, `${subject} ${claim.predicate}`, { isExact: false, ...base, claim });
      } else if (isOwn(counterpart.claim, from)) {
        covered.push({ id: from.id, by: counterpart.claim.id });
      } else {
        const { claim: proof, isExact } = counterpart;
        const claim = { ...proof, id: from.id, reused_from: from.id };
        keep(found, proof.id, { isExact, ...base, proof, claim });
      }
    }
  }
  const proposals = [...found.values()].map((one): Proposal => {
    const { isExact: _exact, ...proposal } = one;
    return proposal;
  });
  const proven = proposals.filter(({ proof }) => proof !== undefined);
  return {
    proposals: [...proven, ...proposals.filter(({ proof }) => proof === undefined)],
    covered,
    leftOut,
  };
}

interface Found extends Proposal {
  readonly isExact: boolean;
}

/** The domain has it of its own accord, or it went the other way. */
function isOwn(counterpart: Claim, from: Claim): boolean {
  return counterpart.reused_from === undefined || from.reused_from === counterpart.id;
}

/** The first that would say it stands for all, but the one that the domain took it over from goes before. */
function keep(found: Map<string, Found>, key: string, proposal: Found): void {
  const first = found.get(key);
  if (first === undefined) {
    found.set(key, proposal);
  } else if (proposal.isExact && !first.isExact) {
    found.delete(key);
    found.set(key, { ...proposal, alsoFrom: [first.from.id, ...first.alsoFrom] });
  } else {
    found.set(key, { ...first, alsoFrom: [...first.alsoFrom, proposal.from.id] });
  }
}

/** What was written for the other domain's code is left behind; and its authority spoke of that domain. */
function carryOver(from: Claim, subject: string, source: Domain | undefined, to: Domain): Claim {
  const {
    supersedes: _supersedes,
    scope: _scope,
    authored_by: _author,
    created: _created,
    scenario: _scenario,
    impact: _impact,
    testing: _testing,
    ...kept
  } = from;
  return {
    ...kept,
    subject,
    invariant: reword(from.invariant, source, to),
    consequence: reword(from.consequence, source, to),
    tier: "expert",
    status: "active",
    reused_from: from.id,
    phrases: [],
    fix: {},
  };
}
