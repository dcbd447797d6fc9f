/** `aphoria claims deprecate ID…` */
import type { Edit } from "../../author/edit-claims.ts";
import { changeClaims, findClaimsFile, previewClaims, shippedClaims } from "../claims-file.ts";
import type { Current } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { rowOf } from "../one-claim.ts";
import { isOn } from "../options.ts";
import { CONFIG_FLAG } from "../project-inputs.ts";

export default {
  summary: "End claims without losing them: a scan no longer holds them against the code.",
  words: { spec: "<ids...>", help: "the claims' ids" },
  flags: [
    { name: "dry-run", help: "check it, write nothing" },
    { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
    CONFIG_FLAG,
  ],
  examples: [{ line: "aphoria claims deprecate cache-046", says: "sets its status" }],
  notes: "`aphoria claims edit ID --status active` takes it back.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const ids = [...new Set(typed.words)];
  const file = findClaimsFile(typed, host);
  const shipped = shippedClaims(host);
  const isDry = isOn(typed, "dry-run");
  const change = (current: Current) => {
    for (const id of ids) rowOf(id, current, file.shown, shipped);
    const edits = ids.map((id): Edit => ({
      kind: "set",
      id,
      path: ["status"],
      value: "deprecated",
    }));
    return { edits, result: undefined };
  };
  await (isDry ? previewClaims : changeClaims)(host, file, change);
  const verb = isDry ? "would be" : ids.length === 1 ? "is" : "are";
  host.stdout.write(`${ids.join(", ")} ${verb} deprecated in ${file.shown}\n`);
}
