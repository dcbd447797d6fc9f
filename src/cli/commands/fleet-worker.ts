/** `aphoria fleet worker`: takes jobs from the queue until it is told to stop. */
import { resolve } from "node:path";
import { onStopSignal } from "../../io/stop-signal.ts";
import { startWorker, type Attempt, type FleetWorker, type JobInHand } from "../../io/queue.ts";
import { openWorkFolder } from "../../io/work-folder.ts";
import { plainLine } from "../../report/plain.ts";
import type { Command, Context, Typed } from "../command.ts";
import { attempt } from "../fleet-attempt.ts";
import { connectFleet, QUEUE_FLAGS, serverReason } from "../fleet-connect.ts";
import { durationOf, isOn, listOf, numberOf, sizeOf, valueOf } from "../options.ts";
import { readRate, startPace } from "../pace.ts";

export default {
  summary: "Scan the repositories that a fleet run put into a queue, until stopped.",
  flags: [
    ...QUEUE_FLAGS,
    { name: "concurrency", takes: "N", help: "repositories at a time (default: 1)" },
    { name: "rate", takes: "N/UNIT", help: "begin at most so many: 30/m, 2/s (default: no limit)" },
    {
      name: "paths",
      takes: "DIR",
      isList: true,
      help: "local repositories may lie below this folder (default: none may)",
    },
    {
      name: "hosts",
      takes: "NAMES",
      isList: true,
      help: "fetch from these hosts only (default: any, by https and ssh)",
    },
    {
      name: "work",
      takes: "DIR",
      help: "where repositories are fetched to (default: the system's temporary folder)",
    },
    { name: "max-size", takes: "SIZE", help: "of a repository that is fetched (default: 2GiB)" },
    { name: "max-files", takes: "N", help: "in a repository that is fetched (default: 300000)" },
    { name: "memory", takes: "SIZE", help: "of the process that scans (default: 4GiB)" },
    { name: "jobs", takes: "N", help: "threads of a scan (default: 1)" },
    {
      name: "silence",
      takes: "DURATION",
      help: "after it a job of a worker that fell silent goes to another (default: 30s)",
    },
    {
      name: "grace",
      takes: "DURATION",
      help: "at the end, what is in hand may take so long before it is given back (default: 30s)",
    },
    { name: "once", help: "end when there is nothing to do" },
    { name: "quiet", short: "q", help: "nothing on stderr but errors" },
  ],
  examples: [
    {
      line: "aphoria fleet worker --queue redis://localhost:6379 --paths .",
      says: "local folders",
    },
    {
      line: "aphoria fleet worker --concurrency 2 --rate 30/m --hosts github.com",
      says: "with APHORIA_QUEUE_URL set",
    },
  ],
  notes: `Repositories are untrusted input: git runs no hooks, filters, prompts or submodules, and each scan is a process of
its own with a limit on time and memory. Credentials for private repositories stand in a git configuration that
APHORIA_GIT_CONFIG names, or in an ssh agent. SIGTERM ends a worker when what it has in hand is done or given back.

Exit codes: 0 stopped as it was told to · 2 it could not work.`,
  run,
} satisfies Command;

