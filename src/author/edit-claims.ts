/**
 * Edits of a claims file: text in, text out. Each result is parsed again and refused if anything but what was meant
 * to change has changed, so that no splice, however odd the file, can do harm unseen.
 */
import { parseToml, type TomlTable, type TomlValue } from "../load/toml.ts";
import { isTable } from "../load/read-shape.ts";
import type { FindRanges } from "./claim-ranges.ts";
import { isSame, lineEndOf, toLiteral } from "./literal.ts";
import { renderClaim, type ClaimFields } from "./render-claim.ts";
import { appendBlock, applySplices, blockRange, removeBlock, setKey, unsetKey } from "./splice.ts";

export type Edit =
  | { readonly kind: "add"; readonly fields: ClaimFields }
  | { readonly kind: "remove"; readonly id: string }
  /** A path is one key, or two for the keys of `provenance`, `scope` and `fix`. */
  | {
      readonly kind: "set";
      readonly id: string;
      readonly path: readonly string[];
      readonly value: TomlValue;
    }
  | { readonly kind: "unset"; readonly id: string; readonly path: readonly string[] }
  /** `block` is the text of the whole claim, as an editor gave it back. */
  | { readonly kind: "replace"; readonly id: string; readonly block: string };

export type Edited =
  | { readonly kind: "edited"; readonly text: string }
  /** Nothing is to be written; why, in one sentence. */
  | { readonly kind: "refused"; readonly why: string };

/** The file must be TOML; claims that are wrong in other ways are left as they are. */
export function editClaims(text: string, edits: readonly Edit[], findRanges: FindRanges): Edited {
  let now = text;
  for (const edit of edits) {
    const edited = editOnce(now, outermost(now, edit), findRanges);
    if (edited.kind === "refused") return edited;
    now = edited.text;
  }
  return { kind: "edited", text: now };
}

/** The `[[claim]]` tables as they stand; undefined when the text is no TOML. */
export function claimTables(text: string): readonly TomlTable[] | undefined {
  const { value: toml } = parseToml(text, "");
  if (toml === undefined) return undefined;
  const { claim } = toml.table;
  return Array.isArray(claim) ? claim.filter((one: TomlValue) => isTable(one)) : [];
}

/** The text of one claim, for an editor. */
export function claimBlock(text: string, id: string, findRanges: FindRanges): string | undefined {
  const index = claimTables(text)?.findIndex((one) => one["id"] === id) ?? -1;
  const range = index < 0 ? undefined : blockRange(findRanges(text), index);
  return range && text.slice(range.start, range.end);
}

const SURPRISE =
  "the way the file is written keeps this edit from changing that alone, so nothing was written";

/** A table that would be left without keys goes with its last one. */
function outermost(text: string, edit: Edit): Edit {
  if (edit.kind !== "unset") return edit;
  const [key = "", inner = ""] = edit.path;
  const table = claimTables(text)?.find((one) => one["id"] === edit.id)?.[key];
  const isLast = isTable(table) && Object.keys(table).join() === inner;
  return isLast ? { ...edit, path: [key] } : edit;
}

function editOnce(text: string, edit: Edit, findRanges: FindRanges): Edited {
  const before = claimTables(text);
  if (before === undefined) return refused("the file is not valid TOML");
  // What says the same in other words is left in those.
  if (edit.kind === "set" && isSame(before, expectedTables(before, edit))) {
    return { kind: "edited", text };
  }
  const spliced = spliceEdit(text, edit, before, findRanges);
  if (typeof spliced !== "string") return spliced;
  const expected = expectedTables(before, edit);
  const after = parseToml(spliced, "").value?.table;
  const others = parseToml(text, "").value?.table;
  const isAsMeant =
    after !== undefined &&
    isSame(rowsOf(after), expected) &&
    isSame({ ...after, claim: [] }, { ...others, claim: [] });
  return isAsMeant ? { kind: "edited", text: spliced } : refused(SURPRISE);
}

function spliceEdit(
  text: string,
  edit: Edit,
  before: readonly TomlTable[],
  findRanges: FindRanges,
): string | Edited {
  const lineEnd = lineEndOf(text);
  const layout = findRanges(text);
  const isAdded = edit.kind === "add" || edit.kind === "remove" || edit.kind === "replace";
  if (layout.isInline && isAdded) {
    return refused("its claims are one array, `claim = [ … ]`: write them as [[claim]] tables");
  }
  if (edit.kind === "add") {
    return applySplices(text, [appendBlock(text, renderClaim(edit.fields, lineEnd), lineEnd)]);
  }
  const index = before.findIndex((one) => one["id"] === edit.id);
  const claim = layout.claims[index];
  if (claim === undefined) return refused(`it has no claim \`${edit.id}\``);
  switch (edit.kind) {
    case "remove":
      return applySplices(text, removeBlock(text, layout, index));
    case "set":
      return applySplices(text, [
        setKey(text, layout, index, edit.path, toLiteral(edit.value, lineEnd), lineEnd),
      ]);
    case "unset":
      return applySplices(text, unsetKey(text, claim, edit.path));
    case "replace": {
      const range = blockRange(layout, index);
      if (range === undefined) return refused("other tables stand within that claim");
      const block = edit.block.replaceAll(/\r?\n/g, lineEnd).trimEnd();
      return applySplices(text, [{ ...range, text: block }]);
    }
  }
}

/** The claims as they must be afterwards. */
function expectedTables(before: readonly TomlTable[], edit: Edit): TomlValue {
  switch (edit.kind) {
    case "add":
      return [...before, edit.fields];
    case "remove": {
      const index = before.findIndex((one) => one["id"] === edit.id);
      return before.filter((_, at) => at !== index);
    }
    case "set":
      return changed(before, edit.id, (claim) => withKey(claim, edit.path, edit.value));
    case "unset":
      return changed(before, edit.id, (claim) => withoutKey(claim, edit.path));
    case "replace":
      return changed(before, edit.id, () => claimTables(edit.block)?.[0] ?? {});
  }
}

function changed(
  before: readonly TomlTable[],
  id: string,
  change: (claim: TomlTable) => TomlTable,
): TomlValue {
  const index = before.findIndex((one) => one["id"] === id);
  return before.map((claim, at) => (at === index ? change(claim) : claim));
}

function withKey(
  claim: TomlTable,
  [key = "", inner]: readonly string[],
  value: TomlValue,
): TomlTable {
  if (inner === undefined) return { ...claim, [key]: value };
  const old = claim[key];
  if (isTable(old)) return { ...claim, [key]: { ...old, [inner]: value } };
  if (old === undefined) return { ...claim, [key]: { [inner]: value } };
  if (inner === "source") return { ...claim, [key]: value };
  return { ...claim, [key]: { source: old, [inner]: value } };
}

function withoutKey(claim: TomlTable, [key = "", inner]: readonly string[]): TomlTable {
  const { [key]: old, ...rest } = claim;
  if (inner === undefined) return rest;
  if (old === undefined || !isTable(old)) return claim;
  const { [inner]: _, ...kept } = old;
  return { ...rest, [key]: kept };
}

function rowsOf({ claim }: TomlTable): TomlValue {
  return claim ?? [];
}

function refused(why: string): Edited {
  return { kind: "refused", why };
}
