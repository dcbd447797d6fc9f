/** Methods that say whether a cache can serve. */
export const HEALTH_CHECK: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
class Cache {
  private redis = new Redis();
  async read(key: string) { return this.redis.get(key); }
  async healthCheck() { return true; } //? asks=false
  async isHealthy() { //? asks=true
    return (await this.redis.ping()) === "PONG"; //? bounded=false
  }
  setHealthy() { return true; } //? none
}
class Other {
  async healthCheck() { return true; } //? none
}
`,
  "how long it may wait": `
//- package.json
{ "dependencies": { "ioredis": "^5.4.0" } }
//- a.ts
import express from "express";
import Redis from "ioredis";
const redis = new Redis();
const quick = new Redis({ commandTimeout: 500 });
const app = express();
app.get("/health", async (req, res) => {
  await redis.ping(); //? bounded=false
  await quick.ping(); //? bounded=true
  await redis.get("x"); //? none
  res.json({ ok: true });
});
app.get("/healthz", async (req, res) => {
  await Promise.race([redis.ping(), sleep(500)]); //? bounded=true
  res.json({ ok: true });
});
app.get("/health/cache", async (req, res) => {
  await within(redis.ping(), 500); //? bounded=undefined
  res.json({ ok: true });
});
app.get("/start", async (req, res) => {
  await redis.ping(); //? none
});
`,
  "a cache of the project's own": `
//- page-cache/src/http.rs
fn routes() -> Router {
    Router::new().route("/health", get(|| async { "ok" })) //? asks=false
}
async fn health(State(app): State<App>) -> StatusCode { app.ask().await } //? asks=undefined
pub fn healthy() -> bool { std::net::TcpStream::connect(ADDRESS).is_ok() } //? asks=true
`,
};
