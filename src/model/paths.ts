/** Paths of the project as text: relative to its root, with `/`. */

export function parentPath(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Joins parts, taking `.` and `..` out; a path that climbs above the root names no file. */
export function joinPath(...parts: readonly string[]): string {
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

/** The folder of a file, then each one above it, the root (`""`) last. */
export function* foldersAbove(path: string): Generator<string> {
  for (let folder = parentPath(path); ; folder = parentPath(folder)) {
    yield folder;
    if (folder === "") return;
  }
}
