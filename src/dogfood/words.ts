/** Words and figures that several pages share. */
import { code, inline } from "../formats/markdown/escape.ts";
import { percent } from "../gaps/percent.ts";
import type { Part } from "./page.ts";

/** The plan's targets. */
export const TARGETS = {
  claims: 20,
  reused: 7,
  reuse: 0.35,
  detection: 0.9,
  naming: 2,
  extractors: [7, 8],
} as const;

/** What a page says of its blanks. */
export function aboutBlanks(who: string): string {
  return `Every number here is measured by \`aphoria report\`. \`___\` is to be filled in by ${who}; what stands in its place, and everything outside the blocks marked \`measured\`, is kept when the page is written again.`;
}

export function duration(): Part {
  return [{ key: "**Duration:** ", end: "", empty: "___ hours" }];
}

/** `+5`, `-1`, `0`. */
export function delta(found: number, target: number): string {
  const difference = found - target;
  return difference > 0 ? `+${difference}` : `${difference}`;
}

/** In points of a hundred. */
export function rateDelta(found: number | null, target: number): string {
  if (found === null) return "–";
  const points = delta(Math.round(found * 1000) / 10, target * 100);
  return points === "0" ? points : `${points} points`;
}

export function rateOf(found: number, of: number): number | null {
  return of === 0 ? null : found / of;
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

export function codes(items: readonly string[]): string {
  return list(items.map(code));
}

export function tick(holds: boolean): string {
  return holds ? "✅" : "❌";
}

export function box(holds: boolean): string {
  return holds ? "[x]" : "[ ]";
}

/** `client.rs:48` as code; a dash where there is no place. */
export function place({
  path,
  line,
}: {
  readonly path: string | null;
  readonly line: number | null;
}): string {
  return path === null ? "–" : code(line === null ? path : `${path}:${line}`);
}

export { code, inline, percent };
