/** Types as written, and the bounds of generic parameters. */
import type { Span } from "../../model/source.ts";
import type { TypeRef } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { MAX_DEPTH, isSkipped, noteError, spanAt, textAt, type Context } from "./context.ts";
import { plainName } from "./literals.ts";
import { readSimpleType } from "./simple-types.ts";

export type Bounds = Readonly<Record<string, readonly TypeRef[]>>;

type LowerType = (ctx: Context, node: SyntaxNode, kind: string) => TypeRef;

const NOT_TYPES: ReadonlySet<string> = new Set([
  "attribute_item",
  "for_lifetimes",
  "lifetime",
  "mutable_specifier",
  "type_parameters",
  "visibility_modifier",
]);

const TYPES: ReadonlyMap<string, LowerType> = new Map<string, LowerType>([
  ["generic_type", genericType],
  ["generic_type_with_turbofish", genericType],
  ["reference_type", innerType],
  ["pointer_type", innerType],
  ["qualified_type", innerType],
  ["bracketed_type", innerType],
  ["higher_ranked_trait_bound", innerType],
  ["array_type", (ctx, node) => wrapType(ctx, node, "list", fieldTypes(ctx, node, "element"))],
  ["unit_type", (ctx, node) => wrapType(ctx, node, "tuple", [])],
  ["tuple_type", tupleType],
  ["function_type", functionType],
  ["dynamic_type", (ctx, node) => boundType(ctx, node, "dyn")],
  ["abstract_type", (ctx, node) => boundType(ctx, node, "impl")],
  ["bounded_type", boundedType],
  ["type_binding", (ctx, node) => bindingType(ctx, node)],
  ["scoped_type_identifier", scopedType],
  ["scoped_identifier", scopedType],
  ["removed_trait_bound", innerType],
]);

/** A type as written: references are dropped, paths have dots, lists and tuples have names of their own. */
export function lowerType(ctx: Context, node: SyntaxNode): TypeRef {
  const { start, end } = spanAt(ctx, node);
  return readSimpleType(ctx.text, start, end) ?? lowerTypeOf(ctx, node, node.kind());
}

function lowerTypeOf(ctx: Context, node: SyntaxNode, kind: string): TypeRef {
  const lower = TYPES.get(kind);
  if (lower === undefined || ctx.depth >= MAX_DEPTH) return plainType(ctx, node);
  ctx.depth += 1;
  const lowered = lower(ctx, node, kind);
  ctx.depth -= 1;
  return lowered;
}

/** The type in a field of the node, as an optional property. */
export function typeField(
  ctx: Context,
  node: SyntaxNode,
  field: string,
): { readonly type?: TypeRef } {
  const type = node.field(field);
  return type === null ? {} : { type: lowerType(ctx, type) };
}

/** The types in a list, such as type arguments; lifetimes are left out. */
export function typesIn(ctx: Context, list: SyntaxNode): TypeRef[] {
  return list.namedChildren().flatMap((child) => {
    const kind = child.kind();
    const skipped = NOT_TYPES.has(kind) || isSkipped(ctx, child, kind);
    return skipped ? [] : [lowerTypeOf(ctx, child, kind)];
  });
}

/** The bounds that `<T: A + B>` and `where T: C` give, by name. */
export function boundsOf(ctx: Context, lists: readonly SyntaxNode[], outer: Bounds = {}): Bounds {
  if (lists.length === 0) return outer;
  const bounds = new Map(Object.entries(outer));
  for (const list of lists) {
    for (const one of list.namedChildren()) {
      const left = one.field("left") ?? one.field("name")?.field("left") ?? null;
      const right = one.field("bounds") ?? one.field("name")?.field("bounds") ?? null;
      if (left === null || right === null || left.kind() === "lifetime") continue;
      const name = lowerType(ctx, left).name;
      bounds.set(name, [...(bounds.get(name) ?? []), ...typesIn(ctx, right)]);
    }
  }
  return Object.fromEntries(bounds);
}

/** A path's text with dots: `a::b::<T>::C` is `a.b.C`. */
export function dotted(text: string): string {
  const path = /^[\w:]+$/.test(text) ? text : withoutGenerics(text);
  return path.replace(/^::/, "").replaceAll("::", ".").replaceAll("r#", "");
}

