/**
 * A page that a program and a person write together. What is measured stands in blocks between two comments and is
 * written anew each time; a blank in them is for a person, and what was filled in stays. All the rest of the page is
 * written once and then left alone.
 */
import { readFills } from "./fills.ts";
import type { Fills } from "./fills.ts";

/** Where a person is asked for something that no file says. */
export const BLANK = "___";

/** A line with a blank behind words that are there once in the block; `end` is where the blank ends. */
export interface Blank {
  readonly key: string;
  readonly end: string;
  /** What stands there until it is filled in. */
  readonly empty?: string;
}

/** The first cell names the row; null is a blank. */
export interface Table {
  readonly columns: readonly string[];
  /** Those that are for people in every row: of a row that is gone, what stood there is kept. */
  readonly personal?: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Text, a line made of pieces, or a table. */
export type Part = string | readonly (string | Blank)[] | Table;

export interface Block {
  /** Unique in its page. */
  readonly id: string;
  readonly parts: readonly Part[];
}

/** Blocks, and what stands around them when the page is new. */
export interface Page {
  readonly name: string;
  readonly content: readonly (string | Block)[];
}

/** `isTheirs`: the page is not one of ours, so that it is to be left alone. */
export type Rendered =
  { readonly text: string } | { readonly problem: string; readonly isTheirs: boolean };

const END = "<!-- /measured -->";

export function renderPage({ content }: Page, old: string | undefined): Rendered {
  if (old === undefined || old.trim() === "") {
    const parts = content.map((part) => (typeof part === "string" ? part : wrap(part)));
    return { text: `${parts.join("\n\n")}\n` };
  }
  const blocks = content.filter((part) => typeof part !== "string");
  if (blocks.every(({ id }) => lineAt(old, begin(id), 0) < 0)) {
    const problem = "was not written by `aphoria report`, so it is left as it is";
    return { problem, isTheirs: true };
  }
  return withLineEnds(old, (text) => replaceBlocks(blocks, text));
}

/** A block in a page that is somebody else's: where it stands already, else below its heading, which is made if need be. */
export function renderSection(heading: string, block: Block, old: string): Rendered {
  return withLineEnds(old, (text) => {
    if (lineAt(text, begin(block.id), 0) >= 0) return replaceBlocks([block], text);
    const lines = text.split("\n");
    const at = lines.findIndex((line) => line.trimEnd() === heading) + 1;
    if (at > 0) {
      const [above, below] = [lines.slice(0, at), lines.slice(at)];
      return { text: [...above, "", wrap(block), ...below].join("\n") };
    }
    const above = text.trim() === "" ? "" : `${text.replace(/\n*$/, "")}\n\n`;
    return { text: `${above}${heading}\n\n${wrap(block)}\n` };
  });
}

function replaceBlocks(blocks: readonly Block[], old: string): Rendered {
  let text = old;
  for (const block of blocks) {
    const start = lineAt(text, begin(block.id), 0);
    // A block that somebody took out stays out.
    if (start < 0) continue;
    const end = lineAt(text, END, start);
    const next = lineAt(text, "<!-- measured ", start + 1);
    if (end < 0 || (next >= 0 && next < end)) {
      const problem = `has lost the \`${END}\` of its block \`${block.id}\``;
      return { problem, isTheirs: false };
    }
    const inner = text.slice(start, end);
    text = `${text.slice(0, start)}${wrap(block, inner)}${text.slice(end + END.length)}`;
  }
  return { text };
}

/** A page with the line ends of Windows keeps them. */
function withLineEnds(old: string, change: (text: string) => Rendered): Rendered {
  if (!old.includes("\r\n")) return change(old);
  const changed = change(old.replaceAll("\r\n", "\n"));
  return "text" in changed ? { text: changed.text.replaceAll("\n", "\r\n") } : changed;
}

/** How many blanks are left; those that are only spoken of stand in backticks. */
export function countBlanks(text: string): number {
  return text.match(/(?<![\w`])___(?![\w`])/g)?.length ?? 0;
}

/** Where a line begins so; what a page quotes stands inside a line. */
function lineAt(text: string, words: string, from: number): number {
  if (from === 0 && text.startsWith(words)) return 0;
  const at = text.indexOf(`\n${words}`, from);
  return at < 0 ? at : at + 1;
}

function begin(id: string): string {
  return `<!-- measured ${id} -->`;
}

/** What was filled in and has no place any more is kept below the block, for somebody to put it where it belongs. */
function wrap({ id, parts }: Block, old = ""): string {
  const fills = readFills(old);
  const body = parts.map((part) => renderPart(part, fills)).join("\n\n");
  const kept = fills
    .left()
    .filter((one) => one.text !== BLANK)
    .map(({ where, text }) => `- Kept from an earlier run (${where}): ${text}`);
  return [
    [begin(id), "", body, "", END].join("\n"),
    ...(kept.length > 0 ? [kept.join("\n")] : []),
  ].join("\n\n");
}

function renderPart(part: Part, fills: Fills): string {
  if (typeof part === "string") return part;
  if (!("columns" in part)) return part.map((piece) => renderPiece(piece, fills)).join("");
  const { columns, rows, personal = [] } = part;
  const find = fills.table(columns, personal);
  const lines = rows.map((row) => {
    const filled = find(row[0] ?? "");
    return row.map((cell, at) => cell ?? filled(at) ?? BLANK);
  });
  const rule = columns.map(() => "---");
  return [columns, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function renderPiece(piece: string | Blank, fills: Fills): string {
  if (typeof piece === "string") return piece;
  const { key, end, empty = BLANK } = piece;
  return `${key}${fills.after(key, end) ?? empty}${end}`;
}
