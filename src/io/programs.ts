/** Other programs: git, and an editor in this terminal. */
import { spawn } from "node:child_process";
import type { Ran, RunOptions } from "./host.ts";

/** More than any list of files needs; a program that prints without end is stopped. */
const OUTPUT_LIMIT = 1 << 29;

/** By the shell, as git does it: `$EDITOR` may hold flags. */
export function openEditor(command: string, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", `${command} "$@"`, command, path], { stdio: "inherit" });
    child.on("error", () => resolve(undefined));
    child.on("close", (code) => resolve(code ?? undefined));
  });
}

export function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ran> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let stderr = "";
    let size = 0;
    let problem: Ran["problem"];
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeout,
      killSignal: "SIGKILL",
      windowsHide: true,
    });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= OUTPUT_LIMIT) {
        chunks.push(chunk);
        return;
      }
      problem = "too-much-output";
      child.kill("SIGKILL");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < 10_000) stderr += chunk.toString("utf8");
    });
    child.on("error", (error) => {
      resolve({
        code: undefined,
        stdout: Buffer.alloc(0),
        stderr: error.message,
        problem: "missing",
      });
    });
    child.on("close", (code, signal) => {
      if (signal !== null) problem ??= "timeout";
      resolve({
        code: code ?? undefined,
        stdout: Buffer.concat(chunks),
        stderr,
        ...(problem === undefined ? {} : { problem }),
      });
    });
  });
}
