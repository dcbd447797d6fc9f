/** A progress bar on stderr, only where somebody watches, and only when there is something to wait for. */
import type { SingleBar } from "cli-progress";
import type { Host, Output } from "../io/host.ts";
import type { OnProgress } from "./pipeline.ts";

const PATIENCE = 1_000;

export interface Progress {
  readonly report: OnProgress;
  /** Takes the bar away. */
  stop(): void;
}

/** cli-progress is loaded while the scan starts, so that a short one does not wait for it. */
export function startProgress(host: Host, isQuiet: boolean): Progress {
  const { stderr, env } = host;
  if (isQuiet || !stderr.isTTY || env["TERM"] === "dumb")
    return { report: () => {}, stop: () => {} };
  const start = host.now();
  let create: (() => SingleBar) | undefined;
  let bar: SingleBar | undefined;
  import("cli-progress").then(
    ({ default: { SingleBar: Bar, Presets } }) => {
      create = () => new Bar({ ...options(stderr) }, Presets.shades_classic);
    },
    () => {},
  );
  return {
    report: ({ phase, done, total }) => {
      if (bar === undefined) {
        if (create === undefined || host.now() - start < PATIENCE) return;
        bar = create();
        bar.start(total, done, { phase });
        return;
      }
      bar.setTotal(total);
      bar.update(done, { phase });
    },
    stop: () => bar?.stop(),
  };
}

function options(stderr: Output): ConstructorParameters<typeof SingleBar>[0] {
  return {
    format: "{phase} {bar} {value}/{total}",
    clearOnComplete: true,
    // A cursor that is hidden stays hidden when the scan is interrupted.
    hideCursor: false,
    // Its own timer would keep the process alive and redraw while the scan computes.
    fps: 10,
    barsize: Math.max(10, Math.min(40, (stderr.columns ?? 80) - 40)),
    stream: asStream(stderr),
  };
}

/** The bar writes, and asks for the width; it needs no more of a stream. */
function asStream(output: Output): NodeJS.WritableStream {
  const stream = {
    isTTY: true,
    columns: output.columns ?? 80,
    write: (text: string) => {
      output.write(text);
      return true;
    },
  };
  return stream as unknown as NodeJS.WritableStream;
}
