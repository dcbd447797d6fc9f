/**
 * The uniform syntax tree. Every language lowers its grammar into these nodes, so that facts, calls and
 * idioms are written once and know nothing of TypeScript, Rust or Python. A module's tree is plain data but
 * for `parent`, and depends on that file's text alone.
 *
 * What carries no meaning here is dropped while lowering: parentheses, `as T`, `!`, `satisfies`, Rust's `&`, `*`
 * and `mut`. `await` and `.await` stay; Rust's `?` is a flag on what stands before it. Rust's `None`, Python's `None`, `null` and `undefined` are
 * all the literal `null`; Rust's `Some(x)` and `Ok(x)` stay calls.
 */
import type { Language, Span } from "./source.ts";

interface Base extends Span {
  /** Set when the tree is finished; absent only on the module. */
  parent?: Node;
  /** Rust's `value?`: an error, or nothing, is handed on to the caller. */
  readonly tried?: true;
}

export interface Literal extends Base {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
}

/** String with holes: `${}` templates, f-strings, `format!`; parts in order, literal text as Literal. */
export interface Template extends Base {
  readonly kind: "template";
  readonly parts: readonly Expr[];
}

/** An identifier. `this`, `self`, `Self`, `super`, `crate`, `cls` are names too. */
export interface Name extends Base {
  readonly kind: "name";
  readonly name: string;
}

/** `a.b`, `a?.b`, `a::b` (path is true), `self.b`. */
export interface Member extends Base {
  readonly kind: "member";
  readonly object: Expr;
  readonly name: string;
  readonly path: boolean;
}

export interface Index extends Base {
  readonly kind: "index";
  readonly object: Expr;
  readonly index: Expr;
}

/** A named argument: Python's `ex=60`. */
export interface Named extends Span {
  readonly name: string;
  readonly value: Expr;
}

/** A call, a construction (`new X()`), or a macro invocation whose arguments could be read as expressions. */
export interface Call extends Base {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Expr[];
  readonly named: readonly Named[];
  readonly isNew: boolean;
  /** Rust `name!(…)`; the callee is the macro's name. */
  readonly macro: boolean;
  /** Type arguments, such as `con.get::<_, String>(k)` or `new Map<string, User>()`. */
  readonly typeArgs: readonly TypeRef[];
}

export interface Spread extends Base {
  readonly kind: "spread";
  readonly value: Expr;
}

/** One `key: value` of a record; `key` is absent when it is computed by something other than a literal. */
export interface Entry extends Span {
  readonly key?: string;
  readonly computed?: Expr;
  readonly value: Expr;
}

/** Object literal, dict literal, Rust struct expression (`type` is its path). */
export interface RecordLiteral extends Base {
  readonly kind: "record";
  readonly type?: Expr;
  readonly entries: readonly Entry[];
  /** `...base`, `**base`, `..Default::default()`. */
  readonly rest: readonly Expr[];
}

/** Array, tuple, list, set; `vec![…]` too. */
export interface ListLiteral extends Base {
  readonly kind: "list";
  readonly items: readonly Expr[];
}

export interface Binary extends Base {
  readonly kind: "binary";
  /** As written, but `===` is `==`, `and` is `&&`, `or` is `||`, `is` is `==`, `is not` and `!==` are `!=`. */
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}

export interface Unary extends Base {
  readonly kind: "unary";
  /** `!` (also Python's `not`), `-`, `+`, `~`, `typeof`, `delete`, `++`, `--`. */
  readonly op: string;
  readonly operand: Expr;
}

export interface Conditional extends Base {
  readonly kind: "conditional";
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}

export interface Await extends Base {
  readonly kind: "await";
  readonly value: Expr;
}

export interface Assign extends Base {
  readonly kind: "assign";
  /** `=`, `+=`, `??=`, `||=` … Python's walrus is `=`. */
  readonly op: string;
  readonly target: Expr;
  readonly value: Expr;
}

/** Rust's `let PATTERN = value` in a condition, and `matches!`; also each refutable test of a pattern. */
export interface PatternTest extends Base {
  readonly kind: "pattern-test";
  /** The pattern's source text, white space folded. */
  readonly pattern: string;
  readonly bindings: readonly Binding[];
  readonly value: Expr;
}

/** A block used as a value (Rust), an async block, or a bare block statement. */
export interface Block extends Base {
  readonly kind: "block";
  readonly async: boolean;
  readonly body: readonly Stmt[];
}

/** An expression without meaning here (JSX, `yield x`, unreadable macro): only its parts are walked. */
export interface Other extends Base {
  readonly kind: "other";
  /** The grammar's own node kind. */
  readonly what: string;
  readonly parts: readonly Node[];
}

