/**
 * Programs that work on foreign repositories: each in a process group of its own that is ended whole, within a time, a
 * memory and, where it fills a folder, a size; and not left behind by a parent that dies.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { folderSize, type FolderBounds } from "./work-folder.ts";

export interface ChildManner {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes of memory; watched where the system tells, which is Linux. */
  readonly memory?: number;
  /** A folder that it fills. */
  readonly fills?: { readonly path: string; readonly bounds: FolderBounds };
  /** Ends it early. */
  readonly signal: AbortSignal;
}

export type ChildProblem = "missing" | "timeout" | "memory" | "size" | "stopped" | "killed";

export interface ChildEnd {
  /** Undefined when it did not end by itself. */
  readonly code: number | undefined;
  readonly problem?: ChildProblem;
  readonly stdout: string;
  /** The end of what it said. */
  readonly stderr: string;
}

const LOOK = 500;
const SAID = 8_000;

/** Runs this Node with a script; the child notices when we are gone, and goes too. */
export function runScript(
  script: string,
  args: readonly string[],
  manner: ChildManner & { readonly memory: number },
): Promise<ChildEnd> {
  const megabytes = Math.max(256, Math.round((manner.memory * 0.75) / 2 ** 20));
  const flags = [`--max-old-space-size=${megabytes}`, "--import", LEASH];
  return start(process.execPath, [...flags, script, ...args], manner, true);
}

export function runTool(
  command: string,
  args: readonly string[],
  manner: ChildManner,
): Promise<ChildEnd> {
  return start(command, args, manner, false);
}

/** The channel to the parent closes when the parent dies, however it dies. */
const LEASH = `data:text/javascript,${encodeURIComponent(
  'process.on("disconnect",()=>process.exit(137));process.channel?.unref()',
)}`;

function start(
  command: string,
  args: readonly string[],
  manner: ChildManner,
  isLeashed: boolean,
): Promise<ChildEnd> {
  const { cwd, env, timeout, memory, fills, signal } = manner;
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve({ code: undefined, problem: "stopped", stdout: "", stderr: "" });
      return;
    }
    let problem: ChildProblem | undefined;
    let [stdout, stderr] = ["", ""];
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe", ...(isLeashed ? (["ipc"] as const) : [])],
      detached: true,
      windowsHide: true,
    });
    const end = (why: ChildProblem): void => {
      problem ??= why;
      killGroup(child.pid);
    };
    const stop = (): void => end("stopped");
    const timer = setTimeout(() => end("timeout"), timeout);
    const watch = setInterval(() => {
      if (memory !== undefined && memoryOf(child.pid) > memory) end("memory");
      if (fills !== undefined && folderSize(fills.path, fills.bounds) !== "within") end("size");
    }, LOOK);
    signal.addEventListener("abort", stop);
    const close = (ended: Omit<ChildEnd, "stdout" | "stderr">): void => {
      clearTimeout(timer);
      clearInterval(watch);
      signal.removeEventListener("abort", stop);
      resolve({ ...ended, stdout, stderr });
    };
    child.stdout?.on("data", (chunk: Buffer) => {
      if (stdout.length < SAID) stdout += chunk.toString("utf8");
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk.toString("utf8")).slice(-SAID);
    });
    child.on("error", () => close({ code: undefined, problem: "missing" }));
    child.on("close", (code, killed) => {
      // What it left running in its group goes with it.
      killGroup(child.pid);
      if (killed !== null) problem ??= "killed";
      if (fills !== undefined && folderSize(fills.path, fills.bounds) !== "within") {
        problem ??= "size";
      }
      close({ code: code ?? undefined, ...(problem !== undefined && { problem }) });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

/** Bytes; 0 where it is not known. */
function memoryOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
