/** `--stats`: where the time of a scan went, and why files were not read. For people, so as text. */
import { SKIP_REASONS } from "../model/skip.ts";
import { sizeText } from "../memory/settle.ts";
import type { Stats } from "../look/scan-options.ts";
import type { ScanOutcome } from "./pipeline.ts";
import { table } from "./table.ts";

const MOST = 12;
const PLAIN = { isTTY: false, columns: undefined, write: () => undefined };

export function statsText(stats: Stats, { files, skipped }: ScanOutcome): string {
  const of = (prefix: string): readonly (readonly [string, number])[] =>
    stats.times.flatMap(([name, ms]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), ms] as const] : [],
    );
  const phases = stats.times.filter(([name]) => !/^(shape|extractor) /.test(name));
  const reasons = SKIP_REASONS.map(
    (reason) => [reason, skipped.filter((file) => file.reason === reason).length] as const,
  ).filter(([, count]) => count > 0);
  const parts: readonly (readonly [string, readonly (readonly [string, number])[], string])[] = [
    [
      "time by phase",
      [
        ...phases,
        ["observe, by shape", total(of("shape "))],
        ["observe, by extractor", total(of("extractor "))],
      ],
      "ms",
    ],
    ["slowest shapes to recognise", of("shape ").slice(0, MOST), "ms"],
    ["slowest extractors", of("extractor ").slice(0, MOST), "ms"],
    ["files left out", reasons, ""],
  ];
  const head = `cache: ${stats.remembered}; ${files.length} files read${stats.lowered === 0 ? "" : `; ${stats.kept} of ${stats.lowered} trees were kept`}\n${sharedText(stats.shared)}`;
  return (
    head +
    parts
      .filter(([, rows]) => rows.length > 0)
      .map(
        ([title, rows, unit]) =>
          `\n${title}\n${table(
            rows.map((row) => cells(row, unit)),
            PLAIN,
          )}`,
      )
      .join("")
  );
}

function sharedText(shared: Stats["shared"]): string {
  if (shared === undefined) return "";
  const { hits, misses, poisoned, written, unwritten, bytesRead, bytesWritten, trouble } = shared;
  const parts = [
    `${hits} hits, ${misses} misses, ${poisoned} refused, ${sizeText(bytesRead)} read`,
    `${written} written (${sizeText(bytesWritten)})${unwritten === 0 ? "" : `, ${unwritten} too large to share`}`,
    ...(trouble === undefined ? [] : [`given up: ${trouble}`]),
  ];
  return `shared store: ${parts.join("; ")}\n`;
}

function total(rows: readonly (readonly [string, number])[]): number {
  return rows.reduce((sum, [, ms]) => sum + ms, 0);
}

function cells([name, amount]: readonly [string, number], unit: string): readonly string[] {
  const text = unit === "" ? String(amount) : `${amount.toFixed(1)} ${unit}`;
  return ["", text.padStart(12), name];
}
