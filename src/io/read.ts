/**
 * Bytes to text: one file of the project as the pipeline reads it. Offsets of later stages are in the decoded text.
 * Files that nobody wrote by hand are told by what they hold: binary, minified, generated.
 */
import { isUtf8 } from "node:buffer";
import { diagnostic } from "../load/codes.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { SkipReason } from "../model/skip.ts";
import { isOwnReport, isGenerated } from "./generated.ts";
import { errorCode, errorReason } from "./host.ts";
import type { Host } from "./host.ts";
import { below } from "./project.ts";

/** Larger sources are data. */
export const LARGEST = 5_000_000;
/** What git and ripgrep look at to tell binary from text. */
const HEAD = 8_192;

export type Source =
  | { readonly kind: "text"; readonly text: string; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly kind: "skipped";
      readonly reason: SkipReason;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** Listed a moment ago or in git's index, but not there. */
  | { readonly kind: "gone" };

export function readSource(host: Host, root: string, path: string): Source {
  let read: ReturnType<Host["readInto"]>;
  try {
    read = host.readInto(below(root, path), LARGEST);
  } catch (error) {
    return explain(error, path);
  }
  if (read.bytes === undefined) return skip("too-large");
  return classify(read.bytes, path);
}

/** Lockfiles run to tens of megabytes; what is larger still says nothing. */
const LARGEST_MANIFEST = 40_000_000;

/** A manifest or lockfile, whoever wrote it; nothing where it cannot be read. */
export function readManifest(host: Host, root: string, path: string): string | undefined {
  try {
    const { bytes } = host.readInto(below(root, path), LARGEST_MANIFEST);
    return bytes?.toString("utf8");
  } catch {
    return undefined;
  }
}

function explain(error: unknown, path: string): Source {
  const code = errorCode(error);
  if (code === "") throw error;
  // A name that is not UTF-8 is listed with replacement characters, which lead nowhere.
  if ((code === "ENOENT" || code === "ENOTDIR") && !path.includes("\uFFFD"))
    return { kind: "gone" };
  if (code === "ELOOP") return skip("outside-root");
  const reason = path.includes("\uFFFD") ? "its name is not UTF-8" : errorReason(error);
  const message = `cannot be read: ${reason}`;
  return skip("unreadable", [diagnostic("file-unreadable", { message, path })]);
}

function classify(bytes: Buffer, path: string): Source {
  const decoded = decode(bytes, path);
  if (decoded === undefined) return skip("binary");
  const { text } = decoded;
  if (isOwnReport(text)) return skip("own-file");
  if (isGenerated(text)) return skip("generated");
  const lines = measureLines(text);
  const diagnostics = [...decoded.diagnostics];
  if (lines.longest >= ENDLESS) {
    const message = `a line of ${(lines.longest / 1e6).toFixed(1)} million characters`;
    const place = { line: lineAt(text, lines.at), column: 1 };
    diagnostics.push(diagnostic("line-too-long", { message, path, ...place }));
  }
  if (isMinified(text, lines)) return skip("minified", diagnostics);
  return { kind: "text", text, diagnostics };
}

function skip(reason: SkipReason, diagnostics: readonly Diagnostic[] = []): Source {
  return { kind: "skipped", reason, diagnostics };
}

/** Undefined for binary. Marks of encoding are not part of the text. */
function decode(
  bytes: Buffer,
  path: string,
): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return fine(bytes.toString("utf16le", 2));
  if (first === 0xfe && second === 0xff) return fine(swapped(bytes).toString("utf16le"));
  if (bytes.subarray(0, HEAD).includes(0)) return undefined;
  const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  const text = bytes.toString("utf8", start);
  const broken = text.indexOf("\uFFFD");
  if (broken < 0 || isUtf8(bytes)) return fine(text);
  const message = "is not UTF-8; it was read as Latin-1";
  const place = { line: lineAt(text, broken), column: broken - text.lastIndexOf("\n", broken) };
  return {
    text: bytes.toString("latin1", start),
    diagnostics: [diagnostic("file-not-utf8", { message, path, ...place })],
  };
}

function fine(text: string): { readonly text: string; readonly diagnostics: readonly [] } {
  return { text, diagnostics: [] };
}

/** Big-endian UTF-16 behind its mark, byte pairs turned round. */
function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2))).swap16();
}

/** A line longer than this was not typed. */
const LONG = 1_000;
const ENDLESS = 1_000_000;
/** A licence may stand above minified code. */
const HAND_WRITTEN = 4_000;
/** So much, half of it in long lines, is a bundle, whatever stands between them. */
const LARGE = 100_000;

interface Lines {
  /** Characters that stand in long lines. */
  readonly long: number;
  readonly longest: number;
  /** How many lines are long. */
  readonly count: number;
  /** Where the longest begins. */
  readonly at: number;
}

/** Steps a whole window at a time and looks for one line break in each, so that ordinary code costs little. */
function measureLines(text: string): Lines {
  let [long, longest, at, start, count] = [0, 0, 0, 0, 0];
  while (start + LONG < text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    if (end - start < LONG) {
      start += LONG;
      continue;
    }
    const begin = text.lastIndexOf("\n", start - 1) + 1;
    if (end - begin > longest) [longest, at] = [end - begin, begin];
    long += end - start;
    count += 1;
    start = end + 1;
  }
  return { long, longest, at, count };
}

function isMinified(text: string, { long, count }: Lines): boolean {
  if (long <= text.length / 2) return false;
  return text.length - long < HAND_WRITTEN || (text.length > LARGE && count > 9);
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
