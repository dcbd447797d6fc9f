/** Commands for many items, one at a time or together. */
export const COMMAND_LOOP: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import Keyv from "keyv";
const redis = new Redis();
const local = new Keyv();
declare function load(id: string): Promise<string>;
declare function sleep(ms: number): Promise<void>;
export async function slow(ids: string[], nodes: Redis[]) {
  for (const id of ids) {
    const key = \`u:\${id}\`;
    await redis.get(key); //? batched=false exits=false paced=false loaded=false
  }
  for (const id of ids) {
    const value = await load(id);
    await redis.set(id, value); //? batched=false loaded=true
  }
  for (const id of ids) {
    await redis.del(id); //? batched=false paced=true
    await sleep(10);
  }
  for (const id of ids) {
    if (await redis.exists(id)) break; //? batched=false exits=true
  }
  for (const node of nodes) await node.get("x"); //? none
  for (const id of ids) await local.get(id); //? none
  for (const id of ids) void redis.get(id); //? none
}
export async function fast(ids: string[]) {
  await redis.mget(ids); //? batched=true
  await Promise.all(ids.map(async (id) => redis.get(id))); //? batched=true
  await Promise.all(ids.map(async (id) => { await redis.get(id); })); //? batched=true
  for (let i = 0; i < 5; i++) await redis.get(\`shard:\${i}\`); //? none
  for (let i = 0; i < ids.length; i += 100) {
    await redis.del(ids.slice(i, i + 100)); //? none
  }
}
export async function events(stream: AsyncIterable<string>) {
  for await (const id of stream) await redis.get(id); //? none
}
`,
  Rust: `
//- src/lib.rs
use redis::AsyncCommands;
pub async fn slow(con: &mut redis::aio::ConnectionManager, n: u32) -> redis::RedisResult<()> {
    for i in 0..n {
        let _: String = con.get(format!("x:{i}")).await?; //? batched=false operation=read
    }
    for i in 0..4 {
        let _: String = con.get(format!("x:{i}")).await?; //? none
    }
    let mut found = con.clone().scan_match::<_, String>("x:*").await?;
    while let Some(key) = found.next_item().await {
        let _: () = con.del(&key).await?; //? batched=false
    }
    Ok(())
}
`,
  Python: `
#- a.py
import redis
import redis.asyncio as aredis
r = redis.Redis()
a = aredis.Redis()
NAMES = ("a", "b")
def slow(ids):
    found = {i: r.hgetall(i) for i in ids}  #? batched=false operation=read-collection
    for name in NAMES:
        r.get(name)  #? none
    return found
async def together(ids):
    import asyncio
    return await asyncio.gather(*[a.get(i) for i in ids])  #? none
`,
};
