/** The report of a fleet for a terminal: what is not known first, then the worst, then what holds everywhere. */
import type { Organisation, RepositoryReport } from "../model/organisation.ts";
import { plainLine } from "../report/plain.ts";
import { count } from "../report/wording.ts";

const MOST_ROWS = 20;

export function organisationText(report: Organisation): string {
  const { claims, repositories, owners } = report;
  const bad = repositories.filter(({ accepted }) => !accepted);
  const worst = repositories.filter((one) => one.accepted && conflictsOf(one) > 0);
  const broken = claims.filter(({ conflict }) => conflict > 0);
  const parts = [
    part("Not known", bad, (one) => [one.name, one.status, one.reason ?? ""]),
    part("Repositories, worst first", worst, (one) => [
      one.name,
      count(conflictsOf(one), "conflict"),
      `${one.findings.filter(({ verdict }) => verdict === "UNKNOWN").length} unknown`,
      sinceText(one),
    ]),
    part("Claims, worst first", broken, (one) => [
      one.id,
      `${one.conflict} of ${count(one.conflict + one.unknown + one.pass + one.missing, "repository", "repositories")}`,
      count(one.conflicts, "conflict"),
      one.invariant,
    ]),
    part(
      "Owners, most conflicts first",
      owners.filter(({ conflicts }) => conflicts > 0),
      (one) => [
        one.owner ?? "(nobody)",
        count(one.conflicts, "conflict"),
        count(one.repositories.length, "repository", "repositories"),
      ],
    ),
  ];
  return [...parts.filter((one) => one !== ""), closing(report)].join("\n");
}

function conflictsOf({ summary }: RepositoryReport): number {
  return summary?.["authority_conflicts"] ?? 0;
}

function sinceText({ since }: RepositoryReport): string {
  return since === null ? "" : `${since.new} new, ${since.fixed} fixed since ${since.run}`;
}

function part<T>(
  title: string,
  items: readonly T[],
  cellsOf: (item: T) => readonly string[],
): string {
  if (items.length === 0) return "";
  const rows = items.slice(0, MOST_ROWS).map((item) => cellsOf(item).map(plainLine));
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((cells) => cells[at]?.length ?? 0)),
  );
  const lines = rows.map((cells) =>
    `  ${cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("  ")}`.trimEnd(),
  );
  const more = items.length - rows.length;
  const rest = more === 0 ? [] : [`  … and ${more} more; --format json lists them all`];
  return `${[title, ...lines, ...rest].join("\n")}\n`;
}

function closing({ summary, run }: Organisation): string {
  const { repositories, scanned, in_conflict, conflicts, unknowns, passes } = summary;
  const others = (["incomplete", "empty", "failed", "cancelled", "late"] as const)
    .filter((status) => summary[status] > 0)
    .map((status) => `${summary[status]} ${status}`);
  const states = [`${scanned} scanned`, ...others].join(", ");
  return [
    `Run ${run}: ${count(repositories, "repository", "repositories")} (${states}), ${in_conflict} of them in conflict.`,
    `${count(conflicts, "conflict")}, ${unknowns} unknown, ${count(passes, "pass", "passes")} in ${count(summary.files_scanned, "file")}.`,
    "",
  ].join("\n");
}
