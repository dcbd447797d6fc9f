/**
 * A part of a divided scan as bytes: a line that names the format, a hash and two lengths, then JSON, compressed. What is read may
 * come from anybody: nothing is unpacked before its hash and its size are known, and nothing beyond it.
 */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

export const FORMAT = 1;

/** Bytes of a file, and of what it unpacks to. */
export const LARGEST_FILE = 128_000_000;
const LARGEST_TEXT = 400_000_000;

/** The first words are the mark of aphoria's own reports, so that a scan leaves them out. */
const MARK = "aphoria-report part";
const HEADER = /^aphoria-report part (\d{1,9}) ([0-9a-f]{64}) (\d{1,10}) (\d{1,10})$/;
const LONGEST_HEADER = 128;

export type ReadBytes = { readonly value: unknown } | { readonly problem: string };

export function packPart(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value, spellEndless));
  const packed = gzipSync(text);
  const hash = createHash("sha256").update(packed).digest("hex");
  const header = `${MARK} ${FORMAT} ${hash} ${packed.length} ${text.length}\n`;
  return Buffer.concat([Buffer.from(header), packed]);
}

/** `problem` goes on behind the name of the file: `is cut off`. */
export function unpackPart(bytes: Buffer): ReadBytes {
  if (bytes.length === 0) return { problem: "is empty" };
  const end = bytes.subarray(0, LONGEST_HEADER).indexOf("\n");
  const header = bytes.toString("latin1", 0, Math.max(end, 0));
  if (!bytes.toString("latin1", 0, MARK.length + 1).startsWith(MARK)) {
    return { problem: "is no part of a scan" };
  }
  const version = Number(/^\D+ (\d{1,9})\b/.exec(bytes.toString("latin1", 0, LONGEST_HEADER))?.[1]);
  if (Number.isInteger(version) && version !== FORMAT) {
    return { problem: `is of format ${version}, and this aphoria reads format ${FORMAT}` };
  }
  const [, , hash, length, size] = HEADER.exec(header) ?? [];
  if (hash === undefined) return { problem: "is damaged: its first line is not as it was written" };
  const packed = bytes.subarray(end + 1);
  if (packed.length < Number(length)) {
    return { problem: `is cut off: ${packed.length} of ${Number(length)} bytes are there` };
  }
  if (packed.length > Number(length))
    return { problem: "is damaged: something stands behind its end" };
  if (createHash("sha256").update(packed).digest("hex") !== hash) {
    return { problem: "is damaged: it does not hold what was written" };
  }
  if (Number(size) > LARGEST_TEXT)
    return { problem: `unpacks to more than ${LARGEST_TEXT / 1e6} MB` };
  return unpack(packed, Number(size));
}

function unpack(packed: Buffer, size: number): ReadBytes {
  const damaged = { problem: "is damaged: what it holds cannot be unpacked" };
  try {
    const text = gunzipSync(packed, { maxOutputLength: size + 1 });
    if (text.length !== size) return damaged;
    const json = text.toString("utf8");
    const value: unknown = json.includes(`"${ENDLESS}"`)
      ? JSON.parse(json, readEndless)
      : JSON.parse(json);
    return { value };
  } catch {
    return damaged;
  }
}

/** JSON has no number without an end, and code has: `ttl: Infinity`. */
const ENDLESS = "endless number";

function spellEndless(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value)
    ? { [ENDLESS]: String(value) }
    : value;
}

function readEndless(_: string, value: unknown): unknown {
  const isSpelt = typeof value === "object" && value !== null && Object.hasOwn(value, ENDLESS);
  return isSpelt ? Number((value as Record<string, unknown>)[ENDLESS]) : value;
}
