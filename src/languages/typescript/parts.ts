/**
 * What the lowering of one file carries along, and how it looks at grammar nodes. Each question to the parser
 * crosses into native code, so a node's kind and span are asked for once at most, and not at all where
 * the source text already answers.
 */
import type { Span } from "../../model/source.ts";
import type { Expr, Node, Other, Stmt } from "../../model/syntax.ts";
import { spanOf, type SyntaxNode } from "../language.ts";

/** A grammar node with the answers that it has given so far. */
export interface Part {
  readonly node: SyntaxNode;
  kind?: string;
  span?: Span;
}

/** The state of lowering one file, and the two ways back into the tree that every topic needs. */
export interface Lowering {
  readonly text: string;
  readonly errors: Span[];
  /** Strings, regexes and the like in which `//` starts no comment. */
  readonly opaque: Span[];
  /** What could be lowered inside unreadable stretches; the enclosing statement list takes it up. */
  strays: Node[];
  depth: number;
  readonly expression: (part: Part) => Expr;
  /** Lowers statements, and whatever else stands in an unreadable stretch. */
  readonly statements: (parts: readonly Part[]) => Stmt[];
  /** Lowers all that a block holds. */
  readonly body: (block: Part) => Stmt[];
}

/** Deeper nodes are not looked into: no one reads such code, and the call stack is finite. */
const MAX_DEPTH = 400;

/** How far back a closing bracket is looked for behind which comments stand. */
const LONGEST_TAIL = 1000;

const ONLY_COMMENTS = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*$/;

const COMMENT_KINDS = ["comment", "html_comment"];

export function toPart(node: SyntaxNode): Part {
  return { node };
}

export function kindOf(part: Part): string {
  return (part.kind ??= part.node.kind());
}

export function spanOfPart(part: Part): Span {
  return (part.span ??= spanOf(part.node));
}

export function textOf(lower: Lowering, span: Span): string {
  return lower.text.slice(span.start, span.end);
}

/** The source text with white space folded into single spaces. */
export function foldedText(lower: Lowering, span: Span): string {
  return textOf(lower, span).replaceAll(/\s+/g, " ").trim();
}

/** What stands between two offsets, without comments and outer white space: an operator or modifiers. */
export function textBetween(lower: Lowering, start: number, end: number): string {
  const text = lower.text.slice(start, end).trim();
  const commented = text.includes("//") || text.includes("/*");
  return commented ? text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, " ").trim() : text;
}

/** The named children without comments; unreadable stretches are set aside. */
export function partsOf(lower: Lowering, part: Part): Part[] {
  return part.node
    .namedChildren()
    .map(toPart)
    .filter((child) => isReadable(lower, child));
}

/** As `partsOf`, for kinds that need `count` children: where there are so many, none is a comment or an error. */
export function exactParts(lower: Lowering, part: Part, count: number): Part[] {
  const parts = part.node.namedChildren().map(toPart);
  return parts.length === count ? parts : parts.filter((child) => isReadable(lower, child));
}

/** As `partsOf`, for a list from offset `from` on: single commas between all items leave no room for errors. */
export function listParts(lower: Lowering, part: Part, from: number): Part[] {
  const parts = part.node.namedChildren().map(toPart);
  let at = from;
  const isPlain = parts.every((child, index) => {
    const span = spanOfPart(child);
    const gap = lower.text.slice(at, span.start);
    at = span.end;
    if (/^\/[/*]/.test(lower.text.slice(span.start, span.start + 2))) return false;
    return index === 0 ? /^[\s?.]*[([]\s*$/.test(gap) : gap === ", " || /^\s*,\s*$/.test(gap);
  });
  return isPlain ? parts : parts.filter((child) => isReadable(lower, child));
}

/** Notes a closing bracket that the parser had to make up, as it leaves no other trace. */
export function expectClosed(lower: Lowering, span: Span, bracket: string): void {
  if (lower.text.startsWith(bracket, span.end - bracket.length)) return;
  // A block's span may run over the comments behind it.
  const tail = lower.text.slice(Math.max(span.start, span.end - LONGEST_TAIL), span.end);
  const isClosed = tail.split(bracket).some((_, index, pieces) => {
    return index > 0 && ONLY_COMMENTS.test(pieces.slice(index).join(bracket));
  });
  if (!isClosed) lower.errors.push({ start: span.end, end: span.end });
}

/** Notes strings in a part that is not lowered, so that `//` in them is not taken for a comment. */
export function skipPart(lower: Lowering, part: Part): void {
  const text = textOf(lower, spanOfPart(part));
  if (!text.includes("//") && !text.includes("/*")) return;
  const pending = [part.node];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const kind = node.kind();
    if (/^(string|string_fragment|regex|jsx_text)$/.test(kind)) lower.opaque.push(spanOf(node));
    else pending.push(...node.namedChildren());
  }
}

/** Runs one level deeper, or gives up on the part where that would be too deep. */
export function deeper<T>(
  lower: Lowering,
  part: Part,
  run: (lower: Lowering, part: Part) => T,
  giveUp: (part: Part) => T,
): T {
  if (lower.depth >= MAX_DEPTH) {
    lower.errors.push(spanOfPart(part));
    return giveUp(part);
  }
  lower.depth += 1;
  const result = run(lower, part);
  lower.depth -= 1;
  return result;
}

/** A node without meaning here; only its parts are walked. */
export function otherOf(part: Part, parts: readonly Node[]): Other {
  return { kind: "other", what: kindOf(part), parts, ...spanOfPart(part) };
}

/** The smallest span around all of them. */
export function hull(spans: readonly Span[]): Span {
  return {
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  };
}

function isReadable(lower: Lowering, part: Part): boolean {
  const kind = kindOf(part);
  if (kind === "ERROR") setAside(lower, part);
  return kind !== "ERROR" && !COMMENT_KINDS.includes(kind);
}

/** Records an unreadable stretch (the outermost only) and lowers what can be read inside it. */
export function setAside(lower: Lowering, part: Part): void {
  lower.errors.push(spanOfPart(part));
  const errors = lower.errors.length;
  const strays = deeper(lower, part, readInside, () => []);
  lower.errors.length = errors;
  lower.strays.push(...strays.filter((node) => node.kind !== "other" || node.parts.length > 0));
}

function readInside(lower: Lowering, part: Part): readonly Node[] {
  return lower
    .statements(partsOf(lower, part))
    .map((node) => (node.kind === "expression" ? node.value : node));
}
