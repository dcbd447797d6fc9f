/** Every repository: how it stands, what is open in it and whose that is. */
import { element, text, type Html } from "../../formats/html/element.ts";
import { section, table } from "../../formats/html/rest.ts";
import type { Organisation, RepositoryReport } from "../../model/organisation.ts";
import { count } from "../../report/wording.ts";

/** Findings that are spelt out; the JSON report has them all. */
const MOST_EACH = 100;
const MOST_IN_ALL = 5_000;

export function repositoriesSection({ repositories }: Organisation): Html {
  let left = MOST_IN_ALL;
  const blocks = repositories.map((one) => {
    const most = Math.min(MOST_EACH, left);
    left -= Math.min(most, one.findings.length);
    return block(one, most);
  });
  return section("repositories", `Repositories: ${repositories.length}, worst first`, [
    element("form", { id: "filters", hidden: true, "aria-label": "Filter the repositories" }, [
      element("label", {}, [
        text("Search "),
        element("input", { type: "search", id: "search", placeholder: "name, owner, claim …" }),
      ]),
      element("p", { id: "shown", class: "dim", role: "status" }, ""),
    ]),
    element("div", { id: "list" }, blocks),
  ]);
}

function block(one: RepositoryReport, most: number): Html {
  const { name, status, accepted, findings, summary, since } = one;
  const conflicts = summary?.["authority_conflicts"] ?? 0;
  const badge = !accepted || conflicts > 0 ? "conflict" : status === "scanned" ? "pass" : "missing";
  const unknowns = findings.filter(({ verdict }) => verdict === "UNKNOWN").length;
  const said =
    summary === null
      ? (one.reason ?? "")
      : `${count(conflicts, "conflict")}, ${unknowns} unknown, ${summary["pass"] ?? 0} that hold`;
  const change = since === null ? "" : `${since.new} new, ${since.fixed} fixed since ${since.run}`;
  return element("details", { class: "finding", "data-name": name.toLowerCase() }, [
    element("summary", {}, [
      element("span", { class: `badge ${badge}` }, status),
      element("span", { class: "claim" }, name),
      element("span", { class: "message" }, said),
      element("span", { class: "dim" }, change),
    ]),
    element("div", { class: "body" }, [facts(one), openFindings(one, most), problems(one)]),
  ]);
}

function facts(one: RepositoryReport): Html {
  const rows: readonly (readonly [string, string])[] = [
    ["From", one.source],
    ["Revision", [one.revision, one.commit].filter((part) => part !== null).join(", commit ")],
    ["Why", one.reason ?? ""],
    [
      "Files",
      one.summary === null
        ? ""
        : `${one.summary["files_scanned"]} scanned, ${one.summary["files_skipped"]} left out`,
    ],
    ["Owners from", one.owners_file ?? "no CODEOWNERS"],
  ];
  return element(
    "dl",
    {},
    rows
      .filter(([, said]) => said !== "")
      .flatMap(([name, said]) => [element("dt", {}, name), element("dd", {}, [text(said)])]),
  );
}

function openFindings({ name, findings, findings_left_out }: RepositoryReport, most: number): Html {
  if (findings.length === 0) return "";
  const conflictsFirst = findings.toSorted(
    (a, b) => Number(a.verdict === "UNKNOWN") - Number(b.verdict === "UNKNOWN"),
  );
  const shown = conflictsFirst.slice(0, most);
  const more = findings.length - shown.length + findings_left_out;
  const rows = shown.map((one) => [
    one.verdict,
    one.claim_id,
    `${one.path}:${one.line}`,
    one.message,
    one.owners.join(" "),
  ]);
  const head = ["verdict", "claim", "where", "what", "owners"];
  return [
    table(`What is open in ${name}`, head, rows),
    more === 0 ? "" : element("p", { class: "dim" }, `… and ${more} more.`),
  ].join("") as Html;
}

function problems({ name, diagnostics, diagnostics_left_out }: RepositoryReport): Html {
  const bad = diagnostics.filter(({ severity }) => severity !== "info");
  if (bad.length === 0) return "";
  const rows = bad.map((one) => [
    one.severity,
    [one.path, one.line].filter((part) => part !== null).join(":"),
    one.message,
  ]);
  return [
    table(`What aphoria could not read in ${name}`, ["severity", "where", "what"], rows),
    diagnostics_left_out === 0
      ? ""
      : element("p", { class: "dim" }, `… and ${diagnostics_left_out} more.`),
  ].join("") as Html;
}
