/** `aphoria scan`: the main job. */
import type { Stats } from "../../look/scan-options.ts";
import { shrinkBaseline } from "../baseline-file.ts";
import { CATEGORIES } from "../../model/claim.ts";
import { CONFIDENCES } from "../../model/extractor.ts";
import { LANGUAGES } from "../../model/source.ts";
import type { Command, Context, Typed } from "../command.ts";
import { deliver } from "../deliver.ts";
import { exitCode } from "../exit-code.ts";
import { isOn } from "../options.ts";
import type { ScanOutcome } from "../pipeline.ts";
import { readReportFile } from "../report-file.ts";
import { startProgress } from "../progress.ts";
import { FORMAT_WORDS, QUIET_FLAGS, reportFlags } from "../report-flags.ts";
import { planScan, SCAN_FORMATS } from "../scan-plan.ts";
import { CACHE_FLAGS, sharedPlace } from "../cache-flags.ts";
import { PACKS_FLAG } from "../packs-flag.ts";
import { readStdinFile, STDIN_FLAG } from "../stdin-file.ts";
import { statsText } from "../stats-text.ts";

const NOTES = `Lists are separated by commas, or the flag is repeated. Excludes and the test rule also hold for files that are
named; .gitignore does not. A report's folder is made if it is not there.

Exit codes: 0 nothing at or above --fail-on · 1 at least one such finding · 2 aphoria could not do its job: a bad
flag, a path that cannot be read, broken claims, configuration or extractor, nothing to scan. 2 outranks 1.`;

export default {
  summary: "Check the code against the claims. Without paths the whole project is scanned.",
  words: { spec: "[paths...]", help: "files, folders and globs" },
  flags: [
    ...reportFlags(SCAN_FORMATS, `${FORMAT_WORDS}, or blob with --shard`),
    { name: "claims", takes: "FILE", help: "these claims instead of .aphoria/claims.toml" },
    {
      name: "corpus",
      takes: "NAMES",
      isList: true,
      help: "shipped claims to add: cache, httpclient …",
    },
    PACKS_FLAG,
    { name: "extractors", takes: "DIR", isList: true, help: "a folder of further extractors" },
    { name: "config", takes: "FILE", help: "instead of .aphoria/config.toml" },
    { name: "claim", takes: "ID", isList: true, help: "only these claims" },
    {
      name: "category",
      takes: "NAMES",
      values: CATEGORIES,
      isList: true,
      help: "only claims of security, safety, performance, correctness, observability",
    },
    {
      name: "language",
      takes: "NAMES",
      values: LANGUAGES,
      isList: true,
      help: "only typescript, rust or python files",
    },
    {
      name: "min-tier",
      takes: "N",
      values: ["1", "2", "3", "4", "5"],
      help: "only claims of tier 1 (spec) to N; 5 is all",
    },
    {
      name: "min-confidence",
      takes: "LEVEL",
      values: CONFIDENCES,
      help: "high, medium or low findings and better (default: medium)",
    },
    { name: "include", takes: "GLOB", isList: true, help: "only files that fit" },
    { name: "exclude", takes: "GLOB", isList: true, help: "no files that fit" },
    { name: "include-tests", help: "scan test code too" },
    { name: "baseline", takes: "FILE", help: "instead of .aphoria/baseline.json" },
    { name: "no-baseline", help: "as if there were none" },
    {
      name: "since",
      takes: "REV",
      help: "only files that changed since the last commit in common with REV, and what imports from them",
    },
    {
      name: "staged",
      help: "only files that are staged, as they are staged, and what imports from them",
    },
    {
      name: "shard",
      takes: "N/M",
      help: "only the files of part N of M; --report blob=FILE writes what `aphoria merge` joins",
    },
    ...CACHE_FLAGS,
    {
      name: "jobs",
      takes: "N",
      help: "threads; 1 is none besides the main one (default: the cores that are idle, 4 at most)",
    },
    STDIN_FLAG,
    { name: "watch", help: "scan again whenever something changes" },
    { name: "stats", help: "print on stderr where the time went, and why files were left out" },
    {
      name: "show-files",
      help: "print the files that are scanned, and on stderr why others are not",
    },
    ...QUIET_FLAGS,
  ],
  examples: [
    { line: "aphoria scan", says: "the whole project" },
    { line: "aphoria scan src 'lib/**/*.ts'", says: "a folder and a glob" },
    { line: "aphoria scan --format json --output scan.json", says: "for programs" },
    { line: "aphoria scan --report markdown=report.md", says: "text here, Markdown in a file" },
    { line: "aphoria scan --since origin/main", says: "what a branch changed" },
    {
      line: "aphoria scan --stdin-filename src/a.ts --format json < src/a.ts",
      says: "for an editor: the file as it is there, saved or not",
    },
    {
      line: "aphoria scan --shard 2/8 --report blob=part-2.blob",
      says: "the second of eight machines",
    },
    { line: "aphoria scan --claim cache-004 --language rust", says: "one claim, one language" },
  ],
  notes: NOTES,
  run,
} satisfies Command;

async function run(typed: Typed, { host, pipeline }: Context): Promise<void> {
  const typedPlan = planScan(typed, host.cwd);
  const earlier = typedPlan.earlier.map((file) => readReportFile(host, file));
  const fromStdin = await readStdinFile(typed, typedPlan, host);
  const plan = fromStdin?.plan ?? typedPlan;
  const shared = plan.cache && sharedPlace(typed, host);
  const cache = plan.cache && { ...plan.cache, ...(shared !== undefined && { shared }) };
  const stages = await pipeline();
  let stats: Stats | undefined;
  const onStats = isOn(typed, "stats") ? (found: Stats) => void (stats = found) : undefined;
  const scan = async (): Promise<ScanOutcome> => {
    const progress = startProgress(host, plan.isQuiet);
    const outcome = await stages
      .scanAgain(plan.options, fromStdin?.host ?? host, {
        ...plan,
        cache,
        onProgress: progress.report,
        onStats,
      })
      .finally(() => progress.stop());
    return fromStdin === undefined ? outcome : fromStdin.judge(outcome);
  };
  const show = async (outcome: ScanOutcome): Promise<void> => {
    const isWritten = await deliver(outcome, plan, host, stages, earlier);
    const failOn = plan.showFiles ? "never" : (plan.failOn ?? outcome.failOn);
    const code = exitCode(outcome.report, { failOn, strict: plan.strict });
    host.setExitCode(isWritten ? code : 2);
    if (stats !== undefined) host.stderr.write(statsText(stats, outcome));
  };
  if (isOn(typed, "watch")) {
    const { watchScan } = await import("../watch.ts");
    await watchScan(host, { path: plan.options.paths[0], scan, deliver: show });
    return;
  }
  const outcome = await scan();
  if (!plan.showFiles && fromStdin === undefined && plan.shard === undefined) {
    await shrinkBaseline(outcome, plan.options.baseline === undefined, plan.isQuiet, host);
  }
  await show(outcome);
}
