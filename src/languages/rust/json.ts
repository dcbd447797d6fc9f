/** The inside of `json!`, `doc!` and `hashmap!`: records and lists whose values are expressions. */
import type { Span } from "../../model/source.ts";
import type { Entry, Expr } from "../../model/syntax.ts";
import type { Context } from "./context.ts";
import { readExpression } from "./reparse.ts";
import { closerOf, marksIn, piecesBetween, trimmed } from "./tokens.ts";

const MAX_NESTING = 50;

/** A value; undefined where something in it cannot be read. */
export function jsonValue(ctx: Context, inside: Span, nesting = 0): Expr | undefined {
  const { text } = ctx;
  const span = trimmed(text, inside.start, inside.end);
  const open = text.charAt(span.start);
  const isGroup = open === "{" || open === "[";
  if (nesting > MAX_NESTING || span.start === span.end) return undefined;
  if (!isGroup || closerOf(text, span.start, span.end) !== span.end - 1) {
    return readExpression(ctx, span);
  }
  const pieces = piecesBetween(text, span.start + 1, span.end - 1, (at) => text[at] === ",");
  if (open === "[") {
    const items = pieces.map((piece) => jsonValue(ctx, piece, nesting + 1));
    return allOf(items, (all) => ({ kind: "list", ...span, items: all }));
  }
  const entries = pieces.map((piece) => jsonEntry(ctx, piece, nesting + 1));
  return allOf(entries, (all) => ({ kind: "record", ...span, entries: all, rest: [] }));
}

function jsonEntry(ctx: Context, span: Span, nesting: number): Entry | undefined {
  const { text } = ctx;
  const [mark] = marksIn(text, span.start, span.end, (at) => isSeparator(text, at));
  if (mark === undefined) return undefined;
  const key = readExpression(ctx, { start: span.start, end: mark });
  const from = text[mark] === "=" ? mark + 2 : mark + 1;
  const value = jsonValue(ctx, { start: from, end: span.end }, nesting);
  if (key === undefined || value === undefined) return undefined;
  const isText = key.kind === "literal" && typeof key.value === "string";
  return isText ? { ...span, key: key.value, value } : { ...span, computed: key, value };
}

/** `:` but not `::`, or `=>`. */
function isSeparator(text: string, at: number): boolean {
  if (text[at] === "=") return text[at + 1] === ">";
  return text[at] === ":" && text[at + 1] !== ":" && text[at - 1] !== ":";
}

function allOf<T>(
  list: readonly (T | undefined)[],
  make: (all: readonly T[]) => Expr,
): Expr | undefined {
  const all = list.filter((one) => one !== undefined);
  return all.length === list.length ? make(all) : undefined;
}
