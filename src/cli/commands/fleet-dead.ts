/** `aphoria fleet dead`: the repositories that no attempt could scan, and why. */
import { readJob } from "../../load/fleet-job.ts";
import type { DeadJob } from "../../io/queue.ts";
import type { Command, Context, Typed } from "../command.ts";
import { QUEUE_FLAGS, withFleet } from "../fleet-connect.ts";
import { isOn } from "../options.ts";
import { JSON_FLAG, toJson } from "../project-inputs.ts";
import { table } from "../table.ts";

export default {
  summary:
    "List the repositories that no attempt could scan, and why: the dead letters of a queue.",
  flags: [...QUEUE_FLAGS, JSON_FLAG],
  examples: [
    { line: "aphoria fleet dead --queue redis://localhost:6379", says: "the newest first" },
    { line: "aphoria fleet dead --json", says: "with their jobs, for programs" },
  ],
  notes:
    "They are kept for 30 days, and 10,000 at most. `aphoria fleet retry` gives them back to the workers.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  await withFleet(typed, host, async ({ queue }) => {
    const dead = await queue.dead();
    if (isOn(typed, "json")) {
      host.stdout.write(toJson(dead));
      return;
    }
    const rows = dead.map((one) => [
      one.id,
      ...whichOf(one),
      String(one.attempts),
      new Date(one.since).toISOString(),
      one.reason,
    ]);
    host.stdout.write(
      rows.length === 0
        ? "No job is dead.\n"
        : table([["job", "run", "repository", "attempts", "since", "why"], ...rows], host.stdout),
    );
  });
}

/** Its run and its repository; what is no job of ours says so. */
function whichOf({ data }: DeadJob): readonly string[] {
  const read = readJob(data);
  return "value" in read ? [read.value.run, read.value.name] : ["?", "(no job of aphoria's)"];
}
