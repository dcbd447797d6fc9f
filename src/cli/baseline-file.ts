/** Writes the baseline: under a lock, whole, and never half. */
import { dirname } from "node:path";
import { errorCode, errorHelp, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import { withLock } from "../io/lock.ts";
import { loadBaseline, renderBaseline } from "../load/baseline.ts";
import type { BaselineEntry } from "../model/baseline.ts";
import type { ReportFinding } from "../model/report.ts";
import { plainLine } from "../report/plain.ts";
import { count } from "../report/wording.ts";
import { runsInCi } from "./ci.ts";
import type { ScanOutcome } from "./pipeline.ts";
import { UsageError } from "./usage.ts";
import { failOn } from "./claims-file.ts";

export interface Written {
  readonly path: string;
  readonly shown: string;
}

/** What the entries become; `undefined` leaves the file as it is. */
type Change = (entries: readonly BaselineEntry[]) => readonly BaselineEntry[] | undefined;

/** Reads it anew while it is locked, so that no other writer's change is lost. */
export async function changeBaseline(host: Host, file: Written, change: Change): Promise<void> {
  try {
    if (host.stat(dirname(file.path)) === undefined) host.makeFolder(dirname(file.path));
    const locked = await withLock(host, file.path, (isMine) => {
      const now = change(entriesOf(host, file));
      if (now === undefined) return;
      if (!isMine()) throw busy(file, "another process took the lock over");
      host.writeFile(file.path, renderBaseline(now));
    });
    if (locked.kind === "busy") throw busy(file, `${locked.owner} has been changing it`);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(
      `${file.shown} cannot be written: ${errorReason(error)}`,
      errorHelp(error),
    );
  }
}

function entriesOf(host: Host, { path, shown }: Written): readonly BaselineEntry[] {
  if (host.stat(path) === undefined) return [];
  const { value, diagnostics } = loadBaseline(host.readFile(path).toString("utf8"), shown);
  failOn(diagnostics);
  return value;
}

function busy({ shown }: Written, why: string): UsageError {
  return new UsageError(`${shown} is in use: ${why}, so nothing was written`, "Try again.");
}

/** A finding that is taken over today. */
export function toEntry(
  { fingerprint, claim_id, verdict, path, symbol }: ReportFinding,
  taken: Pick<BaselineEntry, "reason" | "created" | "expires">,
): BaselineEntry {
  return { fingerprint, claim: claim_id, verdict, path: path ?? "", symbol, ...taken };
}

/**
 * What is fixed leaves the baseline, so that it cannot come back unseen. Not in CI, where nobody would commit the
 * file; and only the project's own file, by a scan that could see all of it.
 */
export async function shrinkBaseline(
  { baseline, report }: ScanOutcome,
  isOwn: boolean,
  isQuiet: boolean,
  host: Host,
): Promise<void> {
  if (baseline === undefined || !isOwn || baseline.stale.length === 0) return;
  const isBroken = report.diagnostics.some(({ severity }) => severity === "error");
  if (isBroken || runsInCi(host.env)) return;
  const stale = new Set(baseline.stale.map(({ fingerprint }) => fingerprint));
  await changeBaseline(host, baseline, (entries) =>
    entries.filter(({ fingerprint }) => !stale.has(fingerprint)),
  );
  if (isQuiet) return;
  const entries = count(stale.size, "entry", "entries");
  host.stderr.write(
    `aphoria: took ${entries} out of ${plainLine(baseline.shown)}: nothing is found there any more\n`,
  );
}
