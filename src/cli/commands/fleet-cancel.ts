/** `aphoria fleet cancel`: ends a run, what is being scanned included. */
import type { Command, Context, Typed } from "../command.ts";
import { QUEUE_FLAGS, withFleet } from "../fleet-connect.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "End a run: what waits is not begun, and what is being scanned is broken off.",
  words: { spec: "<runs...>", help: "ids, as `aphoria fleet status` lists them" },
  flags: QUEUE_FLAGS,
  examples: [{ line: "aphoria fleet cancel nightly-7", says: "one run" }],
  notes:
    "Workers notice within some seconds. The run's coordinator writes a report of what there is, and exits with 2.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  await withFleet(typed, host, async ({ state }) => {
    for (const id of typed.words) {
      const record = await state.read(id);
      if (record === undefined) {
        throw new UsageError(`there is no run ${id}`, "`aphoria fleet status` lists them.");
      }
      if (record.ended !== undefined) {
        host.stderr.write(`aphoria: run ${id} has ended already\n`);
        continue;
      }
      await state.cancel(id, new Date(host.now()).toISOString());
      host.stdout.write(`${id} is cancelled\n`);
    }
  });
}
