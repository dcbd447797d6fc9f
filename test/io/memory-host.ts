/** A host without an outside world: files are a record, output is gathered, time stands still until it is moved. */
import { dirname, resolve } from "node:path/posix";
import type { Entry, Host, Output, Ran, Stat } from "../../src/io/host.ts";

export type MemoryFile =
  | string
  | Uint8Array
  | { readonly link: string }
  /** Opening it, or listing it for a folder, fails with this code. */
  | { readonly error: string }
  | { readonly folder: true };

export interface MemoryHostOptions {
  /** Absolute paths. */
  readonly files?: Readonly<Record<string, MemoryFile>>;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly isInteractive?: boolean;
  /** When every file was changed; 1970 if not said. */
  readonly mtime?: number;
  /** Stands in for a person with an editor: what the file holds afterwards; undefined leaves the editor with an error. */
  readonly edit?: (text: string) => string | undefined;
  /** Answers what a program would have printed; without it no program is there. */
  readonly run?: (command: string, args: readonly string[]) => Partial<Ran>;
}

export interface MemoryHost extends Host {
  readonly files: Map<string, MemoryFile>;
  stdoutText(): string;
  stderrText(): string;
  exitCode(): number;
  /** Moves the clock. */
  advance(milliseconds: number): void;
}

export function memoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const files = new Map(Object.entries(options.files ?? {}));
  const cwd = options.cwd ?? "/project";
  const stdout = gather(options);
  const stderr = gather(options);
  const touched = new Map<string, number>();
  let inode = 0;
  const inodes = new Map<string, number>();
  let time = Date.UTC(2026, 0, 1);
  let code = 0;

  const lstat = (path: string): Stat | undefined => {
    const at = realParent(path);
    const file = at === undefined ? undefined : files.get(at);
    if (at === undefined || (file === undefined && !isFolder(at))) return undefined;
    const mtime = touched.get(at) ?? options.mtime ?? 0;
    return {
      kind: file === undefined || isFolder(at) ? "folder" : kindOf(file),
      size: sizeOf(file),
      mtime,
      ctime: mtime,
      inode: inodes.get(at) ?? 0,
    };
  };

  /** The path with the links of its folders followed, but not its own. */
  function realParent(path: string): string | undefined {
    if (path === "/") return path;
    const parent = realpath(dirname(path));
    return parent === undefined
      ? undefined
      : resolve(parent, path.slice(path.lastIndexOf("/") + 1));
  }

  function realpath(path: string, depth = 0): string | undefined {
    if (depth > 40) throw failure("ELOOP", path);
    if (path === "/") return path;
    const parent = realpath(dirname(path), depth);
    if (parent === undefined) return undefined;
    const at = resolve(parent, path.slice(path.lastIndexOf("/") + 1));
    const file = files.get(at);
    if (typeof file === "object" && "link" in file) {
      return realpath(resolve(parent, file.link), depth + 1);
    }
    return file !== undefined || isFolder(at) ? at : undefined;
  }

  function isFolder(path: string): boolean {
    if (path === "/" || path === cwd) return true;
    const prefix = `${path}/`;
    return [...files.keys()].some((name) => name.startsWith(prefix));
  }

  function read(path: string): Buffer {
    const at = realpath(path);
    const file = at === undefined ? undefined : files.get(at);
    if (file === undefined) throw failure(at === undefined ? "ENOENT" : "EISDIR", path);
    if (typeof file === "string") return Buffer.from(file);
    if (file instanceof Uint8Array) return Buffer.from(file);
    throw failure("error" in file ? file.error : "EISDIR", path);
  }

  return {
    cwd,
    env: options.env ?? {},
    files,
    stdout,
    stderr,
    stdin: {
      isTTY: options.isTTY ?? false,
      read: async (limit) => {
        const bytes = Buffer.from(options.stdin ?? "");
        return bytes.length > limit ? undefined : bytes;
      },
    },
    stdoutText: () => stdout.text(),
    stderrText: () => stderr.text(),
    exitCode: () => code,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    now: () => time,
    clock: () => time,
    watch: () => () => undefined,
    setExitCode: (wanted) => {
      code = wanted;
    },
    readFile: read,
    readInto: (path, limit) => {
      if (lstat(path)?.kind === "link") throw failure("ELOOP", path);
      const bytes = read(path);
      return bytes.length > limit ? { size: bytes.length } : { size: bytes.length, bytes };
    },
    stat: (path) => {
      const real = realpath(path);
      return real === undefined ? undefined : lstat(real);
    },
    lstat,
    readdir: (path) => {
      const at = realpath(path);
      if (at === undefined) throw failure("ENOENT", path);
      const own = files.get(at);
      if (typeof own === "object" && "error" in own) throw failure(own.error, path);
      const prefix = at === "/" ? "/" : `${at}/`;
      const names = new Set(
        [...files.keys()]
          .filter((name) => name.startsWith(prefix))
          .map((name) => name.slice(prefix.length).split("/", 1)[0] ?? ""),
      );
      return [...names].map((name): Entry => {
        const file = files.get(prefix + name);
        const isDirectory = isFolder(prefix + name);
        return { name, kind: isDirectory || file === undefined ? "folder" : kindOf(file) };
      });
    },
    realpath,
    writeFile: (path, text) => {
      if (lstat(dirname(path))?.kind === "file") throw failure("ENOTDIR", path);
      files.set(path, text);
    },
    writeBytes: (path, bytes) => {
      files.set(path, Uint8Array.from(bytes));
      touched.set(path, time);
      inodes.set(path, (inode += 1));
    },
    append: (path, text) =>
      void files.set(path, (files.has(path) ? read(path).toString() : "") + text),
    touch: (path) => void touched.set(path, time),
    createFile: (path, text) => {
      if (files.has(path)) return false;
      files.set(path, text);
      return true;
    },
    removeFile: (path) => void files.delete(path),
    isInteractive: options.isInteractive ?? false,
    runtime: "v20.19.0",
    self: { pid: 1, machine: "memory" },
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
    isRunning: () => true,
    openEditor: async (_, path) => {
      const text = options.edit?.(read(path).toString("utf8"));
      if (text !== undefined) files.set(path, text);
      return text === undefined ? 1 : 0;
    },
    makeFolder: (path) => void files.set(path, { folder: true }),
    run: async (command, args) => ({
      code: options.run === undefined ? undefined : 0,
      stdout: Buffer.alloc(0),
      stderr: "",
      ...(options.run === undefined ? { problem: "missing" as const } : options.run(command, args)),
    }),
  };
}

function gather({ isTTY = false, columns }: MemoryHostOptions): Output & { text(): string } {
  let gathered = "";
  return {
    isTTY,
    columns,
    write: (text) => {
      gathered += text;
    },
    text: () => gathered,
  };
}

function kindOf(file: MemoryFile): Stat["kind"] {
  if (typeof file !== "object" || file instanceof Uint8Array || "error" in file) return "file";
  return "link" in file ? "link" : "folder";
}

function sizeOf(file: MemoryFile | undefined): number {
  return typeof file === "string" || file instanceof Uint8Array ? file.length : 0;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
