/** The memory of the link stage: each question is answered once, in circles too, and never without an end. */

import { topOf } from "../model/ancestry.ts";
import type { Library } from "../model/library.ts";
import type { ClassInfo, Meaning } from "../model/meaning.ts";
import type { Language } from "../model/source.ts";
import type { Call, ClassNode, Expr, Module, Node, Param, TypeRef } from "../model/syntax.ts";
import { indexAttached } from "./attached.ts";
import { indexCalls } from "./callers.ts";
import { either, unknown, type Context, type LinkInputs, type Provided } from "./context.ts";
import { evaluate } from "./evaluate.ts";
import { indexHeirs, type Heirs } from "./heirs.ts";
import { exportMeaning } from "./imports.ts";
import { givenByCallers, provided } from "./injected.ts";
import { classesOf, memberMeaning } from "./members.ts";
import { givenForToken, indexProviders, tokenOf } from "./providers.ts";
import { definitionMeaning, nameMeaning } from "./names.ts";
import { resultMeaning } from "./results.ts";
import { returnsOf } from "./returns.ts";
import { buildScopes, type Scopes } from "./scopes.ts";
import { typeOf } from "./types.ts";

/** Chains longer than this are not followed: code that nests so deep is generated or hostile. */
export const MAX_DEPTH = 80;

/** Steps that one question may take before it counts as unknown. */
const MAX_STEPS = 20_000;

interface Memo<K> {
  get(key: K): Meaning | undefined;
  set(key: K, meaning: Meaning): unknown;
}

export function createContext(inputs: LinkInputs, modules: readonly Module[]): Context {
  const meanings = new WeakMap<Node, Meaning>();
  const types = new WeakMap<TypeRef, Meaning>();
  const exports = new Map<string, Meaning>();
  const results = new WeakMap<object, Meaning>();
  const passing = new Map<object | string, Meaning>();
  let cuts = 0;
  let steps = 0;
  const active = new Set<object | string>();
  const tops = new WeakMap<Node, Module>();
  const scopes = new WeakMap<Module, Scopes>();
  const classes = new WeakMap<ClassNode, ClassInfo>();
  const byPackage = indexPackages(inputs.libraries);
  const byGlobal = indexLibraries(inputs.libraries, ({ globals }) => globals);
  for (const module of modules) for (const top of module.body) tops.set(top, module);
  let depth = 0;
  let attached: ReadonlyMap<string, readonly Expr[]> | undefined;
  let providers: ReadonlyMap<string, readonly Provided[]> | undefined;
  let heirs: Heirs | undefined;
  let calls: ReadonlyMap<string, readonly Call[]> | undefined;
  const injected = new WeakMap<Param, Meaning>();

  const deeper = (next: () => Meaning): Meaning => {
    if (depth > MAX_DEPTH || steps > MAX_STEPS) {
      cuts += 1;
      return unknown("its definition is too deep to follow");
    }
    depth += 1;
    steps += 1;
    const meaning = next();
    depth -= 1;
    if (depth === 0) {
      passing.clear();
      steps = 0;
    }
    return meaning;
  };

  const load = (path: string): Module | undefined => {
    const module = inputs.load(path);
    if (module !== undefined) for (const top of module.body) tops.set(top, module);
    return module;
  };

  /**
   * Answers a question once. What was cut short in a circle holds only until the outermost question is answered: asked
   * from elsewhere it may be known, and the order of questions must not change any answer.
   */
  const follow = <K extends object | string>(
    key: K,
    final: Memo<K>,
    next: () => Meaning,
  ): Meaning => {
    const known = final.get(key) ?? passing.get(key);
    if (known !== undefined) return known;
    if (active.has(key) || depth > MAX_DEPTH || steps > MAX_STEPS) {
      cuts += 1;
      return unknown(
        active.has(key)
          ? "its definition goes in a circle"
          : "its definition is too deep to follow",
      );
    }
    active.add(key);
    depth += 1;
    steps += 1;
    const before = cuts;
    const meaning = next();
    depth -= 1;
    active.delete(key);
    if (cuts === before || depth === 0) final.set(key, meaning);
    else passing.set(key, meaning);
    if (depth === 0) {
      passing.clear();
      steps = 0;
    }
    return meaning;
  };

  const context: Context = {
    inputs: { ...inputs, load },
    meaning: (expr) => follow(expr, meanings, () => evaluate(context, expr)),
    typeMeaning: (type, at) => follow(type, types, () => typeOf(context, type, at)),
    nameMeaning: (name, node) => deeper(() => nameMeaning(context, name, node)),
    definitionMeaning: (definition, use) => definitionMeaning(context, definition, use),
    exportMeaning: (module, name) =>
      follow(`${module.path} ${name} ${module.body.length}`, exports, () =>
        exportMeaning(context, module, name),
      ),
    memberMeaning: (object, name, at) => deeper(() => memberMeaning(context, object, name, at)),
    resultMeaning: (fn, call) =>
      resultMeaning(context, fn, call, () =>
        follow(fn.body, results, () =>
          either(returnsOf(fn).map((value) => context.meaning(value))),
        ),
      ),
    attached: () => (attached ??= indexAttached(modules)),
    providers: () => (providers ??= indexProviders(modules)),
    heirs: () => (heirs ??= indexHeirs(modules)),
    callsNamed: (name) => (calls ??= indexCalls(modules)).get(name) ?? [],
    injected(param) {
      const meaning = follow(param, injected, () => {
        const token = tokenOf(param.decorators);
        return (
          (token === undefined ? undefined : givenForToken(context, token)) ??
          provided(context, param.default) ??
          givenByCallers(context, param) ??
          NOTHING_GIVEN
        );
      });
      return meaning.kind === "unknown" ? undefined : meaning;
    },
    moduleOf(node) {
      const module = tops.get(topOf(node));
      if (module === undefined) return NO_MODULE;
      return module;
    },
    scopesOf(module) {
      const known = scopes.get(module);
      if (known !== undefined) return known;
      const built = buildScopes(module);
      scopes.set(module, built);
      return built;
    },
    classInfo(node) {
      const known = classes.get(node);
      if (known !== undefined) return known;
      const module = context.moduleOf(node);
      // Known before its parts are: they may be looked up by way of this class.
      const provisional: ClassInfo = { name: node.name ?? "", module, nodes: [node] };
      classes.set(node, provisional);
      const nodes = node.name === undefined ? [node] : partsOf(context, module, node);
      const info: ClassInfo = { ...provisional, nodes };
      for (const part of nodes) classes.set(part, info);
      return info;
    },
    classNamed: (module, name) => classesOf(context, module, name),
    libraryOf: (language, source) => libraryOf(byPackage, language, source),
    globalLibrary: (language, name) => byGlobal.get(`${language} ${name}`),
  };
  return context;
}

