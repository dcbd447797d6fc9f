/** Brings a finished scan to where it was asked for: reports to files and stdout, everything else to stderr. */
import { dirname, resolve } from "node:path";
import type { Format, FormatContext } from "../formats/format.ts";
import { errorCode, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import type { Report } from "../model/report.ts";
import { plainLine } from "../report/plain.ts";
import { count as counted } from "../report/wording.ts";
import { usesColor } from "./color.ts";
import { diagnosticLines } from "./diagnostics.ts";
import type { Pipeline, ScanOutcome } from "./pipeline.ts";
import { partBytes } from "./part-files.ts";
import type { Delivery, ReportPlan } from "./report-flags.ts";

/** False when a report could not be written. */
export async function deliver(
  outcome: ScanOutcome,
  plan: ReportPlan,
  host: Host,
  stages: Pick<Pipeline, "loadFormat">,
  earlier: readonly Report[] = [],
): Promise<boolean> {
  let isWritten = true;
  for (const delivery of plan.deliveries) {
    if (delivery.format === "blob") {
      isWritten = writePart(outcome, delivery, host, plan.isQuiet) && isWritten;
      continue;
    }
    const format = await stages.loadFormat(delivery.format);
    const context = { ...renderContext(outcome, plan, host, delivery), earlier };
    const text = endLine(format.render(outcome.report, context));
    writeBeside(format, outcome, context, host);
    if (delivery.file === undefined) host.stdout.write(text);
    else isWritten = writeReport(delivery.file, text, host, plan.isQuiet) && isWritten;
  }
  if (plan.showFiles) listFiles(outcome, host);
  speak(outcome, plan, host);
  return isWritten;
}

/** Services that take a second text name its file; what stands there stays. */
function writeBeside(
  { beside }: Format,
  { report }: ScanOutcome,
  context: FormatContext,
  host: Host,
): void {
  const file = beside === undefined ? undefined : host.env[beside.variable];
  if (beside === undefined || file === undefined || file === "") return;
  try {
    const path = resolve(host.cwd, file);
    const before = host.stat(path) === undefined ? "" : host.readFile(path).toString("utf8");
    host.writeFile(path, before + beside.render(report, context));
  } catch (error) {
    if (errorCode(error) === "") throw error;
    const reason = errorReason(error);
    host.stderr.write(
      `aphoria: the file that ${beside.variable} names could not be written: ${reason}\n`,
    );
  }
}

function renderContext(
  { report, sources, prefix }: ScanOutcome,
  { showMissing, isColorOff }: ReportPlan,
  { env, stdout }: Host,
  { format, file }: Delivery,
): FormatContext {
  const isScreen = file === undefined;
  // Without claims of their own people did not ask for each claim of the corpus that has no place in their code.
  const isDefaultCorpus = report.diagnostics.some(({ code }) => code === "claims-missing");
  return {
    color: isScreen && usesColor({ isOff: isColorOff, env, isTTY: stdout.isTTY }),
    width: (isScreen ? stdout.columns : undefined) ?? 100,
    showMissing: showMissing ?? !isDefaultCorpus,
    // On the screen the diagnostics of text stand on stderr, not in what may be piped elsewhere.
    listDiagnostics: !(isScreen && format === "text"),
    prefix,
    source: sources,
  };
}

function writePart(
  { part, report }: ScanOutcome,
  { file = "" }: Delivery,
  host: Host,
  isQuiet: boolean,
): boolean {
  if (part === undefined) return false;
  const made = part();
  const { index, count } = made.shard;
  const bytes = partBytes(made);
  const isWritten = writeReport(file, bytes, host, isQuiet);
  if (isWritten && !isQuiet) {
    const { files_scanned: files, observations } = report.summary;
    const seen = `${counted(files, "file")}, ${counted(observations, "observation")}`;
    host.stderr.write(`aphoria: part ${index} of ${count}: ${seen} in ${plainLine(file)}\n`);
  }
  return isWritten;
}

/** False when it could not be written, which is said. */
export function writeReport(
  file: string,
  content: string | Uint8Array,
  host: Host,
  isQuiet: boolean,
): boolean {
  const path = resolve(host.cwd, file);
  try {
    const made = makeParent(path, host);
    if (made !== undefined && !isQuiet) {
      host.stderr.write(`aphoria: made the folder ${plainLine(made)}\n`);
    }
    if (typeof content === "string") host.writeFile(path, content);
    else host.writeBytes(path, content);
    return true;
  } catch (error) {
    if (errorCode(error) === "") throw error;
    const reason = errorReason(error);
    host.stderr.write(`aphoria: ${plainLine(file)} could not be written: ${reason}\n`);
    return false;
  }
}

/** Folders of a report's path are made, as ESLint and Ruff do, and that is said: it may be a slip of the finger. */
function makeParent(path: string, host: Host): string | undefined {
  const folder = dirname(path);
  if (host.stat(folder) !== undefined) return undefined;
  host.makeFolder(folder);
  return folder;
}

function listFiles({ files, skipped }: ScanOutcome, { stdout, stderr }: Host): void {
  stdout.write(files.map((path) => `${plainLine(path)}\n`).join(""));
  stderr.write(
    skipped.map(({ path, reason }) => `${plainLine(path)}: left out, ${reason}\n`).join(""),
  );
}

/** Diagnostics go to stderr in text mode; beside another format only errors do, which must not be overlooked. */
function speak(
  { report, notes }: ScanOutcome,
  { deliveries, isQuiet, showFiles }: ReportPlan,
  { stderr }: Host,
): void {
  const isText = showFiles || deliveries.some(({ format, file }) => format === "text" && !file);
  const isMachine = !isText && deliveries.some(({ file }) => file === undefined);
  const spoken = report.diagnostics.filter(
    ({ severity }) => severity === "error" || (!isQuiet && !isMachine),
  );
  const lines = [...diagnosticLines(spoken), ...(isQuiet ? [] : notes.map(plainLine))];
  const errors = report.diagnostics.filter(({ severity }) => severity === "error").length;
  if (errors > 0) {
    lines.push(`aphoria: the scan is not complete: ${errors} ${errors === 1 ? "error" : "errors"}`);
  }
  stderr.write(lines.map((line) => `${line}\n`).join(""));
}

function endLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
