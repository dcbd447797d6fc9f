/** The proposals of `aphoria suggest` for people and for programs. */
import type { Output } from "../io/host.ts";
import { describeReuse } from "../suggest/reuse.ts";
import type { Reuse } from "../suggest/reuse.ts";
import { claimJson, expectation } from "./claim-json.ts";
import { describePlaces } from "./claim-places.ts";
import type { SuggestPlan, Suggestion } from "./suggest-plan.ts";
import { details } from "./table.ts";

export function suggestionsText(
  plan: SuggestPlan,
  suggestions: readonly Suggestion[],
  reuse: Reuse,
  { isTTY, columns }: Output,
): string {
  const { domain, corpora } = plan;
  const width = isTTY ? (columns ?? 80) : Infinity;
  const recommended = suggestions.filter(({ isRecommended }) => isRecommended);
  const others = suggestions.filter(({ isRecommended }) => !isRecommended);
  const carry = recommended.length === 1 ? "claim carries" : "claims carry";
  const head = `${recommended.length} ${carry} over from ${corpora.join(", ")} to ${domain.name}`;
  const more = `${others.length} more may, by their traits (--accept takes them by id)`;
  const tail = [...notProposed(plan), `reuse: ${describeReuse(reuse)}`];
  return [
    lines([recommended.length === 0 ? head : `${head}:`], width),
    ...recommended.map((one) => block(one, domain.name, width)),
    ...(others.length === 0 ? [] : [lines([`${more}:`], width)]),
    ...others.map((one) => block(one, domain.name, width)),
    lines(tail, width),
  ].join("\n");
}

/** The same for programs, with everything that the text leaves out. */
export function suggestionsJson(
  { domain, corpora, covered, leftOut }: SuggestPlan,
  suggestions: readonly Suggestion[],
  reuse: Reuse,
): unknown {
  return {
    domain: domain.name,
    traits: domain.traits,
    corpora,
    proposals: suggestions.map((one) => {
      const { id: _, origin: __, ...claim } = claimJson(one.claim);
      const { none, ...places } = one.places;
      return {
        id: one.from.id,
        corpus: one.corpus,
        recommended: one.isRecommended,
        why: {
          shared_traits: one.traits,
          carried_over_in: one.proof?.id ?? null,
          text: whyText(one, domain.name),
        },
        also_from: one.alsoFrom,
        original: { subject: one.from.subject, invariant: one.from.invariant },
        claim,
        places: { ...places, none },
        accepted_as: one.acceptedAs,
      };
    }),
    covered,
    left_out: leftOut.map(({ id, missing }) => ({ id, missing_traits: missing })),
    reuse,
  };
}

function block(suggestion: Suggestion, domain: string, width: number): string {
  const { from, claim, proof, places, acceptedAs } = suggestion;
  const name = acceptedAs === null ? (proof?.id ?? claim.subject) : `${acceptedAs} (accepted)`;
  const pairs = [
    ["reads", claim.invariant],
    ["expects", `${claim.subject} ${expectation(claim)}`],
    ["why", whyText(suggestion, domain)],
    ["here", describePlaces(places)],
  ] as const;
  const wrapped = pairs.map(([key, text]) => [key, wrap(text, width - MARGIN)] as const);
  return `${from.id} → ${name}\n${details(wrapped).replaceAll(/^(?=.)/gm, "  ")}`;
}

function whyText({ traits, proof, alsoFrom, corpus }: Suggestion, domain: string): string {
  const parts = [
    `${corpus} and ${domain} are both ${traits.join(", ")}`,
    ...(proof === undefined ? [] : [`the ${domain} corpus has it as ${proof.id}`]),
    ...(alsoFrom.length === 0 ? [] : [`also ${alsoFrom.join(", ")}`]),
  ];
  return parts.join("; ");
}

function notProposed({ covered, leftOut, domain: { name } }: SuggestPlan): readonly string[] {
  const own = covered.map(({ id, by }) => `${id} (${by})`);
  const left = leftOut.length;
  return [
    ...(own.length === 0 ? [] : [`${name} has of its own: ${own.join(", ")}`]),
    ...(left === 0
      ? []
      : [`${left} ${left === 1 ? "asks" : "ask"} for what ${name} is not; --json lists them`]),
  ];
}

/** What stands left of the text. */
const MARGIN = 11;

function lines(texts: readonly string[], width: number): string {
  return texts.map((text) => `${wrap(text, width)}\n`).join("");
}

function wrap(text: string, width: number): string {
  const wrapped: string[] = [];
  for (const word of text.split(" ")) {
    const last = wrapped.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) wrapped.push(word);
    else wrapped[wrapped.length - 1] = `${last} ${word}`;
  }
  return wrapped.join("\n");
}
