/** `aphoria gaps`: what is announced or demanded, whether a scan sees it, and if not, why. */
import { gapTable } from "../../gaps/gaps.ts";
import type { Gap } from "../../gaps/gaps.ts";
import type { Host } from "../../io/host.ts";
import { findProject } from "../../io/project.ts";
import type { Report } from "../../model/report.ts";
import type { Command, Context, Typed } from "../command.ts";
import { scaffoldsJson, scaffoldsText } from "../gap-scaffold-text.ts";
import { scaffoldGaps } from "../gap-scaffolds.ts";
import { gapsMarkdown, gapsText } from "../gap-text.ts";
import { offerOf } from "../offer.ts";
import { isOn, tableFormat, valueOf } from "../options.ts";
import type { ScanOptions } from "../pipeline.ts";
import { JSON_FLAG, SCAN_FLAGS, speakDiagnostics, toJson } from "../project-inputs.ts";
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
    ...SCAN_FLAGS,
    { name: "include-tests", help: "scan test code too" },
    { name: "scaffold", help: "write an extractor for every gap where one can be proved" },
    { name: "dry-run", help: "with --scaffold: show what would be written, write nothing" },
  ],
  examples: [
    { line: "aphoria gaps", says: "scans, then shows the table" },
    { line: "aphoria gaps --scan scan-v1.json --format markdown", says: "from a recorded scan" },
    { line: "aphoria gaps --scaffold --dry-run", says: "which extractors would close the gaps" },
  ],
  notes:
    "Detected: a conflict or a pass of the marker's claim stands inside the item that the marker belongs to.\n" +
    "With claims of the project's own, those without a marker that no extractor observes are listed too.\n\n" +
    "--scaffold makes what `aphoria extractors new` makes, for each marker that is not detected: a shipped form that no\n" +
    "chosen pack runs, else a pattern from what changes between the marked code and the claim's fix. Only what is\n" +
    "proved, and sees the marker in this repository, is written; a file that is there already is left alone.\n\n" +
    "Exit codes: 0 shown · 2 the scan could not do its job, or the file is no report.",
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const format = tableFormat(typed);
  const isScaffold = isOn(typed, "scaffold");
  checkScaffold(typed, isScaffold, format);
  const file = valueOf(typed, "scan");
  const report = file === undefined ? await scan(typed, context) : recorded(file, typed, context);
  // What broken claims or extractors would have seen is no gap.
  if (file === undefined && report.diagnostics.some(({ severity }) => severity === "error")) return;
  const isChosen = !report.diagnostics.some(({ code }) => code === "claims-missing");
  const found = gapTable(report, isChosen, offerOf(host));
  const scaffolds = isScaffold ? await scaffold(found.gaps, typed, context) : undefined;
  if (format === "json") {
    const made = scaffolds === undefined ? {} : { scaffolds: scaffoldsJson(scaffolds) };
    host.stdout.write(toJson({ ...found, ...made }));
  } else if (format === "markdown") host.stdout.write(gapsMarkdown(found));
  else {
    host.stdout.write(gapsText(found, host.stdout));
    const root = findProject(host, typed.words[0]).root;
    const at = { root, cwd: host.cwd };
    if (scaffolds !== undefined) host.stdout.write(scaffoldsText(scaffolds, at, host.stdout));
  }
}

function checkScaffold(typed: Typed, isScaffold: boolean, format: string): void {
  if (!isScaffold && isOn(typed, "dry-run")) {
    throw new UsageError("`--dry-run` belongs to `--scaffold`: without it nothing is written");
  }
  if (isScaffold && valueOf(typed, "scan") !== undefined) {
    throw new UsageError(
      "`--scaffold` tries extractors on the code as it is, so `--scan` has no use",
    );
  }
  if (isScaffold && format === "markdown") {
    throw new UsageError("`--scaffold` speaks text or JSON, so `--format markdown` has no use");
  }
}

async function scaffold(gaps: readonly Gap[], typed: Typed, context: Context) {
  const progress = startProgress(context.host, false);
  const open = gaps.filter(({ detected }) => !detected).length;
  const onGap = (done: number): void => progress.report({ phase: "proving", done, total: open });
  const isDry = isOn(typed, "dry-run");
  return scaffoldGaps(gaps, typed, optionsOf(typed, context.host), isDry, onGap, context).finally(
    () => progress.stop(),
  );
}

async function scan(typed: Typed, { host, pipeline }: Context): Promise<Report> {
  const options = optionsOf(typed, host);
  const stages = await pipeline();
  const progress = startProgress(host, false);
  const { report } = await stages
    .scan(options, host, progress.report)
    .finally(() => progress.stop());
  speakDiagnostics(report.diagnostics, host);
  return report;
}

function optionsOf(typed: Typed, host: Host): ScanOptions {
  const { format: _, json: __, ...flags } = typed.flags;
  return planScan({ words: typed.words, flags }, host.cwd).options;
}

function recorded(file: string, typed: Typed, { host }: Context): Report {
  const { format: _, json: __, scan: ___, ...others } = typed.flags;
  const [other] = [...Object.keys(others).map((name) => `\`--${name}\``), ...typed.words];
  if (other !== undefined) {
    throw new UsageError(`\`--scan\` reads a recorded scan, so ${other} has no use`);
  }
  return readReportFile(host, file);
}
