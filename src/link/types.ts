/** What a type annotation says about the value. */
import { ancestors, classAround, functionAround } from "../model/ancestry.ts";
import type { Meaning } from "../model/meaning.ts";
import type { Module, Node, TypeRef } from "../model/syntax.ts";
import { either, unknown, type Context } from "./context.ts";
import { madeBy } from "./injected.ts";
import { WRAPPERS, containerFlavor, tail } from "./standard.ts";

export function typeOf(context: Context, type: TypeRef, at: Node, depth = 0): Meaning {
  if (depth > 12) return unknown("a type too deep to follow");
  if (type.name === "|" || tail(type.name, 1) === "Union") {
    const options = type.args.filter((option) => !/^(null|undefined|None)$/.test(option.name));
    return options.length === 0
      ? { kind: "typed", type }
      : either(options.map((option) => typeOf(context, option, at, depth + 1)));
  }
  const called = calledType(type);
  if (called !== undefined) return resultOfNamed(context, called, at) ?? { kind: "typed", type };
  const bound = boundOf(context, type.name, at);
  if (bound !== undefined && bound.length > 0) {
    return either(bound.map((option) => typeOf(context, option, at, depth + 1)));
  }
  const named = namedType(context, type.name, at);
  if (named !== undefined) return named;
  const last = tail(type.name, 1);
  if (WRAPPERS.has(last)) {
    const made = last === "Depends" ? dependency(context, type, at) : undefined;
    if (made !== undefined) return made;
    const modelled = type.args
      .map((option) => typeOf(context, option, at, depth + 1))
      .find((option) => ["instance", "object", "container"].includes(option.kind));
    if (modelled !== undefined) return modelled;
    const inner = type.args[0];
    return inner === undefined ? { kind: "typed", type } : typeOf(context, inner, at, depth + 1);
  }
  const flavor = containerFlavor(type.name);
  if (flavor !== undefined) return { kind: "container", flavor };
  return { kind: "typed", type };
}

/** `ReturnType<typeof createClient>`: the name of what is called. */
function calledType(type: TypeRef): string | undefined {
  const [query] = type.args;
  if (tail(type.name, 1) !== "ReturnType" || query?.name !== "typeof") return undefined;
  return query.args[0]?.name;
}

function resultOfNamed(context: Context, dotted: string, at: Node): Meaning | undefined {
  const [first = "", ...rest] = dotted.split(".");
  let meaning = context.nameMeaning(first, at);
  for (const word of rest) meaning = context.memberMeaning(meaning, word, at);
  if (meaning.kind === "function") return context.resultMeaning(meaning.node, undefined);
  if (meaning.kind !== "library") return undefined;
  const { library, path } = meaning;
  const type = library.types.find((candidate) => candidate.construct.includes(path.join(".")));
  return type === undefined ? undefined : { kind: "instance", library, type };
}

/** `Annotated[Redis, Depends(get_redis)]`: what the function that it names gives. */
function dependency(context: Context, { args: [maker] }: TypeRef, at: Node): Meaning | undefined {
  if (maker === undefined) return undefined;
  const [first = "", ...rest] = maker.name.split(".");
  let meaning = context.nameMeaning(first, at);
  for (const word of rest) meaning = context.memberMeaning(meaning, word, at);
  return madeBy(context, meaning);
}

/** The bounds of a generic parameter of an enclosing function. */
function boundOf(context: Context, name: string, at: Node): readonly TypeRef[] | undefined {
  const around = at.kind === "function" ? at : functionAround(at);
  if (around !== undefined && Object.hasOwn(around.bounds, name)) return around.bounds[name];
  if (at.kind !== "field") return undefined;
  // A field's type is bound where the methods of its class are written: `impl<C: Cache> Store<C>`.
  const owner = classAround(at);
  return owner === undefined
    ? undefined
    : context
        .classInfo(owner)
        .nodes.flatMap(({ methods }) => methods)
        .find(({ bounds }) => Object.hasOwn(bounds, name))?.bounds[name];
}

function namedType(context: Context, dotted: string, at: Node): Meaning | undefined {
  const [first, ...rest] = dotted.split(".");
  if (first === undefined) return undefined;
  if (first === "Self" || first === "this") return enclosingObject(context, at);
  let meaning: Meaning = context.nameMeaning(first, at);
  for (const word of rest) meaning = context.memberMeaning(meaning, word, at);
  return instanceOf(meaning, context.moduleOf(at));
}

/** An object of the class or type that a meaning names. */
export function instanceOf(meaning: Meaning, module: Module): Meaning | undefined {
  if (meaning.kind === "class") return { kind: "object", info: meaning.info };
  if (meaning.kind === "object" || meaning.kind === "instance") return meaning;
  if (meaning.kind === "container") return meaning;
  if (meaning.kind === "library") {
    const name = meaning.path.join(".");
    const last = meaning.path.at(-1) ?? "";
    const type =
      meaning.library.types.find((candidate) => candidate.types.includes(name)) ??
      (module.language === "typescript" && meaning.path.length === 0
        ? meaning.library.types.find((candidate) => candidate.types.includes("default"))
        : undefined) ??
      meaning.library.types.find((candidate) => candidate.types.includes(last));
    return type === undefined ? undefined : { kind: "instance", library: meaning.library, type };
  }
  if (meaning.kind === "either") {
    const options = meaning.options
      .map((option) => instanceOf(option, module))
      .filter((o) => o !== undefined);
    return options.length === 0 ? undefined : either(options);
  }
  return undefined;
}

function enclosingObject(context: Context, at: Node): Meaning | undefined {
  for (const up of [at, ...ancestors(at)]) {
    if (up.kind === "class") return { kind: "object", info: context.classInfo(up) };
  }
  return undefined;
}
