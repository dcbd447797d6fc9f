/** `aphoria claims list` */
import { CATEGORIES, tierNumber } from "../../model/claim.ts";
import { claimJson, expectation } from "../claim-json.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn, wordsOf } from "../options.ts";
import {
  CLAIM_FLAGS,
  JSON_FLAG,
  projectClaims,
  speakDiagnostics,
  toJson,
} from "../project-inputs.ts";
import { table } from "../table.ts";

export default {
  summary: "List the claims of the project, or of the cache corpus where it has none.",
  flags: [
    ...CLAIM_FLAGS,
    { name: "category", takes: "NAMES", isList: true, help: "only claims of these categories" },
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria claims list", says: "the project's claims" },
    { line: "aphoria claims list --corpus httpclient --json", says: "with a corpus, for programs" },
  ],
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const categories = wordsOf(typed, "category", CATEGORIES) ?? CATEGORIES;
  const { value, diagnostics } = projectClaims(typed, host);
  const claims = value
    .filter(({ category }) => categories.includes(category))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (isOn(typed, "json")) host.stdout.write(toJson(claims.map(claimJson)));
  else {
    const rows = claims.map((claim) => [
      claim.id,
      claim.category,
      String(tierNumber(claim.tier)),
      `${claim.subject} ${expectation(claim)}`,
      claim.invariant,
    ]);
    host.stdout.write(
      table([["ID", "CATEGORY", "TIER", "EXPECTS", "INVARIANT"], ...rows], host.stdout),
    );
  }
  speakDiagnostics(diagnostics, host);
}
