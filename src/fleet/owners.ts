/**
 * CODEOWNERS, as GitHub reads it: the last line whose pattern fits a path decides, also when it names nobody. Patterns
 * are those of .gitignore without `!`, `[ ]` and an escaped `#`; lines with these are left out. The file is a foreign
 * one, so matching never goes back further than one star: its time is bounded by the lengths of pattern and path.
 */
import type { Owners } from "./outcome.ts";

/** Where GitHub looks; the first that is there holds. */
export const OWNERS_FILES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;
/** GitHub reads no larger one. */
export const LARGEST_OWNERS = 3_000_000;

const LONGEST_LINE = 4_000;

interface Rule {
  readonly segments: readonly string[];
  /** Fits folders only, which is to say what is in them. */
  readonly isFolder: boolean;
  readonly owners: readonly string[];
}

export function parseOwners(text: string, file: string): Owners {
  const rules = text.split(/\r?\n/).flatMap(ruleOf).toReversed();
  const known = new Map<string, readonly string[]>();
  return {
    file,
    ownersOf(path) {
      const found =
        known.get(path) ?? rules.find((rule) => fits(rule, path.split("/")))?.owners ?? [];
      known.set(path, found);
      return found;
    },
  };
}

function ruleOf(line: string): readonly Rule[] {
  const [pattern, ...rest] = wordsOf(line);
  if (pattern === undefined || line.length > LONGEST_LINE || /^!|[[\]]|^\\#/.test(pattern))
    return [];
  const isFolder = pattern.endsWith("/");
  const plain = pattern.replace(/^\//, "").replace(/\/$/, "");
  if (plain === "") return [];
  // A slash in front or in the middle ties a pattern to the top; else it fits at any depth.
  const isTied = pattern.startsWith("/") || plain.includes("/");
  const segments = [...(isTied ? [] : ["**"]), ...plain.split("/")];
  return [{ segments, isFolder, owners: rest.filter((word) => /@/.test(word)) }];
}

/** Up to a comment; a space may be escaped. */
function wordsOf(line: string): readonly string[] {
  const clean = line.trim();
  if (clean.startsWith("#")) return [];
  const words = clean.match(/(?:\\.|[^\\\s])+/g) ?? [];
  const comment = words.findIndex((word, at) => at > 0 && word.startsWith("#"));
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => word.replaceAll("\\ ", " "));
}

/** Whether the pattern fits the path, or a folder above it. `docs/*` is the one that fits no deeper. */
function fits({ segments, isFolder }: Rule, path: readonly string[]): boolean {
  const isShallow = segments.at(-1) === "*" && segments.at(-2) !== "**";
  const reached = reachable(segments, path);
  for (let depth = isShallow ? path.length : 1; depth <= path.length; depth += 1) {
    if (isFolder && depth === path.length) return false;
    if (reached[depth] === true) return true;
  }
  return false;
}

/** For each number of leading parts of the path, whether the whole pattern takes exactly these. */
function reachable(segments: readonly string[], path: readonly string[]): readonly boolean[] {
  let row = path.map(() => false);
  row = [true, ...row];
  for (const segment of segments) {
    const before = row;
    const next = before.map(() => false);
    for (let at = 0; at < next.length; at += 1) {
      if (segment === "**") next[at] = before[at] === true || next[at - 1] === true;
      else next[at] = before[at - 1] === true && fitsPart(segment, path[at - 1] ?? "");
    }
    row = next;
  }
  return row;
}

/** `*` and `?` within one name, going back to the last star only. */
function fitsPart(pattern: string, name: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === "*") {
      star = p;
      p += 1;
      mark = n;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      p = star + 1;
      mark += 1;
      n = mark;
    } else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}
