/** Every claim: what must hold, who says so, what breaks otherwise, and how it stands. */
import type { Report, ReportClaim } from "../../model/report.ts";
import { claimText, claimWords } from "../claim-words.ts";
import { element, link, text, type Html } from "./element.ts";

const ORDER = ["CONFLICT", "UNKNOWN", "PASS", "MISSING"];

export function claimsSection({ claims }: Report): Html {
  const sorted = claims.toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || (a.id < b.id ? -1 : 1),
  );
  return element("section", { id: "claims", "aria-labelledby": "claims-h" }, [
    element("h2", { id: "claims-h" }, `Claims: ${claims.length}`),
    ...sorted.map(claimBlock),
  ]);
}

function claimBlock(claim: ReportClaim): Html {
  const { scenario, impact, testing } = claimWords(claim);
  const counts = `${claim.conflicts} in conflict, ${claim.unknowns} unknown, ${claim.passes} that hold`;
  const rows: readonly (readonly [string, Html])[] = [
    ["Otherwise", text(claimText(claim, "consequence"))],
    ["Who says so", provenance(claim)],
    ["How it happens", text(scenario ?? "")],
    ["What it costs", text(impact ?? "")],
    ["How to test it", text(testing ?? "")],
    ["Places", text(counts)],
  ];
  return element("details", { class: "finding" }, [
    element("summary", {}, [
      element("span", { class: `badge ${claim.verdict.toLowerCase()}` }, claim.verdict),
      element("span", { class: "claim" }, claim.id),
      element("span", { class: "place" }, claimText(claim, "subject")),
      element("span", { class: "message" }, claimText(claim, "invariant")),
      element(
        "span",
        { class: "dim" },
        `${claimText(claim, "category")}, ${claimText(claim, "tier")}`,
      ),
    ]),
    element("div", { class: "body" }, [
      element(
        "dl",
        {},
        rows
          .filter(([, said]) => said !== "")
          .flatMap(([name, said]) => [element("dt", {}, name), element("dd", {}, [said])]),
      ),
    ]),
  ]);
}

function provenance(claim: ReportClaim): Html {
  const from = claim["provenance"];
  if (typeof from !== "object" || from === null) return "";
  const { source = "", section, url, quote } = from as Readonly<Record<string, string>>;
  const words = section === undefined ? source : `${source}, ${section}`;
  const quoted = quote === undefined ? "" : ` “${quote}”`;
  return [link(words, url), text(quoted)].join("") as Html;
}
