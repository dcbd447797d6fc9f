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
  "a cache of the project's own": `
//- page-cache/src/http.rs
fn routes() -> Router {
    Router::new().route("/health", get(|| async { "ok" })) //? asks=false
}
async fn health(State(app): State<App>) -> StatusCode { app.ask().await } //? asks=undefined
pub fn healthy() -> bool { std::net::TcpStream::connect(ADDRESS).is_ok() } //? asks=true
`,
};
