/**
 * Which files fall to which part of a divided scan. Every machine works it out for itself, from nothing but what the
 * files hold: what matters to an extractor is shared out first, since that is where the work lies.
 */
import { hashOf } from "../cache/seal.ts";
import type { Source } from "../io/read.ts";
import type { Shard } from "../model/part.ts";

export interface Weighed {
  readonly path: string;
  readonly bytes: number;
  /** Something in it speaks to an extractor. */
  readonly matters: boolean;
}

/** The paths that fall to the shard: all shards weigh nearly the same, whatever the order of the files. */
export function shareOf(files: readonly Weighed[], { index, count }: Shard): ReadonlySet<string> {
  const loads = Array.from({ length: count }, () => 0);
  const own = new Set<string>();
  const heaviestFirst = files.toSorted(
    (a, b) =>
      Number(b.matters) - Number(a.matters) ||
      b.bytes - a.bytes ||
      (a.path < b.path ? -1 : a.path === b.path ? 0 : 1),
  );
  for (const { path, bytes } of heaviestFirst) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] = (loads[lightest] ?? 0) + bytes;
    if (lightest === index - 1) own.add(path);
  }
  return own;
}

/** Notes what files hold while they are read. */
export interface Ledger {
  readonly read: (path: string) => Source;
  readonly bytesOf: (path: string) => number;
  /** Stands for all that was read, whatever the order. */
  readonly digest: (paths: Iterable<string>, manifests: Iterable<string>) => string;
}

export function openLedger(
  read: (path: string) => Source,
  manifest: (path: string) => string | undefined,
): Ledger {
  const noted = new Map<string, { readonly bytes: number; readonly hash: string }>();
  const note = (path: string): Source => {
    const source = read(path);
    if (!noted.has(path)) {
      const isText = source.kind === "text";
      const bytes = isText ? Buffer.byteLength(source.text) : 0;
      const hash = isText ? hashOf(source.text) : source.kind === "gone" ? "" : source.reason;
      noted.set(path, { bytes, hash });
    }
    return source;
  };
  return {
    read: note,
    bytesOf: (path) => noted.get(path)?.bytes ?? 0,
    digest(paths, manifests) {
      const lines = [...new Set(paths)].sort().map((path) => {
        if (!noted.has(path)) note(path);
        return `${path}\0${noted.get(path)?.hash}`;
      });
      const others = [...new Set(manifests)]
        .sort()
        .map((path) => `${path}\0${hashOf(manifest(path) ?? "")}`);
      return hashOf([...lines, ...others].join("\n"));
    },
  };
}
