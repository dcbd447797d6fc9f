/** Day 1: the claims. */
import { reuseOf } from "../suggest/reuse.ts";
import type { Claim } from "../model/claim.ts";
import type { Page } from "./page.ts";
import type { Record } from "./record.ts";
import {
  aboutBlanks,
  box,
  code,
  delta,
  duration,
  inline,
  percent,
  rateDelta,
  TARGETS,
} from "./words.ts";

const FIELDS = ["provenance", "invariant", "consequence", "tier"] as const;

export function dayOne({ claims, namingErrors }: Record): Page {
  const counted = claims.filter(({ status }) => status !== "deprecated");
  const { reused, total, rate } = reuseOf(claims);
  const dates = counted.flatMap(({ created }) => created ?? []).toSorted();
  const [first = "___", last = first] = [dates[0], dates.at(-1)];
  const complete = counted.filter(isComplete).length;
  return {
    name: "DAY1-SUMMARY.md",
    content: [
      "# Day 1 Summary: Claims",
      aboutBlanks("whoever wrote the claims"),
      {
        id: "day1",
        parts: [
          `**Date:** ${first === last ? first : `${first} to ${last}`}`,
          duration(),
          "## Metrics",
          {
            columns: ["Metric", "Target", "Actual", "Delta"],
            rows: [
              ["Claims", `${TARGETS.claims}`, `${total}`, delta(total, TARGETS.claims)],
              [
                "Reused from other corpora",
                `${TARGETS.reused}`,
                `${reused}`,
                delta(reused, TARGETS.reused),
              ],
              [
                "Reuse rate",
                `≥${percent(TARGETS.reuse)}`,
                percent(rate),
                rateDelta(rate, TARGETS.reuse),
              ],
              [
                "New claims",
                `${TARGETS.claims - TARGETS.reused}`,
                `${total - reused}`,
                delta(total - reused, TARGETS.claims - TARGETS.reused),
              ],
              [
                "Naming errors",
                `<${TARGETS.naming}`,
                `${namingErrors.length}`,
                delta(namingErrors.length, TARGETS.naming),
              ],
              ["Time spent", "≤2 hrs", null, null],
            ],
          },
          "## Success criteria",
          [
            `- ${box(complete === total && total > 0)} all claims have provenance, invariant, consequence and authority tier (${complete} of ${total})`,
            `- ${box((rate ?? 0) >= TARGETS.reuse)} reuse rate ≥${percent(TARGETS.reuse)} (${reused} of ${total} claims)`,
            `- ${box(namingErrors.length === 0)} 0 naming errors${namingErrors.map((one) => `\n  - ${inline(one)}`).join("")}`,
          ].join("\n"),
          "## The claims",
          {
            columns: ["Claim", "Subject", "Category", "Tier", "Reused from", "Authority"],
            rows: counted.map((claim) => [
              code(claim.id),
              code(claim.subject),
              claim.category,
              claim.tier,
              claim.reused_from === undefined ? "new" : code(claim.reused_from),
              inline(claim.provenance.source),
            ]),
          },
        ],
      },
      "## What was hard to decide\n\n___",
    ],
  };
}

function isComplete(claim: Claim): boolean {
  return FIELDS.every((field) =>
    field === "provenance" ? claim.provenance.source.trim() !== "" : claim[field].trim() !== "",
  );
}
