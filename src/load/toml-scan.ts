/**
 * Where things stand in a TOML text: one tolerant pass that knows strings, comments, keys and brackets, and
 * nothing of values. It finds what must be known before parsing (nesting, dates, reserved names) and where
 * each key path has its key and its value. It never fails: on broken lines it goes on with the next.
 */
import { addItem, child, lastItem, newNode, type TomlNode } from "./toml-tree.ts";

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface TomlScan {
  readonly root: TomlNode;
  /** Where the nesting goes beyond the limit; the scan stopped there. */
  readonly tooDeep?: number;
  readonly dates: readonly Stretch[];
  /** Keys that every object inherits, such as `__proto__`. */
  readonly reserved: readonly Stretch[];
  /** The first key that was there before. */
  readonly duplicate?: number;
  /** The start of the string or bracket that is never closed. */
  readonly unclosed?: number;
  /** Where each `key = value` and each header starts, in order. */
  readonly statements: readonly number[];
}

const RESERVED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
const TIME = String.raw`\d\d:\d\d(?::\d\d(?:\.\d+)?)?`;
const DATE = new RegExp(
  String.raw`(?:\d{4}-\d\d-\d\d(?:[Tt ]${TIME}(?:[Zz]|[+-]\d\d:\d\d)?)?|${TIME})(?![\w:+.-])`,
  "y",
);
const BARE_KEY = /[\w-]+/y;
const BARE_VALUE = /[^\s,\]}#]+/y;
const ESCAPES: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r" };

export function scanToml(text: string, deepest: number): TomlScan {
  const root = newNode(0);
  const dates: Stretch[] = [];
  const reserved: Stretch[] = [];
  const statements: number[] = [];
  let at = 0;
  let tooDeep: number | undefined;
  let duplicate: number | undefined;
  let unclosed: number | undefined;

  let table = root;
  let depth = 0;
  for (skipBlank(); at < text.length; skipBlank()) {
    const start = at;
    statements.push(start);
    if (text[at] === "[") readHeader();
    else readPair(table, depth);
    skipLine(start);
  }
  return {
    root,
    dates,
    reserved,
    statements,
    ...(tooDeep !== undefined && { tooDeep }),
    ...(duplicate !== undefined && { duplicate }),
    ...(unclosed !== undefined && { unclosed }),
  };

  function readHeader(): void {
    const start = at;
    const list = text[at + 1] === "[";
    at += list ? 2 : 1;
    skipSpace();
    let node = root;
    let level = 0;
    const keys = readKeys(0);
    for (const [index, { name, offset }] of keys.entries()) {
      const last = index === keys.length - 1;
      node = child(node, name, offset);
      level += 1;
      if (last && list) {
        node.tables = true;
        node = addItem(node, start);
        level += 1;
      } else if (last) declare(node, offset);
      else if (node.tables) {
        node = lastItem(node) ?? node;
        level += 1;
      }
    }
    table = node;
    depth = level;
  }

  function readPair(parent: TomlNode, level: number): void {
    const keys = readKeys(level);
    let node = parent;
    for (const { name, offset } of keys) node = child(node, name, offset);
    const last = keys.at(-1);
    if (last === undefined || text[at] !== "=") return;
    declare(node, last.offset);
    at += 1;
    skipSpace();
    node.value = at;
    readValue(node, level + keys.length);
  }

  /** A dotted key; leaves `at` on what follows it. */
  function readKeys(level: number): readonly { name: string; offset: number }[] {
    const keys: { name: string; offset: number }[] = [];
    for (;;) {
      const offset = at;
      const name = readKey();
      if (name === undefined) return keys;
      if (RESERVED.has(name)) reserved.push({ start: offset, end: at });
      keys.push({ name, offset });
      if (tooFar(level + keys.length, offset)) return [];
      skipSpace();
      if (text[at] !== ".") return keys;
      at += 1;
      skipSpace();
    }
  }

  function readKey(): string | undefined {
    const start = at;
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      skipString();
      const inside = text.slice(start + 1, Math.max(start + 1, at - 1));
      return quote === "'" ? inside : unescape(inside);
    }
    BARE_KEY.lastIndex = at;
    const word = BARE_KEY.exec(text)?.[0];
    at += word?.length ?? 0;
    return word;
  }

  function readValue(node: TomlNode, level: number): void {
    const first = text[at];
    if (first === '"' || first === "'") return skipString();
    if (first === "[") return readArray(node, level);
    if (first === "{") return readInlineTable(node, level);
    DATE.lastIndex = at;
    if (DATE.test(text)) {
      dates.push({ start: at, end: DATE.lastIndex });
      at = DATE.lastIndex;
      return;
    }
    BARE_VALUE.lastIndex = at;
    at += BARE_VALUE.exec(text)?.[0].length ?? 0;
  }

  function readArray(node: TomlNode, level: number): void {
    const open = at;
    at += 1;
    if (tooFar(level + 1, open)) return;
    for (skipBlank(); at < text.length && text[at] !== "]"; skipBlank()) {
      readValue(addItem(node, at), level + 1);
      skipBlank();
      if (text[at] !== ",") break;
      at += 1;
    }
    close("]", open);
  }

  function readInlineTable(node: TomlNode, level: number): void {
    const open = at;
    at += 1;
    if (tooFar(level + 1, open)) return;
    for (skipSpace(); at < text.length && text[at] !== "}"; skipSpace()) {
      readPair(node, level);
      skipSpace();
      if (text[at] !== ",") break;
      at += 1;
    }
    close("}", open);
  }

  function close(bracket: string, open: number): void {
    if (text[at] === bracket) at += 1;
    else unclosed ??= open;
  }

  function skipString(): void {
    const start = at;
    const quote = text.charAt(at);
    const long = text.startsWith(quote.repeat(3), at);
    const end = quote.repeat(long ? 3 : 1);
    for (at += end.length; at < text.length; at += 1) {
      if (text.startsWith(end, at)) {
        at += end.length;
        // A long string may end in one or two quotes of its own.
        const extras = long ? 2 : 0;
        for (let extra = 0; extra < extras && text[at] === quote; extra += 1) at += 1;
        return;
      }
      if (quote === '"' && text[at] === "\\") at += 1;
      else if (!long && text[at] === "\n") break;
    }
    at = Math.min(at, text.length);
    unclosed ??= start;
  }

  function declare(node: TomlNode, offset: number): void {
    if (node.declared) duplicate ??= offset;
    else node.key = offset;
    node.declared = true;
  }

  function tooFar(level: number, offset: number): boolean {
    if (level <= deepest) return false;
    tooDeep ??= offset;
    at = text.length;
    return true;
  }

  function skipSpace(): void {
    while (text[at] === " " || text[at] === "\t") at += 1;
  }

  /** White space, line ends and comments. */
  function skipBlank(): void {
    for (; at < text.length; at += 1) {
      const char = text[at];
      if (char === "#") at = endOfLine();
      else if (char !== " " && char !== "\t" && char !== "\n" && char !== "\r") return;
    }
  }

  /** What is left of a statement; at least one character, so that the scan comes to an end. */
  function skipLine(start: number): void {
    at = Math.max(endOfLine(), start + 1);
  }

  function endOfLine(): number {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end;
  }
}

function unescape(inside: string): string {
  return inside.replaceAll(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g,
    (all: string, short?: string, long?: string, letter?: string) => {
      const digits = short ?? long;
      if (digits === undefined) return ESCAPES[letter ?? ""] ?? letter ?? all;
      const point = Number.parseInt(digits, 16);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : all;
    },
  );
}