const NOTHING_GIVEN = unknown("no object is given for it");

const NO_MODULE: Module = {
  path: "",
  language: "typescript",
  body: [],
  comments: [],
  errors: [],
};

/** A Rust type's struct and impl blocks stand apart, some of them in sibling files; TypeScript may merge too. */
export function partsOf(context: Context, module: Module, node: ClassNode): readonly ClassNode[] {
  const nodes: ClassNode[] = [];
  for (const statement of siblings(module, node)) {
    if (statement.kind === "class" && statement.name === node.name) nodes.push(statement);
  }
  if (
    module.language === "rust" &&
    !nodes.some((part) => part.flavor !== "impl") &&
    node.name !== undefined
  ) {
    // An impl of a type that another file declares.
    const there = context.nameMeaning(node.name, node);
    if (there.kind === "class" && there.info.module !== module)
      return [...there.info.nodes, ...nodes];
  }
  return nodes.includes(node) ? nodes : [...nodes, node];
}

export function siblings(module: Module, node: ClassNode): readonly Node[] {
  const { parent } = node;
  if (parent === undefined) return module.body;
  return parent.kind === "namespace" || parent.kind === "block" ? parent.body : [node];
}

export function indexPackages(libraries: readonly Library[]): ReadonlyMap<string, Library> {
  return indexLibraries(libraries, ({ packages }) => packages);
}

function indexLibraries(
  libraries: readonly Library[],
  namesOf: (library: Library) => readonly string[],
): ReadonlyMap<string, Library> {
  const index = new Map<string, Library>();
  for (const library of libraries) {
    for (const name of namesOf(library)) index.set(`${library.language} ${name}`, library);
  }
  return index;
}

export function libraryOf(
  index: ReadonlyMap<string, Library>,
  language: Language,
  source: string,
): { library: Library; path: readonly string[] } | undefined {
  const separator = language === "typescript" ? "/" : ".";
  const words = source.split(separator);
  for (let taken = words.length; taken > 0; taken -= 1) {
    const library = index.get(`${language} ${words.slice(0, taken).join(separator)}`);
    // A script package's subpath (`ioredis/built`, `lru-cache/min`) has the package's exports.
    if (library !== undefined)
      return { library, path: language === "typescript" ? [] : words.slice(taken) };
  }
  const generated = language === "typescript" ? generatedLibrary(index, words) : undefined;
  return generated === undefined ? undefined : { library: generated, path: [] };
}

/** `"../generated/prisma/client"`: a client that is generated into the project, whose model has a name that begins with a star. */
function generatedLibrary(
  index: ReadonlyMap<string, Library>,
  words: readonly string[],
): Library | undefined {
  if (!/^(\.|[@~#]$|src$)/.test(words[0] ?? "")) return undefined;
  for (let from = 1; from + 1 < words.length; from += 1) {
    const library = index.get(`typescript */${words[from] ?? ""}/${words[from + 1] ?? ""}`);
    if (library !== undefined) return library;
  }
  return undefined;
}
