/** What a change does to a text, as `diff` marks it: the lines that go and the lines that come. */

export function changedLines(before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const isEnd = (back: number) => old.at(-1 - back) === now.at(-1 - back);
  let start = 0;
  while (start < old.length && old[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && isEnd(end)) end += 1;
  return walk(old.slice(start, old.length - end), now.slice(start, now.length - end))
    .map((line) => `${line}\n`)
    .join("");
}

/** Keeps the longest run of lines that both have. */
function walk(old: readonly string[], now: readonly string[]): readonly string[] {
  const common = old.map(() => now.map(() => 0));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      const cells = common[row] ?? [];
      cells[column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: string[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < now.length) {
    if (row < old.length && old[row] === now[column]) {
      [row, column] = [row + 1, column + 1];
    } else if (row < old.length && at(row + 1, column) >= at(row, column + 1)) {
      lines.push(`- ${old[row]}`);
      row += 1;
    } else {
      lines.push(`+ ${now[column]}`);
      column += 1;
    }
  }
  return lines;
}

function linesOf(text: string): readonly string[] {
  return text.replaceAll("\r", "").split("\n");
}
