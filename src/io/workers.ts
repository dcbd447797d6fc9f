/**
 * Threads that do pure work on request. Whoever asks may do so in the middle of a computation: answers are fetched without
 * going back to the event loop, and who needs one that is under way waits for it.
 */
import { existsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import {
  MessageChannel,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";

/** Work by key; answers are bytes, or nothing where the work failed. */
export interface Crew {
  /** To be done by whoever has time. */
  add(key: string, message: unknown): void;
  /** What a worker made of it. Undefined where none has begun: then it is taken back, and the caller does it. */
  take(key: string): Uint8Array | undefined;
  stop(): void;
}

/** As many as make sense, the main thread included: cores that nobody uses now. A thread that has to share one only costs. */
export function idleCores(): number {
  const [load = 0] = loadavg();
  return Math.max(1, Math.min(4, availableParallelism() - Math.round(load)));
}

/** Beside the bundle; where the sources run as they are there is none, and all is done in the main thread. */
const ENTRY = fileURLToPath(new URL("./worker.js", import.meta.url));

/** Messages that a worker has waiting, so that it never waits itself. */
const AHEAD = 3;

interface Hand {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly busy: Set<string>;
}

interface Answer {
  readonly key: string;
  readonly bytes: Uint8Array | undefined;
}

export function startCrew(size: number): Crew | undefined {
  if (size < 1 || !existsSync(ENTRY)) return undefined;
  // Counts the answers, so that one can be waited for.
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const hands = Array.from({ length: size }, (): Hand => hire(signal));
  const waiting = new Map<string, unknown>();
  const done = new Map<string, Uint8Array | undefined>();
  let isLost = false;
  for (const { worker } of hands) worker.on("error", () => (isLost = true));

  const collect = (): void => {
    for (const { port, busy } of hands) {
      for (
        let got = receiveMessageOnPort(port);
        got !== undefined;
        got = receiveMessageOnPort(port)
      ) {
        const { key, bytes } = got.message as Answer;
        busy.delete(key);
        done.set(key, bytes);
      }
      for (const [key, message] of waiting) {
        if (busy.size >= AHEAD) break;
        waiting.delete(key);
        busy.add(key);
        port.postMessage({ key, message });
      }
    }
  };

  return {
    add(key, message) {
      if (isLost || done.has(key) || hands.some(({ busy }) => busy.has(key))) return;
      waiting.set(key, message);
      collect();
    },
    take(key) {
      for (;;) {
        const count = Atomics.load(signal, 0);
        collect();
        if (done.has(key)) {
          const bytes = done.get(key);
          done.delete(key);
          return bytes;
        }
        waiting.delete(key);
        if (isLost || !hands.some(({ busy }) => busy.has(key))) return undefined;
        if (Atomics.wait(signal, 0, count, PATIENCE) === "timed-out") return undefined;
      }
    },
    stop: () => hands.forEach(({ worker }) => void worker.terminate()),
  };
}

/** One that died without a word is not waited for. */
const PATIENCE = 5_000;

function hire(signal: Int32Array<SharedArrayBuffer>): Hand {
  const { port1, port2 } = new MessageChannel();
  const data = { port: port2, signal };
  const worker = new Worker(ENTRY, { workerData: data, transferList: [port2], stdout: false });
  // Whoever asked is done when it is done; no thread keeps the process.
  worker.unref();
  port1.unref();
  return { worker, port: port1, busy: new Set() };
}

/** Called in the worker. */
export function serve(work: (message: unknown) => Uint8Array): void {
  if (parentPort === null) return;
  const { port, signal } = workerData as {
    readonly port: MessagePort;
    readonly signal: Int32Array<SharedArrayBuffer>;
  };
  port.on("message", ({ key, message }: { readonly key: string; readonly message: unknown }) => {
    let bytes: Uint8Array | undefined;
    try {
      bytes = Uint8Array.from(work(message));
    } catch {
      // The main thread tries for itself, and says what is wrong.
    }
    port.postMessage({ key, bytes }, bytes === undefined ? [] : [bytes.buffer as ArrayBuffer]);
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
}
