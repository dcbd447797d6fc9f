/** Parts of keys that do not hold; field notes 18 and 31. */
export const KEY_FORM: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
export async function query(params: Params) {
  const key = JSON.stringify(params); //? part=unordered provides=shared-cache
  return redis.get(key);
}
export async function id(name: string) {
  return redis.get(JSON.stringify(name)); //? none
}
export async function both(id: string) {
  const key = \`a:\${Math.random()}\`; //? part=chance
  await redis.set(key, id);
  return redis.get(key);
}
`,
  Python: `
#- a.py
import redis
import zlib
r = redis.Redis()
def summed(text):
    return r.get("page:" + str(zlib.crc32(text)))  #? part=checksum
def number(n: int):
    return r.get(f"page:{hash(n)}")  #? none
def sharded(text):
    return r.get(f"shard:{zlib.crc32(text) % 16}")  #? none
`,
};
