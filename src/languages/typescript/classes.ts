/** Classes, interfaces, object types and enums with their members. */
import type { Span } from "../../model/source.ts";
import type {
  ClassNode,
  Declare,
  Decorator,
  Entry,
  Expr,
  Field,
  FunctionNode,
  Stmt,
  TypeRef,
} from "../../model/syntax.ts";
import { dottedName, isVisibleName, lowerDecorator, lowerFunction, widened } from "./functions.ts";
import { literal } from "./literals.ts";
import { expectClosed, foldedText, kindOf, partsOf, skipPart, spanOfPart } from "./parts.ts";
import { textBetween, textOf, type Lowering, type Part } from "./parts.ts";
import { keyText } from "./patterns.ts";
import { lowerAnnotation, lowerBounds, lowerType, lowerTypeArguments } from "./types.ts";

/** What stands before a declaration: `export`, and decorators before that. */
export interface DeclarationContext {
  readonly exported: boolean;
  readonly decorators: readonly Decorator[];
}

/** A class declaration or expression. */
export function lowerClass(lower: Lowering, part: Part, context: DeclarationContext): ClassNode {
  const parts = partsOf(lower, part);
  const ofKind = (...kinds: string[]) => parts.filter((child) => kinds.includes(kindOf(child)));
  const [name] = ofKind("type_identifier", "identifier");
  const bounds = lowerBounds(lower, ofKind("type_parameters")[0]);
  const [body] = ofKind("class_body");
  const decorators = [
    ...context.decorators,
    ...ofKind("decorator").map((child) => lowerDecorator(lower, child)),
  ];
  const members = emptyMembers();
  const bases = ofKind("class_heritage").flatMap((child) => lowerHeritage(lower, child, members));
  if (body !== undefined) lowerMembers(lower, body, members, bounds);
  return {
    kind: "class",
    flavor: "class",
    ...(name === undefined ? {} : { name: textOf(lower, spanOfPart(name)) }),
    bases,
    ...members,
    decorators,
    exported: context.exported,
    ...widened(spanOfPart(part), decorators),
  };
}

/** `interface X extends A { … }` */
export function lowerInterface(
  lower: Lowering,
  part: Part,
  context: DeclarationContext,
): ClassNode {
  const parts = partsOf(lower, part);
  const [name] = parts;
  const ofKind = (...kinds: string[]) => parts.filter((child) => kinds.includes(kindOf(child)));
  const bases = ofKind("extends_type_clause", "extends_clause").flatMap((clause) =>
    partsOf(lower, clause).map((base) => lowerType(lower, base)),
  );
  const members = emptyMembers();
  const bounds = lowerBounds(lower, ofKind("type_parameters")[0]);
  for (const body of ofKind("interface_body", "object_type")) {
    lowerMembers(lower, body, members, bounds);
  }
  return interfaceOf(lower, part, name, { bases, members, context });
}

/**
 * `type X = …`: the fields of an object type are X's own, anything else is a base. So `type Cache =
 * Map<string, User>` says what `interface Cache extends Map<string, User>` says.
 */
export function lowerAlias(lower: Lowering, part: Part, context: DeclarationContext): ClassNode {
  const [name, ...rest] = partsOf(lower, part);
  const bounds = lowerBounds(
    lower,
    rest.find((child) => kindOf(child) === "type_parameters"),
  );
  const value = rest.findLast((child) => kindOf(child) !== "type_parameters");
  const members = emptyMembers();
  const bases: TypeRef[] = [];
  for (const type of value === undefined ? [] : intersected(lower, value)) {
    if (kindOf(type) === "object_type") lowerMembers(lower, type, members, bounds);
    else bases.push(lowerType(lower, type));
  }
  return interfaceOf(lower, part, name, { bases, members, context });
}

/** An enum is a record bound to its name; members without a value count on from the one before. */
export function lowerEnum(lower: Lowering, part: Part, context: DeclarationContext): Declare {
  const parts = partsOf(lower, part);
  const [name] = parts;
  const body = parts.find((child) => kindOf(child) === "enum_body");
  const span = spanOfPart(part);
  const nameSpan = name === undefined ? span : spanOfPart(name);
  return {
    kind: "declare",
    bindings: [{ name: textOf(lower, nameSpan), path: [], ...nameSpan }],
    value: {
      kind: "record",
      entries: body === undefined ? [] : lowerEnumMembers(lower, body),
      rest: [],
      ...(body === undefined ? span : spanOfPart(body)),
    },
    constant: true,
    exported: context.exported,
    decorators: [],
    ...span,
  };
}

interface Members {
  readonly fields: Field[];
  readonly methods: FunctionNode[];
  readonly body: Stmt[];
}

function emptyMembers(): Members {
  return { fields: [], methods: [], body: [] };
}

function interfaceOf(
  lower: Lowering,
  part: Part,
  name: Part | undefined,
  known: { bases: readonly TypeRef[]; members: Members; context: DeclarationContext },
): ClassNode {
  return {
    kind: "class",
    flavor: "interface",
    ...(name === undefined ? {} : { name: textOf(lower, spanOfPart(name)) }),
    bases: known.bases,
    ...known.members,
    decorators: [],
    exported: known.context.exported,
    ...spanOfPart(part),
  };
}

