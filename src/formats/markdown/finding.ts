/** One finding of the cache coherence report, in the order of its template: from the place to the test. */
import type { ReportFinding, ReportTrace } from "../../model/report.ts";
import { demand, found } from "../../report/wording.ts";
import { languageOf, showValue, type ClaimWords } from "../claim-words.ts";
import { issueOf } from "./checklist.ts";
import { code, fence, inline, link } from "./escape.ts";

export function renderFinding(finding: ReportFinding, words: ClaimWords): readonly string[] {
  const { path, line, verdict, claim_id, subject, category, severity, tier } = finding;
  const issue =
    words.issueType === undefined ? issueOf(subject, category) : inline(words.issueType);
  const rank = `${severity} severity, tier ${tier}, ${category}`;
  return [
    `### File: ${code(`${path ?? ""}:${line ?? 1}`)}`,
    `**${verdict}** ${code(claim_id)} ${code(subject)} (${inline(rank)})`,
    ...section("Cache issue type", issue),
    ...section("Current behaviour", current(finding)),
    ...section("Bug scenario", inline(words.scenario ?? finding.consequence)),
    ...section("Impact", inline(words.impact ?? finding.consequence)),
    ...section("Evidence", ...evidence(finding)),
    ...section("Fix", ...fix(finding, words)),
    ...section("Testing", inline(words.testing ?? NO_TEST)),
  ];
}

const NO_TEST = "The claim names no test.";

function section(title: string, ...blocks: readonly string[]): readonly string[] {
  return [`#### ${title}`, ...blocks];
}

function current(finding: ReportFinding): string {
  const { message, predicate, operator, expected, observed, observed_kind, reason } = finding;
  const seen = found(observed_kind, showValue(observed));
  const why = reason === null ? "" : ` (${reason})`;
  const demanded = demand(operator, showValue(expected));
  return `${inline(message)}  \n${code(predicate)}: ${inline(`${seen}${why}, ${demanded}`)}.`;
}

function evidence(finding: ReportFinding): readonly string[] {
  const { snippet, path, invariant, provenance, symbol } = finding;
  const source = link(provenance["source"] ?? "no source given", provenance["url"]);
  const part = provenance["section"] === undefined ? "" : `, ${inline(provenance["section"])}`;
  const traces = [...finding.derivation, ...finding.evidence].map(trace);
  return [
    ...(snippet === null ? [] : [fence(snippet, languageOf(path ?? ""))]),
    ...(symbol === null ? [] : [`In ${code(symbol)}.`]),
    ...(traces.length === 0 ? [] : [traces.join("\n")]),
    `> ${inline(invariant)} (${source}${part})`,
  ];
}

function trace({ path, line, column, note, value }: ReportTrace): string {
  const said = value === null ? "" : ` (${code(value)})`;
  return `- ${code(`${path}:${line}:${column}`)} ${inline(note)}${said}`;
}

/** For the file's language; where there is none, for any. */
function fix({ path, invariant }: ReportFinding, words: ClaimWords): readonly string[] {
  const language = languageOf(path ?? "");
  const own = words.fix[language];
  if (own !== undefined) return [fence(own, language)];
  const any = Object.entries(words.fix).map(([name, text]) => fence(text, name));
  return any.length > 0 ? any : [inline(invariant)];
}
