/**
 * JSON as it lies in a store that others can write to: compressed, with its checksum, and read back only where its size,
 * before and after, is within bounds. What it says is for the reader to check.
 */
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

export interface Bounds {
  /** Bytes as they are kept. */
  readonly sealed: number;
  /** Bytes of the JSON. */
  readonly open: number;
}

const MARK = Buffer.from("aph1");
const HASH = 32;

/** Undefined when it is larger than the bounds allow. */
export function sealJson(value: unknown, bounds: Bounds): Buffer | undefined {
  const json = Buffer.from(JSON.stringify(value));
  if (json.length > bounds.open) return undefined;
  const sealed = Buffer.concat([MARK, hashOf(json), deflateRawSync(json)]);
  return sealed.length > bounds.sealed ? undefined : sealed;
}

/** Undefined when it is damaged, too large, or nothing that was sealed here. */
export function openJson(sealed: Buffer, bounds: Bounds): { readonly json: unknown } | undefined {
  const start = MARK.length + HASH;
  if (sealed.length < start || sealed.length > bounds.sealed) return undefined;
  if (!sealed.subarray(0, MARK.length).equals(MARK)) return undefined;
  try {
    const json = inflateRawSync(sealed.subarray(start), { maxOutputLength: bounds.open });
    if (!hashOf(json).equals(sealed.subarray(MARK.length, start))) return undefined;
    return { json: JSON.parse(json.toString("utf8")) as unknown };
  } catch {
    return undefined;
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hashOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
