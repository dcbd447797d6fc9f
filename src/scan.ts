/** The whole pipeline on one screen: what is scanned, what the files say together, what the claims say to that. */
import type { Analysis } from "./analyse.ts";
import { conclude, sourcesOf, type ScanOutcome } from "./conclude.ts";
import type { Host } from "./io/host.ts";
import { findProject } from "./io/project.ts";
import { readManifest, readSource } from "./io/read.ts";
import { changedFiles } from "./io/git-changes.ts";
import type { Looked } from "./look.ts";
import { diagnostic } from "./load/codes.ts";
import { openMemory, type Memory } from "./memory.ts";
import { narrow } from "./narrow.ts";
import { prepare } from "./prepare.ts";
import type { Manner, OnProgress, ScanOptions } from "./scan-options.ts";
import { startStopwatch } from "./stopwatch.ts";
import type { CallSite } from "./model/call-site.ts";

export type { ScanOutcome } from "./conclude.ts";
export type { CacheOptions, Manner, OnProgress, ScanOptions, Stats } from "./scan-options.ts";

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
    import("./look.ts"),
    import("./extract/call-sites.ts"),
  ]);
  const looked = await look(prepared, { read, manifest, onProgress });
  const { analysis, candidates } = looked;
  return {
    ...conclude(options, prepared, looked, { host, started, sources: sourcesOf(host, root) }),
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
  const seen =
    (await watch.wait("recall", memory.recall(sources))) ??
    memory.keep(await lookAt(memory), sources);
  const { diagnostics } = await watch.wait("keep", memory.settle(seen));
  const part = changed && narrow(prepared, seen, await changed);
  const outcome = watch.time("judge and report", () =>
    conclude(options, part?.prepared ?? prepared, part?.seen ?? seen, {
      host,
      started,
      sources,
      diagnostics: [...unstaged, ...diagnostics, ...(part?.diagnostics ?? [])],
      isPart: part !== undefined,
    }),
  );
  manner.onStats?.({ times: watch.times(), ...memory.account() });
  return outcome;
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
  const { look } = await import("./look.ts");
  return look(memory.whole, memory.eyes());
}
