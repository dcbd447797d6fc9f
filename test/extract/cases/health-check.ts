/** Methods that say whether a cache can serve. */
export const HEALTH_CHECK: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
class Cache {
  private redis = new Redis();
  async read(key: string) { return this.redis.get(key); }
  async healthCheck() { return true; } //? asks=false
  async isHealthy() { return (await this.redis.ping()) === "PONG"; } //? asks=true
  setHealthy() { return true; } //? none
}
class Other {
  async healthCheck() { return true; } //? none
}
`,
};
