/**
 * Where each claim of a claims file stands, to the character: its tables, its keys, their values. The only owner of
 * toml-eslint-parser, which is loaded when a file is to be edited and not before.
 */
import type { AST } from "toml-eslint-parser";

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Entry extends Range {
  /** From the claim: `["provenance", "url"]`. */
  readonly path: readonly string[];
  readonly value: Range;
  readonly kind: "value" | "array" | "inline-table";
  /** The key stands between the braces of an inline table, or on a line of its own. */
  readonly isInline: boolean;
}

export interface TableRange extends Range {
  /** From the claim: empty for `[[claim]]` itself, `["fix"]` for `[claim.fix]`. */
  readonly path: readonly string[];
  readonly headerEnd: number;
}

export interface ClaimRanges {
  /** In the order of the file; none for a claim of the form `claim = [{ … }]`. */
  readonly tables: readonly TableRange[];
  readonly entries: readonly Entry[];
}

export interface ClaimsLayout {
  readonly claims: readonly ClaimRanges[];
  /** Written `claim = [{ … }]`, to which no table can be added. */
  readonly isInline: boolean;
  /** Every table of the file, also those of no claim, in the order of the file. */
  readonly starts: readonly number[];
  /** In the order of the file. */
  readonly comments: readonly Range[];
}

export type FindRanges = (text: string) => ClaimsLayout;

/** The text must be TOML that `load` could parse. */
export async function loadFindRanges(): Promise<FindRanges> {
  const { parseTOML } = await import("toml-eslint-parser");
  return (text) => {
    const shift = text.startsWith("\uFEFF") ? 1 : 0;
    const program = parseTOML(text.slice(shift), { tomlVersion: "1.0.0" });
    const comments = program.comments.map((comment) => rangeOf(comment, shift));
    return { ...layoutOf(program.body[0].body, text, shift), comments };
  };
}

function layoutOf(
  nodes: readonly (AST.TOMLKeyValue | AST.TOMLTable)[],
  text: string,
  shift: number,
): Omit<ClaimsLayout, "comments"> {
  const claims: { tables: TableRange[]; entries: Entry[] }[] = [];
  const starts: number[] = [];
  let isInline = false;
  const claimAt = (index: number) => (claims[index] ??= { tables: [], entries: [] });
  for (const node of nodes) {
    if (node.type === "TOMLKeyValue") {
      const [name, ...rest] = keysOf(node);
      if (name !== "claim" || rest.length > 0 || node.value.type !== "TOMLArray") continue;
      isInline = true;
      for (const [index, element] of node.value.elements.entries()) {
        if (element.type !== "TOMLInlineTable") continue;
        claimAt(index).entries.push(...entriesOf(element.body, [], shift, true));
      }
      continue;
    }
    starts.push(node.range[0] + shift);
    const [name, index, ...path] = node.resolvedKey;
    if (name !== "claim" || typeof index !== "number") continue;
    const { tables, entries } = claimAt(index);
    const relative = path.map(String);
    const close = text.indexOf("]", node.key.range[1] + shift);
    tables.push({
      path: relative,
      ...rangeOf(node, shift),
      headerEnd: close + (node.kind === "array" ? 2 : 1),
    });
    entries.push(...entriesOf(node.body, relative, shift, false));
  }
  return { claims, isInline, starts };
}

function entriesOf(
  nodes: readonly AST.TOMLKeyValue[],
  above: readonly string[],
  shift: number,
  isInline: boolean,
): readonly Entry[] {
  return nodes.flatMap((node): Entry[] => {
    const path = [...above, ...keysOf(node)];
    const { value } = node;
    const entry = { path, ...rangeOf(node, shift), value: rangeOf(value, shift), isInline };
    if (value.type !== "TOMLInlineTable") {
      return [{ ...entry, kind: value.type === "TOMLArray" ? "array" : "value" }];
    }
    return [{ ...entry, kind: "inline-table" }, ...entriesOf(value.body, path, shift, true)];
  });
}

function keysOf({ key }: AST.TOMLKeyValue): readonly string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
}

function rangeOf({ range }: { readonly range: readonly [number, number] }, shift: number): Range {
  return { start: range[0] + shift, end: range[1] + shift };
}
