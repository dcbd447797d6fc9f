/** Assignments: names are declared, attributes and subscripts are assigned to, tuples are taken apart. */
import type { Span } from "../../model/source.ts";
import type { Assign, Binding, Declare, Expr, TypeRef } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import {
  again,
  expressionStatement,
  isExported,
  MAX_DEPTH,
  noteError,
  otherNode,
  wordOf,
  type Context,
  type Part,
  type Statements,
} from "./context.ts";
import { typeOf } from "./hints.ts";
import { partsOf, lowerExpression, lowerOrMissing } from "./parts.ts";
import { readPlainAssignment } from "./plain.ts";

/** What a target binds: names, and the parts that are no names (`self.x`, `a[0]`), lowered. */
export interface Target {
  readonly bindings: readonly Binding[];
  readonly rest: readonly Expr[];
}

const LISTS: ReadonlySet<string> = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "tuple",
  "list",
  "expression_list",
]);
const WRAPPERS: ReadonlySet<string> = new Set(["as_pattern_target", "parenthesized_expression"]);
const SPLATS: ReadonlySet<string> = new Set(["list_splat_pattern", "list_splat"]);

/** `a = v`, `a: T = v`, `a: T`, `a = b = v`. */
export function lowerAssignment(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const targets: Part[] = [];
  let type: TypeRef | undefined;
  let right: Part | undefined = part;
  while (right?.kind === "assignment") {
    const [left, ...others]: Part[] = partsOf(context, right.node);
    if (left !== undefined) targets.push(left);
    const hint = others.find((other) => other.kind === "type");
    if (hint !== undefined) type = typeOf(context, hint);
    right = others.findLast((other) => other.kind !== "type");
  }
  const value = right && lowerExpression(context, right);
  const [target, ...others] = targets;
  if (target === undefined) return;
  if (others.length > 0 && value !== undefined) bindChain(context, targets, value, span, out);
  else bindTarget(context, target, { span, ...(value && { value }), ...(type && { type }) }, out);
}

/** `a += v` */
export function lowerAugmented(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const [left, right] = partsOf(context, part.node);
  const target = lowerOrMissing(context, left, span.start);
  const value = lowerOrMissing(context, right, span.end);
  const between = context.text.slice(target.end, value.start);
  const op = /(?:\*\*|\/\/|<<|>>|[-+*/%@&|^])?=/.exec(between)?.[0] ?? "=";
  return { kind: "assign", ...span, op, target, value };
}

/** `a.b(c)`, `x = a.b(c)` and `self.x = y` read off the text, which saves most of what asking the parser costs. */
export function lowerPlainStatement(context: Context, span: Span, out: Statements): boolean {
  const plain = readPlainAssignment(context.text, span);
  if (plain === undefined) return false;
  const { target, value } = plain;
  if (target === undefined) out.push(expressionStatement(value));
  else if (target.kind === "name") bindWord(context, target, { span, value }, out);
  else out.push(expressionStatement(assign(span, target, value)));
  return true;
}

interface Bound {
  readonly span: Span;
  readonly value?: Expr;
  readonly type?: TypeRef;
}

/** Binds one target to a value, by a declaration where it is made of names and by an assignment else. */
export function bindTarget(context: Context, part: Part, bound: Bound, out: Statements): void {
  const target = unwrap(context, part);
  if (LISTS.has(target.kind)) bindList(context, target, bound, out);
  else if (target.kind === "identifier") bindName(context, target, bound, out);
  else {
    noteField(context, target, bound);
    const place = lowerExpression(context, target);
    const value = bound.value === undefined ? place : assign(bound.span, place, bound.value);
    out.push(expressionStatement(value, bound.span));
  }
}

/** The names that the target of a loop binds. */
export function lowerTarget(context: Context, part: Part | undefined): Target {
  const bindings: Binding[] = [];
  const rest: Expr[] = [];
  if (part !== undefined) collect(context, part, [], bindings, rest);
  return { bindings, rest };
}

/** Every target gets the value: the simplest one is bound to it, the others to that one. */
function bindChain(
  context: Context,
  targets: readonly Part[],
  value: Expr,
  span: Span,
  out: Statements,
): void {
  const carrier =
    targets.find((target) => target.kind === "identifier") ??
    targets.find((target) => !LISTS.has(target.kind)) ??
    targets[0];
  if (carrier === undefined) return;
  bindTarget(context, carrier, { span, value }, out);
  for (const target of targets) {
    if (target === carrier) continue;
    const copy = again(context, () => lowerExpression(context, unwrap(context, carrier)));
    bindTarget(context, target, { span, value: copy }, out);
  }
}

function bindName(context: Context, target: Part, bound: Bound, out: Statements): void {
  const word = wordOf(context, target.node);
  if (word.name === "") noteError(context, { start: word.start, end: word.end });
  bindWord(context, word, bound, out);
}

function bindWord(
  context: Context,
  word: Span & { readonly name: string },
  bound: Bound,
  out: Statements,
): void {
  const { name, start, end } = word;
  if (!context.scope.outer.has(name) || bound.value === undefined) {
    out.push(declare(context, [{ start, end, name, path: [] }], bound));
    return;
  }
  // After `global x` this is no new name: it assigns to the one outside.
  const value = assign(bound.span, { kind: "name", start, end, name }, bound.value);
  out.push(expressionStatement(value, bound.span));
}

