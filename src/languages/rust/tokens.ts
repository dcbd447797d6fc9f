/**
 * Reads Rust text without a grammar, as far as needed to find comments and to take macros apart: it knows where
 * strings, characters, comments and brackets end.
 */
import type { Span } from "../../model/source.ts";
import type { Comment } from "../../model/syntax.ts";

const RAW_STRING = /r(#*)"/y;
const CHARACTER =
  /'(?:\\(?:u\{[^}\n]*\}|x[0-9a-fA-F]{2}|[^\n])|[^\\'\n\r]|[\ud800-\udbff][\udc00-\udfff])'/y;
/** Opening brackets and their partners. */
export const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Where the string, character or comment that begins at `at` ends; `at` itself when none begins there. */
export function skipQuoted(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case 0x22: // "
      return stringEnd(text, at + 1);
    case 0x27: // '
      CHARACTER.lastIndex = at;
      return CHARACTER.test(text) ? CHARACTER.lastIndex : at;
    case 0x2f: // /
      return commentEnd(text, at);
    case 0x72: // r
      return rawStringEnd(text, at);
    default:
      return at;
  }
}

/** All comments of the file, in order. */
export function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  for (let at = 0; at < text.length;) {
    const next = skipQuoted(text, at);
    if (next === at) {
      at += 1;
      continue;
    }
    if (text.charCodeAt(at) === 0x2f) {
      const end = next > at + 2 && text.charAt(next - 1) === "\r" ? next - 1 : next;
      comments.push({ start: at, end, text: commentText(text.slice(at, end)) });
    }
    at = next;
  }
  return comments;
}

/** The bracket's partner, or -1. Brackets of different shapes must nest. */
export function closerOf(text: string, open: number, end: number): number {
  const wanted: string[] = [];
  for (let at = open; at < end;) {
    const next = skipQuoted(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    const char = text.charAt(at);
    const closer = CLOSERS[char];
    if (closer !== undefined) wanted.push(closer);
    else if (char === ")" || char === "]" || char === "}") {
      if (wanted.pop() !== char) return -1;
      if (wanted.length === 0) return at;
    }
    at += 1;
  }
  return -1;
}

/** Offsets outside brackets, strings and comments at which `isMark` holds, within [start, end). */
export function marksIn(
  text: string,
  start: number,
  end: number,
  isMark: (at: number) => boolean,
): number[] {
  const marks: number[] = [];
  for (let at = start; at < end; at += 1) {
    const next = skipQuoted(text, at);
    if (next > at) {
      at = next - 1;
      continue;
    }
    if (isMark(at)) marks.push(at);
    if (!(text.charAt(at) in CLOSERS)) continue;
    const close = closerOf(text, at, end);
    // Behind an unmatched bracket nothing stands outside brackets.
    if (close === -1) break;
    at = close;
  }
  return marks;
}

/** The pieces between the marks, blank ones left out. */
export function piecesBetween(
  text: string,
  start: number,
  end: number,
  isMark: (at: number) => boolean,
): Span[] {
  const pieces: Span[] = [];
  let from = start;
  for (const mark of [...marksIn(text, start, end, isMark), end]) {
    const piece = trimmed(text, from, mark);
    if (piece.end > piece.start) pieces.push(piece);
    from = mark + 1;
  }
  return pieces;
}

/** The span without the white space and comments around its contents. */
export function trimmed(text: string, start: number, end: number): Span {
  let from = start;
  while (from < end) {
    if (/\s/.test(text.charAt(from))) from += 1;
    else if (text.charAt(from) === "/" && commentEnd(text, from) > from)
      from = commentEnd(text, from);
    else break;
  }
  let to = end;
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  return { start: Math.min(from, to), end: to };
}

function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at += 1; // A backslash takes the next character along.
  }
  return text.length;
}

function rawStringEnd(text: string, at: number): number {
  RAW_STRING.lastIndex = at;
  const open = RAW_STRING.exec(text);
  if (open === null) return at;
  const before = /[bc]/.test(text.charAt(at - 1)) ? at - 2 : at - 1;
  if (/\w/.test(text.charAt(before))) return at;
  const close = text.indexOf(`"${open[1]}`, RAW_STRING.lastIndex);
  return close === -1 ? text.length : close + 1 + (open[1]?.length ?? 0);
}

function commentEnd(text: string, at: number): number {
  const second = text.charAt(at + 1);
  if (second === "/") {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  if (second !== "*") return at;
  let depth = 1;
  for (let next = at + 2; next < text.length; next += 1) {
    const pair = text.startsWith("*/", next) ? -1 : text.startsWith("/*", next) ? 1 : 0;
    depth += pair;
    if (pair !== 0) next += 1;
    if (depth === 0) return next + 1;
  }
  return text.length;
}

function commentText(raw: string): string {
  if (raw.startsWith("//")) return raw.replace(/^\/\/[/!]?/, "").trim();
  if (raw.length <= 4) return "";
  return raw
    .replace(/^\/\*[*!]?/, "")
    .replace(/\*\/$/, "")
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\*(?!\S)/, "").trim())
    .join("\n")
    .trim();
}
