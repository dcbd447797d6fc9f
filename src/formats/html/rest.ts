/** What else a report says: markers, files left out, diagnostics, and how old the baseline is. */
import type { Report } from "../../model/report.ts";
import {
  count,
  diagnosticPlace,
  markersSentence,
  oldestTaken,
  problemText,
  whyNotDetected,
} from "../../report/wording.ts";
import { element, type Html } from "./element.ts";

export function excusedNote({ findings }: Report): Html {
  const oldest = oldestTaken(findings);
  if (oldest === undefined) return "";
  return element("p", { class: "dim" }, `The oldest entry of the baseline is of ${oldest}.`);
}

export function markersSection({ markers, summary }: Report): Html {
  if (markers.length === 0) return "";
  const rows = markers.map((marker) => [
    `${marker.path}:${marker.line}`,
    marker.invariant,
    marker.claim_id ?? "",
    marker.detected ? (marker.verdict ?? "") : whyNotDetected(marker.why_not ?? ""),
  ]);
  return section("markers", `Markers: ${markersSentence(summary)}`, [
    table("Markers", ["place", "invariant", "claim", "detected"], rows),
  ]);
}

export function skippedSection({ skipped, summary }: Report): Html {
  const rows = Object.entries(skipped)
    .filter(([, files]) => files > 0)
    .map(([reason, files]) => [reason, String(files)]);
  if (rows.length === 0) return "";
  const title = `Left out: ${count(summary.files_skipped, "file")}`;
  return section("skipped", title, [table("Files left out", ["reason", "files"], rows)]);
}

export function diagnosticsSection({ diagnostics }: Report): Html {
  const rows = diagnostics.map((diagnostic) => [
    diagnostic.severity,
    diagnostic.code,
    diagnosticPlace(diagnostic),
    problemText(diagnostic),
  ]);
  const none = element("p", { class: "dim" }, "None: all of what aphoria was given could be read.");
  return section("diagnostics", `Diagnostics: ${diagnostics.length}`, [
    rows.length === 0 ? none : table("Diagnostics", ["severity", "code", "where", "what"], rows),
  ]);
}

/** A part of the page with a heading, to be led to. */
export function section(id: string, title: string, content: readonly Html[]): Html {
  const heading = element("h2", { id: `${id}-h` }, title);
  return element("section", { id, "aria-labelledby": `${id}-h` }, [heading, ...content]);
}

/** Rows of text; it scrolls by itself where it is wide. */
export function table(
  label: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Html {
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, [
    element("table", { class: "plain" }, [
      element("thead", {}, [
        element(
          "tr",
          {},
          head.map((said) => element("th", { scope: "col" }, said)),
        ),
      ]),
      element(
        "tbody",
        {},
        rows.map((cells) =>
          element(
            "tr",
            {},
            cells.map((said) => element("td", {}, said)),
          ),
        ),
      ),
    ]),
  ]);
}