function bindList(context: Context, target: Part, bound: Bound, out: Statements): void {
  const { value, span } = bound;
  const { bindings, rest } = lowerTarget(context, target);
  const allNew = bindings.every((binding) => !context.scope.outer.has(binding.name));
  if (rest.length === 0 && allNew) {
    out.push(declare(context, bindings, bound));
    return;
  }
  const pairs = value && pairUp(context, target, value);
  if (pairs !== undefined) {
    for (const [part, item] of pairs) bindTarget(context, part, { span, value: item }, out);
  } else if (bindings.length === 0 || !allNew) {
    const list = again(context, () => lowerExpression(context, target));
    out.push(expressionStatement(value === undefined ? list : assign(span, list, value), span));
  } else {
    out.push(declare(context, bindings, bound));
    for (const place of rest) {
      // The value belongs to the declaration; its parts have no expression of their own.
      out.push(expressionStatement(assign(span, place, otherNode(target.kind, place, [])), span));
    }
  }
}

/** `self.a, b = x, y` item by item, where both sides are written out. */
function pairUp(
  context: Context,
  target: Part,
  value: Expr,
): readonly (readonly [Part, Expr])[] | undefined {
  if (value.kind !== "list" || value.items.some((item) => item.kind === "spread")) return undefined;
  const parts = again(context, () => partsOf(context, target.node));
  if (parts.length !== value.items.length || parts.some((part) => SPLATS.has(part.kind))) {
    return undefined;
  }
  const pairs: (readonly [Part, Expr])[] = [];
  for (const [at, part] of parts.entries()) {
    const item = value.items[at];
    if (item !== undefined) pairs.push([part, item]);
  }
  return pairs;
}

function declare(context: Context, bindings: readonly Binding[], bound: Bound): Declare {
  return {
    kind: "declare",
    start: bound.span.start,
    end: bound.span.end,
    bindings,
    ...(bound.type && { type: bound.type }),
    ...(bound.value && { value: bound.value }),
    constant: false,
    exported: bindings.some((binding) => isExported(context, binding.name)),
    decorators: [],
  };
}

function assign(span: Span, target: Expr, value: Expr): Assign {
  return { kind: "assign", start: span.start, end: span.end, op: "=", target, value };
}

/** `self.x: T` in a method says that the class has a field x of type T. */
function noteField(context: Context, target: Part, bound: Bound): void {
  const { type, span } = bound;
  const owner = context.scope.parent;
  if (type === undefined || owner?.kind !== "class" || target.kind !== "attribute") return;
  const { start, end } = spanOf(target.node);
  const name = /^self\s*\.\s*(\w+)$/.exec(context.text.slice(start, end))?.[1];
  if (name === undefined || context.copying) return;
  owner.annotated.push({
    kind: "field",
    start: span.start,
    end: span.end,
    name,
    type,
    static: false,
    visible: isVisible(name),
    decorators: [],
  });
}

/** True for names that do not ask to be left alone: `x` and `__x__`, not `_x`. */
export function isVisible(name: string): boolean {
  return !name.startsWith("_") || (name.startsWith("__") && name.endsWith("__"));
}

function unwrap(context: Context, part: Part): Part {
  let current = part;
  for (;;) {
    if (!WRAPPERS.has(current.kind) && !isGroup(context, current)) return current;
    const [inner] = partsOf(context, current.node);
    if (inner === undefined) return current;
    current = inner;
  }
}

/** `(a) = 1` is read as a pattern of one name, but only a comma makes a tuple. */
function isGroup(context: Context, part: Part): boolean {
  if (part.kind !== "tuple_pattern") return false;
  const children = part.node.namedChildren();
  const [only] = children;
  if (only === undefined || children.length > 1) return false;
  const after = context.text.slice(spanOf(only).end, spanOf(part.node).end);
  return !after.includes(",");
}

function collect(
  context: Context,
  part: Part,
  path: readonly string[],
  bindings: Binding[],
  rest: Expr[],
): void {
  const target = unwrap(context, part);
  if (target.kind === "identifier") {
    const { name, start, end } = wordOf(context, target.node);
    if (name !== "") bindings.push({ start, end, name, path });
  } else if (LISTS.has(target.kind) && path.length < MAX_DEPTH) {
    collectItems(context, partsOf(context, target.node), path, bindings, rest);
  } else rest.push(lowerExpression(context, target));
}

/** Positions behind a starred name count from the end: `a, *b, c` binds by `0`, `...` and `-1`. */
function collectItems(
  context: Context,
  items: readonly Part[],
  path: readonly string[],
  bindings: Binding[],
  rest: Expr[],
): void {
  const star = items.findIndex((item) => SPLATS.has(item.kind));
  for (const [at, item] of items.entries()) {
    if (at === star) {
      const [inner] = partsOf(context, item.node);
      if (inner !== undefined) collect(context, inner, [...path, "..."], bindings, rest);
    } else {
      const position = star === -1 || at < star ? at : at - items.length;
      collect(context, item, [...path, String(position)], bindings, rest);
    }
  }
}
