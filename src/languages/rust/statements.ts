/** Blocks, `let`, and expressions that stand as statements. */
import type { Span } from "../../model/source.ts";
import type { Binding, Declare, Decorator, Expr, If, Name, Stmt } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { lowerAttribute, lowerInnerAttribute } from "./attributes.ts";
import { asStatement } from "./bodies.ts";
import {
  expectClosed,
  isAsyncMark,
  isSkipped,
  lowerExpr,
  lowerUnknown,
  spanAt,
  textAt,
  tooDeep,
  MAX_DEPTH,
  type Context,
} from "./context.ts";
import { lowerMacroStatement } from "./macros.ts";
import { bindingsOf, patternText } from "./patterns.ts";
import { readSimple } from "./simple.ts";
import { typeField } from "./types.ts";

/** What becomes of a last expression without semicolon: a function's value, or only a block's. */
export type Tail = "return" | "value";

/** The statements of a block; its last expression becomes a `return` in a function's body. */
export function lowerBlock(ctx: Context, block: SyntaxNode | null, tail: Tail): readonly Stmt[] {
  return block === null ? [] : lowerStatements(ctx, block.namedChildren(), tail);
}

/** Items and statements in order, with the attributes before them. */
export function lowerStatements(
  ctx: Context,
  nodes: readonly SyntaxNode[],
  tail: Tail,
): readonly Stmt[] {
  const statements: Stmt[] = [];
  let decorators: Decorator[] = [];
  for (const [at, node] of nodes.entries()) {
    const kind = node.kind();
    if (kind === "line_comment" || kind === "block_comment" || kind === "label") continue;
    if (kind === "attribute_item") {
      decorators.push(lowerAttribute(ctx, node));
    } else if (kind === "inner_attribute_item") {
      statements.push(...lowerInnerAttribute(ctx, node));
    } else {
      const isLast = tail === "return" && at === nodes.length - 1;
      const lowered = lowerStatement(ctx, node, kind, decorators, isLast ? "return" : "value");
      for (const statement of lowered) statements.push(statement);
      decorators = [];
    }
  }
  return statements;
}

/** `let PATTERN: T = value else { … };` */
export function lowerLet(
  ctx: Context,
  node: SyntaxNode,
  decorators: readonly Decorator[],
): readonly Stmt[] {
  const span = spanAt(ctx, node);
  expectClosed(ctx, span, ";");
  const simple = simpleLet(ctx, node, span, decorators);
  if (simple !== undefined) return [simple];
  const pattern = node.field("pattern");
  const value = node.field("value");
  const alternative = node.field("alternative");
  noteErrorsIn(ctx, node, pattern, value);
  const bindings = pattern === null ? [] : bindingsOf(ctx, pattern);
  const lowered = value === null ? undefined : lowerExpr(ctx, value);
  if (alternative !== null && pattern !== null && lowered !== undefined && bindings.length === 0) {
    return [letElse(ctx, { span, pattern, alternative, bindings, value: lowered })];
  }
  const declare: Declare = {
    kind: "declare",
    ...span,
    bindings,
    ...typeField(ctx, node, "type"),
    ...(lowered === undefined ? {} : { value: lowered }),
    constant: lowered !== undefined && !isMutable(ctx, span, bindings),
    exported: false,
    decorators,
  };
  const [first] = bindings;
  if (alternative === null || pattern === null || first === undefined) return [declare];
  // The value stands in the declaration; the test names what was declared.
  const { start, end, name } = first;
  const tested: Name = { kind: "name", start, end, name };
  return [declare, letElse(ctx, { span, pattern, alternative, bindings: [], value: tested })];
}

/** `let mut name = value`, told from its text. */
function simpleLet(
  ctx: Context,
  node: SyntaxNode,
  span: Span,
  decorators: readonly Decorator[],
): Declare | undefined {
  const head = /^(let\s+)(mut\s+)?([a-z_]\w*)\s*=/.exec(
    ctx.text.slice(span.start, span.start + 80),
  );
  const name = head?.[3];
  if (head === null || name === undefined || name === "_") return undefined;
  const children = node.namedChildren();
  const isMut = head[2] !== undefined;
  const value = children.at(-1);
  // Any more children are comments, errors or an else block.
  if (value === undefined || children.length !== (isMut ? 3 : 2)) return undefined;
  const start = span.start + (head[1]?.length ?? 0) + (head[2]?.length ?? 0);
  return {
    kind: "declare",
    ...span,
    bindings: [{ start, end: start + name.length, name, path: [] }],
    value: lowerExpr(ctx, value),
    constant: !isMut,
    exported: false,
    decorators,
  };
}

interface LetElse {
  readonly span: Span;
  readonly pattern: SyntaxNode;
  readonly alternative: SyntaxNode;
  readonly bindings: readonly Binding[];
  readonly value: Expr;
}

