/** Parameters of functions and closures. */
import type { Decorator, Param } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { lowerAttribute } from "./attributes.ts";
import { isSkipped, spanAt, textAt, type Context } from "./context.ts";
import { plainName } from "./literals.ts";
import { bindingsOf, unwrapPattern } from "./patterns.ts";
import { readSimpleType } from "./simple-types.ts";
import { lowerType, typeField } from "./types.ts";

export interface Parameters {
  readonly params: readonly Param[];
  readonly hasSelf: boolean;
}

/** The parameters in parentheses; self is none of them. */
export function lowerParameters(ctx: Context, list: SyntaxNode | undefined): Parameters {
  const params: Param[] = [];
  let hasSelf = false;
  let decorators: Decorator[] = [];
  for (const child of list?.namedChildren() ?? []) {
    const simple = simpleParameter(ctx, child, decorators);
    if (simple !== undefined) {
      params.push(simple);
      decorators = [];
      continue;
    }
    const kind = child.kind();
    if (kind === "attribute_item") decorators.push(lowerAttribute(ctx, child));
    if (kind === "attribute_item" || isSkipped(ctx, child, kind)) continue;
    const param =
      kind === "self_parameter" ? undefined : lowerParameter(ctx, child, kind, decorators);
    if (param === undefined) hasSelf = true;
    else params.push(param);
    decorators = [];
  }
  return { params, hasSelf };
}

/** `name: Type`, read from its text. */
function simpleParameter(
  ctx: Context,
  node: SyntaxNode,
  decorators: readonly Decorator[],
): Param | undefined {
  const span = spanAt(ctx, node);
  const head = /^(?:mut\s+)?([a-z]\w*)\s*:\s*/.exec(textAt(ctx, span));
  const name = head?.[1];
  if (head === null || name === undefined || name === "self") return undefined;
  const type = readSimpleType(ctx.text, span.start + head[0].length, span.end);
  if (type === undefined) return undefined;
  return {
    kind: "param",
    ...span,
    name,
    bindings: [],
    type,
    rest: false,
    field: false,
    decorators,
  };
}

/** One parameter: a pattern with or without type. Undefined for `self: T`. */
export function lowerParameter(
  ctx: Context,
  node: SyntaxNode,
  kind: string,
  decorators: readonly Decorator[],
): Param | undefined {
  const span = spanAt(ctx, node);
  const rest = kind === "variadic_parameter";
  const common = { kind: "param", ...span, rest, field: false, decorators } as const;
  if (kind === "parameter") {
    const pattern = node.field("pattern");
    const binding = pattern === null ? { bindings: [] } : patternOf(ctx, pattern);
    if (binding === undefined) return undefined;
    return { ...common, ...binding, ...typeField(ctx, node, "type") };
  }
  if (rest || kind === "_") return { ...common, bindings: [] };
  const isType =
    kind.endsWith("_type") || kind === "type_identifier" || kind === "scoped_type_identifier";
  if (isType) return { ...common, bindings: [], type: lowerType(ctx, node) };
  return { ...common, ...(patternOf(ctx, node) ?? { bindings: [] }) };
}

/** A plain name, or the names that a pattern binds; undefined for self. */
function patternOf(
  ctx: Context,
  pattern: SyntaxNode,
): Pick<Param, "name" | "bindings"> | undefined {
  const { node, kind } = unwrapPattern(pattern);
  if (kind === "self") return undefined;
  if (kind !== "identifier") return { bindings: bindingsOf(ctx, node, [], kind) };
  const name = plainName(textAt(ctx, spanAt(ctx, node)));
  return name === "_" ? { bindings: [] } : { name, bindings: [] };
}
