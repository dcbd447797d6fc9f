/**
 * Can this file matter? One pattern over the text, made of the words that some extractor, library model or marker
 * needs. Most files end here, unparsed. A file that the gate lets go counts as scanned: nothing that
 * any extractor looks for can stand in it, unless another file says so (see the rounds in `scan.ts`).
 */
import { escapeRegex } from "../model/escape-regex.ts";
import type { Extractor, Way } from "../model/extractor.ts";
import type { Library } from "../model/library.ts";
import type { Language } from "../model/source.ts";

export interface Gate {
  /** By the file's own words, or those of its path. */
  opens(text: string, language: Language): boolean;
}

/** In-process caches need no library: plain maps and decorators are told by what people call them. */
const CACHE_WORDS = ["cache", "memoiz", "memois", "redis", "lru"];

export function buildGate(extractors: readonly Extractor[], libraries: readonly Library[]): Gate {
  const asked = askedProvides(extractors);
  const seesShapes = extractors.some((extractor) =>
    extractor.matches.some((match) => match.way.kind === "call" || match.way.kind === "idiom"),
  );
  // A queue that lives on a cache's server matters to the cache (`with-queue`); others only to those who ask for queues.
  const patterns = new Map<Language, RegExp | undefined>();
  for (const language of ["typescript", "rust", "python"] as const) {
    const packages = libraries
      .filter(
        (library) =>
          library.language === language &&
          library.types.some(
            ({ provides }) =>
              asked.has(provides) || (provides === "queue" && library.dialect !== undefined),
          ),
      )
      .flatMap((library) => [
        ...library.packages.map((name) => importPattern(name, language)),
        ...library.globals.map((name) => `\\b${escapeRegex(name)}\\(`),
      ]);
    const words = [
      "@aphoria:",
      ...(seesShapes ? CACHE_WORDS : []),
      ...shapeWords(extractors, language),
    ].map((word) => escapeRegex(word));
    patterns.set(language, new RegExp([...words, ...(seesShapes ? packages : [])].join("|"), "i"));
  }
  return { opens: (text, language) => patterns.get(language)?.test(text) ?? false };
}

/** `when.words` of extractors that look for shapes: where one of them stands, the file matters without any of ours. */
function shapeWords(extractors: readonly Extractor[], language: Language): readonly string[] {
  return extractors
    .filter(
      ({ languages, matches }) =>
        languages.includes(language) &&
        matches.some(({ way }) => way.kind === "call" || way.kind === "idiom"),
    )
    .flatMap(({ when }) => when.words);
}

/** What the `call` and `idiom` matches ask for; caches always. */
export function askedProvides(extractors: readonly Extractor[]): ReadonlySet<string> {
  const asked = new Set<string>(["shared-cache", "local-cache"]);
  for (const extractor of extractors) {
    for (const { way } of extractor.matches) {
      if (way.kind !== "call" && way.kind !== "idiom") continue;
      for (const word of providesOf(way)) asked.add(word);
    }
  }
  return asked;
}

function providesOf(way: Extract<Way, { kind: "call" | "idiom" }>): readonly string[] {
  const wanted = way.asked.provides ?? way.asked.construct;
  return [wanted].flat().filter((word): word is string => typeof word === "string");
}

/** A package name as an import writes it, so that `got` or `pg` in prose does not open the gate. */
function importPattern(name: string, language: Language): string {
  if (name.startsWith("*/")) return `['"][^'"\\n]*${escapeRegex(name.slice(1))}\\b`;
  if (language === "typescript") return `['"]${escapeRegex(name)}(?:/[^'"]*)?['"]`;
  if (language === "rust") return `\\b${escapeRegex(name)}(?:::|\\s*;|\\s+as\\b)`;
  return `\\b(?:import|from)\\s+${escapeRegex(name)}\\b`;
}
