/** `aphoria fleet status`: what is in the queue, who works, and how the runs stand. */
import type { RunRecord } from "../../io/run-state.ts";
import { count } from "../../report/wording.ts";
import type { Command, Context, Typed } from "../command.ts";
import { QUEUE_FLAGS, withFleet } from "../fleet-connect.ts";
import { isOn } from "../options.ts";
import { JSON_FLAG, toJson } from "../project-inputs.ts";
import { table } from "../table.ts";

export default {
  summary: "Show what is in a fleet's queue, how many workers there are, and how the runs stand.",
  flags: [...QUEUE_FLAGS, JSON_FLAG],
  examples: [{ line: "aphoria fleet status --queue redis://localhost:6379", says: "now" }],
  run,
} satisfies Command;

const MOST = 20;

async function run(typed: Typed, { host }: Context): Promise<void> {
  await withFleet(typed, host, async ({ queue, state }) => {
    const counts = await queue.counts();
    const workers = await queue.workers();
    const runs = [];
    for (const id of (await state.runs()).slice(0, MOST)) {
      const record = await state.read(id);
      if (record === undefined) continue;
      const done = (await state.results(id)).length;
      runs.push({ id, state: stateOf(record, host.now()), done, ...record });
    }
    if (isOn(typed, "json")) {
      host.stdout.write(toJson({ queue: counts, workers: workers ?? null, runs }));
      return;
    }
    const known = workers === undefined ? "workers unknown" : count(workers, "worker");
    const { waiting, active, delayed, dead } = counts;
    host.stdout.write(
      `${known}; ${waiting} waiting, ${active} being worked on, ${delayed} for another attempt, ${dead} dead\n`,
    );
    const rows = runs.map((one) => [
      one.id,
      one.state,
      `${one.done} of ${count(one.total, "repository", "repositories")}`,
      new Date(one.started).toISOString(),
    ]);
    if (rows.length > 0) host.stdout.write(`\n${table(rows, host.stdout)}`);
  });
}

function stateOf(record: RunRecord, now: number): string {
  if (record.cancelled !== undefined) return "cancelled";
  if (record.ended !== undefined) return "ended";
  return now > record.until ? "late" : "open";
}
