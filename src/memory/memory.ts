/**
 * What a scan remembers of earlier ones. A run is kept with all that it read: while each of these files is as
 * it was, so is what was seen. Where something changed, the trees of unchanged files are left, by their text. Claims are
 * no part of it: they are held against what was seen on every run.
 */
import { decodeRun, encodeRun, type Run } from "../cache/run.ts";
import { hashOf } from "../cache/seal.ts";
import { openStore } from "../cache/store.ts";
import type { SharedFacts } from "../cache/shared-facts.ts";
import { digestOf, walkAgain, type Look, type Step } from "../cache/trail.ts";
import { createTrace } from "./trace.ts";
import { placeOfCache } from "../io/cache-place.ts";
import type { Host } from "../io/host.ts";
import { readManifest, readSource, type Source } from "../io/read.ts";
import { buildId } from "../io/version.ts";
import { diagnostic } from "../load/codes.ts";
import type { Before } from "./irrelevant.ts";
import { idleCores, startCrew } from "../io/workers.ts";
import { onlyIn } from "../look/narrow.ts";
import { notesOf, plain, sealed, unsealed, type Notes } from "./kept-run.ts";
import { openShelf } from "./kept-trees.ts";
import type { Eyes, Looked, Seen } from "../look/look.ts";
import type { Prepared } from "../look/prepare.ts";
import type { Stopwatch } from "../look/stopwatch.ts";
import type { Manner, Stats } from "../look/scan-options.ts";
import { shareTrees } from "./shared-trees.ts";
import { settle, type Settled, type Verdict } from "./settle.ts";
import { openSharedRuns } from "./shared-run.ts";
import { openSharedStore } from "./shared-store.ts";

export interface Memory {
  /** What was seen, where a look would see the same; `sources` gives the text of a file. */
  recall(sources: Texts): Promise<Seen | undefined>;
  /** What to look at, if it is to be remembered: all of the project, whatever part was asked for. */
  readonly whole: Prepared;
  eyes(): Eyes;
  /** Remembers what was looked at with `eyes`. */
  keep(looked: Looked, sources: Texts): Seen;
  /** Prunes and records; what there is to say about the cache. */
  settle(seen: Seen): Promise<Settled>;
  /** How the run stood to the one that was remembered; trees that were asked for, and those that were kept. */
  account(): Omit<Stats, "times">;
}

type Texts = (path: string) => string | undefined;

