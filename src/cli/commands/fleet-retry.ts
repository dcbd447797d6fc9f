/** `aphoria fleet retry`: dead jobs go back to the workers. */
import type { DeadJob } from "../../io/queue.ts";
import { readJob } from "../../load/fleet-job.ts";
import type { FleetJob } from "../../model/fleet.ts";
import { plainLine } from "../../report/plain.ts";
import { count } from "../../report/wording.ts";
import type { Command, Context, Typed } from "../command.ts";
import { QUEUE_FLAGS, withFleet } from "../fleet-connect.ts";
import { durationOf, isOn, listOf, numberOf } from "../options.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Give dead jobs back to the workers.",
  words: { spec: "[jobs...]", help: "ids, as `aphoria fleet dead` lists them" },
  flags: [
    ...QUEUE_FLAGS,
    { name: "all", help: "every dead job" },
    { name: "run", takes: "ID", isList: true, help: "every dead job of a run" },
    { name: "attempts", takes: "N", help: "at each (default: 3)" },
    { name: "deadline", takes: "DURATION", help: "for their runs, from now (default: 6h)" },
  ],
  examples: [
    { line: "aphoria fleet retry 3f9c2a1b5d7e8f90", says: "one" },
    { line: "aphoria fleet retry --run nightly-7", says: "all of a run" },
  ],
  notes: `A run that goes on takes what comes of it. For one that has ended, start it again afterwards:
\`aphoria fleet run repos.toml --run ID\` writes its report anew.`,
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const runs = listOf(typed, "run") ?? [];
  const all = isOn(typed, "all");
  const attempts = numberOf(typed, "attempts", 1, 20) ?? 3;
  const until = host.now() + (durationOf(typed, "deadline", 1_000, 6 * 86_400_000) ?? 21_600_000);
  if (!all && runs.length === 0 && typed.words.length === 0) {
    throw new UsageError("no job is named", "Name jobs, or write --run ID or --all.");
  }
  await withFleet(typed, host, async ({ queue, state }) => {
    const dead = (await queue.dead()).flatMap(readable);
    const missing = typed.words.find((id) => !dead.some((one) => one.id === id));
    if (missing !== undefined) {
      throw new UsageError(`there is no dead job ${missing}`, "`aphoria fleet dead` lists them.");
    }
    const chosen = dead.filter(
      ({ id, job }) => all || runs.includes(job.run) || typed.words.includes(id),
    );
    for (const name of new Set(chosen.map(({ job }) => job.run))) {
      if ((await state.read(name)) !== undefined) await state.extend(name, until);
    }
    for (const { id, job } of chosen) {
      await queue.remove(id);
      await queue.add([{ id, data: { ...job, until_ms: until } }], attempts);
      host.stdout.write(`${id}  ${plainLine(job.name)}\n`);
    }
    host.stderr.write(`aphoria: ${count(chosen.length, "job")} given back to the workers\n`);
  });
}

function readable({ id, data }: DeadJob): readonly { id: string; job: FleetJob }[] {
  const read = readJob(data);
  return "value" in read ? [{ id, job: read.value }] : [];
}
