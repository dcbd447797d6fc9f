/** The whole pipeline on one screen: what is scanned, what the files say together, what the claims say to that. */
import type { Analysis } from "./look/analyse.ts";
import {
  conclude,
  sourcesOf,
  type Circumstances,
  type ScanOutcome,
  type Witnessed,
} from "./conclude/conclude.ts";
import { gather } from "./conclude/given.ts";
import type { Host } from "./io/host.ts";
import { findProject } from "./io/project.ts";
import { readManifest, readSource } from "./io/read.ts";
import { changedFiles } from "./io/git-changes.ts";
import { diagnostic } from "./load/codes.ts";
import { formatConstant } from "./load/units.ts";
import type { LookedPart } from "./look/look-part.ts";
import type { Looked, Seen } from "./look/look.ts";
import { openMemory, type Memory } from "./memory/memory.ts";
import { narrow } from "./look/narrow.ts";
import { cutTo, makePart } from "./conclude/part.ts";
import { prepare, type Prepared } from "./look/prepare.ts";
import { textsFrom } from "./report/texts.ts";
import type { Manner, OnProgress, ScanOptions } from "./look/scan-options.ts";
import { startStopwatch } from "./look/stopwatch.ts";
import type { CallSite } from "./model/call-site.ts";
import { dayOf } from "./model/day.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { Given, Shard } from "./model/part.ts";

export type { ScanOutcome } from "./conclude/conclude.ts";
export type { CacheOptions, Manner, OnProgress, ScanOptions, Stats } from "./look/scan-options.ts";

/** With what only a look at the code itself can answer. */
export interface LiveOutcome extends ScanOutcome {
  /** Every call on a modelled library in the files that were asked for; worked out when called. */
  readonly callSites: () => readonly CallSite[];
  readonly analysis: Analysis;
}

/** Looks at everything. */
export async function scan(
  options: ScanOptions,
  host: Host,
  onProgress?: OnProgress,
): Promise<LiveOutcome> {
  const started = host.now();
  const prepared = await prepare(options, host);
  const { root } = prepared.project;
  const read = (path: string) => readSource(host, root, path);
  const manifest = (path: string) => readManifest(host, root, path);
  const [{ look }, { callSites }] = await Promise.all([
    import("./look/look.ts"),
    import("./extract/call-sites.ts"),
  ]);
  const looked = await look(prepared, { read, manifest, onProgress });
  const { analysis, candidates } = looked;
  return {
    ...finish(options, prepared, looked, { host, started, sources: sourcesOf(host, root) }),
    analysis,
    callSites: () =>
      candidates.flatMap(({ module }) =>
        module === undefined ? [] : callSites(module, analysis.resolver, prepared.includeTests),
      ),
  };
}

/** As `scan`, but what an earlier run saw and what is still so is not looked at again. The report is the same. */
export async function scanAgain(
  options: ScanOptions,
  outside: Host,
  asked: Manner,
): Promise<ScanOutcome> {
  const { host, manner, unstaged } = await staged(options, outside, asked);
  const started = host.now();
  const watch = startStopwatch(() => host.clock());
  const prepared = await watch.wait("prepare", prepare(options, host));
  const telemetry = manner.telemetry ?? prepared.config.telemetry?.mode ?? "off";
  const isTimed = manner.onStats !== undefined || telemetry !== "off";
  const changed = manner.changes && changedFiles(host, prepared.project, manner.changes);
  const inside = { ...manner, telemetry, watch: isTimed ? watch : undefined };
  const memory = openMemory(inside, prepared, host, started);
  const sources = sourcesOf(host, prepared.project.root);
  let seen = await watch.wait("recall", memory.recall(sources));
  let own: LookedPart | undefined;
  if (seen === undefined) {
    const looked = await lookAt(memory);
    seen = memory.keep(looked, sources);
    own = looked.part;
  }
  const { diagnostics } = await watch.wait("keep", memory.settle(seen));
  const part = changed
    ? narrow(prepared, seen, await changed)
    : own && cutTo(own.share, prepared, seen);
  const ending: Ending = {
    host,
    started,
    sources,
    diagnostics: [...unstaged, ...diagnostics, ...(part?.diagnostics ?? [])],
    extent: changed ? "changes" : own === undefined ? "all" : "part",
  };
  const outcome = watch.time("judge and report", () =>
    finish(options, part?.prepared ?? prepared, part?.seen ?? seen, ending),
  );
  manner.onStats?.({ times: watch.times(), ...memory.account() });
  const making = {
    shard: manner.shard ?? ALL,
    given: outcome.given,
    prepared,
    seen: outcome.seen,
    source: sources,
    secrets: own?.secrets ?? [],
    code: own?.code ?? "",
  };
  return { ...outcome, part: () => makePart({ ...making, duration: host.now() - started }) };
}

const ALL: Shard = { index: 1, count: 1 };

interface Ending {
  readonly host: Host;
  /** When the run began, in milliseconds since 1970. */
  readonly started: number;
  readonly sources: (path: string) => string | undefined;
  readonly diagnostics?: readonly Diagnostic[];
  readonly extent?: Circumstances["extent"];
}

interface Finished extends ScanOutcome {
  readonly given: Given;
  readonly seen: Witnessed;
}

/** Holds what was seen against the claims. */
function finish(
  options: ScanOptions,
  prepared: Prepared,
  seen: Seen,
  { host, started, sources, diagnostics = [], extent = "all" }: Ending,
): Finished {
  const { given, baseline } = gather(options, prepared, host);
  const { found } = prepared.scope;
  const witnessed = {
    ...seen,
    listed: found.files.length,
    skipped: [...found.skipped, ...seen.skipped],
  };
  const { report, stale, observations } = conclude(given, witnessed, {
    today: dayOf(host.now()),
    duration: host.now() - started,
    texts: textsFrom(sources, formatConstant),
    diagnostics,
    extent,
  });
  return {
    report,
    ...(baseline !== undefined && { baseline: { ...baseline, stale } }),
    files: seen.scanned,
    skipped: witnessed.skipped,
    prefix: given.prefix,
    failOn: given.failOn,
    notes: [],
    sources,
    claims: given.claims,
    observations,
    given,
    seen: witnessed,
  };
}

/** With `--staged` the files are read as the next commit would have them; what is seen in those is not kept. */
async function staged(options: ScanOptions, host: Host, manner: Manner) {
  if (manner.changes?.kind !== "staged") return { host, manner, unstaged: [] };
  const { asStaged } = await import("./io/staged.ts");
  const found = await asStaged(host, findProject(host, options.paths[0]));
  const cache = manner.cache && { ...manner.cache, isForOnce: found.isOther };
  const message = `\`--staged\`: what is staged could not be read: ${found.problem}`;
  const unstaged = found.problem === undefined ? [] : [diagnostic("changes-unknown", { message })];
  return { host: found.host, manner: { ...manner, cache }, unstaged };
}

/** The parser and all that looks at code is loaded when it is needed: what is remembered needs none of it. */
async function lookAt(memory: Memory): Promise<Looked> {
  const { look } = await import("./look/look.ts");
  return look(memory.whole, memory.eyes());
}
