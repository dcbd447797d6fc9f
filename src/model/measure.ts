/** Bare numbers and their units. */
import type { Scalar } from "./constant.ts";
import type { Unit } from "./library.ts";

const MS: Partial<Record<Unit, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A value as a word: `0`, `true`, `500ms`, `null`. */
export function wordOf(value: Scalar): string {
  if (value !== null && typeof value === "object") {
    return "ms" in value ? `${value.ms}ms` : `${value.bytes}B`;
  }
  return String(value);
}

/** A bare number as the duration or size that its unit says; anything else as it is. */
export function withUnit(value: Scalar, unit: Unit | undefined): Scalar {
  if (typeof value === "string" && unit !== undefined && /^-?\d+(\.\d+)?$/.test(value)) {
    return withUnit(Number(value), unit);
  }
  if (typeof value !== "number" || unit === undefined) return value;
  const factor = MS[unit];
  if (factor !== undefined) return { ms: value * factor };
  return unit === "byte" ? { bytes: value } : value;
}
