/** How near two sentences are, by their words. */

/** The same but for case, spaces and punctuation. */
export function sameWords(left: string, right: string): boolean {
  return fold(left) === fold(right);
}

/**
 * From 0 to 1: mostly how many of the first sentence's words the second has, and a little how many others. A short
 * note about a long invariant is near it; a long invariant that happens to share a word is not.
 */
export function nearness(note: string, sentence: string): number {
  const [own, other] = [wordsOf(note), wordsOf(sentence)];
  if (own.size === 0 || other.size === 0) return 0;
  const shared = [...own].filter((word) => other.has(word)).length;
  const covered = shared / own.size;
  const alike = shared / (own.size + other.size - shared);
  return 0.7 * covered + 0.3 * alike;
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = fold(text)
    .split(" ")
    .filter((word) => word !== "" && !FILLERS.has(word));
  return new Set(words.map(stem));
}

/** Plural, past and present participle give way, so that `keys` is `key` and `caching` is `cach`, as is `cached`. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  const short = word.replace(/(?:ings?|ed|es|s)$/, "");
  return (short.length < 3 ? word : short).replace(/e$/, "");
}

const FILLERS: ReadonlySet<string> = new Set(
  "a an the and or of for to in on at by with from is are be been it its that this must shall should".split(
    " ",
  ),
);
