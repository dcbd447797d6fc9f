/** Strings and numbers: prefixes, escapes, holes, implicit concatenation. */
import type { Span } from "../../model/source.ts";
import type { Expr, Literal, Template } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { otherNode, type Context, type Part } from "./context.ts";
import { partsOf, lowerExpression, lowerOther } from "./parts.ts";

const START = /^([a-zA-Z]{0,3})("""|'''|"|')/;
const ESCAPE = /\\(?:\r?\n|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[^])/g;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** `"…"` with any prefix; a string with holes is a template. */
export function lowerString(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  // Python 2's `x` in backticks is no string, whatever the grammar calls it.
  if (context.text[span.start] === "`") return lowerOther(context, part);
  return joined(span, piecesOf(context, part, span));
}

/** `"a" f"{b}" 'c'`: one literal or template. */
export function lowerConcatenation(context: Context, part: Part): Expr {
  const pieces = partsOf(context, part.node).flatMap((child) =>
    child.kind === "string"
      ? piecesOf(context, child, spanOf(child.node))
      : [lowerExpression(context, child)],
  );
  return joined(spanOf(part.node), pieces);
}

/** Integers of any base and floats; complex numbers are `other`. */
export function lowerNumber(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const value = numberValue(context.text.slice(span.start, span.end));
  return value === undefined
    ? otherNode("complex", span, [])
    : { kind: "literal", start: span.start, end: span.end, value };
}

/** The number that a literal stands for; nothing for complex numbers. */
export function numberValue(text: string): number | undefined {
  const digits = text.replaceAll("_", "").replace(/[lL]$/, "");
  // Python 2 wrote octal numbers with a bare zero.
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
  return Number.isNaN(value) ? undefined : value;
}

function piecesOf(context: Context, part: Part, span: Span): readonly Expr[] {
  const text = context.text.slice(span.start, span.end);
  const match = START.exec(text);
  if (match === null) return [otherNode(part.kind, span, [])];
  const [opening, prefix = "", quote = ""] = match;
  const letters = prefix.toLowerCase();
  const raw = letters.includes("r");
  const bytes = letters.includes("b");
  const inner = { start: span.start + opening.length, end: span.end - quote.length };
  const decode = (from: number, to: number): string =>
    decodeEscapes(context.text.slice(from, to), raw, bytes);
  if (!/[ft]/.test(letters) || !/[{}]/.test(text)) {
    return [literal(span, decode(inner.start, inner.end))];
  }
  if (!context.copying) context.templates.push(span);
  return holesOf(context, part, inner, (from, to) =>
    decode(from, to).replaceAll("{{", "{").replaceAll("}}", "}"),
  );
}

function holesOf(
  context: Context,
  part: Part,
  inner: Span,
  decode: (from: number, to: number) => string,
): readonly Expr[] {
  const pieces: Expr[] = [];
  let at = inner.start;
  const addText = (end: number): void => {
    if (end > at) pieces.push(literal({ start: at, end }, decode(at, end)));
  };
  for (const child of partsOf(context, part.node)) {
    if (child.kind !== "interpolation") continue;
    const hole = spanOf(child.node);
    addText(hole.start);
    const [value] = partsOf(context, child.node);
    // Conversions and format specifications say how to print, not what.
    if (value !== undefined) pieces.push(lowerExpression(context, value));
    at = hole.end;
  }
  addText(inner.end);
  return pieces;
}

function joined(span: Span, pieces: readonly Expr[]): Literal | Template {
  const parts: Expr[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last !== undefined && isText(last) && isText(piece)) {
      parts[parts.length - 1] = literal(
        { start: last.start, end: piece.end },
        last.value + piece.value,
      );
    } else parts.push(piece);
  }
  const [only] = parts;
  if (only === undefined) return literal(span, "");
  if (parts.length === 1 && isText(only)) return literal(span, only.value);
  return { kind: "template", start: span.start, end: span.end, parts };
}

function isText(node: Expr): node is Literal & { readonly value: string } {
  return node.kind === "literal" && typeof node.value === "string";
}

function literal(span: Span, value: string): Literal & { readonly value: string } {
  return { kind: "literal", start: span.start, end: span.end, value };
}

function decodeEscapes(source: string, raw: boolean, bytes: boolean): string {
  const text = source.includes("\r") ? source.replaceAll("\r\n", "\n") : source;
  if (raw || !text.includes("\\")) return text;
  return text.replaceAll(ESCAPE, (escape) => decodeEscape(escape, bytes));
}

function decodeEscape(escape: string, bytes: boolean): string {
  const letter = escape[1] ?? "";
  if (letter === "\n" || letter === "\r") return "";
  if (letter === "\\" || letter === "'" || letter === '"') return letter;
  if (/[0-7]/.test(letter)) return String.fromCharCode(Number.parseInt(escape.slice(1), 8));
  const coded = letter === "x" || (!bytes && (letter === "u" || letter === "U"));
  if (coded && escape.length > 2) {
    const code = Number.parseInt(escape.slice(2), 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : escape;
  }
  return SIMPLE_ESCAPES[letter] ?? escape;
}
