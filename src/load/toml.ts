/**
 * TOML text to plain values, with the place of every key. The only owner of the TOML parser: what would break it
 * (size, nesting, names that objects inherit, dates, which it cannot read in inline tables) is dealt with first.
 */
import { parse } from "@iarna/toml";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import type { Position } from "../model/source.ts";
import { diagnostic } from "./codes.ts";
import { scanToml, type TomlScan } from "./toml-scan.ts";
import type { TomlNode } from "./toml-tree.ts";

/** Integers beyond 2^53 arrive as bigint; there are no dates. */
export type TomlValue = string | number | bigint | boolean | readonly TomlValue[] | TomlTable;
export interface TomlTable {
  readonly [key: string]: TomlValue;
}

export type KeyPath = readonly (string | number)[];

export interface Toml {
  readonly table: TomlTable;
  /** Where the key or the value of a path stands; if there is no such path, where the nearest one above stands. */
  readonly at: (path: KeyPath, part: "key" | "value") => Position;
}

const LARGEST = 1_000_000;
const DEEPEST = 100;

/** The value is undefined when the file could not be parsed at all. */
export function parseToml(given: string, path: string): Checked<Toml | undefined> {
  const text = given.startsWith("\uFEFF") ? given.slice(1) : given;
  if (isTooLarge(text)) {
    return nothing(diagnostic("toml-too-large", { path, message: "the file is larger than 1 MB" }));
  }
  const scan = scanToml(text, DEEPEST);
  const positionOf = positionsIn(text);
  const place = (offset: number) => ({ path, ...positionOf(offset) });
  if (scan.tooDeep !== undefined) {
    const message = `nested over ${DEEPEST} levels deep`;
    return nothing(diagnostic("toml-too-deep", { ...place(scan.tooDeep), message }));
  }
  const [reserved] = scan.reserved;
  if (reserved !== undefined) {
    const name = text.slice(reserved.start, reserved.end);
    return nothing(
      diagnostic("toml-syntax", {
        ...place(reserved.start),
        message: `\`${name}\` cannot be used as a key`,
        help: "Objects have a member of that name already; rename the key.",
      }),
    );
  }
  const dates = scan.dates.map(({ start, end }) => {
    const message = `quote the date: "${text.slice(start, end)}"`;
    return diagnostic("toml-bare-date", { ...place(start), message });
  });
  try {
    const table = plainTable(parse(toParse(text, scan)));
    const at = (keys: KeyPath, part: "key" | "value") => positionOf(offsetOf(scan, keys, part));
    return { value: { table, at }, diagnostics: dates };
  } catch (error) {
    const { offset, ...said } = explain(error, text, scan);
    return nothing(...dates, diagnostic("toml-syntax", { ...place(offset), ...said }));
  }
}

/** Offset to line and column, both 1-based, columns in UTF-16 code units. Lines are counted when first asked. */
function positionsIn(text: string): (offset: number) => Position {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)];
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function nothing(...diagnostics: readonly Diagnostic[]): Checked<undefined> {
  return { value: undefined, diagnostics };
}

function isTooLarge(text: string): boolean {
  if (text.length > LARGEST) return true;
  // UTF-8 takes at most three bytes for a UTF-16 unit.
  return text.length * 3 > LARGEST && new TextEncoder().encode(text).length > LARGEST;
}

/** Dates become strings, so that one forgotten pair of quotes does not cost the whole file; line ends become `\n`,
 *  because the parser refuses a comment that ends in CRLF. Lines stay what they are. */
function toParse(text: string, { dates }: TomlScan): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of dates) {
    parts.push(text.slice(from, start), '"', text.slice(start, end), '"');
    from = end;
  }
  return (parts.join("") + text.slice(from)).replaceAll("\r\n", "\n");
}

function offsetOf(scan: TomlScan, path: KeyPath, part: "key" | "value"): number {
  let node: TomlNode = scan.root;
  let found = 0;
  for (const step of path) {
    const next = node.children?.get(step);
    if (next === undefined) break;
    node = next;
    found += 1;
  }
  return part === "value" && found === path.length ? node.value : node.key;
}

interface Explanation {
  readonly offset: number;
  readonly message: string;
  readonly help?: string;
}

/** The parser's complaint in better words and, where it complains late, at a better place. */
function explain(error: unknown, text: string, scan: TomlScan): Explanation {
  const raw = error instanceof Error ? error : new Error(String(error));
  const said = raw.message.replace(/ at row \d+, col \d+[^]*$/, "");
  const offset = errorOffset(raw, text);
  if (/redefine|extend/.test(said)) {
    const statement = scan.statements.findLast((start) => start <= offset);
    return {
      offset: scan.duplicate ?? statement ?? offset,
      message: "this key or table is already defined",
      help: "A key may be given once; a list of tables is written [[name]].",
    };
  }
  const endsEarly = said.startsWith("Unterminated") || offset >= text.trimEnd().length;
  if (endsEarly && scan.unclosed !== undefined) {
    const { unclosed } = scan;
    if (text[unclosed] === "[") return { offset: unclosed, message: "this array is not closed" };
    const what = text[unclosed] === "{" ? "inline table" : "string";
    const long = /^("{3}|'{3})/.test(text.slice(unclosed, unclosed + 3));
    const help = long ? {} : { help: "It must end on the line on which it begins." };
    return { offset: unclosed, message: `this ${what} is not closed`, ...help };
  }
  return { offset, message: `not valid TOML: ${said.charAt(0).toLowerCase()}${said.slice(1)}` };
}

/** The parser counts lines from 0, and columns from 1 on the first line but from 0 on the others. */
function errorOffset(error: object, text: string): number {
  const line = "line" in error && typeof error.line === "number" ? error.line : 0;
  const column = "col" in error && typeof error.col === "number" ? error.col : 0;
  let start = 0;
  for (let count = 0; count < line; count += 1) start = text.indexOf("\n", start) + 1;
  const end = text.indexOf("\n", start);
  return Math.min(
    start + Math.max(0, line === 0 ? column - 1 : column),
    end < 0 ? text.length : end,
  );
}

/** Plain objects and arrays, without the parser's own marks on them. */
function plainTable(table: object): TomlTable {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, plainValue(value)]));
}

function plainValue(value: unknown): TomlValue {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === "object" && value !== null) return plainTable(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return value;
  }
  return String(value);
}
