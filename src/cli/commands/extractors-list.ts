/** `aphoria extractors list` */
import type { Command, Context, Typed } from "../command.ts";
import { isOn } from "../options.ts";
import {
  EXTRACTOR_FLAGS,
  JSON_FLAG,
  projectExtractors,
  speakDiagnostics,
  toJson,
} from "../project-inputs.ts";
import { table } from "../table.ts";

export default {
  summary: "List the extractors, built-in and your own.",
  flags: [...EXTRACTOR_FLAGS, JSON_FLAG],
  examples: [{ line: "aphoria extractors list --json", says: "for programs" }],
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { value, diagnostics } = projectExtractors(typed, host);
  const extractors = value.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (isOn(typed, "json")) {
    const shown = extractors.map(({ matches, tests, ...rest }) => ({
      ...rest,
      matches: matches.length,
      tests: tests.length,
    }));
    host.stdout.write(toJson(shown));
  } else {
    const rows = extractors.map(({ id, pack, languages, subject, predicate, title }) => [
      id,
      pack,
      languages.join(","),
      `${subject} ${predicate}`,
      title,
    ]);
    host.stdout.write(
      table([["ID", "PACK", "LANGUAGES", "OBSERVES", "TITLE"], ...rows], host.stdout),
    );
  }
  speakDiagnostics(diagnostics, host);
}
