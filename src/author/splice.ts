/**
 * Changes to a claims file as splices of its text: what a change is not about keeps every byte. Pure; `edit-claims.ts`
 * checks each result by parsing it again.
 */
import { toKey, type LineEnd } from "./literal.ts";
import type { ClaimRanges, ClaimsLayout, Entry, Range, TableRange } from "./claim-ranges.ts";
import { KEY_ORDER } from "./render-claim.ts";

export interface Splice extends Range {
  readonly text: string;
}

/** Splices must not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce(
      (now, splice) => now.slice(0, splice.start) + splice.text + now.slice(splice.end),
      text,
    );
}

/** A further claim at the end, with a blank line before it. `block` ends with a line end. */
export function appendBlock(text: string, block: string, lineEnd: LineEnd): Splice {
  const at = { start: text.length, end: text.length };
  if (text === "" || text === "\uFEFF") return { ...at, text: block };
  const closed = text.endsWith("\n") ? "" : lineEnd;
  const isSeparated = /(?:^|\n)[ \t]*\r?\n[ \t]*$/.test(text + closed);
  return { ...at, text: `${closed}${isSeparated ? "" : lineEnd}${block}` };
}

/** A key's new value. `path` is one key, or two for a key of `provenance`, `scope` and `fix`. */
export function setKey(
  text: string,
  { claims, comments }: ClaimsLayout,
  index: number,
  path: readonly string[],
  literal: string,
  lineEnd: LineEnd,
): Splice {
  const claim = claims[index] ?? { tables: [], entries: [] };
  const exact = entryAt(claim, path);
  if (exact !== undefined) {
    const inside = comments.filter((comment) => within(comment, exact.value));
    return replaceValue(text, exact, inside, literal, lineEnd);
  }
  const [table = "", key] = path;
  if (key === undefined) return insertInOrder(text, claim, table, `${table} = ${literal}`, lineEnd);
  const pair = `${toKey(key)} = ${literal}`;
  const whole = entryAt(claim, [table]);
  if (whole?.kind === "inline-table") return insertInline(claim, whole, pair);
  if (whole !== undefined) return widen(text, whole, key, literal);
  const own = claim.tables.find((one) => one.path.length === 1 && one.path[0] === table);
  const siblings = claim.entries.filter((one) => one.path.length === 2 && one.path[0] === table);
  const last = siblings.at(-1);
  if (own !== undefined) return insertLine(text, last ?? headerOf(own), pair, lineEnd);
  const dotted = `${toKey(table)}.${pair}`;
  if (last !== undefined) {
    return last.isInline
      ? { start: last.end, end: last.end, text: `, ${dotted}` }
      : insertLine(text, last, dotted, lineEnd);
  }
  return insertInOrder(text, claim, table, dotted, lineEnd);
}

/** A key, or a whole table, with the lines on which it stands. Nothing where it is not there. */
export function unsetKey(
  text: string,
  claim: ClaimRanges,
  path: readonly string[],
): readonly Splice[] {
  const isBelow = (one: { readonly path: readonly string[] }) =>
    path.every((key, index) => one.path[index] === key);
  const tables = claim.tables.filter((one) => one.path.length > 0 && isBelow(one));
  const entries = claim.entries.filter(
    (one) => isBelow(one) && !tables.some((table) => within(one, table)),
  );
  const outer = entries.filter(
    (one) => !entries.some((other) => other !== one && within(one, other)),
  );
  return [
    ...tables.map((table) => ({ ...wholeLines(text, table), text: "" })),
    ...outer.map((one) =>
      one.isInline ? removeInline(claim, one) : { ...wholeLines(text, one), text: "" },
    ),
  ];
}

/** The claim with all its tables, and one of the two blank lines that would be left to meet. */
export function removeBlock(
  text: string,
  { claims, starts }: ClaimsLayout,
  index: number,
): readonly Splice[] {
  const ranges: Range[] = [];
  for (const table of claims[index]?.tables ?? []) {
    const before = ranges.at(-1);
    const isNext =
      before !== undefined && !starts.some((at) => at >= before.end && at < table.start);
    const { start, end } = wholeLines(text, table);
    if (isNext) ranges[ranges.length - 1] = { start: before.start, end };
    else ranges.push({ start, end });
  }
  return ranges.map((range) => ({ ...withBlankLine(text, range), text: "" }));
}

