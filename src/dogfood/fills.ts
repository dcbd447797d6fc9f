/** What a person filled into the blanks of a block, read back from the block's Markdown. */

export interface Fills {
  /** What stands between a key and its end. Undefined when the key is not there. */
  after(key: string, end: string): string | undefined;
  /** Asked for the rows of the table with these columns, one after the other: what stood in a row, by column. */
  table(
    columns: readonly string[],
    personal: readonly string[],
  ): (row: string) => (column: number) => string | undefined;
  /** What stands in the personal columns of rows that nobody asked for, and where it stood. */
  left(): readonly { readonly where: string; readonly text: string }[];
}

interface Row {
  readonly table: string;
  /** Without its number, which changes when another row comes before it. */
  readonly name: string;
  readonly cells: readonly string[];
}

export function readFills(text: string): Fills {
  const open = new Set(readRows(text));
  const personalOf = new Map<string, { columns: readonly string[]; personal: readonly string[] }>();
  return {
    after: (key, end) => {
      const at = text.indexOf(key);
      if (at < 0) return undefined;
      const line = text.slice(at + key.length).split("\n", 1)[0] ?? "";
      const stop = end === "" ? -1 : line.indexOf(end);
      return given(stop < 0 ? line : line.slice(0, stop));
    },
    table: (columns, personal) => {
      const table = columns.join("|");
      personalOf.set(table, { columns, personal });
      return (wanted) => {
        const name = nameOf(wanted);
        const row = [...open].find((one) => one.table === table && one.name === name);
        if (row === undefined) return () => undefined;
        // The next row of that name is another one.
        open.delete(row);
        return (column) => given(row.cells[column] ?? "");
      };
    },
    left: () =>
      [...open].flatMap(({ table, name, cells }) => {
        const { columns = [], personal = [] } = personalOf.get(table) ?? {};
        return personal.flatMap((column) => {
          const cell = given(cells[columns.indexOf(column)] ?? "");
          return cell === undefined ? [] : [{ where: `${name}, ${column}`, text: cell }];
        });
      }),
  };
}

function given(text: string): string | undefined {
  const found = text.trim();
  return found === "" ? undefined : found;
}

function nameOf(cell: string): string {
  return cell.replace(/^\d+\. /, "");
}

function readRows(text: string): readonly Row[] {
  const rows: Row[] = [];
  let table: string | undefined;
  for (const line of text.split("\n")) {
    if (!line.trimStart().startsWith("|")) {
      table = undefined;
      continue;
    }
    const cells = cellsOf(line);
    if (table === undefined) table = cells.join("|");
    else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      rows.push({ table, name: nameOf(cells[0] ?? ""), cells });
    }
  }
  return rows;
}

/** A bar behind a backslash belongs to its cell. */
function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
