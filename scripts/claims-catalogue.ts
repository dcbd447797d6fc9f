/** docs/claims-catalogue.md: every shipped claim as subject, predicate, operator and value. */
import { builtinsOfFolders } from "../src/io/builtins.ts";
import { nodeHost } from "../src/io/node-host.ts";
import { formatConstant } from "../src/load/units.ts";
import { tierNumber } from "../src/model/claim.ts";
import type { Claim } from "../src/model/claim.ts";
import { PACKS } from "../src/model/config.ts";

const HEAD = `# The claims that ship

Four corpora, CLAIMS claims. An extractor speaks to a claim when it observes the same subject and predicate, so these words
are as public as the ids: they are not renamed. Each id leads to the claim's own [page](claims/README.md): what must hold, why, what
breaks it and what keeps it, who says so. \`aphoria claims list --corpus cache\` shows the invariants, and
[suggest.md](suggest.md) says what the traits are for. Written by \`npm run docs\` from \`corpora/*.toml\`.
`;

export function claimsCatalogue(): string {
  const { corpusNames, corpus, domain } = builtinsOfFolders(nodeHost());
  const names = PACKS.filter((name) => corpusNames().includes(name));
  const sections = names.map((name) => {
    const { value: claims } = corpus(name);
    const traits = domain(name)?.traits ?? [];
    const rows = claims.map((claim) => `| ${cells(claim).join(" | ")} |`);
    return [
      `## ${name} (${claims.length})`,
      "",
      `Code of this domain is ${traits.map((one) => `\`${one}\``).join(", ")}.`,
      "",
      "| id | subject | predicate | operator | value | category | tier | traits | reused from |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  const count = names.flatMap((name) => corpus(name).value).length;
  return `${HEAD.replace("CLAIMS", String(count))}\n${sections.join("\n\n")}\n`;
}

function cells(claim: Claim): readonly string[] {
  const { id, subject, predicate, operator, value, category, tier } = claim;
  return [
    `[${id}](claims/${id}.md)`,
    `\`${subject}\``,
    `\`${predicate}\``,
    `\`${operator}\``,
    value === undefined ? "" : `\`${formatConstant(value)}\``,
    category,
    `${tierNumber(tier)} ${tier}`,
    (claim.traits ?? []).join(", "),
    claim.reused_from ?? "",
  ];
}
