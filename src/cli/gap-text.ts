/** The gap table as text for the terminal and as Markdown. */
import { code, inline } from "../formats/markdown/escape.ts";
import type { Gap, GapTable } from "../gaps/gaps.ts";
import { percent } from "../gaps/percent.ts";
import type { Output } from "../io/host.ts";
import { table } from "./table.ts";

export function gapsText(found: GapTable, output: Output): string {
  const width = output.isTTY ? Math.max(20, Math.floor(((output.columns ?? 80) - 26) / 2)) : 60;
  const rows = found.gaps.map((gap) => [
    shorten(gap.violation, width),
    gap.claim_id ?? "-",
    gap.detected ? "yes" : "no",
    gap.explanation,
  ]);
  const shown =
    rows.length === 0
      ? "no markers: nothing in the code announces a claim with @aphoria:claim\n"
      : table([["VIOLATION", "CLAIM", "DETECTED", "WHY (NOT)"], ...rows], output);
  const rest = found.unobserved.map((gap) => [gap.claim_id ?? "-", shorten(gap.violation, 80)]);
  const more =
    rest.length === 0
      ? ""
      : `\nClaims without a marker that no extractor observes:\n${table(rest, output)}`;
  return `${shown}${more}\n${sentence(found)}\n`;
}

export function gapsMarkdown(found: GapTable): string {
  const lines = [
    "| Violation | Claim ID | Detected? | Why Not? |",
    "| --- | --- | --- | --- |",
    ...found.gaps.map(row),
  ];
  const rest = found.unobserved.map(({ claim_id: id, violation }) => {
    return `- ${code(id ?? "")}: ${inline(violation)}`;
  });
  const more =
    rest.length === 0
      ? []
      : ["", "Claims without a marker that no extractor observes:", "", ...rest];
  return `${["# Gaps", "", ...lines, ...more, "", sentence(found)].join("\n")}\n`;
}

function row({ violation, claim_id: id, detected, explanation }: Gap): string {
  const cells = [inline(violation), id ?? "–", detected ? "✅" : "❌", inline(explanation)];
  return `| ${cells.join(" | ")} |`;
}

function sentence({ detected, markers, detection_rate: rate, gaps }: GapTable): string {
  if (markers === 0) return "Nothing is marked, so there is no detection rate.";
  const open = gaps.length - detected;
  const left = open === 0 ? "" : `; ${open} ${open === 1 ? "gap" : "gaps"} left`;
  return `${detected} of ${markers} marked violations detected (${percent(rate)})${left}.`;
}

function shorten(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
