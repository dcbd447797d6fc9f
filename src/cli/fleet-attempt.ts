/** One attempt at a job: the repository is brought here, scanned in a process of its own, and its outcome kept. */
import { outcomeOf, readOutcome } from "../fleet/outcome.ts";
import { readReport } from "../gaps/read-report.ts";
import type { Host } from "../io/host.ts";
import type { Attempt, JobInHand } from "../io/queue.ts";
import type { RunState } from "../io/run-state.ts";
import { openJson, sealJson, sha256, type Bounds } from "../io/sealed.ts";
import { readJob } from "../load/fleet-job.ts";
import type { FleetJob } from "../model/fleet.ts";
import { count } from "../report/wording.ts";
import { bring, CANCELLED, Failure, LATE, ownersAt, type AttemptTerms } from "./fleet-checkout.ts";
import { mergeParts, scanTree } from "./fleet-scan.ts";

/** What Redis keeps of one repository. */
export const OUTCOME_BOUNDS: Bounds = { sealed: 4 * 2 ** 20, open: 64 * 2 ** 20 };
export const CLAIMS_BOUNDS: Bounds = { sealed: 2 ** 20, open: 8 * 2 ** 20 };
/** A part of a repository, while the others are awaited. */
const LARGEST_PART = 32 * 2 ** 20;
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
    const note = await scanJob(host, job, folder, terms, signal);
    const seconds = ((host.now() - started) / 1000).toFixed(1);
    say(`${job.name}: ${note} (${seconds} s, attempt ${number})`);
    return { kind: "done", note };
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
  if ((await state.result(job.run, job.unit, OUTCOME_BOUNDS.sealed)) !== undefined) return DONE;
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

/** What it came to, in words. */
async function scanJob(
  host: Host,
  job: FleetJob,
  folder: string,
  terms: AttemptTerms,
  signal: AbortSignal,
): Promise<string> {
  const until = host.now() + job.timeout_ms;
  const left = () => Math.max(1, until - host.now());
  const { state, jobs, memory } = terms;
  const lasting = <T>(write: () => Promise<T>) => keep(host, write, left, signal);
  const { at, commit } = await bring(host, job, `${folder}/tree`, terms, left(), signal);
  const bounds = () => ({ folder, timeout: left(), memory, signal });
  const claims = await claimsFile(host, job, folder, state);
  const scanned = () =>
    scanTree(host, at, { choice: job.choice, claims, jobs, shard: job.shard }, bounds());
  const merged = (parts: readonly Buffer[]) => mergeParts(host, at, parts, bounds());
  const bytes =
    job.shard === undefined
      ? await scanned()
      : await wholeOf(state, job, job.shard, { scanned, merged, lasting });
  if (bytes === undefined) return `part ${job.shard?.index} of ${job.shard?.count}`;
  const read = readReport(bytes.toString("utf8"));
  if ("problem" in read) throw new Failure(`its report ${read.problem}`, false);
  const outcome = outcomeOf(job.name, read.report, commit, ownersAt(host, at));
  const check = readOutcome(outcome, job.name);
  if ("problem" in check) throw new Failure(`its report does not hold: ${check.problem}`, true);
  const sealed = sealJson(outcome, OUTCOME_BOUNDS);
  if (sealed === undefined) throw new Failure("its report is larger than the queue takes", true);
  await lasting(() => state.keepResult(job.run, job.unit, sealed));
  if (job.shard !== undefined) await state.dropParts(job.run, job.unit);
  return count(outcome.summary.authority_conflicts, "conflict");
}

interface PartWork {
  readonly scanned: () => Promise<Buffer>;
  readonly merged: (parts: readonly Buffer[]) => Promise<Buffer>;
  readonly lasting: (write: () => Promise<void>) => Promise<void>;
}

/**
 * The report of the whole repository, by whoever brings its last part; undefined for the others. Two that both see all
 * parts write the same, and the first holds.
 */
async function wholeOf(
  state: RunState,
  { run, unit }: FleetJob,
  { index, count: all }: NonNullable<FleetJob["shard"]>,
  { scanned, merged, lasting }: PartWork,
): Promise<Buffer | undefined> {
  if (!(await state.parts(run, unit)).includes(index)) {
    const part = await scanned();
    if (part.length > LARGEST_PART) {
      throw new Failure("its part is larger than the queue takes: divide it into more", true);
    }
    await lasting(() => state.keepPart(run, unit, index, part));
  }
  const parts: Buffer[] = [];
  for (let at = 1; at <= all; at += 1) {
    const part = await state.part(run, unit, at, LARGEST_PART);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  try {
    return await merged(parts);
  } catch (error) {
    // Parts that do not belong together are scanned again, all of them.
    if (error instanceof Failure && !error.isFinal) await state.dropParts(run, unit);
    throw error;
  }
}

/** A server that is away or full for a while does not cost the whole scan. */
async function keep<T>(
  host: Host,
  write: () => Promise<T>,
  left: () => number,
  signal: AbortSignal,
): Promise<T> {
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
    try {
      return await write();
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
