/** Which item a comment belongs to. */
import type { Span } from "../model/source.ts";
import type { Comment } from "../model/syntax.ts";

export interface Surroundings {
  readonly text: string;
  /** In order. */
  readonly comments: readonly Comment[];
  /** As `itemSpansOf` gives them. */
  readonly items: readonly Span[];
}

/**
 * A comment behind code belongs to the item that ends there, or else to the one that begins on its line; any other
 * comment to the item that follows, with nothing but space, comments, attributes and modifiers in between.
 */
export function itemOf(comment: Span, around: Surroundings): Span | undefined {
  return isTrailing(comment, around.text)
    ? (endingBefore(comment, around) ?? openedOnLine(comment, around))
    : following(comment, around);
}

function isTrailing({ start, end }: Span, text: string): boolean {
  const before = text.slice(lineStart(text, start), start);
  const lineEnd = text.indexOf("\n", end);
  const after = text.slice(end, lineEnd === -1 ? text.length : lineEnd);
  return before.trim() !== "" && after.trim() === "";
}

/**
 * Of several that end together (`y()` and the `if` around it, in Python) the largest that began on this line, else the
 * smallest; behind the last line of a call that is the call, and not the last link of its chain.
 */
function endingBefore(comment: Span, { text, items }: Surroundings): Span | undefined {
  const line = lineStart(text, comment.start);
  const ending = items.filter(
    (item) =>
      item.end > line &&
      item.end <= comment.start &&
      PUNCTUATION.test(text.slice(item.end, comment.start)),
  );
  const last = Math.max(...ending.map(({ end }) => end));
  const nearest = ending.filter(({ end }) => end === last);
  const isLink = ({ start }: Span): boolean => text.charAt(start) === ".";
  return (
    nearest.find(({ start }) => start >= line) ??
    nearest.findLast((item) => !isLink(item)) ??
    nearest.at(-1)
  );
}

function openedOnLine(comment: Span, { text, items }: Surroundings): Span | undefined {
  const line = lineStart(text, comment.start);
  return items.find(
    ({ start, end }) => start >= line && start < comment.start && end > comment.end,
  );
}

function following(comment: Span, { text, comments, items }: Surroundings): Span | undefined {
  const from = codeEnd(comment, text, comments);
  const item = items[firstAtOrAfter(items, from)];
  if (item === undefined) return undefined;
  const between = withoutComments({ start: comment.end, end: item.start }, text, comments);
  // A comment among the children of an element stands in braces of its own.
  const isElement = text.charAt(item.start) === "<" && text.charAt(from - 1) === "{";
  const rest = isElement ? between.replace("}", "") : between;
  return MODIFIERS.test(rest.replace(ATTRIBUTES, " ").trimStart()) ? item : undefined;
}

const PUNCTUATION = /^[\s,;)\]}]*$/;
const ATTRIBUTES = /#!?\[[^\]]*\]|@[\w.]+(?:\([^()]*\))?/g;
const MODIFIERS =
  /^(?:(?:pub(?:\([^()]*\))?|export|default|declare|abstract|override|public|private|protected|readonly|static|async|unsafe|const|let|var|mut|get|set|accessor|type|def|fn|function|class|struct|enum)\s+)*\??$/;

/** Where the code before the comment ends: a decorated item without its decorators begins there. */
function codeEnd(comment: Span, text: string, comments: readonly Comment[]): number {
  let at = comment.start;
  for (let nth = comments.findIndex(({ start }) => start === comment.start) - 1; ; nth--) {
    while (at > 0 && /\s/.test(text.charAt(at - 1))) at--;
    const previous = comments[nth];
    if (previous === undefined || previous.end < at) return at;
    at = previous.start;
  }
}

function withoutComments(span: Span, text: string, comments: readonly Comment[]): string {
  let [at, rest] = [span.start, ""];
  for (const { start, end } of comments) {
    if (end <= at) continue;
    if (start >= span.end) break;
    rest += text.slice(at, Math.max(at, start));
    at = end;
  }
  return rest + text.slice(at, Math.max(at, span.end));
}

function firstAtOrAfter(items: readonly Span[], offset: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
