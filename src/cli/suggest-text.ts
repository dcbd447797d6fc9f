/** The proposals of `aphoria suggest` for people and for programs. */
import type { Output } from "../io/host.ts";
import { describeReuse } from "../suggest/reuse.ts";
import type { Reuse } from "../suggest/reuse.ts";
import { claimJson, expectation } from "./claim-json.ts";
import { describePlaces } from "./claim-places.ts";
import type { SuggestPlan, Suggestion } from "./suggest-plan.ts";
import { details } from "./table.ts";

export function suggestionsText(
  { domain, corpora, covered, leftOut }: SuggestPlan,
  suggestions: readonly Suggestion[],
  reuse: Reuse,
  { isTTY, columns }: Output,
): string {
  const width = isTTY ? (columns ?? 80) : Infinity;
  const indented = (pairs: readonly (readonly [string, string])[]): string =>
    details(pairs.map(([name, text]) => [name, wrap(text, width - MARGIN)] as const)).replaceAll(
      /^(?=.)/gm,
      "  ",
    );
  const recommended = suggestions.filter(({ isRecommended }) => isRecommended);
  const others = suggestions.filter(({ isRecommended }) => !isRecommended);
  const blocks = recommended.map(
    (one) =>
      `${one.from.id} → ${nameHere(one)}${one.acceptedAs === null ? "" : " (accepted)"}\n` +
      indented([
        ["reads", one.claim.invariant],
        ["expects", `${one.claim.subject} ${expectation(one.claim)}`],
        ["why", whyText(one, domain.name)],
        ["here", describePlaces(one.places)],
      ]),
  );
  const brief = others.map(
    (one) =>
      `${one.from.id}${one.acceptedAs === null ? "" : ` → ${one.acceptedAs} (accepted)`}\n` +
      indented([
        ["reads", one.claim.invariant],
        ["expects", `${one.claim.subject} ${expectation(one.claim)}`],
        ["why", `${one.traits.join(", ")}; ${describePlaces(one.places)}`],
      ]),
  );
  const head = `${recommended.length} ${plural(recommended, "claim carries", "claims carry")} over from ${corpora.join(", ")} to ${domain.name}`;
  const parts = [
    `${head}${recommended.length === 0 ? "" : ":"}\n`,
    ...blocks,
    ...(brief.length === 0
      ? []
      : [`${others.length} more may, by their traits (--accept takes them by id):\n`, ...brief]),
    `${notProposed(covered, leftOut.length, domain.name)}reuse: ${describeReuse(reuse)}\n`,
  ];
  return parts.join("\n");
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

function nameHere({ acceptedAs, proof, claim }: Suggestion): string {
  return acceptedAs ?? proof?.id ?? claim.subject;
}

function whyText({ traits, proof, alsoFrom, corpus }: Suggestion, domain: string): string {
  const shared = `${corpus} and ${domain} are both ${traits.join(", ")}`;
  const also = alsoFrom.length === 0 ? "" : `; also ${alsoFrom.join(", ")}`;
  return proof === undefined
    ? `${shared}${also}`
    : `${shared}; the ${domain} corpus has it as ${proof.id}${also}`;
}

function notProposed(covered: SuggestPlan["covered"], left: number, domain: string): string {
  const own = covered.map(({ id, by }) => `${id} (${by})`);
  const lines = [
    ...(own.length === 0 ? [] : [`${domain} has of its own: ${own.join(", ")}`]),
    ...(left === 0 ? [] : [`${left} ask for what ${domain} is not; --json lists them`]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** What stands left of the text. */
const MARGIN = 11;

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}

function plural(list: readonly unknown[], one: string, several: string): string {
  return list.length === 1 ? one : several;
}
