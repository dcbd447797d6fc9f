/** A sentence about one domain as it reads in another: each has its own word for what stands in the same role. */
import { escapeRegex } from "../model/escape-regex.ts";
import type { Domain } from "../model/domain.ts";

/** `Every outgoing request` of httpclient is `Every outgoing command` of cache. What no role names is kept. */
export function reword(sentence: string, from?: Domain, to?: Domain): string {
  const words = new Map<string, string>();
  for (const [role, spoken] of Object.entries(from?.words ?? {})) {
    const [own] = to?.words[role] ?? [];
    if (own === undefined) continue;
    // A word in two roles is taken for the first.
    for (const word of spoken) {
      if (!words.has(word.toLowerCase())) words.set(word.toLowerCase(), own);
    }
  }
  if (words.size === 0) return sentence;
  const known = [...words.keys()].toSorted((a, b) => b.length - a.length).map(escapeRegex);
  // What stands between backquotes is code.
  const either = new RegExp(`\`[^\`]*\`|(?<![\\w-])(?:${known.join("|")})(?![\\w-])`, "gi");
  return sentence.replaceAll(either, (word) =>
    inCaseOf(word, words.get(word.toLowerCase()) ?? word),
  );
}

function inCaseOf(model: string, word: string): string {
  const first = model.charAt(0);
  const isCapital =
    first !== first.toLowerCase() && model.slice(1) === model.slice(1).toLowerCase();
  return isCapital ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
