/** Identifiers as words, so that `verifyTls`, `verify_tls` and `VERIFY_TLS` are asked for once. */

/** The lower-case words of an identifier, plurals made singular. */
export function wordsOf(identifier: string): readonly string[] {
  return identifier
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => singular(word.toLowerCase()));
}

function singular(word: string): string {
  if (/(ss|us|is|as|tls|https|dns|os)$/.test(word) || word.length < 4) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(xes|ches|shes|sses)$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/**
 * A wanted name: groups of alternatives, all of which must be among the words, in any order:
 * `"verify|check tls|cert"`. A group that begins with `!` must not be; one that begins with `^` must be the first word;
 * `=` asks for exactly these words and no others.
 */
export function namesMatch(wanted: string, words: readonly string[]): boolean {
  const exact = wanted.startsWith("=");
  const groups = (exact ? wanted.slice(1) : wanted).split(/\s+/).filter((group) => group !== "");
  let needed = 0;
  for (const group of groups) {
    const negated = group.startsWith("!");
    const first = group.startsWith("^");
    const options = group.replace(/^[!^]/, "").split("|");
    const found = first
      ? options.includes(words[0] ?? "")
      : options.some((option) => words.includes(option));
    if (found === negated) return false;
    if (!negated) needed += 1;
  }
  return !exact || words.length === needed;
}
