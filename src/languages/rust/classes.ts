/** struct, enum, union, trait and impl blocks as classes. */
import type { Span } from "../../model/source.ts";
import type {
  ClassNode,
  Decorator,
  Expr,
  Field,
  FunctionNode,
  Stmt,
  TypeRef,
} from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { lowerAttribute, lowerInnerAttribute } from "./attributes.ts";
import {
  isSkipped,
  lowerExpr,
  lowerUnknown,
  spanAt,
  textAt,
  type Context,
  type LowerItem,
} from "./context.ts";
import { isPub, lowerAlias, lowerFunction, nameOf, type FunctionSurroundings } from "./items.ts";
import { plainName } from "./literals.ts";
import { readSimpleType } from "./simple-types.ts";
import { boundsOf, lowerType, typeField, typesIn, type Bounds } from "./types.ts";

/** By grammar kind. */
export const CLASSES: ReadonlyMap<string, LowerItem> = new Map<string, LowerItem>([
  ["struct_item", (ctx, node, decorators) => [lowerStruct(ctx, node, decorators)]],
  ["union_item", (ctx, node, decorators) => [lowerStruct(ctx, node, decorators)]],
  ["enum_item", (ctx, node, decorators) => [lowerEnum(ctx, node, decorators)]],
  ["trait_item", (ctx, node, decorators) => [lowerTrait(ctx, node, decorators)]],
  ["impl_item", (ctx, node, decorators) => [lowerImpl(ctx, node, decorators)]],
]);

