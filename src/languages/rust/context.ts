/**
 * What every part of the Rust lowering shares: the text, the offset of the tree in it, what went wrong, and the
 * tables by grammar kind. Parts call each other through these tables, so that no file imports in a circle.
 */
import type { Span } from "../../model/source.ts";
import type { Decorator, Expr, Node, Other, Stmt } from "../../model/syntax.ts";
import type { ParseText, SyntaxNode } from "../language.ts";

export type LowerExpr = (ctx: Context, node: SyntaxNode, kind: string) => Expr;
export type LowerItem = (
  ctx: Context,
  node: SyntaxNode,
  decorators: readonly Decorator[],
) => readonly Stmt[];

export interface Tables {
  readonly expressions: ReadonlyMap<string, LowerExpr>;
  readonly items: ReadonlyMap<string, LowerItem>;
}

export interface Context {
  /** The whole file's text: names and literals are read from it, so a re-parsed macro may be rewritten. */
  readonly text: string;
  /** A parsed offset plus this is an offset of the file; not 0 inside a re-parsed macro. */
  readonly shift: number;
  readonly parse: ParseText;
  readonly tables: Tables;
  readonly errors: Span[];
  /** Places left alone because of a limit. Unlike errors they do not spoil the reading of a macro around them. */
  readonly skipped: Span[];
  /** Characters that may still be parsed again, so that hostile macros cost no more than linear time. */
  readonly budget: { left: number };
  /** Macros around this one. */
  readonly macros: number;
  depth: number;
  /** ERROR nodes around this one: only the outermost is recorded. */
  broken: number;
}

/** Nodes nested deeper than this become `other` without parts. */
export const MAX_DEPTH = 400;

const COMMENTS: ReadonlySet<string> = new Set(["line_comment", "block_comment"]);

/** Grammar kinds that hold neither expressions nor statements. */
const MEANINGLESS: ReadonlySet<string> = new Set([
  ...COMMENTS,
  "attribute_item",
  "field_identifier",
  "inner_attribute_item",
  "label",
  "lifetime",
  "mutable_specifier",
  "primitive_type",
  "shebang",
  "type_arguments",
  "type_identifier",
  "type_parameters",
  "visibility_modifier",
  "where_clause",
]);

/** The node's span in the file. */
export function spanAt(ctx: Context, node: SyntaxNode): Span {
  const range = node.range();
  return { start: range.start.index + ctx.shift, end: range.end.index + ctx.shift };
}

/** The file's text under the node. */
export function textAt(ctx: Context, span: Span): string {
  return ctx.text.slice(span.start, span.end);
}

/** Remembers a place that could not be read, unless it lies in one already remembered. */
export function noteError(ctx: Context, span: Span): void {
  if (ctx.broken === 0) ctx.errors.push({ start: span.start, end: span.end });
}

/** Remembers an error where the node does not end with its closing mark: the parser made that mark up. */
export function expectClosed(ctx: Context, span: Span, mark: string): void {
  if (ctx.text.charAt(span.end - 1) !== mark) noteError(ctx, { start: span.end, end: span.end });
}

/** The named children without comments; errors among them are remembered and left out. Lists of exactly
 *  `expected` nodes are taken as they are, which saves asking each for its kind: only for nodes that cannot do
 *  with fewer, else -1. */
export function partsOf(
  ctx: Context,
  node: SyntaxNode,
  expected: number,
): readonly (SyntaxNode | undefined)[] {
  const children = node.namedChildren();
  if (children.length === expected) return children;
  return children.filter((child) => {
    const kind = child.kind();
    if (kind === "ERROR") noteBrokenNode(ctx, child);
    return kind !== "ERROR" && !COMMENTS.has(kind);
  });
}

/** True for comments, and for errors, which are remembered. */
export function isSkipped(ctx: Context, node: SyntaxNode, kind: string): boolean {
  if (kind !== "ERROR") return COMMENTS.has(kind);
  noteBrokenNode(ctx, node);
  return true;
}

/** The grammar does not know `async |x|`: it reads an error before a closure, which is none. */
export function isAsyncMark(ctx: Context, span: Span): boolean {
  return span.end - span.start < 24 && /^async(\s+move)?$/.test(textAt(ctx, span));
}

/** Nor does it know attributes before the fields of a struct expression or pattern. */
function isAttributeMark(ctx: Context, span: Span): boolean {
  return span.end - span.start < 200 && /^#\s*\[[^[\]]*\]$/.test(textAt(ctx, span));
}

/** Lowers an expression of any kind; what is unknown becomes `other` with its parts lowered. */
export function lowerExpr(ctx: Context, node: SyntaxNode, kind: string = node.kind()): Expr {
  if (ctx.depth >= MAX_DEPTH) return tooDeep(ctx, node, kind);
  ctx.depth += 1;
  const lower = ctx.tables.expressions.get(kind) ?? lowerUnknown;
  const lowered = lower(ctx, node, kind);
  ctx.depth -= 1;
  return lowered;
}

/** Gives up on a node because of where it stands. */
export function tooDeep(ctx: Context, node: SyntaxNode, kind: string): Other {
  const span = spanAt(ctx, node);
  ctx.skipped.push(span);
  return { kind: "other", ...span, what: kind, parts: [] };
}

/** `other` with everything below it that can be lowered. */
export function lowerUnknown(ctx: Context, node: SyntaxNode, kind: string): Other {
  const span = spanAt(ctx, node);
  const isBroken = kind === "ERROR" || kind === "MISSING";
  if (isBroken) noteError(ctx, span);
  if (isBroken) ctx.broken += 1;
  const parts = node.namedChildren().flatMap((child) => lowerAny(ctx, child));
  if (isBroken) ctx.broken -= 1;
  return { kind: "other", ...span, what: kind, parts };
}

function lowerAny(ctx: Context, node: SyntaxNode): readonly Node[] {
  const kind = node.kind();
  if (MEANINGLESS.has(kind)) return [];
  const item = ctx.tables.items.get(kind);
  if (item === undefined) return [lowerExpr(ctx, node, kind)];
  if (ctx.depth >= MAX_DEPTH) return [tooDeep(ctx, node, kind)];
  ctx.depth += 1;
  const lowered = item(ctx, node, []);
  ctx.depth -= 1;
  return lowered;
}

function noteBrokenNode(ctx: Context, node: SyntaxNode): void {
  const span = spanAt(ctx, node);
  const isKnown = isAsyncMark(ctx, span) || isAttributeMark(ctx, span);
  if (!isKnown) noteError(ctx, span);
}
