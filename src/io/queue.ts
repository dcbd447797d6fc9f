/** The queue of a fleet, on BullMQ. The only owner of bullmq, which is loaded when it is asked for. */
import type { Job, JobsOptions, Queue } from "bullmq";
import { loadPeer } from "./peer-package.ts";
import type { RedisClient } from "./redis.ts";

export interface QueuedJob {
  readonly id: string;
  readonly data: unknown;
}

export interface DeadJob extends QueuedJob {
  readonly reason: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  /** For another attempt. */
  readonly delayed: number;
  readonly dead: number;
}

export interface FleetQueue {
  /** A job whose id is known already is not added again. */
  add(jobs: readonly QueuedJob[], attempts: number): Promise<void>;
  /** Every id that is still to be worked on, or dead. */
  open(): Promise<ReadonlySet<string>>;
  deadIds(): Promise<readonly string[]>;
  /** The newest first. */
  dead(): Promise<readonly DeadJob[]>;
  get(id: string): Promise<DeadJob | undefined>;
  counts(): Promise<QueueCounts>;
  /** Undefined where the server does not say who is connected. */
  workers(): Promise<number | undefined>;
  /** False for one that is being worked on. */
  remove(id: string): Promise<boolean>;
  close(): Promise<void>;
}

const QUEUE = "fleet";
const PAGE = 500;
const MOST_DEAD = 10_000;
const DAY = 86_400;

/** What is kept of a job that is over: its result lies elsewhere. */
const KEPT: JobsOptions = {
  removeOnComplete: { age: 7 * DAY, count: 50_000 },
  removeOnFail: { age: 30 * DAY, count: MOST_DEAD },
  stackTraceLimit: 0,
  keepLogs: 0,
  // A job says where a repository is, not what is in it.
  sizeLimit: 64 * 1024,
};

/** The keys of all queues of a namespace begin so. */
export function queuePrefix(namespace: string): string {
  return `aphoria:${namespace}`;
}

/** Undefined when bullmq is not installed. */
export async function openQueue(
  redis: RedisClient,
  namespace: string,
  onError: (error: Error) => void,
): Promise<FleetQueue | undefined> {
  const loaded = await loadPeer(() => import("bullmq"));
  if (loaded === undefined) return undefined;
  const queue = new loaded.Queue(QUEUE, {
    connection: redis,
    prefix: queuePrefix(namespace),
    defaultJobOptions: KEPT,
    streams: { events: { maxLen: 1_000 } },
  });
  queue.on("error", onError);
  return {
    async add(jobs, attempts) {
      const backoff = { type: "exponential", delay: 5_000, jitter: 0.5 };
      for (let from = 0; from < jobs.length; from += PAGE) {
        await queue.addBulk(
          jobs.slice(from, from + PAGE).map(({ id, data }) => ({
            name: "scan",
            data,
            opts: { ...KEPT, jobId: id, attempts, backoff },
          })),
        );
      }
    },
    async open() {
      const types = ["wait", "paused", "active", "delayed", "prioritized", "failed"];
      const lists = await Promise.all(types.map((type) => idsOf(queue, type)));
      return new Set(lists.flat());
    },
    deadIds: () => idsOf(queue, "failed"),
    async dead() {
      const found: DeadJob[] = [];
      for (let from = 0; from < MOST_DEAD; from += PAGE) {
        const page = await queue.getJobs(["failed"], from, from + PAGE - 1);
        found.push(...page.map(toDead));
        if (page.length < PAGE) break;
      }
      return found.toSorted((a, b) => b.since - a.since);
    },
    async get(id) {
      const job = await queue.getJob(id);
      return job === undefined ? undefined : toDead(job);
    },
    async counts() {
      const counts = await queue.getJobCounts("wait", "prioritized", "active", "delayed", "failed");
      const { wait = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
      return { waiting: wait + prioritized, active, delayed, dead: failed };
    },
    workers: () => queue.getWorkersCount().catch(() => undefined),
    async remove(id) {
      return (await queue.remove(id)) === 1;
    },
    close: () => queue.close(),
  };
}

function idsOf(queue: Queue, type: string): Promise<string[]> {
  return queue.getRanges([type as "failed"], 0, -1);
}

function toDead({ id, data, failedReason, attemptsMade, finishedOn }: Job): DeadJob {
  return {
    id: id ?? "",
    data: data as unknown,
    reason: failedReason,
    attempts: attemptsMade,
    since: finishedOn ?? 0,
  };
}

/** How an attempt at a job ended. */
export type Attempt =
  | { readonly kind: "done"; readonly note: string }
  /** `isFinal`: another attempt would end the same way. */
  | { readonly kind: "failed"; readonly reason: string; readonly isFinal: boolean }
  /** Not begun, or broken off without fault of its own: somebody else may have it. */
  | { readonly kind: "back" };

export interface JobInHand extends QueuedJob {
  /** From 1. */
  readonly attempt: number;
}

export interface WorkerManner {
  readonly concurrency: number;
  /** Milliseconds after which a job of a worker that fell silent goes to another. */
  readonly silence: number;
  /** How often a job may lose its worker before it is given up. */
  readonly mostLosses: number;
  readonly name: string;
}

export interface FleetWorker {
  /** Takes nothing new; resolves when what is in hand is finished or given back. */
  close(): Promise<void>;
}

const LONGEST_REASON = 500;

/** Takes jobs until it is closed. `work` does not throw. Undefined when bullmq is not installed. */
export async function startWorker(
  redis: RedisClient,
  namespace: string,
  { concurrency, silence, mostLosses, name }: WorkerManner,
  work: (job: JobInHand) => Promise<Attempt>,
  onError: (error: Error) => void,
): Promise<FleetWorker | undefined> {
  const loaded = await loadPeer(() => import("bullmq"));
  if (loaded === undefined) return undefined;
  const { Worker, UnrecoverableError, WaitingError } = loaded;
  const worker = new Worker(
    QUEUE,
    async (job, token) => {
      const ended = await work({
        id: job.id ?? "",
        data: job.data as unknown,
        attempt: job.attemptsMade + 1,
      });
      if (ended.kind === "done") return ended.note;
      if (ended.kind === "back") {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      const reason = ended.reason.slice(0, LONGEST_REASON);
      throw ended.isFinal ? new UnrecoverableError(reason) : new Error(reason);
    },
    {
      connection: redis,
      prefix: queuePrefix(namespace),
      concurrency,
      name,
      lockDuration: silence,
      stalledInterval: Math.max(1_000, Math.round(silence / 2)),
      maxStalledCount: mostLosses,
      drainDelay: 2,
      runRetryDelay: 1_000,
      removeOnComplete: { age: 7 * DAY, count: 50_000 },
      removeOnFail: { age: 30 * DAY, count: MOST_DEAD },
    },
  );
  worker.on("error", onError);
  return { close: () => worker.close() };
}
