/** A finding as the report shows it: positions for offsets, text for values, secrets masked. */
import { tierNumber } from "../model/claim.ts";
import type { Observed } from "../model/constant.ts";
import type { Finding } from "../model/finding.ts";
import type { Suppression } from "../model/marker.ts";
import type { Observation, Trace } from "../model/observation.ts";
import type { ReportFinding, ReportTrace } from "../model/report.ts";
import { fingerprint } from "./fingerprint.ts";
import { isSecret, maskValue } from "./mask.ts";
import type { Texts } from "./texts.ts";
import { jsonValue, type FormatConstant } from "./values.ts";
import { missingMessage, passMessage } from "./wording.ts";

export interface FindingContext {
  readonly texts: Texts;
  readonly formatConstant: FormatConstant;
}

/** All but what only the whole report knows: the number of a twin, and the baseline. */
export function reportFinding(
  finding: Finding,
  suppression: Suppression | undefined,
  context: FindingContext,
): ReportFinding {
  const { claim, verdict, reason, observation } = finding;
  const { texts, formatConstant } = context;
  const secret = isSecret(finding);
  const trace = (one: Trace) => reportTrace(one, secret, context);
  return {
    claim_id: claim.id,
    verdict,
    reason: reason === undefined ? null : texts.hide(reason),
    category: claim.category,
    severity: claim.severity,
    confidence: observation?.confidence ?? null,
    tier: tierNumber(claim.tier),
    subject: claim.subject,
    predicate: claim.predicate,
    operator: claim.operator,
    expected: claim.value === undefined ? null : jsonValue(claim.value, formatConstant),
    observed: observedValue(observation?.observed, secret, context),
    observed_kind: observation?.observed.kind ?? null,
    invariant: claim.invariant,
    consequence: claim.consequence,
    provenance: { ...claim.provenance },
    message: messageOf(finding, texts),
    extractor_id: observation?.extractor_id ?? null,
    ...placeOf(observation, texts),
    derivation: (observation?.derivation ?? []).map(trace),
    evidence: finding.evidence.map(trace),
    fingerprint: identify(finding, texts),
    suppressed: suppression === undefined ? null : suppressedBy(suppression, texts),
    baseline: null,
  };
}

function messageOf({ verdict, reason, observation, evidence }: Finding, texts: Texts): string {
  if (observation === undefined) return missingMessage(reason);
  if (verdict === "PASS") return passMessage(evidence.length);
  return texts.hide(observation.message);
}

function placeOf(
  observation: Observation | undefined,
  { position, snippet }: Texts,
): Pick<
  ReportFinding,
  "path" | "line" | "column" | "end_line" | "end_column" | "symbol" | "snippet"
> {
  if (observation === undefined) return NOWHERE;
  const { path, start, end, symbol } = observation;
  const [from, to] = [position(path, start), position(path, end)];
  return {
    path,
    line: from.line,
    column: from.column,
    end_line: to.line,
    end_column: to.column,
    symbol: symbol === "" ? null : symbol,
    snippet: snippet(observation),
  };
}

const NOWHERE = {
  path: null,
  line: null,
  column: null,
  end_line: null,
  end_column: null,
  symbol: null,
  snippet: null,
};

function observedValue(
  observed: Observed | undefined,
  secret: boolean,
  { texts, formatConstant }: FindingContext,
): unknown {
  if (observed?.kind !== "value") return null;
  const value = jsonValue(observed.value, formatConstant);
  if (secret && typeof value !== "boolean") return maskValue(formatConstant(observed.value));
  return typeof value === "string" ? texts.hide(value) : value;
}

function reportTrace(
  { path, start, end, value, note, extractor_id }: Trace,
  secret: boolean,
  { texts }: FindingContext,
): ReportTrace {
  const [from, to] = [texts.position(path, start), texts.position(path, end)];
  const shown = value !== undefined && secret ? maskValue(value) : value;
  return {
    path,
    line: from.line,
    column: from.column,
    end_line: to.line,
    end_column: to.column,
    value: shown === undefined ? null : texts.hide(shown),
    note: texts.hide(note),
    extractor_id: extractor_id ?? null,
  };
}

/** The same for the same finding in moved, reformatted or renamed code. */
export function identify(finding: Finding, texts: Texts): string {
  const { claim, verdict, observation } = finding;
  return observation === undefined || verdict === "PASS"
    ? fingerprint({ claimId: claim.id, verdict })
    : texts.print(finding, observation);
}

function suppressedBy(
  { reason, until, path, start }: Suppression,
  { position }: Texts,
): NonNullable<ReportFinding["suppressed"]> {
  return { reason, until: until ?? null, path, line: position(path, start).line };
}
