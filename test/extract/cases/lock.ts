/** Locks made of a shared cache: how they are taken, and who gives them up. */
export const LOCK: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { randomUUID } from "node:crypto";
const redis = new Redis();
const SCRIPT = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end"; //? part=released by=safe
export async function bare(id: string) {
  await redis.set(\`lock:\${id}\`, "1", "NX"); //? part=taken expires=false token=constant paired=true
  await redis.del(\`lock:\${id}\`); //? part=released by=plain
}
export async function owned(id: string) {
  const token = randomUUID();
  const key = \`mutex:\${id}\`;
  await redis.set(key, token, "PX", 900, "NX"); //? part=taken expires=true token=unique paired=true
  if ((await redis.get(key)) !== token) return;
  await redis.del(key); //? part=released by=compared
}
export async function unheld(id: string) {
  await redis.set(\`lock:report:\${id}\`, Date.now(), "EX", 30, "NX"); //? expires=true token=clock paired=false
  await redis.del(\`report:\${id}\`); //? none
}
`,
  Rust: `
//- src/lib.rs
use redis::Commands;
fn guard(con: &mut redis::Connection, id: &str) -> redis::RedisResult<()> {
    let key = format!("lock:{id}");
    let _: bool = con.set_nx(&key, 1)?; //? part=taken expires=false token=constant paired=true
    con.del(&key) //? part=released by=plain
}
`,
  Python: `
#- a.py
import redis
r = redis.Redis()
def guard(job, token):
    r.set(f"lock:{job}", token, nx=True, px=500)  #? part=taken expires=true paired=true
    with r.pipeline() as pipe:
        pipe.watch(f"lock:{job}")
        if pipe.get(f"lock:{job}") == token:
            pipe.multi()
            pipe.delete(f"lock:{job}")  #? part=released by=safe
def seen(job):
    return r.set(f"seen:{job}", "1", nx=True)  #? none
`,
};
