/** Text from elsewhere inside Markdown: it is shown as it is and forms nothing, neither here nor on GitHub. */
import { plainLine, plainText } from "../../report/plain.ts";

/** One line of prose; line breaks become spaces. */
export function inline(text: string): string {
  return plainLine(text.replace(/\s+/g, " ").trim())
    .replace(/[\\`*_{}[\]<>|~$#&]/g, String.raw`\$&`)
    .replace(/:(?=\/\/)/g, String.raw`\:`)
    .replace(/\b(www)\./gi, String.raw`$1\.`)
    .replace(/@(?=\w)/g, "@<!-- -->")
    .replace(/^(?:([-+=])|(\d+)([.)]))/, (_whole, mark?: string, number = "", end = "") =>
      mark === undefined ? `${number}\\${end}` : `\\${mark}`,
    );
}

/** A span of code on one line. With a bar in it, it is prose: in a table no code can hold one. */
export function code(text: string): string {
  if (text.includes("|")) return inline(text);
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
