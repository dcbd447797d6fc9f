/** Keys that go to a cluster together, and whether their hash tags agree. */
export const SLOT_KEYS: Readonly<Record<string, string>> = {
  "TypeScript: commands": `
//- keys.ts
export const TAG = "{shop}";
export const itemKey = (id: string) => TAG + ":item:" + id;
//- a.ts
import { Cluster } from "ioredis";
import { itemKey, TAG } from "./keys";
const cluster = new Cluster([]);
const empty = "{}:";
export function f(id: string, a: string, ids: string[]) {
  cluster.mget(itemKey(id), TAG + ":index"); //? same=true sure=true
  cluster.mget(empty + id, empty + a); //? same=false sure=true
  cluster.mget(\`x:{\${id}}:a\`, \`y:{\${a}}:a\`); //? same=false sure=true
  cluster.mget(id, a); //? same=false sure=false
  const keys = ids.map((one) => itemKey(one));
  cluster.del(keys); //? same=true sure=true
  cluster.unlink(...ids); //? same=false sure=false
  cluster.mset("a", "1", "b", "1"); //? same=false form=command
  cluster.mset("{a}x", "{b}", "{a}y", "{c}"); //? same=true
  cluster.mget(id, id); //? none
  cluster.hmget(id, a, "c"); //? none
}
export function sorted(slot: number, keys: string[]) {
  cluster.del(...keys); //? same=unknown
}
`,
  "TypeScript: batches": `
//- a.ts
import { Cluster } from "ioredis";
const cluster = new Cluster([]);
export async function f(ids: string[], id: string) {
  const all = cluster.pipeline(); //? same=false form=batch sure=true
  ids.forEach((one) => all.get(\`u:\${one}\`));
  const own = cluster.pipeline(); //? same=true
  for (const one of ids) own.hget(\`{u}:\${one}\`, "x");
  for (const one of ids) {
    const each = cluster.pipeline(); //? none
    each.get(\`u:\${one}\`).ttl(\`u:\${one}\`);
  }
  const two = cluster.multi([["get", "a"]]); //? none
}
`,
  Python: `
#- a.py
from redis.asyncio.cluster import RedisCluster
async def f(rc: RedisCluster, a, b):
    await rc.mset({f"x:{a}": 1, f"y:{a}": 2})  #? same=false sure=true
    await rc.delete(f"x:{a}", f"y:{a}")  #? none
    await rc.smove("{s}:a", "{s}:b", "m")  #? none
    await rc.copy(a, b)  #? same=false sure=false
`,
  Rust: `
//- src/lib.rs
use redis::cluster_async::ClusterConnection;
use redis::AsyncCommands;
async fn f(con: &mut ClusterConnection, a: &str) -> redis::RedisResult<()> {
    con.sinter(&["{s}a", "{s}b"]).await?; //? same=true
    con.del(&["a", "b"]).await?; //? none
    let mut batch = redis::pipe(); //? same=false form=batch
    batch.set(format!("x:{a}"), 1).set(format!("y:{a}"), 1);
    batch.query_async(con).await?;
    redis::cluster::cluster_pipe().get("a").get("b").query(con)?; //? none
    Ok(())
}
`,
};
