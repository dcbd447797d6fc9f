/** Files of one setting per line: a server's own configuration, and environment files. */
import type { ServerSetting } from "../model/server.ts";
import { settingOf, valueOf, wordsIn } from "./words.ts";

interface Line {
  readonly text: string;
  readonly start: number;
}

function* linesOf(text: string, offset: number): Generator<Line> {
  let start = 0;
  for (const line of text.split("\n")) {
    yield { text: line.replace(/\r$/, ""), start: offset + start };
    start += line.length + 1;
  }
}

/** `directive value …`; `isWhole` is false where it includes another file. */
export function readServerFile(
  text: string,
  offset = 0,
): { readonly settings: readonly ServerSetting[]; readonly isWhole: boolean } {
  const settings: ServerSetting[] = [];
  for (const line of linesOf(text, offset)) {
    const [head, ...values] = wordsIn(line.text.replace(/(^|\s)#.*$/, "$1"), line.start);
    if (head === undefined || !/^[a-z][a-z0-9-]*$/i.test(head.text)) continue;
    settings.push(settingOf(head.text, values, head));
  }
  return { settings, isWhole: !settings.some(({ directive }) => directive === "include") };
}

/** `KEY=value`, also after `export`. */
export function readEnvironment(
  text: string,
): readonly (ServerSetting & { readonly variable: string })[] {
  return [...linesOf(text, 0)].flatMap((line) => {
    const found = /^(\s*(?:export\s+)?)([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line.text);
    if (found === null) return [];
    const [, lead = "", variable = "", rest = ""] = found;
    const quoted = /^(["'])(.*?)\1/.exec(rest)?.[2];
    const value =
      quoted ??
      rest
        .replace(/\s+#.*$/, "")
        .replace(/^#.*$/, "")
        .trim();
    const start = line.start + lead.length;
    return [
      {
        variable,
        directive: "",
        ...valueOf(value),
        start,
        end: line.start + line.text.trimEnd().length,
      },
    ];
  });
}
