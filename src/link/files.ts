/** From what an import says to the file it means. Knows the paths of the project, not their contents. */
import { NO_MANIFESTS, type Manifests } from "../model/manifests.ts";
import { foldersAbove, joinPath, parentPath } from "../model/paths.ts";
import type { Home } from "../model/meaning.ts";
import type { Module } from "../model/syntax.ts";
import { createAliases, type Aliases } from "./aliases.ts";

/** The project's source files by path, relative to the root, with `/`. */
export interface FileIndex {
  readonly has: (path: string) => boolean;
  /** Paths that end in `/tail` or equal it, shortest first. */
  readonly endingIn: (tail: string) => readonly string[];
  /** What the project's manifests make of names. */
  readonly aliases: Aliases;
}

export function indexFiles(
  paths: readonly string[],
  manifests: Manifests = NO_MANIFESTS,
): FileIndex {
  const all = new Set(paths);
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const list = byName.get(name);
    if (list === undefined) byName.set(name, [path]);
    else list.push(path);
  }
  return {
    has: (path) => all.has(path),
    aliases: createAliases(manifests),
    endingIn(tail) {
      const name = tail.slice(tail.lastIndexOf("/") + 1);
      return (byName.get(name) ?? [])
        .filter((path) => path === tail || path.endsWith(`/${tail}`))
        .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    },
  };
}

/** What an import's source names: a file of the project (and what is left of the path below it), or nothing. */
export interface Target {
  readonly path: string;
  /** Names below the file's module: Rust's `crate.config.Limits` may be item `Limits` of `config.rs`. */
  readonly rest: readonly string[];
}

export function resolveSource(
  module: Module,
  source: string,
  files: FileIndex,
): Target | undefined {
  if (module.language === "typescript") return resolveScript(module.path, source, files);
  if (module.language === "rust") return resolveRust(module.path, source, files);
  return resolvePython(module.path, source, files);
}

/** The file that a script's import means. */
export function scriptOf(from: string, source: string, files: FileIndex): string | undefined {
  return resolveScript(from, source, files)?.path;
}

const SCRIPT_ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts"];

function resolveScript(from: string, source: string, files: FileIndex): Target | undefined {
  const bases = source.startsWith(".")
    ? [joinPath(parentPath(from), source)]
    : [...files.aliases.ofScript(from, source), ...usualAliases(from, source)];
  for (const base of bases) {
    const path = scriptFile(base, files);
    if (path !== undefined) return { path, rest: [] };
  }
  return undefined;
}

/** The usual alias for the source folder, where a bundler's configuration says so: the nearest `src` or folder upward. */
function* usualAliases(from: string, source: string): Generator<string> {
  const below = /^(?:@|~|src|#)\/(.+)$/.exec(source)?.[1];
  if (below === undefined) return;
  for (const folder of foldersAbove(from)) {
    yield joinPath(folder, "src", below);
    yield joinPath(folder, below);
  }
}

function scriptFile(base: string, files: FileIndex): string | undefined {
  if (files.has(base)) return base;
  const stem = base.replace(/\.(?:[cm]?js|jsx)$/, "");
  for (const ending of SCRIPT_ENDINGS) {
    if (files.has(base + ending)) return base + ending;
    if (stem !== base && files.has(stem + ending)) return stem + ending;
  }
  for (const ending of SCRIPT_ENDINGS) {
    if (files.has(`${base}/index${ending}`)) return `${base}/index${ending}`;
  }
  return undefined;
}

function resolveRust(from: string, source: string, files: FileIndex): Target | undefined {
  const words = source.split(".");
  const first = words[0];
  if (first === "crate") {
    const root = crateRoot(from, files);
    return root === undefined ? undefined : descend(root, words.slice(1), files);
  }
  if (first === "self" || first === "super") {
    let folder = moduleFolder(from);
    let rest = words.slice(1);
    if (first === "super") {
      folder = parentPath(folder);
      while (rest[0] === "super") {
        folder = parentPath(folder);
        rest = rest.slice(1);
      }
    }
    return descend(folder, rest, files) ?? rootFile(folder, rest, files);
  }
  // A module declared in this one: `mod settings; pub use settings::Settings;`.
  if (first !== undefined) {
    const folder = moduleFolder(from);
    if (
      files.has(joinPath(folder, `${first}.rs`)) ||
      files.has(joinPath(folder, first, "mod.rs"))
    ) {
      return descend(folder, words, files);
    }
  }
  const crate = first === undefined ? undefined : files.aliases.ofCrate(first);
  if (crate !== undefined && files.has(crate)) {
    return descend(parentPath(crate), words.slice(1), files);
  }
  // A crate of the workspace, by the folder it most likely stands in; hyphens become underscores in code.
  if (first !== undefined && words.length > 1) {
    for (const name of [first, first.replaceAll("_", "-")]) {
      for (const lib of files.endingIn(`${name}/src/lib.rs`)) {
        const target = descend(parentPath(lib), words.slice(1), files);
        if (target !== undefined) return target;
      }
    }
    // The crate's own name, as its tests and binaries write it.
    const own = crateRoot(from, files);
    if (own !== undefined && !STANDARD_CRATES.has(first) && files.has(joinPath(own, "lib.rs"))) {
      const target = descend(own, words.slice(1), files);
      if (target !== undefined && target.path !== joinPath(own, "lib.rs")) return target;
    }
  }
  return undefined;
}

/** The crate or package that a file belongs to. */
export function homeOf({ path, language }: Module, files: FileIndex): Home {
  if (language !== "rust") return { name: files.aliases.packageOf(path), library: undefined };
  const folder = crateRoot(path, files);
  if (folder === undefined) return { name: undefined, library: undefined };
  const root = joinPath(folder, "lib.rs");
  return { name: files.aliases.crateAt(root), library: files.has(root) };
}

const STANDARD_CRATES = new Set(["std", "core", "alloc"]);

/** The folder that the children of a file's module stand in. */
function moduleFolder(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "mod.rs" || name === "lib.rs" || name === "main.rs") return parentPath(path);
  return path.slice(0, -".rs".length);
}

