/** What changed between two scans, as text for the terminal and as Markdown. */
import { code, inline } from "../formats/markdown/escape.ts";
import type { Change, Comparison, Side } from "../gaps/compare.ts";
import { percent } from "../gaps/percent.ts";
import { plainLine } from "../report/plain.ts";

const GROUPS = [
  ["newly_detected", "Newly detected", "the first scan could not see it"],
  ["new", "New", "the first scan would have seen it"],
  ["detected", "Detected", "in both"],
  ["fixed", "Fixed", "looked for, and gone"],
  ["lost", "Lost", "not there, but not looked for either"],
  ["let_go", "Let go", "suppressed or in the baseline now"],
] as const;

export function compareText(found: Comparison): string {
  const lines = [
    `conflicts       ${found.before.authority_conflicts} -> ${found.after.authority_conflicts}`,
    `detection rate  ${rate(found.before)} -> ${rate(found.after)}`,
    ...claimChanges(found),
  ];
  for (const [name, title, says] of GROUPS) {
    const changes = found[name];
    if (changes.length === 0) continue;
    lines.push("", `${title}: ${changes.length} (${says})`);
    lines.push(...changes.map((change) => plainLine(`  ${change.claim_id}  ${line(change)}`)));
  }
  if (GROUPS.every(([name]) => found[name].length === 0)) lines.push("", "No conflict in either.");
  return `${lines.join("\n")}\n`;
}

export function compareMarkdown(found: Comparison): string {
  const { before, after } = found;
  const lines = [
    "# Comparison of two scans",
    "",
    "| | Before | After |",
    "| --- | --- | --- |",
    `| Conflicts | ${before.authority_conflicts} | ${after.authority_conflicts} |`,
    `| Detection rate | ${rate(before)} | ${rate(after)} |`,
    `| Claims | ${before.claims} | ${after.claims} |`,
    ...GROUPS.map(([name, title]) => `| ${title} | | ${found[name].length} |`),
  ];
  for (const [name, title, says] of GROUPS) {
    const changes = found[name];
    if (changes.length === 0) continue;
    lines.push("", `## ${title}`, "", `${says[0]?.toUpperCase()}${says.slice(1)}.`, "");
    lines.push("| Claim | Place | What | Why here |", "| --- | --- | --- | --- |");
    for (const change of changes) {
      const cells = [code(change.claim_id), code(place(change)), inline(change.message)];
      lines.push(`| ${[...cells, inline(change.why)].join(" | ")} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function claimChanges({ claims_added: added, claims_removed: removed }: Comparison) {
  return [
    ...(added.length === 0 ? [] : [`claims added    ${added.join(", ")}`]),
    ...(removed.length === 0 ? [] : [`claims removed  ${removed.join(", ")}`]),
  ].map(plainLine);
}

function rate({ markers, markers_detected: detected, detection_rate: value }: Side): string {
  return value === null ? "no markers" : `${percent(value)} (${detected} of ${markers})`;
}

function line(change: Change): string {
  return `${place(change)}  ${change.message}`;
}

function place({ path, line: at }: Change): string {
  return `${path ?? "-"}${at === null ? "" : `:${at}`}`;
}
