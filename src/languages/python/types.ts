/** Type hints as type references. They are read off the text: walking the grammar's nodes is far slower. */
import type { Span } from "../../model/source.ts";
import type { TypeRef } from "../../model/syntax.ts";

/** How deep brackets may nest before a hint is taken as plain text. */
const MAX_NESTING = 50;

/** Reads a type hint; one that is no plain type becomes a reference named by its text. */
export function readType(text: string, span: Span): TypeRef {
  return readTypeAt(text, span, 0);
}

/** Reads what stands between brackets: base classes, exception types. Named arguments are left out. */
export function readTypeList(text: string, span: Span): readonly TypeRef[] {
  const reader = createReader(text, span, 0);
  const list = readItems(reader);
  return reader.at >= span.end ? list : [textRef(text, span)];
}

/** Reads `T: Bound, U: (A, B)` into bounds by type parameter. */
export function readBounds(text: string, span: Span): Record<string, readonly TypeRef[]> {
  const bounds: Record<string, readonly TypeRef[]> = {};
  const reader = createReader(text, span, 0);
  while (reader.at < reader.end) {
    skipSpace(reader);
    const name = readPattern(reader, DOTTED);
    skipSpace(reader);
    if (name !== undefined && take(reader, ":")) {
      const type = readUnion(reader);
      if (type !== undefined) bounds[name] = type.name === "()" ? type.args : [type];
    }
    if (!take(reader, ",")) reader.at++;
  }
  return bounds;
}

interface Reader {
  readonly text: string;
  readonly end: number;
  readonly nesting: number;
  at: number;
}

