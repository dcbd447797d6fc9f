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
