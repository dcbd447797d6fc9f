/** What every step of lowering Python shares: the text, the scope, and what was met on the way. */
import type { Span } from "../../model/source.ts";
import type {
  Expr,
  ExpressionStatement,
  Field,
  Name,
  Node,
  Other,
  Stmt,
} from "../../model/syntax.ts";
import { spanOf, type SyntaxNode } from "../language.ts";

/** Beyond this nesting a node becomes `other` without parts: the stack is finite, readable code is flatter. */
export const MAX_DEPTH = 400;

/** A grammar node with its kind, so that the parser is asked for the kind once. */
export interface Part {
  readonly kind: string;
  readonly node: SyntaxNode;
}

/** What names belong to: the module, a class body, a function. */
export interface Scope {
  readonly kind: "module" | "class" | "function";
  readonly parent?: Scope;
  /** Names that `global` or `nonlocal` binds to an outer scope. */
  readonly outer: Set<string>;
  /** Fields of a class that its methods annotate: `self.x: T = …`. */
  readonly annotated: Field[];
  /** Set once a `yield` of this function has been seen. */
  generator: boolean;
}

/** Where lowered statements go. */
export interface Statements {
  push(statement: Stmt): unknown;
}

/** Lowers one statement, which may become several. */
export type LowerStatement = (context: Context, part: Part, out: Statements) => void;

/** What is done for each kind of node; it stands in the context because all topics lead back to it. */
export interface Grammar {
  readonly expression: (context: Context, part: Part) => Expr;
  readonly statements: ReadonlyMap<string, LowerStatement>;
}

export interface Context {
  readonly text: string;
  readonly grammar: Grammar;
  readonly errors: Span[];
  /** Statements read out of ERROR nodes; they join the nearest enclosing block. */
  readonly strays: Stmt[];
  /** Strings with holes, which the comment scanner cannot delimit by itself. */
  readonly templates: Span[];
  scope: Scope;
  depth: number;
  /** Above 0 inside an ERROR node: only the outermost one is reported. */
  broken: number;
  /** True while something is lowered for a second time, which must leave no traces. */
  copying: boolean;
}

/** A context at the top of a module. */
export function createContext(text: string, grammar: Grammar): Context {
  return {
    text,
    grammar,
    errors: [],
    strays: [],
    templates: [],
    scope: createScope("module"),
    depth: 0,
    broken: 0,
    copying: false,
  };
}

/** Runs `lower` inside a new scope and hands that scope to it. */
export function inScope<T>(
  context: Context,
  kind: "class" | "function",
  lower: (scope: Scope) => T,
): T {
  const outer = context.scope;
  const scope = createScope(kind, outer);
  context.scope = scope;
  const result = lower(scope);
  context.scope = outer;
  return result;
}

function createScope(kind: Scope["kind"], parent?: Scope): Scope {
  const scope = { kind, outer: new Set<string>(), annotated: [], generator: false };
  return parent === undefined ? scope : { ...scope, parent };
}

/** True for names that other modules can import. */
export function isExported(context: Context, name: string): boolean {
  return context.scope.kind === "module" && !name.startsWith("_");
}

/** True for grammar nodes that stand between the others without belonging to them. */
export function isExtra(kind: string): boolean {
  return kind === "comment" || kind === "line_continuation";
}

/** Notes a span that the grammar could not read. */
export function noteError(context: Context, span: Span): void {
  if (context.broken === 0 && !context.copying) context.errors.push(span);
}

/** Lowers something for a second time: what it notes on the way was noted before. */
export function again<T>(context: Context, lower: () => T): T {
  const before = context.copying;
  context.copying = true;
  const result = lower();
  context.copying = before;
  return result;
}

/** Notes the place where a closing bracket is missing. */
export function expectClosed(context: Context, span: Span, bracket: string): void {
  if (context.text[span.end - 1] !== bracket)
    noteError(context, { start: span.end, end: span.end });
}

/** The source text of a span on one line, white space and comments folded. */
export function foldedText(context: Context, span: Span): string {
  return context.text
    .slice(span.start, span.end)
    .replaceAll(/#[^\n]*|\\\r?\n/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The text of a node and its span, with one call to the parser. */
export function wordOf(context: Context, node: SyntaxNode): Span & { readonly name: string } {
  const { start, end } = spanOf(node);
  return { start, end, name: context.text.slice(start, end) };
}

/** A name node. */
export function nameNode(name: string, span: Span): Name {
  return { kind: "name", start: span.start, end: span.end, name };
}

/** A node without meaning in the uniform tree. */
export function otherNode(what: string, span: Span, parts: readonly Node[]): Other {
  return { kind: "other", start: span.start, end: span.end, what, parts };
}

/** An expression as a statement, with the expression's own span unless another is given. */
export function expressionStatement(value: Expr, span: Span = value): ExpressionStatement {
  return { kind: "expression", start: span.start, end: span.end, value };
}
