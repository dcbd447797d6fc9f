/** `use` and `extern crate`, read from their text: one Import per path that leaves hang from. */
import type { Span } from "../../model/source.ts";
import type { Import, ImportedName, Stmt } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { expectClosed, noteError, spanAt, textAt, type Context } from "./context.ts";
import { plainName } from "./literals.ts";
import { skipQuoted } from "./tokens.ts";

const WORD = /(?:r#)?[\p{L}_][\p{L}\p{N}_]*|::|[{},*$;]/uy;
const MAX_GROUPS = 100;

interface Word extends Span {
  readonly text: string;
}

/** The words of a use declaration, read one after another. */
interface Reader {
  readonly words: readonly Word[];
  at: number;
  readonly names: Map<string, ImportedName[]>;
}

/** `use a::b::{self, c as d, e::*}`. */
export function lowerUse(ctx: Context, node: SyntaxNode): readonly Stmt[] {
  const span = spanAt(ctx, node);
  expectClosed(ctx, span, ";");
  const head = /^(pub(?:\s*\([^)]*\))?\s+)?use\b/.exec(textAt(ctx, span));
  if (head === null) return unreadable(ctx, span);
  const words = wordsOf(ctx.text, span.start + head[0].length, span.end);
  const reader: Reader = { words, at: 0, names: new Map() };
  const isRead = readTree(reader, [], 0) && reader.at === words.length;
  if (!isRead) noteError(ctx, span);
  const exported = head[1] !== undefined;
  return [...reader.names].map(([source, names]): Import => ({
    kind: "import",
    ...span,
    source,
    names,
    exported,
  }));
}

/** `extern crate x as y;` */
export function lowerExternCrate(ctx: Context, node: SyntaxNode): readonly Stmt[] {
  const span = spanAt(ctx, node);
  const nameNode = node.field("name");
  if (nameNode === null) return unreadable(ctx, span);
  const nameSpan = spanAt(ctx, nameNode);
  const source = textAt(ctx, nameSpan);
  const alias = node.field("alias");
  const local = alias === null ? source : textAt(ctx, spanAt(ctx, alias));
  const exported = textAt(ctx, span).startsWith("pub");
  return [
    { kind: "import", ...span, source, names: [{ ...nameSpan, imported: "*", local }], exported },
  ];
}

function unreadable(ctx: Context, span: Span): readonly Stmt[] {
  noteError(ctx, span);
  return [];
}

function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  for (let at = start; at < end;) {
    const next = skipQuoted(text, at);
    WORD.lastIndex = at;
    const word = next > at ? null : WORD.exec(text);
    if (word !== null && word[0] !== ";") {
      words.push({ start: at, end: WORD.lastIndex, text: word[0] });
    }
    at = word === null ? Math.max(next, at + 1) : WORD.lastIndex;
  }
  return words;
}

/** Reads one path with whatever hangs from it. */
function readTree(reader: Reader, above: readonly string[], groups: number): boolean {
  const path = [...above];
  for (;;) {
    const word = reader.words[reader.at];
    if (word === undefined) return path.length > above.length;
    reader.at += 1;
    if (word.text === "::" || word.text === "$") continue;
    if (word.text === "{") return groups < MAX_GROUPS && readGroup(reader, path, groups + 1);
    if (word.text === "*") return add(reader, path.join("."), word, "*", "*");
    if (word.text === "}" || word.text === ",") return false;
    if (reader.words[reader.at]?.text !== "::") return readLeaf(reader, path, word);
    path.push(plainName(word.text));
  }
}

function readGroup(reader: Reader, path: readonly string[], groups: number): boolean {
  for (;;) {
    const word = reader.words[reader.at];
    if (word === undefined) return false;
    if (word.text === "}" || word.text === ",") {
      reader.at += 1;
      if (word.text === "}") return true;
    } else if (!readTree(reader, path, groups)) {
      return false;
    }
  }
}

function readLeaf(reader: Reader, path: readonly string[], word: Word): boolean {
  const hasAlias = reader.words[reader.at]?.text === "as";
  const alias = hasAlias ? reader.words[reader.at + 1] : undefined;
  if (hasAlias) reader.at += 2;
  const name = plainName(word.text);
  const span = { start: word.start, end: alias?.end ?? word.end };
  const isModule = path.length === 0 || name === "self";
  if (!isModule) return add(reader, path.join("."), span, name, alias?.text ?? name);
  const source = name === "self" && path.length > 0 ? path : [...path, name];
  return add(reader, source.join("."), span, "*", alias?.text ?? source.at(-1) ?? name);
}

function add(reader: Reader, source: string, span: Span, imported: string, local: string): boolean {
  const names = reader.names.get(source) ?? [];
  const { start, end } = span;
  names.push({ start, end, imported, local: plainName(local) });
  reader.names.set(source, names);
  return true;
}
