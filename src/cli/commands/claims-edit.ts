/** `aphoria claims edit ID`: single fields by flags, or the whole claim in an editor. */
import { dirname } from "node:path";
import { claimBlock, claimTables, editClaims } from "../../author/edit-claims.ts";
import type { Edit } from "../../author/edit-claims.ts";
import type { TomlTable } from "../../load/toml.ts";
import type { Claim } from "../../model/claim.ts";
import { refuseClash } from "../add-claims.ts";
import { assignmentsOf, FIELD_FLAGS } from "../claim-fields.ts";
import { claimJson } from "../claim-json.ts";
import {
  changeClaims,
  configuredClaims,
  findClaimsFile,
  previewClaims,
  shippedClaims,
} from "../claims-file.ts";
import type { Change, ClaimsFile, Current } from "../claims-file.ts";
import { loadFindRanges } from "../../author/claim-ranges.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn, listOf, valueOf } from "../options.ts";
import { rowOf } from "../one-claim.ts";
import { CONFIG_FLAG, JSON_FLAG, toJson } from "../project-inputs.ts";
import { changedLines } from "../changed-lines.ts";
import { UsageError } from "../usage.ts";
import { loadClaims } from "../../load/claims.ts";

export default {
  summary: "Change fields of a claim; without a field, in $VISUAL or $EDITOR.",
  words: { spec: "<id>", help: "the claim's id, such as cache-004" },
  flags: [
    {
      name: "id",
      takes: "ID",
      help: "a new id; markers and suppressions that name the old one stay",
    },
    ...FIELD_FLAGS,
    {
      name: "unset",
      takes: "KEYS",
      isList: true,
      help: "keys to remove, as in claims.toml: severity, provenance.url …",
    },
    { name: "force", help: "record it although it repeats or contradicts another claim" },
    { name: "dry-run", help: "show the lines that would change, write nothing" },
    { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
    CONFIG_FLAG,
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria claims edit cache-004 --tier spec", says: "one field; all else stays" },
    { line: "aphoria claims edit cache-004", says: "in your editor" },
    { line: "aphoria claims edit cache-004 --unset provenance.url", says: "without that key" },
  ],
  notes: "Exit codes: 0 changed, or nothing to change · 2 not changed.",
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const [id = ""] = typed.words;
  const file = findClaimsFile(typed, host);
  const shipped = shippedClaims(host);
  const isByFlags =
    typed.flags["id"] !== undefined ||
    typed.flags["unset"] !== undefined ||
    FIELD_FLAGS.some(({ name }) => typed.flags[name] !== undefined);
  const block = isByFlags ? undefined : await editBlock(id, file, shipped, context);
  const change = (current: Current): Change<Claim | undefined> => {
    const row = rowOf(id, current, file.shown, shipped);
    const edits: readonly Edit[] =
      block === undefined ? editsOf(id, typed, row) : [replacement(id, block, current)];
    const result = afterwards(id, edits, current);
    if (result !== undefined && !isOn(typed, "force")) {
      const others = current.claims.filter((claim) => claim.id !== id);
      refuseClash(
        result,
        others,
        configuredClaims(host, file).filter((claim) => claim.id !== id),
      );
    }
    return { edits, result };
  };
  const isDry = isOn(typed, "dry-run");
  const write = (isDry ? previewClaims : changeClaims)(host, file, change);
  const { result, before, after } = await write.catch((error: unknown) => {
    throw block === undefined ? error : withKept(error, block.kept);
  });
  if (block !== undefined) host.removeFile(block.kept);
  if (isOn(typed, "json") && result !== undefined) host.stdout.write(toJson(claimJson(result)));
  else if (isDry) host.stdout.write(changedLines(before, after));
  else if (before === after) host.stdout.write(`${id} is as it was\n`);
  else host.stdout.write(`${result?.id ?? id} is changed in ${file.shown}\n`);
}

function editsOf(id: string, typed: Typed, row: TomlTable): readonly Edit[] {
  const operator = row["operator"];
  const sets = assignmentsOf(typed, typeof operator === "string" ? operator : undefined);
  const unsets = (listOf(typed, "unset") ?? []).map((key) => key.split("."));
  const absent = unsets.find(([key = ""]) => row[key] === undefined);
  if (absent !== undefined) {
    throw new UsageError(`\`${id}\` has no \`${absent.join(".")}\` to remove`);
  }
  const isWithout = ["present", "absent"].includes(String(valueOf(typed, "operator")));
  const drops = isWithout && row["value"] !== undefined && typed.flags["value"] === undefined;
  const renamed = valueOf(typed, "id");
  return [
    ...[...unsets, ...(drops ? [["value"]] : [])].map((path): Edit => ({
      kind: "unset",
      id,
      path,
    })),
    ...sets.map(({ path, value }): Edit => ({ kind: "set", id, path, value })),
    ...(renamed === undefined || renamed === id
      ? []
      : [{ kind: "set", id, path: ["id"], value: renamed } as const]),
  ];
}

/** The claim as it will be read, if it can be; what is wrong with it otherwise is said when the file is checked. */
function afterwards(id: string, edits: readonly Edit[], current: Current): Claim | undefined {
  const last = edits.at(-1);
  const isRenamed = last?.kind === "set" && last.path[0] === "id";
  const replaced = last?.kind === "replace" ? claimTables(last.block)?.[0]?.["id"] : undefined;
  const named = isRenamed ? last.value : (replaced ?? id);
  const edited = editClaims(current.text, edits, current.findRanges);
  if (edited.kind === "refused") return undefined;
  return loadClaims(edited.text, "claims.toml").value.find((claim) => claim.id === named);
}

/** Nobody is to type it all again because of one slip. */
function withKept(error: unknown, kept: string): unknown {
  if (!(error instanceof UsageError)) return error;
  const hint = error.hint === undefined ? "" : `${error.hint}\n  `;
  return new UsageError(error.message, `${hint}Nothing was written; your text is kept in ${kept}.`);
}

interface Block {
  readonly text: string;
  /** Where the text stays until it is written. */
  readonly kept: string;
  /** The claim as it was given to the editor. */
  readonly given: string;
}

async function editBlock(
  id: string,
  file: ClaimsFile,
  shipped: readonly Claim[],
  { host }: Context,
): Promise<Block> {
  const command = host.env["VISUAL"] ?? host.env["EDITOR"] ?? "";
  if (command.trim() === "" || !host.isInteractive) {
    throw new UsageError(
      "no field to change is given, and there is no editor",
      "Name a field, such as --tier spec, or set $EDITOR and run this in a terminal.",
    );
  }
  const findRanges = await loadFindRanges();
  let given: string | undefined;
  await previewClaims(host, file, (current) => {
    rowOf(id, current, file.shown, shipped);
    given = claimBlock(current.text, id, findRanges);
    return { edits: [], result: undefined };
  });
  if (given === undefined)
    throw new UsageError(`\`${id}\` does not stand in one piece; edit ${file.shown}`);
  const kept = `${dirname(file.path)}/.edit-${id}.toml`;
  host.writeFile(kept, `${given}\n`);
  const code = await host.openEditor(command, kept);
  const text = host.readFile(kept).toString("utf8");
  if (code !== 0) {
    host.removeFile(kept);
    throw new UsageError(`the editor ended with an error, so nothing was written`);
  }
  if (claimTables(text)?.length !== 1) {
    throw new UsageError(
      "what the editor gave back is not one [[claim]] table, so nothing was written",
      `Your text is kept in ${kept}.`,
    );
  }
  return { text, kept, given };
}

function replacement(id: string, { text, given }: Block, current: Current): Edit {
  if (claimBlock(current.text, id, current.findRanges) !== given) {
    throw new UsageError(`\`${id}\` was changed by somebody else in the meantime`);
  }
  return { kind: "replace", id, block: text };
}
