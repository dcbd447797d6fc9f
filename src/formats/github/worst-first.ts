/** The order in which people should look at findings. */
import type { ReportFinding } from "../../model/report.ts";

const SEVERITIES = ["critical", "high", "medium", "low"];
const CONFIDENCES = ["high", "medium", "low"];

/** By severity, then by how sure it is, then by the claim's tier, then in report order. */
export function worstFirst(findings: readonly ReportFinding[]): readonly ReportFinding[] {
  return findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      CONFIDENCES.indexOf(a.confidence ?? "high") - CONFIDENCES.indexOf(b.confidence ?? "high") ||
      a.tier - b.tier,
  );
}
