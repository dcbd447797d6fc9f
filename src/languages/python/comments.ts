/** Finds comments by scanning the text: asking the parser for every node that may hold one is far slower. */
import type { Span } from "../../model/source.ts";
import type { Comment } from "../../model/syntax.ts";

const MARKS = /"""|'''|["'#]/g;

/**
 * All comments of a module. Strings are skipped by their quotes; `templates` are spans of strings with holes, in
 * which quotes may nest.
 */
export function readComments(text: string, templates: readonly Span[]): Comment[] {
  const comments: Comment[] = [];
  const skips = [...templates].sort((a, b) => a.start - b.start);
  let nextSkip = 0;
  let at = 0;
  for (;;) {
    MARKS.lastIndex = at;
    const match = MARKS.exec(text);
    if (match === null) return comments;
    const start = match.index;
    let skip = skips[nextSkip];
    while (skip !== undefined && skip.end <= start) skip = skips[++nextSkip];
    if (skip !== undefined && skip.start <= start) at = skip.end;
    else if (match[0] === "#") {
      at = endOfLine(text, start);
      comments.push({ start, end: at, text: withoutMarks(text.slice(start, at)) });
    } else at = endOfString(text, MARKS.lastIndex, match[0]);
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  if (end === -1) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}

/** An unclosed string ends where it begins (triple quotes) or with its line, so that comments below are seen. */
function endOfString(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === "\n" && quote.length === 1) return at;
    else if (char === quote[0] && text.startsWith(quote, at)) return at + quote.length;
  }
  return from;
}

function withoutMarks(text: string): string {
  return text.replace(/^#+[ \t]?/, "").trimEnd();
}
