/** A finding as a SARIF result. */
import type { ReportFinding, ReportTrace } from "../../model/report.ts";
import { levelOf } from "./level.ts";
import { traceText } from "../../report/wording.ts";

/** Our own key, so that no consumer takes it for a hash of the line. */
export const FINGERPRINT = "aphoriaPlace/v1";

/** `ruleIndex`: where its claim stands among the rules. */
export function sarifResult(finding: ReportFinding, ruleIndex: number | undefined): unknown {
  const kind = kindOf(finding);
  const { suppressed, baseline, derivation, evidence } = finding;
  return {
    ruleId: finding.claim_id,
    ...(ruleIndex !== undefined && { ruleIndex }),
    kind,
    level: kind === "fail" ? levelOf(finding.severity) : "none",
    message: { text: messageOf(finding) },
    ...(finding.path !== null && { locations: [placeOf(finding, finding.path)] }),
    partialFingerprints: { [FINGERPRINT]: finding.fingerprint },
    ...(derivation.length > 0 && { codeFlows: [codeFlow(finding)] }),
    ...(evidence.length > 0 && {
      relatedLocations: evidence.map((trace, id) => ({ id, ...traceLocation(trace) })),
    }),
    ...(kind === "fail" && { baselineState: baseline === null ? "new" : "unchanged" }),
    ...(suppressed !== null && {
      suppressions: [
        {
          kind: "inSource",
          status: "accepted",
          justification: suppressed.reason,
          location: location(suppressed.path, { startLine: suppressed.line }),
          ...(suppressed.until !== null && { properties: { until: suppressed.until } }),
        },
      ],
    }),
    properties: {
      verdict: finding.verdict,
      reason: finding.reason,
      confidence: finding.confidence,
      tier: finding.tier,
      expected: finding.expected,
      observed: finding.observed,
      observed_kind: finding.observed_kind,
      extractor_id: finding.extractor_id,
      symbol: finding.symbol,
      ...(baseline !== null && { baseline }),
    },
  };
}

/** SARIF's own words: `open` is what could not be decided, `notApplicable` what the code has no place for. */
function kindOf({ verdict, reason }: ReportFinding): string {
  if (verdict === "CONFLICT") return "fail";
  if (verdict === "PASS") return "pass";
  if (verdict === "UNKNOWN" || reason === "no-extractor") return "open";
  return "notApplicable";
}

function messageOf({ message, invariant, consequence, verdict }: ReportFinding): string {
  return verdict === "CONFLICT" ? `${message}. ${invariant}: ${consequence}` : message;
}

interface Range {
  readonly line: number | null;
  readonly column: number | null;
  readonly end_line: number | null;
  readonly end_column: number | null;
}

function placeOf(finding: ReportFinding, path: string): unknown {
  const region = {
    ...regionOf(finding),
    ...(finding.snippet !== null && { snippet: { text: finding.snippet } }),
  };
  return {
    ...location(path, region),
    ...(finding.symbol !== null && {
      logicalLocations: [{ fullyQualifiedName: finding.symbol }],
    }),
  };
}

function regionOf({ line, column, end_line, end_column }: Range): Readonly<Record<string, number>> {
  return {
    startLine: line ?? 1,
    ...(column !== null && { startColumn: column }),
    ...(end_line !== null && { endLine: end_line }),
    ...(end_column !== null && { endColumn: end_column }),
  };
}

/** `path`: relative to the root, with `/`. */
export function location(path: string, region: Readonly<Record<string, unknown>>): object {
  const uri = path.split("/").map(encodeURIComponent).join("/");
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: "ROOT" }, region } };
}

function traceLocation(trace: ReportTrace): object {
  return { ...location(trace.path, regionOf(trace)), message: { text: traceText(trace) } };
}

/** From where the value is written to where it decides. */
function codeFlow(finding: ReportFinding): unknown {
  const steps = finding.derivation.map((trace) => ({ location: traceLocation(trace) }));
  const end =
    finding.path === null
      ? []
      : [
          {
            location: {
              ...location(finding.path, regionOf(finding)),
              message: { text: finding.message },
            },
          },
        ];
  return { threadFlows: [{ locations: [...steps, ...end] }] };
}
