/** `aphoria claims remove ID…` */
import { claimTables } from "../../author/edit-claims.ts";
import { textOf } from "../../author/literal.ts";
import type { Edit } from "../../author/edit-claims.ts";
import { changeClaims, findClaimsFile, previewClaims, shippedClaims } from "../claims-file.ts";
import type { Current } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { rowOf } from "../one-claim.ts";
import { isOn } from "../options.ts";
import { CONFIG_FLAG } from "../project-inputs.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Take claims out of claims.toml; `deprecate` keeps the text.",
  words: { spec: "<ids...>", help: "the claims' ids" },
  flags: [
    { name: "force", help: "also if another claim refers to it" },
    { name: "dry-run", help: "say what would go, write nothing" },
    { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
    CONFIG_FLAG,
  ],
  examples: [{ line: "aphoria claims remove cache-046 cache-047", says: "both, or neither" }],
  notes: "The comments around a claim stay; those between its keys go with it.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const ids = [...new Set(typed.words)];
  const file = findClaimsFile(typed, host);
  const shipped = shippedClaims(host);
  const isDry = isOn(typed, "dry-run");
  const change = (current: Current) => {
    for (const id of ids) rowOf(id, current, file.shown, shipped);
    if (!isOn(typed, "force")) refuseReferred(ids, current);
    return { edits: ids.map((id): Edit => ({ kind: "remove", id })), result: undefined };
  };
  await (isDry ? previewClaims : changeClaims)(host, file, change);
  const verb = isDry ? "would be" : ids.length === 1 ? "is" : "are";
  host.stdout.write(`${ids.join(", ")} ${verb} removed from ${file.shown}\n`);
}

function refuseReferred(ids: readonly string[], current: Current): void {
  for (const row of claimTables(current.text) ?? []) {
    const id = ids.find((one) => row["supersedes"] === one || row["reused_from"] === one);
    if (id === undefined || ids.includes(textOf(row["id"]))) continue;
    throw new UsageError(
      `\`${textOf(row["id"])}\` refers to \`${id}\`, so nothing was removed`,
      `\`aphoria claims deprecate ${id}\` ends it and keeps it; --force removes it.`,
    );
  }
}
