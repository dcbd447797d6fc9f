/** A claim as text for people: the details of one, and a page of many. */
import { code, fence, inline, link } from "../formats/markdown/escape.ts";
import type { Output } from "../io/host.ts";
import { CATEGORIES, tierNumber } from "../model/claim.ts";
import type { Claim, Provenance } from "../model/claim.ts";
import { expectation } from "./claim-json.ts";
import { details } from "./table.ts";

export function describeClaim(claim: Claim, output: Output): string {
  const pairs: readonly (readonly [string, string | undefined])[] = [
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
    ["phrases", claim.phrases.join("\n")],
    ["tags", claim.tags.join(", ")],
    ["cwe", claim.cwe.join(", ")],
    ["authored by", claim.authored_by],
    ["created", claim.created],
    ["scenario", claim.scenario],
    ["impact", claim.impact],
    ...Object.entries(claim.fix).map(([language, fix]) => [`fix (${language})`, fix] as const),
    ["testing", claim.testing],
    ["issue type", claim.issue_type],
    ["checklist", claim.checklist],
    ["from", claim.origin],
  ];
  return details(pairs, output);
}

/** By category, in the order of the ids. */
export function claimsMarkdown(claims: readonly Claim[]): string {
  const count = claims.length === 1 ? "1 claim" : `${claims.length} claims`;
  const parts = [
    `# Claims`,
    "",
    `${count} about this code: what must hold, who says so, and what breaks otherwise.`,
  ];
  for (const category of CATEGORIES) {
    const own = claims.filter((claim) => claim.category === category);
    if (own.length === 0) continue;
    parts.push("", `## ${category.charAt(0).toUpperCase()}${category.slice(1)}`);
    for (const claim of own) parts.push("", ...claimLines(claim));
  }
  return `${parts.join("\n")}\n`;
}

function claimLines(claim: Claim): readonly string[] {
  const { provenance } = claim;
  const where = provenance.section === undefined ? "" : `, ${inline(provenance.section)}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Expects", code(`${claim.subject} ${expectation(claim)}`)],
    ["Consequence", inline(claim.consequence)],
    [
      "Authority",
      `tier ${tierNumber(claim.tier)} (${claim.tier}): ${link(provenance.source, provenance.url)}${where}`,
    ],
    ["Severity", claim.severity],
    ["Status", claim.status === "active" ? undefined : claim.status],
    ["Languages", claim.languages?.join(", ")],
    ["Scope", claim.scope && inline(scopeText(claim) ?? "")],
    ["Supersedes", claim.supersedes],
    ["Reused from", claim.reused_from],
    ["CWE", claim.cwe.length === 0 ? undefined : claim.cwe.join(", ")],
    ["Scenario", claim.scenario && inline(claim.scenario)],
    ["Impact", claim.impact && inline(claim.impact)],
    ["Testing", claim.testing && inline(claim.testing)],
  ];
  const given = rows.flatMap(([name, text]) => (text === undefined ? [] : [`- ${name}: ${text}`]));
  const fixes = Object.entries(claim.fix).flatMap(([language, fix]) => ["", fence(fix, language)]);
  return [`### ${claim.id}`, "", inline(claim.invariant), "", ...given, ...fixes];
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
