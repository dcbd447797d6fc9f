/** `aphoria cache clear`: removes every entry. What another version keeps, and what is recorded of runs, stays. */
import { sizeText } from "../../memory/settle.ts";
import type { Command, Context, Typed } from "../command.ts";
import { OPEN_CACHE_FLAGS, openCache } from "../open-cache.ts";
import { isOn } from "../options.ts";
import { toJson } from "../project-inputs.ts";
import { count } from "../../report/wording.ts";

export default {
  summary: "Remove everything that was kept. The next scan looks at all files again.",
  flags: OPEN_CACHE_FLAGS,
  examples: [{ line: "aphoria cache clear", says: "start anew" }],
  notes: "Exit codes: 0 cleared · 2 an entry could not be removed.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { store, shown } = openCache(typed, host);
  const entries = store.entries();
  for (const entry of entries) store.remove(entry);
  const freed = entries.reduce((sum, { size }) => sum + size, 0);
  const left = store.entries().length;
  if (isOn(typed, "json")) {
    host.stdout.write(
      toJson({ folder: shown, removed: entries.length - left, freed_bytes: freed, left }),
    );
  } else {
    const what = count(entries.length - left, "entry", "entries");
    host.stdout.write(`removed ${what} (${sizeText(freed)}) from ${shown}\n`);
  }
  if (left === 0) return;
  host.stderr.write(
    `aphoria: ${count(left, "entry", "entries")} could not be removed: ${store.state.unusable}\n`,
  );
  host.setExitCode(2);
}
