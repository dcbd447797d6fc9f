/** What a report's claim says to people: its own texts, and the fix for a file's language. */
import type { Report, ReportClaim, ReportFinding } from "../model/report.ts";

export interface ClaimWords {
  readonly scenario?: string;
  readonly impact?: string;
  readonly testing?: string;
  /** The kind of trouble that a conflict is; without it the subject says it. */
  readonly issueType?: string;
  /** By language. */
  readonly fix: Readonly<Record<string, string>>;
}

export function claimWords(claim: ReportClaim | undefined): ClaimWords {
  const fix = claim?.["fix"];
  const entries = typeof fix === "object" && fix !== null ? Object.entries(fix) : [];
  return {
    ...textField(claim, "scenario"),
    ...textField(claim, "impact"),
    ...textField(claim, "testing"),
    ...textField(claim, "issue_type", "issueType"),
    fix: Object.fromEntries(entries.filter(([, text]) => typeof text === "string")),
  };
}

/** A field of the claim that is text; empty where it is none. */
export function claimText(claim: ReportClaim, field: string): string {
  const value = claim[field];
  return typeof value === "string" ? value : "";
}

export function claimsById(report: Report): ReadonlyMap<string, ReportClaim> {
  return new Map(report.claims.map((claim) => [claim.id, claim]));
}

/** `typescript`, `rust`, `python`, or the ending itself; empty without one. */
export function languageOf(path: string): string {
  const ending = /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return LANGUAGES[ending] ?? ending;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  ts: "typescript",
  tsx: "typescript",
  mts: "typescript",
  cts: "typescript",
  js: "typescript",
  jsx: "typescript",
  mjs: "typescript",
  cjs: "typescript",
  rs: "rust",
  py: "python",
  pyi: "python",
  yml: "yaml",
};

/** For people: text as it is, lists with commas, the rest as JSON. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(showValue).join(", ");
  return value === undefined ? "" : JSON.stringify(value);
}

/** Neither suppressed nor in the baseline. */
export function isOpen({ suppressed, baseline }: ReportFinding): boolean {
  return suppressed === null && baseline === null;
}

export function openFindings(report: Report, verdict: string): readonly ReportFinding[] {
  return report.findings.filter((finding) => finding.verdict === verdict && isOpen(finding));
}

function textField<Name extends string>(
  claim: ReportClaim | undefined,
  field: string,
  name = field as Name,
): { readonly [name in Name]?: string } {
  const text = claim?.[field];
  return typeof text === "string" && text.trim() !== "" ? ({ [name]: text } as never) : {};
}

/** A path as the repository has it: services such as GitHub know no other root. */
export function inRepository(prefix: string, path: string): string {
  return prefix === "" ? path : `${prefix}/${path}`;
}
