/** "Did you mean": the word somebody probably had in mind. */
import { distance } from "fastest-levenshtein";

const LONGEST_WORD = 80;

/** The nearest of the candidates, if one is near enough to be a slip of the finger. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LONGEST_WORD) return undefined;
  const typed = fold(word);
  let best: string | undefined;
  let bestDistance = 1 + (typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3)));
  for (const candidate of candidates) {
    const apart = distance(typed, fold(candidate));
    if (apart < bestDistance) [best, bestDistance] = [candidate, apart];
  }
  return best;
}

/** `; did you mean "spec"?`, or nothing: the tail of a message. */
export function didYouMean(word: string, candidates: Iterable<string>, quote = "`"): string {
  const near = closest(word, candidates);
  return near === undefined ? "" : `; did you mean ${quote}${near}${quote}?`;
}

/** Different, but only by one letter, by case, or by the choice between `_` and `-`. */
export function isSlip(word: string, meant: string): boolean {
  if (word === meant || word.length > LONGEST_WORD) return false;
  const [typed, known] = [fold(word), fold(meant)];
  return distance(typed, known) <= (Math.min(typed.length, known.length) < 5 ? 0 : 1);
}

/** Case and the choice between `_`, `-` and space are not what tells words apart. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[_\s]/g, "-");
}
