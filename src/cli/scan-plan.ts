/** What the flags of `aphoria scan` mean: what to scan, where the reports go, when to fail. */
import { resolve } from "node:path";
import { FORMAT_IDS } from "../formats/registry.ts";
import type { FormatId } from "../formats/registry.ts";
import { CATEGORIES } from "../model/claim.ts";
import { FAIL_ON, PACKS } from "../model/config.ts";
import type { FailOn, TelemetryMode } from "../model/config.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import { cacheOptions, telemetryMode } from "./cache-flags.ts";
import type { Typed } from "./command.ts";
import {
  checkWord,
  isOn,
  languagesOf,
  listOf,
  numberOf,
  valueOf,
  wordOf,
  wordsOf,
} from "./options.ts";
import type { CacheOptions, ScanOptions } from "../scan-options.ts";
import type { Changes } from "../io/git-changes.ts";
import { UsageError } from "./usage.ts";

/** One report and where it goes: a file, or stdout. */
export interface Delivery<Id extends string = FormatId> {
  readonly format: Id;
  /** As typed. */
  readonly file?: string;
}

export interface ScanPlan {
  readonly options: ScanOptions;
  readonly deliveries: readonly Delivery[];
  /** Undefined: as the configuration has it. */
  readonly failOn: FailOn | undefined;
  readonly strict: boolean;
  readonly showMissing: boolean;
  /** JSON reports of earlier scans, the oldest first; as typed. */
  readonly earlier: readonly string[];
  readonly showFiles: boolean;
  readonly isQuiet: boolean;
  readonly isColorOff: boolean;
  /** Undefined: without a cache. */
  readonly cache: CacheOptions | undefined;
  /** Undefined: everything. */
  readonly changes: Changes | undefined;
  /** Undefined: as many as there are idle cores. */
  readonly jobs: number | undefined;
  /** Undefined: as the configuration has it. */
  readonly telemetry: TelemetryMode | undefined;
}

export function planScan(typed: Typed, cwd: string): ScanPlan {
  const showFiles = isOn(typed, "show-files");
  const clash = ["format", "output", "report"].find((flag) => typed.flags[flag] !== undefined);
  if (showFiles && clash !== undefined) {
    throw new UsageError(
      `\`--show-files\` prints paths and no report, so \`--${clash}\` has no use`,
    );
  }
  return {
    options: scanOptions(typed),
    deliveries: showFiles ? [] : planDeliveries(typed, cwd, FORMAT_IDS),
    failOn: wordOf(typed, "fail-on", FAIL_ON),
    strict: isOn(typed, "strict"),
    earlier: listOf(typed, "earlier") ?? [],
    showMissing: wordsOf(typed, "show", ["missing"]) !== undefined,
    showFiles,
    isQuiet: isOn(typed, "quiet"),
    isColorOff: isOn(typed, "no-color"),
    cache: cacheOptions(typed),
    changes: changesOf(typed),
    jobs: numberOf(typed, "jobs", 1, 64),
    telemetry: telemetryMode(typed),
  };
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

/** `--format` (or text) goes to `--output` or stdout; each `--report` to its file or, at most one in all, to stdout. */
export function planDeliveries<Id extends string>(
  typed: Typed,
  cwd: string,
  ids: readonly (Id | "text")[],
): readonly Delivery<Id | "text">[] {
  const format = wordOf(typed, "format", ids);
  const output = valueOf(typed, "output");
  const reports = (listOf(typed, "report") ?? []).map((value) => toDelivery(value, ids));
  const isToStdout = reports.some(({ file }) => file === undefined);
  const main =
    format === undefined && output === undefined && isToStdout
      ? []
      : [toFile(format ?? "text", output)];
  const deliveries = [...main, ...reports];
  if (deliveries.filter(({ file }) => file === undefined).length > 1) {
    throw new UsageError(
      "only one report can go to stdout",
      "Give the others a file: --report json=report.json, or --output FILE for --format.",
    );
  }
  const files = deliveries.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, index) =>
    files.slice(0, index).some((other) => resolve(cwd, other) === resolve(cwd, file)),
  );
  if (twice !== undefined) throw new UsageError(`two reports would be written to \`${twice}\``);
  return deliveries;
}

function toDelivery<Id extends string>(value: string, ids: readonly Id[]): Delivery<Id> {
  const equals = value.indexOf("=");
  if (equals < 0) return { format: checkWord(value, "report", ids) };
  const file = value.slice(equals + 1);
  if (file === "") throw new UsageError(`\`--report ${value}\` names no file`);
  return toFile(checkWord(value.slice(0, equals), "report", ids), file);
}

/** `-` is stdout, as everywhere. */
function toFile<Id extends string>(format: Id, file: string | undefined): Delivery<Id> {
  return file === undefined || file === "-" ? { format } : { format, file };
}
