/** One attempt at a job: the repository is brought here, scanned in a process of its own, and its outcome kept. */
import { outcomeOf, readOutcome } from "../fleet/outcome.ts";
import { readReport } from "../gaps/read-report.ts";
import { runScript, type ChildEnd } from "../io/child.ts";
import type { Host } from "../io/host.ts";
import type { Attempt, JobInHand } from "../io/queue.ts";
import type { RunState } from "../io/run-state.ts";
import { openJson, sealJson, sha256, type Bounds } from "../io/sealed.ts";
import { packageFolder } from "../io/version.ts";
import { readJob } from "../load/fleet-job.ts";
import type { FleetJob, ScanChoice } from "../model/fleet.ts";
import type { Report } from "../model/report.ts";
import {
  bring,
  CANCELLED,
  Failure,
  LATE,
  ownersAt,
  stopped,
  type AttemptTerms,
} from "./fleet-checkout.ts";

/** What Redis keeps of one repository. */
export const OUTCOME_BOUNDS: Bounds = { sealed: 4 * 2 ** 20, open: 64 * 2 ** 20 };
export const CLAIMS_BOUNDS: Bounds = { sealed: 2 ** 20, open: 8 * 2 ** 20 };
const LARGEST_REPORT = 256 * 2 ** 20;
/** How soon a cancelled run is noticed. */
const LOOK = 2_000;

export async function attempt(
  host: Host,
  { data, attempt: number }: JobInHand,
  terms: AttemptTerms,
): Promise<Attempt> {
  const { state, work, stop, say } = terms;
  const read = readJob(data);
  if ("problem" in read) {
    return { kind: "failed", reason: `this is no job: ${read.problem}`, isFinal: true };
  }
  const job = read.value;
  const folder = work.make();
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  const started = host.now();
  try {
    const why = await refusalOf(host, job, state);
    if (why === DONE) return { kind: "done", note: "known already" };
    if (why !== undefined) throw new Failure(why, true);
    void watchRun(host, job, state, over);
    const conflicts = await scanJob(host, job, folder, terms, signal);
    const seconds = ((host.now() - started) / 1000).toFixed(1);
    say(`${job.name}: ${conflicts} conflicts (${seconds} s, attempt ${number})`);
    return { kind: "done", note: `${conflicts} conflicts` };
  } catch (error) {
    if (stop.aborted) return { kind: "back" };
    const reason = error instanceof Error ? error.message : String(error);
    const isFinal = error instanceof Failure && error.isFinal;
    say(`${job.name}: attempt ${number} failed: ${reason}`);
    return { kind: "failed", reason, isFinal };
  } finally {
    over.abort();
    work.remove(folder);
  }
}

/** What keeps a job from being begun, in words; `DONE` where there is a result. */
async function refusalOf(host: Host, job: FleetJob, state: RunState): Promise<string | undefined> {
  const record = await state.read(job.run);
  if (record === undefined) return "its run is not known any more";
  if (record.cancelled !== undefined) return CANCELLED;
  if ((await state.result(job.run, job.unit)) !== undefined) return DONE;
  return host.now() > Math.max(job.until_ms, record.until) ? LATE : undefined;
}

const DONE = "there is a result";

/** Ends the attempt when its run is cancelled. A server that does not answer changes nothing. */
async function watchRun(
  host: Host,
  { run }: FleetJob,
  state: RunState,
  over: AbortController,
): Promise<void> {
  while (!over.signal.aborted) {
    await host.sleep(LOOK);
    const record = await state.read(run).catch(() => undefined);
    if (record?.cancelled !== undefined) over.abort(CANCELLED);
  }
}

async function scanJob(
  host: Host,
  job: FleetJob,
  folder: string,
  terms: AttemptTerms,
  signal: AbortSignal,
): Promise<number> {
  const until = host.now() + job.timeout_ms;
  const left = () => Math.max(1, until - host.now());
  const { at, commit } = await bring(host, job, `${folder}/tree`, terms, left(), signal);
  const output = `${folder}/report.json`;
  const claims = await claimsFile(host, job, folder, terms.state);
  const args = scanArguments(job.choice, claims, terms.jobs, output);
  const ended = await runScript(`${packageFolder()}/dist/main.js`, args, {
    cwd: at,
    env: plainEnvironment(host.env, folder),
    timeout: left(),
    memory: terms.memory,
    signal,
  });
  const report = reportOf(host, output, ended, signal);
  const outcome = outcomeOf(job.name, report, commit, ownersAt(host, at));
  const check = readOutcome(outcome, job.name);
  if ("problem" in check) throw new Failure(`its report does not hold: ${check.problem}`, true);
  const sealed = sealJson(outcome, OUTCOME_BOUNDS);
  if (sealed === undefined) throw new Failure("its report is larger than the queue takes", true);
  await keep(host, terms.state, job, sealed, left, signal);
  return outcome.summary.authority_conflicts;
}

/** A server that is away or full for a while does not cost the whole scan. */
async function keep(
  host: Host,
  state: RunState,
  { run, unit }: FleetJob,
  sealed: Buffer,
  left: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
    try {
      return await state.keepResult(run, unit, sealed);
    } catch (error) {
      if (left() <= pause || signal.aborted) throw error;
      await host.sleep(pause);
    }
  }
}

/** The claims that go with the run, as a file; undefined where the repository's own hold. */
async function claimsFile(
  host: Host,
  { run, claims_hash: hash }: FleetJob,
  folder: string,
  state: RunState,
): Promise<string | undefined> {
  if (hash === undefined) return undefined;
  const sealed = await state.file(run, hash);
  const text = sealed && openJson(sealed, CLAIMS_BOUNDS)?.json;
  if (typeof text !== "string" || sha256(text) !== hash) {
    throw new Failure("the claims of its run are not there", false);
  }
  host.writeFile(`${folder}/claims.toml`, text);
  return `${folder}/claims.toml`;
}

function scanArguments(
  choice: ScanChoice,
  claims: string | undefined,
  jobs: number,
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
    "--format=json",
    `--output=${output}`,
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

function reportOf(host: Host, output: string, ended: ChildEnd, signal: AbortSignal): Report {
  const { code, problem, stderr } = ended;
  if (problem !== undefined)
    throw new Failure(stopped(signal) ?? WORDS[problem], stopped(signal) !== undefined);
  const said = stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  if (host.stat(output) === undefined)
    throw new Failure(`the scan ended with ${code}: ${said}`, false);
  const { bytes, size } = host.readInto(output, LARGEST_REPORT);
  if (bytes === undefined) throw new Failure(`its report has ${size} bytes`, true);
  const read = readReport(bytes.toString("utf8"));
  if ("report" in read) return read.report;
  throw new Failure(`its report ${read.problem}`, false);
}
