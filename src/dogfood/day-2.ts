/** Day 2: the code, with its mistakes marked. */
import type { Page } from "./page.ts";
import type { Scan } from "./record.ts";
import { aboutBlanks, box, code, duration, inline, place } from "./words.ts";

export function dayTwo({ name, report: { markers, summary } }: Scan): Page {
  const linked = markers.filter(({ claim_id: id }) => id !== null).length;
  return {
    name: "DAY2-SUMMARY.md",
    content: [
      "# Day 2 Summary: Implementation",
      aboutBlanks("whoever wrote the code"),
      {
        id: "day2",
        parts: [
          [{ key: "**Date:** ", end: "" }],
          duration(),
          "## Metrics",
          {
            columns: ["Metric", "Target", "Actual"],
            rows: [
              ["Intentional violations, marked", "10", `${markers.length}`],
              ["Markers that a claim answers to", `${markers.length}`, `${linked}`],
              ["Files scanned", "–", `${summary.files_scanned}`],
              ["Tests passing", "≥15", null],
              ["Time spent", "≤4 hrs", null],
            ],
          },
          `## The violations\n\nFrom \`${name}\`.`,
          {
            columns: ["Violation", "Category", "Claim", "Place"],
            rows: markers.map((marker, index) => [
              `${index + 1}. ${inline(marker.invariant)}`,
              inline(marker.category ?? "–"),
              marker.claim_id === null ? "–" : code(marker.claim_id),
              place(marker),
            ]),
          },
          "## Success criteria",
          `- ${box(markers.length === 10)} all 10 violations have inline markers`,
        ],
      },
      "## What was hard to write\n\n___",
    ],
  };
}
