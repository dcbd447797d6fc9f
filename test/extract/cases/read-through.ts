/** Look-up, then fill on a miss; field note 16. */
export const READ_THROUGH: Readonly<Record<string, string>> = {
  "TypeScript: what is not there": `
//- a.ts
import Redis from "ioredis";
import { load } from "./load";
const redis = new Redis();
export async function dropped(req, res) {
  const hit = await redis.get(\`u:\${req.params.id}\`);
  if (hit) return res.json(hit);
  const value = await load(req.params.id);
  if (!value) return res.status(404).end();
  await redis.set(\`u:\${req.params.id}\`, value); //? absent=dropped asked_by=request
  return res.json(value);
}
export async function kept(id: string) {
  const hit = await redis.get(id);
  if (hit) return hit;
  const value = await load(id);
  if (!value) await redis.set(id, "none", "EX", 5); //? absent=kept asked_by=caller
  else await redis.set(id, value);
  return value;
}
`,
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { LRUCache } from "lru-cache";
const redis = new Redis();
const local = new LRUCache<string, string>({ max: 5 });
declare function load(id: string): Promise<string>;
export async function plain(id: string) {
  const key = \`u:\${id}\`;
  const found = await redis.get(key);
  if (found) return found;
  const value = await load(id);
  await redis.set(key, value, "EX", 60); //? single_flight=false counted=false provides=shared-cache async=true
  return value;
}
export async function locked(id: string) {
  const hit = await redis.get(id);
  if (hit) return hit;
  const lock = await redis.set(\`lock:\${id}\`, "1", "EX", 5, "NX");
  const value = await load(id);
  await redis.set(id, value, "EX", 60); //? single_flight=true
  return value;
}
const inflight = new Map<string, Promise<string>>();
export async function shared(id: string) {
  if (local.has(id)) return local.get(id);
  const pending = inflight.get(id) ?? load(id);
  inflight.set(id, pending);
  local.set(id, await pending); //? single_flight=true provides=local-cache
  return pending;
}
export async function counted(id: string) {
  const hit = await redis.get(id);
  metrics.increment(hit ? "cache.hit" : "cache.miss");
  if (!hit) await redis.set(id, await load(id)); //? counted=true single_flight=false
  return hit;
}
declare const metrics: { increment(name: string): void };
export async function onlyWrites(id: string) {
  await redis.set(id, await load(id)); //? none
}
export async function onlyReads(id: string) {
  return redis.get(id); //? none
}
export async function otherKey(id: string, other: string) {
  await redis.get(id);
  await redis.set(other, "x"); //? none
}
export async function writeFirst(id: string) {
  await redis.set(id, "x"); //? none
  return redis.get(id);
}
`,
  Rust: `
//- src/lib.rs
use redis::AsyncCommands;
use moka::future::Cache;
pub struct Users { con: redis::aio::ConnectionManager, local: Cache<String, String> }
impl Users {
    pub async fn get(&self, key: &str) -> String {
        let mut con = self.con.clone();
        if let Ok(Some(hit)) = con.get::<_, Option<String>>(key).await { return hit; }
        let value = load(key).await;
        let _: () = con.set_ex(key, &value, 60).await.unwrap(); //? single_flight=false async=true
        value
    }
    pub async fn coalesced(&self, key: String) -> String {
        self.local.get_with(key.clone(), async { load(&key).await }).await //? none
    }
    pub async fn by_hand(&self, key: String) -> String {
        if let Some(hit) = self.local.get(&key).await { return hit; }
        let value = load(&key).await;
        self.local.insert(key.clone(), value.clone()).await; //? single_flight=false provides=local-cache
        value
    }
}
async fn load(key: &str) -> String { key.to_string() }
`,
  "Rust: one guard over both, and one for each": `
//- src/lib.rs
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
pub struct Pages { cache: Mutex<HashMap<String, String>>, source: Source }
impl Pages {
    pub fn held(&self, key: &str) -> String {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hit) = cache.get(key) { return hit.clone(); }
        let value = self.source.load(key);
        cache.insert(key.to_owned(), value.clone()); //? flight=atomic
        value
    }
    pub fn let_go(&self, key: &str) -> String {
        if let Some(hit) = self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
            return hit.clone();
        }
        let value = self.source.load(key);
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.insert(key.to_owned(), value.clone()); //? flight=open by=thread
        value
    }
}
`,
  Python: `
#- a.py
import redis
r = redis.Redis()
def get(key):
    value = r.get(key)
    if value is None:
        value = load(key)
        r.set(key, value, ex=60)  #? single_flight=false async=false
    return value
def locked(key):
    value = r.get(key)
    if value is None:
        with r.lock("lock:" + key):
            value = r.get(key)
            if value is None:
                value = load(key)
                r.set(key, value, ex=60)  #? single_flight=true flight=joined
    return value
def locked_in_vain(key):
    value = r.get(key)
    if value is None:
        with r.lock("lock:" + key):
            value = load(key)
            r.set(key, value, ex=60)  #? single_flight=undefined flight=unknown
    return value
def load(key):
    return key
class Counted:
    hits = 0
    def get(self, key):
        value = r.get(key)
        if value is None:
            self.misses += 1
            r.setex(key, 60, "x")  #? counted=true
        return value
`,
  "Rust: a method that takes the lock again": `
//- src/lib.rs
use std::collections::HashMap;
use tokio::sync::RwLock;
pub struct Store { rows: RwLock<HashMap<String, String>> }
impl Store {
    pub async fn set(&self, key: String, row: String) { self.rows.write().await.insert(key, row); }
    pub async fn get(&self, key: String) -> String {
        if !self.rows.read().await.contains_key(&key) {
            let row = fetch(&key).await;
            self.set(key.clone(), row).await; //? flight=open
        }
        String::new()
    }
}
`,
};
