/** `aphoria fleet run`: many repositories, one report. */
import { outcomeWord } from "../fleet-words.ts";
import { organisationOf } from "../../fleet/organisation.ts";
import { fleetHash, planRun } from "../../fleet/plan.ts";
import { readFleet } from "../../io/fleet-file.ts";
import type { Host } from "../../io/host.ts";
import type { RunRecord } from "../../io/run-state.ts";
import { sealJson, sha256 } from "../../io/sealed.ts";
import { onStopSignal } from "../../io/stop-signal.ts";
import { version } from "../../io/version.ts";
import { runName } from "../../load/fleet-job.ts";
import { formatDuration } from "../../load/units.ts";
import { FAIL_ON } from "../../model/config.ts";
import type { Organisation } from "../../model/organisation.ts";
import { plainLine } from "../../report/plain.ts";
import { count } from "../../report/wording.ts";
import type { Command, Context, Typed } from "../command.ts";
import { CLAIMS_BOUNDS } from "../fleet-attempt.ts";
import { connectFleet, QUEUE_FLAGS, serverReason, type Fleetwork } from "../fleet-connect.ts";
import { coordinate } from "../fleet-coordinator.ts";
import { fleetExitCode } from "../fleet-exit-code.ts";
import { deliverOrganisation, FLEET_FORMATS, readEarlier } from "../fleet-report.ts";
import { durationOf, isOn, listOf, numberOf, valueOf, wordOf } from "../options.ts";
import { startProgress } from "../progress.ts";
import { speakDiagnostics } from "../project-inputs.ts";
import { planDeliveries } from "../report-flags.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Scan many repositories on workers that share a queue, and write one report.",
  words: { spec: "<file>", help: "which repositories: repos.toml (`aphoria schema fleet`)" },
  flags: [
    ...QUEUE_FLAGS,
    {
      name: "run",
      takes: "ID",
      help: "take up or begin this run (default: the open one of this file, or a new one)",
    },
    {
      name: "attempts",
      takes: "N",
      help: "at each repository, with longer and longer pauses (default: 3)",
    },
    {
      name: "timeout",
      takes: "DURATION",
      help: "of one attempt, where the file says nothing else (default: 15m)",
    },
    { name: "deadline", takes: "DURATION", help: "of the whole run (default: 6h)" },
    {
      name: "format",
      takes: "FORMAT",
      values: FLEET_FORMATS,
      help: "text, json or html (default: text)",
    },
    { name: "output", takes: "FILE", help: "write what --format asks for to a file" },
    {
      name: "report",
      takes: "FORMAT[=FILE]",
      values: FLEET_FORMATS,
      isList: true,
      help: "a further report, to a file or to stdout; may be repeated",
    },
    {
      name: "earlier",
      takes: "FILES",
      isList: true,
      help: "JSON reports of earlier runs, the oldest first: what is new, what is fixed, and the trend",
    },
    {
      name: "fail-on",
      takes: "VERDICT",
      values: FAIL_ON,
      help: "conflict, unknown, missing or never (default: conflict)",
    },
    { name: "quiet", short: "q", help: "nothing on stderr but errors" },
  ],
  examples: [
    {
      line: "aphoria fleet run repos.toml --queue redis://localhost:6379",
      says: "with workers beside it",
    },
    {
      line: "aphoria fleet run repos.toml --report json=now.json --report html=now.html --earlier last.json",
      says: "with APHORIA_QUEUE_URL set",
    },
  ],
  notes: `A run lies in Redis: when this process dies, the same line takes it up again, and two at once do no harm. Ctrl-C
leaves the run to the workers; \`aphoria fleet cancel\` ends it.

Exit codes: 0 every repository was scanned and none is at or above --fail-on · 1 at least one is · 2 at least one
repository could not be scanned whole, or the run was left. 2 outranks 1.`,
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const [file = ""] = typed.words;
  const deliveries = planDeliveries(typed, host.cwd, FLEET_FORMATS);
  const attempts = numberOf(typed, "attempts", 1, 20) ?? 3;
  const timeout = durationOf(typed, "timeout", 1_000, 86_400_000) ?? 15 * 60_000;
  const deadline = durationOf(typed, "deadline", 1_000, 6 * 86_400_000) ?? 6 * 3_600_000;
  const failOn = wordOf(typed, "fail-on", FAIL_ON) ?? "conflict";
  const named = runNamed(typed);
  const isQuiet = isOn(typed, "quiet");
  const earlier = (listOf(typed, "earlier") ?? []).map((one) => readEarlier(host, one));
  const { value: read, diagnostics } = readFleet(host, file);
  speakDiagnostics(diagnostics, host);
  if (read === undefined) return;

  const speak = (line: string): void => host.stderr.write(`aphoria: ${plainLine(line)}\n`);
  const say = isQuiet ? () => {} : speak;
  const trouble = repeatedly(speak);
  const fleet = await connectFleet(typed, host, {
    isEndless: true,
    onError: (error) => trouble(`the queue: ${serverReason(error)}`),
  });
  try {
    const hashes = new Map([...read.claims].map(([path, text]) => [path, sha256(text)]));
    const hash = fleetHash(read.fleet, hashes);
    const id = named ?? (await fleet.state.currentRun(hash));
    const record = await beginRun(fleet, id, {
      fleet: hash,
      started: host.now(),
      until: host.now() + deadline,
      total: read.fleet.repositories.length,
    });
    for (const text of read.claims.values()) await keepClaims(fleet, id, text);
    const terms = { run: id, timeout, until: record.until, claimsHashes: hashes };
    const units = planRun(read.fleet, terms);
    say(await opening(host, fleet, id, record));
    const report = await see(host, fleet, {
      typed,
      id,
      record,
      units,
      attempts,
      isQuiet,
      say,
      trouble,
    });
    if (report === undefined) {
      say(
        `run ${id} goes on without this process; start it again to take it up, or \`aphoria fleet cancel ${id}\``,
      );
      host.setExitCode(2);
      return;
    }
    const started = new Date(record.started).toISOString();
    const facts = { fleet: read.fleet.name, run: id, started, version: version() };
    const organisation: Organisation = organisationOf(report, facts, earlier);
    const isWritten = await deliverOrganisation(organisation, deliveries, host, isQuiet);
    await fleet.state.end(id, hash, host.now()).catch(() => trouble("the run could not be ended"));
    host.setExitCode(isWritten ? fleetExitCode(organisation, failOn) : 2);
  } finally {
    await fleet.close();
  }
}

