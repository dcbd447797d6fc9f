/** Day 4: the fixes, each with the scan that shows it. */
import type { Page } from "./page.ts";
import { stepsOf } from "./record.ts";
import type { Record, Scans, Step } from "./record.ts";
import { aboutBlanks, box, code, codes, inline, percent, rateOf } from "./words.ts";

export function dayFour({ claims }: Record, scans: Scans): Page {
  const { second, final } = scans;
  const steps = stepsOf(scans);
  const left = final.report.summary.authority_conflicts;
  const start = second.report.summary.authority_conflicts;
  const changes = steps.filter(
    ({ from, to, fixed, come }) => from !== to || fixed.length + come.length > 0,
  );
  const nameOf = (id: string): string => {
    const marker = second.report.markers.find(({ claim_id: other }) => other === id);
    return inline(marker?.invariant ?? claims.find((claim) => claim.id === id)?.invariant ?? id);
  };
  let number = 0;
  const rows = changes.flatMap((step) =>
    step.fixed.map((id) => [
      `${++number}. ${nameOf(id)}`,
      code(id),
      `${step.from} → ${step.to}`,
      code(step.scan.name),
      null,
      null,
      null,
    ]),
  );
  const alone = changes.filter(({ fixed }) => fixed.length === 1).length;
  return {
    name: "DAY4-SUMMARY.md",
    content: [
      "# Day 4 Summary: Remediation",
      aboutBlanks("whoever made the fixes"),
      {
        id: "day4",
        parts: [
          [{ key: "**Date:** ", end: "" }],
          [{ key: "**Duration:** ", end: "", empty: "___ hours" }],
          "## Fixes",
          {
            columns: ["Violation", "Claim", "Conflicts", "Scan", "Fix Time", "Complexity", "Notes"],
            personal: ["Fix Time", "Complexity", "Notes"],
            rows,
          },
          [{ key: "**Total:** ", end: "", empty: "___ min for fixes" }],
          "## Scans",
          {
            columns: ["Scan", "Conflicts", "Fixed", "New"],
            rows: steps.map(scanRow),
          },
          "## Success criteria",
          [
            `- ${box(left === 0)} final scan: 0 conflicts (${left} of ${start} left, ${percent(rateOf(start - left, start))} fixed)`,
            `- ${box(alone === changes.length && left === 0)} each fix verified by a scan of its own (${alone} of ${number} fixes)`,
            ...regressions(changes),
          ].join("\n"),
          ["- ", { key: "tests that pass now: ", end: "" }],
        ],
      },
      "## What was hard to fix\n\n___",
    ],
  };
}

function scanRow({ scan, from, to, fixed, come }: Step): readonly string[] {
  return [code(scan.name), `${from} → ${to}`, codes(fixed), codes(come)];
}

function regressions(steps: readonly Step[]): readonly string[] {
  const worse = steps.filter(({ come }) => come.length > 0);
  return worse.map(({ scan, come }) => `- [ ] ${code(scan.name)} brought ${codes(come)}`);
}
