/**
 * One writer at a time: a lock file made with O_EXCL beside the file that is to be changed. Who finds one waits, a few
 * seconds at most. A lock whose owner is gone is broken; only one process may do that at a time, and it looks again
 * before it does, so that no lock in use is ever broken.
 */
import { basename, dirname } from "node:path";
import { errorCode } from "./host.ts";
import type { Host } from "./host.ts";

export type Locked<T> =
  | { readonly kind: "done"; readonly value: T }
  /** Somebody else had it all the time. `lock` is the file that says so. */
  | { readonly kind: "busy"; readonly lock: string; readonly owner: string };

const PATIENCE = 5000;
/** For an owner that cannot be asked: another machine's, or one whose note is not written yet. */
const STALE = 10_000;
/** No change takes as long; a process that is stopped for longer notices that it lost the lock. */
const ABANDONED = 60_000;

/** `patience` in milliseconds. `isMine` says, right before something is written, whether the lock is still held. */
export async function withLock<T>(
  host: Host,
  path: string,
  work: (isMine: () => boolean) => T,
  patience = PATIENCE,
): Promise<Locked<T>> {
  const target = host.realpath(path) ?? path;
  const lock = `${dirname(target)}/.${basename(target)}.lock`;
  const { pid, machine } = host.self;
  const started = host.now();
  const note = JSON.stringify({ pid, machine, since: started });
  for (let round = 0; !host.createFile(lock, note); round += 1) {
    if (breakStale(host, lock)) continue;
    if (host.now() - started > patience) {
      return { kind: "busy", lock, owner: ownerText(readNote(host, lock)) };
    }
    // No two wait in step.
    await host.sleep(10 + ((pid * 7 + round * 13) % 40));
  }
  try {
    return { kind: "done", value: work(() => readNote(host, lock) === note) };
  } finally {
    if (readNote(host, lock) === note) host.removeFile(lock);
  }
}

function breakStale(host: Host, lock: string): boolean {
  const note = readNote(host, lock);
  if (note === undefined || !isStale(host, lock, note)) return false;
  const breaker = `${lock}.break`;
  if (!host.createFile(breaker, "")) {
    // One left by a crash in the instant that it is needed.
    const age = host.now() - (host.stat(breaker)?.mtime ?? host.now());
    if (age > ABANDONED) host.removeFile(breaker);
    return false;
  }
  try {
    if (readNote(host, lock) !== note) return false;
    host.removeFile(lock);
    return true;
  } finally {
    host.removeFile(breaker);
  }
}

function isStale(host: Host, lock: string, note: string): boolean {
  const age = host.now() - (host.stat(lock)?.mtime ?? host.now());
  const owner = readOwner(note);
  if (owner === undefined || owner.machine !== host.self.machine) return age > STALE;
  return !host.isRunning(owner.pid) || age > ABANDONED;
}

interface Owner {
  readonly pid: number;
  readonly machine: string;
}

function readOwner(note: string): Owner | undefined {
  try {
    const { pid, machine } = JSON.parse(note) as Partial<Owner>;
    return typeof pid === "number" && typeof machine === "string" ? { pid, machine } : undefined;
  } catch {
    return undefined;
  }
}

function ownerText(note: string | undefined): string {
  const owner = note === undefined ? undefined : readOwner(note);
  return owner === undefined ? "another process" : `process ${owner.pid} on ${owner.machine}`;
}

/** Undefined when nobody holds it. */
function readNote(host: Host, lock: string): string | undefined {
  try {
    return host.readFile(lock).toString("utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
