/**
 * The SARIF that GitHub's code scanning takes: it shows every result as an alert, whatever its `kind`, disregards
 * `suppressions`, and rejects a result without a place. So only open conflicts stand here; the rules are all there.
 */
import { isOpen } from "./claim-words.ts";
import type { Format } from "./format.ts";
import { renderSarif, sarif } from "./sarif.ts";

export const codeScanning: Format = {
  id: "code-scanning",
  description: "SARIF for GitHub's code scanning: open conflicts only",
  mark: sarif.mark,
  render(report, { prefix = "" }) {
    const findings = report.findings.filter(
      (finding) => finding.verdict === "CONFLICT" && finding.path !== null && isOpen(finding),
    );
    return renderSarif({ ...report, findings }, prefix);
  },
};
