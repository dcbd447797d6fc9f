/** Classes: assignments in the body are fields, functions are methods, the rest stays a body. */
import type { Span } from "../../model/source.ts";
import type {
  ClassNode,
  Declare,
  Decorator,
  Field,
  FunctionNode,
  Stmt,
  TypeRef,
} from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { isVisible } from "./assignments.ts";
import { inScope, isExported, wordOf, type Context, type Part } from "./context.ts";
import { partsOf, collectErrors, lowerBlock } from "./parts.ts";
import { readTypeList } from "./types.ts";

const ENUM = /(?:^|\.)(?:Int|Str)?(?:Enum|Flag)$/;
const PROTOCOL = /(?:^|\.)Protocol$/;
/** Bases and decorators whose annotated names are fields of each instance, with a default. */
const RECORD_BASE = /(?:^|\.)(?:BaseModel|BaseSettings|NamedTuple|TypedDict|Struct|SQLModel)$/;
const RECORD_DECORATOR = /(?:^|\.)(?:dataclass|attrs?|s|define|frozen|mutable)$/;

/** `class A(B): …`. `span` covers the decorators. */
export function lowerClass(
  context: Context,
  part: Part,
  decorators: readonly Decorator[],
  span: Span,
): ClassNode {
  const parts = partsOf(context, part.node);
  const find = (kind: string): Part | undefined => parts.find((child) => child.kind === kind);
  const identifier = find("identifier");
  const name = identifier === undefined ? "" : wordOf(context, identifier.node).name;
  const bases = basesOf(context, find("argument_list"));
  const block = find("block");
  const exported = isExported(context, name);
  return inScope(context, "class", (scope) => {
    const statements = block === undefined ? [] : lowerBlock(context, block.node);
    const members = sortMembers(statements, isRecord(bases, decorators));
    return {
      kind: "class",
      start: span.start,
      end: span.end,
      flavor: flavorOf(bases),
      ...(name === "" ? {} : { name }),
      bases,
      ...members,
      fields: [...members.fields, ...newFields(scope.annotated, members.fields)],
      decorators,
      exported,
    };
  });
}

function basesOf(context: Context, list: Part | undefined): readonly TypeRef[] {
  if (list === undefined) return [];
  const { start, end } = spanOf(list.node);
  const bases = readTypeList(context.text, { start: start + 1, end: end - 1 });
  if (bases.some((base) => /[^\w.|]/.test(base.name))) collectErrors(context, list.node);
  return bases;
}

function flavorOf(bases: readonly TypeRef[]): ClassNode["flavor"] {
  if (bases.some((base) => ENUM.test(base.name))) return "enum";
  return bases.some((base) => PROTOCOL.test(base.name)) ? "interface" : "class";
}

function isRecord(bases: readonly TypeRef[], decorators: readonly Decorator[]): boolean {
  return (
    bases.some((base) => RECORD_BASE.test(base.name)) ||
    decorators.some((decorator) => RECORD_DECORATOR.test(decorator.name))
  );
}

interface Members {
  readonly fields: readonly Field[];
  readonly methods: readonly FunctionNode[];
  readonly body: readonly Stmt[];
}

function sortMembers(statements: readonly Stmt[], record: boolean): Members {
  const fields: Field[] = [];
  const methods: FunctionNode[] = [];
  const body: Stmt[] = [];
  for (const statement of statements) {
    const field = statement.kind === "declare" ? fieldOf(statement, record) : undefined;
    if (field !== undefined) fields.push(field);
    else if (statement.kind === "function") methods.push(statement);
    else body.push(statement);
  }
  return { fields, methods, body };
}

/** A value in the class body belongs to the class, unless the class makes instance fields of annotated names. */
function fieldOf(declared: Declare, record: boolean): Field | undefined {
  const [binding, ...more] = declared.bindings;
  if (binding === undefined || more.length > 0 || binding.path.length > 0) return undefined;
  const { start, end, type, value } = declared;
  const ofClass = type !== undefined && /(?:^|\.)ClassVar$/.test(type.name);
  return {
    kind: "field",
    start,
    end,
    name: binding.name,
    ...(type && { type }),
    ...(value && { value }),
    static: ofClass || (value !== undefined && !(record && type !== undefined)),
    visible: isVisible(binding.name),
    decorators: [],
  };
}

/** Fields that methods annotate, without those that the class body has already. */
function newFields(annotated: readonly Field[], known: readonly Field[]): readonly Field[] {
  const names = new Set(known.map((field) => field.name));
  return annotated.filter((field) => {
    if (names.has(field.name)) return false;
    names.add(field.name);
    return true;
  });
}
