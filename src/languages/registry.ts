/** Every language, and which file belongs to which. A new language is one file and a line here. */
import type { Language, SourceFile } from "../model/source.ts";
import type { LanguageSupport } from "./language.ts";
import { python } from "./python.ts";
import { rust } from "./rust.ts";
import { typescript } from "./typescript.ts";

const ALL: readonly LanguageSupport[] = [typescript, rust, python];

const BY_ENDING = new Map(
  ALL.flatMap((support) =>
    Object.entries(support.extensions).map(
      ([ending, grammar]) => [ending, { support, grammar }] as const,
    ),
  ),
);

export function supportOf(language: Language): LanguageSupport {
  return BY_ID[language];
}

const BY_ID: Readonly<Record<Language, LanguageSupport>> = { typescript, rust, python };

/** The language and grammar that a path's ending says; nothing for other files. */
export function languageOfPath(
  path: string,
): Required<Pick<SourceFile, "language" | "grammar">> | undefined {
  const found = BY_ENDING.get(endingOf(path));
  return found === undefined ? undefined : { language: found.support.id, grammar: found.grammar };
}

/** Rules of another linter, and beside each the code it is tried on. */
const RULE_FOLDER = /(?:^|\/)\.?semgrep(?:[-_]rules)?\//;

/** True where the path alone says test, example or fixture. */
export function isTestPath(path: string): boolean {
  const found = BY_ENDING.get(endingOf(path));
  return found !== undefined && (found.support.isTestPath(path) || RULE_FOLDER.test(path));
}

function endingOf(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? "" : path.slice(dot);
}
