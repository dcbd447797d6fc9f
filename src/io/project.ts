/** Where a project begins, and how its paths are written: relative to the root, with `/`. */
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { diagnostic } from "../load/codes.ts";
import type { Checked } from "../model/diagnostic.ts";
import { splitGlob } from "./globs.ts";
import type { Host } from "./host.ts";

export interface Project {
  /** Something says where the project begins: `.aphoria/` or git. Otherwise it is only the folder that was named. */
  readonly isMarked: boolean;
  /** Absolute, without links. */
  readonly root: string;
  /** The top level of the git repository that the root is in. */
  readonly gitTop?: string;
}

/**
 * The nearest folder with `.aphoria/`, upward from the first path given, else from the working directory; without
 * one the git top level; without that the working directory, or the path itself if it lies outside.
 */
export function findProject(host: Host, firstPath: string | undefined): Project {
  const cwd = realFolder(host, host.cwd);
  const start = firstPath === undefined ? cwd : realFolder(host, startOf(host, firstPath));
  const own = nearest(start, (folder) => isFolder(host, join(folder, ".aphoria")));
  const gitTop = nearest(own ?? start, (folder) => exists(host, join(folder, ".git")));
  const root = own ?? gitTop ?? (relativeTo(cwd, start) === undefined ? start : cwd);
  const isMarked = own !== undefined || gitTop !== undefined;
  return gitTop === undefined ? { root, isMarked } : { root, gitTop, isMarked };
}

/** The path below the root, with `/`; empty for the root itself, undefined for what lies outside. */
export function relativeTo(root: string, path: string): string | undefined {
  const rest = relative(root, path);
  if (isAbsolute(rest) || rest === ".." || rest.startsWith(`..${sep}`)) return undefined;
  return sep === "/" ? rest : rest.replaceAll(sep, "/");
}

/** The absolute form of a path relative to the root. */
export function below(root: string, path: string): string {
  if (path === "") return root;
  return root.endsWith("/") ? root + path : `${root}/${path}`;
}

/** How a path outside the root, or before the root is known, is shown: relative to the root where that is short. */
export function displayPath(root: string, path: string): string {
  return relativeTo(root, path) ?? (sep === "/" ? path : path.replaceAll(sep, "/"));
}

/**
 * A file or folder that a file of the project names (`claims`, `extractors`, `[cache] dir`). It must lie inside the
 * root, by its name and by the links on its way: a repository's configuration is not trusted to read elsewhere.
 */
export function resolveConfigured(
  host: Host,
  root: string,
  named: string,
  configPath: string,
): Checked<string | undefined> {
  const path = resolve(root, named);
  const real = nearestReal(host, path);
  const isInside =
    relativeTo(root, path) !== undefined &&
    real !== undefined &&
    relativeTo(nearestReal(host, root) ?? root, real) !== undefined;
  if (isInside) return { value: path, diagnostics: [] };
  const message = `\`${named}\` lies outside the project`;
  const help = "Name a path inside the project, or give it on the command line.";
  return {
    value: undefined,
    diagnostics: [diagnostic("wrong-value", { message, path: configPath, help })],
  };
}

/** The path as it is where it exists, and its nearest existing folder otherwise. */
function nearestReal(host: Host, path: string): string | undefined {
  try {
    const real = host.realpath(path);
    if (real !== undefined) return real;
  } catch {
    return undefined;
  }
  // A link that leads nowhere must not be taken for a name that is still free.
  if (exists(host, path)) return undefined;
  const parent = dirname(path);
  return parent === path ? path : nearestReal(host, parent);
}

function startOf(host: Host, typed: string): string {
  const path = resolve(host.cwd, typed);
  return exists(host, path) ? path : resolve(host.cwd, splitGlob(typed)?.base ?? typed);
}

/** The folder that a path is or lies in, without links; the nearest one that exists. */
function realFolder(host: Host, path: string): string {
  let real: string | undefined;
  try {
    real = host.realpath(path);
  } catch {
    real = undefined;
  }
  if (real !== undefined && isFolder(host, real)) return real;
  const parent = dirname(real ?? path);
  return parent === path ? path : realFolder(host, parent);
}

function nearest(start: string, fits: (folder: string) => boolean): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (fits(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function exists(host: Host, path: string): boolean {
  try {
    return host.lstat(path) !== undefined;
  } catch {
    return false;
  }
}

function isFolder(host: Host, path: string): boolean {
  try {
    return host.stat(path)?.kind === "folder";
  } catch {
    return false;
  }
}
