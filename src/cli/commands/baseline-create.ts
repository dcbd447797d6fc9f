/** `aphoria baseline create`: takes over what is found today, so that a gate fails on what is new only. */
import { resolve } from "node:path";
import { plainLine } from "../../report/plain.ts";
import { count } from "../../report/wording.ts";
import { changeBaseline, toEntry } from "../baseline-file.ts";
import {
  BASELINE_FLAGS,
  refuseInCi,
  scanForBaseline,
  TAKEN_FLAGS,
  takenOver,
} from "../baseline-scan.ts";
import type { Command, Context, Typed } from "../command.ts";
import { valueOf } from "../options.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Take over what is found today, so that a gate fails only on what is new.",
  flags: [...TAKEN_FLAGS, ...BASELINE_FLAGS],
  examples: [
    {
      line: 'aphoria baseline create --reason "found when aphoria came in" --expires 2027-03-31',
      says: "every conflict of today, excused until then",
    },
  ],
  notes: `Entries are fingerprints: of the claim, the enclosing symbol, the code and the value. A finding keeps its entry when lines
move, the code is reformatted or the file is renamed; another value, or a copy beside it, is new. Commit the file.

Not in CI, where it would excuse everything unseen; and not over a baseline that is there (\`aphoria baseline update\`).

Exit codes: 0 written · 2 not written.`,
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const taken = takenOver(typed, host);
  refuseInCi(host, "created", "Create it on your machine, look at it, and commit it.");
  const named = valueOf(typed, "baseline");
  const { file, findings } = await scanForBaseline(typed, context, true);
  const target = named === undefined ? file : { path: resolve(host.cwd, named), shown: named };
  if (host.lstat(target.path) !== undefined) {
    throw new UsageError(
      `${target.shown} is there already`,
      "`aphoria baseline update` adds what is new and takes out what is gone.",
    );
  }
  await changeBaseline(host, target, () => findings.map((one) => toEntry(one, taken)));
  const entries = count(findings.length, "finding");
  host.stdout.write(`Took ${entries} over into ${plainLine(target.shown)}. Commit it.\n`);
}
