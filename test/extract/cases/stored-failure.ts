/** What a write keeps when the load before it failed; field note 17. */
export const STORED_FAILURE: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
declare function load(id: string): Promise<string>;
export async function handled(id: string) {
  try {
    return await load(id);
  } catch (error) {
    await redis.set(id, String(error)); //? stored=true form=handler
  }
}
export async function cacheFailed(id: string) {
  try {
    return await redis.get(id);
  } catch {
    await redis.set(id, "x"); //? none
  }
}
const promises = new Map<string, Promise<string>>();
export function memo(id: string) {
  if (!promises.has(id)) promises.set(id, load(id)); //? stored=true form=rejection
  return promises.get(id);
}
`,
  "TypeScript: a map of promises": `
//- rates.ts
type Load = (day: string) => Promise<number>;
export class Rates {
  private readonly rates = new Map<string, Promise<number>>();
  private readonly days: Map<string, Promise<number>> = new Map();
  private readonly names = new Map<string, number>();
  constructor(private readonly load: Load, private readonly count: (day: string) => number) {}
  rate(day: string): Promise<number> {
    let rate = this.rates.get(day);
    if (rate === undefined) {
      rate = this.load(day);
      this.rates.set(day, rate); //? stored=true form=rejection
    }
    return rate;
  }
  day(day: string): Promise<number> {
    const known = this.days.get(day);
    if (known) return known;
    const rate = this.load(day);
    rate.catch(() => this.days.delete(day));
    this.days.set(day, rate); //? stored=false form=rejection
    return rate;
  }
  name(day: string): number {
    const known = this.names.get(day);
    if (known) return known;
    const name = this.count(day);
    this.names.set(day, name); //? none
    return name;
  }
}
`,
  Python: `
#- a.py
cache = {}
def swallowed(key):
    try:
        value = load(key)
    except ValueError:
        value = None
    cache[key] = value  #? stored=true form=fallback
def left(key):
    try:
        value = load(key)
    except ValueError:
        return None
    cache[key] = value  #? none
`,
};
