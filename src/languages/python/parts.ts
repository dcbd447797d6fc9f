/**
 * The ways into the grammar's tree that every topic needs: the children of a node, with comments left out and
 * unreadable text set aside, and the lowering of whatever expression, statement or block stands there.
 */
import type { Expr, Node, Stmt } from "../../model/syntax.ts";
import { spanOf, type SyntaxNode } from "../language.ts";
import {
  expressionStatement,
  isExtra,
  MAX_DEPTH,
  noteError,
  otherNode,
  type Context,
  type Part,
  type Statements,
} from "./context.ts";

/** The named children that carry meaning. What an ERROR child holds goes to the context's strays. */
export function partsOf(context: Context, node: SyntaxNode): Part[] {
  const parts: Part[] = [];
  for (const child of node.namedChildren()) {
    const kind = child.kind();
    if (kind === "ERROR") lowerError(context, child);
    else if (!isExtra(kind)) parts.push({ kind, node: child });
  }
  return parts;
}

/** Notes an ERROR node and lowers what stands inside it into the context's strays. */
export function lowerError(context: Context, node: SyntaxNode): void {
  noteError(context, spanOf(node));
  if (context.copying || context.depth >= MAX_DEPTH) return;
  context.broken++;
  context.depth++;
  for (const part of partsOf(context, node)) lowerStatement(context, part, context.strays);
  context.depth--;
  context.broken--;
}

/** Notes the errors below a node whose meaning is read off its text. */
export function collectErrors(context: Context, node: SyntaxNode): void {
  const pending: SyntaxNode[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of next.namedChildren()) {
      if (child.kind() === "ERROR") noteError(context, spanOf(child));
      else pending.push(child);
    }
  }
}

/** Lowers any expression; what has no meaning becomes `other` with its parts. */
export function lowerExpression(context: Context, part: Part): Expr {
  if (context.depth >= MAX_DEPTH) return tooDeep(context, part);
  context.depth++;
  const result = context.grammar.expression(context, part);
  context.depth--;
  return result;
}

/** Lowers what stands where an expression should, and says so when nothing does. */
export function lowerOrMissing(context: Context, part: Part | undefined, at: number): Expr {
  if (part !== undefined) return lowerExpression(context, part);
  const span = { start: at, end: at };
  noteError(context, span);
  return otherNode("MISSING", span, []);
}

/** A node that is nested too deeply to be read. */
export function tooDeep(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  noteError(context, span);
  return otherNode(part.kind, span, []);
}

/** A node without meaning here: its parts are lowered, be they expressions or statements. */
export function lowerOther(context: Context, part: Part): Expr {
  const parts: Node[] = [];
  for (const child of partsOf(context, part.node)) {
    if (context.grammar.statements.has(child.kind)) {
      lowerStatement(context, child, { push: (node) => parts.push(node) });
    } else parts.push(lowerExpression(context, child));
  }
  return otherNode(part.kind, spanOf(part.node), parts);
}

/** Lowers one statement, which may become several; whatever is no statement becomes an expression statement. */
export function lowerStatement(context: Context, part: Part, out: Statements): void {
  const lower = context.grammar.statements.get(part.kind);
  if (lower === undefined) out.push(expressionStatement(lowerExpression(context, part)));
  else if (context.depth >= MAX_DEPTH) out.push(expressionStatement(tooDeep(context, part)));
  else {
    context.depth++;
    lower(context, part, out);
    context.depth--;
  }
}

/** The statements below a block or module. */
export function lowerBlock(context: Context, block: SyntaxNode): Stmt[] {
  const out: Stmt[] = [];
  addBlock(context, block, out);
  return out;
}

/** Lowers the statements of a block; what was read out of ERROR nodes follows the statement it stood in. */
export function addBlock(context: Context, block: SyntaxNode, out: Statements): void {
  for (const node of block.namedChildren()) {
    const kind = node.kind();
    if (isExtra(kind)) continue;
    const before = context.strays.length;
    if (kind === "ERROR") lowerError(context, node);
    else lowerStatement(context, { kind, node }, out);
    if (context.strays.length > before) {
      for (const stray of context.strays.splice(before)) out.push(stray);
    }
  }
}

/** The statements of an optional block. */
export function bodyOf(context: Context, block: Part | undefined): Stmt[] {
  return block === undefined ? [] : lowerBlock(context, block.node);
}

/** The last part that is a block. */
export function blockOf(parts: readonly Part[]): Part | undefined {
  return parts.findLast((part) => part.kind === "block");
}
