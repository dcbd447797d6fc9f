/** Comments, found in the text: the grammar scatters them over all nodes, so asking for each would be slow. */
import type { Span } from "../../model/source.ts";
import type { Comment } from "../../model/syntax.ts";

const COMMENT = /\/\/.*|\/\*[^]*?(?:\*\/|$)/g;

/** All comments of a text. In the opaque spans (strings, regexes, JSX text) none begins. */
export function readComments(text: string, opaque: readonly Span[]): Comment[] {
  const comments: Comment[] = [];
  const spans = [...opaque].sort((a, b) => a.start - b.start);
  let next = 0;
  let at = 0;
  for (;;) {
    COMMENT.lastIndex = at;
    const found = COMMENT.exec(text);
    if (found === null) return comments;
    const { index: start, 0: source } = found;
    while ((spans[next]?.end ?? Infinity) <= start) next += 1;
    const span = spans[next];
    if (span !== undefined && span.start <= start) at = span.end;
    else {
      at = start + source.length;
      comments.push({ text: withoutMarks(source), start, end: at });
    }
  }
}

function withoutMarks(source: string): string {
  if (source.startsWith("//")) return source.replace(/^\/\/+!?/, "").trim();
  const inner = source.slice(2, source.length > 3 && source.endsWith("*/") ? -2 : undefined);
  const [first = "", ...lines] = inner.split(/\r?\n/);
  return [first.replace(/^\*+|^!/, ""), ...lines.map((line) => line.replace(/^\s*\* ?/, ""))]
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\*+$/, "")
    .trim();
}
