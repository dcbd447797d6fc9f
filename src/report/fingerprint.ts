/** The identity of a finding that survives moved lines, reformatting and a renamed file. */
import { createHash } from "node:crypto";
import { normaliseCode } from "./code.ts";

export interface Identity {
  readonly claimId: string;
  readonly verdict: string;
  /** Absent for a finding about a claim as a whole. */
  readonly place?: {
    readonly symbol: string;
    readonly code: string;
    readonly path: string;
    readonly observed: string;
  };
}

/** 16 hexadecimal digits. The path only says how to read the code. */
export function fingerprint({ claimId, verdict, place }: Identity): string {
  const parts =
    place === undefined
      ? [claimId, verdict]
      : [claimId, place.symbol, normaliseCode(place.code, place.path), place.observed];
  return shortHash(parts);
}

/** 16 hexadecimal digits, the same for the same parts. */
export function shortHash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** Equal ones get `-2`, `-3` … in the order given, so that a copied twin is one of its own. */
export function numberTwins(fingerprints: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return fingerprints.map((print) => {
    const nth = (seen.get(print) ?? 0) + 1;
    seen.set(print, nth);
    return nth === 1 ? print : `${print}-${nth}`;
  });
}

/** What a page's policy names a script by: the SHA-256 of its text, in base64. */
export function hashOfScript(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