export function openMemory(
  manner: Manner & { readonly watch?: Stopwatch | undefined },
  prepared: Prepared,
  host: Host,
  started: number,
): Memory {
  const { cache, telemetry, onProgress, watch, jobs, shard } = manner;
  const { root } = prepared.project;
  const read = (path: string): Source => readSource(host, root, path);
  const hire = () => startCrew((jobs ?? idleCores()) - 1);
  const { value: place, diagnostics } =
    cache === undefined
      ? { value: undefined, diagnostics: [] }
      : placeOfCache(host, prepared.project, prepared.config, hashOf, cache.dir);
  if (place === undefined) {
    return {
      recall: async () => undefined,
      whole: prepared,
      eyes: () => ({
        read,
        trees: shareTrees(undefined, hire),
        manifest: (path) => readManifest(host, root, path),
        onProgress,
        watch,
        shard,
      }),
      keep: (looked) => looked,
      settle: async () => ({
        diagnostics: cache?.shared === undefined ? diagnostics : [...diagnostics, ALONE],
      }),
      account: () => ({ remembered: "no cache", lowered: 0, kept: 0 }),
    };
  }
  const isVerifying = cache?.verify ?? false;
  const store = openStore(host, place.folder);
  const shared =
    cache?.shared === undefined || cache.isForOnce === true
      ? undefined
      : openSharedStore(cache.shared, store);
  const shelf = openShelf(store, shared, isVerifying);
  const trace = createTrace(host, root);
  const key = keyOf(prepared, place.owner);
  const listed = listingOf(prepared);
  const listing = hashOf(listed.join("\0"));
  let verdict: Verdict = "none";
  let remembered: Seen | undefined;
  let isWrong = false;
  let served: readonly string[] = [];
  let sharedFacts: SharedFacts | undefined;

  const load = (): Run | undefined => {
    const bytes = store.get("runs", key);
    try {
      return bytes === undefined ? undefined : decodeRun(bytes);
    } catch {
      store.drop("runs", key);
      return undefined;
    }
  };

  const save = (run: Run): void => {
    if (cache?.isForOnce !== true) store.put("runs", key, encodeRun(run));
  };

  /** The run with its trail as it is now, when nothing that was seen can have changed. */
  const holds = async (run: Run): Promise<boolean> => {
    if (run.listing !== listing) {
      verdict = "other files";
      return false;
    }
    const paths = [...listed, ...run.further];
    const digest = digestOf(
      paths.map((path) => [path, trace.look(path)] as const),
      run.began,
    );
    if (digest !== undefined && digest === run.digest) {
      verdict = "unchanged";
      if (store.use("runs", key)) for (const tree of run.trees) store.use("trees", tree);
      return true;
    }
    const { changed, steps } = walkAgain(
      { steps: run.steps(), began: run.began },
      trace.look,
      trace.hash,
    );
    verdict = changed.length === 0 ? "touched" : "changed";
    if (changed.length > 0) {
      const { isIrrelevant } = await import("./irrelevant.ts");
      if (!isIrrelevant(changed, beforeOf(run), prepared, trace.read)) return false;
      verdict = "irrelevant";
    }
    save({
      ...run,
      began: started,
      steps: () => steps,
      digest: digestFrom(paths, steps, trace.look, started),
    });
    return true;
  };

  const theirs = shared && openSharedRuns(shared, keyOf(prepared, ""), listed, trace.hash);

  /** The same files with the same contents were looked at elsewhere. */
  const fromOthers = async (): Promise<Run | undefined> => {
    const run = await theirs?.fetch();
    if (run === undefined) return undefined;
    const before = verdict;
    const isSame = await holds(run);
    verdict = isSame ? "shared" : before;
    // What it read besides the listed files is another thing here.
    if (!isSame) theirs?.refuse(false);
    return isSame ? run : undefined;
  };

  const remember = async (): Promise<Run | undefined> => {
    const own = load();
    return own !== undefined && (await holds(own)) ? own : fromOthers();
  };

  const { everything } = prepared.scope;
  // A shard sees a part of what the key of a run stands for; trees are all that it shares.
  const isOfRun = shard === undefined && isPart(prepared);
  return {
    whole:
      isOfRun && cache?.isForOnce !== true
        ? { ...prepared, scope: { ...prepared.scope, found: everything } }
        : prepared,
    async recall(sources) {
      const run = isOfRun ? await remember() : undefined;
      if (run === undefined) return undefined;
      const seen = unsealed(run, prepared, sources);
      if (seen === undefined) {
        if (verdict === "shared") theirs?.refuse(true);
        store.drop("runs", key);
        verdict = "none";
        return undefined;
      }
      remembered = seen;
      if (isVerifying) return undefined;
      served = run.trees;
      return asked(seen, prepared);
    },
    eyes: () => ({
      read: trace.read,
      manifest: trace.manifest,
      trees: shareTrees(shelf, hire),
      onProgress,
      watch,
      shard,
    }),
    keep(looked, sources) {
      if (remembered !== undefined) isWrong = !plain(remembered).equals(plain(looked));
      const isBroken = looked.diagnostics.some(({ severity }) => severity === "error");
      if (isOfRun && !isBroken) {
        const steps = trace.steps(looked.used);
        const known = new Set(listed);
        const further = steps.map(({ path }) => path).filter((path) => !known.has(path));
        const files = sealed(looked, sources);
        if (files !== undefined) {
          const run: Run = {
            began: started,
            listing,
            further,
            digest: digestFrom([...listed, ...further], steps, trace.look, started),
            trees: [...shelf.used],
            notes: notesOf(looked, prepared),
            files,
            steps: () => steps,
          };
          save(run);
          theirs?.offer(run);
        }
      }
      return asked(looked, prepared);
    },
    account: () => ({
      remembered: verdict,
      lowered: shelf.used.size,
      kept: store.state.hits.filter((name) => name.startsWith("trees/")).length,
      shared: sharedFacts,
    }),
    async settle(seen) {
      sharedFacts = await shared?.finish();
      return settle({
        store,
        shared: sharedFacts,
        place,
        host,
        started,
        run: { verdict, key, served },
        isWrong,
        wrong: shelf.wrong,
        diagnostics,
        mode: telemetry ?? "off",
        times: watch?.times() ?? [],
        extractors: prepared.extractors,
        seen,
      });
    },
  };
}

const ALONE = diagnostic("store-unusable", {
  message: "there is no local cache here for the shared store to stand beside; it was not asked",
});

/** All that decides what is seen but the files: the code, what sees, and what chose the files. */
function keyOf(
  { extractors, knownExtractors, libraries, dialects, scope }: Prepared,
  owner: string,
): string {
  const own = knownExtractors.filter(({ pack }) => pack === "project");
  return hashOf(
    JSON.stringify([owner, buildId(), extractors, own, libraries, dialects, scope.chosenBy]),
  );
}

function listingOf({ scope }: Prepared): readonly string[] {
  return [...scope.everything.files, ...scope.everything.manifests];
}

function asked(seen: Seen, { scope: { found, everything } }: Prepared): Seen {
  return found === everything ? seen : onlyIn(found.files, seen);
}

/** What was named may be left out of the whole: an ignored file, a test. */
function isPart({ scope: { found, everything } }: Prepared): boolean {
  if (found === everything) return true;
  const all = new Set(everything.files);
  return found.files.every((path) => all.has(path));
}

/** Which of them look as they do in the steps. */
function digestFrom(
  paths: readonly string[],
  steps: readonly Step[],
  look: (path: string) => Look | undefined,
  began: number,
): string | undefined {
  const known = new Map(steps.map((step) => [step.path, step.look]));
  return digestOf(
    paths.map((path) => [path, known.has(path) ? known.get(path) : look(path)] as const),
    began,
  );
}

function beforeOf(run: Run): Before {
  const { unscanned, diagnostics, clientPaths } = run.notes as Notes;
  const odd = [...unscanned, ...diagnostics.flatMap(({ path }) => path ?? [])];
  return { steps: run.steps(), odd: new Set(odd), clientPaths };
}
