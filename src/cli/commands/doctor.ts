/** `aphoria doctor`: how aphoria is set up here, and what is not as it should be. */
import { errorCode } from "../../io/host.ts";
import type { Host } from "../../io/host.ts";
import { runGit } from "../../io/git.ts";
import { findProject } from "../../io/project.ts";
import { version } from "../../io/version.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Report } from "../../model/report.ts";
import { count } from "../../report/wording.ts";
import { STORE_FLAG } from "../cache-flags.ts";
import type { Command, Context, Typed } from "../command.ts";
import { diagnosticLines } from "../diagnostics.ts";
import { openCache } from "../open-cache.ts";
import { isOn } from "../options.ts";
import { NOT_NARROWED, type ScanOutcome } from "../pipeline.ts";
import { startProgress } from "../progress.ts";
import { CONFIG_FLAG, JSON_FLAG, toJson } from "../project-inputs.ts";
import { storeState, storeText } from "../store-state.ts";
import { details } from "../table.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Show how aphoria is set up here, and what is not as it should be.",
  flags: [JSON_FLAG, CONFIG_FLAG, STORE_FLAG],
  examples: [{ line: "aphoria doctor", says: "the first thing to run when a scan surprises you" }],
  notes: `What was found (configuration, claims, extractors, baseline), the versions, which files are left out and why, extractors
that cannot match here, claims that nothing looks for, and the state of the cache. It scans, and writes nothing.

Exit codes: 0 all is well · 1 something is not · 2 aphoria could not do its job.`,
  run,
} satisfies Command;

/** What a line of the page says. */
interface Finding {
  readonly name: string;
  readonly said: string;
}

async function run(typed: Typed, { host, pipeline }: Context): Promise<void> {
  const stages = await pipeline();
  const progress = startProgress(host, false);
  const outcome = await stages
    .scan({ ...NOT_NARROWED, ...configOf(typed) }, host, progress.report)
    .finally(() => progress.stop());
  const { report } = outcome;
  const problems = report.diagnostics.filter(({ severity }) => severity !== "info");
  const findings = [
    ...(await versions(host)),
    ...setUp(outcome, host),
    ...scanned(report),
    { name: "cache", said: cacheState(typed, host) },
    { name: "shared store", said: await sharedState(typed, host) },
  ];
  const isBroken = problems.some(({ severity }) => severity === "error");
  if (isOn(typed, "json")) {
    const shown = Object.fromEntries(findings.map(({ name, said }) => [name, said]));
    host.stdout.write(toJson({ ...shown, skipped: report.skipped, diagnostics: problems }));
  } else {
    host.stdout.write(details(findings.map(({ name, said }) => [name, said] as const)));
    host.stdout.write(`\n${problemText(problems)}`);
  }
  host.setExitCode(isBroken ? 2 : problems.length > 0 ? 1 : 0);
}

function configOf(typed: Typed): { readonly config?: string } {
  const { config } = typed.flags;
  return typeof config === "string" ? { config } : {};
}

async function versions(host: Host): Promise<readonly Finding[]> {
  const git = await runGit(host, host.cwd, ["--version"]);
  const said = git.problem === undefined ? git.stdout.toString("utf8").trim() : "";
  return [
    { name: "aphoria", said: version() },
    { name: "node", said: host.runtime },
    {
      name: "git",
      said: said.replace(/^git version /, "") || "not found: files are walked instead",
    },
  ];
}

function setUp({ report, baseline, claims, files }: ScanOutcome, host: Host): readonly Finding[] {
  const { root, gitTop, isMarked } = findProject(host, undefined);
  const why = !isMarked
    ? "the working directory: neither .aphoria/ nor git above it"
    : gitTop === root
      ? "the top of the git repository"
      : "the nearest folder with .aphoria/";
  const origins = new Map<string, number>();
  for (const { origin } of claims) origins.set(origin, (origins.get(origin) ?? 0) + 1);
  const from = [...origins].map(([origin, number]) => `${number} of ${origin}`).join(", ");
  const entries = baseline?.entries.length ?? 0;
  const stale = baseline?.stale.length ?? 0;
  return [
    { name: "root", said: `${root} (${why})` },
    { name: "configuration", said: isThere(host, `${root}/.aphoria/config.toml`) },
    { name: "claims", said: from === "" ? "none" : from },
    { name: "own extractors", said: ownFiles(host, `${root}/.aphoria/extractors`) },
    { name: "own models", said: ownFiles(host, `${root}/.aphoria/libraries`) },
    {
      name: "baseline",
      said:
        baseline?.isThere === true
          ? `${count(entries, "entry", "entries")}, ${stale} without a finding`
          : "none",
    },
    { name: "files", said: `${files.length} scanned, ${report.summary.files_skipped} left out` },
  ];
}

function scanned({ skipped, findings, summary }: Report): readonly Finding[] {
  const reasons = Object.entries(skipped)
    .filter(([, number]) => number > 0)
    .map(([reason, number]) => `${number} ${reason}`);
  const missing = (reason: string) =>
    findings
      .filter((one) => one.verdict === "MISSING" && one.reason === reason)
      .map(({ claim_id }) => claim_id);
  return [
    { name: "left out", said: reasons.length === 0 ? "none" : reasons.join(", ") },
    { name: "extractors", said: `${summary.extractors} for these claims` },
    { name: "claims that nothing looks for", said: list(missing("no-extractor")) },
    { name: "claims without a place here", said: list(missing("no-site")) },
    { name: "claims out of scope here", said: list(missing("out-of-scope")) },
  ];
}

function cacheState(typed: Typed, host: Host): string {
  try {
    const { store, place, shown } = openCache(typed, host);
    const entries = store.entries();
    const bytes = entries.reduce((sum, { size }) => sum + size, 0);
    const share = Math.round((100 * bytes) / place.limit);
    return `${shown}: ${count(entries.length, "entry", "entries")}, ${share} % of its limit`;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    if (errorCode(error) === "") throw error;
    return `cannot be read (${errorCode(error)}); scans go on without it`;
  }
}

async function sharedState(typed: Typed, host: Host): Promise<string> {
  try {
    const state = await storeState(typed, host);
    return state === undefined ? "none" : storeText(state);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function problemText(problems: readonly Diagnostic[]): string {
  if (problems.length === 0) return "All is well.\n";
  const head = `${count(problems.length, "thing")} to look at:`;
  return `${[head, ...diagnosticLines(problems)].join("\n")}\n`;
}

function isThere(host: Host, path: string): string {
  return host.lstat(path) === undefined ? "none: the defaults hold" : ".aphoria/config.toml";
}

function ownFiles(host: Host, folder: string): string {
  if (host.stat(folder) === undefined) return "none";
  const files = host.readdir(folder).filter(({ name }) => name.endsWith(".toml"));
  return count(files.length, "file");
}

const SHOWN = 8;

function list(ids: readonly string[]): string {
  if (ids.length === 0) return "none";
  const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "";
  return `${ids.slice(0, SHOWN).join(", ")}${more}`;
}
