/** `aphoria claims show ID` */
import { didYouMean } from "../../load/closest.ts";
import { tierNumber } from "../../model/claim.ts";
import type { Claim, Provenance } from "../../model/claim.ts";
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
import { details } from "../table.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Show everything about one claim.",
  words: { spec: "<id>", help: "the claim's id, such as cache-004" },
  flags: [...CLAIM_FLAGS, JSON_FLAG],
  examples: [{ line: "aphoria claims show cache-004", says: "what it says, and who says so" }],
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const [id = ""] = typed.words;
  const { value: claims, diagnostics } = projectClaims(typed, host);
  speakDiagnostics(diagnostics, host);
  const claim = claims.find((one) => one.id === id);
  if (claim === undefined) {
    const near = didYouMean(
      id,
      claims.map((one) => one.id),
    );
    throw new UsageError(
      `there is no claim \`${id}\`${near}`,
      "`aphoria claims list` shows the ids.",
    );
  }
  host.stdout.write(isOn(typed, "json") ? toJson(claimJson(claim)) : describe(claim));
}

function describe(claim: Claim): string {
  return details([
    ["claim", claim.id],
    ["invariant", claim.invariant],
    ["consequence", claim.consequence],
    ["expects", `${claim.subject} ${expectation(claim)}`],
    ["category", `${claim.category}, severity ${claim.severity}`],
    ["tier", `${tierNumber(claim.tier)} (${claim.tier})`],
    ["provenance", provenanceText(claim.provenance)],
    ["status", claim.status],
    ["languages", claim.languages?.join(", ")],
    ["scope", scopeText(claim)],
    ["supersedes", claim.supersedes],
    ["reused from", claim.reused_from],
    ["tags", claim.tags.join(", ")],
    ["cwe", claim.cwe.join(", ")],
    ["scenario", claim.scenario],
    ["impact", claim.impact],
    ...Object.entries(claim.fix).map(([language, fix]) => [`fix (${language})`, fix] as const),
    ["testing", claim.testing],
    ["from", claim.origin],
  ]);
}

function provenanceText({ source, section, url, quote, accessed }: Provenance): string {
  return [
    section === undefined ? source : `${source}, ${section}`,
    url,
    quote === undefined ? undefined : `“${quote}”`,
    accessed === undefined ? undefined : `read ${accessed}`,
  ]
    .filter((part) => part !== undefined)
    .join("\n");
}

function scopeText({ scope }: Claim): string | undefined {
  if (scope === undefined) return undefined;
  return [...scope.include, ...scope.exclude.map((glob) => `not ${glob}`)].join(", ");
}
