/**
 * What an expression stands for, as far as the text can tell. The link stage computes meanings across
 * files; the ways of seeing code ask for them through `Resolver`, and know nothing of how they are found.
 */
import type { Scalar } from "./constant.ts";
import type { Span } from "./source.ts";
import type { Installed } from "./versions.ts";
import type { Library, LibraryOption, LibraryType, Operation, Unit } from "./library.ts";
import type {
  Call,
  ClassNode,
  Expr,
  FunctionNode,
  Module,
  Node,
  Param,
  TypeRef,
} from "./syntax.ts";

/** A class of the scanned code, with all its parts: a Rust struct and its `impl` blocks are one. */
export interface ClassInfo {
  readonly name: string;
  readonly module: Module;
  readonly nodes: readonly ClassNode[];
}

/** An object that a modelled library makes. */
export interface Instance {
  readonly kind: "instance";
  readonly library: Library;
  readonly type: LibraryType;
  /** The call that makes it, where the text shows it; a type annotation alone does not. */
  readonly making?: Call;
  /** The object it was derived from: the client of a pipeline, the pool of a connection. */
  readonly source?: Instance;
}

export type Meaning = (
  | { readonly kind: "constant"; readonly value: Scalar }
  /** Text with parts that are not known: a template, a concatenation. */
  | { readonly kind: "text"; readonly parts: readonly Expr[] }
  | { readonly kind: "record"; readonly node: Extract<Node, { kind: "record" }> }
  | { readonly kind: "list"; readonly items: readonly Expr[] }
  | Instance
  /** What a modelled library exports; `path` is empty for the package itself. */
  | { readonly kind: "library"; readonly library: Library; readonly path: readonly string[] }
  /** A method of a modelled object, not yet called. */
  | { readonly kind: "bound"; readonly instance: Instance; readonly method: string }
  /** Something of a package without a model, the standard library included. */
  | { readonly kind: "external"; readonly source: string; readonly path: readonly string[] }
  /** A name that nothing here declares: a global of the language. */
  | { readonly kind: "global"; readonly path: readonly string[] }
  | { readonly kind: "module"; readonly module: Module }
  | { readonly kind: "class"; readonly info: ClassInfo }
  | { readonly kind: "object"; readonly info: ClassInfo }
  | { readonly kind: "function"; readonly node: FunctionNode; readonly self?: ClassInfo }
  /** Read from the environment when the program runs; `fallback` is what `||` or a default gives. */
  | { readonly kind: "environment"; readonly name?: string; readonly fallback?: Meaning }
  /** Comes from outside the program: a request's parameters, a message's payload. */
  | { readonly kind: "input" }
  | { readonly kind: "parameter"; readonly node: Param; readonly type?: TypeRef }
  /** Only the type is known, and it is none of ours: `string`, `u64`, `Uuid`. */
  | { readonly kind: "typed"; readonly type: TypeRef }
  /** A plain container of the language that can serve as a store. */
  | { readonly kind: "container"; readonly flavor: "map" | "weak-map" | "set" | "list" }
  | { readonly kind: "either"; readonly options: readonly Meaning[] }
  | { readonly kind: "unknown"; readonly reason: string }
) & {
  /** The definitions that were followed, nearest first. */
  readonly via?: readonly Node[];
};

/** How an option of a construction reads. */
export type Reading =
  | {
      readonly state: "given";
      /** The whole entry, `timeout: 0`, in the file that `value` stands in. */
      readonly span: Span;
      readonly value: Expr;
      readonly meaning: Meaning;
      /** Which of the model's entries for the option was given. */
      readonly model: LibraryOption;
    }
  | { readonly state: "default"; readonly value: Scalar; readonly installed?: Installed }
  /** With `installed`, the versions that may run here are known to have no default; `never`: none ever had. */
  | { readonly state: "absent"; readonly installed?: Installed; readonly never?: true }
  /** With `installed`, the versions that may run here differ in their default. */
  | {
      readonly state: "unknown";
      readonly value?: Expr;
      readonly reason: string;
      readonly installed?: Installed;
    };

export type TtlState = "given" | "kept" | "absent" | "separate" | "default" | "unknown" | "none";

export interface TtlReading {
  readonly state: TtlState;
  readonly value?: Expr;
  readonly meaning?: Meaning;
  readonly unit?: Unit;
  readonly zero?: string;
  readonly reason?: string;
}

/** A call on a modelled object that does what an operation of its library's model says. */
export interface OperationSite {
  readonly call: Call;
  readonly instance: Instance;
  readonly operation: Operation;
  /** The method as written, or the raw command in capitals. */
  readonly method: string;
  readonly key?: Expr;
  readonly value?: Expr;
  /** The positional arguments in wire order: those of a raw command without its name. */
  readonly args: readonly Expr[];
  readonly ttl: TtlReading;
}

/** A call that makes a modelled object. */
export interface ConstructionSite {
  readonly call: Call;
  readonly instance: Instance;
}

/** The crate or package of the project that a file belongs to, as far as its manifests and files say. */
export interface Home {
  readonly name: string | undefined;
  /** Others can use it: told of Rust's crates only. */
  readonly library: boolean | undefined;
}

/** The questions that the ways of seeing code may ask. */
export interface Resolver {
  readonly modules: readonly Module[];
  /** Of the words that some extractor asks of the whole project: those that stand in one of its files. */
  readonly said: ReadonlySet<string>;
  readonly meaning: (expr: Expr) => Meaning;
  readonly typeMeaning: (type: TypeRef, at: Node) => Meaning;
  readonly moduleOf: (node: Node) => Module;
  readonly operationAt: (call: Call) => OperationSite | undefined;
  readonly constructionAt: (call: Call) => ConstructionSite | undefined;
  /** What a record of settings has made. */
  readonly configuredAt: (
    record: Extract<Node, { kind: "record" }>,
  ) => ConstructionSite | undefined;
  readonly option: (instance: Instance, name: string) => Reading;
  readonly optionModel: (instance: Instance, name: string) => LibraryOption | undefined;
  readonly classOf: (node: Node) => ClassInfo | undefined;
  /** Every call in the scanned modules that may reach the function, by name and meaning. */
  readonly callersOf: (fn: FunctionNode) => readonly Call[];
  /** True when callers outside the scanned code can reach it. */
  readonly isPublic: (fn: FunctionNode) => boolean;
  /** The modelled libraries that the module imports. */
  readonly librariesOf: (module: Module) => readonly Library[];
  /** Imports anywhere in the module: package names and relative sources as written. */
  readonly importsOf: (module: Module) => ReadonlySet<string>;
  readonly homeOf: (module: Module) => Home;
}
