/** What the flags of `aphoria scan` mean: what to scan, where the reports go, when to fail. */
import { FORMAT_IDS } from "../formats/registry.ts";
import { MOST_PARTS } from "../load/part.ts";
import { CATEGORIES } from "../model/claim.ts";
import { PACKS } from "../model/config.ts";
import type { TelemetryMode } from "../model/config.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import type { Shard } from "../model/part.ts";
import { cacheOptions, telemetryMode } from "./cache-flags.ts";
import type { Typed } from "./command.ts";
import { isOn, languagesOf, listOf, numberOf, valueOf, wordOf, wordsOf } from "./options.ts";
import { planReports, type ReportPlan, type Written } from "./report-flags.ts";
import type { CacheOptions, ScanOptions } from "../look/scan-options.ts";
import type { Changes } from "../io/git-changes.ts";
import { UsageError } from "./usage.ts";

export interface ScanPlan extends ReportPlan {
  readonly options: ScanOptions;
  /** Undefined: without a cache. */
  readonly cache: CacheOptions | undefined;
  /** Undefined: everything. */
  readonly changes: Changes | undefined;
  /** Undefined: all parts. */
  readonly shard: Shard | undefined;
  /** Undefined: as many as there are idle cores. */
  readonly jobs: number | undefined;
  /** Undefined: as the configuration has it. */
  readonly telemetry: TelemetryMode | undefined;
}

/** What a scan writes: a report, or its part of one. */
export const SCAN_FORMATS: readonly Written[] = [...FORMAT_IDS, "blob"];

export function planScan(typed: Typed, cwd: string): ScanPlan {
  refuse(typed, "show-files", "prints paths and no report", ["format", "output", "report"]);
  const reports = planReports(typed, cwd, SCAN_FORMATS);
  const isHandedOn = reports.deliveries.some(({ format }) => format === "blob");
  if (isHandedOn || typed.flags["shard"] !== undefined) {
    const why = "divides a scan of what stands there once";
    const flag = isHandedOn ? "report blob" : "shard";
    refuse({ ...typed, flags: { ...typed.flags, [flag]: true } }, flag, why, [
      "since",
      "staged",
      "watch",
    ]);
  }
  const options = scanOptions(typed);
  const changes = changesOf(typed);
  const areClaimsNamed = options.claims !== undefined || options.corpus !== undefined || undefined;
  return {
    ...reports,
    // What a part finds is judged where all parts are joined.
    failOn: reports.failOn ?? (isHandedOn ? "never" : undefined),
    // A claim without a place in what changed says nothing of the rest.
    showMissing: reports.showMissing ?? (changes === undefined ? areClaimsNamed : false),
    options,
    cache: cacheOptions(typed),
    changes,
    shard: shardOf(typed),
    jobs: numberOf(typed, "jobs", 1, 64),
    telemetry: telemetryMode(typed),
  };
}

function refuse(typed: Typed, flag: string, does: string, others: readonly string[]): void {
  const clash = others.find((other) => typed.flags[other] !== undefined);
  if (typed.flags[flag] === undefined || clash === undefined) return;
  throw new UsageError(`\`--${flag}\` ${does}, so \`--${clash}\` has no use`);
}

/** `2/8`: the second of eight parts. */
function shardOf(typed: Typed): Shard | undefined {
  const value = valueOf(typed, "shard");
  if (value === undefined) return undefined;
  const [, first = "", second = ""] = /^\s*(\d{1,4})\s*\/\s*(\d{1,4})\s*$/.exec(value) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (index >= 1 && index <= count && count <= MOST_PARTS) return { index, count };
  throw new UsageError(
    `\`--shard ${value}\` is no part of a scan`,
    `Write the part and how many there are: --shard 2/8. There are ${MOST_PARTS} at most.`,
  );
}

function scanOptions(typed: Typed): ScanOptions {
  const given = {
    claims: valueOf(typed, "claims"),
    corpus: listOf(typed, "corpus"),
    packs: wordsOf(typed, "packs", PACKS),
    config: valueOf(typed, "config"),
    minTier: numberOf(typed, "min-tier", 1, 5),
    minConfidence: wordOf(typed, "min-confidence", CONFIDENCES),
    includeTests: isOn(typed, "include-tests") ? true : undefined,
    baseline: isOn(typed, "no-baseline") ? false : valueOf(typed, "baseline"),
  };
  if (typed.words.includes("")) throw new UsageError("a path is empty");
  return {
    paths: typed.words,
    extractors: listOf(typed, "extractors") ?? [],
    claimIds: listOf(typed, "claim") ?? [],
    categories: wordsOf(typed, "category", CATEGORIES) ?? [],
    languages: languagesOf(typed, "language") ?? [],
    include: listOf(typed, "include") ?? [],
    exclude: listOf(typed, "exclude") ?? [],
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<ScanOptions>),
  };
}

function changesOf(typed: Typed): Changes | undefined {
  const revision = valueOf(typed, "since");
  if (!isOn(typed, "staged"))
    return revision === undefined ? undefined : { kind: "since", revision };
  if (revision === undefined) return { kind: "staged" };
  throw new UsageError("`--since` and `--staged` ask for different changes");
}
