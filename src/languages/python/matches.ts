/** `match` statements: cases with the names they capture. */
import type { Arm, Binding, Expr, Stmt } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import {
  foldedText,
  MAX_DEPTH,
  wordOf,
  type Context,
  type Part,
  type Statements,
} from "./context.ts";
import { partsOf, lowerError, lowerExpression, lowerOrMissing, lowerBlock } from "./parts.ts";
import { readPlain } from "./plain.ts";
import { numberValue } from "./strings.ts";

/** A `match` with its cases. */
export function lowerMatch(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const parts = partsOf(context, part.node);
  const block = parts.findLast((child) => child.kind === "block");
  const [first, ...more] = parts.filter((child) => child !== block);
  let subject = lowerOrMissing(context, first, span.start);
  if (more.length > 0) {
    const items = [subject, ...more.map((item) => lowerExpression(context, item))];
    subject = { kind: "list", start: subject.start, end: items.at(-1)?.end ?? span.end, items };
  }
  const cases = block === undefined ? [] : partsOf(context, block.node);
  const arms = cases.flatMap((child) =>
    child.kind === "case_clause" ? [lowerCase(context, child)] : strayCase(context, child),
  );
  out.push({ kind: "switch", ...span, subject, arms });
}

function strayCase(context: Context, part: Part): readonly Arm[] {
  lowerError(context, part.node);
  return [];
}

function lowerCase(context: Context, part: Part): Arm {
  const parts = partsOf(context, part.node);
  const patterns = parts.filter((child) => child.kind === "case_pattern");
  const clause = parts.find((child) => child.kind === "if_clause");
  const block = parts.findLast((child) => child.kind === "block");
  const pattern = patternText(context, patterns);
  const guard = clause && partsOf(context, clause.node)[0];
  const test = testOf(context, patterns);
  const body: readonly Stmt[] = block === undefined ? [] : lowerBlock(context, block.node);
  return {
    ...spanOf(part.node),
    ...(pattern === "_" ? {} : { pattern }),
    ...(test && { test }),
    bindings: capturesOf(context, patterns),
    ...(guard && { guard: lowerExpression(context, guard) }),
    body,
  };
}

function patternText(context: Context, patterns: readonly Part[]): string {
  const [first] = patterns;
  const last = patterns.at(-1);
  if (first === undefined || last === undefined) return "";
  const { start } = spanOf(first.node);
  return foldedText(context, { start, end: spanOf(last.node).end });
}

/** The value that the subject is compared with, where the pattern is one: a literal or a dotted name. */
function testOf(context: Context, patterns: readonly Part[]): Expr | undefined {
  const [only] = patterns;
  if (only === undefined || patterns.length > 1) return undefined;
  const [inner] = partsOf(context, only.node);
  if (inner === undefined || !VALUES.has(inner.kind)) return undefined;
  const span = spanOf(only.node);
  const text = context.text.slice(span.start, span.end);
  if (inner.kind === "dotted_name")
    return text.includes(".") ? readPlain(context.text, span) : undefined;
  if (text.startsWith("-")) {
    const value = numberValue(text.slice(1).trim());
    if (value === undefined) return undefined;
    const operand: Expr = { kind: "literal", ...spanOf(inner.node), value };
    return { kind: "unary", ...span, op: "-", operand };
  }
  return lowerExpression(context, inner);
}

const VALUES: ReadonlySet<string> = new Set([
  "string",
  "concatenated_string",
  "integer",
  "float",
  "true",
  "false",
  "none",
  "dotted_name",
]);

function capturesOf(context: Context, patterns: readonly Part[]): readonly Binding[] {
  const bindings = new Map<string, Binding>();
  if (patterns.length > 1) captureItems(context, patterns, [], bindings);
  else for (const pattern of patterns) capture(context, pattern, [], bindings);
  return [...bindings.values()];
}

type Captures = Map<string, Binding>;

function capture(context: Context, part: Part, path: readonly string[], into: Captures): void {
  if (context.depth >= MAX_DEPTH) return;
  context.depth++;
  captureOne(context, part, path, into);
  context.depth--;
}

function captureOne(context: Context, part: Part, path: readonly string[], into: Captures): void {
  const parts = LEAVES.has(part.kind) ? [] : partsOf(context, part.node);
  switch (part.kind) {
    case "dotted_name":
    case "identifier":
      addName(context, part, path, into);
      break;
    case "list_pattern":
    case "tuple_pattern":
      if (isGroup(context, part, parts)) for (const one of parts) capture(context, one, path, into);
      else captureItems(context, parts, path, into);
      break;
    case "dict_pattern":
      captureEntries(context, parts, path, into);
      break;
    case "class_pattern":
      captureItems(context, parts.slice(1), path, into);
      break;
    case "keyword_pattern":
      captureKeyword(context, parts, path, into);
      break;
    case "splat_pattern":
      for (const one of parts) addName(context, one, splatPath(context, part, path), into);
      break;
    default:
      for (const one of parts) capture(context, one, path, into);
  }
}

const LEAVES: ReadonlySet<string> = new Set([
  "dotted_name",
  "identifier",
  "string",
  "concatenated_string",
  "integer",
  "float",
]);

function addName(context: Context, part: Part, path: readonly string[], into: Captures): void {
  const { name, start, end } = wordOf(context, part.node);
  // A dotted name is a value to compare with; alternatives bind the same names.
  if (name === "" || name === "_" || name.includes(".") || into.has(name)) return;
  into.set(name, { start, end, name, path });
}

/** `*rest` takes some of a list; `**rest` is close to the mapping itself. */
function splatPath(context: Context, part: Part, path: readonly string[]): readonly string[] {
  return context.text.startsWith("**", spanOf(part.node).start) ? path : [...path, "..."];
}

function captureItems(
  context: Context,
  items: readonly Part[],
  path: readonly string[],
  into: Captures,
): void {
  const star = items.findIndex((item) => /^\s*\*/.test(wordOf(context, item.node).name));
  for (const [at, item] of items.entries()) {
    const [inner] = item.kind === "case_pattern" ? partsOf(context, item.node) : [item];
    if (inner?.kind === "keyword_pattern" || at === star) {
      capture(context, inner ?? item, path, into);
    } else {
      const position = star === -1 || at < star ? at : at - items.length;
      capture(context, item, [...path, String(position)], into);
    }
  }
}

function captureEntries(
  context: Context,
  parts: readonly Part[],
  path: readonly string[],
  into: Captures,
): void {
  let key = "";
  for (const part of parts) {
    if (part.kind === "splat_pattern") capture(context, part, path, into);
    else if (part.kind === "case_pattern") capture(context, part, [...path, key], into);
    else key = keyText(context, part);
  }
}

function keyText(context: Context, part: Part): string {
  const lowered = lowerExpression(context, part);
  return lowered.kind === "literal" ? String(lowered.value) : foldedText(context, lowered);
}

function captureKeyword(
  context: Context,
  parts: readonly Part[],
  path: readonly string[],
  into: Captures,
): void {
  const [word, ...values] = parts;
  if (word === undefined) return;
  const { name } = wordOf(context, word.node);
  for (const value of values) capture(context, value, [...path, name], into);
}

/** `(x)` is x; only a comma makes a sequence. */
function isGroup(context: Context, part: Part, parts: readonly Part[]): boolean {
  const [only] = parts;
  if (part.kind !== "tuple_pattern" || only === undefined || parts.length > 1) return false;
  return !context.text.slice(spanOf(only.node).end, spanOf(part.node).end).includes(",");
}
