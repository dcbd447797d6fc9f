/** `aphoria baseline update`: adds what is new, takes out what is gone. */
import { plainLine } from "../../report/plain.ts";
import { changeBaseline, toEntry } from "../baseline-file.ts";
import {
  BASELINE_FLAGS,
  refuseInCi,
  scanForBaseline,
  stillHolds,
  TAKEN_FLAGS,
  takenOver,
} from "../baseline-scan.ts";
import type { Command, Context, Typed } from "../command.ts";

export default {
  summary: "Add what is new to the baseline, and take out what is gone.",
  flags: [...TAKEN_FLAGS, ...BASELINE_FLAGS],
  examples: [
    {
      line: 'aphoria baseline update --reason "new claim dbpool-004, ticket 124"',
      says: "takes over what a new claim finds",
    },
  ],
  notes: `Entries that have ended are taken over again, with the new reason and date. Entries that still hold are left as they
are. Not in CI, as it would excuse whatever that run finds.

Exit codes: 0 written · 2 not written.`,
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const taken = takenOver(typed, host);
  refuseInCi(host, "updated", "`aphoria baseline prune` only takes out what is gone.");
  const { file, findings } = await scanForBaseline(typed, context);
  let counts = { added: 0, removed: 0, kept: 0 };
  await changeBaseline(host, file, (entries) => {
    const kept = entries.filter(stillHolds(file, host));
    const known = new Set(kept.map(({ fingerprint }) => fingerprint));
    const added = findings.filter(({ fingerprint }) => !known.has(fingerprint));
    counts = {
      added: added.length,
      removed: entries.length - kept.length,
      kept: kept.length,
    };
    return [...kept, ...added.map((one) => toEntry(one, taken))];
  });
  const { added, removed, kept } = counts;
  host.stdout.write(
    `${plainLine(file.shown)}: ${added} added, ${removed} taken out, ${kept} left as they are.\n`,
  );
}
