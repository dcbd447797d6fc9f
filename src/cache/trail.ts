/**
 * What a run read, so that a later one can tell whether it would read the same: for each path its hash, or that
 * it was not there. A file whose size, times and inode are as they were is not read again, unless it was changed so
 * shortly before it was looked at that another change might not show (git's racy rule).
 */
import { createHash } from "node:crypto";
import { hashOf } from "./seal.ts";

/** How a file looks from outside. */
export interface Look {
  readonly size: number;
  /** Milliseconds since 1970, with fractions. */
  readonly mtime: number;
  readonly ctime: number;
  readonly inode: number;
}

/** `hash` is empty where there is no such file, or nothing of it was read. */
export interface Step {
  readonly path: string;
  readonly look?: Look | undefined;
  readonly hash: string;
  /** What it says may bear on the findings of other files; of the rest only the gate was asked. */
  readonly isUsed: boolean;
}

export interface Trail {
  /** Sorted by path. */
  readonly steps: readonly Step[];
  /** When the run began. */
  readonly began: number;
}

/** As large a step as clocks of file systems have (FAT: two seconds). */
const TICK = 2_000;

/** Read again whatever was changed within a tick before the run that looked at it. */
export function isRacy({ mtime, ctime }: Look, began: number): boolean {
  return Math.max(mtime, ctime) > began - TICK;
}

/** Two runs that saw the same from outside have the same digest; undefined where what was seen is not to be trusted. */
export function digestOf(
  seen: Iterable<readonly [string, Look | undefined]>,
  began: number,
): string | undefined {
  const hash = createHash("sha256");
  for (const [path, look] of seen) {
    if (look !== undefined && isRacy(look, began)) return undefined;
    hash.update(line(path, look));
  }
  return hash.digest("hex");
}

function line(path: string, look: Look | undefined): string {
  return look === undefined
    ? `${path}\0\n`
    : `${path}\0${look.size} ${look.mtime} ${look.ctime} ${look.inode}\n`;
}

export interface Walked {
  /** Whose hash is another now, or that came or went. */
  readonly changed: readonly string[];
  /** The same steps as things are now; those that changed have their new hash. */
  readonly steps: readonly Step[];
}

/** Follows the trail again. `look` says how things are, and `hashNow` what a file holds that is there. */
export function walkAgain(
  trail: Trail,
  look: (path: string) => Look | undefined,
  hashNow: (path: string) => string,
): Walked {
  const changed: string[] = [];
  const steps = trail.steps.map((step): Step => {
    const now = look(step.path);
    const isSame = now === undefined ? step.hash === "" : !isRacy(now, trail.began);
    if (isSame && sameLook(step.look, now)) return step;
    const hash = now === undefined ? "" : hashNow(step.path);
    if (hash !== step.hash || hash === UNREAD) changed.push(step.path);
    return { ...step, look: now, hash };
  });
  return { changed, steps };
}

/** Files that could not be read never prove anything. */
export const UNREAD = "unread";

export function hashRead(bytes: Uint8Array | "too-large" | undefined): string {
  if (bytes === undefined) return UNREAD;
  return bytes === "too-large" ? bytes : hashOf(bytes);
}

function sameLook(one: Look | undefined, other: Look | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.size === other.size &&
    one.mtime === other.mtime &&
    one.ctime === other.ctime &&
    one.inode === other.inode
  );
}

const FIELDS = 7;

/** Paths may hold anything but NUL; so NUL stands between the fields. */
export function writeSteps(steps: readonly Step[]): string {
  return steps
    .map(({ path, look, hash, isUsed }) =>
      [
        path,
        hash,
        isUsed ? 1 : 0,
        ...(look === undefined
          ? ["", "", "", ""]
          : [look.size, look.mtime, look.ctime, look.inode]),
      ].join("\0"),
    )
    .join("\0");
}

export function readSteps(text: string): readonly Step[] {
  const fields = text === "" ? [] : text.split("\0");
  const steps: Step[] = [];
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [path = "", hash = "", used, size, mtime, ctime, inode] = fields.slice(at, at + FIELDS);
    const look =
      size === ""
        ? undefined
        : {
            size: Number(size),
            mtime: Number(mtime),
            ctime: Number(ctime),
            inode: Number(inode),
          };
    steps.push({ path, hash, isUsed: used === "1", look });
  }
  return steps;
}
