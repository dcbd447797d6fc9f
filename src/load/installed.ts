/**
 * Which version of a library a file runs with: the nearest folder above it whose manifests name the package decides, and
 * a lockfile there or above says which of the allowed versions it is. Files are read when somebody asks, each once.
 */
import { foldersAbove, parentPath } from "../model/paths.ts";
import type { Language } from "../model/source.ts";
import { overlap, type Installed, type VersionRange } from "../model/versions.ts";
import { declaredIn, declaresFor, type Declared } from "./declarations.ts";
import { lockedIn, LOCKFILES } from "./lockfiles.ts";
import { exactly } from "./version-ranges.ts";

/** `names` are those that the package is installed by. Nothing where nothing limits its versions. */
export type Installs = (
  from: string,
  language: Language,
  names: readonly string[],
) => Installed | undefined;

/** Files that say what is installed, by their names. */
export function saysVersions(path: string): boolean {
  return LOCKFILES.test(path) || declaresFor(path) !== undefined;
}

export function createInstalls(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): Installs {
  const folders = indexFolders(paths);
  const texts = new Map<string, string>();
  const textOf = (path: string): string => {
    const text = texts.get(path) ?? read(path) ?? "";
    texts.set(path, text);
    return text;
  };
  const known = new Map<string, Installed | undefined>();
  return (from, language, names) => {
    const key = `${language} ${parentPath(from)} ${names.join(" ")}`;
    if (!known.has(key)) known.set(key, find(from, language, names));
    return known.get(key);
  };

  function find(from: string, language: Language, names: readonly string[]): Installed | undefined {
    for (const name of names) {
      const declared = nearestDeclaration(from, language, name);
      const ranges = declared === undefined ? undefined : agreed(declared);
      if (declared?.some(({ byUser }) => byUser === true) !== true) {
        const locked = nearestLock(from, language, name, ranges);
        if (locked !== undefined) return locked;
      }
      const said = declared?.filter((one) => one.ranges !== undefined).at(0);
      if (said !== undefined && ranges !== undefined) {
        return {
          package: name,
          ranges,
          said: said.said,
          path: said.path,
          start: said.start,
          end: said.end,
        };
      }
    }
    return undefined;
  }

  function nearestDeclaration(
    from: string,
    language: Language,
    name: string,
  ): readonly Placed[] | undefined {
    for (const folder of foldersAbove(from)) {
      const found = (folders.get(folder)?.manifests ?? [])
        .filter((path) => declaresFor(path) === language)
        .flatMap((path) => declaredIn(path, textOf(path), name).map((one) => ({ ...one, path })));
      if (found.length > 0) return narrowestFirst(found);
    }
    return undefined;
  }

  function nearestLock(
    from: string,
    language: Language,
    name: string,
    allowed: readonly VersionRange[] | undefined,
  ): Installed | undefined {
    for (const folder of foldersAbove(from)) {
      for (const path of folders.get(folder)?.locks ?? []) {
        if (languageOfLock(path) !== language) continue;
        const inside = parentPath(from).slice(folder === "" ? 0 : folder.length + 1);
        const fitting = lockedIn(path, textOf(path), name, inside).flatMap((one) => {
          const range = exactly(one.version);
          const fits =
            range !== undefined && (allowed === undefined || overlap([range], allowed).length > 0);
          return fits ? [{ ...one, range }] : [];
        });
        const [first] = fitting;
        if (first === undefined) continue;
        const { start, end } = first;
        const said = `${name} ${[...new Set(fitting.map(({ version }) => version))].join(", ")}`;
        return { package: name, ranges: fitting.map(({ range }) => range), said, path, start, end };
      }
    }
    return undefined;
  }
}

interface Placed extends Declared {
  readonly path: string;
}

interface Folder {
  readonly manifests: string[];
  readonly locks: string[];
}

/** What stands in a folder called `requirements` speaks for the one above it. */
function indexFolders(paths: readonly string[]): ReadonlyMap<string, Folder> {
  const folders = new Map<string, Folder>();
  for (const path of paths) {
    const isLock = LOCKFILES.test(path);
    if (!isLock && declaresFor(path) === undefined) continue;
    const own = parentPath(path);
    const folder = /(^|\/)requirements$/.test(own) ? parentPath(own) : own;
    const entry = folders.get(folder) ?? { manifests: [], locks: [] };
    folders.set(folder, entry);
    (isLock ? entry.locks : entry.manifests).push(path);
  }
  return folders;
}

function languageOfLock(path: string): Language {
  if (path.endsWith("Cargo.lock")) return "rust";
  return /(?:poetry|uv|pdm|Pipfile)\.lock$/.test(path) ? "python" : "typescript";
}

/** An exact version says more than a range, and a range more than a bare name. */
function narrowestFirst(found: readonly Placed[]): readonly Placed[] {
  const width = ({ ranges }: Placed): number => {
    if (ranges === undefined) return 3;
    if (ranges.some(({ from, below }) => from === undefined || below === undefined)) return 2;
    return ranges.some(({ from, below }) => (below?.length ?? 0) <= (from?.length ?? 0)) ? 1 : 0;
  };
  return found.toSorted((a, b) => width(a) - width(b));
}

/** Files that are used together limit each other; those that contradict each other are used apart. */
function agreed(found: readonly Declared[]): readonly VersionRange[] | undefined {
  const all = found.flatMap(({ ranges }) => (ranges === undefined ? [] : [ranges]));
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  let together = first;
  for (const other of others) together = overlap(together, other);
  return together.length > 0 ? together : all.flat();
}
