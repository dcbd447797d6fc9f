/**
 * Expressions that may nest deeply to the left or through wrappers without meaning: calls, fields, operators,
 * parentheses. They are taken apart in a loop, not by recursion, and put together from the inside.
 */
import type { Span } from "../../model/source.ts";
import type { Expr, TypeRef } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import {
  expectClosed,
  isSkipped,
  lowerExpr,
  lowerUnknown,
  noteError,
  partsOf,
  spanAt,
  textAt,
  tooDeep,
  type Context,
  type LowerExpr,
} from "./context.ts";
import { plainName } from "./literals.ts";
import { lowerPath } from "./paths.ts";
import { readSimple } from "./simple.ts";
import { typesIn } from "./types.ts";

interface Step {
  /** What to go on with: a node and its kind if known, or an expression that is finished. */
  readonly inner?: SyntaxNode;
  readonly kind?: string;
  readonly done?: Expr;
  /** Makes this step's expression from the inner one; absent where the node has no meaning of its own. */
  readonly build?: (inner: Expr) => Expr;
}

type StepOf = (ctx: Context, node: SyntaxNode, span: Span) => Step | undefined;

/** Chains longer than this lose their innermost part: everything that walks the tree must survive them. */
const MAX_CHAIN = 5000;

const STEPS: ReadonlyMap<string, StepOf> = new Map<string, StepOf>([
  ["call_expression", callStep],
  ["field_expression", fieldStep],
  ["generic_function", genericStep],
  ["await_expression", awaitStep],
  ["index_expression", indexStep],
  ["binary_expression", binaryStep],
  ["unary_expression", unaryStep],
  ["parenthesized_expression", wrapperStep],
  ["try_expression", tryStep],
  ["reference_expression", (_ctx, node) => fieldWrapper(node)],
  ["type_cast_expression", (_ctx, node) => fieldWrapper(node)],
]);

/** Kinds worth reading from their text. */
const READABLE: ReadonlySet<string> = new Set([
  "await_expression",
  "call_expression",
  "field_expression",
  "reference_expression",
  "try_expression",
]);

/** Calls, members, operators and what may be dropped around them, by grammar kind. */
export const CHAINS: ReadonlyMap<string, LowerExpr> = new Map(
  [...STEPS.keys()].map((kind): [string, LowerExpr] => [kind, lowerChain]),
);

function lowerChain(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const builds: ((inner: Expr) => Expr)[] = [];
  let value = descend(ctx, node, kind, builds);
  for (let build = builds.pop(); build !== undefined; build = builds.pop()) value = build(value);
  return value;
}

/** Goes inwards, leaving what is to be built around it in `builds`; gives the innermost expression. */
function descend(
  ctx: Context,
  node: SyntaxNode,
  kind: string,
  builds: ((inner: Expr) => Expr)[],
): Expr {
  let current = node;
  let now = kind;
  for (;;) {
    const stepOf = STEPS.get(now);
    if (stepOf === undefined) return lowerExpr(ctx, current, now);
    if (builds.length >= MAX_CHAIN) return tooDeep(ctx, current, now);
    const span = spanAt(ctx, current);
    const simple = READABLE.has(now) ? readSimple(ctx.text, span.start, span.end) : undefined;
    if (simple !== undefined) return simple;
    const step = stepOf(ctx, current, span);
    if (step === undefined) return lowerUnknown(ctx, current, now);
    if (step.build !== undefined) builds.push(step.build);
    if (step.done !== undefined) return step.done;
    if (step.inner === undefined) return lowerUnknown(ctx, current, now);
    current = step.inner;
    now = step.kind ?? current.kind();
  }
}

function callStep(ctx: Context, node: SyntaxNode, span: Span): Step | undefined {
  const [callee, list] = partsOf(ctx, node, 2);
  if (callee === undefined || list === undefined) return undefined;
  expectClosed(ctx, span, ")");
  const args = argumentsOf(ctx, list);
  const target = calleeOf(ctx, callee);
  return {
    ...target,
    build: (inner) => ({
      kind: "call",
      ...span,
      callee: inner,
      args,
      named: [],
      isNew: false,
      macro: false,
      typeArgs: target.typeArgs,
    }),
  };
}

