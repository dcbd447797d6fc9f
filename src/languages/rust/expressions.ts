/** Expressions other than chains, literals and control flow. */
import type {
  Block,
  Entry,
  Expr,
  FunctionNode,
  ListLiteral,
  Other,
  Param,
  RecordLiteral,
  Return,
  Stmt,
} from "../../model/syntax.ts";
import type { Span } from "../../model/source.ts";
import type { SyntaxNode } from "../language.ts";
import {
  isSkipped,
  lowerExpr,
  lowerUnknown,
  partsOf,
  spanAt,
  textAt,
  type Context,
  type LowerExpr,
} from "./context.ts";
import { plainName } from "./literals.ts";
import { lowerMacro } from "./macros.ts";
import { lowerParameter } from "./parameters.ts";
import { lowerPath } from "./paths.ts";
import { asStatement } from "./bodies.ts";
import { lowerBlock } from "./statements.ts";
import { typeField } from "./types.ts";

/** By grammar kind. */
export const EXPRESSIONS: ReadonlyMap<string, LowerExpr> = new Map<string, LowerExpr>([
  ["scoped_identifier", (ctx, node, kind) => lowerPath(ctx, node, kind).expr],
  ["scoped_type_identifier", (ctx, node, kind) => lowerPath(ctx, node, kind).expr],
  ["generic_type_with_turbofish", (ctx, node, kind) => lowerPath(ctx, node, kind).expr],
  ["bracketed_type", (ctx, node, kind) => lowerPath(ctx, node, kind).expr],
  ["expression_statement", (ctx, node) => statementValue(ctx, node)],
  ["array_expression", lowerArray],
  ["tuple_expression", lowerTuple],
  ["struct_expression", lowerStruct],
  ["assignment_expression", (ctx, node) => lowerAssignment(ctx, node)],
  ["compound_assignment_expr", (ctx, node) => lowerAssignment(ctx, node)],
  ["range_expression", lowerRange],
  ["closure_expression", lowerClosure],
  ["macro_invocation", (ctx, node) => lowerMacro(ctx, node)],
  ["block", (ctx, node) => blockOf(ctx, node, node)],
  ["async_block", lowerWrappedBlock],
  ["unsafe_block", lowerWrappedBlock],
  ["const_block", lowerWrappedBlock],
  ["try_block", lowerWrappedBlock],
  ["gen_block", lowerWrappedBlock],
  ["return_expression", (ctx, node) => ({ kind: "return", ...jumpParts(ctx, node) })],
  ["break_expression", (ctx, node) => jump(ctx, node, "break")],
  ["continue_expression", (ctx, node) => jump(ctx, node, "continue")],
]);

function statementValue(ctx: Context, node: SyntaxNode): Expr {
  const [inner] = partsOf(ctx, node, 1);
  return inner === undefined
    ? lowerUnknown(ctx, node, "expression_statement")
    : lowerExpr(ctx, inner);
}

/** `[a, b]`; `[a; n]` is a list of a and of `other` "length" with n in it. */
function lowerArray(ctx: Context, node: SyntaxNode): ListLiteral {
  const span = spanAt(ctx, node);
  const items = itemsOf(ctx, node);
  if (items.length !== 2 || node.field("length") === null) return { kind: "list", ...span, items };
  return { kind: "list", ...span, items: [...items.slice(0, 1), ...items.slice(1).map(lengthOf)] };
}

function lengthOf(length: Expr): Other {
  return { kind: "other", start: length.start, end: length.end, what: "length", parts: [length] };
}

function lowerTuple(ctx: Context, node: SyntaxNode): ListLiteral {
  return { kind: "list", ...spanAt(ctx, node), items: itemsOf(ctx, node) };
}

function itemsOf(ctx: Context, node: SyntaxNode): readonly Expr[] {
  return node.namedChildren().flatMap((child) => {
    const kind = child.kind();
    const skipped = kind === "attribute_item" || isSkipped(ctx, child, kind);
    return skipped ? [] : [lowerExpr(ctx, child, kind)];
  });
}

function lowerStruct(ctx: Context, node: SyntaxNode): Expr {
  const name = node.field("name");
  const body = node.field("body");
  if (name === null || body === null) return lowerUnknown(ctx, node, "struct_expression");
  const entries: Entry[] = [];
  const rest: Expr[] = [];
  for (const child of body.namedChildren()) {
    const kind = child.kind();
    if (kind === "base_field_initializer") {
      rest.push(...itemsOf(ctx, child));
    } else if (kind === "shorthand_field_initializer") {
      entries.push(...itemsOf(ctx, child).map((value) => shorthand(ctx, value)));
    } else if (kind === "field_initializer") {
      entries.push(...fieldEntry(ctx, child));
    } else if (!isSkipped(ctx, child, kind)) {
      rest.push(lowerUnknown(ctx, child, kind));
    }
  }
  const record: RecordLiteral = {
    kind: "record",
    ...spanAt(ctx, node),
    type: lowerPath(ctx, name, name.kind()).expr,
    entries,
    rest,
  };
  return record;
}

function shorthand(ctx: Context, value: Expr): Entry {
  const { start, end } = value;
  return { start, end, key: plainName(textAt(ctx, value)), value };
}

