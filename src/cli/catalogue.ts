/** Every command and where it is. A module is loaded only when its command runs, so that none pays for the others. */
import type { Catalogue } from "./command.ts";

export const CATALOGUE: Catalogue = {
  scan: {
    summary: "check the code against the claims",
    load: () => import("./commands/scan.ts"),
  },
  merge: {
    summary: "join the parts of a scan that several machines did",
    load: () => import("./commands/merge.ts"),
  },
  "claims list": {
    summary: "list the claims of the project or of a corpus",
    load: () => import("./commands/claims-list.ts"),
  },
  "claims show": {
    summary: "show everything about one claim",
    load: () => import("./commands/claims-show.ts"),
  },
  init: {
    summary: "write .aphoria/ from what the code is seen to use",
    load: () => import("./commands/init.ts"),
  },
  suggest: {
    summary: "propose claims of other domains that carry over",
    load: () => import("./commands/suggest.ts"),
  },
  "claims create": {
    summary: "write a new claim",
    load: () => import("./commands/claims-create.ts"),
  },
  "claims edit": {
    summary: "change a claim's fields, by flags or in an editor",
    load: () => import("./commands/claims-edit.ts"),
  },
  "claims remove": {
    summary: "take claims out of the claims file",
    load: () => import("./commands/claims-remove.ts"),
  },
  "claims deprecate": {
    summary: "end claims and keep their text",
    load: () => import("./commands/claims-deprecate.ts"),
  },
  "claims supersede": {
    summary: "replace a claim by another",
    load: () => import("./commands/claims-supersede.ts"),
  },
  "claims import": {
    summary: "copy claims from a corpus, or from markers",
    load: () => import("./commands/claims-import.ts"),
  },
  "claims export": {
    summary: "write the claims as Markdown or JSON",
    load: () => import("./commands/claims-export.ts"),
  },
  "claims verify": {
    summary: "check that the claims file is in order",
    load: () => import("./commands/claims-verify.ts"),
  },
  "extractors new": {
    summary: "write an extractor from a pattern or from examples, proved",
    load: () => import("./commands/extractors-new.ts"),
  },
  "extractors list": {
    summary: "list the extractors, built-in and your own",
    load: () => import("./commands/extractors-list.ts"),
  },
  "extractors show": {
    summary: "show everything about one extractor",
    load: () => import("./commands/extractors-show.ts"),
  },
  "extractors test": {
    summary: "run the tests inside the extractors' files",
    load: () => import("./commands/extractors-test.ts"),
  },
  explain: {
    summary: "explain a claim, an extractor or a diagnostic code",
    load: () => import("./commands/explain.ts"),
  },
  gaps: {
    summary: "show what is announced, and whether a scan sees it",
    load: () => import("./commands/gaps.ts"),
  },
  coverage: {
    summary: "show the cache calls that no claim speaks about",
    load: () => import("./commands/coverage.ts"),
  },
  compare: {
    summary: "show what changed between two scans",
    load: () => import("./commands/compare.ts"),
  },
  "cache status": {
    summary: "show what the cache holds, and how it did",
    load: () => import("./commands/cache-status.ts"),
  },
  "cache verify": {
    summary: "check every entry of the cache",
    load: () => import("./commands/cache-verify.ts"),
  },
  "cache prune": {
    summary: "remove what was not used for a week, and what is too much",
    load: () => import("./commands/cache-prune.ts"),
  },
  "cache clear": {
    summary: "remove everything that was kept",
    load: () => import("./commands/cache-clear.ts"),
  },
  "baseline create": {
    summary: "take over what is found today",
    load: () => import("./commands/baseline-create.ts"),
  },
  "baseline update": {
    summary: "add what is new to the baseline, take out what is gone",
    load: () => import("./commands/baseline-update.ts"),
  },
  "baseline show": {
    summary: "show what the baseline excuses, and since when",
    load: () => import("./commands/baseline-show.ts"),
  },
  "baseline prune": {
    summary: "take out of the baseline what is gone or has ended",
    load: () => import("./commands/baseline-prune.ts"),
  },
  "fleet run": {
    summary: "scan many repositories on workers, and write one report",
    load: () => import("./commands/fleet-run.ts"),
  },
  "fleet worker": {
    summary: "scan repositories that a fleet run put into a queue",
    load: () => import("./commands/fleet-worker.ts"),
  },
  "fleet status": {
    summary: "show what is in a fleet's queue, and how the runs stand",
    load: () => import("./commands/fleet-status.ts"),
  },
  "fleet dead": {
    summary: "list the repositories that no attempt could scan, and why",
    load: () => import("./commands/fleet-dead.ts"),
  },
  "fleet retry": {
    summary: "give dead jobs back to the workers",
    load: () => import("./commands/fleet-retry.ts"),
  },
  "fleet cancel": {
    summary: "end a run, what is being scanned included",
    load: () => import("./commands/fleet-cancel.ts"),
  },
  doctor: {
    summary: "show how aphoria is set up here, and what is wrong",
    load: () => import("./commands/doctor.ts"),
  },
  schema: {
    summary: "print the JSON Schema of a file",
    load: () => import("./commands/schema.ts"),
  },
  completion: {
    summary: "print a script that lets the shell complete",
    load: () => import("./commands/completion.ts"),
  },
  report: {
    summary: "write up the five-day loop from its recorded scans",
    load: () => import("./commands/report.ts"),
  },
};

/** `claims`, `extractors` and `cache`: words that only stand before others. */
export function subcommands(group: string): readonly string[] {
  return Object.keys(CATALOGUE)
    .filter((name) => name.startsWith(`${group} `))
    .map((name) => name.slice(group.length + 1));
}
