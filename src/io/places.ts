/** The paths of the command line, as typed, turned into places of the project: files, folders and globs. */
import { resolve } from "node:path";
import { diagnostic } from "../load/codes.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { matchAnchored, splitGlob } from "./globs.ts";
import type { PathTest } from "./globs.ts";
import { errorCode, errorHelp, errorReason } from "./host.ts";
import type { Host } from "./host.ts";
import { displayPath, relativeTo } from "./project.ts";

/** A path of the command line that exists. */
export interface Place {
  readonly kind: "file" | "folder" | "glob";
  /** The file, the folder, or the folder below which the glob fits; relative to the root. */
  readonly path: string;
  readonly fits: PathTest;
  readonly typed: string;
}

export function resolvePaths(
  host: Host,
  root: string,
  paths: readonly string[],
): { readonly places: readonly Place[]; readonly diagnostics: readonly Diagnostic[] } {
  if (paths.length === 0) return { places: [folderPlace("", ".")], diagnostics: [] };
  const places: Place[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const typed of paths) {
    const place = resolvePath(host, root, typed);
    if ("code" in place) diagnostics.push(place);
    else places.push(place);
  }
  return { places, diagnostics };
}

function resolvePath(host: Host, root: string, typed: string): Place | Diagnostic {
  const path = resolve(host.cwd, typed);
  const unreadable = (reason: string, help?: string): Diagnostic =>
    diagnostic("path-unreadable", {
      message: `cannot be read: ${reason}`,
      path: shown(root, path),
      help,
    });
  try {
    const real = host.realpath(path);
    if (real === undefined) return resolveGlob(host, root, typed);
    const inside = relativeTo(root, real);
    if (inside === undefined) return outside(root, typed);
    const kind = host.stat(real)?.kind;
    if (kind === "file") return { kind, path: inside, fits: (file) => file === inside, typed };
    if (kind !== "folder")
      return unreadable("it is neither a file nor a folder", "Name a file or a folder.");
    host.readdir(real);
    return folderPlace(inside, typed);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return unreadable(errorReason(error), errorHelp(error));
  }
}

function folderPlace(path: string, typed: string): Place {
  const prefix = path === "" ? "" : `${path}/`;
  return { kind: "folder", path, fits: (file) => file.startsWith(prefix), typed };
}

function resolveGlob(host: Host, root: string, typed: string): Place | Diagnostic {
  const path = shown(root, resolve(host.cwd, typed));
  const missing = diagnostic("path-not-found", {
    message: "there is no such file or folder",
    path,
  });
  const glob = splitGlob(typed);
  const base = glob && host.realpath(resolve(host.cwd, glob.base));
  if (glob === undefined || base === undefined) return missing;
  const inside = relativeTo(root, base);
  if (inside === undefined) return outside(root, typed);
  const test = matchAnchored(glob.rest);
  const prefix = inside === "" ? "" : `${inside}/`;
  return {
    kind: "glob",
    path: inside,
    fits: (file) => file.startsWith(prefix) && test(file.slice(prefix.length)),
    typed,
  };
}

function outside(root: string, typed: string): Diagnostic {
  return diagnostic("path-unreadable", {
    message: "lies outside the project that the first path belongs to",
    path: typed,
    help: `The project's root is ${root}. Scan other projects in runs of their own.`,
  });
}

function shown(root: string, path: string): string {
  const display = displayPath(root, path);
  return display === "" ? "." : display;
}
