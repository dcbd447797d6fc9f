/** `aphoria gaps`: what is announced or demanded, whether a scan sees it, and if not, why. */
import { gapTable } from "../../gaps/gaps.ts";
import type { Report } from "../../model/report.ts";
import type { Command, Context, Typed } from "../command.ts";
import { gapsMarkdown, gapsText } from "../gap-text.ts";
import { offerOf } from "../offer.ts";
import { isOn, valueOf, wordOf } from "../options.ts";
import { CLAIM_FLAGS, JSON_FLAG, speakDiagnostics, toJson } from "../project-inputs.ts";
import { startProgress } from "../progress.ts";
import { readReportFile } from "../report-file.ts";
import { planScan } from "../scan-plan.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Show the gap table: what the markers announce, whether a scan sees it, and why not.",
  words: { spec: "[paths...]", help: "files, folders and globs, as for a scan" },
  flags: [
    { name: "format", takes: "FORMAT", help: "text, markdown or json (default: text)" },
    JSON_FLAG,
    { name: "scan", takes: "FILE", help: "a JSON report, instead of scanning now" },
    ...CLAIM_FLAGS,
    {
      name: "packs",
      takes: "NAMES",
      isList: true,
      help: "built-in extractors: core, cache, httpclient, dbpool, msgqueue (default: all)",
    },
    { name: "extractors", takes: "DIR", isList: true, help: "a folder of further extractors" },
    { name: "claim", takes: "ID", isList: true, help: "only these claims" },
    { name: "include-tests", help: "scan test code too" },
  ],
  examples: [
    { line: "aphoria gaps", says: "scans, then shows the table" },
    { line: "aphoria gaps --scan scan-v1.json --format markdown", says: "from a recorded scan" },
  ],
  notes:
    "Detected: a conflict or a pass of the marker's claim stands inside the item that the marker belongs to.\n" +
    "With claims of the project's own, those without a marker that no extractor observes are listed too.\n\n" +
    "Exit codes: 0 shown · 2 the scan could not do its job, or the file is no report.",
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const format = formatOf(typed);
  const file = valueOf(typed, "scan");
  const report = file === undefined ? await scan(typed, context) : recorded(file, typed, context);
  const isChosen = !report.diagnostics.some(({ code }) => code === "claims-missing");
  const found = gapTable(report, isChosen, offerOf(host));
  if (format === "json") host.stdout.write(toJson(found));
  else if (format === "markdown") host.stdout.write(gapsMarkdown(found));
  else host.stdout.write(gapsText(found, host.stdout));
}

function formatOf(typed: Typed): "text" | "markdown" | "json" {
  const format = wordOf(typed, "format", ["text", "markdown", "json"]);
  if (!isOn(typed, "json")) return format ?? "text";
  if (format === undefined || format === "json") return "json";
  throw new UsageError(`\`--json\` and \`--format ${format}\` exclude each other`);
}

async function scan(typed: Typed, { host, pipeline }: Context): Promise<Report> {
  const { format: _, json: __, ...flags } = typed.flags;
  const { options } = planScan({ words: typed.words, flags }, host.cwd);
  const stages = await pipeline();
  const progress = startProgress(host, false);
  const { report } = await stages
    .scan(options, host, progress.report)
    .finally(() => progress.stop());
  speakDiagnostics(report.diagnostics, host);
  return report;
}

function recorded(file: string, typed: Typed, { host }: Context): Report {
  const { format: _, json: __, scan: ___, ...others } = typed.flags;
  const [other] = [...Object.keys(others).map((name) => `\`--${name}\``), ...typed.words];
  if (other !== undefined) {
    throw new UsageError(`\`--scan\` reads a recorded scan, so ${other} has no use`);
  }
  return readReportFile(host, file);
}
