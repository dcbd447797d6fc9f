/** SARIF 2.1.0, whole: every claim as a rule, every finding as a result, what holds and what is open too. */
import type { Report } from "../model/report.ts";
import { plainJson } from "../report/plain.ts";
import type { Format } from "./format.ts";
import { invocation } from "./sarif/invocation.ts";
import { sarifResult } from "./sarif/result.ts";
import { sarifRule } from "./sarif/rule.ts";

export const sarif: Format = {
  id: "sarif",
  description: "SARIF 2.1.0: every claim a rule, every finding a result, passes included",
  mark: '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [\n    {\n      "tool": {\n        "driver": {\n          "name": "aphoria"',
  render: (report, { prefix }) => renderSarif(report, prefix, "all"),
};

/** `prefix`: the folder of the root below the top of the repository; empty where they are one. `results`: which they are. */
export function renderSarif(
  report: Report,
  prefix: string | undefined,
  results: "all" | "open-conflicts",
): string {
  const ruleIndex = new Map(report.claims.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: report.claims.map(sarifRule),
          },
        },
        invocations: [invocation(report)],
        originalUriBaseIds: baseIds(prefix ?? ""),
        columnKind: "utf16CodeUnits",
        results: report.findings.map((finding) =>
          sarifResult(finding, ruleIndex.get(finding.claim_id)),
        ),
        properties: {
          results,
          summary: report.summary,
          skipped: report.skipped,
          markers: report.markers,
        },
      },
    ],
  };
  return `${plainJson(JSON.stringify(log, null, 2))}\n`;
}

/** Paths are relative to the root; a viewer that knows where the repository lies finds them from there. */
function baseIds(prefix: string): Readonly<Record<string, unknown>> {
  const top = { description: { text: "The top of the repository." } };
  if (prefix === "") return { ROOT: top };
  const uri = `${prefix.split("/").map(encodeURIComponent).join("/")}/`;
  return { ROOT: { uri, uriBaseId: "REPOSITORY" }, REPOSITORY: top };
}
