/** Patterns: the names they bind, with the path from the matched value to each. */
import type { Binding } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { MAX_DEPTH, isSkipped, spanAt, textAt, type Context } from "./context.ts";
import { plainName } from "./literals.ts";
import { TRANSPARENT } from "./paths.ts";

type Collect = (ctx: Context, node: SyntaxNode, path: readonly string[]) => readonly Binding[];

const WRAPPERS: ReadonlySet<string> = new Set(["mut_pattern", "ref_pattern", "reference_pattern"]);

const PATTERNS: ReadonlyMap<string, Collect> = new Map<string, Collect>([
  ["identifier", named],
  ["shorthand_field_identifier", named],
  ["captured_pattern", alternatives],
  ["or_pattern", alternatives],
  ["tuple_pattern", (ctx, node, path) => positions(ctx, node.children(), path)],
  ["slice_pattern", (ctx, node, path) => positions(ctx, node.children(), path)],
  ["tuple_struct_pattern", tupleStruct],
  ["struct_pattern", eachChild],
  ["field_pattern", fieldPattern],
  ["ERROR", eachChild],
  ...[...WRAPPERS].map((kind): [string, Collect] => [kind, wrapped]),
]);

/** The names that a pattern binds. Upper-case names are constants and variants, not bindings. */
export function bindingsOf(
  ctx: Context,
  node: SyntaxNode,
  path: readonly string[] = [],
  kind: string = node.kind(),
): readonly Binding[] {
  const collect = PATTERNS.get(kind);
  if (collect === undefined || ctx.depth >= MAX_DEPTH) return [];
  ctx.depth += 1;
  const bindings = collect(ctx, node, path);
  ctx.depth -= 1;
  return bindings;
}

/** The pattern's text with white space folded. */
export function patternText(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}

/** The pattern within `mut`, `ref` and `&`. */
export function unwrapPattern(node: SyntaxNode): { node: SyntaxNode; kind: string } {
  let current = node;
  let kind = node.kind();
  while (WRAPPERS.has(kind)) {
    const inner = current.namedChildren().findLast((child) => child.kind() !== "mutable_specifier");
    if (inner === undefined) break;
    current = inner;
    kind = current.kind();
  }
  return { node: current, kind };
}

function named(ctx: Context, node: SyntaxNode, path: readonly string[]): readonly Binding[] {
  const span = spanAt(ctx, node);
  const text = textAt(ctx, span);
  if (text === "_" || text === "" || /^[A-Z]/.test(text)) return [];
  return [{ ...span, name: plainName(text), path }];
}

function wrapped(ctx: Context, node: SyntaxNode, path: readonly string[]): readonly Binding[] {
  const inner = unwrapPattern(node);
  return inner.node === node ? [] : bindingsOf(ctx, inner.node, path, inner.kind);
}

function eachChild(ctx: Context, node: SyntaxNode, path: readonly string[]): readonly Binding[] {
  return node.namedChildren().flatMap((child) => {
    const kind = child.kind();
    return isSkipped(ctx, child, kind) ? [] : bindingsOf(ctx, child, path, kind);
  });
}

/** `A(x) | B(x)` binds x once; `x @ P` binds x and what P binds. */
function alternatives(ctx: Context, node: SyntaxNode, path: readonly string[]): readonly Binding[] {
  const all = eachChild(ctx, node, path);
  return all.filter((one, at) => all.findIndex((other) => other.name === one.name) === at);
}

function tupleStruct(ctx: Context, node: SyntaxNode, path: readonly string[]): readonly Binding[] {
  const type = node.field("type");
  const name = type === null ? "" : textAt(ctx, spanAt(ctx, type));
  const isTransparent = TRANSPARENT.has(name.slice(name.lastIndexOf(":") + 1));
  if (isTransparent) {
    return node
      .namedChildren()
      .flatMap((child, at) => (at === 0 ? [] : bindingsOf(ctx, child, path)));
  }
  return positions(ctx, node.children().slice(1), path);
}

/** Elements by position; those behind `..` are counted from the end, so `(a, .., b)` binds b at "-1". */
function positions(
  ctx: Context,
  tokens: readonly SyntaxNode[],
  path: readonly string[],
): readonly Binding[] {
  const elements = tokens
    .map((node) => ({ node, kind: node.kind() }))
    .filter(({ node, kind }) => !/^[()[\],|]$/.test(kind) && !isSkipped(ctx, node, kind));
  const rest = elements.findIndex(({ kind }) => kind === "remaining_field_pattern");
  return elements.flatMap(({ node, kind }, at) => {
    const position = rest !== -1 && at > rest ? at - elements.length : at;
    return bindingsOf(ctx, node, [...path, String(position)], kind);
  });
}

function fieldPattern(ctx: Context, node: SyntaxNode, path: readonly string[]): readonly Binding[] {
  const name = node.field("name");
  if (name === null) return [];
  const span = spanAt(ctx, name);
  const field = plainName(textAt(ctx, span));
  const pattern = node.field("pattern");
  if (pattern === null) return [{ ...span, name: field, path: [...path, field] }];
  return bindingsOf(ctx, pattern, [...path, field]);
}
