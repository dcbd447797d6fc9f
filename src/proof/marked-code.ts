/** The code that a file's markers stand on, each as it would stand alone. */
import { fileOf, learnFrom } from "../look/candidates.ts";
import { compileTextWays } from "../extract/text-ways.ts";
import { fitsGlobs } from "../io/globs.ts";
import { supportOf } from "../languages/registry.ts";
import type { Language } from "../model/source.ts";
import { parseText } from "../parse/parse.ts";
import { createLines } from "../report/lines.ts";

export interface MarkedCode {
  /** Of the marker, from 1. */
  readonly line: number;
  readonly language: Language;
  /** Undefined where nothing follows the marker. */
  readonly code: string | undefined;
}

/** In the order of the file; none for a file of an unknown language. */
export function markedCode(path: string, text: string): readonly MarkedCode[] {
  const file = fileOf(path, text);
  const { language } = file;
  if (language === undefined) return [];
  const ways = compileTextWays([], (one) => supportOf(one).grammars, parseText, fitsGlobs);
  const lines = createLines(text);
  return learnFrom(file, ways).markers.map(({ start, item }) => ({
    line: lines.position(start).line,
    language,
    code: item === undefined ? undefined : aligned(text, item.start, item.end),
  }));
}

/** Whole lines from where the item begins, moved to the left margin. */
function aligned(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  const indent = before.trim() === "" ? before : "";
  return text
    .slice(start, end)
    .split("\n")
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join("\n");
}
