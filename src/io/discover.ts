/**
 * Which files are scanned, and why the others are not. Paths named on the command line choose where to look; what is
 * vendored, generated or another project's is left out below them, but not when it is itself what was named.
 */
import { diagnostic } from "../load/codes.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { SKIP_REASONS, type Skipped, type SkipReason } from "../model/skip.ts";
import { listWithGit } from "./git.ts";
import type { GitEntry, GitListing } from "./git.ts";
import { isIgnored, rulesAbove } from "./gitignore.ts";
import type { Host } from "./host.ts";
import { resolvePaths } from "./places.ts";
import type { Place } from "./places.ts";
import { below } from "./project.ts";
import type { Project } from "./project.ts";
import { sortFiles } from "./sort-files.ts";
import type { Candidate, Selection, Sorting } from "./sort-files.ts";
import { walk } from "./walk.ts";

export interface Request extends Selection {
  readonly project: Project;
  /** As typed: files, folders and globs, relative to the working directory. None means the root. */
  readonly paths: readonly string[];
  /** What git said, where it was asked early; see `startListing`. */
  readonly listing?: Promise<GitListing>;
}

export interface Discovered {
  /** Relative to the root, sorted. */
  readonly files: readonly string[];
  /** Sorted. A folder that was left out whole is one entry and ends with a slash. */
  readonly skipped: readonly Skipped[];
  /** Sorted, relative to the root. */
  readonly manifests: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Asks git while other things are being read: it answers in the background. */
export async function startListing(host: Host, { root, gitTop }: Project): Promise<GitListing> {
  return gitTop === undefined
    ? { entries: undefined, diagnostics: [] }
    : listWithGit(host, root, gitTop);
}

export async function discover(host: Host, request: Request): Promise<Discovered> {
  const { project } = request;
  const named = resolvePaths(host, project.root, request.paths);
  const listing = await (request.listing ?? startListing(host, project));
  const sorting = sortFiles(host, project.root, request);
  const diagnostics: Diagnostic[] = [...named.diagnostics, ...listing.diagnostics];
  for (const place of named.places) {
    const candidates = findCandidates(host, project, place, listing.entries, sorting);
    diagnostics.push(...candidates.diagnostics);
    for (const candidate of candidates.files) sorting.file(candidate, place);
    for (const link of candidates.links) diagnostics.push(...sorting.link(link, place));
  }
  const { files, skipped, manifests } = sorting.result();
  const isSaid = diagnostics.some(({ severity }) => severity === "error");
  if (!isSaid && !isAnswered(files, skipped, named.places, request)) {
    diagnostics.push(noSourceFile(skipped));
  }
  return { files, skipped, manifests, diagnostics: distinct(diagnostics) };
}

/** Said when nothing was found, or when nothing of what was found could be used. */
export function noSourceFile(skipped: readonly Skipped[]): Diagnostic {
  const counts = new Map<SkipReason, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const left = SKIP_REASONS.filter((reason) => counts.has(reason))
    .map((reason) => `${counts.get(reason)} ${reason}`)
    .join(", ");
  const message = `no source file was found${left === "" ? "" : ` (left out: ${left})`}`;
  return diagnostic("no-source-file", { message });
}

interface Candidates {
  readonly files: readonly Candidate[];
  readonly links: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is at this place, from git's lists where git knows, else by walking. */
function findCandidates(
  host: Host,
  project: Project,
  place: Place,
  entries: readonly GitEntry[] | undefined,
  sorting: Sorting,
): Candidates {
  if (place.kind === "file") {
    const tracked = entries?.some((entry) => entry.tracked && entry.path === place.path) ?? false;
    return { files: [{ path: place.path, tracked }], links: [], diagnostics: [] };
  }
  const prefix = place.path === "" ? "" : `${place.path}/`;
  const inside = entries?.filter(({ path }) => path.startsWith(prefix));
  // Nothing listed in a folder that was named: git ignores it, or it lies in a repository of its own.
  const isListed = inside !== undefined && (inside.length > 0 || place.path === "");
  const found = isListed
    ? fromGit(host, project, inside, place, sorting)
    : fromWalk(host, project, place.path, place, sorting);
  const missing =
    place.kind === "glob" && !found.files.some(({ path }) => place.fits(path))
      ? [diagnostic("path-not-found", { message: "the glob fits no file", path: place.typed })]
      : [];
  return {
    files: found.files.filter(({ path }) => place.fits(path)),
    links: found.links.filter((path) => place.fits(path)),
    diagnostics: [...found.diagnostics, ...missing],
  };
}

function fromGit(
  host: Host,
  project: Project,
  entries: readonly GitEntry[],
  place: Place,
  sorting: Sorting,
): Candidates {
  const parts: Candidates[] = [
    {
      files: entries.filter(({ kind }) => kind === "file"),
      links: entries.filter(({ kind }) => kind === "link").map(({ path }) => path),
      diagnostics: [],
    },
  ];
  for (const { path, kind, tracked } of entries) {
    if (kind !== "repository") continue;
    // A submodule belongs to the project. A clone that the repository does not know is a project of its own.
    if (!tracked) sorting.leaveOut(path, "other-project");
    else if (sorting.enters(path, place)) {
      parts.push(fromWalk(host, project, path, place, sorting));
    }
  }
  return {
    files: parts.flatMap(({ files }) => files),
    links: parts.flatMap(({ links }) => links),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

function fromWalk(
  host: Host,
  { root, gitTop }: Project,
  folder: string,
  place: Place,
  sorting: Sorting,
): Candidates {
  const start = below(root, folder);
  const above = rulesAbove(host, gitTop ?? root, start);
  // What was named is scanned even if a rule hides it; then those rules have nothing to say inside it either.
  const rules = folder !== "" && isIgnored(above, start, true) ? [] : above;
  const walked = walk(host, root, folder, rules, (inside) => sorting.enters(inside, place));
  return {
    files: walked.files.map((path) => ({ path, tracked: false })),
    links: walked.links,
    diagnostics: walked.diagnostics,
  };
}

/** Files that were named and then left out by a rule of the project are an answer: pre-commit names what changed. */
function isAnswered(
  files: readonly string[],
  skipped: readonly Skipped[],
  places: readonly Place[],
  { isSource }: Request,
): boolean {
  if (files.some(isSource)) return true;
  const named = new Set(places.filter(({ kind }) => kind === "file").map(({ path }) => path));
  return [...files, ...skipped.map(({ path }) => path)].some((path) => named.has(path));
}

function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(
    diagnostics.map((entry) => [`${entry.code} ${entry.path} ${entry.message}`, entry]),
  );
  return [...seen.values()];
}
