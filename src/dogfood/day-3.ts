/** Day 3: the first scan, the gaps, the extractors, the second scan. */
import type { GapTable } from "../gaps/gaps.ts";
import type { Page, Table } from "./page.ts";
import { gapsOf, unannounced } from "./record.ts";
import type { Record, Scan } from "./record.ts";
import {
  aboutBlanks,
  box,
  code,
  codes,
  delta,
  duration,
  inline,
  percent,
  rateDelta,
  TARGETS,
  tick,
} from "./words.ts";

export function dayThree(record: Record, first: Scan, second: Scan): Page {
  const [before, after] = [gapsOf(first, record.offer), gapsOf(second, record.offer)];
  const own = new Set(record.extractors.map(({ id }) => id));
  const active = record.extractors.filter(({ isDraft }) => !isDraft);
  const [least, most] = TARGETS.extractors;
  const alarms = unannounced(second);
  const builtIn = seenBy(before).filter((id) => !own.has(id));
  const custom = seenBy(after).filter((id) => own.has(id));
  const open = after.gaps.filter(({ detected }) => !detected);
  return {
    name: "DAY3-SUMMARY.md",
    content: [
      "# Day 3 Summary: Scanning & Extractor Creation",
      aboutBlanks("whoever scanned and wrote the extractors"),
      {
        id: "day3",
        parts: [
          [{ key: "**Date:** ", end: "" }],
          duration(),
          "## Metrics",
          {
            columns: ["Metric", "Target", "Actual", "Delta"],
            rows: [
              ["Detection rate (v1)", "20 %", rate(before), rateDelta(before.detection_rate, 0.2)],
              [
                "Detection rate (v2)",
                `≥${percent(TARGETS.detection)}`,
                rate(after),
                rateDelta(after.detection_rate, TARGETS.detection),
              ],
              [
                "Conflicts (v1 → v2)",
                "–",
                `${first.report.summary.authority_conflicts} → ${second.report.summary.authority_conflicts}`,
                delta(
                  second.report.summary.authority_conflicts,
                  first.report.summary.authority_conflicts,
                ),
              ],
              [
                "Extractors created",
                `${least}-${most}`,
                `${active.length}`,
                active.length < least
                  ? delta(active.length, least)
                  : active.length > most
                    ? delta(active.length, most)
                    : "0",
              ],
              ["Conflicts without a marker (v2)", "0", `${alarms}`, delta(alarms, 0)],
              ["Time spent", "≤2 hrs", null, null],
            ],
          },
          `## Gaps\n\nBefore, from \`${first.name}\`:`,
          gapRows(before),
          `After, from \`${second.name}\`:`,
          gapRows(after),
          "## Extractors Created",
          record.extractors.length === 0
            ? "None."
            : record.extractors
                .map(({ id, title, subject, predicate, isDraft }, index) => {
                  const draft = isDraft ? ", a draft that no scan runs" : "";
                  return `${index + 1}. ${code(`${id}.toml`)}: ${inline(title)} (${code(subject)} ${code(predicate)}${draft})`;
                })
                .join("\n"),
          "## What Worked",
          [
            `- ${tick(builtIn.length > 0)} Built-in extractors saw ${before.detected}: ${codes(builtIn)}`,
            `- ${tick(after.detected > before.detected)} Extractors of the project's own took the rate from ${percent(before.detection_rate)} to ${percent(after.detection_rate)}: ${codes(custom)}`,
            ...(open.length === 0
              ? []
              : [
                  `- ${tick(false)} Still not seen: ${open.map(({ violation }) => inline(violation)).join("; ")}`,
                ]),
          ].join("\n"),
          "## Success criteria",
          [
            `- ${box(active.length >= least)} ${least}-${most} extractors created`,
            `- ${box((after.detection_rate ?? 0) >= TARGETS.detection)} detection rate ≥${percent(TARGETS.detection)} in the second scan`,
            `- ${box(alarms === 0)} no conflict that no marker announces; a false alarm would be one of those`,
          ].join("\n"),
        ],
      },
      "## What Broke\n\n___",
      "## Next Steps\n\n- [ ] Day 4: Fix violations progressively",
    ],
  };
}

function gapRows({ gaps }: GapTable): Table {
  return {
    columns: ["Violation", "Claim ID", "Detected?", "Why Not?"],
    rows: gaps.map(({ violation, claim_id: id, detected, explanation }) => [
      inline(violation),
      id === null ? "–" : code(id),
      tick(detected),
      inline(explanation),
    ]),
  };
}

function seenBy({ gaps }: GapTable): readonly string[] {
  return [...new Set(gaps.flatMap(({ extractor_id: id }) => id ?? []))];
}

function rate({ detected, markers, detection_rate: found }: GapTable): string {
  return `${percent(found)} (${detected} of ${markers})`;
}
