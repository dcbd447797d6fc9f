/** Brings a job's repository to where it is scanned: a folder of this machine that may be read, or a fetched one. */
import { relative } from "node:path";
import type { Owners } from "../fleet/outcome.ts";
import { LARGEST_OWNERS, OWNERS_FILES, parseOwners } from "../fleet/owners.ts";
import { checkOut } from "../io/checkout.ts";
import type { Host } from "../io/host.ts";
import { findProject, relativeTo } from "../io/project.ts";
import type { RunState } from "../io/run-state.ts";
import type { FolderBounds, WorkFolder } from "../io/work-folder.ts";
import type { FleetJob } from "../model/fleet.ts";

export interface AttemptTerms {
  readonly state: RunState;
  readonly work: WorkFolder;
  /** Folders below which local repositories may lie; absolute. */
  readonly paths: readonly string[];
  readonly hosts: readonly string[] | undefined;
  readonly bounds: FolderBounds;
  /** Bytes, for the process that scans. */
  readonly memory: number;
  readonly jobs: number;
  /** The worker ends: what is in hand goes back. */
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
}

/** Why an attempt failed; caught where it begins. */
export class Failure extends Error {
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

export const CANCELLED = "the run was cancelled";
export const LATE = "the deadline of the run has passed";

/** Why it is broken off, where the run was cancelled. */
export function stopped(signal: AbortSignal): string | undefined {
  return signal.reason === CANCELLED ? CANCELLED : undefined;
}

/** The folder to scan, and which commit it is. */
export async function bring(
  host: Host,
  job: FleetJob,
  tree: string,
  { state, paths, hosts, bounds }: AttemptTerms,
  timeout: number,
  signal: AbortSignal,
): Promise<{ readonly at: string; readonly commit?: string }> {
  const { path, git, revision, choice, run, unit } = job;
  if (path !== undefined && !isBelow(host, path, paths)) {
    // Another worker may have it.
    throw new Failure("this worker reads no such folder: see --paths", false);
  }
  if (path !== undefined && revision === undefined) {
    if (host.stat(path)?.kind !== "folder") throw new Failure(`there is no folder ${path}`, false);
    const { root } = findProject({ ...host, cwd: path }, undefined);
    if (isBelow(host, root, paths)) return { at: path };
    throw new Failure("its project begins above what this worker reads: see --paths", false);
  }
  const local = path ?? (git?.startsWith("file://") === true ? git.slice("file://".length) : "");
  const files = local !== "" && isBelow(host, local, paths);
  const pinned = await state.pinned(run, unit);
  const wanted = pinned ?? revision;
  host.makeFolder(tree);
  const got = await checkOut(
    host,
    {
      address: git ?? path ?? "",
      ...(wanted !== undefined && { revision: wanted }),
      submodules: choice.submodules === true,
      lfs: choice.lfs === true,
    },
    { folder: tree, bounds, files, timeout, signal, ...(hosts !== undefined && { hosts }) },
  );
  if ("problem" in got) throw new Failure(stopped(signal) ?? got.problem, got.isFinal);
  await state.pin(run, unit, got.commit);
  return { at: tree, commit: got.commit };
}

function isBelow(host: Host, path: string, folders: readonly string[]): boolean {
  const real = host.realpath(path);
  return (
    real !== undefined &&
    folders.some((one) => relativeTo(host.realpath(one) ?? one, real) !== undefined)
  );
}

/** Where the repository begins is above where the paths of its report begin, or the same. */
export function ownersAt(host: Host, at: string): Owners | undefined {
  const { root, gitTop = root } = findProject({ ...host, cwd: at }, undefined);
  const file = OWNERS_FILES.find((name) => isPlainFile(host, gitTop, name));
  if (file === undefined) return undefined;
  const { bytes } = host.readInto(`${gitTop}/${file}`, LARGEST_OWNERS);
  if (bytes === undefined) return undefined;
  const all = parseOwners(bytes.toString("utf8"), file);
  const prefix = relative(gitTop, root);
  return { file, ownersOf: (path) => all.ownersOf(prefix === "" ? path : `${prefix}/${path}`) };
}

/** Without links on the way: they could lead out of the repository. */
function isPlainFile(host: Host, top: string, name: string): boolean {
  const path = `${top}/${name}`;
  return (
    host.lstat(path)?.kind === "file" && host.realpath(path) === `${host.realpath(top)}/${name}`
  );
}
