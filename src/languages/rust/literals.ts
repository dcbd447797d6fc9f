/** Values of Rust's literals, and names as written. */
import type { Span } from "../../model/source.ts";
import type { Expr, Literal, Name } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { noteError, spanAt, textAt, type Context, type LowerExpr } from "./context.ts";

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "0": "\0" };
const NUMBER_SUFFIX = /_?(?:[iu](?:8|16|32|64|128|size)|f(?:16|32|64|128))$/;

/** Literals and lone names, by grammar kind. */
export const LITERALS: ReadonlyMap<string, LowerExpr> = new Map<string, LowerExpr>([
  ["string_literal", (ctx, node) => textLiteral(ctx, node)],
  ["raw_string_literal", (ctx, node) => textLiteral(ctx, node)],
  ["char_literal", (ctx, node) => textLiteral(ctx, node)],
  ["integer_literal", (ctx, node) => numberLiteral(ctx, node)],
  ["float_literal", (ctx, node) => numberLiteral(ctx, node)],
  ["negative_literal", (ctx, node) => numberLiteral(ctx, node)],
  ["boolean_literal", booleanLiteral],
  ["identifier", identifier],
  ["type_identifier", identifier],
  ["shorthand_field_identifier", identifier],
  ["self", identifier],
  ["super", identifier],
  ["crate", identifier],
  ["metavariable", identifier],
  ["primitive_type", identifier],
  ["unit_expression", (ctx, node) => ({ kind: "list", ...spanAt(ctx, node), items: [] })],
]);

/** The text that a string or character literal stands for. */
export function decodeText(raw: string): string {
  const isRaw = /^[bc]?r/.test(raw);
  if (isRaw) return raw.replace(/^[bc]?r#*"/, "").replace(/"#*$/, "");
  return decodeEscapes(raw.replace(/^[bc]?["']/, "").replace(/["']$/, ""));
}

/** Escapes replaced by what they stand for. */
export function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:u\{([0-9a-fA-F_]*)\}|x([0-9a-fA-F]{2})|\r?\n\s*|([^\r\n]))/g,
    (whole, unicode: string | undefined, hex: string | undefined, char: string | undefined) => {
      if (unicode !== undefined) return codePoint(unicode.replaceAll("_", "")) ?? whole;
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      return char === undefined ? "" : (SIMPLE_ESCAPES[char] ?? char);
    },
  );
}

/** A name by its text: `None` is the literal null, `r#type` is `type`. */
export function nameOrNone(text: string, span: Span): Name | Literal {
  if (text === "None") return { kind: "literal", ...span, value: null };
  return { kind: "name", ...span, name: plainName(text) };
}

/** A name without the mark of a raw identifier. */
export function plainName(text: string): string {
  return text.startsWith("r#") ? text.slice(2) : text;
}

function identifier(ctx: Context, node: SyntaxNode): Expr {
  const span = spanAt(ctx, node);
  if (span.start === span.end) {
    // The parser made the name up.
    noteError(ctx, span);
    return { kind: "other", ...span, what: "MISSING", parts: [] };
  }
  return nameOrNone(textAt(ctx, span), span);
}

function textLiteral(ctx: Context, node: SyntaxNode): Literal {
  const span = spanAt(ctx, node);
  return { kind: "literal", ...span, value: decodeText(textAt(ctx, span)) };
}

function numberLiteral(ctx: Context, node: SyntaxNode): Literal {
  const span = spanAt(ctx, node);
  return { kind: "literal", ...span, value: numberOf(textAt(ctx, span)) };
}

function booleanLiteral(ctx: Context, node: SyntaxNode): Literal {
  const span = spanAt(ctx, node);
  return { kind: "literal", ...span, value: textAt(ctx, span) === "true" };
}

function numberOf(text: string): number {
  if (text.startsWith("-")) return -numberOf(text.slice(1).trim());
  // `f32` in `0xf32` is no suffix: only integer types may follow a hexadecimal number.
  const suffix = /^0[xX]/.test(text) ? /_?[iu](?:8|16|32|64|128|size)$/ : NUMBER_SUFFIX;
  return Number(text.replace(suffix, "").replaceAll("_", ""));
}

function codePoint(hex: string): string | undefined {
  const code = parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
