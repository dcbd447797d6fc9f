/** Help that fits the terminal: what is prose is wrapped, what is to be copied stays whole. */
import { wrap } from "../formats/text/width.ts";
import type { Output } from "../io/host.ts";

/** In columns; longer lines are hard to read. */
export function helpWidth(output: Output): number {
  return Math.min(output.columns ?? 100, 120);
}

/** Paragraphs anew; an indented line is kept as it is. */
export function reflow(text: string, width: number): string {
  const lines: string[] = [];
  let paragraph: string[] = [];
  const close = (): void => {
    if (paragraph.length > 0) lines.push(...wrap(paragraph.join(" "), width));
    paragraph = [];
  };
  for (const line of text.split("\n")) {
    if (line !== "" && !line.startsWith(" ")) {
      paragraph.push(line);
      continue;
    }
    close();
    lines.push(line);
  }
  close();
  return lines.join("\n");
}

/** A command in lines that can be copied together, broken before its flags. */
export function foldCommand(command: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const part of command.split(/ (?=--[a-z])/)) {
    const longer = line === "" ? part : `${line} ${part}`;
    if (line !== "" && longer.length + 4 + " \\".length > width) {
      lines.push(line);
      line = part;
    } else line = longer;
  }
  return [...lines, line].join(" \\\n    ");
}

/** Two columns, or where they do not fit each second one below its first. */
export function sideBySide(rows: readonly (readonly [string, string])[], width: number): string {
  const first = Math.max(0, ...rows.map(([name]) => name.length));
  const lines = rows.map(([name, says]) => `  ${name.padEnd(first)}  ${says}`);
  if (lines.every((line) => line.length <= width)) return lines.join("\n");
  const below = (says: string): string =>
    wrap(says, Math.max(20, width - 6))
      .map((line) => `\n      ${line}`)
      .join("");
  return rows.map(([name, says]) => `  ${foldCommand(name, width)}${below(says)}`).join("\n");
}
