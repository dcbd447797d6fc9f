/** Comprehensions and generator expressions: loops over their clauses around the element. */
import type { Span } from "../../model/source.ts";
import type { Expr, Stmt } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { lowerTarget } from "./assignments.ts";
import { expressionStatement, otherNode, type Context, type Part } from "./context.ts";
import { partsOf, lowerExpression, lowerOrMissing, lowerOther } from "./parts.ts";

/** `[x for x in xs if x]`: the outermost clause is the loop, the others nest in its body. */
export function lowerComprehension(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [element, ...clauses] = partsOf(context, part.node);
  if (element === undefined) return otherNode(part.kind, span, []);
  let inner: Stmt = expressionStatement(lowerElement(context, element));
  // An inner clause stands behind the element, so that only the whole span covers both.
  for (const clause of clauses.toReversed()) inner = lowerClause(context, clause, span, inner);
  return inner.kind === "loop" ? inner : lowerOther(context, { ...part, kind: "ERROR" });
}

function lowerElement(context: Context, element: Part): Expr {
  if (element.kind !== "pair") return lowerExpression(context, element);
  const span = spanOf(element.node);
  const items = partsOf(context, element.node).map((item) => lowerExpression(context, item));
  return { kind: "list", ...span, items };
}

function lowerClause(context: Context, clause: Part, span: Span, inner: Stmt): Stmt {
  const parts = partsOf(context, clause.node);
  const [first, ...others] = parts;
  if (clause.kind === "if_clause") {
    const test = lowerOrMissing(context, first, inner.end);
    return { kind: "if", ...span, test, then: [inner], otherwise: [] };
  }
  const { bindings, rest } = lowerTarget(context, first);
  const over = lowerIterated(context, clause, others);
  return { kind: "loop", ...span, flavor: "each", bindings, over, head: rest, body: [inner] };
}

/** What a loop runs over; an `async for` awaits it. Used by loops and comprehensions. */
export function lowerIterated(context: Context, loop: Part, values: readonly Part[]): Expr {
  const start = spanOf(loop.node).start;
  const [first, ...more] = values;
  let over = lowerOrMissing(context, first, spanOf(loop.node).start);
  if (more.length > 0) {
    const items = [over, ...more.map((part) => lowerExpression(context, part))];
    over = { kind: "list", start: over.start, end: items.at(-1)?.end ?? over.end, items };
  }
  if (!context.text.startsWith("async", start)) return over;
  return { kind: "await", start: over.start, end: over.end, value: over };
}
