/** Values as TOML text. */
import { parseToml, type TomlTable, type TomlValue } from "../load/toml.ts";
import { isTable } from "../load/read-shape.ts";

export type LineEnd = "\n" | "\r\n";

/** Texts of several lines keep their lines where TOML has a form for that. */
export function toLiteral(value: TomlValue, lineEnd: LineEnd = "\n"): string {
  if (typeof value === "string") return textLiteral(value, lineEnd);
  if (typeof value === "number") return numberLiteral(value);
  if (isTable(value)) {
    const pairs = Object.entries(value).map(([key, one]) => `${toKey(key)} = ${toLiteral(one)}`);
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }
  if (Array.isArray(value)) return `[${value.map((one: TomlValue) => toLiteral(one)).join(", ")}]`;
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

/** The text that a key holds; empty for anything else. */
export function textOf(value: TomlValue | undefined): string {
  return typeof value === "string" ? value : "";
}

export function toKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : basicString(key);
}

/** What `--value` was given: a TOML value if it is exactly one, else the text itself. */
export function readLiteral(typed: string): TomlValue {
  // Alone it may be followed by a comment or a line; in an array by a comma. Only a value is both.
  const alone = parseToml(`v = ${typed}`, "");
  const within = parseToml(`v = [${typed}]`, "");
  if (alone.value === undefined || within.value === undefined) return typed;
  if (alone.diagnostics.length > 0 || Object.keys(alone.value.table).length !== 1) return typed;
  return alone.value.table["v"] ?? typed;
}

/** The line ends that most lines of the text have. */
export function lineEndOf(text: string): LineEnd {
  const all = text.split("\n").length - 1;
  const windows = text.split("\r\n").length - 1;
  return windows * 2 > all ? "\r\n" : "\n";
}

/** Tables by content, whatever the order of their keys. */
export function isSame(left: TomlValue | undefined, right: TomlValue | undefined): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: TomlValue | undefined): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `[${value.map((one: TomlValue) => canonical(one)).join()}]`;
  if (isTable(value)) return canonicalTable(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}

function canonicalTable(table: TomlTable): string {
  const keys = Object.keys(table).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(table[key])}`).join()}}`;
}

function textLiteral(text: string, lineEnd: LineEnd): string {
  const isPlain = !/'''|'$|\r/.test(text) && !CONTROL.test(text);
  if (!text.includes("\n") || !isPlain) return basicString(text);
  return `'''${lineEnd}${text.replaceAll("\n", lineEnd)}'''`;
}

/** What no literal string may hold: tabs and line ends are the only control characters. */
const CONTROL = /(?![\t\n])\p{Cc}|\p{Surrogate}/u;

/** JSON's escapes are TOML's, but for DEL and for halves of surrogate pairs, which no TOML text may hold. */
function basicString(text: string): string {
  return JSON.stringify(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD")).replaceAll(
    "\x7F",
    String.raw`\u007F`,
  );
}

function numberLiteral(value: number): string {
  if (Number.isFinite(value)) {
    if (Object.is(value, -0)) return "-0.0";
    const text = String(value);
    // Whole numbers of that size are read as exact integers, which this is not.
    return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes("e")
      ? `${text}.0`
      : text;
  }
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