/** From `[[claim]]` to the end of its last table; undefined where other tables stand in between. */
export function blockRange({ claims, starts }: ClaimsLayout, index: number): Range | undefined {
  const tables = claims[index]?.tables ?? [];
  const [first, last] = [tables[0], tables.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const count = starts.filter((at) => at >= first.start && at <= last.start).length;
  return count === tables.length ? { start: first.start, end: last.end } : undefined;
}

/** The comments between the items of a list stay: in the new list, or above the key. */
function replaceValue(
  text: string,
  entry: Entry,
  comments: readonly Range[],
  literal: string,
  lineEnd: LineEnd,
): Splice {
  if (comments.length === 0) return { ...entry.value, text: literal };
  const start = startOfLine(text, entry.start);
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const notes = comments.map((comment) => text.slice(comment.start, comment.end));
  if (literal.startsWith("[")) {
    const items = literal.slice(1, -1);
    const lines = [...notes, ...(items === "" ? [] : [items])].map((line) => `${indent}  ${line}`);
    return { ...entry.value, text: ["[", ...lines, `${indent}]`].join(lineEnd) };
  }
  const above = notes.map((note) => `${indent}${note}${lineEnd}`).join("");
  const key = text.slice(start, entry.value.start);
  return { start, end: entry.value.end, text: above + key + literal };
}

function entryAt({ entries }: ClaimRanges, path: readonly string[]): Entry | undefined {
  return entries.find(
    (one) => one.path.length === path.length && path.every((key, at) => one.path[at] === key),
  );
}

/** Below the nearest of the keys that stand before it in the documentation's order. */
function insertInOrder(
  text: string,
  claim: ClaimRanges,
  key: string,
  pair: string,
  lineEnd: LineEnd,
): Splice {
  const order: readonly string[] = KEY_ORDER;
  const header = claim.tables.find(({ path }) => path.length === 0);
  const own = claim.entries.filter(
    (one) => one.isInline === (header === undefined) && isOutermost(one, claim, header),
  );
  const before = order.slice(0, order.indexOf(key)).toReversed();
  const anchor = before
    .map((name) => own.findLast(({ path }) => path[0] === name))
    .find((one) => one !== undefined);
  if (header !== undefined) return insertLine(text, anchor ?? headerOf(header), pair, lineEnd);
  const last = anchor ?? own.at(-1);
  const at = last?.end ?? 0;
  return { start: at, end: at, text: `, ${pair}` };
}

/** Of `[[claim]]` itself, or of the braces that are the claim. */
function isOutermost(one: Entry, claim: ClaimRanges, header: TableRange | undefined): boolean {
  if (header !== undefined) return within(one, header);
  return !claim.entries.some((other) => other !== one && within(one, other.value));
}

function headerOf({ start, headerEnd }: TableRange): Range {
  return { start, end: headerEnd };
}

/** A line of its own below the line on which the anchor ends, indented as the anchor is. */
function insertLine(text: string, anchor: Range, pair: string, lineEnd: LineEnd): Splice {
  const at = endOfLine(text, anchor.end);
  const indent = /^[ \t]*/.exec(text.slice(startOfLine(text, anchor.start)))?.[0] ?? "";
  return { start: at, end: at, text: `${lineEnd}${indent}${pair}` };
}

function insertInline(claim: ClaimRanges, whole: Entry, pair: string): Splice {
  const last = claim.entries.findLast((one) => one.isInline && within(one, whole.value));
  if (last !== undefined) return { start: last.end, end: last.end, text: `, ${pair}` };
  return { ...whole.value, text: `{ ${pair} }` };
}

/** `provenance = "text"` becomes a table with that text as its source, as it was written. */
function widen(text: string, { value }: Entry, key: string, literal: string): Splice {
  const source = text.slice(value.start, value.end);
  if (key === "source") return { ...value, text: literal };
  return { ...value, text: `{ source = ${source}, ${toKey(key)} = ${literal} }` };
}

function removeInline(claim: ClaimRanges, one: Entry): Splice {
  const open = claim.entries.findLast(
    (other) => other.kind === "inline-table" && other !== one && within(one, other.value),
  );
  const siblings = claim.entries.filter(
    (other) =>
      other.isInline &&
      other.path.length === one.path.length &&
      (open === undefined || within(other, open.value)),
  );
  const at = siblings.indexOf(one);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  if (before !== undefined) return { start: before.end, end: one.end, text: "" };
  return { start: one.start, end: after?.start ?? one.end, text: "" };
}

function within(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** With what stands before and behind it on its lines, and the line end. */
function wholeLines(text: string, { start, end }: Range): Range {
  const stop = endOfLine(text, end);
  const lineEnd = /^\r?\n/.exec(text.slice(stop, stop + 2))?.[0].length ?? 0;
  return { start: startOfLine(text, start), end: stop + lineEnd };
}

function startOfLine(text: string, at: number): number {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}

function endOfLine(text: string, at: number): number {
  const line = text.indexOf("\n", at);
  if (line < 0) return text.length;
  return text[line - 1] === "\r" && line > at ? line - 1 : line;
}

function withBlankLine(text: string, { start, end }: Range): Range {
  const above = /(?:^|\n)([ \t]*\r?\n)$/.exec(text.slice(0, start))?.[1];
  const below = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end))?.[0];
  const isTop = start === 0 || text.slice(0, start) === "\uFEFF";
  if (end === text.length) return { start: start - (above?.length ?? 0), end };
  return (above !== undefined || isTop) && below !== undefined
    ? { start, end: end + below.length }
    : { start, end };
}
