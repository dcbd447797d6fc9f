/** Expiries of entries that are written together. */
export const BULK_EXPIRY: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
const jittered = (base: number) => base + Math.floor(Math.random() * 10);
export async function all(ids: string[], ttl: number) {
  for (const id of ids) await redis.setex(id, 60, "x"); //? bulk=true spread=false fixed=true agreed=false
  for (const id of ids) await redis.setex(id, ttl, "x"); //? bulk=true fixed=false
  for (const id of ids) await redis.setex(id, jittered(60), "x"); //? bulk=true spread=true whole=true
  for (const id of ["a", "b"]) await redis.setex(id, 60, "x"); //? bulk=false
  await redis.setex("otp:1", 60, "x"); //? bulk=false agreed=true
  await redis.setex("one", 60 + Math.random(), "x"); //? spread=true whole=false
}
`,
  Python: `
#- a.py
import random
from django.core.cache import cache
def all(items):
    cache.set_many(items, 60)  #? bulk=true spread=false fixed=true
    cache.set("a", 1, 60 + int(random.random() * 9))  #? spread=true whole=true bulk=false
class Session:
    def keep(self, data):
        cache.set_many(data, 60)  #? bulk=true agreed=true
`,
};
