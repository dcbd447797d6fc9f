/** What the parts of the link stage share: the questions they ask of each other. */
import type { Dialect, Library, LibraryType } from "../model/library.ts";
import type { ClassInfo, Meaning } from "../model/meaning.ts";
import type { Installed } from "../model/versions.ts";
import type { Language, Span } from "../model/source.ts";
import type {
  Call,
  ClassNode,
  Expr,
  FunctionNode,
  Module,
  Node,
  Param,
  TypeRef,
} from "../model/syntax.ts";
import type { FileIndex } from "./files.ts";
import type { Heirs } from "./heirs.ts";
import type { Definition, Scopes } from "./scopes.ts";

/** What a container of dependencies gives: the object itself, what calling it makes, or one of a class. */
export interface Provided {
  readonly how: "value" | "made" | "class";
  readonly expr: Expr;
}

export interface LinkInputs {
  readonly files: FileIndex;
  /** The lowered file, on demand; nothing when it cannot be read or is no source. */
  readonly load: (path: string) => Module | undefined;
  readonly libraries: readonly Library[];
  readonly dialects: readonly Dialect[];
  /** Which version of a library, by the names it is installed by, the file at the path runs with. */
  readonly installed?:
    | ((path: string, language: Language, names: readonly string[]) => Installed | undefined)
    | undefined;
  /** The words that were asked of the whole project and found. */
  readonly said?: ReadonlySet<string>;
  /** What a type checker makes of an expression that is not understood here; it is slow. */
  readonly checked?:
    | ((
        path: string,
        span: Span,
      ) => { readonly library: Library; readonly type: LibraryType } | undefined)
    | undefined;
}

export interface Context {
  readonly inputs: LinkInputs;
  readonly meaning: (expr: Expr) => Meaning;
  readonly typeMeaning: (type: TypeRef, at: Node) => Meaning;
  /** What a name stands for where `node` stands. */
  readonly nameMeaning: (name: string, node: Node) => Meaning;
  /** What one definition gives to a use of its name. */
  readonly definitionMeaning: (definition: Definition, use: Node) => Meaning | undefined;
  /** What a module gives to those who import `name` from it. */
  readonly exportMeaning: (module: Module, name: string) => Meaning;
  /** `object.name`. */
  readonly memberMeaning: (object: Meaning, name: string, at: Node) => Meaning;
  /** What calling the function gives, whatever its arguments. */
  readonly resultMeaning: (fn: FunctionNode, call: Expr | undefined) => Meaning;
  /** By name, what the program hangs on its framework's objects. */
  readonly attached: () => ReadonlyMap<string, readonly Expr[]>;
  /** By name, the classes and objects that implement or extend something. */
  readonly heirs: () => Heirs;
  /** Calls of whatever is called like this. */
  readonly callsNamed: (name: string) => readonly Call[];
  /** What callers or a framework give for a parameter. */
  readonly injected: (param: Param) => Meaning | undefined;
  /** What the program tells containers of dependencies to give, by the names of tokens. */
  readonly providers: () => ReadonlyMap<string, readonly Provided[]>;
  readonly moduleOf: (node: Node) => Module;
  readonly scopesOf: (module: Module) => Scopes;
  readonly classInfo: (node: ClassNode) => ClassInfo;
  readonly classNamed: (module: Module, name: string) => ClassInfo | undefined;
  /** The model that an import source belongs to, and the path below its package. */
  readonly libraryOf: (
    language: Language,
    source: string,
  ) => { library: Library; path: readonly string[] } | undefined;
  /** The model of something that is there without an import. */
  readonly globalLibrary: (language: Language, name: string) => Library | undefined;
}

export function unknown(reason: string): Meaning {
  return { kind: "unknown", reason };
}

/** More ways than this are not told apart: the code is a table, and what it chooses is not to be known. */
const MAX_OPTIONS = 12;

/** Several possible meanings as one: equal ones merge, nested ones flatten. */
export function either(options: readonly Meaning[]): Meaning {
  const [first] = options;
  // A choice that was followed to keeps the way there.
  if (options.length === 1 && first !== undefined) return first;
  const flat = options.flatMap((option) => (option.kind === "either" ? option.options : [option]));
  const distinct: Meaning[] = [];
  for (const option of flat) {
    if (distinct.length >= MAX_OPTIONS) break;
    if (!distinct.some((other) => same(other, option))) distinct.push(option);
  }
  const [only] = distinct;
  if (only === undefined) return unknown("nothing is assigned");
  return distinct.length === 1 ? only : { kind: "either", options: distinct };
}

function same(a: Meaning, b: Meaning): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "constant" && b.kind === "constant") {
    return JSON.stringify(a.value) === JSON.stringify(b.value);
  }
  if (a.kind === "instance" && b.kind === "instance") {
    return a.library === b.library && a.type === b.type && a.making === b.making;
  }
  if (a.kind === "object" && b.kind === "object") return a.info === b.info;
  if (a.kind === "class" && b.kind === "class") return a.info === b.info;
  if (a.kind === "function" && b.kind === "function") return a.node === b.node;
  if (a.kind === "record" && b.kind === "record") return a.node === b.node;
  if (a.kind === "container" && b.kind === "container") return a.flavor === b.flavor;
  return a.kind === "unknown" || a.kind === "input";
}

/** The options of an `either`, or the meaning itself. */
export function alternatives(meaning: Meaning): readonly Meaning[] {
  return meaning.kind === "either" ? meaning.options : [meaning];
}

/** Adds a definition that was followed on the way. */
export function through(meaning: Meaning, node: Node): Meaning {
  return { ...meaning, via: [node, ...(meaning.via ?? [])] };
}

/** Stands for a place in a module that has no statement to point at. */
export const NOWHERE: Node = { kind: "literal", value: null, start: 0, end: 0 };

export function isNull(meaning: Meaning): boolean {
  return meaning.kind === "constant" && meaning.value === null;
}
