/** `aphoria cache verify`: is every entry what was written? Those that are not are removed. */
import type { Command, Context, Typed } from "../command.ts";
import { OPEN_CACHE_FLAGS, openCache } from "../open-cache.ts";
import { isOn } from "../options.ts";
import { toJson } from "../project-inputs.ts";
import { count } from "../../report/wording.ts";

export default {
  summary: "Check every entry of the cache; those that are damaged are removed.",
  flags: OPEN_CACHE_FLAGS,
  examples: [
    { line: "aphoria cache verify", says: "is what lies there what was written?" },
    {
      line: "aphoria scan --cache-verify && aphoria cache verify",
      says: "is it what a fresh look at the code sees?",
    },
  ],
  notes: "Exit codes: 0 all are whole · 1 some were damaged, and are gone.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { store, shown } = openCache(typed, host);
  const entries = store.entries().filter(({ path }) => !path.endsWith(".tmp"));
  const damaged = entries.filter((entry) => !store.isWhole(entry));
  for (const entry of damaged) store.remove(entry);
  if (isOn(typed, "json")) {
    host.stdout.write(toJson({ folder: shown, entries: entries.length, damaged: damaged.length }));
  } else {
    const what = count(entries.length, "entry", "entries");
    const said =
      damaged.length === 0 ? "none is damaged" : `${damaged.length} damaged, now removed`;
    host.stdout.write(`${what} in ${shown}: ${said}\n`);
  }
  if (damaged.length > 0) host.setExitCode(1);
}
