/** From what was typed to what it means: each word checked against what it may be, nothing that needs the disk. */
import { didYouMean } from "../load/closest.ts";
import { formatDuration, formatSize, parseDuration, parseSize } from "../load/units.ts";
import type { Language } from "../model/source.ts";
import type { Typed } from "./command.ts";
import { UsageError } from "./usage.ts";

/** Commas separate, but not those inside the braces of a glob: `a,b` is two, `*.{ts,tsx}` is one. */
export function splitList(value: string): readonly string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const character of value) {
    if (character === "{") depth++;
    if (character === "}") depth = Math.max(0, depth - 1);
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

export function isOn(typed: Typed, flag: string): boolean {
  return typed.flags[flag] === true;
}

/** Undefined when it was not typed. */
export function valueOf(typed: Typed, flag: string): string | undefined {
  const value = typed.flags[flag];
  if (typeof value !== "string") return undefined;
  if (value.trim() === "") throw new UsageError(`\`--${flag}\` needs a value`);
  return value;
}

/** Undefined when it was not typed; never empty. */
export function listOf(typed: Typed, flag: string): readonly string[] | undefined {
  const value = typed.flags[flag];
  if (!Array.isArray(value)) return undefined;
  const list = value as readonly string[];
  if (list.includes("")) throw new UsageError(`\`--${flag}\` has an empty value`);
  return [...new Set(list)];
}

/** One of a few words. */
export function wordOf<Word extends string>(
  typed: Typed,
  flag: string,
  words: readonly Word[],
): Word | undefined {
  const value = valueOf(typed, flag);
  return value === undefined ? undefined : checkWord(value, flag, words);
}

export function wordsOf<Word extends string>(
  typed: Typed,
  flag: string,
  words: readonly Word[],
): readonly Word[] | undefined {
  return listOf(typed, flag)?.map((value) => checkWord(value, flag, words));
}

export function checkWord<Word extends string>(
  value: string,
  flag: string,
  words: readonly Word[],
): Word {
  const word = words.find((known) => known === value.toLowerCase());
  if (word !== undefined) return word;
  throw new UsageError(
    `\`--${flag} ${value}\` is unknown${didYouMean(value, words)}`,
    `It is one of ${words.join(", ")}.`,
  );
}

/** A whole number between two others. */
export function numberOf(
  typed: Typed,
  flag: string,
  least: number,
  most: number,
): number | undefined {
  const value = valueOf(typed, flag);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`\`--${flag} ${value}\` is not a whole number from ${least} to ${most}`);
}

/** A duration with a unit, in milliseconds. */
export function durationOf(
  typed: Typed,
  flag: string,
  least: number,
  most: number,
): number | undefined {
  const value = valueOf(typed, flag);
  const ms = value === undefined ? undefined : parseDuration(value)?.ms;
  if (value === undefined || (ms !== undefined && ms >= least && ms <= most)) return ms;
  const [from, to] = [formatDuration({ ms: least }), formatDuration({ ms: most })];
  throw new UsageError(`\`--${flag} ${value}\` is not a duration from ${from} to ${to}`);
}

/** A size with a unit, in bytes. */
export function sizeOf(
  typed: Typed,
  flag: string,
  least: number,
  most: number,
): number | undefined {
  const value = valueOf(typed, flag);
  const bytes = value === undefined ? undefined : parseSize(value)?.bytes;
  if (value === undefined || (bytes !== undefined && bytes >= least && bytes <= most)) return bytes;
  const [from, to] = [formatSize({ bytes: least }), formatSize({ bytes: most })];
  throw new UsageError(`\`--${flag} ${value}\` is not a size from ${from} to ${to}`);
}

/** Families, and the names that people have for their members. */
const LANGUAGE_WORDS: Readonly<Record<string, Language>> = {
  typescript: "typescript",
  javascript: "typescript",
  ts: "typescript",
  tsx: "typescript",
  js: "typescript",
  jsx: "typescript",
  rust: "rust",
  rs: "rust",
  python: "python",
  py: "python",
};

export function languagesOf(typed: Typed, flag: string): readonly Language[] | undefined {
  const words = Object.keys(LANGUAGE_WORDS);
  const languages = listOf(typed, flag)?.map((value) => {
    const language = LANGUAGE_WORDS[value.toLowerCase()];
    if (language !== undefined) return language;
    throw new UsageError(
      `\`--${flag} ${value}\` is unknown${didYouMean(value, words)}`,
      "It is one of typescript (which covers JavaScript), rust, python.",
    );
  });
  return languages && [...new Set(languages)];
}

/** `--format text|markdown|json`, of which `--json` is the short form. */
export function tableFormat(typed: Typed): "text" | "markdown" | "json" {
  const format = wordOf(typed, "format", ["text", "markdown", "json"]);
  if (!isOn(typed, "json")) return format ?? "text";
  if (format === undefined || format === "json") return "json";
  throw new UsageError(`\`--json\` and \`--format ${format}\` exclude each other`);
}
