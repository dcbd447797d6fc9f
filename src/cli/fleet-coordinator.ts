/**
 * Sees a run to its end: puts jobs into the queue, takes outcomes out, and puts back what got lost. All that it knows is in
 * Redis, so it may die and be started again, and two of them do the same thing twice without harm.
 */
import { readOutcome } from "../fleet/outcome.ts";
import type { PlannedJob, Unit } from "../fleet/plan.ts";
import type { Ended, Ending } from "../fleet/organisation.ts";
import type { Host } from "../io/host.ts";
import type { FleetQueue } from "../io/queue.ts";
import type { RunRecord, RunState } from "../io/run-state.ts";
import { openJson } from "../io/sealed.ts";
import { count } from "../report/wording.ts";
import { OUTCOME_BOUNDS } from "./fleet-attempt.ts";
import { CANCELLED, LATE } from "./fleet-checkout.ts";
import { serverReason } from "./fleet-connect.ts";

export interface Coordination {
  readonly queue: FleetQueue;
  readonly state: RunState;
  readonly run: string;
  readonly record: RunRecord;
  readonly units: readonly Unit[];
  readonly attempts: number;
  /** Somebody wants to leave: the run goes on without us. */
  readonly left: AbortSignal;
  readonly onEnd: (unit: Unit, ending: Ending, done: number) => void;
  readonly onTrouble: (line: string) => void;
}

const LOOK = 500;
/** What is in no list of the queue for so long is lost, and not just on its way from one to another. */
const LOST = 5_000;
/** A result that comes back damaged this often is given up. */
const MOST_DAMAGED = 3;

/** Undefined when it was left before the end. */
export async function coordinate(
  host: Host,
  coordination: Coordination,
): Promise<readonly Ended[] | undefined> {
  const { units, left, record, onEnd, onTrouble } = coordination;
  const endings = new Map<Unit, Ending>();
  /** One that is dead may be retried as long as the run goes on. */
  const isSettled = (unit: Unit) => endings.has(unit) && endings.get(unit)?.kind !== "failed";
  const round = startRounds(host, coordination);
  for (let isAdded = false; ;) {
    try {
      if (!isAdded) {
        const all = units.flatMap(({ jobs }) => jobs);
        await addJobs(coordination, all);
      }
      isAdded = true;
      const ended = await round(units.filter((unit) => !isSettled(unit)));
      for (const unit of units) if (!isSettled(unit) && !ended.has(unit)) endings.delete(unit);
      for (const [unit, ending] of ended) {
        const isNew = endings.get(unit)?.kind !== ending.kind;
        endings.set(unit, ending);
        if (isNew) onEnd(unit, ending, endings.size);
      }
    } catch (error) {
      onTrouble(`the queue does not answer: ${serverReason(error)}; still trying`);
      if (host.now() > record.until) {
        for (const unit of units) if (!endings.has(unit)) endings.set(unit, { kind: "late" });
      }
    }
    if (endings.size === units.length) {
      return units.map((unit) => ({
        repository: unit.repository,
        ending: endings.get(unit) ?? { kind: "late" },
      }));
    }
    if (left.aborted) return undefined;
    await host.sleep(LOOK);
  }
}

function addJobs({ queue, attempts }: Coordination, jobs: readonly PlannedJob[]): Promise<void> {
  return queue.add(
    jobs.map(({ id, job }) => ({ id, data: job })),
    attempts,
  );
}

type Round = (pending: readonly Unit[]) => Promise<ReadonlyMap<Unit, Ending>>;