function runNamed(typed: Typed): string | undefined {
  const named = valueOf(typed, "run");
  const { pattern = "", hint } = runName as { pattern?: string; hint?: string };
  if (named === undefined || new RegExp(pattern).test(named)) return named;
  throw new UsageError(`\`--run ${named}\` is no name of a run`, `It is ${hint}.`);
}

async function beginRun(fleet: Fleetwork, id: string, wanted: RunRecord): Promise<RunRecord> {
  const record = await fleet.state.begin(id, wanted);
  if (record.fleet === wanted.fleet) return record;
  throw new UsageError(
    `run ${id} is of other repositories, or they are scanned otherwise now`,
    "Name another run, or give the file as it was.",
  );
}

async function keepClaims({ state }: Fleetwork, id: string, text: string): Promise<void> {
  const sealed = sealJson(text, CLAIMS_BOUNDS);
  if (sealed === undefined) throw new UsageError("the claims file is too large for the queue");
  await state.keepFile(id, sha256(text), sealed);
}

async function opening(
  host: Host,
  { queue, state, shown }: Fleetwork,
  id: string,
  record: RunRecord,
): Promise<string> {
  const done = (await state.results(id)).length;
  const workers = await queue.workers();
  const whom = workers === undefined ? "" : `, ${count(workers, "worker")} on ${shown}`;
  const left = formatDuration({
    ms: Math.max(0, Math.ceil((record.until - host.now()) / 1000)) * 1000,
  });
  const before = done === 0 ? "" : `, ${done} of them done before`;
  return `run ${id}: ${count(record.total, "repository", "repositories")}${before}${whom}; the deadline is in ${left}`;
}

interface Seeing {
  readonly typed: Typed;
  readonly id: string;
  readonly record: RunRecord;
  readonly units: ReturnType<typeof planRun>;
  readonly attempts: number;
  readonly isQuiet: boolean;
  readonly say: (line: string) => void;
  readonly trouble: (line: string) => void;
}

/** A bar where somebody watches, else a line for each repository. */
async function see(
  host: Host,
  fleet: Fleetwork,
  { id, record, units, attempts, isQuiet, say, trouble }: Seeing,
): ReturnType<typeof coordinate> {
  const progress = startProgress(host, isQuiet);
  const isLined = !host.stderr.isTTY;
  const left = new AbortController();
  const off = onStopSignal(() => left.abort());
  try {
    return await coordinate(host, {
      queue: fleet.queue,
      state: fleet.state,
      run: id,
      record,
      units,
      attempts,
      left: left.signal,
      onTrouble: trouble,
      onEnd: ({ repository }, ending, done) => {
        progress.report({ phase: "repositories", done, total: units.length });
        const isGood = ending.kind === "outcome";
        if (isLined || !isGood)
          say(`${done}/${units.length} ${repository.name}: ${outcomeWord(ending)}`);
      },
    });
  } finally {
    off();
    progress.stop();
  }
}

/** The same line once, until another comes. */
function repeatedly(say: (line: string) => void): (line: string) => void {
  let last = "";
  return (line) => {
    if (line !== last) say(line);
    last = line;
  };
}