function letElse(ctx: Context, parts: LetElse): If {
  const patternSpan = spanAt(ctx, parts.pattern);
  const span = { start: patternSpan.start, end: Math.max(patternSpan.end, parts.value.end) };
  const test: Expr = {
    kind: "pattern-test",
    ...span,
    pattern: patternText(textAt(ctx, patternSpan)),
    bindings: parts.bindings,
    value: parts.value,
  };
  return {
    kind: "if",
    ...parts.span,
    test: { kind: "unary", ...span, op: "!", operand: test },
    then: lowerBlock(ctx, parts.alternative, "value"),
    otherwise: [],
  };
}

/** `let mut x`, `let (mut a, b)`. */
function isMutable(ctx: Context, span: Span, bindings: readonly Binding[]): boolean {
  const end = bindings.at(-1)?.start ?? span.start;
  return /(?<!&\s*)\bmut\b/.test(ctx.text.slice(span.start, end));
}

function noteErrorsIn(
  ctx: Context,
  node: SyntaxNode,
  pattern: SyntaxNode | null,
  value: SyntaxNode | null,
): void {
  const children = node.namedChildren();
  const expected = (pattern === null ? 0 : 1) + (value === null ? 0 : 1);
  if (children.length === expected) return;
  for (const child of children) isSkipped(ctx, child, child.kind());
}

function lowerStatement(
  ctx: Context,
  node: SyntaxNode,
  kind: string,
  decorators: readonly Decorator[],
  tail: Tail,
): readonly Stmt[] {
  if (ctx.depth >= MAX_DEPTH) return [asStatement(tooDeep(ctx, node, kind))];
  ctx.depth += 1;
  const lowered = statementOf(ctx, node, kind, decorators, tail);
  ctx.depth -= 1;
  return lowered;
}

function statementOf(
  ctx: Context,
  node: SyntaxNode,
  kind: string,
  decorators: readonly Decorator[],
  tail: Tail,
): readonly Stmt[] {
  const item = ctx.tables.items.get(kind);
  if (item !== undefined) return item(ctx, node, decorators);
  const simple = kind === "expression_statement" ? simpleStatement(ctx, node) : undefined;
  if (simple !== undefined) return [onlyWhere(decorators, simple)];
  const inner = kind === "expression_statement" ? node.child(0) : node;
  if (kind === "ERROR" && isAsyncMark(ctx, spanAt(ctx, node))) return [];
  if (inner === null) return [asStatement(lowerUnknown(ctx, node, kind))];
  const innerKind = inner === node ? kind : inner.kind();
  if (innerKind === "macro_invocation") {
    const statements = lowerMacroStatement(ctx, inner, (context, nodes) =>
      lowerStatements(context, nodes, "value"),
    );
    if (statements !== undefined) return statements;
  }
  const value = lowerExpr(ctx, inner, innerKind);
  const span = inner === node ? value : spanAt(ctx, node);
  const isClosed = inner !== node && ctx.text.charAt(span.end - 1) === ";";
  const statement =
    tail === "return" && !isClosed && kind !== "ERROR"
      ? asReturn(ctx, value, span)
      : asStatement(value, span);
  return [onlyWhere(decorators, statement)];
}

/** `a.b(c);`, read from its text. */
function simpleStatement(ctx: Context, node: SyntaxNode): Stmt | undefined {
  const span = spanAt(ctx, node);
  if (ctx.text.charAt(span.end - 1) !== ";") return undefined;
  const value = readSimple(ctx.text, span.start, span.end - 1);
  return value === undefined ? undefined : asStatement(value, span);
}

/** Loops and an `if` without else have no value: they stay what they are, unless a `break` carries one. */
function asReturn(ctx: Context, value: Expr, span: Span): Stmt {
  const hasNoValue =
    (value.kind === "if" && value.otherwise.length === 0) ||
    (value.kind === "loop" &&
      (value.flavor !== "forever" || !/\bbreak\s+(?:'\w+\s+)?[^\s;}'/]/.test(textAt(ctx, span))));
  const isJump = value.kind === "return" || value.kind === "throw" || value.kind === "jump";
  if (hasNoValue || isJump) return asStatement(value, span);
  return { kind: "return", start: value.start, end: Math.max(value.end, span.end), value };
}

/** `#[cfg(…)]` before an expression statement, which has no place for decorators, becomes an `if`. */
function onlyWhere(decorators: readonly Decorator[], statement: Stmt): Stmt {
  const condition = decorators.find((decorator) => decorator.name === "cfg");
  if (condition === undefined) return statement;
  const { start } = condition;
  const { end } = statement;
  return { kind: "if", start, end, test: condition.value, then: [statement], otherwise: [] };
}