/** The callee without its type arguments, which belong to the call. */
function calleeOf(
  ctx: Context,
  callee: SyntaxNode,
): Step & { readonly typeArgs: readonly TypeRef[] } {
  const kind = callee.kind();
  const inner = kind === "generic_function" ? callee.field("function") : callee;
  const list = kind === "generic_function" ? callee.field("type_arguments") : null;
  const typeArgs = list === null ? [] : typesIn(ctx, list);
  if (inner === null) return { inner: callee, typeArgs };
  const innerKind = inner === callee ? kind : inner.kind();
  if (innerKind !== "scoped_identifier") return { inner, kind: innerKind, typeArgs };
  const path = lowerPath(ctx, inner, innerKind);
  return { done: path.expr, typeArgs: typeArgs.length > 0 ? typeArgs : path.typeArgs };
}

function argumentsOf(ctx: Context, list: SyntaxNode): readonly Expr[] {
  const args: Expr[] = [];
  for (const child of list.namedChildren()) {
    const kind = child.kind();
    if (kind === "attribute_item" || isSkipped(ctx, child, kind)) continue;
    args.push(lowerExpr(ctx, child, kind));
  }
  return args;
}

function fieldStep(ctx: Context, node: SyntaxNode, span: Span): Step | undefined {
  const text = textAt(ctx, span);
  const [inner] = partsOf(ctx, node, 2);
  if (inner === undefined) return undefined;
  const name = /(?:r#)?[\p{L}\p{N}_]+$/u.exec(text.slice(-200))?.[0] ?? "";
  if (name === "") noteError(ctx, { start: span.end, end: span.end });
  return {
    inner,
    build: (object) => ({ kind: "member", ...span, object, name: plainName(name), path: false }),
  };
}

/** `parse::<T>` that is not called. */
function genericStep(_ctx: Context, node: SyntaxNode): Step | undefined {
  const inner = node.field("function");
  return inner === null ? undefined : { inner };
}

function awaitStep(ctx: Context, node: SyntaxNode, span: Span): Step | undefined {
  const [inner] = partsOf(ctx, node, 1);
  if (inner === undefined) return undefined;
  return { inner, build: (value) => ({ kind: "await", ...span, value }) };
}

function indexStep(ctx: Context, node: SyntaxNode, span: Span): Step | undefined {
  const [inner, at] = partsOf(ctx, node, 2);
  if (inner === undefined || at === undefined) return undefined;
  expectClosed(ctx, span, "]");
  const index = lowerExpr(ctx, at);
  return { inner, build: (object) => ({ kind: "index", ...span, object, index }) };
}

function binaryStep(ctx: Context, node: SyntaxNode, span: Span): Step | undefined {
  const children = node.children();
  const [left, operator, right] =
    children.length === 3
      ? children
      : [node.field("left"), node.field("operator"), partsOf(ctx, node, 2).at(-1)];
  if (left == null || operator == null || right == null) return undefined;
  const op = operator.kind();
  const rightValue = lowerExpr(ctx, right);
  return {
    inner: left,
    build: (leftValue) => ({ kind: "binary", ...span, op, left: leftValue, right: rightValue }),
  };
}

function unaryStep(ctx: Context, node: SyntaxNode, span: Span): Step | undefined {
  const [inner] = partsOf(ctx, node, 1);
  if (inner === undefined) return undefined;
  const op = ctx.text.charAt(span.start);
  if (op === "*") return { inner };
  return { inner, build: (operand) => ({ kind: "unary", ...span, op, operand }) };
}

function wrapperStep(ctx: Context, node: SyntaxNode): Step | undefined {
  const [inner] = partsOf(ctx, node, 1);
  return inner === undefined ? undefined : { inner };
}

function tryStep(ctx: Context, node: SyntaxNode): Step | undefined {
  const [inner] = partsOf(ctx, node, 1);
  return inner === undefined ? undefined : { inner, build: (value) => ({ ...value, tried: true }) };
}

function fieldWrapper(node: SyntaxNode): Step | undefined {
  const inner = node.field("value");
  return inner === null ? undefined : { inner };
}
