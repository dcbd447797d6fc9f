/** How the counts went over earlier scans: one line a count, the oldest scan first. */
import type { Report } from "../../model/report.ts";
import { element, type Html } from "./element.ts";

const [WIDTH, HEIGHT] = [600, 120];

const LINES = [
  ["conflicts", "conflict", (one: Report) => one.summary.authority_conflicts],
  ["unknown", "unknown", (one: Report) => one.summary.unknown],
  ["claims that hold", "pass", (one: Report) => one.summary.pass],
] as const;

/** Empty without earlier scans. */
export function trendChart(earlier: readonly Report[], now: Report): Html {
  if (earlier.length === 0) return "";
  const scans = [...earlier, now];
  const lines = LINES.map(([name, kind, numberOf]) => ({
    name,
    kind,
    numbers: scans.map(numberOf),
  }));
  const labels = scans.map((_, at) => (at === scans.length - 1 ? "now" : `scan ${at + 1}`));
  return trendSection(lines, labels);
}

export interface TrendLine {
  readonly name: string;
  readonly kind: "conflict" | "unknown" | "pass";
  readonly numbers: readonly number[];
}

/** A picture with its numbers below; `labels` name the points, the oldest first. */
export function trendSection(series: readonly TrendLine[], labels: readonly string[]): Html {
  const most = Math.max(1, ...series.flatMap(({ numbers }) => numbers));
  const head = ["count", ...labels];
  return element("section", { "aria-labelledby": "trend-h" }, [
    element("h2", { id: "trend-h" }, "Trend"),
    element(
      "svg",
      {
        class: "trend",
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": "The counts below, as lines",
      },
      series.map(({ kind, numbers }) =>
        element(
          "path",
          {
            class: `line ${kind}`,
            d: pathOf(numbers, most),
            fill: "none",
            "vector-effect": "non-scaling-stroke",
          },
          [],
        ),
      ),
    ),
    element("table", { class: "plain" }, [
      element(
        "tr",
        {},
        head.map((said) => element("th", { scope: "col" }, said)),
      ),
      ...series.map(({ name, kind, numbers }) =>
        element("tr", {}, [
          element("th", { scope: "row", class: kind }, name),
          ...numbers.map((number) => element("td", { class: "number" }, String(number))),
        ]),
      ),
    ]),
  ]);
}

function pathOf(numbers: readonly number[], most: number): string {
  const step = WIDTH / Math.max(1, numbers.length - 1);
  return numbers
    .map((number, at) => {
      const y = HEIGHT - 6 - (number / most) * (HEIGHT - 12);
      return `${at === 0 ? "M" : "L"}${(at * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}
