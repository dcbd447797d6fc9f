/** How many cases a property is tried on: as many times as usual as APHORIA_FUZZ says (`npm run fuzz`). */
const TIMES = Math.max(1, Number(process.env["APHORIA_FUZZ"] ?? "1") || 1);

export function runs(usual: number): number {
  return usual * TIMES;
}

/** How long the cases of a property may take among the tests, in milliseconds; `npm run fuzz` tries them all. */
export function within(milliseconds: number): number {
  return TIMES > 1 ? 2 ** 31 - 1 : milliseconds;
}
