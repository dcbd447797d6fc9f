/** The flags about what is written and when to fail: those of every command that ends in a report. */
import { resolve } from "node:path";
import { FORMAT_IDS, type FormatId } from "../formats/registry.ts";
import { FAIL_ON, type FailOn } from "../model/config.ts";
import type { Flag, Typed } from "./command.ts";
import { checkWord, isOn, listOf, valueOf, wordOf, wordsOf } from "./options.ts";
import { UsageError } from "./usage.ts";

/** A report, or what a part of a divided scan hands on. */
export type Written = FormatId | "blob";

/** One report and where it goes: a file, or stdout. */
export interface Delivery<Id extends string = Written> {
  readonly format: Id;
  /** As typed. */
  readonly file?: string;
}

/** What is made of an outcome. */
export interface ReportPlan {
  readonly deliveries: readonly Delivery[];
  /** Undefined: as the configuration has it. */
  readonly failOn: FailOn | undefined;
  readonly strict: boolean;
  /** Undefined: where somebody chose the claims. */
  readonly showMissing: boolean | undefined;
  /** JSON reports of earlier scans, the oldest first; as typed. */
  readonly earlier: readonly string[];
  /** Paths instead of a report. */
  readonly showFiles: boolean;
  readonly isQuiet: boolean;
  readonly isColorOff: boolean;
}

/** `formats`: what may be asked for. */
export function reportFlags(formats: readonly Written[], words: string): readonly Flag[] {
  return [
    {
      name: "format",
      takes: "FORMAT",
      values: formats,
      help: `${words} (default: text)`,
    },
    { name: "output", takes: "FILE", help: "write what --format asks for to a file" },
    {
      name: "report",
      takes: "FORMAT[=FILE]",
      values: formats,
      isList: true,
      help: "a further report, to a file or to stdout; may be repeated",
    },
    {
      name: "fail-on",
      takes: "VERDICT",
      values: FAIL_ON,
      help: "conflict, unknown, missing or never; each includes those before it (default: conflict)",
    },
    {
      name: "earlier",
      takes: "FILES",
      isList: true,
      help: "JSON reports of earlier scans, the oldest first: html shows the trend",
    },
    { name: "strict", help: "warnings count as errors: exit 2" },
    {
      name: "show",
      takes: "WHAT",
      values: ["missing"],
      isList: true,
      help: "missing: list the MISSING claims in text too",
    },
  ];
}

export const FORMAT_WORDS =
  "text, json, markdown, sarif, code-scanning, github, gitlab, junit or html";

export const QUIET_FLAGS: readonly Flag[] = [
  { name: "quiet", short: "q", help: "nothing on stderr but errors" },
  { name: "no-color", help: "no colour" },
];

export function planReports(
  typed: Typed,
  cwd: string,
  formats: readonly Written[] = FORMAT_IDS,
): ReportPlan {
  const showFiles = isOn(typed, "show-files");
  return {
    deliveries: showFiles ? [] : planDeliveries(typed, cwd, formats),
    failOn: wordOf(typed, "fail-on", FAIL_ON),
    strict: isOn(typed, "strict"),
    earlier: listOf(typed, "earlier") ?? [],
    showMissing: wordsOf(typed, "show", ["missing"]) === undefined ? undefined : true,
    showFiles,
    isQuiet: isOn(typed, "quiet"),
    isColorOff: isOn(typed, "no-color"),
  };
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
  // What a part hands on is no report, and yet all that is asked of it as a rule.
  const isEnough = reports.some(({ file, format: id }) => file === undefined || id === "blob");
  const main =
    format === undefined && output === undefined && isEnough
      ? []
      : [toFile(format ?? "text", output)];
  const deliveries = [...main, ...reports];
  if (deliveries.some(({ format: id, file }) => id === "blob" && file === undefined)) {
    throw new UsageError("a blob goes to a file", "Write --report blob=part.blob.");
  }
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
