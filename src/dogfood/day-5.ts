/** Day 5: the report on the whole loop. */
import { reuseOf } from "../suggest/reuse.ts";
import type { Page, Part } from "./page.ts";
import { gapsOf, stepsOf, unannounced, violationsOf } from "./record.ts";
import type { Record, Scan, Scans, Violation } from "./record.ts";
import {
  aboutBlanks,
  code,
  codes,
  delta,
  inline,
  list,
  percent,
  place,
  rateDelta,
  TARGETS,
  tick,
} from "./words.ts";

export function dayFive(record: Record, scans: Scans): Page {
  const { first, second, fixes, final } = scans;
  const { claims, namingErrors, offer, extractors } = record;
  const reuse = reuseOf(claims);
  const after = gapsOf(second, offer);
  const before = gapsOf(first, offer);
  const missed = after.gaps.filter(({ detected }) => !detected);
  const left = final.report.summary.authority_conflicts;
  const violations = violationsOf(record, first, second);
  const reused = claims.flatMap(({ reused_from: from }) => from ?? []);
  const isReuse = (reuse.rate ?? 0) >= TARGETS.reuse;
  const isDetected = (after.detection_rate ?? 0) >= TARGETS.detection;
  return {
    name: "DAY5-DOGFOODING-REPORT.md",
    content: [
      "# Dogfooding Report",
      aboutBlanks("whoever ran the five days"),
      {
        id: "day5-summary",
        parts: [
          "## Executive Summary",
          [{ key: "**Hypothesis:** ", end: "", empty: "___ (validated, partial or invalidated)" }],
          [
            `- ${tick(isReuse)} ${reuse.reused} of ${reuse.total} claims were reused (${percent(reuse.rate)}, target ${percent(TARGETS.reuse)})`,
            `- ${tick(isDetected)} ${after.detected} of ${after.markers} violations were detected in the end (${percent(after.detection_rate)}, target ${percent(TARGETS.detection)}), ${before.detected} before the project had extractors of its own`,
            `- ${tick(left === 0)} ${left} conflicts are left of ${second.report.summary.authority_conflicts}`,
          ].join("\n"),
          "## Metrics",
          {
            columns: ["Metric", "Target", "Actual", "Delta", "Analysis"],
            rows: [
              ["Total time", "12-16 hrs", null, null, null],
              [
                "Pattern reuse",
                percent(TARGETS.reuse),
                percent(reuse.rate),
                rateDelta(reuse.rate, TARGETS.reuse),
                `Reused: ${codes(reused)}`,
              ],
              [
                "Detection rate",
                `≥${percent(TARGETS.detection)}`,
                percent(after.detection_rate),
                rateDelta(after.detection_rate, TARGETS.detection),
                `Missed: ${list(missed.map(({ violation }) => inline(violation)))}`,
              ],
              [
                "Naming errors",
                `<${TARGETS.naming}`,
                `${namingErrors.length}`,
                delta(namingErrors.length, TARGETS.naming),
                list(namingErrors.map(inline)),
              ],
              ["Time savings", "≥60 %", null, null, null],
            ],
          },
          "## What Worked",
          [
            `- Transfer from other domains: ${list(byCorpus(reused))}`,
            `- Detection across categories: ${list(byCategory(violations))}`,
            `- Extractors: ${extractors.length} of the project's own, ${unannounced(second)} conflicts that no marker announces`,
          ].join("\n"),
        ],
      },
      "## What Broke\n\n___ (blockers, workarounds, root causes)",
      {
        id: "day5-gaps",
        parts: [
          "## Product Gap Analysis",
          "Claims that no extractor looked for in the last scan. What else was missing belongs below the table.",
          {
            columns: ["Gap ID", "Title", "Severity", "Effort", "ROI", "Priority"],
            personal: ["Effort", "ROI", "Priority"],
            rows: unobserved(final).map(({ claim_id: id, subject, predicate, severity }) => [
              inline(`VG-${id}`),
              `No extractor observes ${code(subject)} ${code(predicate)}`,
              inline(severity),
              null,
              null,
              null,
            ]),
          },
        ],
      },
      "## Recommendations\n\n- Immediate (this sprint): ___\n- Short-term (next 2 sprints): ___\n- Long-term (roadmap): ___",
      {
        id: "day5-record",
        parts: [
          "## The scans",
          {
            columns: ["Scan", "Conflicts", "Pass", "Unknown", "Missing", "Detected"],
            rows: [first, second, ...fixes, final].map(scanRow),
          },
          "## The violations",
          ...violations.flatMap((violation, index) => describe(violation, index, scans)),
        ],
      },
    ],
  };
}

function byCorpus(reused: readonly string[]): readonly string[] {
  const names = reused.map((id) => id.replace(/-\d+$/, ""));
  return [...new Set(names)].map(
    (name) => `${names.filter((one) => one === name).length} from ${inline(name)}`,
  );
}

function byCategory(violations: readonly Violation[]): readonly string[] {
  const names = [...new Set(violations.map(({ marker }) => marker.category ?? "none"))];
  return names.map((name) => {
    const own = violations.filter(({ marker }) => (marker.category ?? "none") === name);
    return `${inline(name)} ${own.filter(({ after }) => after.detected).length} of ${own.length}`;
  });
}

function unobserved({ report }: Scan) {
  return report.findings.filter(
    ({ verdict, reason }) => verdict === "MISSING" && reason === "no-extractor",
  );
}

function scanRow({ name, report: { summary } }: Scan): readonly string[] {
  const {
    authority_conflicts: conflicts,
    pass,
    unknown,
    missing,
    markers,
    markers_detected: detected,
  } = summary;
  return [code(name), conflicts, pass, unknown, missing, `${detected} of ${markers}`].map(String);
}

function describe(
  { marker, claim, before, after }: Violation,
  index: number,
  scans: Scans,
): readonly Part[] {
  const id = marker.claim_id ?? "–";
  const end = stepsOf(scans).find(({ fixed }) => fixed.includes(id));
  const lines = [
    `- Claim: ${code(id)}${claim === undefined ? "" : `, ${claim.category}, ${claim.tier}: ${inline(claim.invariant)}`}`,
    ...(claim === undefined ? [] : [`- Authority: ${inline(claim.provenance.source)}`]),
    `- What breaks: ${inline(marker.consequence ?? claim?.consequence ?? "–")}`,
    `- Marked at ${place(marker)}`,
    `- First scan: ${before === undefined ? "no such marker" : inline(before.explanation)}`,
    `- Second scan: ${inline(after.explanation)}`,
    `- Fixed: ${end === undefined ? "no scan shows it" : `${code(end.scan.name)}, conflicts ${end.from} → ${end.to}`}`,
  ];
  return [`### ${index + 1}. ${inline(marker.invariant)}`, lines.join("\n")];
}
