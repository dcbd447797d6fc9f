/**
 * An entry as it lies in a store that others write to: a line that names the form, a checksum over its key and what it
 * holds, and what it holds, deflated. With a team's key it is encrypted and authenticated besides (AES-256-GCM), and what
 * lacks that is refused. Whatever is wrong with an entry, too large once inflated included, opening it gives nothing.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

const PLAIN = Buffer.from("aphoria entry 1 plain\n");
const SEALED = Buffer.from("aphoria entry 1 sealed\n");
const HASH = 32;
const NONCE = 12;
const TAG = 16;
const LENGTH = { authTagLength: TAG };
const METHOD = "aes-256-gcm";

/** Made of the text that a team shares. */
export interface TeamKey {
  readonly bytes: Buffer;
  /** Names the key without giving it away: entries of another key have other names. */
  readonly id: string;
}

export function teamKey(text: string): TeamKey {
  const derive = (use: string, length: number): Buffer =>
    Buffer.from(hkdfSync("sha256", text, "aphoria store", use, length));
  return { bytes: derive("entries", 32), id: derive("name", 8).toString("hex") };
}

/** `key` is the whole key under which the entry will lie. */
export function wrapEntry(key: string, data: Uint8Array, team: TeamKey | undefined): Buffer {
  const body = Buffer.concat([checksum(key, data), deflateRawSync(data, { level: 1 })]);
  if (team === undefined) return Buffer.concat([PLAIN, body]);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(METHOD, team.bytes, nonce, LENGTH).setAAD(Buffer.from(key));
  const sealed = Buffer.concat([cipher.update(body), cipher.final()]);
  return Buffer.concat([SEALED, nonce, cipher.getAuthTag(), sealed]);
}

/** `limit` is how large it may be once inflated, in bytes. */
export function openEntry(
  key: string,
  bytes: Buffer,
  team: TeamKey | undefined,
  limit: number,
): Buffer | undefined {
  try {
    const body = team === undefined ? after(PLAIN, bytes) : unsealed(key, bytes, team);
    if (body === undefined || body.length < HASH) return undefined;
    const data = inflateRawSync(body.subarray(HASH), { maxOutputLength: limit });
    return checksum(key, data).equals(body.subarray(0, HASH)) ? data : undefined;
  } catch {
    // Not deflated, too large, or not authentic: an entry that cannot be read is none.
    return undefined;
  }
}

function after(head: Buffer, bytes: Buffer): Buffer | undefined {
  return bytes.subarray(0, head.length).equals(head) ? bytes.subarray(head.length) : undefined;
}

/** Throws where it was not sealed with this key under this name. */
function unsealed(key: string, bytes: Buffer, team: TeamKey): Buffer | undefined {
  const rest = after(SEALED, bytes);
  if (rest === undefined || rest.length < NONCE + TAG) return undefined;
  const decipher = createDecipheriv(METHOD, team.bytes, rest.subarray(0, NONCE), LENGTH)
    .setAAD(Buffer.from(key))
    .setAuthTag(rest.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(rest.subarray(NONCE + TAG)), decipher.final()]);
}

function checksum(key: string, data: Uint8Array): Buffer {
  return createHash("sha256").update(key).update("\0").update(data).digest();
}
