/** `aphoria baseline prune`: takes out what has no finding any more, and what has ended. */
import { plainLine } from "../../report/plain.ts";
import { count } from "../../report/wording.ts";
import { changeBaseline } from "../baseline-file.ts";
import { BASELINE_FLAGS, scanForBaseline, stillHolds } from "../baseline-scan.ts";
import type { Command, Context, Typed } from "../command.ts";

export default {
  summary: "Take out of the baseline what has no finding any more, and what has ended.",
  flags: BASELINE_FLAGS,
  examples: [{ line: "aphoria baseline prune", says: "after a fix" }],
  notes: `A scan of the whole project does this by itself, but not in CI, and it leaves entries that have ended.

Exit codes: 0 done · 2 not done.`,
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const { file } = await scanForBaseline(typed, context);
  let [removed, left] = [0, file.entries.length];
  if (file.isThere) {
    await changeBaseline(host, file, (entries) => {
      const kept = entries.filter(stillHolds(file, host));
      [removed, left] = [entries.length - kept.length, kept.length];
      return removed === 0 ? undefined : kept;
    });
  }
  const entries = count(removed, "entry", "entries");
  host.stdout.write(`${plainLine(file.shown)}: took ${entries} out, ${left} left.\n`);
}
