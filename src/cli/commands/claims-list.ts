/** `aphoria claims list` */
import { tierNumber } from "../../model/claim.ts";
import { CHOICE_FLAGS, chooseClaims } from "../choose-claims.ts";
import { claimJson, expectation } from "../claim-json.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn } from "../options.ts";
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
  flags: [...CLAIM_FLAGS, ...CHOICE_FLAGS, JSON_FLAG],
  examples: [
    { line: "aphoria claims list", says: "the project's claims" },
    { line: "aphoria claims list --category security --min-tier 2", says: "some of them" },
    { line: "aphoria claims list --corpus httpclient --json", says: "with a corpus, for programs" },
  ],
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { value, diagnostics } = projectClaims(typed, host);
  const claims = chooseClaims(typed, value);
  speakDiagnostics(diagnostics, host);
  // Half a list looks like a whole one.
  if (diagnostics.some(({ severity }) => severity === "error")) return;
  if (isOn(typed, "json")) host.stdout.write(toJson(claims.map(claimJson)));
  else {
    const hasOthers = claims.some(({ status }) => status !== "active");
    const rows = claims.map((claim) => [
      claim.id,
      ...(hasOthers ? [claim.status] : []),
      claim.category,
      String(tierNumber(claim.tier)),
      `${claim.subject} ${expectation(claim)}`,
      claim.invariant,
    ]);
    const head = [
      "ID",
      ...(hasOthers ? ["STATUS"] : []),
      "CATEGORY",
      "TIER",
      "EXPECTS",
      "INVARIANT",
    ];
    if (claims.length > 0) host.stdout.write(table([head, ...rows], host.stdout));
    if (claims.length === 0 && value.length > 0) {
      host.stderr.write(`none of the ${value.length} claims fits\n`);
    }
  }
}