/** `pub(crate) name: ` */
const FIELD_HEAD = /^(?:pub(?:\s*\([^)]*\))?\s+)?((?:r#)?[\p{L}\p{N}_]+)\s*:\s*/u;

type FieldParts = Span & {
  readonly name: string;
  readonly type?: TypeRef;
  readonly value?: Expr;
  readonly decorators: readonly Decorator[];
};

function lowerStruct(ctx: Context, node: SyntaxNode, decorators: readonly Decorator[]): ClassNode {
  const body = node.field("body");
  const fields = body === null ? [] : fieldsOf(ctx, body);
  return classOf(ctx, node, { flavor: "struct", ...nameOf(ctx, node), fields, decorators });
}

function lowerEnum(ctx: Context, node: SyntaxNode, decorators: readonly Decorator[]): ClassNode {
  const body = node.field("body");
  const fields = body === null ? [] : decorated(ctx, body, "enum_variant", lowerVariant);
  return classOf(ctx, node, { flavor: "enum", ...nameOf(ctx, node), fields, decorators });
}

function lowerTrait(ctx: Context, node: SyntaxNode, decorators: readonly Decorator[]): ClassNode {
  const supertraits = node.field("bounds");
  const body = node.field("body");
  const bounds = genericBounds(ctx, node);
  return classOf(ctx, node, {
    flavor: "interface",
    ...nameOf(ctx, node),
    bases: supertraits === null ? [] : typesIn(ctx, supertraits),
    ...membersOf(ctx, body, { bounds, ofTrait: true }),
    decorators,
  });
}

function lowerImpl(ctx: Context, node: SyntaxNode, decorators: readonly Decorator[]): ClassNode {
  const trait = node.field("trait");
  const type = node.field("type");
  const of = type === null ? undefined : withoutPointers(lowerType(ctx, type));
  const name = of?.name.split(".").at(-1);
  const bounds = genericBounds(ctx, node);
  return classOf(ctx, node, {
    flavor: "impl",
    ...(name === undefined ? {} : { name }),
    bases: trait === null ? [] : [lowerType(ctx, trait)],
    ...(trait === null || of === undefined ? {} : { of }),
    ...membersOf(ctx, node.field("body"), { bounds, ofTrait: trait !== null }),
    decorators,
  });
}

/** `impl Store for Arc<Client>` is one for clients. */
function withoutPointers(type: TypeRef): TypeRef {
  const [inner] = type.args;
  return inner !== undefined && /^(\w+\.)*(Arc|Rc|Box)$/.test(type.name)
    ? withoutPointers(inner)
    : type;
}

function classOf(
  ctx: Context,
  node: SyntaxNode,
  parts: Partial<ClassNode> & Pick<ClassNode, "flavor" | "decorators">,
): ClassNode {
  const span = spanAt(ctx, node);
  const exported = isPub(ctx.text, span.start);
  return {
    kind: "class",
    ...span,
    bases: [],
    fields: [],
    methods: [],
    body: [],
    exported,
    ...parts,
  };
}

function genericBounds(ctx: Context, node: SyntaxNode): Bounds {
  const lists = node.namedChildren().filter((child) => {
    const kind = child.kind();
    return !isSkipped(ctx, child, kind) && /^(?:type_parameters|where_clause)$/.test(kind);
  });
  return boundsOf(ctx, lists);
}

interface Members {
  readonly fields: readonly Field[];
  readonly methods: readonly FunctionNode[];
  readonly body: readonly Stmt[];
}

/** Functions are methods, constants static fields; type aliases, macros and what is unknown stand in the body. */
function membersOf(
  ctx: Context,
  list: SyntaxNode | null,
  around: { readonly bounds: Bounds; readonly ofTrait: boolean },
): Members {
  const fields: Field[] = [];
  const methods: FunctionNode[] = [];
  const body: Stmt[] = [];
  let decorators: Decorator[] = [];
  for (const child of list?.namedChildren() ?? []) {
    const kind = child.kind();
    if (kind === "line_comment" || kind === "block_comment") continue;
    const surroundings: FunctionSurroundings = { ...around, decorators, isMember: true };
    if (kind === "attribute_item") {
      decorators.push(lowerAttribute(ctx, child));
      continue;
    }
    if (kind === "function_item" || kind === "function_signature_item") {
      methods.push(lowerFunction(ctx, child, surroundings));
    } else if (kind === "const_item") {
      fields.push(constantField(ctx, child, surroundings));
    } else {
      body.push(...otherMember(ctx, child, kind, decorators));
    }
    decorators = [];
  }
  return { fields, methods, body };
}

function otherMember(
  ctx: Context,
  node: SyntaxNode,
  kind: string,
  decorators: readonly Decorator[],
): readonly Stmt[] {
  if (kind === "type_item" || kind === "associated_type") return lowerAlias(ctx, node, decorators);
  if (kind === "inner_attribute_item") return lowerInnerAttribute(ctx, node);
  if (kind === "empty_statement") return [];
  const item = ctx.tables.items.get(kind);
  if (item !== undefined) return item(ctx, node, decorators);
  const value = lowerExpr(ctx, node, kind);
  return [{ kind: "expression", start: value.start, end: value.end, value }];
}

function constantField(ctx: Context, node: SyntaxNode, around: FunctionSurroundings): Field {
  const span = spanAt(ctx, node);
  const value = node.field("value");
  return {
    kind: "field",
    ...span,
    name: nameOf(ctx, node).name ?? "",
    ...typeField(ctx, node, "type"),
    ...(value === null ? {} : { value: lowerExpr(ctx, value) }),
    static: true,
    visible: around.ofTrait === true || isPub(ctx.text, span.start),
    decorators: around.decorators,
  };
}

/** The fields of a struct, a tuple struct or a variant. */
function fieldsOf(ctx: Context, list: SyntaxNode): readonly Field[] {
  if (list.kind() === "ordered_field_declaration_list") return orderedFields(ctx, list);
  return decorated(ctx, list, "field_declaration", (_ctx, node, decorators) => {
    const span = spanAt(ctx, node);
    const head = FIELD_HEAD.exec(textAt(ctx, span));
    const from = span.start + (head?.[0].length ?? 0);
    const type = head === null ? undefined : readSimpleType(ctx.text, from, span.end);
    return structField(ctx, {
      ...span,
      name: plainName(head?.[1] ?? nameOf(ctx, node).name ?? ""),
      ...(type === undefined ? typeField(ctx, node, "type") : { type }),
      decorators,
    });
  });
}

/** `struct Pair(pub A, B)` has the fields "0" and "1". */
function orderedFields(ctx: Context, list: SyntaxNode): readonly Field[] {
  const fields: Field[] = [];
  let decorators: Decorator[] = [];
  let start: number | undefined;
  for (const child of list.namedChildren()) {
    const kind = child.kind();
    if (isSkipped(ctx, child, kind)) continue;
    if (kind === "attribute_item") {
      decorators.push(lowerAttribute(ctx, child));
    } else if (kind === "visibility_modifier") {
      start = spanAt(ctx, child).start;
    } else {
      const span = spanAt(ctx, child);
      const parts = { start: start ?? span.start, end: span.end, decorators };
      const type = lowerType(ctx, child);
      fields.push(structField(ctx, { ...parts, name: String(fields.length), type }));
      decorators = [];
      start = undefined;
    }
  }
  return fields;
}

function structField(ctx: Context, parts: FieldParts): Field {
  const visible = isPub(ctx.text, parts.start);
  return { kind: "field", ...parts, static: false, visible };
}

/** A variant with its discriminant; one that holds values has the type `Variant<A, B>`. */
function lowerVariant(ctx: Context, node: SyntaxNode, decorators: readonly Decorator[]): Field {
  const span = spanAt(ctx, node);
  const name = nameOf(ctx, node).name ?? "";
  const body = node.field("body");
  const value = node.field("value");
  const type = body === null ? undefined : variantType(ctx, body, name);
  return {
    kind: "field",
    ...span,
    name,
    ...(type === undefined ? {} : { type }),
    ...(value === null ? {} : { value: lowerExpr(ctx, value) }),
    static: true,
    visible: true,
    decorators,
  };
}

function variantType(ctx: Context, body: SyntaxNode, name: string): TypeRef {
  const args = fieldsOf(ctx, body).flatMap((field) =>
    field.type === undefined ? [] : [field.type],
  );
  return { ...spanAt(ctx, body), name, args };
}

/** The members of one kind, with the attributes before each; errors among them are remembered. */
function decorated(
  ctx: Context,
  list: SyntaxNode,
  wanted: string,
  lower: (ctx: Context, node: SyntaxNode, decorators: readonly Decorator[]) => Field,
): readonly Field[] {
  const fields: Field[] = [];
  let decorators: Decorator[] = [];
  for (const child of list.namedChildren()) {
    const kind = child.kind();
    if (kind === "attribute_item") {
      decorators.push(lowerAttribute(ctx, child));
    } else if (kind === wanted) {
      fields.push(lower(ctx, child, decorators));
      decorators = [];
    } else if (!isSkipped(ctx, child, kind)) {
      lowerUnknown(ctx, child, kind);
    }
  }
  return fields;
}
