/** Errors of a shared cache that are caught. */
export const SWALLOWED_FAILURE: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
export async function lost(key: string) {
  try {
    return await redis.get(key);
  } catch { //? recorded=false form=handler
    return null;
  }
}
export async function passedOn(key: string) {
  try {
    return await redis.get(key);
  } catch (error) { //? recorded=true
    throw new Error("cache", { cause: error });
  }
}
export async function close() {
  try {
    await redis.del("x");
  } catch {} //? none
}
`,
  Python: `
#- a.py
import redis
r = redis.Redis()
def lost(key):
    try:
        r.set(key, 1, ex=5)
    except Exception: #? recorded=false
        pass
`,
};
