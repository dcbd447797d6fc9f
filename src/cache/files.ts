/** What the store needs of the outside world; the host has it. Paths are absolute, errors are those of the system. */
export interface Files {
  now(): number;
  readFile(path: string): Buffer;
  /** Replaces the file, or the link, at once: a reader sees the old bytes or the new ones, never a part. */
  writeBytes(path: string, bytes: Uint8Array): void;
  removeFile(path: string): void;
  makeFolder(path: string): void;
  readdir(path: string): readonly { readonly name: string; readonly kind: string }[];
  lstat(path: string): Seen | undefined;
  /** Sets the time of the last change to now. */
  touch(path: string): void;
}

export interface Seen {
  readonly kind: string;
  readonly size: number;
  readonly mtime: number;
}

/** `ENOENT`, `EROFS` …; throws again what is no error of the system. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string") throw error;
  return code;
}
