/**
 * Reads the plainest expressions off their text: names, members, calls, indexes and simple literals. They are most
 * of all code, and asking the parser for each of their nodes would be most of the time that lowering takes.
 */
import type { Span } from "../../model/source.ts";
import type { Expr, Literal, Named } from "../../model/syntax.ts";
import { callNode } from "./calls.ts";
import { nameNode } from "./context.ts";

/** Longer text is left to the grammar: reading it in vain at every level would cost more than it saves. */
const MAX_LENGTH = 240;

const WORD = /[A-Za-z_]\w*(?!\w|[^\s -~])/y;
const NUMBER = /(?:0|[1-9]\d*)(?:\.\d+)?(?![\w.])/y;
const STRING = /"[^"\\\n\r]*"(?!")|'[^'\\\n\r]*'(?!')/y;
const SPACE = /\s*/y;
const EQUALS = /\s*=(?!=)\s*/y;
const TARGETS: ReadonlySet<string> = new Set(["name", "member", "index"]);
const KEYWORDS = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for from global if import in " +
    "is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);

interface Reader {
  readonly text: string;
  at: number;
}

/** The expression that fills the span, or nothing where it is not of the plainest kind. */
export function readPlain(text: string, span: Span): Expr | undefined {
  if (span.end - span.start > MAX_LENGTH) return undefined;
  const reader = { text, at: span.start };
  const result = readExpression(reader);
  return reader.at === span.end ? result : undefined;
}

/** `value` or `target = value` filling the span, both of the plainest kind. */
export function readPlainAssignment(
  text: string,
  span: Span,
): { readonly target?: Expr; readonly value: Expr } | undefined {
  if (span.end - span.start > MAX_LENGTH) return undefined;
  const reader = { text, at: span.start };
  const first = readExpression(reader);
  if (first === undefined) return undefined;
  if (reader.at === span.end) return { value: first };
  if (!TARGETS.has(first.kind) || read(reader, EQUALS) === undefined) return undefined;
  const value = readExpression(reader);
  return value !== undefined && reader.at === span.end ? { target: first, value } : undefined;
}

function readExpression(reader: Reader): Expr | undefined {
  let result = readAtom(reader);
  while (result !== undefined) {
    const next = reader.text[reader.at];
    if (next === ".") result = readMember(reader, result);
    else if (next === "(") result = readCall(reader, result);
    else if (next === "[") result = readIndex(reader, result);
    else return result;
  }
  return undefined;
}

function readAtom(reader: Reader): Expr | undefined {
  const start = reader.at;
  const word = read(reader, WORD);
  if (word !== undefined) {
    const constant = CONSTANTS.get(word);
    if (constant !== undefined) return literal(start, reader.at, constant);
    return KEYWORDS.has(word) ? undefined : nameNode(word, { start, end: reader.at });
  }
  const number = read(reader, NUMBER);
  if (number !== undefined) return literal(start, reader.at, Number(number));
  const string = read(reader, STRING);
  return string === undefined ? undefined : literal(start, reader.at, string.slice(1, -1));
}

function literal(start: number, end: number, value: Literal["value"]): Literal {
  return { kind: "literal", start, end, value };
}

function readMember(reader: Reader, object: Expr): Expr | undefined {
  reader.at++;
  const name = read(reader, WORD);
  if (name === undefined || KEYWORDS.has(name)) return undefined;
  return { kind: "member", start: object.start, end: reader.at, object, name, path: false };
}

function readIndex(reader: Reader, object: Expr): Expr | undefined {
  reader.at++;
  skipSpace(reader);
  const index = readExpression(reader);
  skipSpace(reader);
  if (index === undefined || reader.text[reader.at] !== "]") return undefined;
  reader.at++;
  return { kind: "index", start: object.start, end: reader.at, object, index };
}

function readCall(reader: Reader, callee: Expr): Expr | undefined {
  const args: Expr[] = [];
  const named: Named[] = [];
  reader.at++;
  for (;;) {
    skipSpace(reader);
    if (reader.text[reader.at] === ")") break;
    if (!readArgument(reader, args, named)) return undefined;
    skipSpace(reader);
    if (reader.text[reader.at] === ",") reader.at++;
    else if (reader.text[reader.at] !== ")") return undefined;
  }
  reader.at++;
  return callNode({ start: callee.start, end: reader.at }, callee, args, named);
}

function readArgument(reader: Reader, args: Expr[], named: Named[]): boolean {
  const first = readExpression(reader);
  if (first === undefined) return false;
  if (first.kind !== "name" || read(reader, EQUALS) === undefined) {
    args.push(first);
    return true;
  }
  const value = readExpression(reader);
  if (value === undefined) return false;
  named.push({ start: first.start, end: value.end, name: first.name, value });
  return true;
}

function skipSpace(reader: Reader): void {
  read(reader, SPACE);
}

function read(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return undefined;
  reader.at = pattern.lastIndex;
  return match[0];
}
