/** aphoria on one tree, as a process of its own that may crash, hang or grow without harm to the worker. */
import type { Host } from "../io/host.ts";
import { runScript, type ChildEnd } from "../io/child.ts";
import { packageFolder } from "../io/version.ts";
import type { FleetJob, ScanChoice } from "../model/fleet.ts";
import { Failure, stopped } from "./fleet-checkout.ts";

export interface ScanWork {
  readonly choice: ScanChoice;
  /** A file. */
  readonly claims: string | undefined;
  /** Threads. */
  readonly jobs: number;
  readonly shard: FleetJob["shard"];
}

export interface ScanBounds {
  /** Where the process may write. */
  readonly folder: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes. */
  readonly memory: number;
  readonly signal: AbortSignal;
}

/** What it may write, in bytes. */
const LARGEST_OUTPUT = 256 * 2 ** 20;

/** A report as JSON or, for a shard, its part. Throws a `Failure`. */
export function scanTree(
  host: Host,
  at: string,
  work: ScanWork,
  bounds: ScanBounds,
): Promise<Buffer> {
  const output = `${bounds.folder}/output`;
  return run(host, at, scanArguments(work, output), output, bounds);
}

/** The report of all parts, as JSON. */
export function mergeParts(
  host: Host,
  at: string,
  parts: readonly Buffer[],
  bounds: ScanBounds,
): Promise<Buffer> {
  const names = parts.map((bytes, index) => {
    const name = `${bounds.folder}/part-${index + 1}.blob`;
    host.writeBytes(name, bytes);
    return name;
  });
  const output = `${bounds.folder}/merged`;
  const flags = ["--format=json", `--output=${output}`, "--fail-on=never", "--quiet"];
  const args = ["merge", `--expect=${parts.length}`, ...flags, ...names];
  return run(host, at, args, output, bounds);
}

async function run(
  host: Host,
  cwd: string,
  args: readonly string[],
  output: string,
  { folder, timeout, memory, signal }: ScanBounds,
): Promise<Buffer> {
  const env = plainEnvironment(host.env, folder);
  const script = `${packageFolder()}/dist/main.js`;
  const ended = await runScript(script, args, { cwd, env, timeout, memory, signal });
  return outputOf(host, output, ended, signal);
}

function scanArguments(
  { choice, claims, jobs, shard }: ScanWork,
  output: string,
): readonly string[] {
  const lists = [
    ["corpus", choice.corpus],
    ["packs", choice.packs],
    ["claim", choice.claim],
    ["language", choice.languages],
    ["include", choice.include],
    ["exclude", choice.exclude],
  ] as const;
  // One word each, so that no value is ever taken for a flag.
  return [
    "scan",
    ...(shard === undefined
      ? ["--format=json", `--output=${output}`]
      : [`--shard=${shard.index}/${shard.count}`, `--report=blob=${output}`]),
    "--fail-on=never",
    "--quiet",
    "--no-cache",
    "--telemetry=off",
    `--jobs=${jobs}`,
    ...(claims === undefined ? [] : [`--claims=${claims}`]),
    ...lists.flatMap(([name, values = []]) => values.map((value) => `--${name}=${value}`)),
    ...(choice.include_tests === true ? ["--include-tests"] : []),
    ...(choice.min_tier === undefined ? [] : [`--min-tier=${choice.min_tier}`]),
    ...(choice.min_confidence === undefined ? [] : [`--min-confidence=${choice.min_confidence}`]),
    ".",
  ];
}

/** What a scan needs, and no secret of the worker's. */
function plainEnvironment(env: Host["env"], folder: string): Host["env"] {
  const names = ["PATH", "LANG", "LC_ALL", "SystemRoot"];
  const kept = Object.entries(env).filter(([name]) => names.includes(name));
  return { ...Object.fromEntries(kept), CI: "true", NO_COLOR: "1", HOME: folder, TMPDIR: folder };
}

const WORDS = {
  missing: "the scan could not be started",
  timeout: "the scan took longer than an attempt may",
  memory: "the scan took more memory than it may: see --memory",
  size: "the scan filled its folder",
  stopped: "the scan was stopped",
  killed: "the scan was killed",
} as const;

function outputOf(host: Host, output: string, ended: ChildEnd, signal: AbortSignal): Buffer {
  const { code, problem, stderr } = ended;
  if (problem !== undefined) {
    throw new Failure(stopped(signal) ?? WORDS[problem], stopped(signal) !== undefined);
  }
  const said = stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  if (host.stat(output) === undefined) {
    throw new Failure(`the scan ended with ${code}: ${said}`, false);
  }
  const { bytes, size } = host.readInto(output, LARGEST_OUTPUT);
  if (bytes === undefined) throw new Failure(`what it wrote has ${size} bytes`, true);
  // The reader's buffer is used again.
  return Buffer.from(bytes);
}
