/** Joins lowered files into one program whose names can be followed: the link stage's entry point. */
import { walk } from "../model/children.ts";
import type { Library } from "../model/library.ts";
import type { ClassInfo, Instance, Meaning, Resolver } from "../model/meaning.ts";
import type { Language } from "../model/source.ts";
import type { Call, ClassNode, Expr, FunctionNode, Module, Node, TypeRef } from "../model/syntax.ts";
import { ancestors, classAround, topOf } from "./ancestry.ts";
import { constructed, derived } from "./calls.ts";
import { alternatives, either, unknown, type Context, type LinkInputs } from "./context.ts";
import { evaluate } from "./evaluate.ts";
import { basesOf, classesOf, memberMeaning } from "./members.ts";
import { exportMeaning, nameMeaning } from "./names.ts";
import { operationAt } from "./operations.ts";
import { optionModel, readOption } from "./options.ts";
import { buildScopes, type Scopes } from "./scopes.ts";
import { typeOf } from "./types.ts";

/** Chains longer than this are not followed: code that nests so deep is generated or hostile. */
const MAX_DEPTH = 80;

/** Steps that one question may take before it counts as unknown. */
const MAX_STEPS = 20_000;

interface Memo<K> {
  get(key: K): Meaning | undefined;
  set(key: K, meaning: Meaning): unknown;
}