const SPACE = /(?:\s|#[^\n]*|\\\r?\n)*/y;
const DOTTED = /[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*|\.\.\./uy;
const NUMBER = /-?[\d.]+(?:[\w.]*)/y;
const STRING = /([a-zA-Z]{0,2})("""|'''|"|')((?:(?!\2)[^\\])*)\2/y;
const KEYWORD = /[\p{L}_][\p{L}\p{N}_]*\s*=(?!=)/uy;

function readTypeAt(text: string, span: Span, nesting: number): TypeRef {
  const reader = createReader(text, span, nesting);
  const type = readUnion(reader);
  skipSpace(reader);
  return type !== undefined && reader.at === span.end ? type : textRef(text, span);
}

function createReader(text: string, span: Span, nesting: number): Reader {
  return { text, end: span.end, nesting, at: span.start };
}

function textRef(text: string, span: Span): TypeRef {
  const name = text.slice(span.start, span.end).replaceAll(/\s+/g, " ").trim();
  return { start: span.start, end: span.end, name, args: [] };
}

function readUnion(reader: Reader): TypeRef | undefined {
  skipSpace(reader);
  const start = reader.at;
  const args: TypeRef[] = [];
  do {
    const type = readOne(reader);
    if (type === undefined) return undefined;
    args.push(...(type.name === "|" ? type.args : [type]));
  } while (takeAfterSpace(reader, "|"));
  const [only] = args;
  if (args.length === 1) return only;
  return { start, end: args.at(-1)?.end ?? start, name: "|", args };
}

function readOne(reader: Reader): TypeRef | undefined {
  skipSpace(reader);
  const start = reader.at;
  const next = reader.text[start];
  if (next === "*") {
    reader.at += reader.text.startsWith("**", start) ? 2 : 1;
    return readOne(reader);
  }
  if (next === "[" || next === "(") return readBracket(reader, next);
  const quoted = readString(reader);
  if (quoted !== undefined) return quoted;
  const name = readPattern(reader, DOTTED) ?? readPattern(reader, NUMBER);
  if (name === undefined) return undefined;
  return readArguments(reader, {
    start,
    end: reader.at,
    name: name.replaceAll(/\s+/g, ""),
    args: [],
  });
}

/** `[A, B]` as in `Callable[[A, B], C]` is named `[]`; `(A, B)` is named `()`, but `(A)` is A. */
function readBracket(reader: Reader, open: "[" | "("): TypeRef | undefined {
  const start = reader.at++;
  const args = readNested(reader, open === "[" ? "]" : ")");
  if (args === undefined) return undefined;
  const [only] = args;
  if (open === "(" && args.length === 1) return only;
  return { start, end: reader.at, name: open === "[" ? "[]" : "()", args };
}

/** A quoted hint is read as a type; `Literal["a b"]` keeps its text. */
function readString(reader: Reader): TypeRef | undefined {
  STRING.lastIndex = reader.at;
  const match = STRING.exec(reader.text);
  if (match === null || STRING.lastIndex > reader.end) return undefined;
  const [, prefix = "", quote = "", inner = ""] = match;
  const start = reader.at + prefix.length + quote.length;
  reader.at = STRING.lastIndex;
  const span = { start, end: start + inner.length };
  if (reader.nesting >= MAX_NESTING) return textRef(reader.text, span);
  return readTypeAt(reader.text, span, reader.nesting + 1);
}

/** `Name[args]`, `Name(args)` as in `Annotated[Redis, Depends(get_redis)]`, and both after each other. */
function readArguments(reader: Reader, ref: TypeRef): TypeRef | undefined {
  let result = ref;
  for (;;) {
    const before = reader.at;
    skipSpace(reader);
    const open = reader.text[reader.at];
    if (reader.at >= reader.end || (open !== "[" && open !== "(")) {
      reader.at = before;
      return result;
    }
    reader.at++;
    const args = readNested(reader, open === "[" ? "]" : ")");
    if (args === undefined) return undefined;
    result = { ...ref, end: reader.at, args: [...result.args, ...args] };
  }
}

function readNested(reader: Reader, close: string): readonly TypeRef[] | undefined {
  if (reader.nesting >= MAX_NESTING) return undefined;
  const inner: Reader = { ...reader, nesting: reader.nesting + 1 };
  const args = readItems(inner);
  reader.at = inner.at;
  return take(reader, close) ? args : undefined;
}

function readItems(reader: Reader): readonly TypeRef[] {
  const items: TypeRef[] = [];
  do {
    skipSpace(reader);
    if (ENDS.has(reader.text[reader.at] ?? "") || reader.at >= reader.end) break;
    const named = readPattern(reader, KEYWORD) !== undefined;
    const type = readItem(reader);
    if (!named) items.push(type);
  } while (takeAfterSpace(reader, ","));
  skipSpace(reader);
  return items;
}

const ENDS: ReadonlySet<string> = new Set([",", "]", ")"]);

/** One item of a list; what is no type is taken as text up to the next comma. */
function readItem(reader: Reader): TypeRef {
  const start = reader.at;
  const type = readUnion(reader);
  skipSpace(reader);
  const atEnd = reader.at >= reader.end || ENDS.has(reader.text[reader.at] ?? "");
  if (type !== undefined && atEnd) return type;
  reader.at = start;
  for (let depth = 0; reader.at < reader.end; reader.at++) {
    if (readPattern(reader, STRING) !== undefined) reader.at--;
    const next = reader.text[reader.at] ?? "";
    if (depth === 0 && ENDS.has(next)) break;
    if (next === "[" || next === "(" || next === "{") depth++;
    else if (next === "]" || next === ")" || next === "}") depth--;
  }
  return textRef(reader.text, { start, end: reader.at });
}

function skipSpace(reader: Reader): void {
  SPACE.lastIndex = reader.at;
  SPACE.exec(reader.text);
  reader.at = Math.min(SPACE.lastIndex, reader.end);
}

function take(reader: Reader, token: string): boolean {
  if (reader.at >= reader.end || reader.text[reader.at] !== token) return false;
  reader.at++;
  return true;
}

function takeAfterSpace(reader: Reader, token: string): boolean {
  const before = reader.at;
  skipSpace(reader);
  if (take(reader, token)) return true;
  reader.at = before;
  return false;
}

function readPattern(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null || pattern.lastIndex > reader.end) return undefined;
  reader.at = pattern.lastIndex;
  return match[0];
}
