/** Code that asks a shared cache again until it answers as wanted. */
export const POLL_LOOP: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
declare function pause(ms: number): Promise<void>;
export async function filled(key: string) {
  for (;;) { //? bounded=false waits_for=key
    const value = await redis.get(key);
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
export async function taken(key: string) {
  let left = 10;
  while (left-- > 0) { //? bounded=true
    if (await redis.set(\`lock:\${key}\`, "t", "EX", 5, "NX")) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
export async function walk() {
  let cursor = "0";
  do { //? none
    [cursor] = await redis.scan(cursor);
  } while (cursor !== "0");
}
`,
  Rust: `
//- src/lib.rs
use redis::AsyncCommands;
async fn taken(con: &mut redis::aio::MultiplexedConnection, id: &str) -> redis::RedisResult<()> {
    loop { //? bounded=false waits_for=lock
        let got: bool = con.set_nx(format!("lock:{id}"), 1).await?;
        if got { return Ok(()); }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
`,
  "Python: a queue that blocks on the server is no poll": `
#- a.py
import time
import redis
r = redis.Redis()
def filled(key):
    while not r.exists(key):  #? bounded=false waits_for=key
        time.sleep(0.1)
def worker():
    while True:  #? none
        job = r.blpop("jobs")
        if job is None:
            break
`,
};
