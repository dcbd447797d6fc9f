/** Joins lowered files into one program whose names can be followed: the link stage's entry point. */
import { boundNameOf, classAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import { countFunctions, isPublic, reaches } from "./callers.ts";
import type { Call, Module, Node } from "../model/syntax.ts";
import { configuredAt } from "./configured.ts";
import { constructionAt } from "./constructions.ts";
import type { LinkInputs } from "./context.ts";
import { homeOf } from "./files.ts";
import { createContext } from "./create-context.ts";
import { operationAt } from "./operations.ts";
import { optionModel, readOption } from "./options.ts";

/** `modules` are the files that findings may stand in; others are loaded when a name leads there. */
export function createResolver(inputs: LinkInputs, modules: readonly Module[]): Resolver {
  const context = createContext(inputs, modules);
  const functions = lazy(() => countFunctions(modules));
  const imports = new Map<Module, ReadonlySet<string>>();
  return {
    modules,
    said: inputs.said ?? new Set(),
    meaning: context.meaning,
    typeMeaning: context.typeMeaning,
    moduleOf: context.moduleOf,
    operationAt: memoised((call: Call) => operationAt(context, call)),
    constructionAt: memoised((call: Call) => constructionAt(context, call)),
    configuredAt: memoised((record: Extract<Node, { kind: "record" }>) =>
      configuredAt(context, record),
    ),
    option: (instance, name) => readOption(context, instance, name),
    optionModel: (instance, name) => optionModel(instance, name)?.option,
    classOf(node) {
      const around = classAround(node);
      return around === undefined ? undefined : context.classInfo(around);
    },
    callersOf(fn) {
      const name =
        fn.name === "constructor" || fn.name === "__init__"
          ? classAround(fn)?.name
          : boundNameOf(fn);
      if (name === undefined) return [];
      const unique = functions().get(name) === 1 && name.length > 5;
      return context.callsNamed(name).filter((call) => reaches(context, call, fn, unique));
    },
    isPublic: (fn) => isPublic(fn),
    librariesOf: memoised((module: Module) => [
      ...new Set(
        [...importsOf(module)].flatMap(
          (source) => context.libraryOf(module.language, source)?.library ?? [],
        ),
      ),
    ]),
    importsOf,
    homeOf: memoised((module: Module) => homeOf(module, inputs.files)),
  };
  function importsOf(module: Module): ReadonlySet<string> {
    const known = imports.get(module);
    if (known !== undefined) return known;
    const found = new Set<string>();
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "import") found.add(node.source);
      });
    }
    imports.set(module, found);
    return found;
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
