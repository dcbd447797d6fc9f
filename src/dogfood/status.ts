/** The section of the README that says how far the loop has come. */
import { reuseOf } from "../suggest/reuse.ts";
import type { Block } from "./page.ts";
import { gapsOf } from "./record.ts";
import type { Record, Scans } from "./record.ts";
import { box, percent, TARGETS } from "./words.ts";

const HOURS = { end: ")", empty: "___ hrs" } as const;

export function statusBlock(record: Record, { first, second, final }: Scans): Block {
  const { reused, total, rate } = reuseOf(record.claims);
  const after = gapsOf(second, record.offer);
  const left = final.report.summary.authority_conflicts;
  const isDetected = (after.detection_rate ?? 0) >= TARGETS.detection;
  return {
    id: "status",
    parts: [
      [
        `- ${box(total > 0)} `,
        { key: "**Day 1:** Claims extraction (", ...HOURS },
        ` - ${total} claims, ${percent(rate)} reuse (${reused} of ${total})\n- ${box(first.report.markers.length > 0)} `,
        { key: "**Day 2:** Implementation (", ...HOURS },
        ` - ${first.report.markers.length} violations, `,
        { key: "tests: ", end: "" },
        `\n- ${box(isDetected)} `,
        { key: "**Day 3:** Scanning (", ...HOURS },
        ` - ${after.detected}/${after.markers} detected\n- ${box(left === 0)} `,
        { key: "**Day 4:** Remediation (", ...HOURS },
        ` - ${left} conflicts\n- [x] `,
        { key: "**Day 5:** Documentation (", ...HOURS },
        " - report written",
      ],
      "**Final Metrics:**",
      [
        "- ",
        { key: "Time: ", end: " (target: 12-16)", empty: "___ hrs" },
        `\n- Reuse: ${percent(rate)} (target: ≥${percent(TARGETS.reuse)})\n- Detection: ${percent(after.detection_rate)} (target: ≥${percent(TARGETS.detection)})`,
      ],
    ],
  };
}
