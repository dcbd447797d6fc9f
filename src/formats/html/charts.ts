/** Bars instead of numbers: by verdict, category, tier and folder. Each is a picture with its numbers beside it. */
import { groupBy } from "../../model/group-by.ts";
import type { Report } from "../../model/report.ts";
import { markersSentence } from "../../report/wording.ts";
import { openFindings } from "../claim-words.ts";
import { element, text, type Html } from "./element.ts";

interface Bar {
  readonly name: string;
  readonly number: number;
  readonly kind: string;
}

export function charts(report: Report): Html {
  const conflicts = openFindings(report, "CONFLICT");
  const { summary } = report;
  const verdicts: readonly Bar[] = [
    { name: "in conflict", number: summary.conflict, kind: "conflict" },
    { name: "unknown", number: summary.unknown, kind: "unknown" },
    { name: "hold", number: summary.pass, kind: "pass" },
    { name: "no place here", number: summary.missing, kind: "missing" },
  ];
  const pictures = [
    chart("Claims by verdict", verdicts),
    chart("Conflicts by category", counted(conflicts.map(({ category }) => category))),
    chart("Conflicts by severity", counted(conflicts.map(({ severity }) => severity))),
    chart(
      "Conflicts by tier of authority",
      counted(conflicts.map(({ tier }) => TIERS[tier] ?? "")),
    ),
    chart("Conflicts by folder", counted(conflicts.map(({ path }) => folderOf(path ?? "")))),
    chart("Conflicts by claim", counted(conflicts.map(({ claim_id }) => claim_id))),
    detection(report),
  ].filter((one) => one !== "");
  return element("section", { "aria-labelledby": "charts-h" }, [
    element("h2", { id: "charts-h" }, "Where they are"),
    element("div", { class: "charts" }, pictures),
  ]);
}

const TIERS: Readonly<Record<number, string>> = {
  1: "1 spec",
  2: "2 vendor",
  3: "3 library",
  4: "4 expert",
  5: "5 community",
};

/** At most this many bars; the rest is one. */
const MOST = 8;

function counted(names: readonly string[]): readonly Bar[] {
  const all = [...groupBy(names, (name) => name)]
    .map(([name, { length }]) => ({ name, number: length, kind: "conflict" }))
    .toSorted((a, b) => b.number - a.number || (a.name < b.name ? -1 : 1));
  const rest = all.slice(MOST).reduce((sum, { number }) => sum + number, 0);
  const more = { name: `${all.length - MOST} others`, number: rest, kind: "missing" };
  return rest === 0 ? all : [...all.slice(0, MOST), more];
}

function folderOf(path: string): string {
  const folders = path.split("/").slice(0, -1);
  return folders.length === 0 ? "." : folders.slice(0, 2).join("/");
}

function chart(title: string, bars: readonly Bar[]): Html {
  const total = bars.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return "";
  const most = Math.max(...bars.map(({ number }) => number));
  return element("figure", {}, [
    element("figcaption", {}, title),
    element(
      "table",
      { class: "bars" },
      bars.map(({ name, number, kind }) =>
        element("tr", {}, [
          element("th", { scope: "row" }, name),
          element("td", {}, [
            element(
              "svg",
              { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
              [
                element(
                  "rect",
                  { class: kind, width: (100 * number) / most, height: 10, rx: 1 },
                  [],
                ),
              ],
            ),
          ]),
          element("td", { class: "number" }, String(number)),
        ]),
      ),
    ),
  ]);
}

function detection({ summary }: Report): Html {
  if (summary.detection_rate === null) return "";
  const share = Math.round(summary.detection_rate * 100);
  return element("figure", {}, [
    element("figcaption", {}, "Detection rate"),
    element("p", {}, [
      element(
        "meter",
        { min: 0, max: 100, value: share, "aria-label": "Detection rate" },
        `${share} %`,
      ),
      text(` ${share} %: ${markersSentence(summary)}`),
    ]),
  ]);
}
