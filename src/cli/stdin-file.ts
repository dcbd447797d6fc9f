/** `--stdin-filename`: a scan of one file as an editor holds it, saved or not, among the others as they are on disk. */
import { basename, dirname, join, resolve } from "node:path";
import type { Host } from "../io/host.ts";
import { findProject, relativeTo } from "../io/project.ts";
import { LARGEST } from "../io/read.ts";
import { diagnostic } from "../load/codes.ts";
import type { Flag, Typed } from "./command.ts";
import { valueOf } from "./options.ts";
import { withFile } from "../io/overlay.ts";
import type { ScanOutcome } from "./pipeline.ts";
import type { ScanPlan } from "./scan-plan.ts";
import { UsageError } from "./usage.ts";

export const STDIN_FLAG: Flag = {
  name: "stdin-filename",
  takes: "PATH",
  help: "read this file's source from stdin, as editors have it before it is saved; findings in it alone",
};

export interface StdinFile {
  /** With the file as it was read. */
  readonly host: Host;
  readonly plan: ScanPlan;
  /** Says of the outcome what only stdin can be the reason of. */
  readonly judge: (outcome: ScanOutcome) => ScanOutcome;
}

/** Undefined when it was not asked for. */
export async function readStdinFile(
  typed: Typed,
  plan: ScanPlan,
  host: Host,
): Promise<StdinFile | undefined> {
  const named = valueOf(typed, "stdin-filename");
  if (named === undefined) return undefined;
  refuseOthers(typed);
  const path = placeOf(named, host);
  const bytes = await readBounded(host);
  return {
    host: withFile(host, path, bytes),
    plan: {
      ...plan,
      options: { ...plan.options, paths: [path] },
      cache: plan.cache && { ...plan.cache, isForOnce: true },
      telemetry: "off",
    },
    judge: (outcome) => judge(outcome, named, bytes.length === 0),
  };
}

function refuseOthers(typed: Typed): void {
  const word = typed.words.find((one) => one !== "-");
  const flag = ["since", "staged", "watch", "shard"].find(
    (name) => typed.flags[name] !== undefined,
  );
  const clash = word ?? (flag === undefined ? undefined : `--${flag}`);
  if (clash === undefined) return;
  const message = `\`--stdin-filename\` names the one file that is scanned, so \`${clash}\` has no use`;
  throw new UsageError(message, "The other files of the project are read from disk all the same.");
}

/** Absolute and without links. Nothing need be there yet; what is there must be a file of the project. */
function placeOf(named: string, host: Host): string {
  const typed = resolve(host.cwd, named);
  if (named.endsWith("/") || host.stat(typed)?.kind === "folder") {
    throw new UsageError(`\`--stdin-filename ${named}\` names a folder`, "Name the file.");
  }
  const { root } = findProject(host, dirname(typed));
  const real = realOf(typed, host);
  if (relativeTo(root, real) !== undefined) return real;
  throw new UsageError(
    `\`--stdin-filename ${named}\` lies outside the project: a link leads there`,
    "Name the file by where it lies.",
  );
}

/** What is not there lies where its folder does. */
function realOf(path: string, host: Host): string {
  const real = host.realpath(path);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return join(realOf(dirname(path), host), basename(path));
}

async function readBounded({ stdin }: Host): Promise<Buffer> {
  if (stdin.isTTY) {
    const message = "`--stdin-filename` reads the source from stdin, and nothing is piped into it";
    throw new UsageError(message, "Write `aphoria scan --stdin-filename src/a.ts < src/a.ts`.");
  }
  const bytes = await stdin.read(LARGEST);
  if (bytes !== undefined) return bytes;
  throw new UsageError(
    `stdin holds more than ${LARGEST / 1e6} MB, so nothing was scanned`,
    "What is larger is data, and is left out of a scan of the project too.",
  );
}

function judge(outcome: ScanOutcome, named: string, isEmpty: boolean): ScanOutcome {
  const { report, files, skipped } = outcome;
  const isUnknown =
    files.length === 0 &&
    skipped.length === 0 &&
    report.diagnostics.some(({ code }) => code === "no-source-file");
  if (isUnknown) {
    throw new UsageError(
      `\`--stdin-filename ${named}\` is of no language that aphoria reads`,
      "It reads TypeScript, JavaScript, Rust and Python by their endings, and some configuration files.",
    );
  }
  if (!isEmpty) return outcome;
  const empty = diagnostic("stdin-empty", { message: "stdin was empty", path: files[0] });
  return {
    ...outcome,
    report: { ...report, diagnostics: [...report.diagnostics, empty] },
  };
}
