/** The report for a terminal: findings by file, then what else there is to know. The only owner of chalk. */
import { Chalk } from "chalk";
import type { Report, ReportFinding } from "../model/report.ts";
import { plainLine } from "../report/plain.ts";
import { count } from "../report/wording.ts";
import { claimsById, claimWords, isOpen } from "./claim-words.ts";
import type { Format, FormatContext } from "./format.ts";
import * as closing from "./text/closing.ts";
import { renderFinding } from "./text/finding.ts";
import type { Paint } from "./text/paint.ts";

export const text: Format = {
  id: "text",
  description: "for people, on a terminal",
  mark: "aphoria report",
  render,
};

function render(report: Report, context: FormatContext): string {
  const paint = createPaint(context.color);
  const around = { width: Math.max(40, context.width), paint };
  const blocks = [
    [paint.dim(`aphoria report, version ${plainLine(report.tool.version)}`)],
    ...files(report, around),
    closing.suppressed(report, around),
    closing.passes(report, around),
    context.showMissing ? closing.missing(report, around) : [],
    closing.markers(report, around),
    closing.skipped(report, around),
    context.listDiagnostics === false ? [] : closing.diagnostics(report, paint),
    closing.summary(report, around),
  ];
  const full = blocks.filter((block) => block.length > 0);
  return `${full.map((block) => block.join("\n")).join("\n\n")}\n`;
}

/** A claim is explained where it is broken first, and only there. */
function files(report: Report, around: closing.ClosingContext): readonly (readonly string[])[] {
  const claims = claimsById(report);
  const explained = new Set<string>();
  const shown = report.findings.filter(
    (finding) =>
      isOpen(finding) && (finding.verdict === "CONFLICT" || finding.verdict === "UNKNOWN"),
  );
  return byPath(shown).flatMap(([path, findings]) => [
    [fileHeading(path, findings, around)],
    ...findings.map((finding) => {
      const words = claimWords(claims.get(finding.claim_id));
      const before = explained.has(finding.claim_id);
      if (finding.verdict === "CONFLICT") explained.add(finding.claim_id);
      return renderFinding(finding, { ...around, words, explained: before });
    }),
  ]);
}

function fileHeading(
  path: string,
  findings: readonly ReportFinding[],
  { paint }: closing.ClosingContext,
): string {
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT").length;
  const unknowns = findings.length - conflicts;
  const counts = [
    conflicts > 0 && count(conflicts, "conflict"),
    unknowns > 0 && `${unknowns} unknown`,
  ];
  const said = counts.filter((part) => part !== false).join(", ");
  return `── ${paint.strong(plainLine(path))}  ${paint.dim(said)}`;
}

function byPath(
  findings: readonly ReportFinding[],
): readonly (readonly [string, readonly ReportFinding[]])[] {
  const groups = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    const path = finding.path ?? "";
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [finding]);
    else group.push(finding);
  }
  return [...groups];
}

function createPaint(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const verdicts = {
    CONFLICT: chalk.bold.red,
    UNKNOWN: chalk.bold.yellow,
    MISSING: chalk.bold.cyan,
    PASS: chalk.bold.green,
  };
  return {
    strong: (said) => chalk.bold(said),
    dim: (said) => chalk.dim(said),
    mark: (said) => chalk.red(said),
    good: (said) => chalk.green(said),
    bad: (said) => chalk.red(said),
    warn: (said) => chalk.yellow(said),
    verdict: (verdict) => verdicts[verdict](verdict),
  };
}
