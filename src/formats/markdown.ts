/** The cache coherence report: summary, checklist, each finding in full, and what was not looked at. */
import type { Report, ReportClaim, ReportFinding } from "../model/report.ts";
import {
  alarms,
  count,
  diagnosticPlace,
  markersSentence,
  problemText,
  whyNotDetected,
} from "../report/wording.ts";
import { claimsById, claimWords, isOpen, openFindings } from "./claim-words.ts";
import type { Format, FormatContext } from "./format.ts";
import { answers, type Answer } from "./markdown/checklist.ts";
import { code, inline } from "./markdown/escape.ts";
import { renderFinding } from "./markdown/finding.ts";
import { TOPICS } from "./markdown/questions.ts";

export const markdown: Format = {
  id: "markdown",
  description: "the cache coherence report, for review and for pages",
  mark: "<!-- aphoria report -->",
  render,
};

type Blocks = readonly string[];

function render(report: Report, { showMissing }: FormatContext): string {
  const blocks = [
    markdown.mark,
    "# Cache coherence report",
    `aphoria ${inline(report.tool.version)}, root ${code(report.root)}`,
    ...summary(report),
    ...checklist(report),
    ...findings(report),
    ...excused(report),
    ...passes(report),
    ...(showMissing ? missing(report) : []),
    ...markers(report),
    ...skipped(report),
    ...diagnostics(report),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function summary(report: Report): Blocks {
  const { summary: counts } = report;
  const rows: readonly (readonly [string, number])[] = [
    ["conflicts", counts.authority_conflicts],
    ["places of unknown value", openFindings(report, "UNKNOWN").length],
    ["claims that hold", counts.pass],
    ["claims in conflict", counts.conflict],
    ["claims without a place here", counts.missing],
    ["suppressed findings", counts.suppressed],
    ["findings in the baseline", counts.baselined],
    ["findings of low confidence, left out", counts.below_confidence],
    ["observations", counts.observations],
    ["files scanned", counts.files_scanned],
    ["files left out", counts.files_skipped],
  ];
  return [
    "## Summary",
    ...alarms(report).map((text) => `> **${inline(text)}**`),
    table(
      ["", "count"],
      rows.map(([name, number]) => [name, String(number)]),
    ),
  ];
}

function checklist({ claims }: Report): Blocks {
  const all = answers(claims);
  return [
    "## Checklist",
    "A box is ticked where claims answer the question, and every place that was seen holds.",
    ...TOPICS.flatMap((topic) => {
      const own = all.filter(({ question }) => question.topic === topic);
      return [`### ${topic}`, own.map(checklistLine).join("\n")];
    }),
  ];
}

function checklistLine({ question, claims, verdict }: Answer): string {
  const tick = verdict === "PASS" ? "x" : " ";
  return `- [${tick}] ${inline(question.text)} ${verdict === undefined ? "No claim asks." : counted(claims)}`;
}

function counted(claims: readonly ReportClaim[]): string {
  return (["CONFLICT", "UNKNOWN", "PASS", "MISSING"] as const)
    .flatMap((verdict) => {
      const own = claims.filter((claim) => claim.verdict === verdict).map(({ id }) => code(id));
      return own.length === 0 ? [] : [`${verdict}: ${own.join(", ")}`];
    })
    .join("; ");
}

function findings(report: Report): Blocks {
  const claims = claimsById(report);
  const open = report.findings.filter(
    (finding) =>
      isOpen(finding) && (finding.verdict === "CONFLICT" || finding.verdict === "UNKNOWN"),
  );
  const detailed = open.map((finding) =>
    renderFinding(finding, claimWords(claims.get(finding.claim_id))),
  );
  return ["## Findings", ...(open.length === 0 ? ["None."] : detailed.flat())];
}

function excused(report: Report): Blocks {
  const list = report.findings.filter((finding) => !isOpen(finding));
  if (list.length === 0) return [];
  const rows = list.map((finding) => {
    const { suppressed, baseline } = finding;
    const until = suppressed?.until ?? baseline?.expires ?? "";
    const reason = inline(suppressed?.reason ?? baseline?.reason ?? "");
    return [placeOf(finding), code(finding.claim_id), reason, inline(until)];
  });
  return ["## Suppressed or in the baseline", table(["place", "claim", "reason", "until"], rows)];
}

function passes(report: Report): Blocks {
  const rows = report.findings
    .filter(({ verdict }) => verdict === "PASS")
    .map((finding) => [
      code(finding.claim_id),
      code(finding.subject),
      String(finding.evidence.length),
      placeOf(finding),
    ]);
  const head = ["claim", "subject", "places", "the first"];
  return rows.length === 0 ? [] : ["## Passes", table(head, rows)];
}

function missing(report: Report): Blocks {
  const rows = report.findings
    .filter(({ verdict }) => verdict === "MISSING")
    .map(({ claim_id, subject, reason, message }) => [
      code(claim_id),
      code(subject),
      inline(`${reason ?? ""}: ${message}`),
    ]);
  return rows.length === 0 ? [] : ["## Missing", table(["claim", "subject", "why"], rows)];
}

function markers({ markers: all, summary: counts }: Report): Blocks {
  if (all.length === 0) return [];
  const rows = all.map((marker) => [
    code(`${marker.path}:${marker.line}`),
    inline(marker.invariant),
    marker.claim_id === null ? "" : code(marker.claim_id),
    marker.detected ? `yes: ${marker.verdict ?? ""}` : inline(whyNotDetected(marker.why_not ?? "")),
  ]);
  return [
    "## Markers",
    `${markersSentence(counts)}.`,
    table(["marker", "invariant", "claim", "detected"], rows),
  ];
}

function skipped({ skipped: reasons, summary: counts }: Report): Blocks {
  const rows = Object.entries(reasons)
    .filter(([, files]) => files > 0)
    .map(([reason, files]) => [inline(reason), String(files)]);
  if (rows.length === 0) return [];
  return [
    "## Left out",
    `${count(counts.files_skipped, "file")}, by reason.`,
    table(["reason", "files"], rows),
  ];
}

function diagnostics(report: Report): Blocks {
  if (report.diagnostics.length === 0) return [];
  const rows = report.diagnostics.map((diagnostic) => [
    diagnostic.severity,
    code(diagnostic.code),
    diagnostic.path === undefined ? "" : code(diagnosticPlace(diagnostic)),
    inline(problemText(diagnostic)),
  ]);
  return ["## Diagnostics", table(["severity", "code", "where", "what"], rows)];
}

function placeOf({ path, line }: ReportFinding): string {
  return path === null ? "" : code(`${path}:${line ?? 1}`);
}

/** The cells are Markdown already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
