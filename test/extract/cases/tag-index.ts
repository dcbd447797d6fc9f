/** Sets that list cached entries. */
export const TAG_INDEX: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
const TAG_PREFIX = "t:";
export class Store {
  constructor(private readonly redis: Redis) {}
  async put(key: string, tag: string) {
    await this.redis.set(key, "x", "EX", 60);
    await this.redis.sadd(TAG_PREFIX + tag, key); //? of=entry expires=never command=SADD
    await this.redis.sadd(\`pruned:\${tag}\`, key); //? of=entry expires=elsewhere
    await this.redis.sadd("other", tag); //? none
  }
  async prune(tag: string) {
    await this.redis.expire(\`pruned:\${tag}\`, 60);
  }
  async tagged(tag: string, key: string) {
    await this.redis.sadd(\`tag:\${tag}\`, key); //? of=name expires=never
  }
}
`,
  Python: `
#- a.py
import redis
r = redis.Redis()
def put(key, tag, now):
    r.set(key, "x", ex=60)
    r.sadd(f"by:{tag}", key)  #? of=entry expires=here
    r.expire(f"by:{tag}", 60)
`,
};
