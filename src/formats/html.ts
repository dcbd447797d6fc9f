/**
 * The report as one page: a file that needs nothing else, reads without scripts, and asks no server for anything. What
 * comes from elsewhere is text in it, never markup; its policy lets run no script but its own.
 */
import type { Report } from "../model/report.ts";
import { hashOfScript } from "../report/fingerprint.ts";
import { alarms, count, countsSentence } from "../report/wording.ts";
import { openFindings } from "./claim-words.ts";
import type { Format, FormatContext } from "./format.ts";
import { charts } from "./html/charts.ts";
import { claimsSection } from "./html/claims.ts";
import { element, type Html } from "./html/element.ts";
import { findingsSection } from "./html/findings.ts";
import { diagnosticsSection, excusedNote, markersSection, skippedSection } from "./html/rest.ts";
import { SCRIPT } from "./html/script.ts";
import { STYLE } from "./html/style.ts";
import { trendChart } from "./html/trend.ts";

export const html: Format = {
  id: "html",
  description: "one page to read, search and print; it needs no network",
  mark: "<!doctype html>\n<!-- aphoria report -->",
  render,
};

function render(report: Report, { earlier = [] }: FormatContext): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hashOfScript(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return `${html.mark}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>aphoria report</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">To the findings</a>
${header(report)}
<main>
${[
  overview(report),
  trendChart(earlier, report),
  charts(report),
  findingsSection(report),
  claimsSection(report),
  markersSection(report),
  skippedSection(report),
  diagnosticsSection(report),
]
  .filter((part) => part !== "")
  .join("\n")}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function header({ tool, root, summary }: Report): Html {
  const files = count(summary.files_scanned, "file");
  return element("header", {}, [
    element("h1", {}, "What the code says to its claims"),
    element(
      "p",
      { class: "dim" },
      `aphoria ${tool.version}, root ${root}, ${files} scanned in ${(summary.duration_ms / 1000).toFixed(1)} s`,
    ),
    element("nav", { "aria-label": "Sections" }, [
      element("a", { href: "#overview" }, "Overview"),
      element("a", { href: "#findings" }, "Findings"),
      element("a", { href: "#claims" }, "Claims"),
      element("a", { href: "#diagnostics" }, "Diagnostics"),
    ]),
  ]);
}

function overview(report: Report): Html {
  const { summary } = report;
  const unknowns = openFindings(report, "UNKNOWN").length;
  const tiles: readonly (readonly [string, number, string])[] = [
    ["conflicts", summary.authority_conflicts, "conflict"],
    ["places of unknown value", unknowns, "unknown"],
    ["claims that hold", summary.pass, "pass"],
    ["claims without a place here", summary.missing, "missing"],
    ["suppressed", summary.suppressed, "plain"],
    ["in the baseline", summary.baselined, "plain"],
    ["of low confidence, left out", summary.below_confidence, "plain"],
  ];
  return element("section", { id: "overview", "aria-labelledby": "overview-h" }, [
    element("h2", { id: "overview-h" }, "Overview"),
    ...alarms(report).map((said) => element("p", { class: "alarm", role: "alert" }, said)),
    element("p", { class: "lead" }, `${countsSentence(summary, unknowns)}.`),
    element(
      "ul",
      { class: "tiles" },
      tiles.map(([says, number, kind]) =>
        element("li", { class: `tile ${kind}` }, [
          element("b", {}, String(number)),
          element("span", {}, says),
        ]),
      ),
    ),
    excusedNote(report),
  ]);
}
