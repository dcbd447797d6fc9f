/**
 * Durations and sizes as people write them: `5s`, `1m30s`, `24h`, `512MiB`.
 *
 * Durations: ns us ms s m (or min) h d w, lower case, one after the other from large to small.
 * Sizes, in any case: B is a byte; kB MB GB TB PB are powers of 1000; KiB MiB GiB TiB PiB are powers of 1024.
 * (redis.conf has its own reading, where `1kb` is 1024 bytes: write KiB for that.)
 */
import type { Constant, Duration, Scalar, Size } from "../model/constant.ts";
import { isDuration, isSize } from "../model/constant.ts";
import type { Unit } from "../model/library.ts";

export const UNITS: readonly Unit[] = ["ms", "s", "min", "h", "d", "us", "ns", "byte", "count"];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Milliseconds; below one, the number of them in a millisecond, because 1/1000 is not exact. */
const DURATIONS: Readonly<Record<string, { readonly ms: number } | { readonly perMs: number }>> = {
  w: { ms: 7 * DAY },
  d: { ms: DAY },
  h: { ms: HOUR },
  m: { ms: 60_000 },
  min: { ms: 60_000 },
  s: { ms: 1000 },
  ms: { ms: 1 },
  us: { perMs: 1000 },
  µs: { perMs: 1000 },
  μs: { perMs: 1000 },
  ns: { perMs: 1_000_000 },
};

const DECIMAL = ["B", "kB", "MB", "GB", "TB", "PB"];
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

const NUMBER = String.raw`\d+(?:_\d+)*(?:\.\d+)?(?:e[+-]?\d+)?`;
const DURATION_PART = new RegExp(
  String.raw`(${NUMBER}) ?(min|ms|us|µs|μs|ns|[wdhms])(?![a-z])`,
  "y",
);
const SIZE = new RegExp(String.raw`^(${NUMBER}) ?([kmgtp]i?)?b$`, "i");
const LONGEST = 60;

/** The value that a text spells: a duration, a size, or the text itself. */
export function readScalar(text: string): string | Duration | Size {
  return parseDuration(text) ?? parseSize(text) ?? text;
}

export function parseDuration(text: string): Duration | undefined {
  if (text.length > LONGEST) return undefined;
  let total = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let end = 0;
  while (end < text.length) {
    DURATION_PART.lastIndex = end;
    const part = DURATION_PART.exec(text);
    const unit = DURATIONS[part?.[2] ?? ""];
    if (part === null || unit === undefined) return undefined;
    const size = "ms" in unit ? unit.ms : 1 / unit.perMs;
    if (size >= smallest) return undefined;
    const count = toNumber(part[1]);
    total += "ms" in unit ? count * unit.ms : count / unit.perMs;
    smallest = size;
    end = DURATION_PART.lastIndex;
  }
  return end > 0 && Number.isFinite(total) ? { ms: total } : undefined;
}

export function parseSize(text: string): Size | undefined {
  const match = text.length > LONGEST ? null : SIZE.exec(text);
  if (match === null) return undefined;
  const prefix = (match[2] ?? "").toLowerCase();
  const power = prefix === "" ? 0 : 1 + "kmgtp".indexOf(prefix.charAt(0));
  const bytes = toNumber(match[1]) * (prefix.endsWith("i") ? 1024 : 1000) ** power;
  return Number.isFinite(bytes) ? { bytes } : undefined;
}

/** As a claim would write it: `5s`, `512MiB`, `true`, `["a", "b"]`; strings as they are. */
export function formatConstant(value: Constant): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map(formatItem).join(", ")}]`;
  if (isDuration(value)) return formatDuration(value);
  return isSize(value) ? formatSize(value) : JSON.stringify(value);
}

/** Parses back to the same duration: `5s`, `1m30s`, `24h`, `7d`, `500us`. */
export function formatDuration({ ms }: Duration): string {
  if (!Number.isInteger(ms)) return formatFraction(ms);
  if (ms === 0) return "0s";
  if (ms < 0) return `-${formatDuration({ ms: -ms })}`;
  if (!Number.isSafeInteger(ms)) return `${ms}ms`;
  if (ms > DAY && ms % DAY === 0) return `${ms / DAY}d`;
  const parts = [
    [Math.floor(ms / HOUR), "h"],
    [Math.floor(ms / 60_000) % 60, "m"],
    [Math.floor(ms / 1000) % 60, "s"],
    [ms % 1000, "ms"],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
}

/** Parses back to the same size: `512MiB`, `10kB`, `1536B`; the shorter of the binary and the decimal spelling. */
export function formatSize({ bytes }: Size): string {
  if (bytes === 0 || !Number.isInteger(bytes)) return `${bytes}B`;
  const binary = largestUnit(bytes, 1024);
  const decimal = largestUnit(bytes, 1000);
  return binary.count <= decimal.count
    ? `${binary.count}${BINARY[binary.power]}`
    : `${decimal.count}${DECIMAL[decimal.power]}`;
}

function formatItem(item: Scalar): string {
  return typeof item === "string" ? JSON.stringify(item) : formatConstant(item);
}

function formatFraction(ms: number): string {
  const micros = Math.round(ms * 1000);
  const nanos = Math.round(ms * 1_000_000);
  if (ms < 1 && micros / 1000 === ms) return `${micros}us`;
  return ms < 1 && nanos / 1_000_000 === ms ? `${nanos}ns` : `${ms}ms`;
}

function largestUnit(bytes: number, base: number): { count: number; power: number } {
  let [count, power] = [bytes, 0];
  while (power < 5 && count % base === 0) [count, power] = [count / base, power + 1];
  return { count, power };
}

function toNumber(digits = ""): number {
  return Number(digits.replaceAll("_", ""));
}
