/** A claim as the report shows it: its verdict and counts, then its own fields as in claims.toml. */
import type { Claim } from "../model/claim.ts";
import { VERDICTS, type Finding, type Verdict } from "../model/finding.ts";
import type { ReportClaim } from "../model/report.ts";
import type { JudgedPlace } from "./link-markers.ts";
import { jsonValue, type FormatConstant } from "./values.ts";

export function reportClaims(
  claims: readonly Claim[],
  findings: readonly Finding[],
  places: readonly JudgedPlace[],
  formatConstant: FormatConstant,
): readonly ReportClaim[] {
  const verdicts = tally(findings);
  const held = tally(places);
  return claims
    .filter(({ id }) => verdicts.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((claim) => {
      const own = verdicts.get(claim.id);
      return {
        id: claim.id,
        verdict: VERDICTS.find((verdict) => own?.has(verdict)) ?? "MISSING",
        conflicts: own?.get("CONFLICT") ?? 0,
        unknowns: own?.get("UNKNOWN") ?? 0,
        passes: held.get(claim.id)?.get("PASS") ?? 0,
        ...ownFields(claim, formatConstant),
      };
    });
}

type Tally = ReadonlyMap<Verdict, number>;

function tally(
  judged: readonly { readonly claim: Claim; readonly verdict: Verdict }[],
): ReadonlyMap<string, Tally> {
  const byClaim = new Map<string, Map<Verdict, number>>();
  for (const { claim, verdict } of judged) {
    const counts = byClaim.get(claim.id) ?? new Map<Verdict, number>();
    byClaim.set(claim.id, counts.set(verdict, (counts.get(verdict) ?? 0) + 1));
  }
  return byClaim;
}

function ownFields(
  claim: Claim,
  formatConstant: FormatConstant,
): Readonly<Record<string, unknown>> {
  const fields = FIELDS.flatMap((field) =>
    claim[field] === undefined ? [] : [[field, claim[field]] as const],
  );
  const shown = Object.fromEntries<unknown>(fields);
  if (claim.value !== undefined) shown["value"] = jsonValue(claim.value, formatConstant);
  return shown;
}

const FIELDS = [
  "subject",
  "predicate",
  "operator",
  "value",
  "invariant",
  "consequence",
  "provenance",
  "tier",
  "category",
  "severity",
  "languages",
  "scope",
  "status",
  "supersedes",
  "reused_from",
  "tags",
  "cwe",
  "authored_by",
  "created",
  "scenario",
  "impact",
  "fix",
  "testing",
  "issue_type",
  "checklist",
  "phrases",
  "origin",
] as const satisfies readonly Exclude<keyof Claim, "id">[];