function fieldEntry(ctx: Context, node: SyntaxNode): readonly Entry[] {
  const value = node.field("value");
  if (value === null) return [];
  const span = spanAt(ctx, node);
  const key = /^(?:#\s*\[[^\]]*\]\s*)*((?:r#)?[\p{L}\p{N}_]+)/u.exec(textAt(ctx, span))?.[1] ?? "";
  return [{ ...span, key: plainName(key), value: lowerExpr(ctx, value) }];
}

function lowerAssignment(ctx: Context, node: SyntaxNode): Expr {
  const children = node.children();
  const [left, operator, right] =
    children.length === 3
      ? children
      : [node.field("left"), node.field("operator"), node.field("right")];
  const span = spanAt(ctx, node);
  if (left == null || right == null) return lowerUnknown(ctx, node, "assignment_expression");
  const kind = left.kind();
  const value = lowerExpr(ctx, right);
  // The grammar reads `..=2` as an assignment to `..`.
  if (kind === "range_expression" && textAt(ctx, spanAt(ctx, left)) === "..") {
    return { kind: "other", ...span, what: "range", parts: [value] };
  }
  const op = operator?.kind() ?? "=";
  return { kind: "assign", ...span, op, target: lowerExpr(ctx, left, kind), value };
}

function lowerRange(ctx: Context, node: SyntaxNode): Other {
  return { kind: "other", ...spanAt(ctx, node), what: "range", parts: itemsOf(ctx, node) };
}

function lowerWrappedBlock(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const closure = kind === "async_block" ? asyncClosure(ctx, node) : undefined;
  if (closure !== undefined) return closure;
  const body = partsOf(ctx, node, 1).at(-1);
  if (body === undefined) return lowerUnknown(ctx, node, kind);
  return blockOf(ctx, node, body, kind === "async_block");
}

function blockOf(ctx: Context, node: SyntaxNode, body: SyntaxNode, async = false): Block {
  const span = spanAt(ctx, node);
  return { kind: "block", ...span, async, body: lowerBlock(ctx, body, "value") };
}

/** The grammar reads `async move || { … }` as an async block with an error in it. */
function asyncClosure(ctx: Context, node: SyntaxNode): Expr | undefined {
  const span = spanAt(ctx, node);
  const isClosure = /^async\s+(?:move\s*)?\|\s*\|/.test(
    ctx.text.slice(span.start, span.start + 40),
  );
  const body = isClosure ? node.namedChildren().at(-1) : undefined;
  if (body?.kind() !== "block") return undefined;
  return functionOf(span, { params: [], body: lowerBlock(ctx, body, "return"), async: true });
}

function functionOf(
  span: Span,
  parts: Pick<FunctionNode, "params" | "body" | "async" | "returns">,
): FunctionNode {
  return {
    kind: "function",
    ...span,
    ...parts,
    generator: false,
    static: false,
    visible: false,
    decorators: [],
    getter: false,
    exported: false,
    implemented: true,
    bounds: {},
  };
}

/** A closure is a function without name. The grammar leaves the word `async` outside. */
function lowerClosure(ctx: Context, node: SyntaxNode): Expr {
  const span = spanAt(ctx, node);
  const list = node.field("parameters");
  const body = node.field("body");
  if (list === null || body === null) return lowerUnknown(ctx, node, "closure_expression");
  const returns = typeField(ctx, node, "return_type").type;
  return functionOf(span, {
    params: closureParams(ctx, list),
    body: closureBody(ctx, body),
    async: isAsync(ctx, span),
    ...(returns === undefined ? {} : { returns }),
  });
}

function closureBody(ctx: Context, body: SyntaxNode): readonly Stmt[] {
  const kind = body.kind();
  if (kind === "block") return lowerBlock(ctx, body, "return");
  const value = lowerExpr(ctx, body, kind);
  const isJump = value.kind === "return" || value.kind === "jump";
  if (isJump) return [asStatement(value)];
  const result: Return = { kind: "return", start: value.start, end: value.end, value };
  return [result];
}

/** All tokens are looked at: `_` is none of the named children. */
function closureParams(ctx: Context, list: SyntaxNode): readonly Param[] {
  const params: Param[] = [];
  for (const child of list.children()) {
    const kind = child.kind();
    if (kind === "|" || kind === "," || isSkipped(ctx, child, kind)) continue;
    const param = lowerParameter(ctx, child, kind, []);
    if (param !== undefined) params.push(param);
  }
  return params;
}

function isAsync(ctx: Context, span: Span): boolean {
  const before = ctx.text.slice(Math.max(0, span.start - 40), span.start);
  const isAsyncBefore = /(?:^|[^\w.])async\s+(?:move\s+)?$/.test(before);
  return (
    isAsyncBefore || /^(?:static\s+)?async\b/.test(ctx.text.slice(span.start, span.start + 40))
  );
}

function jump(ctx: Context, node: SyntaxNode, flavor: "break" | "continue"): Expr {
  return { kind: "jump", ...jumpParts(ctx, node), flavor };
}

function jumpParts(ctx: Context, node: SyntaxNode): Span & { readonly value?: Expr } {
  const span = spanAt(ctx, node);
  const isBare = span.end - span.start <= "continue".length && !/[ \t(]/.test(textAt(ctx, span));
  if (isBare) return span;
  for (const child of node.namedChildren()) {
    const kind = child.kind();
    if (kind === "label" || isSkipped(ctx, child, kind)) continue;
    return { ...span, value: lowerExpr(ctx, child, kind) };
  }
  return span;
}
