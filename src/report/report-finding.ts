/** A finding as the report shows it: positions for offsets, text for values, secrets masked. */
import { tierNumber } from "../model/claim.ts";
import type { Observed } from "../model/constant.ts";
import type { Finding } from "../model/finding.ts";
import type { Suppression } from "../model/marker.ts";
import type { Observation, Trace } from "../model/observation.ts";
import type { ReportFinding, ReportTrace } from "../model/report.ts";
import type { Position, Span } from "../model/source.ts";
import { fingerprint } from "./fingerprint.ts";
import { isCredentialsClaim, maskValue, type Secrets } from "./mask.ts";
import { jsonValue, type FormatConstant } from "./values.ts";
import { missingMessage, passMessage } from "./wording.ts";

export interface FindingContext {
  readonly position: (path: string, offset: number) => Position;
  /** The whole lines of a span, at most ten of them. */
  readonly wholeLines: (path: string, span: Span) => Span;
  readonly code: (path: string, span: Span) => string;
  readonly secrets: Secrets;
  readonly formatConstant: FormatConstant;
}

/** All but what only the whole report knows: the number of a twin, and the baseline. */
export function reportFinding(
  finding: Finding,
  suppression: Suppression | undefined,
  context: FindingContext,
): ReportFinding {
  const { claim, verdict, reason, observation } = finding;
  const { secrets, formatConstant } = context;
  const secret = verdict !== "PASS" && isCredentialsClaim(claim);
  const trace = (one: Trace) => reportTrace(one, secret, context);
  return {
    claim_id: claim.id,
    verdict,
    reason: reason === undefined ? null : secrets.hide(reason),
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
    message: messageOf(finding, secrets),
    extractor_id: observation?.extractor_id ?? null,
    ...placeOf(observation, context),
    derivation: (observation?.derivation ?? []).map(trace),
    evidence: finding.evidence.map(trace),
    fingerprint: identify(finding, secret, context),
    suppressed: suppression === undefined ? null : suppressedBy(suppression, context),
    baseline: null,
  };
}

function messageOf({ verdict, reason, observation, evidence }: Finding, secrets: Secrets): string {
  if (observation === undefined) return missingMessage(reason);
  if (verdict === "PASS") return passMessage(evidence.length);
  return secrets.hide(observation.message);
}

function placeOf(
  observation: Observation | undefined,
  { position, wholeLines, secrets }: FindingContext,
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
    snippet: secrets.hideIn(path, wholeLines(path, observation)).replaceAll("\r\n", "\n"),
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
  { secrets, formatConstant }: FindingContext,
): unknown {
  if (observed?.kind !== "value") return null;
  const value = jsonValue(observed.value, formatConstant);
  if (secret && typeof value !== "boolean") return maskValue(formatConstant(observed.value));
  return typeof value === "string" ? secrets.hide(value) : value;
}

function reportTrace(
  { path, start, end, value, note, extractor_id }: Trace,
  secret: boolean,
  { position, secrets }: FindingContext,
): ReportTrace {
  const [from, to] = [position(path, start), position(path, end)];
  const shown = value !== undefined && secret ? maskValue(value) : value;
  return {
    path,
    line: from.line,
    column: from.column,
    end_line: to.line,
    end_column: to.column,
    value: shown === undefined ? null : secrets.hide(shown),
    note: secrets.hide(note),
    extractor_id: extractor_id ?? null,
  };
}

/** Made of masked text where there is a secret: a short hash of one could be guessed. */
function identify(
  { claim, verdict, observation }: Finding,
  secret: boolean,
  { code, secrets, formatConstant }: FindingContext,
): string {
  const base = { claimId: claim.id, verdict };
  if (observation === undefined || verdict === "PASS") return fingerprint(base);
  const { path, symbol, observed } = observation;
  const value = observed.kind === "value" ? formatConstant(observed.value) : observed.kind;
  const place = {
    symbol,
    path,
    code: secret ? secrets.hideIn(path, observation) : code(path, observation),
    observed: secret ? maskValue(value) : value,
  };
  return fingerprint({ ...base, place });
}

function suppressedBy(
  { reason, until, path, start }: Suppression,
  { position }: FindingContext,
): NonNullable<ReportFinding["suppressed"]> {
  return { reason, until: until ?? null, path, line: position(path, start).line };
}
