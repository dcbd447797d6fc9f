/**
 * Reads the inside of macros and attributes with the grammar once more. A piece of text is wrapped so that it
 * parses on its own; rewriting it may not change its length, so that offsets stay those of the file.
 */
import type { Span } from "../../model/source.ts";
import type { Expr, Named } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { isSkipped, lowerExpr, spanAt, textAt, type Context } from "./context.ts";
import { plainName } from "./literals.ts";
import { readSimple, readSimpleList } from "./simple.ts";
import { piecesBetween, trimmed } from "./tokens.ts";

const GRAMMAR = "rust";
const MAX_MACROS = 24;

export interface Arguments {
  readonly args: readonly Expr[];
  readonly named: readonly Named[];
  /** The `n` of `vec![x; n]`. */
  readonly length?: Expr;
}

/** Comma separated expressions, or undefined where the text is something else. */
export function readArguments(ctx: Context, inside: Span): Arguments | undefined {
  const args = readSimpleList(ctx.text, inside.start, inside.end);
  if (args !== undefined) return { args, named: [] };
  const text = textAt(ctx, inside);
  return readList(ctx, inside, text) ?? readList(ctx, inside, asExpressions(ctx, inside, text));
}

/** One expression, or undefined. */
export function readExpression(ctx: Context, inside: Span): Expr | undefined {
  const { start, end } = trimmed(ctx.text, inside.start, inside.end);
  const simple = readSimple(ctx.text, start, end);
  if (simple !== undefined) return simple;
  const list = readList(ctx, inside, textAt(ctx, inside));
  const isOne = list?.args.length === 1 && list.named.length === 0 && list.length === undefined;
  return isOne ? list.args[0] : undefined;
}

/** Parses `before` + the text in the span + `after` and lowers what `read` takes from it; undefined where the
 *  grammar finds an error in it. `rewritten` replaces the text by another of the same length. */
export function reparse<T>(
  ctx: Context,
  inside: Span,
  wrap: { readonly before: string; readonly after: string; readonly rewritten?: string },
  read: (inner: Context, root: SyntaxNode) => T | undefined,
): T | undefined {
  const text = wrap.rewritten ?? textAt(ctx, inside);
  if (ctx.macros >= MAX_MACROS || ctx.budget.left < text.length) {
    ctx.skipped.push(inside);
    return undefined;
  }
  ctx.budget.left -= text.length + 20;
  const root = ctx.parse(wrap.before + text + wrap.after, GRAMMAR);
  const inner: Context = {
    ...ctx,
    shift: inside.start - wrap.before.length,
    errors: [],
    macros: ctx.macros + 1,
    broken: 0,
  };
  const lowered = read(inner, root);
  return inner.errors.length === 0 ? lowered : undefined;
}

function readList(
  ctx: Context,
  inside: Span,
  rewritten: string | undefined,
): Arguments | undefined {
  if (rewritten === undefined) return undefined;
  // The line break ends a comment that may stand last.
  const wrap = { before: "[", after: "\n];", rewritten };
  return reparse(ctx, inside, wrap, (inner, root) => {
    const [statement, ...others] = root.namedChildren();
    const list = statement?.kind() === "expression_statement" ? statement.child(0) : null;
    const isList = others.length === 0 && list?.kind() === "array_expression";
    return isList ? argumentsOf(inner, list) : undefined;
  });
}

function argumentsOf(ctx: Context, list: SyntaxNode): Arguments {
  const args: Expr[] = [];
  const named: Named[] = [];
  for (const child of list.namedChildren()) {
    const kind = child.kind();
    if (kind === "attribute_item" || isSkipped(ctx, child, kind)) continue;
    const one = kind === "assignment_expression" ? namedArgument(ctx, child) : undefined;
    if (one !== undefined) named.push(one);
    else args.push(lowerExpr(ctx, child, kind));
  }
  const hasLength = args.length === 2 && list.field("length") !== null;
  const length = hasLength ? args.pop() : undefined;
  return length === undefined ? { args, named } : { args, named, length };
}

function namedArgument(ctx: Context, node: SyntaxNode): Named | undefined {
  const left = node.field("left");
  const right = node.field("right");
  if (left === null || right === null) return undefined;
  const name = textAt(ctx, spanAt(ctx, left));
  if (!/^(?:r#)?[\w.]+$/.test(name)) return undefined;
  return { ...spanAt(ctx, node), name: plainName(name), value: lowerExpr(ctx, right) };
}

/**
 * The text with what macros write beyond Rust's expressions blanked out: `%x` and `?x` of tracing, `name: value`
 * and keywords as names (`type = "…"`) become `name = value`. Undefined when there is nothing of the kind.
 */
function asExpressions(ctx: Context, inside: Span, text: string): string | undefined {
  let rewritten = text;
  const pieces = piecesBetween(ctx.text, inside.start, inside.end, (at) => ctx.text[at] === ",");
  for (const piece of pieces) {
    const from = piece.start - inside.start;
    const old = rewritten.slice(from, piece.end - inside.start);
    const replaced = old
      .replace(/^((?:r#)?[\w.]+\s*):(?!:)/, "$1=")
      .replace(/^(\w+)(?=\s*=(?!=))/, (word) => (word === "type" ? "typ_" : word))
      .replace(/^([\w.]+\s*=\s*)?[%?](?=\s*[\w&(*])/, "$1 ");
    rewritten = rewritten.slice(0, from) + replaced + rewritten.slice(from + old.length);
  }
  return rewritten === text ? undefined : rewritten;
}
