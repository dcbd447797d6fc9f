/** What the engine needs to know of a language: one file of this folder per language implements it. */
import type { Language, SourceFile, Span } from "../model/source.ts";
import type { Module } from "../model/syntax.ts";

/** The part of a tree-sitter node that lowering needs; the parser's own node type satisfies it. */
export interface SyntaxNode {
  kind(): string;
  text(): string;
  isNamed(): boolean;
  range(): { start: { index: number }; end: { index: number } };
  children(): SyntaxNode[];
  namedChildren(): SyntaxNode[];
  field(name: string): SyntaxNode | null;
  fieldChildren(name: string): SyntaxNode[];
  child(nth: number): SyntaxNode | null;
  parent(): SyntaxNode | null;
}

/** What the parser's nodes can do beyond: run rules. */
export interface MatchNode extends SyntaxNode {
  /** `config` is an ast-grep rule configuration. */
  findAll(config: never): MatchNode[];
  getMatch(name: string): MatchNode | null;
  isLeaf(): boolean;
}

export type ParseTree = (text: string, grammar: string) => MatchNode;

/** Parses a piece of text with one of the language's grammars; used to read inside macros and strings. */
export type ParseText = (text: string, grammar: string) => SyntaxNode;

export interface LanguageSupport {
  readonly id: Language;
  /** File name endings with their dot, and the grammar each is parsed with. */
  readonly extensions: Readonly<Record<string, string>>;
  /** Every grammar of the family; a pattern is compiled for each. */
  readonly grammars: readonly string[];
  /** Node kinds that are comments. */
  readonly commentKinds: readonly string[];
  /** Node kinds that a marker or suppression can belong to: items, members, statements, fields, entries. */
  readonly itemKinds: readonly string[];
  /** Turns the grammar's tree into the uniform one. Never throws on unreadable code: see `Module.errors`. */
  lower(root: SyntaxNode, file: SourceFile, parse: ParseText): Module;
  /** True where the path alone says that the file holds tests, fixtures for tests or examples of use. */
  isTestPath(path: string): boolean;
}

/** The node's span in UTF-16 offsets. */
export function spanOf(node: SyntaxNode): Span {
  const range = node.range();
  return { start: range.start.index, end: range.end.index };
}
