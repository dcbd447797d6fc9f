/** Colours for a few lines of source, and a mark on the place that decides. Wrong colours would cost nothing. */
import { escapeMarkup } from "../markup/escape.ts";
import { element, type Html } from "./element.ts";

export interface Marked {
  readonly language: string;
  /** Of the snippet's first line. */
  readonly firstLine: number;
  /** 1-based; the end is exclusive. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A block of code with line numbers. */
export function highlight(snippet: string, marked: Marked): Html {
  const lines = snippet.replace(/\n$/, "").split("\n");
  const numbered = lines.map((line, at) => {
    const number = marked.firstLine + at;
    const range = rangeOn(number, line, marked);
    const code = colour(line, marked.language, range);
    return `<span class="n">${number}</span>${code}`;
  });
  return element("pre", { tabindex: 0, "aria-label": "Source" }, [
    `<code>${numbered.join("\n")}</code>` as Html,
  ]);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What of a line is marked; what only indents it is not. */
function rangeOn(number: number, text: string, marked: Marked): Range | undefined {
  const { line, column, endLine, endColumn } = marked;
  if (number < line || number > endLine) return undefined;
  const from = number === line ? column - 1 : text.search(/\S|$/);
  const to = number === endLine ? Math.min(endColumn - 1, text.length) : text.length;
  return from < to ? { from, to } : undefined;
}

function colour(line: string, language: string, range: Range | undefined): string {
  const parts: string[] = [];
  let at = 0;
  for (const { index, 0: found, groups = {} } of line.matchAll(TOKENS)) {
    if (index > at) parts.push(piece(line, at, index, "", range));
    const kind = kindOf(groups, found, language);
    parts.push(piece(line, index, index + found.length, kind, range));
    at = index + found.length;
  }
  parts.push(piece(line, at, line.length, "", range));
  return parts.join("");
}

/** One token, cut where the mark begins and ends. */
function piece(
  line: string,
  from: number,
  to: number,
  kind: string,
  range: Range | undefined,
): string {
  const cuts = [from, range?.from ?? from, range?.to ?? to, to].map((one) =>
    Math.max(from, Math.min(to, one)),
  );
  const spans = [0, 1, 2].map((at) => line.slice(cuts[at], cuts[at + 1]));
  return spans
    .map((said, at) => {
      if (said === "") return "";
      const shown = escapeMarkup(said);
      const coloured = kind === "" ? shown : `<i class="${kind}">${shown}</i>`;
      return at === 1 && range !== undefined ? `<mark>${coloured}</mark>` : coloured;
    })
    .join("");
}

function kindOf(
  groups: Readonly<Record<string, string | undefined>>,
  found: string,
  language: string,
): string {
  if (groups["string"] !== undefined) return "s";
  if (groups["slashes"] !== undefined) return language === "python" ? "" : "c";
  if (groups["hash"] !== undefined) return language === "python" || language === "yaml" ? "c" : "";
  if (groups["number"] !== undefined) return "d";
  return KEYWORDS.has(found) ? "k" : "";
}

/** No two parts can match the same text in two ways, so a hostile line costs no more than its length. */
const TOKENS =
  /(?<slashes>\/\/.*|\/\*.*?\*\/)|(?<hash>#.*)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_]\w*)/g;

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "as async await break case catch class const continue def default do elif else enum except export extends False " +
    "finally fn for from function if impl import in is lambda let loop match mod move mut new None not null or pass pub " +
    "raise ref return self static struct super switch this throw trait True true false try type typeof undefined unsafe " +
    "use var where while with yield"
  ).split(" "),
);
