/** GitLab's code quality report: open conflicts, and what stood in the way of seeing everything. */
import type { Severity } from "../model/claim.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ReportFinding } from "../model/report.ts";
import { shortHash } from "../report/fingerprint.ts";
import { plainJson } from "../report/plain.ts";
import { inRepository, openFindings } from "./claim-words.ts";
import type { Format } from "./format.ts";

export const gitlab: Format = {
  id: "gitlab",
  description: "GitLab code quality: open conflicts, for the merge request",
  mark: '[\n  {\n    "check_name": "aphoria/',
  render(report, { prefix = "" }) {
    const issues = [
      ...openFindings(report, "CONFLICT").map((finding) => issueOf(finding, prefix)),
      ...report.diagnostics.map((diagnostic) => problemOf(diagnostic, prefix)),
    ];
    return `${plainJson(JSON.stringify(issues, null, 2))}\n`;
  },
};

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "critical",
  high: "major",
  medium: "minor",
  low: "info",
};

function issueOf(finding: ReportFinding, prefix: string): unknown {
  return {
    check_name: `aphoria/${finding.claim_id}`,
    description: `${finding.message}. ${finding.invariant}: ${finding.consequence}`,
    fingerprint: finding.fingerprint,
    severity: SEVERITIES[finding.severity],
    location: {
      path: inRepository(prefix, finding.path ?? "."),
      lines: { begin: finding.line ?? 1, end: finding.end_line ?? finding.line ?? 1 },
    },
  };
}

function problemOf({ code, severity, message, path, line }: Diagnostic, prefix: string): unknown {
  return {
    check_name: `aphoria/${code}`,
    description: message,
    fingerprint: shortHash([code, path ?? "", message]),
    severity: severity === "error" ? "major" : "info",
    location: { path: inRepository(prefix, path ?? "."), lines: { begin: line ?? 1 } },
  };
}
