/** Decides for each file that was found whether it is scanned, and if not, why. */
import { diagnostic } from "../load/codes.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Skipped, SkipReason } from "../model/skip.ts";
import { fileReason, folderReason } from "./folders.ts";
import type { Surroundings } from "./folders.ts";
import { matchGlobs } from "./globs.ts";
import type { PathTest } from "./globs.ts";
import { errorCode } from "./host.ts";
import type { Host } from "./host.ts";
import type { Place } from "./places.ts";
import { below, relativeTo } from "./project.ts";

/** What the flags, the configuration and the extractors say about files, by their paths relative to the root. */
export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** A source file of a chosen language. */
  readonly isSource: PathTest;
  /** Another file that some extractor reads. */
  readonly isExtra: PathTest;
  /** A test that is to be left out. */
  readonly isTest: PathTest;
  /** A manifest that says what names in imports mean. */
  readonly isManifest: PathTest;
}

export interface Candidate {
  readonly path: string;
  readonly tracked: boolean;
}

export interface Sorting {
  file(candidate: Candidate, place: Place): void;
  link(path: string, place: Place): readonly Diagnostic[];
  /** False for a folder that is left out whole, which is then noted. */
  enters(folder: string, place: Place): boolean;
  leaveOut(folder: string, reason: SkipReason): void;
  result(): Sorted;
}

export interface Sorted {
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly manifests: readonly string[];
}

/** Decides file by file; a file that several places lead to is scanned if one of them allows it. */
export function sortFiles(host: Host, root: string, selection: Selection): Sorting {
  const files = new Set<string>();
  const manifests = new Set<string>();
  const skipped = new Map<string, SkipReason>();
  const around = surroundings(host, root);
  const folders = new Map<Place, Map<string, FolderVerdict>>();
  const isIncluded = selection.include.length === 0 ? () => true : matchGlobs(selection.include);
  const isExcluded = matchGlobs(selection.exclude);
  const isWanted: PathTest = (path) => selection.isSource(path) || selection.isExtra(path);

  function judge(folder: string, tracked: boolean, place: Place): FolderVerdict | undefined {
    if (folder.length <= place.path.length && !isOwn(folder)) return undefined;
    const known = folders.get(place) ?? new Map<string, FolderVerdict>();
    folders.set(place, known);
    const verdict = known.get(folder) ?? judgeFolder(folder, tracked, place);
    known.set(folder, verdict);
    return verdict.reason === undefined ? undefined : verdict;
  }

  function judgeFolder(folder: string, tracked: boolean, place: Place): FolderVerdict {
    const above = judge(parentOf(folder), tracked, place);
    return above ?? { folder, reason: folderReason(folder, tracked, around) };
  }

  function fileSkip(path: string, place: Place): SkipReason | undefined {
    const byName = place.kind === "file" ? undefined : fileReason(path);
    if (byName !== undefined) return byName;
    if (isExcluded(path) || !isIncluded(path)) return "excluded";
    return selection.isTest(path) ? "test" : undefined;
  }

  return {
    file: ({ path, tracked }, place) => {
      if (selection.isManifest(path) && judge(parentOf(path), tracked, place) === undefined)
        manifests.add(path);
      if (!isWanted(path)) return;
      const verdict = judge(parentOf(path), tracked, place);
      if (verdict?.reason !== undefined) {
        skipped.set(`${verdict.folder}/`, verdict.reason);
        return;
      }
      const reason = fileSkip(path, place);
      if (reason === undefined) files.add(path);
      else skipped.set(path, reason);
    },
    link: (path, place) => {
      if (judge(parentOf(path), true, place) !== undefined) return [];
      const target = followLink(host, root, path);
      if (target === "loop" || target === "circle") {
        const message =
          target === "loop"
            ? "the link leads back to a folder above it and was not followed"
            : "the link leads in a circle and was not followed";
        return [diagnostic("symlink-loop", { message, path })];
      }
      if (target === "outside-folder" || (target === "outside-file" && isWanted(path))) {
        skipped.set(path, "outside-root");
      }
      return [];
    },
    enters: (folder, place) => {
      const verdict = judge(folder, false, place);
      if (verdict?.reason === undefined) return true;
      skipped.set(`${verdict.folder}/`, verdict.reason);
      return false;
    },
    leaveOut: (folder, reason) => void skipped.set(`${folder}/`, reason),
    result: () => ({
      files: [...files].sort(),
      manifests: [...manifests].sort(),
      skipped: [...skipped]
        .filter(([path]) => !files.has(path))
        .map(([path, reason]) => ({ path, reason }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    }),
  };
}

/** The outermost folder that is left out, and why. */
interface FolderVerdict {
  readonly folder: string;
  readonly reason: SkipReason | undefined;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** aphoria's own folder is never scanned, even if it is named. */
function isOwn(folder: string): boolean {
  return folder.split("/").includes(".aphoria");
}

/** A link into the project is a second name of a file that is scanned under its first. */
function followLink(
  host: Host,
  root: string,
  path: string,
): "inside" | "outside-file" | "outside-folder" | "loop" | "circle" {
  try {
    const real = host.realpath(below(root, path));
    if (real === undefined) return "inside";
    if (relativeTo(root, real) === undefined) {
      const isAbove = relativeTo(real, below(root, path)) !== undefined;
      if (isAbove) return "loop";
      return host.stat(real)?.kind === "folder" ? "outside-folder" : "outside-file";
    }
    return relativeTo(real, below(root, path)) === undefined ? "inside" : "loop";
  } catch (error) {
    return errorCode(error) === "ELOOP" ? "circle" : "outside-file";
  }
}

function surroundings(host: Host, root: string): Surroundings {
  const quietly = (ask: () => boolean): boolean => {
    try {
      return ask();
    } catch {
      return false;
    }
  };
  return {
    exists: (path) => quietly(() => host.lstat(below(root, path)) !== undefined),
    isLink: (path) => quietly(() => host.lstat(below(root, path))?.kind === "link"),
  };
}
