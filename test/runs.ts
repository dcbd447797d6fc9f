/** How many cases a property is tried on: as many times as usual as APHORIA_FUZZ says (`npm run fuzz`). */
const TIMES = Math.max(1, Number(process.env["APHORIA_FUZZ"] ?? "1") || 1);

export function runs(usual: number): number {
  return usual * TIMES;
}
