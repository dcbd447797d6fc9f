/** What can be saved of a macro that no reading fits: every piece between separators that is an expression. */
import type { Span } from "../../model/source.ts";
import type { Node } from "../../model/syntax.ts";
import type { Context } from "./context.ts";
import { readExpression } from "./reparse.ts";
import { closerOf, piecesBetween, skipQuoted } from "./tokens.ts";

const MAX_NESTING = 8;

/** The expressions found, in order. Groups in brackets are looked into where they are none themselves. */
export function salvage(ctx: Context, inside: Span, nesting = 0): readonly Node[] {
  const { text } = ctx;
  // Macros within unreadable macros within unreadable macros: reading each twice would cost exponential time.
  if (nesting > MAX_NESTING || ctx.macros > 2) return [];
  const isSeparator = (at: number): boolean => separates(text, at);
  return piecesBetween(text, inside.start, inside.end, isSeparator).flatMap((piece) => {
    const start = text[piece.start] === ">" ? piece.start + 1 : piece.start;
    const span = { start, end: piece.end };
    const expr = readExpression(ctx, span);
    if (expr !== undefined) return [expr];
    return groupsIn(text, span).flatMap((group) => salvage(ctx, group, nesting + 1));
  });
}

/** `,` and `;`, a lone `:`, and the `=` of `=>` (its other half is cut off above). */
function separates(text: string, at: number): boolean {
  const char = text[at];
  if (char === ":") return text[at + 1] !== ":" && text[at - 1] !== ":";
  return char === "," || char === ";" || (char === "=" && text[at + 1] === ">");
}

function groupsIn(text: string, span: Span): readonly Span[] {
  const groups: Span[] = [];
  for (let at = span.start; at < span.end; at += 1) {
    const next = skipQuoted(text, at);
    const isOpen = next === at && "([{".includes(text.charAt(at));
    const close = isOpen ? closerOf(text, at, span.end) : next - 1;
    if (isOpen && close === -1) break;
    if (isOpen) groups.push({ start: at + 1, end: close });
    at = Math.max(at, close);
  }
  return groups;
}
