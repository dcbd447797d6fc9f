/**
 * Annotations for GitHub Actions, the worst first and within its caps: a step shows ten errors, ten warnings and ten
 * notices, and drops the rest without a word. So the rest is counted here and stands in the job's summary.
 */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Report, ReportFinding } from "../model/report.ts";
import { plainLine } from "../report/plain.ts";
import { alarms, count, countsSentence, problemText } from "../report/wording.ts";
import { inRepository, openFindings } from "./claim-words.ts";
import type { Format } from "./format.ts";
import { annotation, type Annotation, type AnnotationLevel } from "./github/annotation.ts";
import { jobSummary } from "./github/job-summary.ts";
import { worstFirst } from "./github/worst-first.ts";

export const github: Format = {
  id: "github",
  description: "annotations for GitHub Actions; the whole list goes to the job's summary",
  mark: "aphoria report for GitHub",
  render: (report, { prefix = "" }) => render(report, prefix),
  beside: {
    variable: "GITHUB_STEP_SUMMARY",
    render: (report, { prefix = "" }) => jobSummary(report, prefix),
  },
};

/** A step's annotations of one level: https://docs.github.com/actions, "Workflow commands", "Limitations". */
const CAP = 10;
const LEVELS: readonly AnnotationLevel[] = ["error", "warning", "notice"];

function render(report: Report, prefix: string): string {
  const all = [
    ...report.diagnostics.map((one) => ofDiagnostic(one, prefix)),
    ...worstFirst(openFindings(report, "CONFLICT")).map((one) => ofFinding(one, prefix)),
  ];
  const shown = LEVELS.flatMap((level) => all.filter((one) => one.level === level).slice(0, CAP));
  const more = all.length - shown.length;
  const unknowns = openFindings(report, "UNKNOWN").length;
  const lines = [
    `${github.mark}, version ${plainLine(report.tool.version)}`,
    ...shown.map(annotation),
    ...(more > 0
      ? [`${more} more: GitHub shows ${CAP} a level. All of them stand in the job's summary.`]
      : []),
    ...alarms(report),
    `${countsSentence(report.summary, unknowns)} in ${count(report.summary.files_scanned, "file")}`,
  ];
  return `${lines.join("\n")}\n`;
}

function ofFinding(finding: ReportFinding, prefix: string): Annotation {
  return {
    level: levelOf(finding.severity),
    ...(finding.path !== null && { path: inRepository(prefix, finding.path) }),
    line: finding.line,
    column: finding.column,
    end_line: finding.end_line,
    end_column: finding.end_column,
    title: `${finding.claim_id}: ${finding.invariant}`,
    message: `${finding.message}\n${finding.consequence}`,
  };
}

function levelOf(severity: string): AnnotationLevel {
  if (severity === "critical" || severity === "high") return "error";
  return severity === "medium" ? "warning" : "notice";
}

function ofDiagnostic(diagnostic: Diagnostic, prefix: string): Annotation {
  const { severity, code, path, line, column } = diagnostic;
  return {
    level: severity === "info" ? "notice" : severity,
    ...(path !== undefined && { path: inRepository(prefix, path) }),
    line: line ?? null,
    column: column ?? null,
    end_line: null,
    end_column: null,
    title: `aphoria: ${code}`,
    message: problemText(diagnostic, "\n"),
  };
}
