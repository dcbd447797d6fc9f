/**
 * Reads the commonest expressions from their text: names, paths, members, calls, plain literals. Asking the parser
 * for a node costs more than reading a dozen characters, and most of a file is of this kind. Whatever is not
 * plainly one of these is left to the grammar; both ways give the same tree.
 */
import type { Expr } from "../../model/syntax.ts";
import { decodeText, plainName } from "./literals.ts";
import { simplePath } from "./paths.ts";
import { MAX_SIMPLE, charAt, match, skipSpace, type Reader } from "./reader.ts";
import { skipQuoted } from "./tokens.ts";

const PATH = /[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*/y;
const MEMBER_NAME = /[A-Za-z_]\w*/y;
const NUMBER = /\d[\d_]*(?![\w.])/y;
const REFERENCE = /&(?!&)\s*(?:mut\s+)?/y;

const KEYWORDS: ReadonlySet<string> = new Set([
  ..."_ as async await break const continue dyn else enum extern fn for gen if impl in let loop".split(
    " ",
  ),
  ..."match mod move mut pub raw ref return static struct trait try type union unsafe use".split(
    " ",
  ),
  ..."where while yield macro_rules default".split(" "),
]);

/** The expression that fills [start, end), or undefined when it is not that simple. */
export function readSimple(text: string, start: number, end: number): Expr | undefined {
  if (end - start > MAX_SIMPLE) return undefined;
  const reader: Reader = { text, end, at: start };
  const expr = readExpr(reader);
  return reader.at === end ? expr : undefined;
}

/** Comma separated simple expressions that fill [start, end). */
export function readSimpleList(
  text: string,
  start: number,
  end: number,
): readonly Expr[] | undefined {
  if (end - start > MAX_SIMPLE) return undefined;
  const reader: Reader = { text, end, at: start };
  const list = readList(reader);
  return reader.at === end ? list : undefined;
}

/** Stops at the end or at what cannot follow an element. */
function readList(reader: Reader): readonly Expr[] | undefined {
  const list: Expr[] = [];
  for (;;) {
    skipSpace(reader);
    const char = charAt(reader);
    if (char === "" || char === ")") return list;
    const expr = readExpr(reader);
    if (expr === undefined) return undefined;
    list.push(expr);
    skipSpace(reader);
    const next = charAt(reader);
    if (next === ",") reader.at += 1;
    else if (next !== "" && next !== ")") return undefined;
  }
}

function readExpr(reader: Reader): Expr | undefined {
  while (match(reader, REFERENCE) !== undefined);
  let expr = readStart(reader);
  while (expr !== undefined) {
    const from: number = reader.at;
    skipSpace(reader);
    const char = charAt(reader);
    if (char === "?") {
      reader.at += 1;
      expr = { ...expr, tried: true };
    } else if (char === ".") {
      expr = readMember(reader, expr);
    } else if (char === "(") {
      expr = readCall(reader, expr);
    } else {
      reader.at = from;
      return expr;
    }
  }
  return undefined;
}

/** A name, path, string or number. */
function readStart(reader: Reader): Expr | undefined {
  const { text, at: start } = reader;
  if (text.charCodeAt(start) === 0x22) {
    const end = skipQuoted(text, start);
    if (end > reader.end) return undefined;
    reader.at = end;
    return { kind: "literal", start, end, value: decodeText(text.slice(start, end)) };
  }
  const number = match(reader, NUMBER);
  if (number !== undefined) {
    const value = Number(number.replaceAll("_", ""));
    return { kind: "literal", start, end: reader.at, value };
  }
  const path = match(reader, PATH);
  if (path === undefined || KEYWORDS.has(path)) return undefined;
  // A macro, a lifetime, a prefixed or raw string, a raw name, a longer path.
  if (/[!"'#:]/.test(charAt(reader))) return undefined;
  const span = { start, end: reader.at };
  if (path === "true" || path === "false")
    return { kind: "literal", ...span, value: path === "true" };
  return simplePath(path, span);
}

function readMember(reader: Reader, object: Expr): Expr | undefined {
  reader.at += 1;
  skipSpace(reader);
  const name = match(reader, MEMBER_NAME);
  if (name === undefined || charAt(reader) === ":") return undefined;
  const span = { start: object.start, end: reader.at };
  if (name === "await") return { kind: "await", ...span, value: object };
  return { kind: "member", ...span, object, name: plainName(name), path: false };
}

function readCall(reader: Reader, callee: Expr): Expr | undefined {
  reader.at += 1;
  const args = readList(reader);
  if (args === undefined || charAt(reader) !== ")") return undefined;
  reader.at += 1;
  const span = { start: callee.start, end: reader.at };
  return {
    kind: "call",
    ...span,
    callee,
    args,
    named: [],
    isNew: false,
    macro: false,
    typeArgs: [],
  };
}
