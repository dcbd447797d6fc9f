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
  "TypeScript: parts that run into one another": `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
export const pair = (userId: number, itemId: number) => redis.get(\`x:\${userId}\${itemId}\`); //? part=adjacent
export const texts = (city: string, query: string) => redis.get(\`x:\${city}:\${query}\`); //? part=joined
export const some = (title: string, colour: string) => redis.get(\`x:\${title}:\${colour}\`); //? part=mixed
export const all = (...args: unknown[]) => redis.get(args.join(":")); //? part=arguments
export const built = (...parts: string[]) => redis.get(parts.join(":")); //? part=listed
export const numbers = (...args: number[]) => redis.get(args.join(":")); //? none
export const one = (city: string, id: string) => redis.get(\`x:\${city}:\${id}\`); //? none
export const prefixed = (prefix: string, id: number) => redis.get(\`\${prefix}\${id}\`); //? none
export const encoded = (city: string, query: string) => redis.get(\`x:\${encodeURIComponent(city)}:\${query}\`); //? none
export const lowered = (city: string, text: string) => {
  const where = city.trim().toLowerCase();
  const key = \`\${where}|\${text.trim()}\`; //? part=joined
  return redis.get(key);
};
`,
  "Python: named arguments as text": `
#- a.py
import redis
r = redis.Redis()
def shown(func, *args, **kwargs):
    return r.get(f"{func.__name__}:{kwargs}")  #? part=debug
def tupled(func, *args, **kwargs):
    return r.get("f" + str((args, kwargs)))  #? part=debug
def joined(*args):
    return r.get(",".join(f"{a}" for a in args))  #? part=arguments
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
