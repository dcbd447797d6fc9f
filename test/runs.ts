/** How many cases a property is tried on: as many times as usual as APHORIA_FUZZ says (`npm run fuzz`), and counted. */
import { appendFileSync } from "node:fs";
import fc, { type Plugin } from "fast-check";

const TIMES = Math.max(1, Number(process.env["APHORIA_FUZZ"] ?? "1") || 1);
const COUNTS = process.env["APHORIA_FUZZ_COUNT"];

/** `milliseconds`: where they end the property among the tests; `npm run fuzz` tries all of its cases. */
export function tries(
  usual: number,
  milliseconds?: number,
): { readonly numRuns: number; readonly plugins: Plugin<unknown>[] } {
  const isLimited = TIMES === 1 && milliseconds !== undefined;
  return {
    numRuns: usual * TIMES,
    plugins: [counter, ...(isLimited ? [fc.interruptAfterTimeLimit(milliseconds)] : [])],
  };
}

/** Writes down how many cases were really tried. */
const counter: Plugin<unknown> = () => ({
  onAllRunsComplete: ({ numRuns }) => {
    if (COUNTS !== undefined) appendFileSync(COUNTS, `${numRuns}\n`);
  },
});
