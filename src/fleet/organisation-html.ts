/**
 * The report of a fleet as one page: a file that needs nothing else and reads without scripts. What comes from elsewhere is
 * text in it, never markup; its policy lets run no script but its own.
 */
import { element, text, type Html } from "../formats/html/element.ts";
import { section, table } from "../formats/html/rest.ts";
import { STYLE } from "../formats/html/style.ts";
import { trendSection } from "../formats/html/trend.ts";
import type { Organisation, OrganisationClaim } from "../model/organisation.ts";
import { hashOfScript } from "../report/fingerprint.ts";
import { count } from "../report/wording.ts";
import { matrixSection } from "./html/matrix.ts";
import { FLEET_SCRIPT, FLEET_STYLE } from "./html/page.ts";
import { repositoriesSection } from "./html/repositories.ts";

export function organisationHtml(report: Organisation): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hashOfScript(FLEET_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const parts = [
    overview(report),
    trend(report),
    matrixSection(report),
    repositoriesSection(report),
    claimsSection(report.claims),
    ownersSection(report),
  ].filter((part) => part !== "");
  return `<!doctype html>
<!-- aphoria fleet report -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>aphoria fleet report</title>
<style>${STYLE}${FLEET_STYLE}</style>
</head>
<body>
<a class="skip" href="#repositories">To the repositories</a>
${header(report)}
<main>
${parts.join("\n")}
</main>
<script>${FLEET_SCRIPT}</script>
</body>
</html>
`;
}

function header({ tool, fleet, run, started, summary }: Organisation): Html {
  const repositories = count(summary.repositories, "repository", "repositories");
  return element("header", {}, [
    element("h1", {}, fleet ?? "What the code of a fleet says to its claims"),
    element(
      "p",
      { class: "dim" },
      `aphoria ${tool.version}, run ${run}, begun ${started}: ${repositories}, ${count(summary.files_scanned, "file")}`,
    ),
    element(
      "nav",
      { "aria-label": "Sections" },
      ["overview", "matrix", "repositories", "claims", "owners"].map((id) =>
        element("a", { href: `#${id}` }, `${id[0]?.toUpperCase()}${id.slice(1)}`),
      ),
    ),
  ]);
}

function overview({ summary, repositories }: Organisation): Html {
  const open = repositories.filter(({ accepted }) => !accepted).length;
  const tiles: readonly (readonly [string, number, string])[] = [
    ["repositories scanned", summary.scanned, "plain"],
    ["repositories not known whole", open, open > 0 ? "conflict" : "plain"],
    ["repositories in conflict", summary.in_conflict, "conflict"],
    ["conflicts", summary.conflicts, "conflict"],
    ["places of unknown value", summary.unknowns, "unknown"],
    ["claims that hold, by repository", summary.passes, "pass"],
    ["suppressed", summary.suppressed, "plain"],
    ["in baselines", summary.baselined, "plain"],
  ];
  const alarm = `Of ${count(open, "repository", "repositories")} not all is known: what this page says of the fleet is not complete.`;
  return section("overview", "Overview", [
    ...(open === 0 ? [] : [element("p", { class: "alarm", role: "alert" }, alarm)]),
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
  ]);
}

function trend({ trend: points }: Organisation): Html {
  if (points.length < 2) return "";
  return trendSection(
    [
      { name: "conflicts", kind: "conflict", numbers: points.map(({ conflicts }) => conflicts) },
      { name: "unknown", kind: "unknown", numbers: points.map(({ unknowns }) => unknowns) },
      { name: "claims that hold", kind: "pass", numbers: points.map(({ passes }) => passes) },
    ],
    // Fewer conflicts because fewer repositories could be scanned are no progress.
    points.map(({ started, scanned, repositories }) =>
      [
        started.slice(0, 10),
        ...(scanned < repositories ? [`(${scanned} of ${repositories} scanned)`] : []),
      ].join(" "),
    ),
  );
}

function claimsSection(claims: readonly OrganisationClaim[]): Html {
  return section("claims", `Claims: ${claims.length}`, claims.map(claimBlock));
}

function claimBlock(claim: OrganisationClaim): Html {
  const { conflict, unknown, pass, missing } = claim;
  const verdict =
    conflict > 0 ? "conflict" : unknown > 0 ? "unknown" : pass > 0 ? "pass" : "missing";
  const states = `${conflict} in conflict, ${unknown} unknown, ${pass} that hold, ${missing} without a place`;
  const differs = `Repositories word it in ${claim.wordings} ways, so it does not mean the same everywhere.`;
  const rows: readonly (readonly [string, string])[] = [
    ["Otherwise", claim.consequence],
    ["Repositories", states],
    ["Places", `${claim.conflicts} in conflict, ${claim.unknowns} unknown`],
    ["Wording", claim.wordings > 1 ? differs : ""],
  ];
  return element("details", { class: "finding" }, [
    element("summary", {}, [
      element("span", { class: `badge ${verdict}` }, `${conflict} in conflict`),
      element("span", { class: "claim" }, claim.id),
      element("span", { class: "message" }, claim.invariant),
      element("span", { class: "dim" }, `${claim.category}, ${claim.severity}`),
    ]),
    element("div", { class: "body" }, [
      element(
        "dl",
        {},
        rows
          .filter(([, said]) => said !== "")
          .flatMap(([name, said]) => [element("dt", {}, name), element("dd", {}, [text(said)])]),
      ),
    ]),
  ]);
}

function ownersSection({ owners }: Organisation): Html {
  const rows = owners.map(({ owner, conflicts, unknowns, repositories }) => [
    owner ?? "(nobody)",
    String(conflicts),
    String(unknowns),
    repositories.slice(0, 10).join(", ") +
      (repositories.length > 10 ? ` and ${repositories.length - 10} more` : ""),
  ]);
  const none = element("p", { class: "dim" }, "There is nothing open that anybody could own.");
  const head = ["owner", "conflicts", "unknown", "repositories"];
  return section("owners", "Owners, by CODEOWNERS", [
    rows.length === 0 ? none : table("Owners", head, rows),
  ]);
}
