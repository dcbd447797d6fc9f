/** A host on which one more file is there, so that what is only proposed can be tried before it is written. */
import type { Host } from "../io/host.ts";

export function withFile(host: Host, path: string, text: string): Host {
  const bytes = Buffer.from(text);
  return {
    ...host,
    realpath: (wanted) => (wanted === path ? path : host.realpath(wanted)),
    readFile: (wanted) => (wanted === path ? bytes : host.readFile(wanted)),
    readInto: (wanted, limit) =>
      wanted === path
        ? { size: bytes.length, ...(bytes.length <= limit && { bytes }) }
        : host.readInto(wanted, limit),
  };
}
