/**
 * The SARIF that GitHub's code scanning takes: it shows every result as an alert, whatever its `kind`, disregards
 * `suppressions`, and rejects a result without a place. So only open conflicts stand here; the rules are all there.
 */
import type { Diagnostic } from "../model/diagnostic.ts";
import { openFindings } from "./claim-words.ts";
import type { Format } from "./format.ts";
import { worstFirst } from "./github/worst-first.ts";
import { renderSarif, sarif } from "./sarif.ts";

export const codeScanning: Format = {
  id: "code-scanning",
  description: "SARIF for GitHub's code scanning: open conflicts only",
  mark: sarif.mark,
  render(report, { prefix }) {
    const open = openFindings(report, "CONFLICT").filter(({ path }) => path !== null);
    const shown = new Set(worstFirst(open).slice(0, MOST));
    const findings = open.filter((finding) => shown.has(finding));
    const diagnostics = [...report.diagnostics, ...cut(open.length - findings.length)];
    return renderSarif({ ...report, findings, diagnostics }, prefix, "open-conflicts");
  },
};

/**
 * Code scanning keeps the 5,000 worst results of a run and rejects more than 25,000:
 * https://docs.github.com/code-security, "SARIF support for code scanning", "Validating your SARIF file".
 */
const MOST = 5_000;

function cut(more: number): readonly Diagnostic[] {
  if (more === 0) return [];
  return [
    {
      code: "results-cut",
      severity: "info",
      message: `${more} more conflicts are not in this file: code scanning shows ${MOST}, the worst first`,
      help: "--report sarif=all.sarif, json and html have all of them.",
    },
  ];
}
