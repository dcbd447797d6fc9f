/** Operators: reading them off the text, and comparisons that chain. */
import type { Span } from "../../model/source.ts";
import type { Binary, Expr } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { again, otherNode, type Context, type Part } from "./context.ts";
import { partsOf, lowerExpression, lowerOther } from "./parts.ts";

const OPERATOR = /\*\*|\/\/|<<|>>|[<>=!]=|<>|[-+*/%@&|^<>]|\b(?:and|or|not\s+in|is\s+not|in|is)\b/;
/** Longest operand between two comparisons that is lowered for both. */
const MAX_COPY = 200;

const WRITTEN: Readonly<Record<string, string>> = {
  and: "&&",
  or: "||",
  is: "==",
  "is not": "!=",
  "<>": "!=",
};

/** The operator between two operands. Only brackets and comments can stand beside it. */
export function operatorBetween(context: Context, left: Span, right: Span): string {
  const between = context.text.slice(left.end, right.start).replaceAll(/#[^\n]*|\\\r?\n/g, " ");
  const op = (OPERATOR.exec(between)?.[0] ?? "").replaceAll(/\s+/g, " ");
  return WRITTEN[op] ?? op;
}

/** `a < b`; `a < b < c` is `a < b && b < c`, with b lowered twice because a node has one parent. */
export function lowerComparison(context: Context, part: Part): Expr {
  const operands = partsOf(context, part.node);
  const [first, ...others] = operands;
  if (first === undefined || others.length === 0) return lowerOther(context, part);
  const span = spanOf(part.node);
  let left = lowerExpression(context, first);
  let result: Expr | undefined;
  for (const [at, operand] of others.entries()) {
    const right = lowerExpression(context, operand);
    const pair = comparison(context, left, right);
    result = result === undefined ? pair : both(result, pair);
    if (at < others.length - 1) left = copyOf(context, operand, right);
  }
  return { ...(result ?? left), ...span };
}

function comparison(context: Context, left: Expr, right: Expr): Binary {
  const op = operatorBetween(context, left, right);
  return { kind: "binary", start: left.start, end: right.end, op, left, right };
}

function both(left: Expr, right: Expr): Binary {
  return { kind: "binary", start: left.start, end: right.end, op: "&&", left, right };
}

/** Lowers an operand again, without traces. Long operands and copies inside copies are empty: the work would multiply. */
function copyOf(context: Context, operand: Part, span: Span): Expr {
  if (context.copying || span.end - span.start > MAX_COPY) return otherNode(operand.kind, span, []);
  return again(context, () => lowerExpression(context, operand));
}
