/** One finding on the terminal: where, the source, then what, why and what to do. */
import type { ReportFinding, ReportTrace } from "../../model/report.ts";
import { plainLine } from "../../report/plain.ts";
import { demand, found } from "../../report/wording.ts";
import { languageOf, showValue, type ClaimWords } from "../claim-words.ts";
import { frame } from "./frame.ts";
import type { Paint } from "./paint.ts";
import { displayWidth, wrap } from "./width.ts";

export interface FindingContext {
  readonly width: number;
  readonly paint: Paint;
  readonly words: ClaimWords;
  /** The same claim was explained further up. */
  readonly explained: boolean;
}

export function renderFinding(finding: ReportFinding, context: FindingContext): readonly string[] {
  const { width, paint } = context;
  const isConflict = finding.verdict === "CONFLICT";
  return [
    ...heading(finding, context),
    ...frame(finding, width, paint),
    ...labelled("what", what(finding), context),
    ...(isConflict ? why(finding, context) : []),
    ...(isConflict && !context.explained ? toDo(finding, context) : []),
    ...chain(finding, context),
  ];
}

function heading(finding: ReportFinding, { width, paint }: FindingContext): readonly string[] {
  const { verdict, claim_id, subject, severity, tier, confidence } = finding;
  const at = placeText(finding);
  const claim = plainLine(`${claim_id} ${subject}`);
  const unsure = confidence === "high" || confidence === null ? "" : ` · ${confidence} confidence`;
  const rank = `${severity} · tier ${tier}${unsure}`;
  const whole = displayWidth(`${at}  ${verdict}  ${claim}  ${rank}`);
  const first = `${paint.strong(at)}  ${paint.verdict(verdict)}  ${paint.strong(claim)}`;
  return whole <= width ? [`${first}  ${paint.dim(rank)}`] : [first, `  ${paint.dim(rank)}`];
}

function what(finding: ReportFinding): string {
  const { message, subject, predicate, operator, expected, observed, observed_kind } = finding;
  const reason = finding.reason === null ? "" : ` (${finding.reason})`;
  const demanded = demand(operator, showValue(expected));
  const seen = found(observed_kind, showValue(observed));
  return plainLine(`${sentence(message)} ${subject} ${predicate}: ${seen}${reason}, ${demanded}.`);
}

function why(finding: ReportFinding, context: FindingContext): readonly string[] {
  const { consequence, provenance, claim_id } = finding;
  const text = context.explained
    ? `See ${claim_id} above.`
    : `${sentence(consequence)} (${provenance["source"] ?? "no source given"})`;
  return labelled("why", plainLine(text), context);
}

const FIX_LINES = 2;

/** The first lines of the fix for the file's language; without one, what must hold. */
function toDo(finding: ReportFinding, context: FindingContext): readonly string[] {
  const fix = context.words.fix[languageOf(finding.path ?? "")]?.trim();
  if (fix === undefined || fix === "") {
    return labelled("do", plainLine(sentence(finding.invariant)), context);
  }
  const lines = fix.split("\n").filter((line) => line.trim() !== "");
  const more = lines.length - FIX_LINES;
  return [
    ...lines.slice(0, FIX_LINES),
    ...(more > 0 ? [`… (${more} more ${more === 1 ? "line" : "lines"})`] : []),
  ].map((line, nth) => `${label(nth === 0 ? "do" : "", context)}${plainLine(line)}`);
}

function chain({ derivation }: ReportFinding, context: FindingContext): readonly string[] {
  if (derivation.length === 0) return [];
  const steps = derivation.map(step).join(" ← ");
  return labelled("from", plainLine(steps), context);
}

function step({ path, line, column, note, value }: ReportTrace): string {
  const said = value === null || note.includes(" = ") ? note : `${note} = ${value}`;
  return `${path}:${line}:${column} ${said}`.trim();
}

export function placeText({
  path,
  line,
  column,
}: Pick<ReportFinding, "path" | "line" | "column">): string {
  return plainLine(`${path ?? ""}:${line ?? 1}:${column ?? 1}`);
}

const LABEL = 8;

function labelled(name: string, text: string, context: FindingContext): readonly string[] {
  return wrap(text, Math.max(30, context.width - LABEL)).map(
    (line, nth) => `${label(nth === 0 ? name : "", context)}${line}`,
  );
}

function label(name: string, { paint }: FindingContext): string {
  return name === "" ? " ".repeat(LABEL) : `  ${paint.dim(name.padEnd(LABEL - 2))}`;
}

/** Ends with a full stop, unless it has an end of its own. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?…:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
