/** What a plain container holds, by its declared type: `Map<string, Redis>`, `Record<string, Pool>`, `Redis[]`. */
import { classAround } from "../model/ancestry.ts";
import type { Meaning } from "../model/meaning.ts";
import type { Expr, Node, TypeRef } from "../model/syntax.ts";
import { fieldNamed, fieldValues } from "./class-fields.ts";
import type { Context } from "./context.ts";
import { tail } from "./standard.ts";

/** Which of a container's type arguments its elements have. */
const ELEMENTS: Readonly<Record<string, number>> = {
  Map: 1,
  ReadonlyMap: 1,
  WeakMap: 1,
  Record: 1,
  Partial: 0,
  Readonly: 0,
  Array: 0,
  ReadonlyArray: 0,
  Set: 0,
};

/** An element of the container, where that is an object of a library or of the program. */
export function elementOf(context: Context, container: Expr): Meaning | undefined {
  if (context.moduleOf(container).language !== "typescript") return undefined;
  const declared = typeOfContainer(context, container);
  if (declared === undefined) return undefined;
  const inner = elementType(declared.type, 0);
  const meaning = inner === undefined ? undefined : context.typeMeaning(inner, declared.at);
  return meaning?.kind === "instance" || meaning?.kind === "object" ? meaning : undefined;
}

function elementType(type: TypeRef, depth: number): TypeRef | undefined {
  const name = tail(type.name, 1);
  if (name === "|") {
    const options = type.args.flatMap((option) => elementType(option, depth) ?? []);
    return options.length === 1 ? options[0] : undefined;
  }
  const at = ELEMENTS[name];
  const inner = at === undefined ? undefined : type.args[at];
  if (inner === undefined || depth > 3) return undefined;
  return name === "Partial" || name === "Readonly" ? elementType(inner, depth + 1) : inner;
}

interface Declared {
  readonly type: TypeRef;
  readonly at: Node;
}

function typeOfContainer(context: Context, container: Expr): Declared | undefined {
  if (container.kind === "member" && container.object.kind === "name") {
    const owner = container.object.name === "this" ? classAround(container) : undefined;
    if (owner === undefined) return undefined;
    const info = context.classInfo(owner);
    const field = fieldNamed(info, container.name);
    if (field?.type !== undefined) return { type: field.type, at: field };
    const [made] = fieldValues(info, container.name);
    return made === undefined ? undefined : typeMade(made);
  }
  if (container.kind !== "name") return undefined;
  const definition = context.meaning(container).via?.find(({ kind }) => kind === "declare");
  if (definition?.kind !== "declare") return undefined;
  if (definition.type !== undefined) return { type: definition.type, at: definition };
  return definition.value === undefined ? undefined : typeMade(definition.value);
}

/** `new Map<string, Redis>()` */
function typeMade(value: Expr): Declared | undefined {
  if (value.kind !== "call" || value.callee.kind !== "name" || value.typeArgs.length === 0)
    return undefined;
  const { name, start, end } = value.callee;
  return { type: { name, args: value.typeArgs, start, end }, at: value };
}
