/** `try` and `with`. */
import type { Binding, Expr, Handler, Stmt, TypeRef } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { bindTarget } from "./assignments.ts";
import { wordOf, type Context, type Part, type Statements } from "./context.ts";
import { typeOf } from "./hints.ts";
import { partsOf, lowerOrMissing, lowerStatement, bodyOf, blockOf } from "./parts.ts";

/** `try`: what stands in `else` runs after the body and inside the finalizer's care, so it joins the body. */
export function lowerTry(context: Context, part: Part, out: Statements): void {
  const body: Stmt[] = [];
  const handlers: Handler[] = [];
  const finalizer: Stmt[] = [];
  for (const child of partsOf(context, part.node)) {
    if (child.kind === "except_clause") handlers.push(lowerHandler(context, child));
    else if (child.kind === "finally_clause") addClause(context, child, finalizer);
    else if (child.kind === "else_clause") addClause(context, child, body);
    else lowerStatement(context, child, body);
  }
  out.push({ kind: "try", ...spanOf(part.node), body, handlers, finalizer, managed: false });
}

/**
 * `with a as x, b: …` is a block: a declaration for each manager (one without names where it has no `as`), then a
 * managed try. `async with` awaits its managers.
 */
export function lowerWith(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const parts = partsOf(context, part.node);
  const block = blockOf(parts);
  const isAsync = context.text.startsWith("async", span.start);
  const body: Stmt[] = [];
  for (const clause of parts) {
    if (clause === block) continue;
    for (const item of partsOf(context, clause.node)) addManager(context, item, isAsync, body);
  }
  body.push({
    kind: "try",
    ...span,
    body: bodyOf(context, block),
    handlers: [],
    finalizer: [],
    managed: true,
  });
  out.push({ kind: "block", ...span, async: false, body });
}

function addManager(context: Context, item: Part, isAsync: boolean, out: Statements): void {
  const span = spanOf(item.node);
  const manager = unwrapManager(context, item);
  if (manager.kind === "tuple") {
    const parts = partsOf(context, manager.node);
    // `with (a as b, c as d):` may be read as a tuple of managers.
    if (parts.some((child) => child.kind === "as_pattern")) {
      for (const child of parts) addManager(context, child, isAsync, out);
      return;
    }
  }
  const [expression, target] =
    manager.kind === "as_pattern" ? partsOf(context, manager.node) : [manager];
  const lowered = lowerOrMissing(context, expression, span.start);
  const value: Expr = isAsync
    ? { kind: "await", start: lowered.start, end: lowered.end, value: lowered }
    : lowered;
  if (target !== undefined) bindTarget(context, target, { span, value }, out);
  else {
    const plain = { bindings: [], constant: false, exported: false, decorators: [] };
    out.push({ kind: "declare", ...span, ...plain, value });
  }
}

function unwrapManager(context: Context, item: Part): Part {
  let manager = item;
  while (manager.kind === "with_item" || manager.kind === "parenthesized_expression") {
    const [inner] = partsOf(context, manager.node);
    if (inner === undefined) return manager;
    manager = inner;
  }
  return manager;
}

function addClause(context: Context, clause: Part, out: Stmt[]): void {
  for (const statement of bodyOf(context, blockOf(partsOf(context, clause.node)))) {
    out.push(statement);
  }
}

function lowerHandler(context: Context, part: Part): Handler {
  const parts = partsOf(context, part.node);
  const block = blockOf(parts);
  const types: TypeRef[] = [];
  const bindings: Binding[] = [];
  for (const child of parts) {
    if (child === block) continue;
    const isNamed = child.kind === "as_pattern";
    const [caught, alias]: Part[] = isNamed ? partsOf(context, child.node) : [child];
    if (caught !== undefined) types.push(...caughtTypes(context, caught));
    if (alias !== undefined) {
      const { start, end, name } = wordOf(context, alias.node);
      bindings.push({ start, end, name, path: [] });
    }
  }
  return { ...spanOf(part.node), bindings, types, body: bodyOf(context, block) };
}

function caughtTypes(context: Context, part: Part): readonly TypeRef[] {
  const type = typeOf(context, part);
  return type.name === "()" ? type.args : [type];
}
