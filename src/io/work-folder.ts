/** Folders that a worker works in: of its own, of a bounded size, and gone afterwards. */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface FolderBounds {
  readonly bytes: number;
  readonly files: number;
}

export interface WorkFolder {
  /** Absolute. */
  readonly path: string;
  /** A folder in it that is not there yet. */
  make(): string;
  remove(folder: string): void;
  close(): void;
}

const NAME = "aphoria-fleet-";

/** In `base`, or where the system keeps what is temporary. What workers that died left there is removed. */
export function openWorkFolder(
  base: string | undefined,
  pid: number,
  isRunning: (pid: number) => boolean,
): WorkFolder {
  const parent = base ?? tmpdir();
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const owner = new RegExp(`^${NAME}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) removeTree(join(parent, name));
  }
  const path = realpathSync(mkdtempSync(join(parent, `${NAME}${pid}-`)));
  return {
    path,
    make: () => mkdtempSync(join(path, "job-")),
    remove: removeTree,
    close: () => removeTree(path),
  };
}

/** Links are not followed. What cannot be read, because it just went, does not count. */
export function folderSize(path: string, bounds: FolderBounds): "within" | "too-large" {
  let [bytes, files] = [0, 0];
  const waiting = [path];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of entriesOf(folder)) {
      const at = join(folder, entry.name);
      files += 1;
      if (entry.isDirectory()) waiting.push(at);
      else bytes += lstatSync(at, { throwIfNoEntry: false })?.size ?? 0;
      if (bytes > bounds.bytes || files > bounds.files) return "too-large";
    }
  }
  return "within";
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