/** `modules` are the files that findings may stand in; others are loaded when a name leads there. */
export function createResolver(inputs: LinkInputs, modules: readonly Module[]): Resolver {
  const context = createContext(inputs, modules);
  const callers = lazy(() => indexCalls(modules));
  const functions = lazy(() => countFunctions(modules));
  const imports = new Map<Module, ReadonlySet<string>>();
  return {
    modules,
    meaning: context.meaning,
    typeMeaning: context.typeMeaning,
    moduleOf: context.moduleOf,
    operationAt: memoised((call: Call) => operationAt(context, call)),
    constructionAt: memoised((call: Call) => constructionAt(context, call)),
    option: (instance, name) => readOption(context, instance, name),
    optionModel: (instance, name) => optionModel(instance, name)?.option,
    classOf(node) {
      const around = classAround(node);
      return around === undefined ? undefined : context.classInfo(around);
    },
    callersOf(fn) {
      const name =
        fn.name === "constructor" || fn.name === "__init__" ? classAround(fn)?.name : nameOf(fn);
      if (name === undefined) return [];
      const unique = functions().get(name) === 1 && name.length > 5;
      return (callers().get(name) ?? []).filter((call) => reaches(context, call, fn, unique));
    },
    isPublic: (fn) => isPublic(fn),
    librariesOf: memoised((module: Module) => [
      ...new Set([...importsOf(module)].flatMap((source) => context.libraryOf(module.language, source)?.library ?? [])),
    ]),
    importsOf,
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
  for (const module of modules) for (const top of module.body) tops.set(top, module);
  let depth = 0;

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
  const follow = <K extends object | string>(key: K, final: Memo<K>, next: () => Meaning): Meaning => {
    const known = final.get(key) ?? passing.get(key);
    if (known !== undefined) return known;
    if (active.has(key) || depth > MAX_DEPTH || steps > MAX_STEPS) {
      cuts += 1;
      return unknown(active.has(key) ? "its definition goes in a circle" : "its definition is too deep to follow");
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
    exportMeaning: (module, name) =>
      follow(`${module.path} ${name} ${module.body.length}`, exports, () => exportMeaning(context, module, name)),
    memberMeaning: (object, name, at) => deeper(() => memberMeaning(context, object, name, at)),
    resultMeaning: (fn, call) =>
      resultMeaning(context, fn, call, () =>
        follow(fn.body, results, () => either(returnsOf(fn).map((value) => context.meaning(value)))),
      ),
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
  };
  return context;
}

const NO_MODULE: Module = { path: "", language: "typescript", body: [], comments: [], errors: [] };

/** A Rust type's struct and impl blocks stand apart, some of them in sibling files; TypeScript may merge too. */
function partsOf(context: Context, module: Module, node: ClassNode): readonly ClassNode[] {
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

function siblings(module: Module, node: ClassNode): readonly Node[] {
  const { parent } = node;
  if (parent === undefined) return module.body;
  return parent.kind === "namespace" || parent.kind === "block" ? parent.body : [node];
}

function indexPackages(libraries: readonly Library[]): ReadonlyMap<string, Library> {
  const index = new Map<string, Library>();
  for (const library of libraries) {
    for (const name of library.packages) index.set(`${library.language} ${name}`, library);
  }
  return index;
}

function libraryOf(
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
  return undefined;
}

/** What a function returns: its declared type where that says something, else its return values. */
function resultMeaning(
  context: Context,
  fn: FunctionNode,
  call: Expr | undefined,
  returnedValues: () => Meaning,
): Meaning {
  const typed = fn.returns === undefined ? undefined : context.typeMeaning(fn.returns, fn);
  const returned = returnedValues();
  const substituted = call?.kind === "call" ? substitute(context, fn, call, returned) : returned;
  const useful = alternatives(substituted).filter(
    (option) => option.kind !== "unknown" && !(option.kind === "constant" && option.value === null),
  );
  if (useful.some((option) => option.kind === "instance" && option.making !== undefined)) {
    return either(useful);
  }
  if (typed !== undefined && typed.kind !== "typed") return typed;
  if (useful.length > 0) return either(useful);
  return typed ?? substituted;
}

/** A function that gives back its parameter gives back the caller's argument. */
function substitute(context: Context, fn: FunctionNode, call: Call, meaning: Meaning): Meaning {
  return either(
    alternatives(meaning).map((option) => {
      if (option.kind !== "parameter") return option;
      const index = fn.params.indexOf(option.node);
      const named = call.named.find((candidate) => candidate.name === option.node.name)?.value;
      const arg = named ?? (index < 0 ? undefined : call.args[index]) ?? option.node.default;
      return arg === undefined || arg.kind === "spread" ? option : context.meaning(arg);
    }),
  );
}

export function returnsOf(fn: FunctionNode): readonly Expr[] {
  const values: Expr[] = [];
  const visit = (node: Node): boolean | void => {
    if (node.kind === "function" || node.kind === "class") return false;
    if (node.kind === "return" && node.value !== undefined) values.push(node.value);
    return undefined;
  };
  for (const statement of fn.body) walk(statement, visit);
  return values;
}

function constructionAt(
  context: Context,
  call: Call,
): { call: Call; instance: Instance } | undefined {
  for (const callee of alternatives(context.meaning(call.callee))) {
    const instance =
      callee.kind === "library"
        ? constructed(callee.library, callee.path, call)
        : callee.kind === "bound"
          ? derived(callee.instance, callee.method, call)
          : undefined;
    if (instance !== undefined) return { call, instance };
  }
  return constructionOfSubclass(context, call);
}

/** `class Cache extends Redis`: constructing it constructs the client. */
function constructionOfSubclass(
  context: Context,
  call: Call,
): { call: Call; instance: Instance } | undefined {
  if (!call.isNew) return undefined;
  const callee = context.meaning(call.callee);
  if (callee.kind !== "class") return undefined;
  for (const node of callee.info.nodes) {
    for (const base of node.bases) {
      const meaning = context.typeMeaning(base, node);
      if (meaning.kind === "instance") return { call, instance: { ...meaning, making: call } };
    }
  }
  void basesOf;
  return undefined;
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.name !== undefined) return fn.name;
  const { parent } = fn;
  if (parent?.kind === "declare") return parent.bindings[0]?.name;
  if (parent?.kind === "field") return parent.name;
  if (parent?.kind === "assign") {
    return parent.target.kind === "name" || parent.target.kind === "member"
      ? parent.target.name
      : undefined;
  }
  return undefined;
}

function indexCalls(modules: readonly Module[]): ReadonlyMap<string, Call[]> {
  const index = new Map<string, Call[]>();
  for (const module of modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call") return;
        const { callee } = node;
        const name = callee.kind === "name" || callee.kind === "member" ? callee.name : undefined;
        if (name === undefined) return;
        const list = index.get(name);
        if (list === undefined) index.set(name, [node]);
        else list.push(node);
      });
    }
  }
  return index;
}

function countFunctions(modules: readonly Module[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const module of modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "function" || !node.implemented) return;
        const name = nameOf(node);
        if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
      });
    }
  }
  return counts;
}

function reaches(context: Context, call: Call, fn: FunctionNode, unique: boolean): boolean {
  const callee = alternatives(context.meaning(call.callee));
  if (callee.some((option) => option.kind === "function" && option.node === fn)) return true;
  const owner = classAround(fn);
  if (
    owner !== undefined &&
    callee.some((option) => option.kind === "class" && option.info.nodes.includes(owner))
  ) {
    return fn.name === "constructor" || fn.name === "__init__";
  }
  return unique && callee.every((option) => option.kind === "unknown" || option.kind === "global");
}

function isPublic(fn: FunctionNode): boolean {
  for (const up of ancestors(fn)) {
    if (up.kind === "function") return false;
    if (up.kind === "class")
      return fn.visible && (up.exported || up.flavor === "impl" || up.bases.length > 0);
    if (up.kind === "declare") return up.exported;
    if (up.kind === "export") return true;
  }
  return fn.exported;
}

function memoised<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { value: V }>();
  return (key) => {
    let entry = known.get(key);
    if (entry === undefined) known.set(key, (entry = { value: make(key) }));
    return entry.value;
  };
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
