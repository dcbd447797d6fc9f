/** The world as it would be with some files as somebody has them before they are written: what a scan would say of it. */
import { basename, dirname } from "node:path";
import type { Entry, Host } from "./host.ts";

/** `path` is absolute and without links; its folders need not be there. */
export function withFile(host: Host, path: string, content: string | Buffer): Host {
  return withFiles(host, new Map([[path, Buffer.from(content)]]));
}

export function withFiles(host: Host, files: ReadonlyMap<string, Buffer>): Host {
  const made = new Set<string>();
  for (const path of files.keys()) {
    for (let at = dirname(path); !made.has(at) && host.stat(at) === undefined; at = dirname(at))
      made.add(at);
  }
  const extra = new Map<string, Entry[]>();
  for (const at of [...made, ...files.keys()]) {
    const entry: Entry = { name: basename(at), kind: files.has(at) ? "file" : "folder" };
    extra.set(dirname(at), [...(extra.get(dirname(at)) ?? []), entry]);
  }
  const stat = (at: string) => {
    const times = { mtime: host.now(), ctime: host.now(), inode: 0 };
    const bytes = files.get(at);
    if (bytes !== undefined) return { kind: "file", size: bytes.length, ...times } as const;
    return made.has(at) ? ({ kind: "folder", size: 0, ...times } as const) : undefined;
  };
  return {
    ...host,
    stat: (at) => stat(at) ?? host.stat(at),
    lstat: (at) => stat(at) ?? host.lstat(at),
    realpath: (at) => (files.has(at) || made.has(at) ? at : host.realpath(at)),
    readFile: (at) => files.get(at) ?? host.readFile(at),
    readInto(at, limit) {
      const bytes = files.get(at);
      if (bytes === undefined) return host.readInto(at, limit);
      return { size: bytes.length, ...(bytes.length <= limit && { bytes }) };
    },
    readdir(at) {
      const entries = made.has(at) ? [] : host.readdir(at);
      const ours = extra.get(at) ?? [];
      const names = new Set(ours.map(({ name }) => name));
      return [...entries.filter(({ name }) => !names.has(name)), ...ours];
    },
  };
}