const GIBIBYTE = 2 ** 30;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const concurrency = numberOf(typed, "concurrency", 1, 64) ?? 1;
  const rate = valueOf(typed, "rate");
  const pace = startPace(host, rate === undefined ? undefined : readRate(rate));
  const silence = durationOf(typed, "silence", 2_000, 3_600_000) ?? 30_000;
  const grace = durationOf(typed, "grace", 0, 3_600_000) ?? 30_000;
  const jobs = numberOf(typed, "jobs", 1, 64) ?? 1;
  const memory = sizeOf(typed, "memory", 2 ** 28, 2 ** 42) ?? 4 * GIBIBYTE;
  const bounds = {
    bytes: sizeOf(typed, "max-size", 1, 2 ** 46) ?? 2 * GIBIBYTE,
    files: numberOf(typed, "max-files", 1, 100_000_000) ?? 300_000,
  };
  const paths = (listOf(typed, "paths") ?? []).map((path) => resolve(host.cwd, path));
  const hosts = listOf(typed, "hosts")?.map((name) => name.toLowerCase());
  const base = valueOf(typed, "work");
  const isQuiet = isOn(typed, "quiet");
  const speak = (line: string): void => host.stderr.write(`aphoria: ${plainLine(line)}\n`);
  const say = isQuiet ? () => {} : speak;
  const complain = onceInAWhile(() => host.clock(), speak);

  const fleet = await connectFleet(typed, host, { isEndless: true, onError: complain });
  const work = openWorkFolder(base && resolve(host.cwd, base), host.self.pid, (pid) =>
    host.isRunning(pid),
  );
  const stop = new AbortController();
  const told = new Promise<void>((done) => {
    let times = 0;
    const off = onStopSignal(() => {
      times += 1;
      if (times > 1) stop.abort();
      say(times > 1 ? "giving back what is in hand" : "stopping: nothing new is taken");
      done();
    });
    stop.signal.addEventListener("abort", off, { once: true });
  });
  const terms = {
    state: fleet.state,
    work,
    paths,
    hosts,
    bounds,
    memory,
    jobs,
    stop: stop.signal,
    say,
  };
  let inHand = 0;
  const one = async (job: JobInHand): Promise<Attempt> => {
    inHand += 1;
    try {
      await Promise.race([pace(), told]);
      return stop.signal.aborted ? { kind: "back" } : await attempt(host, job, terms);
    } finally {
      inHand -= 1;
    }
  };
  try {
    const manner = {
      concurrency,
      silence,
      mostLosses: 3,
      name: `${host.self.machine}-${host.self.pid}`,
    };
    const worker = await startWorker(fleet.redis, fleet.namespace, manner, one, complain);
    if (worker === undefined) return;
    say(`worker ${manner.name} takes jobs from ${fleet.shown}, ${concurrency} at a time`);
    await Promise.race([told, ...(isOn(typed, "once") ? [idle(host, fleet, () => inHand)] : [])]);
    const endGrace = (): void => {
      stop.abort();
      fleet.giveUp();
    };
    await closed(host, worker, grace, endGrace);
    say("stopped");
  } finally {
    stop.abort();
    await fleet.close();
    work.close();
  }
}

/** What a server that is away still owes us is not waited for. */
const PATIENCE = 10_000;

/** Finishes what is in hand; after the grace it is given back. */
async function closed(
  host: Context["host"],
  worker: FleetWorker,
  grace: number,
  endGrace: () => void,
): Promise<void> {
  const closing = new AbortController();
  void worker.close().finally(() => closing.abort());
  const start = host.clock();
  while (!closing.signal.aborted && host.clock() - start < grace + PATIENCE) {
    if (host.clock() - start >= grace) endGrace();
    await host.sleep(100);
  }
}

/** Nothing waits, nothing is in hand anywhere, and no attempt is due. */
async function idle(
  host: Context["host"],
  { queue }: Awaited<ReturnType<typeof connectFleet>>,
  inHand: () => number,
): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    await host.sleep(500);
    const counts = await queue.counts().catch(() => undefined);
    const isIdle = counts !== undefined && counts.waiting + counts.active + counts.delayed === 0;
    quiet = isIdle && inHand() === 0 ? quiet + 1 : 0;
  }
}

/** A server that is away says so many times a second. */
function onceInAWhile(clock: () => number, say: (line: string) => void): (error: Error) => void {
  const said = new Map<string, number>();
  return (error) => {
    const reason = serverReason(error);
    const now = clock();
    if (now - (said.get(reason) ?? -Infinity) < 10_000) return;
    said.set(reason, now);
    say(`the queue: ${reason}`);
  };
}
