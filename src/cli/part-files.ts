/** Files with parts of a divided scan: written where a scan was asked to, read where they are joined. */
import { resolve } from "node:path";
import { errorCode, errorHelp, errorReason, type Host } from "../io/host.ts";
import { LARGEST_FILE, packPart, unpackPart } from "../io/part-bytes.ts";
import { isPart, wrongInPart } from "../load/part.ts";
import type { Part } from "../model/part.ts";
import type { NamedPart } from "../conclude/kinship.ts";

export const PART_ENDING = ".blob";

/** Files as they are named, and what lies in folders that are named, sorted. Throws as `Host` does. */
export function findParts(host: Host, named: readonly string[]): readonly string[] {
  return named.flatMap((name) => {
    if (host.stat(resolve(host.cwd, name))?.kind !== "folder") return [name];
    const entries = host.readdir(resolve(host.cwd, name));
    return entries
      .filter((entry) => entry.kind === "file" && entry.name.endsWith(PART_ENDING))
      .map((entry) => `${name.replace(/[/\\]+$/, "")}/${entry.name}`)
      .toSorted();
  });
}

export type ReadPart = NamedPart | { readonly name: string; readonly problem: string };

/** Whatever is wrong with the file is a `problem`, which goes on behind its name. */
export function readPartFile(host: Host, name: string): ReadPart {
  try {
    const path = resolve(host.cwd, name);
    const { size = 0 } = host.stat(path) ?? {};
    if (size > LARGEST_FILE) return { name, problem: `is larger than ${LARGEST_FILE / 1e6} MB` };
    return readPart(name, host.readFile(path));
  } catch (error) {
    if (errorCode(error) === "") throw error;
    const help = errorHelp(error);
    const problem = `cannot be read: ${errorReason(error)}${help === undefined ? "" : `. ${help}`}`;
    return { name, problem };
  }
}

function readPart(name: string, bytes: Buffer): ReadPart {
  const unpacked = unpackPart(bytes);
  if ("problem" in unpacked) return { name, problem: unpacked.problem };
  const { value } = unpacked;
  if (isPart(value)) return { name, part: value };
  return { name, problem: `is damaged: \`${wrongInPart(value)}\` is not as it should be` };
}

export function partBytes(part: Part): Uint8Array {
  return packPart(part);
}