/** A type as written. `Redis | null` is `{ name: "|", args: [Redis, null] }`; `Arc<Mutex<T>>` nests; `&T` is T;
 *  paths keep their dots as `.` in every language: `redis::aio::Connection` is `redis.aio.Connection`. */
export interface TypeRef extends Span {
  readonly name: string;
  readonly args: readonly TypeRef[];
}

export interface Param extends Base {
  readonly kind: "param";
  /** Absent for a destructured parameter; then `bindings` has the names. Rust's and Python's self is not a param. */
  readonly name?: string;
  readonly bindings: readonly Binding[];
  readonly type?: TypeRef;
  readonly default?: Expr;
  /** `...args`, `*args`, `**kwargs`. */
  readonly rest: boolean;
  /** TypeScript's `constructor(private redis: Redis)`: the parameter is a field too. */
  readonly field: boolean;
  readonly decorators: readonly Decorator[];
}

/** `@app.get("/x")`, `#[tokio::main]`, `#[cached(size = 10)]`; `value` is a name, member or call. */
export interface Decorator extends Span {
  /** Dotted name without arguments: `app.get`, `tokio.main`, `cfg`. */
  readonly name: string;
  readonly value: Expr;
  /** The source text without `@` or `#[ ]`. */
  readonly text: string;
}

/** A function, method, closure, arrow or lambda. An expression body is one `return`. */
export interface FunctionNode extends Base {
  readonly kind: "function";
  readonly name?: string;
  readonly params: readonly Param[];
  readonly body: readonly Stmt[];
  readonly async: boolean;
  readonly generator: boolean;
  /** True for class methods that take no instance: `static`, Rust functions without self, @staticmethod. */
  readonly static: boolean;
  /** Can be reached from outside its file or class: not `private`, `#x`, `_x`; Rust: `pub` or a trait's method. */
  readonly visible: boolean;
  readonly returns?: TypeRef;
  readonly decorators: readonly Decorator[];
  /** A getter (`get x()`, `@property`): reading the member calls it. */
  readonly getter: boolean;
  readonly exported: boolean;
  /** Where only the body is meant, a declaration without a body (trait, interface, overload) is false. */
  readonly implemented: boolean;
  /** Generic bounds: `C: AsyncCommands` is `{ C: [AsyncCommands] }`. */
  readonly bounds: Readonly<Record<string, readonly TypeRef[]>>;
}

export interface Field extends Base {
  readonly kind: "field";
  readonly name: string;
  readonly type?: TypeRef;
  readonly value?: Expr;
  readonly static: boolean;
  readonly visible: boolean;
  readonly decorators: readonly Decorator[];
}

/** class, struct, enum, trait, interface, and each Rust `impl` block (joined by name when linked). */
export interface ClassNode extends Base {
  readonly kind: "class";
  readonly flavor: "class" | "struct" | "enum" | "interface" | "impl";
  readonly name?: string;
  /** Base classes and implemented interfaces; the trait of `impl Trait for X`. */
  readonly bases: readonly TypeRef[];
  /** What `impl Trait for Type` is for, without the pointers around it. */
  readonly of?: TypeRef;
  readonly fields: readonly Field[];
  readonly methods: readonly FunctionNode[];
  /** Statements in a Python class body or a static block that are neither fields nor methods. */
  readonly body: readonly Stmt[];
  readonly decorators: readonly Decorator[];
  readonly exported: boolean;
}

/** One name that a pattern binds. `path` leads from the value to it: `{ a: { b } }` binds b by ["a", "b"];
 *  list positions are numbers as strings; Rust's `Some(x)`, `Ok(x)` add nothing. */
export interface Binding extends Span {
  readonly name: string;
  readonly path: readonly string[];
  readonly default?: Expr;
}

/** `const x = …`, `let`, `static`, `x = …` in Python (each assignment to a plain name or tuple of names),
 *  TypeScript enum members are a record bound to the enum's name. */
export interface Declare extends Base {
  readonly kind: "declare";
  readonly bindings: readonly Binding[];
  readonly type?: TypeRef;
  readonly value?: Expr;
  /** Cannot be bound again: `const`, Rust `let` without mut, `const`, `static`; Python: false. */
  readonly constant: boolean;
  readonly exported: boolean;
  readonly decorators: readonly Decorator[];
  /** `using x = …`: disposed of at the end of its block, whatever happens. */
  readonly disposed?: boolean;
}

export interface ExpressionStatement extends Base {
  readonly kind: "expression";
  readonly value: Expr;
}

