/** The outside world, as the rest of aphoria sees it: files, processes, streams, the clock. Paths are absolute. */

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

export interface Input {
  readonly isTTY: boolean;
  /** All of it; undefined when that is more than `limit` bytes. */
  read(limit: number): Promise<Buffer | undefined>;
}

export type FileKind = "file" | "folder" | "link" | "other";

export interface Entry {
  readonly name: string;
  readonly kind: FileKind;
}

export interface Stat {
  readonly kind: FileKind;
  readonly size: number;
  /** Milliseconds since 1970, with fractions: when its bytes were changed, and when anything about it was. */
  readonly mtime: number;
  readonly ctime: number;
  readonly inode: number;
}

/** What a program that was run gave back. `problem` is set when it did not run to its end. */
export interface Ran {
  readonly code: number | undefined;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly problem?: "missing" | "timeout" | "too-much-output";
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeout: number;
}

export interface Host {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: Input;
  /** Whether somebody can answer: input and output are both a terminal. */
  readonly isInteractive: boolean;
  /** This process, for others that find its lock. */
  readonly self: { readonly pid: number; readonly machine: string };
  /** The version of Node: `v20.19.0`. */
  readonly runtime: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds with fractions, from any beginning. */
  clock(): number;
  setExitCode(code: number): void;
  /** Reads a regular file whole; never waits on a pipe or device. Throws as `fs` does. */
  readFile(path: string): Buffer;
  /** As `readFile`, but the bytes are valid only until the next call, a link is an error (ELOOP), and a file above
   *  `limit` gives its size alone. */
  readInto(path: string, limit: number): { readonly size: number; readonly bytes?: Buffer };
  /** Undefined when nothing is there; throws when that cannot be known. */
  stat(path: string): Stat | undefined;
  lstat(path: string): Stat | undefined;
  /** Throws when the folder cannot be read. */
  readdir(path: string): readonly Entry[];
  /** Undefined when nothing is there; throws ELOOP for links that lead in a circle. */
  realpath(path: string): string | undefined;
  /** Replaces the file at once, so that no reader ever sees half of it. */
  writeFile(path: string, text: string): void;
  /** As `writeFile`, for what can be made again: a power cut may lose it. */
  writeBytes(path: string, bytes: Uint8Array): void;
  /** Adds to the end, in one piece; makes the file where there is none. */
  append(path: string, text: string): void;
  /** Sets the time of the last change to now. */
  touch(path: string): void;
  /** Makes a file that is not there yet; false when it is. */
  createFile(path: string, text: string): boolean;
  /** Nothing happens when it is not there. */
  removeFile(path: string): void;
  makeFolder(path: string): void;
  sleep(milliseconds: number): Promise<void>;
  /** Whether a process of this machine is there. */
  isRunning(pid: number): boolean;
  /** Runs an editor on a file in this terminal; its exit code, undefined when it did not run to its end. */
  openEditor(command: string, path: string): Promise<number | undefined>;
  run(command: string, args: readonly string[], options: RunOptions): Promise<Ran>;
  /** Tells when something in one of the folders changes, until what it gives back is called. */
  watch(folders: readonly string[], onChange: () => void): () => void;
}

/** `ENOENT`, `EACCES` …; empty for an error that is not the system's. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

/** The reason in words, without paths, so that messages read the same on every machine. */
export function errorReason(error: unknown): string {
  const code = errorCode(error);
  return REASONS[code] ?? (code === "" ? String(error) : code);
}

/** What to do about it, where that is not to look at the permissions. */
export function errorHelp(error: unknown): string | undefined {
  return HELPS[errorCode(error)];
}

const HELPS: Readonly<Record<string, string>> = {
  EISDIR: "Name a file, not a folder.",
  ELOOP: "Remove the link, or point it at what is meant.",
  EMFILE: "Raise the limit on open files (ulimit -n).",
  ENAMETOOLONG: "Shorten the name.",
  ENOENT: "Check the spelling.",
  ENOTDIR: "Check the spelling.",
  ENOTFILE: "Name a regular file or a folder.",
};

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "there is no such file or folder",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a part of its path is a file, not a folder",
  EROFS: "the disk is read-only",
  ENOTFILE: "it is neither a file nor a folder",
};
