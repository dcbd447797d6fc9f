/** `aphoria claims supersede OLD [NEW]`: the old claim ends, and the new one says what it replaces; both or neither. */
import type { Edit } from "../../author/edit-claims.ts";
import type { TomlTable } from "../../load/toml.ts";
import { planAdditions } from "../add-claims.ts";
import { assignmentsOf, FIELD_FLAGS, fieldsFrom } from "../claim-fields.ts";
import {
  changeClaims,
  configuredClaims,
  findClaimsFile,
  previewClaims,
  shippedClaims,
} from "../claims-file.ts";
import type { Change, Current } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { rowOf } from "../one-claim.ts";
import { isOn, valueOf } from "../options.ts";
import { CONFIG_FLAG } from "../project-inputs.ts";
import { UsageError } from "../usage.ts";
import { dayOf } from "../../model/day.ts";

const OWN_FLAGS = FIELD_FLAGS.filter(({ name }) => name !== "supersedes" && name !== "status");

export default {
  summary: "Replace a claim by another: by one that is there, or by a copy with other fields.",
  words: { spec: "<ids...>", help: "the old claim, then the new one if it is there already" },
  flags: [
    { name: "id", takes: "ID", help: "the new claim's id (default: the next free one)" },
    ...OWN_FLAGS,
    { name: "force", help: "record it although it repeats or contradicts another claim" },
    { name: "dry-run", help: "check it, write nothing" },
    { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
    CONFIG_FLAG,
  ],
  examples: [
    { line: "aphoria claims supersede cache-046 --value 2h", says: "a copy with another value" },
    { line: "aphoria claims supersede cache-046 cache-047", says: "both are there" },
  ],
  notes:
    "The old claim stays in the file with status deprecated; the new one names it in `supersedes`.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const [old = "", named, ...more] = typed.words;
  if (more.length > 0) throw new UsageError("too many ids: the old claim and the new one are two");
  const isCopy = OWN_FLAGS.some(({ name }) => typed.flags[name] !== undefined);
  if ((named === undefined) !== isCopy || old === named) {
    throw new UsageError(
      "a claim is superseded by another one that is there, or by a copy with other fields",
      "Name the new claim, or the fields that change, such as --value 2h.",
    );
  }
  const file = findClaimsFile(typed, host);
  const shipped = shippedClaims(host);
  const change = (current: Current): Change<string> => {
    const row = rowOf(old, current, file.shown, shipped);
    const end: Edit = { kind: "set", id: old, path: ["status"], value: "deprecated" };
    if (named !== undefined) {
      rowOf(named, current, file.shown, shipped);
      const link: Edit = { kind: "set", id: named, path: ["supersedes"], value: old };
      return { edits: [end, link], result: named };
    }
    const additions = planAdditions(current, [copyOf(row, old, typed, host.now())], {
      shipped,
      configured: configuredClaims(host, file),
      force: isOn(typed, "force"),
    });
    return { edits: [end, ...additions.edits], result: additions.result[0]?.id ?? "" };
  };
  const isDry = isOn(typed, "dry-run");
  const { result } = await (isDry ? previewClaims : changeClaims)(host, file, change);
  host.stdout.write(
    `${result} ${isDry ? "would supersede" : "supersedes"} ${old} in ${file.shown}\n`,
  );
}

function copyOf(row: TomlTable, old: string, typed: Typed, now: number): TomlTable {
  const { id: _, status: __, created: ___, ...before } = row;
  const operator = typeof row["operator"] === "string" ? row["operator"] : undefined;
  const named = valueOf(typed, "id");
  const fields = fieldsFrom(assignmentsOf(typed, operator), before);
  const created = fields["created"] ?? dayOf(now);
  return { ...fields, ...(named !== undefined && { id: named }), supersedes: old, created };
}