export interface If extends Base {
  readonly kind: "if";
  readonly test: Expr;
  readonly then: readonly Stmt[];
  readonly otherwise: readonly Stmt[];
}

export interface Loop extends Base {
  readonly kind: "loop";
  /** `forever`: `loop`, `while (true)`, `for (;;)`. `each`: for-of, for-in, Rust for, comprehension. */
  readonly flavor: "forever" | "while" | "each" | "count";
  readonly bindings: readonly Binding[];
  /** The test of a while or count loop, the iterated value of an each loop. */
  readonly over?: Expr;
  /** Initialiser and step of a count loop stand here. */
  readonly head: readonly Node[];
  readonly body: readonly Stmt[];
}

export interface Arm extends Span {
  /** Source text of the pattern or case; absent for default. */
  readonly pattern?: string;
  readonly test?: Expr;
  readonly bindings: readonly Binding[];
  readonly guard?: Expr;
  readonly body: readonly Stmt[];
}

/** `switch` and `match`; used as an expression in Rust. */
export interface Switch extends Base {
  readonly kind: "switch";
  readonly subject: Expr;
  readonly arms: readonly Arm[];
}

export interface Handler extends Span {
  readonly bindings: readonly Binding[];
  readonly types: readonly TypeRef[];
  readonly body: readonly Stmt[];
}

export interface Try extends Base {
  readonly kind: "try";
  readonly body: readonly Stmt[];
  readonly handlers: readonly Handler[];
  readonly finalizer: readonly Stmt[];
  /** Python's `with` is a try without handlers whose managers were declared just before: true. */
  readonly managed: boolean;
}

export interface Return extends Base {
  readonly kind: "return";
  readonly value?: Expr;
}

export interface Throw extends Base {
  readonly kind: "throw";
  readonly value?: Expr;
}

export interface Jump extends Base {
  readonly kind: "jump";
  readonly flavor: "break" | "continue";
  readonly value?: Expr;
}

/** One name an import brings. `imported` is `default`, `*` for the whole module, or the name over there. */
export interface ImportedName extends Span {
  readonly imported: string;
  readonly local: string;
}

/** `import`, `require` bound to a name, `use a::b::{c, d}` (one Import per leaf's parent), `from x import y`.
 *  `source` is the module as written: `./redis`, `ioredis`, Rust `redis.aio` or `crate.config` or `super.x`
 *  with dots, Python `.redis` or `django.core.cache`. */
export interface Import extends Base {
  readonly kind: "import";
  readonly source: string;
  readonly names: readonly ImportedName[];
  readonly exported: boolean;
}

/** `export { a as b }`, `export { a } from './x'`, `export * from './x'`, `module.exports = …` by name. */
export interface Export extends Base {
  readonly kind: "export";
  readonly source?: string;
  /** `local` `*` with `exported` `*`: everything; `export default expr` is `{ exported: "default" }` plus value. */
  readonly names: readonly { readonly local: string; readonly exported: string }[];
  readonly value?: Expr;
}

/** Rust's inline `mod x { … }`, TypeScript's namespace. */
export interface Namespace extends Base {
  readonly kind: "namespace";
  readonly name: string;
  readonly body: readonly Stmt[];
  readonly decorators: readonly Decorator[];
}

/** Rust's `mod x;` */
export interface Submodule extends Base {
  readonly kind: "submodule";
  readonly name: string;
  readonly decorators: readonly Decorator[];
}

export interface Comment extends Span {
  /** Text without the comment's own marks, lines joined by `\n`. */
  readonly text: string;
}

export type Expr =
  | Literal
  | Template
  | Name
  | Member
  | Index
  | Call
  | Spread
  | RecordLiteral
  | ListLiteral
  | Binary
  | Unary
  | Conditional
  | Await
  | Assign
  | PatternTest
  | Block
  | FunctionNode
  | ClassNode
  | If
  | Loop
  | Switch
  | Return
  | Throw
  | Jump
  | Other;

export type Stmt =
  | Declare
  | ExpressionStatement
  | If
  | Loop
  | Switch
  | Try
  | Return
  | Throw
  | Jump
  | Block
  | FunctionNode
  | ClassNode
  | Import
  | Export
  | Namespace
  | Submodule;

export type Node = Expr | Stmt | Param | Field;

/** One lowered file. */
export interface Module {
  readonly path: string;
  readonly language: Language;
  readonly body: readonly Stmt[];
  readonly comments: readonly Comment[];
  /** Spans that the grammar could not read; the rest of the file was lowered. */
  readonly errors: readonly Span[];
}
