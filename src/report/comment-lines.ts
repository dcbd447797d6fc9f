/** Comments taken apart into lines without their marks, in any language: `//`, `#`, `--`, `;`, blocks, `<!-- -->`. */
import type { Comment } from "../model/syntax.ts";

export interface CommentLine {
  /** What is left without the marks, trimmed. */
  readonly text: string;
  /** Where it starts and ends in the file. */
  readonly start: number;
  readonly end: number;
  /** Distance of its start from the start of its line in the file. */
  readonly indent: number;
  /** Counted from 0 over the whole file. */
  readonly line: number;
  readonly comment: Comment;
}

/** The comments must be in order. */
export function commentLines(comments: readonly Comment[], text: string): readonly CommentLine[] {
  const lines: CommentLine[] = [];
  let [line, counted] = [0, 0];
  for (const comment of comments) {
    let start = comment.start;
    for (const [nth, raw] of text.slice(comment.start, comment.end).split("\n").entries()) {
      line += countLineFeeds(text, counted, start);
      counted = start;
      const before = (nth === 0 ? OPENING : INNER).exec(raw)?.[0].length ?? 0;
      const content = raw.slice(before).replace(CLOSING, "");
      const from = start + before;
      const indent = from - (text.lastIndexOf("\n", from - 1) + 1);
      lines.push({ text: content, start: from, end: from + content.length, indent, line, comment });
      start += raw.length + 1;
    }
  }
  return lines;
}

const OPENING = /^(?:\/\/[/!]?|\/\*+!?|#+!?|--|<!--|;+)?[ \t]*/;
const INNER = /^[ \t]*(?:\*(?!\/))?[ \t]*/;
const CLOSING = /[ \t]*(?:\*+\/|-->)?[ \t\r]*$/;

function countLineFeeds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) {
    count++;
  }
  return count;
}
