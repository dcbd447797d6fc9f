/** `aphoria compare A.json B.json`: what changed between two scans. */
import { compareReports, type Comparison } from "../../gaps/compare.ts";
import { count } from "../../report/wording.ts";
import type { Command, Context, Typed } from "../command.ts";
import { compareMarkdown, compareText } from "../compare-text.ts";
import { tableFormat, wordOf } from "../options.ts";
import { JSON_FLAG, toJson } from "../project-inputs.ts";
import { readReportFile } from "../report-file.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Show what changed between two scans: detected, newly detected, fixed, new.",
  words: {
    spec: "<reports...>",
    help: "two reports of `aphoria scan`, JSON or SARIF, older first",
  },
  flags: [
    { name: "fail-on", takes: "WHAT", help: "new: exit 1 if the second has a new conflict" },
    { name: "format", takes: "FORMAT", help: "text, markdown or json (default: text)" },
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria compare scan-v1.json scan-v2.json", says: "what the second sees" },
    { line: "aphoria compare main.json branch.json --fail-on new", says: "for a gate" },
  ],
  notes: `Conflicts are the same when their fingerprints are, wherever they moved. One that only the second scan has is
"newly detected" where the first could not see it (no extractor, no such claim, out of its scope), else "new". One that
only the first has is "fixed", or "lost" where the second does not look for it any more. Suppressed and baselined
conflicts do not count.

Exit codes: 0 compared · 1 something is new, with --fail-on new · 2 a file is no report.`,
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const failOn = wordOf(typed, "fail-on", ["new", "never"]);
  const format = tableFormat(typed);
  const [first, second, third] = typed.words;
  if (first === undefined || second === undefined || third !== undefined) {
    throw new UsageError(
      `two reports are compared, and ${typed.words.length} ${typed.words.length === 1 ? "is" : "are"} named`,
      "Write `aphoria compare scan-v1.json scan-v2.json`, the older one first.",
    );
  }
  const found = compareReports(readReportFile(host, first), readReportFile(host, second));
  if (format === "json") host.stdout.write(toJson(found));
  else host.stdout.write(format === "markdown" ? compareMarkdown(found) : compareText(found));
  if (failOn !== "new") return;
  host.stderr.write(`aphoria: ${verdictOf(found)}\n`);
  host.setExitCode(found.new.length > 0 ? 1 : 0);
}

/** The last line of a job's log is what people see first. */
function verdictOf({ new: come, newly_detected: seen }: Comparison): string {
  const others = seen.length === 0 ? "" : `; ${seen.length} newly detected, which do not count`;
  return come.length === 0
    ? `no new conflict${others}`
    : `failed: ${count(come.length, "new conflict")}${others}`;
}