/** One look at the queue and the results; gives back which of the pending ones have ended. */
function startRounds(host: Host, coordination: Coordination): Round {
  const { queue, state, run } = coordination;
  const damaged = new Map<string, number>();
  const missing = new Map<string, number>();
  const deaths = new Map<string, Ending>();
  let nextSearch = host.now() + LOST;
  return async (pending) => {
    const record = await restored(coordination);
    const there = new Set(await state.results(run));
    const dead = new Set(await queue.deadIds());
    const ended = new Map<Unit, Ending>();
    for (const unit of pending) {
      const ending = there.has(unit.id)
        ? await outcomeOf(coordination, unit, damaged)
        : await deathOf(queue, unit, dead, deaths);
      if (ending !== undefined) ended.set(unit, ending);
    }
    const rest = pending.filter((unit) => !ended.has(unit));
    const over = overBy(record, host.now());
    if (over !== undefined) {
      for (const { jobs } of rest) for (const { id } of jobs) await queue.remove(id);
      for (const unit of rest) ended.set(unit, over);
    } else if (host.now() >= nextSearch) {
      nextSearch = host.now() + LOST;
      await addLost(host, coordination, rest, missing);
    }
    return ended;
  };
}

/** A server that lost its memory is told again what the run is. */
async function restored({ state, run, record }: Coordination): Promise<RunRecord> {
  return (await state.read(run)) ?? state.begin(run, record);
}

function overBy(record: RunRecord, now: number): Ending | undefined {
  if (record.cancelled !== undefined) return { kind: "cancelled" };
  return now > record.until ? { kind: "late" } : undefined;
}

/** Undefined when the result was no good, and the repository is scanned again. */
async function outcomeOf(
  coordination: Coordination,
  unit: Unit,
  damaged: Map<string, number>,
): Promise<Ending | undefined> {
  const { queue, state, run } = coordination;
  const sealed = await state.result(run, unit.id, OUTCOME_BOUNDS.sealed);
  if (sealed === undefined) return undefined;
  const opened = openJson(sealed, OUTCOME_BOUNDS);
  const read = opened && readOutcome(opened.json, unit.repository.name);
  if (read !== undefined && "value" in read) return { kind: "outcome", outcome: read.value };
  const times = (damaged.get(unit.id) ?? 0) + 1;
  damaged.set(unit.id, times);
  const problem = read?.problem ?? "it is damaged";
  if (times > MOST_DAMAGED) {
    return { kind: "failed", reason: `its result could not be read: ${problem}` };
  }
  await state.dropResult(run, unit.id);
  for (const { id } of unit.jobs) await queue.remove(id);
  await addJobs(coordination, unit.jobs);
  return undefined;
}

/** Asked once as long as it stays dead. */
async function deathOf(
  queue: FleetQueue,
  unit: Unit,
  dead: ReadonlySet<string>,
  deaths: Map<string, Ending>,
): Promise<Ending | undefined> {
  const id = unit.jobs.find((job) => dead.has(job.id))?.id;
  if (id === undefined) {
    deaths.delete(unit.id);
    return undefined;
  }
  const known = deaths.get(unit.id);
  if (known !== undefined) return known;
  const job = await queue.get(id);
  const ending = job && endingOf(job);
  if (ending !== undefined) deaths.set(unit.id, ending);
  return ending;
}

function endingOf({ reason, attempts }: { reason: string; attempts: number }): Ending {
  if (reason === CANCELLED) return { kind: "cancelled" };
  if (reason === LATE) return { kind: "late" };
  return { kind: "failed", reason: `${reason} (${count(attempts, "attempt")})` };
}

/** Jobs that the queue does not know any more, and that left no result. */
async function addLost(
  host: Host,
  coordination: Coordination,
  pending: readonly Unit[],
  missing: Map<string, number>,
): Promise<void> {
  const { queue, state, run } = coordination;
  const open = await queue.open();
  const there = new Set(await state.results(run));
  const lost: PlannedJob[] = [];
  for (const { id: unit, jobs } of pending) {
    const parts = jobs.length > 1 ? await state.parts(run, unit) : [];
    for (const job of jobs) {
      const isThere = there.has(unit) || parts.includes(job.job.shard?.index ?? 0);
      if (open.has(job.id) || isThere) missing.delete(job.id);
      else if (!missing.has(job.id)) missing.set(job.id, host.now());
      else lost.push(job);
    }
  }
  for (const { id } of lost) {
    // One that is done and left no result would keep its id from being added.
    await queue.remove(id);
    missing.delete(id);
  }
  if (lost.length > 0) await addJobs(coordination, lost);
}
