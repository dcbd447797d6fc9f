/**
 * Which version of a package a lockfile holds, found by its name as text: such files run to tens of megabytes, and one
 * or two of their thousands of entries are asked for.
 */
import type { Span } from "../model/source.ts";

export interface Locked extends Span {
  readonly version: string;
}

/** Files of this kind, by their names. */
export const LOCKFILES =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|Cargo\.lock|(?:poetry|uv|pdm)\.lock|Pipfile\.lock)$/;

/** Every version of the package in the lockfile; `inside` is the folder of the code, seen from the lockfile. */
export function lockedIn(
  path: string,
  text: string,
  name: string,
  inside: string,
): readonly Locked[] {
  switch (path.slice(path.lastIndexOf("/") + 1)) {
    case "package-lock.json":
    case "npm-shrinkwrap.json":
      return nearestInstalled(text, name, inside);
    case "yarn.lock":
      return yarnEntries(text, name);
    case "pnpm-lock.yaml":
    case "bun.lock":
      return keyed(text, name);
    case "Pipfile.lock":
      return pipfileEntries(text, name);
    default:
      return spellings(name).flatMap((spelling) => packageTables(text, spelling));
  }
}

const MOST = 40;

/** Where each occurrence ends, `MOST` at most. */
function* occurrences(text: string, words: string): Generator<number> {
  let count = 0;
  for (let at = text.indexOf(words); at >= 0 && count < MOST; at = text.indexOf(words, at + 1)) {
    count += 1;
    yield at + words.length;
  }
}

/** What the expression, which is sticky and has the version as its first group, finds at a place. */
function versionAt(text: string, at: number, expression: RegExp): readonly Locked[] {
  expression.lastIndex = at;
  const version = expression.exec(text)?.[1];
  return version === undefined
    ? []
    : [{ version, start: expression.lastIndex - version.length - 1, end: expression.lastIndex }];
}

const VERSION_FIRST = /\s*"version":\s*"([^"\n]{1,60})"/y;

/** Packages lie in folders: the one nearest above the code is what it imports. */
function nearestInstalled(text: string, name: string, inside: string): readonly Locked[] {
  const folders = inside.split("/").filter((word) => word !== "");
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const prefix = folders.slice(0, depth).map((word) => `${word}/`);
    const key = `"${prefix.join("")}node_modules/${name}": {`;
    for (const end of occurrences(text, key)) return versionAt(text, end, VERSION_FIRST);
  }
  // The first form of the file has a tree of names.
  for (const end of occurrences(text, `"${name}": {`)) {
    const found = versionAt(text, end, VERSION_FIRST);
    if (found.length > 0) return found;
  }
  return [];
}

function yarnEntries(text: string, name: string): readonly Locked[] {
  return ["\n", '\n"'].flatMap((before) =>
    [...occurrences(text, `${before}${name}@`)].flatMap((end) => {
      const line = text.indexOf("\n", end);
      return line < 0 ? [] : versionAt(text, line, /\r?\n\s+version:?\s+"?([\w.+-]{1,60})"?/y);
    }),
  );
}

/** `/redis@4.6.7:`, `'redis@4.6.7':`, `"redis@4.6.7"`, and `/redis/4.6.7:` of older files. */
function keyed(text: string, name: string): readonly Locked[] {
  const keys = [`/${name}@`, `'${name}@`, `"${name}@`, `\n  ${name}@`, `/${name}/`];
  return keys.flatMap((key) =>
    [...occurrences(text, key)].flatMap((end) =>
      versionAt(text, end, /(\d[\w.+-]{0,60})(?=[:('"_])/y),
    ),
  );
}

const LONGEST_ENTRY = 40_000;

function pipfileEntries(text: string, name: string): readonly Locked[] {
  return spellings(name).flatMap((spelling) =>
    [...occurrences(text, `"${spelling}": {`)].flatMap((end) => {
      const entry = text.slice(end, end + LONGEST_ENTRY);
      const at = entry.slice(0, Math.max(0, entry.indexOf("}"))).indexOf('"version": "==');
      return at < 0 ? [] : versionAt(text, end + at, /"version": "==([\w.+-]{1,60})"/y);
    }),
  );
}

/** `[[package]]` with `name` and `version`: Cargo.lock, poetry.lock, uv.lock, pdm.lock. */
function packageTables(text: string, name: string): readonly Locked[] {
  return [...occurrences(text, `\nname = "${name}"`)].flatMap((end) =>
    versionAt(text, end, /\r?\nversion = "([^"\n]{1,60})"/y),
  );
}

/** Python's tools write a name in lower case with hyphens, or as its author does. */
function spellings(name: string): readonly string[] {
  const plain = name.toLowerCase().replaceAll(/[-_.]+/g, "-");
  return [...new Set([name, plain, plain.replaceAll("-", "_"), name.replaceAll("_", "-")])];
}
