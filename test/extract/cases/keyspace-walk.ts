/** Commands that walk or drop the key space; field notes 22 and 32. */
export const KEYSPACE_WALK: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import express from "express";
const app = express();
const redis = new Redis();
app.get("/x", async (req, res) => {
  const keys = await redis.keys("x:*"); //? walk=enumerate occasion=request per_member=true speaks=server
  await redis.unlink(...keys);
  res.json(await redis.lrange("log", 0, 9)); //? walk=read-collection whole=false
});
export async function all() {
  const ids = await redis.smembers("ids"); //? command=SMEMBERS per_member=true occasion=regular
  return Promise.all(ids.map((id) => redis.get(id)));
}
export async function list() {
  return redis.lrange("log", 0, -1); //? whole=true per_member=false
}
export async function init() {
  await redis.flushdb(); //? walk=flush occasion=startup
}
async function once() {
  await redis.flushall(); //? walk=flush occasion=startup
}
void once();
export const page = () => redis.scanStream({ match: "x:*" }); //? walk=scan
//- scripts/clean.ts
import Redis from "ioredis";
export const clean = async () => new Redis().keys("*"); //? walk=enumerate occasion=tool
`,
  Rust: `
//- src/lib.rs
use redis::AsyncCommands;
const PURGE: &str = "for _, k in ipairs(redis.call('keys', ARGV[1])) do redis.call('DEL', k) end";
pub async fn purge(con: &mut redis::aio::MultiplexedConnection) -> redis::RedisResult<()> {
    let keys: Vec<String> = con.keys("x:*").await?; //? walk=enumerate per_member=true occasion=regular
    let _: () = con.del(keys).await?;
    let _: () = redis::cmd("EVAL").arg(PURGE).arg(0).query_async(con).await?;
    redis::cmd("FLUSHALL").query_async(con).await //? walk=flush
}
`,
  Python: `
#- a.py
import redis
r = redis.Redis()
def purge(ns):
    lua = f"for i, k in ipairs(redis.call('KEYS', '{ns}:*')) do redis.call('DEL', k) end"
    r.eval(lua, 0)  #? walk=script
    r.eval("return redis.call('GET', KEYS[1])", 1, ns)
    return r.hgetall(ns)  #? walk=read-collection per_member=false
`,
};
