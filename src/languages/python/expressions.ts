/** Expressions. Chains that lean left (`a.b().c[0] + d`) are lowered in a loop, the rest by a table. */
import type { Span } from "../../model/source.ts";
import type { Entry, Expr } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { lowerCall } from "./calls.ts";
import { lowerComparison, operatorBetween } from "./comparisons.ts";
import { lowerComprehension } from "./comprehensions.ts";
import {
  expectClosed,
  nameNode,
  noteError,
  otherNode,
  wordOf,
  type Context,
  type Part,
} from "./context.ts";
import { lowerLambda } from "./functions.ts";
import { partsOf, lowerExpression, lowerOrMissing, lowerOther } from "./parts.ts";
import { readPlain } from "./plain.ts";
import { lowerConcatenation, lowerNumber, lowerString } from "./strings.ts";

type Lower = (context: Context, part: Part) => Expr;

/** One link of a left-leaning chain, waiting for its left side. */
interface Link {
  readonly kind: string;
  readonly span: Span;
  readonly rest: readonly Part[];
}

type Finish = (context: Context, link: Link, left: Expr) => Expr;

const LINKS: ReadonlyMap<string, Finish> = new Map<string, Finish>([
  ["attribute", finishMember],
  ["call", (context, link, left) => lowerCall(context, link.span, left, link.rest[0])],
  ["subscript", finishIndex],
  ["binary_operator", finishBinary],
  ["boolean_operator", finishBinary],
]);

const LOWERINGS: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ["identifier", lowerName],
  ["string", lowerString],
  ["concatenated_string", lowerConcatenation],
  ["integer", lowerNumber],
  ["float", lowerNumber],
  ["true", (_, part) => ({ kind: "literal", ...spanOf(part.node), value: true })],
  ["false", (_, part) => ({ kind: "literal", ...spanOf(part.node), value: false })],
  ["none", (_, part) => ({ kind: "literal", ...spanOf(part.node), value: null })],
  ["list", lowerList],
  ["tuple", lowerList],
  ["set", lowerList],
  ["expression_list", lowerList],
  ["pattern_list", lowerList],
  ["tuple_pattern", lowerList],
  ["list_pattern", lowerList],
  ["dictionary", lowerRecord],
  ["list_splat", lowerSpread],
  ["dictionary_splat", lowerSpread],
  ["list_splat_pattern", lowerSpread],
  ["dictionary_splat_pattern", lowerSpread],
  ["unary_operator", lowerUnary],
  ["not_operator", lowerNot],
  ["comparison_operator", lowerComparison],
  ["conditional_expression", lowerConditional],
  ["await", lowerAwait],
  ["named_expression", lowerWalrus],
  ["lambda", lowerLambda],
  ["list_comprehension", lowerComprehension],
  ["set_comprehension", lowerComprehension],
  ["dictionary_comprehension", lowerComprehension],
  ["generator_expression", lowerComprehension],
  ["yield", lowerYield],
]);

/** Grammar nodes that only hold the one that counts. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "parenthesized_expression",
  "parenthesized_list_splat",
  "as_pattern_target",
  "type",
]);

/** Lowers an expression without a look at its depth; `lowerExpression` is the way in. */
export function lowerChain(context: Context, part: Part): Expr {
  const links: Link[] = [];
  let current = part;
  let result: Expr | undefined;
  let star: number | undefined;
  while (result === undefined) {
    const isLink = LINKS.has(current.kind);
    const isStar = current.kind === "list_splat" && links.length > 0;
    if (!isLink && !isStar && !WRAPPERS.has(current.kind)) {
      result = (LOWERINGS.get(current.kind) ?? lowerOther)(context, current);
      break;
    }
    const span = isLink ? spanOf(current.node) : undefined;
    result = span && readPlain(context.text, span);
    if (result !== undefined) break;
    const [left, ...rest] = partsOf(context, current.node);
    if (isStar) star = spanOf(current.node).start;
    if (span !== undefined) links.push({ kind: current.kind, span, rest });
    if (left === undefined) result = otherNode(current.kind, spanOf(current.node), []);
    else current = left;
  }
  for (let link = links.pop(); link !== undefined; link = links.pop()) {
    const start: number = star === undefined ? link.span.start : result.start;
    const span: Span = { start, end: link.span.end };
    result = LINKS.get(link.kind)?.(context, { ...link, span }, result) ?? result;
  }
  // The grammar binds the star of `[*a.b()]` to `a` alone; it belongs to the whole.
  return star === undefined
    ? result
    : { kind: "spread", start: star, end: result.end, value: result };
}