function plainType(ctx: Context, node: SyntaxNode): TypeRef {
  const span = spanAt(ctx, node);
  // The parser made the type up.
  if (span.start === span.end) noteError(ctx, span);
  return { ...span, name: plainName(textAt(ctx, span)), args: [] };
}

function scopedType(ctx: Context, node: SyntaxNode): TypeRef {
  const span = spanAt(ctx, node);
  return { ...span, name: dotted(textAt(ctx, span)), args: [] };
}

function genericType(ctx: Context, node: SyntaxNode): TypeRef {
  const name = node.field("type");
  const list = node.field("type_arguments");
  if (name === null || list === null) return plainType(ctx, node);
  return wrapType(ctx, node, lowerType(ctx, name).name, typesIn(ctx, list));
}

function innerType(ctx: Context, node: SyntaxNode): TypeRef {
  const inner =
    node.field("type") ?? node.namedChildren().find((child) => !NOT_TYPES.has(child.kind()));
  return inner === undefined ? plainType(ctx, node) : lowerType(ctx, inner);
}

function tupleType(ctx: Context, node: SyntaxNode): TypeRef {
  const types = typesIn(ctx, node);
  const span = spanAt(ctx, node);
  // `(dyn A + Send)` is parsed as a tuple, but only a comma makes one.
  const only = types.length === 1 ? types[0] : undefined;
  if (only !== undefined && !/,\s*\)$/.test(textAt(ctx, span))) return only;
  return { ...span, name: "tuple", args: types };
}

function functionType(ctx: Context, node: SyntaxNode): TypeRef {
  const trait = node.field("trait");
  const parameters = node.field("parameters");
  const name = trait === null ? "function" : lowerType(ctx, trait).name;
  const args = parameters === null ? [] : parameterTypes(ctx, parameters);
  return wrapType(ctx, node, name, [...args, ...fieldTypes(ctx, node, "return_type")]);
}

function parameterTypes(ctx: Context, list: SyntaxNode): TypeRef[] {
  return list.namedChildren().flatMap((child) => {
    const kind = child.kind();
    if (NOT_TYPES.has(kind) || isSkipped(ctx, child, kind)) return [];
    return kind === "parameter" ? fieldTypes(ctx, child, "type") : [lowerTypeOf(ctx, child, kind)];
  });
}

function boundType(ctx: Context, node: SyntaxNode, name: string): TypeRef {
  return wrapType(ctx, node, name, fieldTypes(ctx, node, "trait"));
}

/** `dyn A + Send` is dyn with both; elsewhere `A + B` is `+` with both. */
function boundedType(ctx: Context, node: SyntaxNode): TypeRef {
  const [first, ...more] = typesIn(ctx, node);
  if (first === undefined) return plainType(ctx, node);
  if (more.length === 0) return first;
  const grows = first.name === "dyn" || first.name === "impl" || first.name === "+";
  const args = grows ? [...first.args, ...more] : [first, ...more];
  return wrapType(ctx, node, grows ? first.name : "+", args);
}

function bindingType(ctx: Context, node: SyntaxNode): TypeRef {
  const name = node.field("name");
  const args = fieldTypes(ctx, node, "type");
  return wrapType(ctx, node, name === null ? "" : textAt(ctx, spanAt(ctx, name)), args);
}

function fieldTypes(ctx: Context, node: SyntaxNode, field: string): TypeRef[] {
  const type = node.field(field);
  return type === null ? [] : [lowerType(ctx, type)];
}

function wrapType(ctx: Context, node: SyntaxNode, name: string, args: readonly TypeRef[]): TypeRef {
  const span: Span = spanAt(ctx, node);
  return { ...span, name, args };
}

/** `Vec<T>::Item` is `Vec::Item`, `<T as Trait>::Out` is `T::Out`. */
function withoutGenerics(text: string): string {
  const start = text.replace(/^<\s*(?:&\s*(?:mut\s+)?)?([\w:]+)[^]*?>(?=\s*::)/, "$1");
  let depth = 0;
  let kept = "";
  for (const char of start) {
    if (char === "<") depth += 1;
    if (depth === 0 && /\S/.test(char)) kept += char;
    if (char === ">") depth -= 1;
  }
  return kept.replaceAll("::::", "::").replace(/::$/, "");
}