/** The types of `A & { b: B }`, one by one. */
function intersected(lower: Lowering, part: Part): readonly Part[] {
  const types: Part[] = [];
  const pending = [part];
  for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
    if (kindOf(type) === "intersection_type") pending.push(...partsOf(lower, type));
    else types.unshift(type);
  }
  return types;
}

function lowerHeritage(lower: Lowering, part: Part, members: Members): readonly TypeRef[] {
  return partsOf(lower, part).flatMap((clause) => {
    switch (kindOf(clause)) {
      case "implements_clause":
        return partsOf(lower, clause).map((type) => lowerType(lower, type));
      case "extends_clause":
        return lowerExtended(lower, partsOf(lower, clause), members);
      default:
        return lowerExtended(lower, [clause], members);
    }
  });
}

/** The base class is an expression. One that does more than name the base is kept in the body too. */
function lowerExtended(
  lower: Lowering,
  parts: readonly Part[],
  members: Members,
): readonly TypeRef[] {
  const isArguments = (child: Part) => kindOf(child) === "type_arguments";
  const args = lowerTypeArguments(lower, parts.find(isArguments));
  return parts
    .filter((child) => !isArguments(child))
    .map((child) => {
      const span = spanOfPart(child);
      const value = lower.expression(child);
      const name = dottedName(value) ?? foldedText(lower, span);
      if (value.kind !== "name" && value.kind !== "member") {
        members.body.push({ kind: "expression", value, ...span });
      }
      return {
        name,
        args: [...args, ...(value.kind === "call" ? namesIn(value.args) : [])],
        ...span,
      };
    });
}

/** `mixin(A, B)` extends `mixin<A, B>`, as it were. */
function namesIn(args: readonly Expr[]): readonly TypeRef[] {
  return args.flatMap((arg) => {
    const name = dottedName(arg);
    return name === undefined ? [] : [{ name, args: [], start: arg.start, end: arg.end }];
  });
}

function lowerMembers(
  lower: Lowering,
  part: Part,
  members: Members,
  bounds: FunctionNode["bounds"],
): void {
  expectClosed(lower, spanOfPart(part), "}");
  let decorators: Decorator[] = [];
  for (const child of partsOf(lower, part)) {
    if (kindOf(child) === "decorator") decorators.push(lowerDecorator(lower, child));
    else {
      lowerMember(lower, child, members, { decorators, bounds });
      decorators = [];
    }
  }
}

function lowerMember(
  lower: Lowering,
  part: Part,
  members: Members,
  context: { readonly decorators: readonly Decorator[]; readonly bounds: FunctionNode["bounds"] },
): void {
  switch (kindOf(part)) {
    case "method_definition":
    case "method_signature":
    case "abstract_method_signature":
    case "call_signature":
    case "function_signature":
      members.methods.push(lowerFunction(lower, part, context));
      return;
    case "construct_signature":
      members.methods.push(lowerFunction(lower, part, { ...context, name: "new" }));
      return;
    case "public_field_definition":
    case "property_signature":
    case "field_definition":
      members.fields.push(lowerField(lower, part, context.decorators));
      return;
    case "class_static_block":
      members.body.push(...partsOf(lower, part).flatMap(lower.body));
      return;
    case "index_signature":
      skipPart(lower, part);
      return;
    default:
      members.body.push(...lower.statements([part]));
  }
}

function lowerField(lower: Lowering, part: Part, before: readonly Decorator[]): Field {
  const decorators = [...before];
  let [name, annotation, value]: (Part | undefined)[] = [];
  for (const child of partsOf(lower, part)) {
    const kind = kindOf(child);
    if (kind === "decorator") decorators.push(lowerDecorator(lower, child));
    else if (kind === "type_annotation") annotation = child;
    else if (kind.endsWith("_modifier")) continue;
    else if (name === undefined) name = child;
    else value = child;
  }
  const span = spanOfPart(part);
  const nameSpan: Span = name === undefined ? span : spanOfPart(name);
  const words = textBetween(lower, decorators.at(-1)?.end ?? span.start, nameSpan.start);
  const type = annotation === undefined ? undefined : lowerAnnotation(lower, annotation);
  const key = name === undefined ? "" : keyText(lower, name);
  return {
    kind: "field",
    name: key,
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { value: lower.expression(value) }),
    static: /\bstatic\b/.test(words),
    visible: !/\bprivate\b/.test(words) && isVisibleName(key),
    decorators,
    ...widened(span, decorators),
  };
}

function lowerEnumMembers(lower: Lowering, body: Part): Entry[] {
  let next: number | undefined = 0;
  return partsOf(lower, body).map((member) => {
    const span = spanOfPart(member);
    const [name = member, initial]: Part[] =
      kindOf(member) === "enum_assignment" ? partsOf(lower, member) : [member];
    const value: Expr = initial === undefined ? counted(span, next) : lower.expression(initial);
    const isNumber = value.kind === "literal" && typeof value.value === "number";
    next = isNumber ? value.value + 1 : undefined;
    return { key: keyText(lower, name), value, ...span };
  });
}

function counted(span: Span, next: number | undefined): Expr {
  return next === undefined
    ? { kind: "other", what: "enum_member", parts: [], ...span }
    : literal(span, next);
}
