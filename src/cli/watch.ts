/** `--watch`: scans again when something changed, as long as nobody stops it. */
import { parentPath } from "../model/paths.ts";
import type { Host } from "../io/host.ts";
import { below, findProject } from "../io/project.ts";
import type { ScanOutcome } from "./pipeline.ts";

/** Editors write a file in several steps, and tools many files at once. */
const QUIET = 100;

export interface Watching {
  /** The first path that was named, to find the project. */
  readonly path: string | undefined;
  readonly scan: () => Promise<ScanOutcome>;
  readonly deliver: (outcome: ScanOutcome) => Promise<void>;
  /** Ends the loop; without it only the system does. */
  readonly isOver?: () => boolean;
}

/** Shows a report when it is another than the one that is shown: a report that is written is a change, too. */
export async function watchScan(host: Host, watching: Watching): Promise<void> {
  const { isOver = () => false } = watching;
  let shown: string | undefined;
  const state = { changes: 0, wake: (): void => undefined };
  let stop: () => void = () => undefined;
  while (!isOver()) {
    const before = state.changes;
    const outcome = await watching.scan();
    stop();
    stop = host.watch(foldersOf(host, watching.path, outcome), () => {
      state.changes += 1;
      state.wake();
    });
    const report = substance(outcome);
    if (report !== shown) {
      if (host.stdout.isTTY) host.stdout.write(CLEAR);
      await watching.deliver(outcome);
      host.stderr.write(`aphoria: ${timeOf(host)}, watching for changes; Ctrl-C ends it\n`);
      shown = report;
    }
    if (state.changes === before) await new Promise<void>((resolve) => (state.wake = resolve));
    for (let last = before; last !== state.changes && !isOver();) {
      last = state.changes;
      await host.sleep(QUIET);
    }
  }
  stop();
}

/** The whole screen and what was scrolled out of it. */
const CLEAR = "\u001B[2J\u001B[3J\u001B[H";

function substance({ report }: ScanOutcome): string {
  return JSON.stringify({ ...report, summary: { ...report.summary, duration_ms: 0 } });
}

function timeOf(host: Host): string {
  return new Date(host.now()).toTimeString().slice(0, 8);
}

/** Where source lies, up to the root: a new folder shows in the one above it. */
function foldersOf(host: Host, path: string | undefined, outcome: ScanOutcome): readonly string[] {
  const { root } = findProject(host, path);
  const folders = new Set(["", ".aphoria", ".aphoria/extractors", ".aphoria/libraries"]);
  for (const file of outcome.files) {
    for (let at = parentPath(file); !folders.has(at); at = parentPath(at)) folders.add(at);
  }
  return [...folders].map((folder) => below(root, folder));
}
