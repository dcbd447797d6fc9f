/**
 * One run as it is kept: what was seen, and the trail that says while what is still so. What was seen in a file is
 * sealed under that file's text. The trail stands last and apart, since a run whose files all look as they did needs only
 * its digest.
 */
import { readSteps, writeSteps, type Step } from "./trail.ts";

export interface RunHead {
  /** When the run began, in milliseconds since 1970. */
  readonly began: number;
  /** Of the paths that were listed. */
  readonly listing: string;
  /** Paths that were read besides those. */
  readonly further: readonly string[];
  /** Of how all of them looked; absent where a change may have gone unseen. */
  readonly digest?: string | undefined;
  /** Trees that the run used, by key. */
  readonly trees: readonly string[];
  /** Whatever the composition needs besides, as plain data. */
  readonly notes: unknown;
}

export interface Run extends RunHead {
  /** What was seen in each file, sealed. */
  readonly files: readonly (readonly [path: string, sealed: Buffer])[];
  readonly steps: () => readonly Step[];
}

export function encodeRun(run: Run): Buffer {
  const { steps, files, ...head } = run;
  const index = files.map(([path, { length }]) => [path, length]);
  const parts = [
    Buffer.from(JSON.stringify({ ...head, index })),
    Buffer.concat(files.map(([, sealed]) => sealed)),
    Buffer.from(writeSteps(steps())),
  ];
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(parts[0]?.length ?? 0, 0);
  lengths.writeUInt32LE(parts[1]?.length ?? 0, 4);
  return Buffer.concat([lengths, ...parts]);
}

/** Throws on bytes that `encodeRun` did not write. */
export function decodeRun(bytes: Buffer): Run {
  const middle = 8 + bytes.readUInt32LE(0);
  const end = middle + bytes.readUInt32LE(4);
  const { index, ...head } = JSON.parse(bytes.toString("utf8", 8, middle)) as RunHead & {
    readonly index: readonly (readonly [string, number])[];
  };
  let at = middle;
  const files = index.map(([path, length]) => {
    at += length;
    return [path, bytes.subarray(at - length, at)] as const;
  });
  return { ...head, files, steps: () => readSteps(bytes.toString("utf8", end)) };
}
