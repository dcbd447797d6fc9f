/** What of an example is shown around one of its lines: the least in which it is still observed. */
import { languageOfPath } from "../../src/languages/registry.ts";
import { linesAround, OBSERVE, SLICES } from "./slice.ts";

/** `sees` says whether a piece is observed as the line is. */
export function cutAround(
  code: string,
  path: string,
  line: number,
  sees: (code: string) => boolean,
): string {
  for (const slice of SLICES) {
    const lines = linesAround(code, path, line, slice);
    const piece = lines && shown(code, lines);
    if (piece !== undefined && sees(piece)) return piece;
  }
  return languageOfPath(path) === undefined
    ? leastText(code, line, sees)
    : shown(code, allOf(code));
}

/** A text that is no code: each line goes, with what is indented below it, unless it takes the observation along. */
function leastText(code: string, line: number, sees: (code: string) => boolean): string {
  const texts = code.split("\n");
  let kept = allOf(code);
  const indent = (at: number) => /\S/.exec(texts[at - 1] ?? "")?.index ?? Infinity;
  for (const at of kept.toReversed()) {
    const end = texts.findIndex((_, next) => next >= at && indent(next + 1) <= indent(at));
    const isGone = (one: number) => one === at || (one > at && (end < 0 || one <= end));
    const fewer = kept.filter((one) => !isGone(one));
    if (fewer.includes(line) && fewer.length < kept.length && sees(shown(code, fewer)))
      kept = fewer;
  }
  return shown(code, kept);
}

function allOf(code: string): readonly number[] {
  return code.split("\n").map((_, at) => at + 1);
}

function shown(code: string, lines: readonly number[]): string {
  const texts = code.split("\n");
  return lines
    .map((at) => (texts[at - 1] ?? "").replace(OBSERVE, "").trimEnd())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .replaceAll(/([{(:]\n)\n+/g, "$1")
    .trim();
}
