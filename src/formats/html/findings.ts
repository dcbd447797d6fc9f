/** Every finding with a place: its line, and opened up its source, where the value came from, and how to mend it. */
import type { Report, ReportFinding, ReportTrace } from "../../model/report.ts";
import { demand, found, traceText } from "../../report/wording.ts";
import { claimsById, claimWords, isOpen, languageOf, showValue } from "../claim-words.ts";
import { element, text, type Html } from "./element.ts";
import { highlight } from "./highlight.ts";

const VERDICTS = ["CONFLICT", "UNKNOWN", "PASS"];

export function findingsSection(report: Report): Html {
  const claims = claimsById(report);
  const shown = VERDICTS.flatMap((verdict) =>
    report.findings.filter((one) => one.verdict === verdict && one.path !== null),
  );
  return element("section", { id: "findings", "aria-labelledby": "findings-h" }, [
    element("h2", { id: "findings-h" }, "Findings"),
    filters(shown),
    element("p", { id: "shown", class: "dim", role: "status" }, `${shown.length} findings`),
    element(
      "div",
      { id: "list" },
      shown.map((finding) => item(finding, claimWords(claims.get(finding.claim_id)).fix)),
    ),
  ]);
}

function filters(findings: readonly ReportFinding[]): Html {
  const values = (of: (one: ReportFinding) => string) => [...new Set(findings.map(of))].toSorted();
  return element("form", { id: "filters", hidden: true, "aria-label": "Filter the findings" }, [
    element("label", {}, [
      text("Search "),
      element("input", {
        type: "search",
        id: "search",
        placeholder: "path, claim, message …",
        "aria-keyshortcuts": "/",
      }),
    ]),
    choice(
      "verdict",
      values(({ verdict }) => verdict),
    ),
    choice(
      "category",
      values(({ category }) => category),
    ),
    choice(
      "severity",
      values(({ severity }) => severity),
    ),
    choice(
      "claim",
      values(({ claim_id }) => claim_id),
    ),
    choice("state", values(stateOf)),
    element("button", { type: "reset" }, "Show all"),
    element(
      "span",
      { class: "dim keys" },
      "Keys: / searches, j and k go on and back, Enter opens.",
    ),
  ]);
}

function choice(name: string, values: readonly string[]): Html {
  return element("label", {}, [
    text(`${name} `),
    element("select", { name }, [
      element("option", { value: "" }, "all"),
      ...values.map((value) => element("option", { value }, value)),
    ]),
  ]);
}

function stateOf(finding: ReportFinding): string {
  if (isOpen(finding)) return "open";
  return finding.suppressed === null ? "baseline" : "suppressed";
}

type Fixes = Readonly<Record<string, string>>;

function item(finding: ReportFinding, fix: Fixes): Html {
  const { verdict, claim_id, category, severity, path, line, message, symbol } = finding;
  const state = stateOf(finding);
  const said = verdict === "PASS" ? `${finding.invariant}: ${message}` : message;
  return element(
    "details",
    {
      class: state === "open" ? "finding" : "finding excused",
      "data-verdict": verdict,
      "data-category": category,
      "data-severity": severity,
      "data-claim": claim_id,
      "data-state": state,
    },
    [
      element("summary", {}, [
        element("span", { class: `badge ${verdict.toLowerCase()}` }, verdict),
        element("span", { class: "claim" }, claim_id),
        element("span", { class: "place" }, `${path ?? ""}:${line ?? 1}`),
        element("span", { class: "message" }, said),
        element("span", { class: "dim" }, state === "open" ? severity : `${severity}, ${state}`),
      ]),
      element("div", { class: "body" }, [
        facts(finding),
        source(finding),
        traces("Where the value comes from", finding.derivation),
        traces(
          verdict === "PASS" ? "Every place that holds" : "What else is said here",
          finding.evidence,
        ),
        fixBlock(finding, fix),
        element(
          "p",
          { class: "dim" },
          [
            symbol === null ? "" : `in ${symbol}`,
            finding.extractor_id === null ? "" : `seen by ${finding.extractor_id}`,
            `confidence ${finding.confidence ?? "none"}`,
            `fingerprint ${finding.fingerprint}`,
          ]
            .filter((part) => part !== "")
            .join(", "),
        ),
      ]),
    ],
  );
}

function facts(finding: ReportFinding): Html {
  const { invariant, consequence, suppressed, baseline, verdict } = finding;
  const value = found(finding.observed_kind, showValue(finding.observed));
  const must = demand(finding.operator, showValue(finding.expected));
  const rows: readonly (readonly [string, string])[] = [
    ["Claim", invariant],
    ...(verdict === "PASS" ? [] : [["Otherwise", consequence] as const]),
    ["Value", verdict === "PASS" ? must : `${value}, ${must}`],
    ...(finding.reason === null ? [] : [["Why unknown", finding.reason] as const]),
    ...(suppressed === null
      ? []
      : [
          [
            "Suppressed",
            `${suppressed.reason}${suppressed.until === null ? "" : ` (until ${suppressed.until})`}`,
          ] as const,
        ]),
    ...(baseline === null
      ? []
      : [["Baseline", `${baseline.reason} (${baseline.created})`] as const]),
  ];
  return element(
    "dl",
    {},
    rows.flatMap(([name, said]) => [element("dt", {}, name), element("dd", {}, said)]),
  );
}

function source(finding: ReportFinding): Html {
  const { snippet, path, line, column, end_line, end_column } = finding;
  if (snippet === null || path === null || line === null) return "";
  return highlight(snippet, {
    language: languageOf(path),
    firstLine: line,
    line,
    column: column ?? 1,
    endLine: end_line ?? line,
    endColumn: end_column ?? 1,
  });
}

function traces(title: string, list: readonly ReportTrace[]): Html {
  if (list.length === 0) return "";
  const lines = list.map(({ path, line, note, value }) =>
    element("li", {}, [
      element("span", { class: "place" }, `${path}:${line}`),
      text(` ${traceText({ note, value })}`),
    ]),
  );
  return element("div", {}, [element("h3", {}, title), element("ol", {}, lines)]);
}

function fixBlock({ verdict, path }: ReportFinding, fix: Fixes): Html {
  const code = fix[languageOf(path ?? "")];
  if (verdict !== "CONFLICT" || code === undefined) return "";
  return element("div", {}, [
    element("h3", {}, "Fix"),
    element("pre", { tabindex: 0, "aria-label": "Fix" }, [element("code", {}, code)]),
  ]);
}
