/** Reads as everybody does, and notes what was read, for a later run that wants to know whether it would read the same. */
import { hashRead, type Look, type Step } from "../cache/trail.ts";
import { errorCode, type Host } from "../io/host.ts";
import { below, relativeTo } from "../io/project.ts";
import { LARGEST, readManifest, readSource, type Source } from "../io/read.ts";

export interface Trace {
  readonly read: (path: string) => Source;
  readonly manifest: (path: string) => string | undefined;
  /** How a file looks from outside; asked once in a run, and always before it is read. */
  readonly look: (path: string) => Look | undefined;
  /** Of what a file that is there holds now; asked once in a run. */
  readonly hash: (path: string) => string;
  /** Everything that was read, sorted by path. */
  readonly steps: (used: ReadonlySet<string>) => readonly Step[];
}

export function createTrace(host: Host, root: string): Trace {
  const looks = new Map<string, Look | undefined>();
  const hashes = new Map<string, string>();
  const look = (path: string): Look | undefined => {
    if (!looks.has(path)) looks.set(path, lookAt(host, below(root, path)));
    return looks.get(path);
  };
  const walked = new Map<string, string>();
  const noting: Host = {
    ...host,
    readInto(at, limit) {
      const path = relativeTo(root, at) ?? at;
      if (hashes.has(path)) return host.readInto(at, limit);
      look(path);
      try {
        const read = host.readInto(at, limit);
        hashes.set(path, hashRead(read.bytes ?? "too-large"));
        return read;
      } catch (error) {
        hashes.set(path, ABSENT.has(errorCode(error)) ? "" : hashRead(undefined));
        throw error;
      }
    },
  };
  return {
    read: (path) => readSource(noting, root, path),
    manifest: (path) => readManifest(noting, root, path),
    look,
    hash(path) {
      const known = walked.get(path);
      if (known !== undefined) return known;
      look(path);
      const hash = hashRead(bytesOf(host, below(root, path)));
      walked.set(path, hash);
      return hash;
    },
    steps: (used) =>
      [...hashes]
        .map(([path, hash]) => ({ path, hash, look: looks.get(path), isUsed: used.has(path) }))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

const ABSENT: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

function lookAt(host: Host, path: string): Look | undefined {
  try {
    return host.lstat(path);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return undefined;
  }
}

/** What a reader would get; undefined for what cannot be read. */
function bytesOf(host: Host, path: string): Uint8Array | "too-large" | undefined {
  try {
    return host.readInto(path, LARGEST).bytes ?? "too-large";
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return undefined;
  }
}
