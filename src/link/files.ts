/** From what an import says to the file it means. Knows the paths of the project, not their contents. */
import type { Module } from "../model/syntax.ts";

/** The project's source files by path, relative to the root, with `/`. */
export interface FileIndex {
  readonly has: (path: string) => boolean;
  /** Paths that end in `/tail` or equal it, shortest first. */
  readonly endingIn: (tail: string) => readonly string[];
}

export function indexFiles(paths: readonly string[]): FileIndex {
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

const SCRIPT_ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts"];

function resolveScript(from: string, source: string, files: FileIndex): Target | undefined {
  const aliased = /^(?:@|~|src|#)\/(.+)$/.exec(source);
  if (aliased?.[1] !== undefined) {
    // The usual alias for the source folder: the nearest `src` or package folder upward that has the file.
    for (const folder of foldersUp(from)) {
      for (const base of [join(folder, "src", aliased[1]), join(folder, aliased[1])]) {
        const path = scriptFile(base, files);
        if (path !== undefined) return { path, rest: [] };
      }
    }
    return undefined;
  }
  if (!source.startsWith(".")) return undefined;
  const path = scriptFile(join(folderOf(from), source), files);
  return path === undefined ? undefined : { path, rest: [] };
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
      folder = folderOf(folder);
      while (rest[0] === "super") {
        folder = folderOf(folder);
        rest = rest.slice(1);
      }
    }
    return descend(folder, rest, files) ?? rootFile(folder, rest, files);
  }
  // A module declared in this one: `mod settings; pub use settings::Settings;`.
  if (first !== undefined) {
    const folder = moduleFolder(from);
    if (files.has(join(folder, `${first}.rs`)) || files.has(join(folder, first, "mod.rs"))) {
      return descend(folder, words, files);
    }
  }
  // A crate of the workspace, by the folder it most likely stands in; hyphens become underscores in code.
  if (first !== undefined && words.length > 1) {
    for (const name of [first, first.replaceAll("_", "-")]) {
      for (const lib of files.endingIn(`${name}/src/lib.rs`)) {
        const target = descend(folderOf(lib), words.slice(1), files);
        if (target !== undefined) return target;
      }
    }
    // The crate's own name, as its tests and binaries write it.
    const own = crateRoot(from, files);
    if (own !== undefined && !STANDARD_CRATES.has(first) && files.has(join(own, "lib.rs"))) {
      const target = descend(own, words.slice(1), files);
      if (target !== undefined && target.path !== join(own, "lib.rs")) return target;
    }
  }
  return undefined;
}

const STANDARD_CRATES = new Set(["std", "core", "alloc"]);

/** The folder that the children of a file's module stand in. */
function moduleFolder(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "mod.rs" || name === "lib.rs" || name === "main.rs") return folderOf(path);
  return path.slice(0, -".rs".length);
}

function crateRoot(from: string, files: FileIndex): string | undefined {
  for (const folder of foldersUp(from)) {
    if (files.has(join(folder, "lib.rs")) || files.has(join(folder, "main.rs"))) return folder;
    if (files.has(join(folder, "src/lib.rs")) || files.has(join(folder, "src/main.rs"))) {
      return join(folder, "src");
    }
  }
  return undefined;
}

function rootFile(folder: string, rest: readonly string[], files: FileIndex): Target | undefined {
  for (const path of [
    `${folder}.rs`,
    join(folder, "mod.rs"),
    join(folder, "lib.rs"),
    join(folder, "main.rs"),
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
    const flat = join(folder, `${word}.rs`);
    const nested = join(folder, word, "mod.rs");
    if (files.has(flat)) best = { path: flat, rest };
    else if (files.has(nested)) best = { path: nested, rest };
    else break;
    folder = join(folder, word);
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
    let folder = folderOf(from);
    for (let up = 1; up < dots; up += 1) folder = folderOf(folder);
    return pythonFile(folder, words, files);
  }
  // Absolute: from a source root above this file. A folder with `__init__.py` is a package, so no root; what fits wholly
  // beats what fits in part, wherever it is.
  let partial: Target | undefined;
  for (const folder of foldersUp(from)) {
    if (files.has(join(folder, "__init__.py"))) continue;
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
    const base = join(folder, ...words.slice(0, taken));
    const rest = words.slice(taken);
    if (files.has(`${base}.py`)) return { path: `${base}.py`, rest };
    if (files.has(`${base}/__init__.py`)) return { path: `${base}/__init__.py`, rest };
  }
  const own = join(folder, "__init__.py");
  return words.length === 0 && files.has(own) ? { path: own, rest: [] } : undefined;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

function* foldersUp(path: string): Generator<string> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    yield folder;
    if (folder === "") return;
  }
}

/** Joins path parts, taking `.` and `..` out; a path that climbs above the root names no file. */
function join(...parts: readonly string[]): string {
  const out: string[] = [];
  for (const part of parts.join("/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (out.length === 0) return "\0outside";
      out.pop();
    } else out.push(part);
  }
  return out.join("/");
}
