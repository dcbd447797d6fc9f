/** Text from elsewhere inside Markdown: it is shown as it is and forms nothing, neither here nor on GitHub. */
import { plainLine, plainText } from "../../report/plain.ts";

/** One line of prose; line breaks become spaces, and what stands in backticks is code. */
export function inline(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, nth) => (nth % 2 === 0 ? escape(part, nth === 0) : code(part)))
    .join("")
    .trim();
}

function escape(text: string, first: boolean): string {
  const escaped = plainLine(text.replace(/\s+/g, " "))
    .replace(/[\\`*_{}[\]<>|~$#&]/g, String.raw`\$&`)
    .replace(/:(?=\/\/)/g, String.raw`\:`)
    .replace(/\b(www)\./gi, String.raw`$1\.`)
    .replace(/@(?=\w)/g, "@<!-- -->");
  return first ? escaped.trimStart().replace(LIST, String.raw`$1\$2`) : escaped;
}

/** What begins a list, a rule or a heading at the start of a line. */
const LIST = /^(\d*)([-+=]|(?<=\d)[.)](?=\s|$))/;

/** A span of code on one line. With a bar in it, it is prose: in a table no code can hold one. */
export function code(text: string): string {
  if (text.includes("|")) return escape(text, true);
  const shown = plainLine(text.replace(/\s+/g, " ").trim());
  if (shown === "") return "` `";
  const ticks = "`".repeat(longestRun(shown) + 1);
  const space = /^`|`$/.test(shown) ? " " : "";
  return `${ticks}${space}${shown}${space}${ticks}`;
}

/** A block of code. */
export function fence(text: string, language: string): string {
  const shown = plainText(text).replace(/\n+$/, "");
  const ticks = "`".repeat(Math.max(3, longestRun(shown) + 1));
  const name = /^[a-z0-9+-]*$/.test(language) ? language : "";
  return `${ticks}${name}\n${shown}\n${ticks}`;
}

export function link(label: string, url: string | undefined): string {
  const safe = url !== undefined && /^https?:\/\/[\w./?#&=%:~+,;@!-]+$/.test(url);
  return safe ? `[${inline(label)}](<${url}>)` : inline(label);
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
