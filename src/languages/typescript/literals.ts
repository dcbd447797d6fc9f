/** Strings, numbers, templates and plain names, read from the source text without asking the parser. */
import type { Span } from "../../model/source.ts";
import type { Expr, Literal, Template } from "../../model/syntax.ts";
import { exactParts, spanOfPart, textOf, type Lowering, type Part } from "./parts.ts";

/** Beyond this length an expression is hardly a chain of names; the limit keeps the attempt cheap. */
const LONGEST_CHAIN = 120;

const WORD = /^[A-Za-z_$][\w$]*$/;
const CHAIN = /^[A-Za-z_$][\w$]*(?:\s*\??\.\s*#?[A-Za-z_$][\w$]*)+$/;
const CHAIN_WORDS = /#?[A-Za-z_$][\w$]*/g;
const NUMBER = /^\d[\w.]*$/;

/** Words that are expressions of their own kind although they look like names. */
const NOT_NAMES = new Set(["yield", "debugger", "class", "function"]);

const CONSTANTS = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", null],
]);

const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "0": "\0",
};

/**
 * A name, a chain like `this.client.get`, a number or a string, told by its text alone: two thirds of all
 * expressions, for which asking the parser would cost most of the time that lowering takes.
 */
export function readPlain(lower: Lowering, span: Span): Expr | undefined {
  const { text } = lower;
  const first = text[span.start];
  if (first === undefined || span.end <= span.start) return undefined;
  if (first === '"' || first === "'") {
    const isWhole = text.indexOf(first, span.start + 1) === span.end - 1;
    return isWhole ? literal(span, readString(lower, span)) : undefined;
  }
  if (span.end - span.start > LONGEST_CHAIN) return undefined;
  const slice = textOf(lower, span);
  if (WORD.test(slice)) return NOT_NAMES.has(slice) ? undefined : nameOrConstant(slice, span);
  if (CHAIN.test(slice)) return readChain(slice, span);
  return NUMBER.test(slice) ? readNumber(slice, span) : undefined;
}

/** A name, or the literal that the word stands for. */
export function nameOrConstant(word: string, span: Span): Expr {
  const constant = CONSTANTS.get(word);
  return constant === undefined ? { kind: "name", name: word, ...span } : literal(span, constant);
}

/** The value of a quoted string; its place is noted, as `//` in it starts no comment. */
export function readString(lower: Lowering, span: Span): string {
  const text = textOf(lower, span);
  if (text.includes("/")) lower.opaque.push(span);
  const isQuoted = text.length > 1 && text.endsWith(text[0] ?? "");
  return unescape(text.slice(1, isQuoted ? -1 : undefined));
}

/** `10_000`, `0xFF`, `1e3`, `017`, `5n`; undefined where the text is no number after all. */
export function readNumber(text: string, span: Span): Literal | undefined {
  const digits = text.replaceAll("_", "");
  const isOctal = /^0[0-7]+$/.test(digits);
  const isBig = /^(\d+|0[xob][\da-f]+)n$/i.test(digits);
  const value = isOctal ? Number.parseInt(digits, 8) : Number(isBig ? digits.slice(0, -1) : digits);
  return Number.isNaN(value) ? undefined : literal(span, value);
}

/** A template with holes; without any it is a string literal. */
export function lowerTemplate(lower: Lowering, part: Part): Expr {
  const span = spanOfPart(part);
  const isPlain = !textOf(lower, span).includes("${");
  if (isPlain) return literal(span, readString(lower, span));
  const parts: Expr[] = [];
  let at = span.start + 1;
  for (const child of part.node.namedChildren()) {
    const hole: Part = { node: child };
    const { start, end } = spanOfPart(hole);
    if (!lower.text.startsWith("${", start)) continue;
    pushText(lower, parts, { start: at, end: start });
    parts.push(...exactParts(lower, hole, 1).map(lower.expression));
    at = end;
  }
  const isClosed = lower.text[span.end - 1] === "`" && span.end > at;
  pushText(lower, parts, { start: at, end: isClosed ? span.end - 1 : span.end });
  return { kind: "template", parts, ...span } satisfies Template;
}

export function literal(span: Span, value: Literal["value"]): Literal {
  return { kind: "literal", value, start: span.start, end: span.end };
}

function pushText(lower: Lowering, parts: Expr[], span: Span): void {
  if (span.start >= span.end) return;
  const text = textOf(lower, span);
  if (text.includes("/")) lower.opaque.push(span);
  parts.push(literal(span, unescape(text)));
}

function readChain(slice: string, span: Span): Expr {
  let chain: Expr | undefined;
  for (const { 0: word, index } of slice.matchAll(CHAIN_WORDS)) {
    const end = span.start + index + word.length;
    chain =
      chain === undefined
        ? nameOrConstant(word, { start: span.start, end })
        : { kind: "member", object: chain, name: word, path: false, start: span.start, end };
  }
  return chain ?? { kind: "name", name: slice, ...span };
}

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  const escape = /\\(u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|\r\n|[^])/gi;
  return text.replaceAll(escape, (_, all: string, point?: string, unit?: string, byte?: string) => {
    const code = Number.parseInt(point ?? unit ?? byte ?? "", 16);
    if (!Number.isNaN(code)) return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
    const isLineContinuation = /^[\r\n\u2028\u2029]/.test(all);
    return isLineContinuation ? "" : (ESCAPES[all] ?? all);
  });
}
