/**
 * Entries by key, each a file of its own: written beside and renamed, checked by its hash when it is read, never changed
 * afterwards. Nothing is shared but the folder, so any number of processes may read, write and remove at once without a
 * lock; a crash leaves a temporary file at worst, and what is damaged costs one entry. docs/store.md says
 * what else was tried. Trouble with the disk is remembered for a diagnostic, and the scan goes on without.
 */
import { createHash } from "node:crypto";
import { codeOf, type Files } from "./files.ts";

/** What an entry looks like. Another number is another folder: an older or newer aphoria keeps its own. */
export const SCHEMA = 1;

export type Kind = "runs" | "trees";
const KINDS: readonly Kind[] = ["runs", "trees"];

export interface Entry {
  readonly path: string;
  readonly kind: Kind;
  readonly size: number;
  /** When it was last used, to the hour, in milliseconds since 1970. */
  readonly used: number;
}

export interface Store {
  readonly folder: string;
  /** Undefined where there is none; one that is damaged is removed, and `damaged` counts it. */
  get(kind: Kind, key: string): Buffer | undefined;
  has(kind: Kind, key: string): boolean;
  put(kind: Kind, key: string, data: Uint8Array): void;
  /** It was of use, so it is kept longer; true when that had to be noted anew. */
  use(kind: Kind, key: string): boolean;
  /** It holds what it should not. */
  drop(kind: Kind, key: string): void;
  entries(): readonly Entry[];
  /** What it holds is what was written. */
  isWhole(entry: Entry): boolean;
  /** Removes one of them. */
  remove(entry: Entry): void;
  readonly state: StoreState;
}

export interface StoreState {
  /** `kind/key` of what was asked for and was there, and was not; and of what was damaged. */
  hits: string[];
  misses: string[];
  damaged: string[];
  written: number;
  /** The system's code of the first failure other than damage: `EROFS`, `ENOSPC`, `EACCES`. */
  unusable: string | undefined;
}

const MAGIC = Buffer.from(`aphoria cache ${SCHEMA}\n`);
const HASH = 32;
const HEAD = MAGIC.length + HASH;

/** Times of use are written at most so often: a scan that only reads should not write. */
const USED_EVERY = 3_600_000;

/** Larger ones were not written here. */
const LARGEST = 1 << 28;

/** `folder` is the cache; made when the first entry is written. */
export function openStore(files: Files, folder: string): Store {
  const base = `${folder}/v${SCHEMA}`;
  const state: StoreState = {
    hits: [],
    misses: [],
    damaged: [],
    written: 0,
    unusable: undefined,
  };
  const made = new Set<string>();
  const pathOf = (kind: Kind, key: string): string => `${base}/${kind}/${key.slice(0, 2)}/${key}`;
  const quietly = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      const code = codeOf(error);
      if (!GONE.has(code)) state.unusable ??= code;
      return undefined;
    }
  };
  const read = (path: string): Buffer | undefined => {
    const stat = files.lstat(path);
    if (stat === undefined) return undefined;
    return stat.kind === "file" && stat.size < LARGEST ? files.readFile(path) : Buffer.alloc(0);
  };
  const drop = (kind: Kind, key: string): void => {
    state.damaged.push(`${kind}/${key}`);
    quietly(() => files.removeFile(pathOf(kind, key)));
  };
  return {
    folder,
    state,
    get(kind, key) {
      const bytes = quietly(() => read(pathOf(kind, key)));
      const data = bytes === undefined ? undefined : unwrap(bytes);
      if (bytes !== undefined && data === undefined) drop(kind, key);
      (data === undefined ? state.misses : state.hits).push(`${kind}/${key}`);
      return data;
    },
    has: (kind, key) => quietly(() => files.lstat(pathOf(kind, key))) !== undefined,
    put(kind, key, data) {
      // A disk that is full or read-only will not take the next one either.
      if (state.unusable !== undefined) return;
      quietly(() => {
        for (const path of [
          folder,
          base,
          `${base}/${kind}`,
          `${base}/${kind}/${key.slice(0, 2)}`,
        ]) {
          if (!made.has(path)) ensure(files, path);
          if (path === folder && !made.has(path)) label(files, folder);
          made.add(path);
        }
        files.writeBytes(pathOf(kind, key), wrap(data));
        state.written += 1;
      });
    },
    use: (kind, key) => quietly(() => refresh(files, pathOf(kind, key))) ?? false,
    drop,
    entries: () =>
      isFolder(files, folder) ? KINDS.flatMap((kind) => list(files, base, kind)) : [],
    isWhole: ({ path }) => {
      const bytes = quietly(() => read(path));
      return bytes !== undefined && unwrap(bytes) !== undefined;
    },
    remove: ({ path }) => quietly(() => files.removeFile(path)),
  };
}

/** Not there, or not there any more: another process cleared or pruned. */
const GONE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

function wrap(data: Uint8Array): Buffer {
  return Buffer.concat([MAGIC, createHash("sha256").update(data).digest(), data]);
}

function unwrap(bytes: Buffer): Buffer | undefined {
  if (bytes.length < HEAD || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const data = bytes.subarray(HEAD);
  const hash = createHash("sha256").update(data).digest();
  return hash.equals(bytes.subarray(MAGIC.length, HEAD)) ? data : undefined;
}

function refresh(files: Files, path: string): boolean {
  const stat = files.lstat(path);
  if (stat === undefined || files.now() - stat.mtime < USED_EVERY) return false;
  files.touch(path);
  return true;
}

/** Two processes may make the same folder at once. What is no folder, a link included, is somebody else's. */
function ensure(files: Files, path: string): void {
  try {
    if (files.lstat(path) === undefined) files.makeFolder(path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  if (files.lstat(path)?.kind !== "folder") throw Object.assign(new Error(path), { code: "ELOOP" });
}

/** Backups and git leave the folder alone. */
function label(files: Files, folder: string): void {
  const tag =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What aphoria learnt; safe to delete.\n";
  for (const [name, text] of [
    ["CACHEDIR.TAG", tag],
    [".gitignore", "*\n"],
  ] as const) {
    const path = `${folder}/${name}`;
    if (files.lstat(path) === undefined) files.writeBytes(path, Buffer.from(text));
  }
}

/** Names of entries, and of what a crash leaves beside them. */
const OURS = /^[0-9a-f]{32}$|^\.[0-9a-f]{32}\.\d+\.[0-9a-f]+\.tmp$/;

/** Only what was written here: links are not followed, and other names are not listed. */
function list(files: Files, base: string, kind: Kind): readonly Entry[] {
  const folder = `${base}/${kind}`;
  if (!isFolder(files, base) || !isFolder(files, folder)) return [];
  return namesIn(files, folder, "folder").flatMap((shard) =>
    namesIn(files, `${folder}/${shard}`, "file").flatMap((name) => {
      const path = `${folder}/${shard}/${name}`;
      const stat = OURS.test(name) ? quiet(() => files.lstat(path)) : undefined;
      return stat === undefined ? [] : [{ path, kind, size: stat.size, used: stat.mtime }];
    }),
  );
}

function isFolder(files: Files, path: string): boolean {
  return quiet(() => files.lstat(path))?.kind === "folder";
}

function namesIn(files: Files, folder: string, kind: string): readonly string[] {
  const entries = quiet(() => files.readdir(folder)) ?? [];
  return entries.filter((entry) => entry.kind === kind).map(({ name }) => name);
}

function quiet<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    codeOf(error);
    return undefined;
  }
}
