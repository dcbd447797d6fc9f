/** Items: functions, constants, modules and what only names another. */
import type { Declare, Decorator, FunctionNode, Stmt } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import {
  isSkipped,
  lowerExpr,
  noteError,
  spanAt,
  textAt,
  type Context,
  type LowerItem,
} from "./context.ts";
import { plainName } from "./literals.ts";
import { lowerParameters } from "./parameters.ts";
import { lowerBlock, lowerLet } from "./statements.ts";
import { boundsOf, lowerType, typeField, type Bounds } from "./types.ts";
import { lowerExternCrate, lowerUse } from "./uses.ts";

/** Items and `let`, by grammar kind. */
export const ITEMS: ReadonlyMap<string, LowerItem> = new Map<string, LowerItem>([
  ["function_item", (ctx, node, decorators) => [lowerFunction(ctx, node, { decorators })]],
  [
    "function_signature_item",
    (ctx, node, decorators) => [lowerFunction(ctx, node, { decorators })],
  ],
  ["let_declaration", lowerLet],
  ["const_item", lowerConstant],
  ["static_item", lowerConstant],
  ["type_item", lowerAlias],
  ["associated_type", lowerAlias],
  ["use_declaration", lowerUse],
  ["extern_crate_declaration", lowerExternCrate],
  ["mod_item", lowerModule],
  ["foreign_mod_item", (ctx, node) => lowerBlock(ctx, node.field("body"), "value")],
  ["macro_definition", lowerMacroDefinition],
  ["empty_statement", () => []],
]);

export interface FunctionSurroundings {
  readonly decorators: readonly Decorator[];
  /** Bounds of the impl or trait around. */
  readonly bounds?: Bounds;
  /** In an impl or trait, where functions without self are static. */
  readonly isMember?: boolean;
  /** In a trait or in the impl of one: visible without `pub`. */
  readonly ofTrait?: boolean;
}

/** The parts of a function that have no field of their own, found in one pass. */
interface FunctionParts {
  name?: string;
  generics: SyntaxNode[];
  parameters?: SyntaxNode;
  returns?: SyntaxNode;
  body?: SyntaxNode;
  async: boolean;
}

/** A function or method, with or without body. */
export function lowerFunction(
  ctx: Context,
  node: SyntaxNode,
  around: FunctionSurroundings,
): FunctionNode {
  const span = spanAt(ctx, node);
  const parts = functionParts(ctx, node);
  const isPublic = isPub(ctx.text, span.start);
  const { params, hasSelf } = lowerParameters(ctx, parts.parameters);
  return {
    kind: "function",
    ...span,
    ...(parts.name === undefined ? {} : { name: parts.name }),
    params,
    body: parts.body === undefined ? [] : lowerBlock(ctx, parts.body, "return"),
    async: parts.async,
    generator: false,
    static: around.isMember === true && !hasSelf,
    visible: isPublic || around.ofTrait === true,
    ...(parts.returns === undefined ? {} : { returns: lowerType(ctx, parts.returns) }),
    decorators: around.decorators,
    getter: false,
    exported: isPublic,
    implemented: parts.body !== undefined,
    bounds: boundsOf(ctx, parts.generics, around.bounds),
  };
}

/** True where the item's text begins with `pub`, whatever its reach. */
export function isPub(text: string, start: number): boolean {
  return /^pub\b/.test(text.slice(start, start + 4));
}

/** The text of the name, which stands in the field of that name. */
export function nameOf(ctx: Context, node: SyntaxNode): { readonly name?: string } {
  const name = node.field("name");
  if (name === null) return {};
  const text = textAt(ctx, spanAt(ctx, name));
  return text === "" ? {} : { name: plainName(text) };
}

function functionParts(ctx: Context, node: SyntaxNode): FunctionParts {
  const parts: FunctionParts = { generics: [], async: false };
  for (const child of node.namedChildren()) {
    const kind = child.kind();
    if (isSkipped(ctx, child, kind) || kind === "visibility_modifier") continue;
    if (kind === "function_modifiers")
      parts.async = /\basync\b/.test(textAt(ctx, spanAt(ctx, child)));
    else if (kind === "type_parameters" || kind === "where_clause") parts.generics.push(child);
    else if (kind === "parameters") parts.parameters = child;
    else if (kind === "block") parts.body = child;
    else if (parts.parameters !== undefined) parts.returns = child;
    else parts.name = plainName(textAt(ctx, spanAt(ctx, child)));
  }
  return parts;
}

function lowerConstant(
  ctx: Context,
  node: SyntaxNode,
  decorators: readonly Decorator[],
): readonly Stmt[] {
  const span = spanAt(ctx, node);
  const name = node.field("name");
  const value = node.field("value");
  if (name === null) noteError(ctx, span);
  const nameSpan = name === null ? span : spanAt(ctx, name);
  const declare: Declare = {
    kind: "declare",
    ...span,
    bindings:
      name === null ? [] : [{ ...nameSpan, name: plainName(textAt(ctx, nameSpan)), path: [] }],
    ...typeField(ctx, node, "type"),
    ...(value === null ? {} : { value: lowerExpr(ctx, value) }),
    constant: !/\bmut\b/.test(ctx.text.slice(span.start, nameSpan.start)),
    exported: isPub(ctx.text, span.start),
    decorators,
  };
  return [declare];
}

/** `type Pool = bb8::Pool<M>;` declares the name with the aliased type and the value `other` "type-alias". */
export function lowerAlias(
  ctx: Context,
  node: SyntaxNode,
  decorators: readonly Decorator[],
): readonly Stmt[] {
  const span = spanAt(ctx, node);
  const name = node.field("name");
  const type = node.field("type");
  const nameSpan = name === null ? span : spanAt(ctx, name);
  const { start, end } = type === null ? nameSpan : spanAt(ctx, type);
  const declare: Declare = {
    kind: "declare",
    ...span,
    bindings:
      name === null ? [] : [{ ...nameSpan, name: plainName(textAt(ctx, nameSpan)), path: [] }],
    ...typeField(ctx, node, "type"),
    value: { kind: "other", start, end, what: "type-alias", parts: [] },
    constant: true,
    exported: isPub(ctx.text, span.start),
    decorators,
  };
  return [declare];
}

function lowerModule(
  ctx: Context,
  node: SyntaxNode,
  decorators: readonly Decorator[],
): readonly Stmt[] {
  const span = spanAt(ctx, node);
  const name = nameOf(ctx, node).name ?? "";
  const body = node.field("body");
  if (body === null) return [{ kind: "submodule", ...span, name, decorators }];
  return [{ kind: "namespace", ...span, name, body: lowerBlock(ctx, body, "value"), decorators }];
}

/** What a macro of the project does is not looked into. */
function lowerMacroDefinition(ctx: Context, node: SyntaxNode): readonly Stmt[] {
  const span = spanAt(ctx, node);
  const value = { kind: "other", ...span, what: "macro_definition", parts: [] } as const;
  return [{ kind: "expression", ...span, value }];
}