function finishMember(context: Context, link: Link, object: Expr): Expr {
  const word = link.rest.at(-1);
  const name = word === undefined ? "" : wordOf(context, word.node).name;
  if (name === "") noteError(context, { start: link.span.end, end: link.span.end });
  return { kind: "member", ...link.span, object, name, path: false };
}

function finishIndex(context: Context, link: Link, object: Expr): Expr {
  expectClosed(context, link.span, "]");
  const [first, ...more] = link.rest;
  const index = lowerOrMissing(context, first, link.span.end);
  if (more.length === 0) return { kind: "index", ...link.span, object, index };
  const items = [index, ...more.map((part) => lowerExpression(context, part))];
  const end = items.at(-1)?.end ?? index.end;
  const list: Expr = { kind: "list", start: index.start, end, items };
  return { kind: "index", ...link.span, object, index: list };
}

function finishBinary(context: Context, link: Link, left: Expr): Expr {
  const right = lowerOrMissing(context, link.rest[0], link.span.end);
  const op = operatorBetween(context, left, right);
  return { kind: "binary", ...link.span, op, left, right };
}

function lowerName(context: Context, part: Part): Expr {
  const word = wordOf(context, part.node);
  if (word.name !== "") return nameNode(word.name, word);
  // The parser puts in an empty name where one is missing.
  noteError(context, word);
  return otherNode("MISSING", word, []);
}

const BRACKETS: Readonly<Record<string, string>> = { list: "]", tuple: ")", set: "}" };

function lowerList(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const bracket = BRACKETS[part.kind];
  if (bracket !== undefined) expectClosed(context, span, bracket);
  const items = partsOf(context, part.node).map((item) => lowerExpression(context, item));
  return { kind: "list", ...span, items };
}

function lowerRecord(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  expectClosed(context, span, "}");
  const entries: Entry[] = [];
  const rest: Expr[] = [];
  for (const child of partsOf(context, part.node)) {
    const [key, value] = child.kind === "pair" ? partsOf(context, child.node) : [];
    if (key !== undefined) entries.push(lowerEntry(context, child, key, value));
    else {
      const lowered = lowerExpression(context, child);
      rest.push(lowered.kind === "spread" ? lowered.value : lowered);
    }
  }
  return { kind: "record", ...span, entries, rest };
}

function lowerEntry(context: Context, pair: Part, key: Part, value: Part | undefined): Entry {
  const span = spanOf(pair.node);
  const name = lowerExpression(context, key);
  const lowered = lowerOrMissing(context, value, span.end);
  const plain =
    name.kind === "literal" && (typeof name.value === "string" || typeof name.value === "number");
  return plain
    ? { ...span, key: String(name.value), value: lowered }
    : { ...span, computed: name, value: lowered };
}

function lowerSpread(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [value] = partsOf(context, part.node);
  return { kind: "spread", ...span, value: lowerOrMissing(context, value, span.end) };
}

function lowerUnary(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [operand] = partsOf(context, part.node);
  const op = context.text[span.start] ?? "";
  return { kind: "unary", ...span, op, operand: lowerOrMissing(context, operand, span.end) };
}

function lowerNot(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [operand] = partsOf(context, part.node);
  return { kind: "unary", ...span, op: "!", operand: lowerOrMissing(context, operand, span.end) };
}

function lowerConditional(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [first, second, third] = partsOf(context, part.node);
  const then = lowerOrMissing(context, first, span.end);
  const test = lowerOrMissing(context, second, span.end);
  const otherwise = lowerOrMissing(context, third, span.end);
  return { kind: "conditional", ...span, test, then, otherwise };
}

function lowerAwait(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [value] = partsOf(context, part.node);
  return { kind: "await", ...span, value: lowerOrMissing(context, value, span.end) };
}

function lowerWalrus(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [name, second] = partsOf(context, part.node);
  const target = lowerOrMissing(context, name, span.start);
  const value = lowerOrMissing(context, second, span.end);
  return { kind: "assign", ...span, op: "=", target, value };
}

function lowerYield(context: Context, part: Part): Expr {
  context.scope.generator = true;
  return lowerOther(context, part);
}
