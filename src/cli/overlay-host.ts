/** The world as it would be with one file as somebody has it before it is written: what a scan would say can be shown. */
import { basename, dirname } from "node:path";
import type { Entry, Host } from "../io/host.ts";

/** `path` is absolute and without links; its folders need not be there. */
export function withFile(host: Host, path: string, content: string | Buffer): Host {
  const bytes = Buffer.from(content);
  const made = new Set<string>();
  for (let at = dirname(path); host.stat(at) === undefined; at = dirname(at)) made.add(at);
  const stat = (at: string) => {
    const times = { mtime: host.now(), ctime: host.now(), inode: 0 };
    if (at === path) return { kind: "file", size: bytes.length, ...times } as const;
    return made.has(at) ? ({ kind: "folder", size: 0, ...times } as const) : undefined;
  };
  const isOurs = (at: string): boolean => stat(at) !== undefined;
  return {
    ...host,
    stat: (at) => stat(at) ?? host.stat(at),
    lstat: (at) => stat(at) ?? host.lstat(at),
    realpath: (at) => (isOurs(at) ? at : host.realpath(at)),
    readFile: (at) => (at === path ? bytes : host.readFile(at)),
    readInto: (at, limit) =>
      at === path
        ? { size: bytes.length, ...(bytes.length <= limit && { bytes }) }
        : host.readInto(at, limit),
    readdir: (at) => {
      const entries = made.has(at) ? [] : host.readdir(at);
      const extra: readonly Entry[] = [...made, path]
        .filter((one) => dirname(one) === at)
        .map((one) => ({ name: basename(one), kind: one === path ? "file" : "folder" }));
      return [...entries.filter(({ name }) => extra.every((one) => one.name !== name)), ...extra];
    },
  };
}
