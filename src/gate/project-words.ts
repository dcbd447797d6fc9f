/** Words that extractors ask of the whole project (`project-says`): heard in the texts as they are read, parsed or not. */
import { escapeRegex } from "../model/escape-regex.ts";
import type { Extractor } from "../model/extractor.ts";

export interface ProjectWords {
  /** True where the text says one of the words, whether or not another one did before. */
  readonly hear: (text: string) => boolean;
  readonly said: ReadonlySet<string>;
}

export function createProjectWords(extractors: readonly Extractor[]): ProjectWords {
  const open = new Set(
    extractors.flatMap(({ matches }) =>
      matches.flatMap(({ where }) => where.flatMap(({ words = [] }) => words)),
    ),
  );
  const said = new Set<string>();
  const any = patternOf(open, "");
  let pattern = patternOf(open, "g");
  return {
    said,
    hear(text) {
      if (!any.test(text)) return false;
      const found = new Set(Array.from(text.matchAll(pattern), ([word]) => word));
      // A word need be heard once.
      for (const word of found) {
        said.add(word);
        open.delete(word);
      }
      if (found.size > 0) pattern = patternOf(open, "g");
      return true;
    },
  };
}

/** As a word of its own where it begins and ends like one. The longest first: `a.b` is heard before `a`. */
function patternOf(words: ReadonlySet<string>, flags: string): RegExp {
  if (words.size === 0) return new RegExp("(?!)", flags);
  const longestFirst = Array.from(words).sort((a, b) => b.length - a.length);
  const parts = longestFirst.map(
    (word) =>
      `${/^\w/.test(word) ? "(?<!\\w)" : ""}${escapeRegex(word)}${/\w$/.test(word) ? "(?!\\w)" : ""}`,
  );
  return new RegExp(parts.join("|"), flags);
}
