/** Offsets as people count them: lines and UTF-16 columns from 1. Lines end with `\n`; a `\r` before it is dropped. */
import type { Position, Span } from "../model/source.ts";

export interface Lines {
  /** Offsets beyond the text are at its end. */
  position(offset: number): Position;
  /** The whole lines that the span touches, at most `limit` of them; endless lines are cut. */
  linesOf(span: Span, limit: number): Span;
}

/** Nobody wrote by hand what is longer, and a report that repeats it is of no use. */
const LONGEST = 10_000;

export function createLines(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);

  /** The index of the last line that starts at or before the offset. */
  function lineAt(offset: number): number {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function endOf(line: number): number {
    const next = starts[line + 1];
    if (next === undefined) return text.length;
    return text[next - 2] === "\r" ? Math.max(next - 2, starts[line] ?? 0) : next - 1;
  }

  return {
    position(offset) {
      const inside = clamp(offset, text.length);
      const line = lineAt(inside);
      return { line: line + 1, column: inside - (starts[line] ?? 0) + 1 };
    },
    linesOf({ start, end }, limit) {
      const first = lineAt(clamp(start, text.length));
      // A span that ends at the start of a line does not touch it.
      const last = Math.max(first, lineAt(clamp(Math.max(start, end - 1), text.length)));
      const from = starts[first] ?? 0;
      return {
        start: from,
        end: Math.min(endOf(Math.min(last, first + limit - 1)), from + LONGEST),
      };
    },
  };
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(offset, 0), length);
}
