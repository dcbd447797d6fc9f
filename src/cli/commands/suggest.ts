/** `aphoria suggest`: which claims of other domains carry over to this one, and the share of claims that did. */
import { fieldsOf } from "../../author/render-claim.ts";
import type { ClaimFields } from "../../author/render-claim.ts";
import type { Claim } from "../../model/claim.ts";
import { reuseOf, describeReuse } from "../../suggest/reuse.ts";
import { planAdditions } from "../add-claims.ts";
import { claimJson } from "../claim-json.ts";
import { findPlaces } from "../claim-places.ts";
import {
  changeClaims,
  configuredClaims,
  findClaimsFile,
  noteFirstClaims,
  previewClaims,
  readOwnClaims,
  readText,
  shippedClaims,
} from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn, valueOf } from "../options.ts";
import { CONFIG_FLAG, JSON_FLAG, toJson } from "../project-inputs.ts";
import { chosenProposals, judgeProposals, planSuggest, presentAs } from "../suggest-plan.ts";
import type { SuggestPlan, Suggestion } from "../suggest-plan.ts";
import { suggestionsJson, suggestionsText } from "../suggest-text.ts";
import { table } from "../table.ts";
import { dayOf } from "../../model/day.ts";

const NOTES = `A claim carries over when the domain has all of its traits (network-client, pooled, …), which stand in the corpora.
First come those that the domain's own corpus has taken over, in its words, and those that this code has places for:
--accept-all takes these. The others are reworded and rank as expert opinion; --accept takes them by id.

Accepted claims are written with reused_from; one that is there already is left alone.

Exit codes: 0 done · 2 not done, nothing written.`;

export default {
  summary: "Propose claims of other domains that carry over to this one.",
  flags: [
    {
      name: "corpus",
      takes: "NAMES",
      isList: true,
      help: "from where: shipped corpora, or paths to your own (default: all but the domain's)",
    },
    { name: "domain", takes: "WORD", help: "to where (default: cache)" },
    {
      name: "traits",
      takes: "WORDS",
      isList: true,
      help: "what code of the domain is, where no corpus says so",
    },
    { name: "accept", takes: "IDS", isList: true, help: "write these to the claims file" },
    { name: "accept-all", help: "write all of the first group" },
    { name: "force", help: "record claims although they contradict others" },
    { name: "dry-run", help: "list what would be written, write nothing" },
    { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
    CONFIG_FLAG,
    JSON_FLAG,
  ],
  examples: [
    {
      line: "aphoria suggest --corpus httpclient,dbpool,msgqueue --domain cache",
      says: "what cache code can take over",
    },
    { line: "aphoria suggest --accept httpclient-001,dbpool-002", says: "writes two of them" },
    { line: "aphoria suggest --corpus ./team.toml,dbpool --accept-all", says: "your own corpus" },
  ],
  notes: NOTES,
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const plan = planSuggest(typed, host);
  const file = findClaimsFile(typed, host);
  const isNew = readText(host, file) === undefined;
  const present = readOwnClaims(host, file);
  const claims = plan.proposals.map(({ claim }) => claim);
  const { places } = await findPlaces(claims, context, valueOf(typed, "config"));
  const suggestions = judgeProposals(plan, places, present);
  const chosen = chosenProposals(typed, suggestions, plan);
  if (chosen === undefined) {
    const reuse = reuseOf(present);
    host.stdout.write(
      isOn(typed, "json")
        ? toJson(suggestionsJson(plan, suggestions, reuse))
        : suggestionsText(plan, suggestions, reuse, host.stdout),
    );
    return;
  }
  await accept(chosen, plan, typed, context);
  if (isNew && !isOn(typed, "dry-run")) noteFirstClaims(host, typed, file);
}

interface Accepted {
  readonly written: readonly Claim[];
  readonly kept: readonly { readonly id: string; readonly by: string }[];
  readonly all: readonly Claim[];
}

async function accept(
  chosen: readonly Suggestion[],
  { own }: SuggestPlan,
  typed: Typed,
  { host }: Context,
): Promise<void> {
  const file = findClaimsFile(typed, host);
  const isDry = isOn(typed, "dry-run");
  const surroundings = {
    // The domain's own corpus has the ids, also where it is the user's.
    shipped: [...own, ...shippedClaims(host)],
    configured: configuredClaims(host, file),
    force: isOn(typed, "force"),
  };
  const created = dayOf(host.now());
  const { result } = await (isDry ? previewClaims : changeClaims)(host, file, (current) => {
    const kept: { id: string; by: string }[] = [];
    const additions: ClaimFields[] = [];
    for (const { from, claim } of new Set(chosen)) {
      const there = presentAs(claim, current.claims);
      if (there === undefined) additions.push(fieldsToWrite(claim, created));
      else kept.push({ id: from.id, by: there.id });
    }
    const { edits, result: written } = planAdditions(current, additions, surroundings);
    const all = [...current.claims, ...written];
    return { edits, result: { written, kept, all } satisfies Accepted };
  });
  const { written, kept, all } = result;
  const reuse = reuseOf(all);
  if (isOn(typed, "json")) {
    host.stdout.write(toJson({ dry_run: isDry, written: written.map(claimJson), kept, reuse }));
    return;
  }
  const rows = written.map((claim) => [claim.id, `from ${claim.reused_from}`, claim.invariant]);
  const left = kept.map(({ id, by }) => `${id} is there already as ${by}\n`);
  const count = written.length === 1 ? "1 claim" : `${written.length} claims`;
  const verb = isDry ? "would be" : written.length === 1 ? "is" : "are";
  host.stdout.write(
    `${table(rows, host.stdout)}${left.join("")}${count} ${verb} written to ${file.shown}\nreuse: ${describeReuse(reuse)}\n`,
  );
}

/** The id is chosen when it is written. */
function fieldsToWrite(claim: Claim, created: string): ClaimFields {
  const { id: _, ...fields } = fieldsOf(claim);
  return { ...fields, created };
}
