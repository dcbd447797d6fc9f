/** The exit code of a scan: 2 outranks 1, also when nothing is to fail. */
import type { FailOn } from "../model/config.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Verdict } from "../model/finding.ts";
import type { Report, ReportFinding } from "../model/report.ts";

export type ExitCode = 0 | 1 | 2;

export interface Gate {
  readonly failOn: FailOn;
  /** Warnings count as errors. */
  readonly strict: boolean;
}

export function exitCode(
  report: Pick<Report, "findings" | "diagnostics">,
  { failOn, strict }: Gate,
): ExitCode {
  if (report.diagnostics.some((diagnostic) => stops(diagnostic, strict))) return 2;
  return report.findings.some((finding) => fails(finding, failOn)) ? 1 : 0;
}

/** Each level includes those before it. */
const FAILING: Readonly<Record<FailOn, readonly Verdict[]>> = {
  conflict: ["CONFLICT"],
  unknown: ["CONFLICT", "UNKNOWN"],
  missing: ["CONFLICT", "UNKNOWN", "MISSING"],
  never: [],
};

function fails({ verdict, suppressed, baseline }: ReportFinding, failOn: FailOn): boolean {
  return FAILING[failOn].includes(verdict) && suppressed === null && baseline === null;
}

function stops({ severity }: Diagnostic, strict: boolean): boolean {
  return severity === "error" || (strict && severity === "warning");
}
