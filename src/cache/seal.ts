/**
 * What is kept of a file is kept under the file's own text: it can be read where the text can be read, and nowhere else.
 * So a cache that a pipeline stores, or that is sent by mistake, gives away no password that stands in the source.
 */
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Of what a file holds, in hexadecimal; short enough for a table of fifty thousand, long enough to stand for it. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}

const METHOD = "aes-256-ctr";
const START = 16;
/** In bytes: no file that is scanned has more to be kept of it. */
const LARGEST = 1 << 28;

/** Deflated besides. `text` is what the sealed data was learnt from; the same data and text give the same bytes. */
export function seal(data: Uint8Array, text: string): Buffer {
  const small = deflateRawSync(data, { level: 1 });
  const start = createHash("sha256").update(small).digest().subarray(0, START);
  const cipher = createCipheriv(METHOD, keyOf(text), start);
  return Buffer.concat([start, cipher.update(small), cipher.final()]);
}

/** Undefined when it was sealed with another text, or changed since. */
export function unseal(sealed: Uint8Array, text: string): Buffer | undefined {
  if (sealed.length < START) return undefined;
  const start = sealed.subarray(0, START);
  const cipher = createDecipheriv(METHOD, keyOf(text), start);
  const small = Buffer.concat([cipher.update(sealed.subarray(START)), cipher.final()]);
  const check = createHash("sha256").update(small).digest().subarray(0, START);
  return check.equals(start) ? inflated(small) : undefined;
}

/** Whoever has the text may have sealed anything under it. */
function inflated(small: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(small, { maxOutputLength: LARGEST });
  } catch {
    return undefined;
  }
}

/** Another hash than those by which entries are named, or the name would be the key. */
function keyOf(text: string): Buffer {
  return createHash("sha256").update("what was learnt from this text\0").update(text).digest();
}
