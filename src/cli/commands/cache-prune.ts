/** `aphoria cache prune`: what a scan does at its end, by hand. */
import { prune } from "../../cache/prune.ts";
import { sizeText } from "../../memory/settle.ts";
import type { Command, Context, Typed } from "../command.ts";
import { OPEN_CACHE_FLAGS, openCache } from "../open-cache.ts";
import { isOn } from "../options.ts";
import { toJson } from "../project-inputs.ts";
import { count } from "../../report/wording.ts";

export default {
  summary:
    "Remove what was not used for a week; then, where the cache is too large, what was used longest ago.",
  flags: OPEN_CACHE_FLAGS,
  examples: [{ line: "aphoria cache prune", says: "what each scan does at its end, too" }],
  notes: "Exit codes: 0 done.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { store, place, shown } = openCache(typed, host);
  const { expired, evicted, freed, size, entries } = prune(store, host, place.limit);
  if (isOn(typed, "json")) {
    const found = { folder: shown, expired, evicted, freed_bytes: freed, bytes: size, entries };
    host.stdout.write(toJson(found));
    return;
  }
  host.stdout.write(
    `removed ${count(expired, "entry", "entries")} not used for a week and ${evicted} that were too much (${sizeText(freed)}); ` +
      `${count(entries, "entry is", "entries are")} left (${sizeText(size)})\n`,
  );
}
