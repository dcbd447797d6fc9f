/** What stands on the summary page of the job: every open conflict, by claim, and what was not decided. */
import { groupBy } from "../../model/group-by.ts";
import type { Report, ReportFinding } from "../../model/report.ts";
import { alarms, count, countsSentence, extrasSentence } from "../../report/wording.ts";
import { inRepository, openFindings } from "../claim-words.ts";
import { code, inline } from "../markdown/escape.ts";
import { worstFirst } from "./worst-first.ts";

/** GitHub takes 1 MiB a step; what is above is cut, and that is said. */
const MOST_BYTES = 1_000_000;

export function jobSummary(report: Report, prefix: string): string {
  const conflicts = worstFirst(openFindings(report, "CONFLICT"));
  const unknowns = openFindings(report, "UNKNOWN");
  const head = [
    "## aphoria",
    ...alarms(report).map((said) => `> **${inline(said)}**`),
    `${countsSentence(report.summary, unknowns.length)} in ${count(report.summary.files_scanned, "file")}.`,
    ...[extrasSentence(report.summary)].filter((said) => said !== "").map((said) => `${said}.`),
  ];
  const blocks = [
    ...[...groupBy(conflicts, ({ claim_id }) => claim_id).values()].map((group) =>
      claimBlock(group, prefix),
    ),
    ...(unknowns.length > 0 ? [details("Places of unknown value", unknowns, prefix)] : []),
    ...(report.diagnostics.length > 0 ? [diagnostics(report)] : []),
  ];
  return fit(head, blocks);
}

function claimBlock(findings: readonly ReportFinding[], prefix: string): string {
  const [first] = findings;
  if (first === undefined) return "";
  const head = `### ${code(first.claim_id)} ${inline(first.invariant)}`;
  const says = `${inline(first.consequence)} (${first.severity}, ${inline(first.provenance["source"] ?? "")})`;
  return [head, says, findings.map((one) => line(one, prefix)).join("\n")].join("\n\n");
}

function line({ path, line: at, message }: ReportFinding, prefix: string): string {
  return `- ${code(`${inRepository(prefix, path ?? "")}:${at ?? 1}`)} ${inline(message)}`;
}

function details(title: string, findings: readonly ReportFinding[], prefix: string): string {
  const rows = findings.map((one) => line(one, prefix)).join("\n");
  return `<details><summary>${title}: ${findings.length}</summary>\n\n${rows}\n\n</details>`;
}

function diagnostics(report: Report): string {
  const rows = report.diagnostics.map(({ severity, code: id, message, path, line: at }) => {
    const place = path === undefined ? "" : `${code(at === undefined ? path : `${path}:${at}`)} `;
    return `- ${severity} ${code(id)} ${place}${inline(message)}`;
  });
  return ["### What aphoria has to say about what it was given", rows.join("\n")].join("\n\n");
}

function fit(head: readonly string[], blocks: readonly string[]): string {
  const kept: string[] = [...head];
  let bytes = Buffer.byteLength(kept.join("\n\n"));
  for (const [at, block] of blocks.entries()) {
    bytes += Buffer.byteLength(block) + 2;
    if (bytes > MOST_BYTES) {
      kept.push(`${count(blocks.length - at, "more block")} would not fit on this page.`);
      break;
    }
    kept.push(block);
  }
  return `${kept.join("\n\n")}\n`;
}
