/** `aphoria merge`: the report of a scan whose parts several machines did. */
import type { ScanOutcome } from "../../conclude/conclude.ts";
import { FORMAT_IDS, loadFormat } from "../../formats/registry.ts";
import { readBaseline } from "../../io/baseline.ts";
import type { Host } from "../../io/host.ts";
import { findProject } from "../../io/project.ts";
import { strangersAmong, type NamedPart } from "../../conclude/kinship.ts";
import { MOST_PARTS } from "../../load/part.ts";
import { IncompletePart, joinParts, type Joined, type Joining } from "../../conclude/merge.ts";
import { dayOf } from "../../model/day.ts";
import type { Command, Context, Typed } from "../command.ts";
import { deliver } from "../deliver.ts";
import { exitCode } from "../exit-code.ts";
import { isOn, numberOf, valueOf } from "../options.ts";
import { findParts, readPartFile } from "../part-files.ts";
import { FORMAT_WORDS, planReports, QUIET_FLAGS, reportFlags } from "../report-flags.ts";
import { readReportFile } from "../report-file.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Join the parts of a scan that several machines did, and report as one scan would have.",
  words: {
    spec: "<parts...>",
    help: "files of a divided scan (--shard), or folders with such *.blob",
  },
  flags: [
    {
      name: "expect",
      takes: "N",
      help: "how many parts there must be (default: as many as the parts say)",
    },
    ...reportFlags(FORMAT_IDS, FORMAT_WORDS),
    {
      name: "baseline",
      takes: "FILE",
      help: "instead of the one that the parts were scanned with",
    },
    { name: "no-baseline", help: "as if there were none" },
    ...QUIET_FLAGS,
  ],
  examples: [
    { line: "aphoria merge part-*.blob --expect 8", says: "the report of all eight" },
    {
      line: "aphoria merge parts --format sarif --output aphoria.sarif",
      says: "a folder, for code scanning",
    },
  ],
  notes: `The code itself is not needed, nor are claims, extractors and configuration: the parts bring along what they were scanned
with. Parts that are missing, given twice, damaged, or of another scan (other code, claims, extractors, flags, configuration,
baseline or version of aphoria) are named, and nothing is reported.

Exit codes: as those of \`aphoria scan\`; 2 also where parts do not belong together.`,
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const started = host.now();
  const plan = planReports(typed, host.cwd);
  const expected = numberOf(typed, "expect", 1, MOST_PARTS);
  const earlier = plan.earlier.map((file) => readReportFile(host, file));
  const parts = readAll(host, typed.words, expected);
  const { baseline, diagnostics } = baselineOf(typed, host);
  const joined = join(parts, {
    today: dayOf(host.now()),
    duration: host.now() - started,
    diagnostics,
    ...(baseline !== undefined && { baseline }),
  });
  const outcome: ScanOutcome = {
    report: joined.report,
    files: joined.scanned,
    skipped: joined.skipped,
    prefix: joined.given.prefix,
    failOn: joined.given.failOn,
    notes: [],
    sources: () => undefined,
    claims: joined.given.claims,
    observations: joined.observations,
  };
  const showMissing = plan.showMissing ?? (joined.given.areClaimsNamed || undefined);
  const isWritten = await deliver(outcome, { ...plan, showMissing }, host, { loadFormat }, earlier);
  const failOn = plan.failOn ?? outcome.failOn;
  host.setExitCode(isWritten ? exitCode(outcome.report, { failOn, strict: plan.strict }) : 2);
}

function readAll(
  host: Host,
  words: readonly string[],
  expected: number | undefined,
): readonly NamedPart[] {
  const names = findParts(host, words);
  if (names.length === 0) {
    throw new UsageError(
      `there is no part in ${words.join(", ")}`,
      "A part is what `aphoria scan --shard 1/8 --report blob=part-1.blob` writes.",
    );
  }
  const read = names.map((name) => readPartFile(host, name));
  const broken = read.flatMap((one) => ("problem" in one ? [`${one.name} ${one.problem}`] : []));
  const parts = read.flatMap((one) => ("part" in one ? [one] : []));
  if (broken.length === 0) broken.push(...strangersAmong(parts, expected));
  const [first, ...more] = broken;
  if (first !== undefined) {
    throw new UsageError([first, ...more].join("\naphoria: "), "Nothing was reported.");
  }
  return parts;
}

function join(parts: readonly NamedPart[], joining: Joining): Joined {
  try {
    return joinParts(
      parts.map(({ part }) => part),
      joining,
    );
  } catch (error) {
    if (error instanceof IncompletePart) throw new UsageError(error.message);
    throw error;
  }
}

/** Undefined: as the parts have it. */
function baselineOf(
  typed: Typed,
  host: Host,
): Pick<Joining, "baseline"> & { readonly diagnostics: NonNullable<Joining["diagnostics"]> } {
  const named = valueOf(typed, "baseline");
  if (isOn(typed, "no-baseline")) return { baseline: null, diagnostics: [] };
  if (named === undefined) return { diagnostics: [] };
  const { value, diagnostics } = readBaseline(host, findProject(host, undefined).root, named);
  return { baseline: value ?? null, diagnostics };
}
