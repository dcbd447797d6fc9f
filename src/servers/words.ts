/** Words of a command line or a configuration line, as a shell would split them, with their places. */
import type { ServerSetting } from "../model/server.ts";
import type { Span } from "../model/source.ts";

export interface Word extends Span {
  readonly text: string;
}

const WORD = /"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|[^\s"']+/g;

/** Parts that touch are one word: `--a="b c"`. */
export function wordsIn(text: string, offset: number): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(WORD)) {
    const start = offset + found.index;
    const end = start + found[0].length;
    const part = found[1] ?? found[2] ?? found[0];
    const last = words.at(-1);
    if (last?.end === start)
      words[words.length - 1] = { text: last.text + part, start: last.start, end };
    else words.push({ text: part, start, end });
  }
  return words;
}

/** What ends a command in a shell's line. */
const SEPARATOR = /^(?:&&|\|\||[;|&<>]|\d?>.*|<.*)$/;

/** The directives of `--maxmemory 1gb --save 900 1`; `isWhole` is false where words stand for others. */
export function readArguments(words: readonly Word[]): {
  readonly settings: readonly ServerSetting[];
  readonly isWhole: boolean;
} {
  const settings: ServerSetting[] = [];
  let isWhole = true;
  let index = 0;
  while (index < words.length) {
    const word = words[index];
    index += 1;
    if (word === undefined || SEPARATOR.test(word.text)) break;
    const option = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/i.exec(word.text);
    if (option === null) {
      // A file of its own, or `$EXTRA_FLAGS`.
      if (/\$|\.conf$/.test(word.text)) isWhole = false;
      continue;
    }
    const values: Word[] = option[2] === undefined ? [] : [{ ...word, text: option[2] }];
    while (index < words.length && values.length < 20) {
      const next = words[index];
      if (next === undefined || next.text.startsWith("--") || SEPARATOR.test(next.text)) break;
      values.push(next);
      index += 1;
    }
    settings.push(settingOf(option[1] ?? "", values, word));
  }
  return { settings, isWhole };
}

export function settingOf(name: string, values: readonly Word[], head: Span): ServerSetting {
  const text = values.map((value) => value.text).join(" ");
  return {
    directive: name.toLowerCase(),
    ...valueOf(text),
    start: head.start,
    end: values.at(-1)?.end ?? head.end,
  };
}

/** `${VAR:-literal}` has a fallback; `${VAR}`, `$VAR`, `$(VAR)`, `$$VAR`, `{{ .Values.x }}`, `%VAR%` have none. */
export function valueOf(text: string): Pick<ServerSetting, "value" | "form"> {
  const trimmed = text.trim();
  const fallback = /^\$?\$\{\w+:?-([^}]*)\}$/.exec(trimmed)?.[1];
  if (fallback !== undefined)
    return { value: fallback.replace(/^(["'])(.*)\1$/, "$2"), form: "fallback" };
  const isReference = /\$\{|\$\(|\$\w|\{\{|<%|^%\w+%$|^__\w+__$/.test(trimmed);
  return { value: trimmed, form: isReference ? "reference" : "literal" };
}
