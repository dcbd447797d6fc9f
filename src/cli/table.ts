/** Rows as a table of plain text; the last column is cut to the width of the terminal. */
import { plainLine } from "../report/plain.ts";
import { wrap } from "../formats/text/width.ts";
import type { Output } from "../io/host.ts";

export function table(rows: readonly (readonly string[])[], { isTTY, columns }: Output): string {
  const clean = rows.map((row) => row.map(plainLine));
  const count = Math.max(0, ...clean.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    index === count - 1 ? 0 : Math.max(...clean.map((row) => row[index]?.length ?? 0)),
  );
  const limit = isTTY ? (columns ?? 80) : Infinity;
  return clean
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line.length > limit ? `${line.slice(0, limit - 1)}…` : line}\n`)
    .join("");
}

const SET_OUT = /^\s| {2}/;

/**
 * `name  value` lines of one thing; a value of several lines is indented. Empty ones are left out. On a terminal prose is
 * wrapped; what is set out, as code is, stays.
 */
export function details(
  pairs: readonly (readonly [string, string | undefined])[],
  output?: Output,
): string {
  const given = pairs
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => [plainLine(name), value] as const);
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given
    .map(([name, value = ""]) => {
      const written = value.trimEnd().split("\n").map(plainLine);
      const isSetOut = output?.isTTY !== true || written.some((line) => SET_OUT.test(line));
      const room = Math.max(20, (output?.columns ?? 80) - width - 2);
      const lines = isSetOut ? written : written.flatMap((line) => wrap(line, room));
      return `${name.padEnd(width)}  ${lines.join(`\n${" ".repeat(width + 2)}`)}\n`;
    })
    .join("");
}
