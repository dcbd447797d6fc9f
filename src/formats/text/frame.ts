/** The source of a place with line numbers, and its range underlined. Long lines are cut around the range. */
import type { ReportFinding } from "../../model/report.ts";
import { MASK } from "../../report/mask.ts";
import { plainLine } from "../../report/plain.ts";
import type { Paint } from "./paint.ts";
import { charWidth, displayWidth } from "./width.ts";

const MOST_LINES = 4;
const TAB = 4;
/** Columns kept at least before the range in a line that is cut. */
const LEAD = 12;

export function frame(finding: ReportFinding, width: number, paint: Paint): readonly string[] {
  const { snippet, line: first, end_line } = finding;
  if (snippet === null || first === null || end_line === null) return [];
  const lines = snippet.split("\n");
  const shown = lines.slice(0, MOST_LINES);
  const gutter = String(first + shown.length - 1).length;
  const room = Math.max(20, width - gutter - 5);
  const empty = paint.dim(`${" ".repeat(gutter + 1)} |`);
  const framed = shown.flatMap((line, nth) => {
    const { code, underline } = draw(line, rangeOn(line, nth, finding), room);
    const number = paint.dim(`${String(first + nth).padStart(gutter + 1)} |`);
    const marks = underline === "" ? [] : [`${empty} ${paint.mark(underline)}`];
    return [`${number} ${code}`.trimEnd(), ...marks];
  });
  const more = end_line - first + 1 > shown.length ? [paint.dim(`${" ".repeat(gutter)} …`)] : [];
  return [empty, ...framed, ...more];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** UTF-16 columns from 0. A mask is not as long as what it hides, so the range ends behind the last one. */
function rangeOn(line: string, nth: number, finding: ReportFinding): Range {
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  const from = nth === 0 ? (finding.column ?? 1) - 1 : indent;
  const isLast = (finding.line ?? 0) + nth === finding.end_line;
  const to = isLast ? (finding.end_column ?? 1) - 1 : line.trimEnd().length;
  const mask = line.indexOf(MASK);
  if (mask === -1) return { from, to };
  if (mask < from) return { from: indent, to: line.trimEnd().length };
  const end = line.lastIndexOf(MASK) + MASK.length;
  return { from, to: /["'`]/.test(line.charAt(end)) ? end + 1 : end };
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly covered: boolean;
}

interface Drawn {
  readonly code: string;
  readonly underline: string;
}

function draw(line: string, range: Range, room: number): Drawn {
  const cells = cellsOf(line, range);
  const first = cells.findIndex(({ covered }) => covered);
  if (first === -1) {
    // Behind the end of the line, where something is lacking.
    const { code } = drawCells(cut(cells, 0, room - 1));
    return { code, underline: `${" ".repeat(displayWidth(code))}^` };
  }
  return drawCells(cut(cells, first, room));
}

function cellsOf(line: string, { from, to }: Range): readonly Cell[] {
  const cells: Cell[] = [];
  let [at, column] = [0, 0];
  for (const character of line) {
    const covered = at >= from && at < Math.max(to, from + 1);
    const text = character === "\t" ? " ".repeat(TAB - (column % TAB)) : plainLine(character);
    const width = text === character ? charWidth(character) : text.length;
    cells.push({ text, width, covered });
    at += character.length;
    column += width;
  }
  return cells;
}

const ELLIPSIS: Cell = { text: "…", width: 1, covered: false };

/** At most `room` columns with the start of the range among them. */
function cut(cells: readonly Cell[], focus: number, room: number): readonly Cell[] {
  if (totalWidth(cells) <= room) return cells;
  let start = 0;
  const needed = totalWidth(cells.filter(({ covered }, at) => at < focus || covered));
  if (needed > room - 1) {
    start = focus;
    let lead = Math.max(LEAD, room - 2 - totalWidth(cells.slice(focus)));
    for (; start > 0 && (cells[start - 1]?.width ?? 0) <= lead; start--) {
      lead -= cells[start - 1]?.width ?? 0;
    }
  }
  const before = start > 0 ? [ELLIPSIS] : [];
  const shown: Cell[] = [];
  let left = room - before.length - 1;
  for (const cell of cells.slice(start)) {
    left -= cell.width;
    if (left < 0) return [...before, ...shown, ELLIPSIS];
    shown.push(cell);
  }
  return [...before, ...shown];
}

function totalWidth(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

function drawCells(cells: readonly Cell[]): Drawn {
  const code = cells.map(({ text }) => text).join("");
  const underline = cells
    .map(({ width, covered }) => (covered ? "^" : " ").repeat(width))
    .join("")
    .trimEnd();
  return { code, underline };
}
