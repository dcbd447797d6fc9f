/** Calls that make an object of a modelled library. */
import type { Instance } from "../model/meaning.ts";
import type { Language } from "../model/source.ts";
import type { Call, Module } from "../model/syntax.ts";
import { adopted, constructed, derived } from "./calls.ts";
import { alternatives, type Context } from "./context.ts";
import { libraryBase } from "./members.ts";

export function constructionAt(
  context: Context,
  call: Call,
): { call: Call; instance: Instance } | undefined {
  if (!mayConstruct(context, call)) return undefined;
  for (const callee of alternatives(context.meaning(call.callee))) {
    const instance =
      callee.kind === "library"
        ? constructed(callee.library, callee.path, call)
        : callee.kind === "bound"
          ? derived(callee.instance, callee.method, call)
          : undefined;
    const kept = adopted(context, instance);
    if (kept !== undefined) return { call, instance: kept };
  }
  return constructionOfSubclass(context, call);
}

/** `class Cache extends Redis`: constructing it constructs the client. */
function constructionOfSubclass(
  context: Context,
  call: Call,
): { call: Call; instance: Instance } | undefined {
  const callee = context.meaning(call.callee);
  if (callee.kind !== "class") return undefined;
  const base = libraryBase(context, callee.info);
  return base === undefined ? undefined : { call, instance: { ...base, making: call } };
}

/** Most calls end here, before any meaning is asked: their names are none that a model or an import of this file knows. */
function mayConstruct(context: Context, { callee, isNew }: Call): boolean {
  if (isNew) return true;
  if (callee.kind !== "name" && callee.kind !== "member") return true;
  const module = context.moduleOf(callee);
  // Python constructs without `new`: a class of the project may extend a library's.
  if (module.language === "python" && /^[A-Z]/.test(callee.name)) return true;
  return (
    makerNames(context, module.language).has(callee.name) ||
    libraryLocals(context, module).has(callee.name)
  );
}

const makers = new WeakMap<Context, Map<Language, ReadonlySet<string>>>();

/** The last words of everything that makes an object, and the methods that derive one. */
function makerNames(context: Context, language: Language): ReadonlySet<string> {
  const known = makers.get(context) ?? new Map<Language, ReadonlySet<string>>();
  makers.set(context, known);
  const names =
    known.get(language) ??
    new Set(
      context.inputs.libraries
        .filter((library) => library.language === language)
        .flatMap(({ types }) => types.flatMap((type) => [...type.construct, ...type.derives]))
        .map((path) => path.slice(path.lastIndexOf(".") + 1)),
    );
  known.set(language, names);
  return names;
}

const locals = new WeakMap<Module, ReadonlySet<string>>();

/** The names that this file's imports of modelled libraries go by here. */
function libraryLocals(context: Context, module: Module): ReadonlySet<string> {
  const known = locals.get(module);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const [name, definitions] of context.scopesOf(module).top.names) {
    const isLibrary = definitions.some(
      (definition) =>
        definition.kind === "import" &&
        context.libraryOf(module.language, definition.node.source) !== undefined,
    );
    if (isLibrary) names.add(name);
  }
  locals.set(module, names);
  return names;
}
