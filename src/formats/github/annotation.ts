/** One workflow command: `::error file=src/a.ts,line=3,title=…::message`. */
import { plainText } from "../../report/plain.ts";

export type AnnotationLevel = "error" | "warning" | "notice";

export interface Annotation {
  readonly level: AnnotationLevel;
  /** Relative to the top of the repository. */
  readonly path?: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly end_line: number | null;
  readonly end_column: number | null;
  readonly title: string;
  readonly message: string;
}

export function annotation(one: Annotation): string {
  const properties = [
    one.path === undefined ? undefined : (["file", one.path] as const),
    one.line === null ? undefined : (["line", String(one.line)] as const),
    one.end_line === null ? undefined : (["endLine", String(one.end_line)] as const),
    ...columns(one),
    ["title", one.title] as const,
  ].flatMap((pair) => (pair === undefined ? [] : `${pair[0]}=${property(pair[1])}`));
  return `::${one.level} ${properties.join(",")}::${data(one.message)}`;
}

/** GitHub takes columns only where the place is on one line; its `endColumn` is inclusive. */
function columns({
  line,
  column,
  end_line,
  end_column,
}: Annotation): (readonly [string, string])[] {
  if (column === null || (end_line !== null && end_line !== line)) return [];
  if (end_column === null) return [["col", String(column)]];
  return [
    ["col", String(column)],
    ["endColumn", String(Math.max(column, end_column - 1))],
  ];
}

/** As the runner decodes it: nothing else can end a message or begin another command. */
function data(text: string): string {
  return plainText(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
