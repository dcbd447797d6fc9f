/** JUnit XML: a claim is a test case, of the suite of its category. What was not decided is skipped, never passed. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Report, ReportClaim, ReportFinding } from "../model/report.ts";
import { groupBy } from "../model/group-by.ts";
import { count, diagnosticPlace } from "../report/wording.ts";
import { claimText, isOpen } from "./claim-words.ts";
import { escapeMarkup } from "./markup/escape.ts";
import type { Format } from "./format.ts";

export const junit: Format = {
  id: "junit",
  description: "JUnit XML: a claim is a test case",
  mark: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="aphoria"',
  render,
};

interface Case {
  readonly xml: string;
  readonly outcome: "passed" | "failure" | "error" | "skipped";
}

function render(report: Report): string {
  const byClaim = groupBy(report.findings, ({ claim_id }) => claim_id);
  const byCategory = groupBy(report.claims, (claim) => claimText(claim, "category"));
  const suites = [
    ...[...byCategory].map(([category, claims]) =>
      suite(
        category,
        claims.map((claim) => claimCase(claim, byClaim.get(claim.id) ?? [])),
      ),
    ),
    ...(report.diagnostics.length > 0
      ? [suite("diagnostics", report.diagnostics.map(problemCase))]
      : []),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  const seconds = (report.summary.duration_ms / 1000).toFixed(3);
  const head = `${junit.mark}${counts(all)} time="${seconds}">`;
  return `${[head, ...suites.map(({ xml }) => xml), "</testsuites>"].join("\n")}\n`;
}

function suite(name: string, cases: readonly Case[]): { xml: string; cases: readonly Case[] } {
  const head = `  <testsuite name="${attribute(`aphoria.${name}`)}"${counts(cases)}>`;
  return { cases, xml: [head, ...cases.map(({ xml }) => xml), "  </testsuite>"].join("\n") };
}

function counts(cases: readonly Case[]): string {
  const number = (outcome: Case["outcome"]) =>
    cases.filter((one) => one.outcome === outcome).length;
  return ` tests="${cases.length}" failures="${number("failure")}" errors="${number("error")}" skipped="${number("skipped")}"`;
}

function claimCase(claim: ReportClaim, findings: readonly ReportFinding[]): Case {
  const name = `${claim.id} ${claimText(claim, "invariant")}`;
  const classname = claimText(claim, "subject").replaceAll("/", ".");
  const { outcome, body } = verdictOf(claim, findings);
  return { outcome, xml: testCase(name, classname, body) };
}

function verdictOf(
  claim: ReportClaim,
  findings: readonly ReportFinding[],
): { readonly outcome: Case["outcome"]; readonly body: readonly string[] } {
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT");
  const open = conflicts.filter(isOpen);
  if (open.length > 0) {
    const message = `${count(open.length, "conflict")}: ${claimText(claim, "consequence")}`;
    const lines = open.map(placeLine).join("\n");
    return { outcome: "failure", body: [element("failure", message, lines, claim.id)] };
  }
  const unknown = findings.filter((one) => one.verdict === "UNKNOWN" && isOpen(one));
  if (unknown.length > 0) {
    return skipped(`${count(unknown.length, "place")} whose value is not known`, unknown);
  }
  if (conflicts.length > 0) return skipped("suppressed or in the baseline", conflicts);
  const missing = findings.find(({ verdict }) => verdict === "MISSING");
  if (missing !== undefined) return skipped(`${missing.reason ?? ""}: ${missing.message}`, []);
  if (claim.verdict === "PASS") return { outcome: "passed", body: [] };
  return skipped(`not decided: ${claim.verdict}`, []);
}

function skipped(
  why: string,
  findings: readonly ReportFinding[],
): { readonly outcome: "skipped"; readonly body: readonly string[] } {
  const places = findings.map(placeLine).join("\n");
  const out = places === "" ? [] : [`      <system-out>${escapeMarkup(places)}</system-out>`];
  return { outcome: "skipped", body: [`      <skipped message="${attribute(why)}"/>`, ...out] };
}

function placeLine({ path, line, column, message, suppressed, baseline }: ReportFinding): string {
  const reason = suppressed?.reason ?? baseline?.reason;
  const excuse = reason === undefined ? "" : ` (${reason})`;
  return `${path ?? ""}:${line ?? 1}:${column ?? 1}: ${message}${excuse}`;
}

/** An error fails the suite; what is only worth knowing is a case that was skipped. */
function problemCase(diagnostic: Diagnostic): Case {
  const { code, severity, message, help } = diagnostic;
  const place = diagnosticPlace(diagnostic);
  const lines = [place === "" ? message : `${place}: ${message}`, help ?? ""].filter(Boolean);
  const body =
    severity === "error"
      ? element("error", message, lines.join("\n"), code)
      : `      <skipped message="${attribute(`${severity}: ${lines.join(". ")}`)}"/>`;
  return {
    outcome: severity === "error" ? "error" : "skipped",
    xml: testCase(`${code} ${place}`.trim(), "aphoria.diagnostics", [body]),
  };
}

function testCase(name: string, classname: string, body: readonly string[]): string {
  const head = `    <testcase name="${attribute(name)}" classname="${attribute(classname)}"`;
  return body.length === 0 ? `${head}/>` : [`${head}>`, ...body, "    </testcase>"].join("\n");
}

function element(tag: string, message: string, text: string, type: string): string {
  const attributes = `message="${attribute(message)}" type="${attribute(type)}"`;
  return `      <${tag} ${attributes}>${escapeMarkup(text)}</${tag}>`;
}

function attribute(text: string): string {
  return escapeMarkup(text.replace(/\s+/g, " "));
}
