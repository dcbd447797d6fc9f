/** What follows the findings: passes, what is missing, markers, files left out, diagnostics, and the last line. */
import type { Report, ReportFinding, ReportMarker } from "../../model/report.ts";
import { plainLine } from "../../report/plain.ts";
import {
  alarms,
  count,
  countsSentence,
  diagnosticPlace,
  extrasSentence,
  markersSentence,
  oldestTaken,
  whyNotDetected,
} from "../../report/wording.ts";
import { openFindings } from "../claim-words.ts";
import { placeText } from "./finding.ts";
import type { Paint } from "./paint.ts";
import { wrap } from "./width.ts";

export interface ClosingContext {
  readonly width: number;
  readonly paint: Paint;
}

type Block = readonly string[];

export function passes(report: Report, { paint }: ClosingContext): Block {
  return report.findings
    .filter(({ verdict }) => verdict === "PASS")
    .map(({ claim_id, subject, evidence }) => {
      const places = count(evidence.length, "place");
      return `${paint.verdict("PASS")}  ${plainLine(`${claim_id} ${subject}`)}  ${paint.dim(places)}`;
    });
}

export function missing(report: Report, { width, paint }: ClosingContext): Block {
  return report.findings
    .filter(({ verdict }) => verdict === "MISSING")
    .flatMap(({ claim_id, subject, reason, message }) => [
      `${paint.verdict("MISSING")}  ${plainLine(`${claim_id} ${subject}  ${reason ?? ""}`)}`,
      ...wrap(plainLine(message), width - 2).map((line) => `  ${paint.dim(line)}`),
    ]);
}

export function suppressed(report: Report, { width, paint }: ClosingContext): Block {
  const list = report.findings.filter((finding) => finding.suppressed !== null);
  if (list.length === 0) return [];
  return [paint.strong("Suppressed"), ...list.flatMap((finding) => suppressedLine(finding, width))];
}

function suppressedLine(finding: ReportFinding, width: number): Block {
  const until = finding.suppressed?.until ?? null;
  const dated = until === null ? "" : ` (until ${until})`;
  const text = `${finding.claim_id}: ${finding.suppressed?.reason ?? ""}${dated}`;
  return indented(placeText(finding), plainLine(text), width);
}

export function markers(report: Report, { width, paint }: ClosingContext): Block {
  if (report.markers.length === 0) return [];
  const lost = report.markers.filter(({ detected }) => !detected);
  return [
    paint.strong(markersSentence(report.summary)),
    ...lost.flatMap((marker) => lostMarker(marker, width)),
  ];
}

function lostMarker({ path, line, category, invariant, why_not }: ReportMarker, width: number) {
  const text = `[${category ?? "?"}] ${invariant}: ${whyNotDetected(why_not ?? "")}`;
  return indented(plainLine(`${path}:${line}`), plainLine(text), width);
}

export function skipped(report: Report, { paint, width }: ClosingContext): Block {
  const reasons = Object.entries(report.skipped).filter(([, files]) => files > 0);
  if (reasons.length === 0) return [];
  const list = reasons.map(([reason, files]) => `${files} ${plainLine(reason)}`).join(", ");
  const files = count(report.summary.files_skipped, "file");
  return wrap(`Left out ${files}: ${list}`, width).map(paint.dim);
}

export function diagnostics(report: Pick<Report, "diagnostics">, paint: Paint): Block {
  return report.diagnostics.flatMap((diagnostic) => {
    const { message, severity, code, help } = diagnostic;
    const at = diagnosticPlace(diagnostic);
    const color =
      severity === "error" ? paint.bad : severity === "warning" ? paint.warn : paint.dim;
    const where = at === "" ? "" : `${plainLine(at)}: `;
    const what = `${where}${color(plainLine(message))}`;
    const todo = help === undefined || help === "" ? "" : `: ${help}`;
    return [what, `  ${paint.dim(plainLine(`${severity} ${code}${todo}`))}`];
  });
}

/** The last lines. A report without conflicts is green only where something was really checked. */
export function summary(report: Report, { width, paint }: ClosingContext): Block {
  const unknowns = openFindings(report, "UNKNOWN").length;
  const counts = countsSentence(report.summary, unknowns);
  const files = count(report.summary.files_scanned, "file");
  const line = `${counts} in ${files} (${duration(report.summary.duration_ms)})`;
  const loud = alarms(report);
  const open = report.summary.authority_conflicts;
  const doubtful = loud.length > 0 || unknowns > 0 || report.summary.pass === 0;
  const color = open > 0 ? paint.bad : doubtful ? paint.warn : paint.good;
  const extras = [extrasSentence(report.summary), ...loan(report)]
    .filter((one) => one !== "")
    .join("; ");
  return [
    ...(extras === "" ? [] : wrap(extras, width).map(paint.dim)),
    ...wrap(line, width).map(color),
    ...loud.flatMap((text) => wrap(text, width).map(paint.bad)),
  ];
}

/** A baseline is a loan: how long it has run, and how much of it is serious. */
function loan({ findings }: Report): readonly string[] {
  const taken = findings.filter(({ baseline }) => baseline !== null);
  const oldest = oldestTaken(taken);
  if (oldest === undefined) return [];
  const serious = taken.filter(({ severity }) => severity === "critical" || severity === "high");
  const share = serious.length === 0 ? "" : `, ${serious.length} of high severity`;
  return [`the oldest in the baseline is of ${plainLine(oldest)}${share}`];
}

export function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function indented(at: string, text: string, width: number): Block {
  return [`  ${at}`, ...wrap(text, width - 4).map((line) => `    ${line}`)];
}
