/** The real host. The only file that reads and writes files, and knows `process`. */
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  watch,
  writeFileSync,
} from "node:fs";
import type { Dirent, Stats } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { errorCode } from "./host.ts";
import type { FileKind, Host, Output, Stat } from "./host.ts";
import { openEditor, runProgram } from "./programs.ts";

export function nodeHost(): Host {
  const exit = trackExit();
  const reader = createReader();
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: openOutput(process.stdout, exit),
    stderr: openOutput(process.stderr, exit),
    stdin: {
      get isTTY() {
        return isTerminal(process.stdin);
      },
      read: readInput,
    },
    now: () => Date.now(),
    clock: () => performance.now(),
    setExitCode: (code) => exit.set(code),
    readFile: (path) => Buffer.from(reader(path, Number.MAX_SAFE_INTEGER, 0).bytes ?? ""),
    readInto: (path, limit) => reader(path, limit, constants.O_NOFOLLOW),
    stat: (path) => present(() => toStat(statSync(path))),
    lstat: (path) => {
      const stats = present(() => lstatSync(path, { throwIfNoEntry: false }));
      return stats === undefined ? undefined : toStat(stats);
    },
    readdir: (path) =>
      readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: kindOf(entry),
      })),
    realpath: (path) => present(() => realpathSync.native(path)),
    writeFile: (path, text) => writeFile(path, text, true),
    writeBytes: (path, bytes) => writeFile(path, bytes, false),
    append: (path, text) => appendFileSync(path, text),
    touch: (path) => utimesSync(path, new Date(), new Date()),
    createFile,
    removeFile: (path) => present(() => unlinkSync(path)),
    makeFolder,
    isInteractive: isTerminal(process.stdin) && isTerminal(process.stdout),
    runtime: process.version,
    self: { pid: process.pid, machine: hostname() },
    sleep: (milliseconds) => setTimeout(milliseconds),
    isRunning,
    openEditor,
    run: runProgram,
    watch: watchFolders,
  };
}

interface Exit {
  set(code: number): void;
  closed(): void;
  failed(): void;
}

/** `process.exitCode` alone, never `process.exit`, which cuts off piped output. A reader that closed our output
 *  early had what it wanted: findings are then no failure, but a job that could not be done still is. */
function trackExit(): Exit {
  let code = 0;
  let isClosed = false;
  const apply = (): void => {
    process.exitCode = isClosed && code === 1 ? 0 : code;
  };
  return {
    set: (wanted) => {
      code = wanted;
      apply();
    },
    closed: () => {
      isClosed = true;
      apply();
    },
    failed: () => {
      code = 2;
      apply();
    },
  };
}

/** A stream of the process; pipes and files have no `isTTY`, whatever its type says. */
type ProcessStream = Pick<NodeJS.WriteStream, "on" | "write"> &
  Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns">>;

function openOutput(stream: ProcessStream, exit: Exit): Output {
  let broken = false;
  stream.on("error", (error: Error) => {
    broken = true;
    if (errorCode(error) === "EPIPE") {
      if (stream === process.stdout) exit.closed();
      return;
    }
    exit.failed();
    if (stream === process.stdout) {
      process.stderr.write(`aphoria: the output could not be written: ${error.message}\n`);
    }
  });
  return {
    write: (text) => {
      if (!broken && text !== "") stream.write(text);
    },
    get isTTY() {
      return stream.isTTY ?? false;
    },
    get columns() {
      return stream.columns;
    },
  };
}

async function readInput(limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) return undefined;
  }
  return Buffer.concat(chunks);
}

/** Reads into one buffer that grows: a scan opens thousands of files, and an allocation for each costs more than
 *  the reading. O_NONBLOCK keeps a named pipe from stopping the scan before `fstat` can turn it away. */
function createReader(): (
  path: string,
  limit: number,
  flags: number,
) => { size: number; bytes?: Buffer } {
  let buffer = Buffer.allocUnsafe(1 << 18);
  return (path, limit, flags) => {
    // Windows has neither flag: they are undefined there, which `|` takes for 0.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
    try {
      const stats = fstatSync(file);
      if (stats.isDirectory()) throw systemError("EISDIR", path);
      if (!stats.isFile()) throw systemError("ENOTFILE", path);
      if (stats.size > limit) return { size: stats.size };
      let size = 0;
      for (;;) {
        if (size === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
        const read = readSync(file, buffer, size, buffer.length - size, null);
        if (read === 0) return { size, bytes: buffer.subarray(0, size) };
        size += read;
        if (size > limit) return { size };
      }
    } finally {
      closeSync(file);
    }
  };
}

/** A folder that is gone, or one more than the system watches, is passed over. */
function watchFolders(folders: readonly string[], onChange: () => void): () => void {
  const watchers = folders.flatMap((folder) => {
    try {
      return [watch(folder, onChange).on("error", () => undefined)];
    } catch (error) {
      if (errorCode(error) === "") throw error;
      return [];
    }
  });
  return () => watchers.forEach((watcher) => watcher.close());
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

function writeFile(path: string, content: string | Uint8Array, isLasting: boolean): void {
  // What can be made again replaces a link: in a foreign repository it may lead anywhere.
  const target = isLasting ? (present(() => realpathSync.native(path)) ?? path) : path;
  const existing = present(() => (isLasting ? statSync(target) : lstatSync(target)));
  if (isLasting && existing !== undefined && !existing.isFile()) {
    writeFileSync(target, content);
    return;
  }
  const name = `.${basename(target)}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  const temporary = join(dirname(target), name);
  try {
    writeFileSync(temporary, content, {
      flag: "wx",
      // What is renamed must be on the disk, or a power cut leaves an empty file under the old name.
      flush: isLasting,
      ...(existing?.isFile() === true && { mode: existing.mode & 0o777 }),
    });
    renameSync(temporary, target);
  } catch (error) {
    present(() => unlinkSync(temporary));
    throw error;
  }
}

function createFile(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

function isTerminal({ isTTY }: Partial<Pick<NodeJS.ReadStream, "isTTY">>): boolean {
  return isTTY ?? false;
}

/** A process of somebody else's is there too. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/** Level by level: where nothing can be made, as in /proc, Node's own recursion never ends. */
function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = path; present(() => statSync(at)) === undefined; at = dirname(at)) missing.push(at);
  for (const folder of missing.toReversed()) mkdirSync(folder);
}

/** Undefined for what is not there, so that a missing file is a value and everything else an error. */
function present<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return undefined;
    throw error;
  }
}

function toStat(stats: Stats): Stat {
  const { size, mtimeMs, ctimeMs, ino } = stats;
  return { kind: kindOf(stats), size, mtime: mtimeMs, ctime: ctimeMs, inode: ino };
}

function kindOf(entry: Dirent | Stats): FileKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}