function crateRoot(from: string, files: FileIndex): string | undefined {
  for (const folder of foldersAbove(from)) {
    if (files.has(joinPath(folder, "lib.rs")) || files.has(joinPath(folder, "main.rs")))
      return folder;
    if (files.has(joinPath(folder, "src/lib.rs")) || files.has(joinPath(folder, "src/main.rs"))) {
      return joinPath(folder, "src");
    }
  }
  return undefined;
}

function rootFile(folder: string, rest: readonly string[], files: FileIndex): Target | undefined {
  for (const path of [
    `${folder}.rs`,
    joinPath(folder, "mod.rs"),
    joinPath(folder, "lib.rs"),
    joinPath(folder, "main.rs"),
  ]) {
    if (files.has(path)) return { path, rest };
  }
  return undefined;
}

function descend(root: string, words: readonly string[], files: FileIndex): Target | undefined {
  let best = rootFile(root, words, files);
  let folder = root;
  for (const [index, word] of words.entries()) {
    const rest = words.slice(index + 1);
    const flat = joinPath(folder, `${word}.rs`);
    const nested = joinPath(folder, word, "mod.rs");
    if (files.has(flat)) best = { path: flat, rest };
    else if (files.has(nested)) best = { path: nested, rest };
    else break;
    folder = joinPath(folder, word);
  }
  return best;
}

function resolvePython(from: string, source: string, files: FileIndex): Target | undefined {
  const dots = /^\.*/.exec(source)?.[0].length ?? 0;
  const words = source
    .slice(dots)
    .split(".")
    .filter((word) => word !== "");
  if (dots > 0) {
    let folder = parentPath(from);
    for (let up = 1; up < dots; up += 1) folder = parentPath(folder);
    return pythonFile(folder, words, files);
  }
  // Absolute: from a source root above this file. A folder with `__init__.py` is a package, so no root; what fits wholly
  // beats what fits in part, wherever it is.
  let partial: Target | undefined;
  for (const folder of foldersAbove(from)) {
    if (files.has(joinPath(folder, "__init__.py"))) continue;
    const target = pythonFile(folder, words, files);
    if (target?.rest.length === 0) return target;
    if (target?.rest.length === 1) partial ??= target;
  }
  if (words.length < 2) return partial;
  const tail = words.join("/");
  const path = files.endingIn(`${tail}.py`)[0] ?? files.endingIn(`${tail}/__init__.py`)[0];
  return path === undefined ? partial : { path, rest: [] };
}

function pythonFile(
  folder: string,
  words: readonly string[],
  files: FileIndex,
): Target | undefined {
  for (let taken = words.length; taken > 0; taken -= 1) {
    const base = joinPath(folder, ...words.slice(0, taken));
    const rest = words.slice(taken);
    if (files.has(`${base}.py`)) return { path: `${base}.py`, rest };
    if (files.has(`${base}/__init__.py`)) return { path: `${base}/__init__.py`, rest };
  }
  const own = joinPath(folder, "__init__.py");
  return words.length === 0 && files.has(own) ? { path: own, rest: [] } : undefined;
}
