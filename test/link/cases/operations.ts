/** Operations of modelled libraries, with their keys and expiries. */
export const OPERATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ioredis: {
    "every spelling of an expiry": `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
const TTL = 300;
const MODE = "EX";
export async function f(key: string, value: string, ttl: number) {
  await redis.set(key, value); //> write ttl=absent key=key value=value on=ioredis.client
  await redis.set("user:1", value, "EX", 60); //> write ttl=given 1m key="user:1"
  await redis.set(key, value, "EX", TTL); //> write ttl=given 5m
  await redis.set(key, value, "ex", ttl); //> write ttl=given parameter ttl
  await redis.set(key, value, "PX", 1500); //> write ttl=given 1s500ms
  await redis.set(key, value, "NX", "EX", 10); //> write ttl=given 10s
  await redis.set(key, value, "EX", 10, "NX"); //> write ttl=given 10s
  await redis.set(key, value, MODE, 10); //> write ttl=given 10s
  await redis.set(key, value, "NX"); //> write ttl=absent
  await redis.set(key, value, "KEEPTTL"); //> write ttl=kept
  await redis.setex(key, 60, value); //> write ttl=given 1m value=value
  await redis.psetex(key, 60, value); //> write ttl=given 60ms
  await redis.setnx(key, value); //> write ttl=absent
  await redis.getset(key, value); //> write ttl=absent
  await redis.mset({ a: 1 }); //> write-many ttl=absent
  await redis.set(key, value, "EX", 0); //> write ttl=given 0s
  await redis.getex(key, "EX", 5); //> read ttl=given 5s
  await redis.set(
    key,
    JSON.stringify(value),
    "EX",
    TTL,
  );
}
`.replace(
      "  await redis.set(\n    key,",
      "  await redis.set( //> write ttl=given 5m key=key\n    key,",
    ),
    "the rest of the protocol": `
//- a.ts
import { Redis } from "ioredis";
export async function f(redis: Redis, key: string, keys: string[]) {
  await redis.get(key); //> read ttl=none key=key
  await redis.del(key); //> delete key=key
  await redis.del(...keys); //> delete
  await redis.unlink("a", "b"); //> delete key="a"
  await redis.expire(key, 60); //> expire ttl=given 1m key=key
  await redis.pexpire(key, 60); //> expire ttl=given 60ms
  await redis.keys("*"); //> enumerate
  await redis.flushall(); //> flush
  await redis.incr(key); //> increment ttl=none
  await redis.hset(key, "f", 1); //> add-member
  await redis.call("SET", key, "v"); //> write ttl=absent method=SET key=key
  await redis.call("SET", key, "v", "EX", 5); //> write ttl=given 5s
  await redis.call(keys[0], key); //> none
  redis.scanStream({ match: "*" }); //> scan
  redis.on("error", () => undefined); //> none
}
`,
    pipelines: `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
export async function f(key: string) {
  await redis
    .pipeline()
    .set(key, "1") //> write ttl=absent on=ioredis.pipeline
    .set("b", "1", "EX", 60) //> write ttl=given 1m key="b"
    .expire(key, 60) //> expire ttl=given 1m
    .exec(); //> execute
  const multi = redis.multi(); //> transaction
  multi.setex("c", 5, "v"); //> write ttl=given 5s
  for (const id of [1]) multi.del(\`k:\${id}\`); //> delete key=k:{id}
  await multi.exec(); //> execute
}
`,
    "through wrappers and options": `
//- a.ts
import Redis from "ioredis";
const client = new Redis();
const args = ["EX", 60] as const;
class Store {
  constructor(private readonly redis: Redis, private readonly ttl = 60) {}
  set(key: string, value: string, ttlSeconds = 30) {
    return this.redis.set(this.key(key), value, "EX", ttlSeconds); //> write ttl=given parameter ttlSeconds
  }
  put(key: string) {
    this.redis.set(key, "v", "EX", this.ttl); //> write
    client.set(key, "v", ...args); //> write ttl=unknown
    client.set(key, "v", unknownMode, 5); //> write ttl=unknown
  }
  key(key: string) { return \`p:\${key}\`; }
}
declare const unknownMode: "EX";
new Store(client).set("k", "v"); //> none
`,
  },

  "node-redis": {
    options: `
//- a.ts
import { createClient } from "redis";
const client = createClient();
const OPTIONS = { EX: 60 };
export async function f(key: string, options: object) {
  await client.connect(); //> connect
  await client.set(key, "v"); //> write ttl=absent on=node-redis.client
  await client.set(key, "v", { EX: 60 }); //> write ttl=given 1m
  await client.set(key, "v", { PX: 60 }); //> write ttl=given 60ms
  await client.set(key, "v", { NX: true }); //> write ttl=absent
  await client.set(key, "v", { NX: true, EX: 5 }); //> write ttl=given 5s
  await client.set(key, "v", OPTIONS); //> write ttl=given 1m
  await client.set(key, "v", { ...OPTIONS, NX: true }); //> write ttl=given 1m
  await client.set(key, "v", options); //> write
  await client.set(key, "v", { expiration: { type: "EX", value: 5 } }); //> write ttl=given 5s
  await client.set(key, "v", { expiration: { type: "PX", value: 5 } }); //> write ttl=given 5ms
  await client.set(key, "v", { expiration: "KEEPTTL" }); //> write ttl=kept
  await client.set(key, "v", { KEEPTTL: true }); //> write ttl=kept
  await client.setEx(key, 60, "v"); //> write ttl=given 1m value="v"
  await client.SETEX(key, 60, "v"); //> write ttl=given 1m
  await client.pSetEx(key, 60, "v"); //> write ttl=given 60ms
  await client.setNX(key, "v"); //> write ttl=absent
  await client.mSet([["a", "b"]]); //> write-many ttl=absent
  await client.sendCommand(["SET", key, "v"]); //> write ttl=absent method=SET key=key
  await client.sendCommand(["SET", key, "v", "EX", "60"]); //> write ttl=given 1m
  await client.multi().set(key, "v").expire(key, 5).exec(); //> transaction; write ttl=absent; expire ttl=given 5s; execute
  await client.get(key); //> read
  await client.keys("*"); //> enumerate
  await client.flushDb(); //> flush
  await client.quit(); //> close
}
`,
    "the callbacks of version 3": `
//- a.js
const redis = require("redis");
const client = redis.createClient();
function f(key, cb) {
  client.set(key, "v", cb); //> write ttl=absent
  client.set(key, "v", "EX", 60, cb); //> write ttl=given 1m
  client.setex(key, 60, "v", (error) => cb(error)); //> write ttl=given 1m
  client.get(key, (error, value) => cb(value)); //> read
}
`,
  },

  "other clients in TypeScript": {
    "@upstash/redis": `
//- a.ts
import { Redis } from "@upstash/redis";
const redis = Redis.fromEnv();
const other = new Redis({ url: "x", token: "y" });
export async function f(key: string) {
  await redis.set(key, "v"); //> write ttl=absent
  await redis.set(key, "v", { ex: 60 }); //> write ttl=given 1m
  await other.set(key, "v", { px: 60, nx: true }); //> write ttl=given 60ms
  await redis.set(key, "v", { keepTtl: true }); //> write ttl=kept
  await redis.setex(key, 60, "v"); //> write ttl=given 1m
}
`,
    "lru-cache": `
//- a.ts
import { LRUCache } from "lru-cache";
const bare = new LRUCache<string, string>({ max: 10 });
const timed = new LRUCache<string, string>({ max: 10, ttl: 1000 * 60 });
const zero = new LRUCache<string, string>({ max: 10, ttl: 0 });
declare const options: { max: number };
const open = new LRUCache<string, string>(options);
export function f(key: string) {
  bare.set(key, "v"); //> write ttl=absent
  timed.set(key, "v"); //> write ttl=default
  zero.set(key, "v"); //> write ttl=absent
  open.set(key, "v"); //> write ttl=unknown
  bare.set(key, "v", { ttl: 5000 }); //> write ttl=given 5s
  timed.set(key, "v", { ttl: 0 }); //> write ttl=absent
  bare.get(key); //> read
  bare.has(key); //> exists
  bare.delete(key); //> delete
  bare.clear(); //> flush
}
`,
    "node-cache": `
//- a.ts
import NodeCache from "node-cache";
const bare = new NodeCache();
const timed = new NodeCache({ stdTTL: 100, checkperiod: 120 });
export function f(key: string) {
  bare.set(key, "v"); //> write ttl=absent
  timed.set(key, "v"); //> write ttl=default
  bare.set(key, "v", 60); //> write ttl=given 1m
  timed.set(key, "v", 0); //> write ttl=absent
  bare.get<string>(key); //> read
  bare.del(key); //> delete
  bare.take(key); //> delete
}
`,
    "memcached, keyv, cache-manager, quick-lru": `
//- a.ts
import Memcached from "memcached";
import Keyv from "keyv";
import { createCache } from "cache-manager";
import QuickLRU from "quick-lru";
const memcached = new Memcached("localhost:11211");
const keyv = new Keyv({ ttl: 5000 });
const plain = new Keyv();
const cache = createCache({ ttl: 1000 });
const quick = new QuickLRU({ maxSize: 10 });
export async function f(key: string) {
  memcached.set(key, "v", 60, () => undefined); //> write ttl=given 1m
  memcached.set(key, "v", 0, () => undefined); //> write ttl=absent
  await keyv.set(key, "v"); //> write ttl=default
  await plain.set(key, "v"); //> write ttl=absent
  await plain.set(key, "v", 1000); //> write ttl=given 1s
  await cache.set(key, "v"); //> write ttl=default
  await cache.set(key, "v", 60_000); //> write ttl=given 1m
  await cache.wrap(key, async () => "v", 1000); //> fetch ttl=given 1s
  quick.set(key, "v"); //> write ttl=absent
  quick.set(key, "v", { maxAge: 1000 }); //> write ttl=given 1s
}
`,
  },

  "redis-rs": {
    methods: `
//- src/lib.rs
use redis::{AsyncCommands, SetOptions, SetExpiry, ExistenceCheck};
const TTL: u64 = 300;
pub async fn f(con: &mut redis::aio::MultiplexedConnection, key: &str, ttl: u64) -> redis::RedisResult<()> {
    con.set(key, "v").await?; //> write ttl=absent key=key on=redis-rs.async-connection
    let _: () = con.set(key, "v").await?; //> write ttl=absent
    con.set::<_, _, ()>(key, "v").await?; //> write ttl=absent
    con.set_ex(key, "v", 60).await?; //> write ttl=given 1m key=key value="v"
    con.set_ex(key, "v", TTL).await?; //> write ttl=given 5m
    con.set_ex::<_, _, ()>(key, "v", ttl).await?; //> write ttl=given parameter ttl
    con.pset_ex(key, "v", 1500).await?; //> write ttl=given 1s500ms
    con.set_nx(key, "v").await?; //> write ttl=absent
    con.set_options(key, "v", SetOptions::default().with_expiration(SetExpiry::EX(60))).await?; //> write ttl=given 1m
    con.set_options(key, "v", SetOptions::default().with_expiration(SetExpiry::PX(60))).await?; //> write ttl=given 60ms
    con.set_options(key, "v", SetOptions::default().with_expiration(SetExpiry::KEEPTTL)).await?; //> write ttl=kept
    con.set_options(key, "v", SetOptions::default().conditional_set(ExistenceCheck::NX)).await?; //> write ttl=absent
    let options = SetOptions::default().with_expiration(SetExpiry::EX(5));
    con.set_options(key, "v", options).await?; //> write ttl=given 5s
    con.get::<_, Option<String>>(key).await?; //> read key=key
    con.del(key).await?; //> delete
    con.expire(key, 60).await?; //> expire ttl=given 1m
    con.keys("*").await?; //> enumerate
    con.hset(key, "f", "v").await?; //> add-member
    con.incr(key, 1).await?; //> increment
    Ok(())
}
`,
    "raw commands and pipelines": `
//- src/lib.rs
use redis::Commands;
pub fn f(con: &mut redis::Connection, key: &str) -> redis::RedisResult<()> {
    redis::cmd("SET").arg(key).arg("v").query(con)?; //> write ttl=absent method=SET key=key
    redis::cmd("SET").arg(key).arg("v").arg("EX").arg(60).query::<()>(con)?; //> write ttl=given 1m
    redis::cmd("SET").arg(&[key, "v", "EX", "60"]).exec(con)?; //> write ttl=given 1m
    redis::cmd("PING").query::<String>(con)?; //> ping
    redis::pipe()
        .set(key, "v") //> write ttl=absent on=redis-rs.pipeline
        .ignore()
        .set_ex(key, "v", 5) //> write ttl=given 5s
        .expire(key, 60) //> expire ttl=given 1m
        .query::<()>(con)?; //> execute
    let mut pipe = redis::pipe();
    pipe.atomic().del(key); //> delete
    redis::Commands::get::<_, String>(con, key)?; //> read key=key
    Ok(())
}
`,
    "behind locks, options and generics": `
//- src/lib.rs
use redis::AsyncCommands;
use std::sync::Arc;
use tokio::sync::Mutex;
#[derive(Clone)]
pub struct Cache { con: Arc<Mutex<redis::aio::ConnectionManager>>, maybe: Option<redis::aio::ConnectionManager> }
impl Cache {
    pub async fn put(&self, key: String) {
        self.con.lock().await.set(&key, 1).await.unwrap(); //> write ttl=absent key=key
        let mut con = self.con.lock().await;
        con.set_ex(&key, 1, 5).await.unwrap(); //> write ttl=given 5s
        if let Some(con) = &self.maybe {
            con.clone().set(key, 1).await.unwrap(); //> write ttl=absent
        }
    }
}
pub async fn generic<C: AsyncCommands>(con: &mut C, key: &str) {
    con.set(key, 1).await.unwrap(); //> write ttl=absent
}
pub async fn anonymous(mut con: impl AsyncCommands, key: &str) {
    con.get(key).await.unwrap(); //> read
}
`,
  },

  "other crates": {
    moka: `
//- src/lib.rs
use moka::future::Cache;
use std::time::Duration;
pub struct Store { bare: Cache<String, String>, timed: Cache<String, String> }
impl Store {
    pub fn new() -> Self {
        Self {
            bare: Cache::new(100),
            timed: Cache::builder().max_capacity(10).time_to_live(Duration::from_secs(60)).build(),
        }
    }
    pub async fn put(&self, key: String) {
        self.bare.insert(key.clone(), "v".into()).await; //> write ttl=absent key=key.clone()
        self.timed.insert(key.clone(), "v".into()).await; //> write ttl=default
        self.bare.get(&key).await; //> read key=key
        self.timed.get_with(key.clone(), async { "v".into() }).await; //> fetch
        self.bare.invalidate(&key).await; //> delete
    }
}
`,
    "lru, deadpool-redis": `
//- src/lib.rs
use lru::LruCache;
use deadpool_redis::{redis::AsyncCommands, Pool};
use std::num::NonZeroUsize;
pub fn f() {
    let mut cache = LruCache::new(NonZeroUsize::new(10).unwrap());
    cache.put("a", 1); //> write ttl=absent key="a"
    cache.get(&"a"); //> read
}
pub async fn g(pool: &Pool, key: &str) -> anyhow::Result<()> {
    let mut con = pool.get().await?; //> connect
    con.set(key, 1).await?; //> write ttl=absent on=deadpool-redis.connection
    con.set_ex(key, 1, 60).await?; //> write ttl=given 1m
    Ok(())
}
`,
  },

  "redis-py": {
    "named, positional and timedelta": `
#- a.py
import redis
from datetime import timedelta
r = redis.Redis()
TTL = 300
def f(key, value, ttl):
    r.set(key, value)  #> write ttl=absent key=key value=value on=redis-py.client
    r.set("user:1", value, ex=60)  #> write ttl=given 1m key="user:1"
    r.set(key, value, 60)  #> write ttl=given 1m
    r.set(key, value, None)  #> write ttl=absent
    r.set(key, value, ex=None)  #> write ttl=absent
    r.set(key, value, px=1500)  #> write ttl=given 1s500ms
    r.set(key, value, ex=timedelta(minutes=5))  #> write ttl=given 5m
    r.set(key, value, ex=TTL)  #> write ttl=given 5m
    r.set(key, value, ex=ttl)  #> write ttl=given parameter ttl
    r.set(key, value, nx=True)  #> write ttl=absent
    r.set(key, value, nx=True, ex=5)  #> write ttl=given 5s
    r.set(key, value, keepttl=True)  #> write ttl=kept
    r.set(key, value, **options())  #> write ttl=unknown
    r.setex(key, 60, value)  #> write ttl=given 1m value=value
    r.setex(name=key, time=60, value=value)  #> write ttl=given 1m
    r.psetex(key, 60, value)  #> write ttl=given 60ms
    r.setnx(key, value)  #> write ttl=absent
    r.mset({"a": 1})  #> write-many ttl=absent
    r.getset(key, value)  #> write ttl=absent
    r.execute_command("SET", key, value)  #> write ttl=absent method=SET
    r.get(key)  #> read key=key
    r.delete(key)  #> delete
    r.expire(key, 60)  #> expire ttl=given 1m
    r.keys("*")  #> enumerate
    r.incr(key)  #> increment
    for k in r.scan_iter("*"):  #> scan
        r.delete(k)  #> delete key=k
def options():
    return {}
`,
    "pipelines, async and locks": `
#- a.py
from redis.asyncio import Redis
async def f(r: Redis, key: str):
    await r.set(key, 1)  #> write ttl=absent on=redis-py.async-client
    await r.set(key, 1, ex=60)  #> write ttl=given 1m
    async with r.pipeline() as pipe:
        pipe.set(key, 1)  #> write ttl=absent on=redis-py.async-pipeline
        pipe.setex(key, 5, 1)  #> write ttl=given 5s
        await pipe.execute()  #> execute
    await r.pipeline().set(key, 1).expire(key, 60).execute()  #> write ttl=absent; expire ttl=given 1m; execute
`,
  },

  "other packages": {
    Django: `
#- a.py
from django.core.cache import cache, caches
def f(key):
    cache.set(key, 1)  #> write ttl=default
    cache.set(key, 1, 60)  #> write ttl=given 1m
    cache.set(key, 1, timeout=60)  #> write ttl=given 1m
    cache.set(key, 1, timeout=None)  #> write ttl=absent
    cache.set(key, 1, None)  #> write ttl=absent
    cache.add(key, 1, 5)  #> write ttl=given 5s
    cache.get(key)  #> read
    cache.get_or_set(key, 1, 60)  #> fetch ttl=given 1m
    cache.delete(key)  #> delete
    cache.clear()  #> flush
`,
    "Flask-Caching, aiocache, pymemcache": `
#- a.py
from flask_caching import Cache
from aiocache import SimpleMemoryCache
from pymemcache.client.base import Client
cache = Cache()
memory = SimpleMemoryCache(ttl=60)
bare = SimpleMemoryCache()
client = Client("localhost")
async def f(key):
    cache.set(key, 1)  #> write ttl=default
    cache.set(key, 1, timeout=60)  #> write ttl=given 1m
    cache.set(key, 1, timeout=None)  #> write ttl=default
    cache.set(key, 1, timeout=0)  #> write ttl=absent
    await memory.set(key, 1)  #> write ttl=default
    await bare.set(key, 1)  #> write ttl=absent
    await bare.set(key, 1, ttl=5)  #> write ttl=given 5s
    client.set(key, 1)  #> write ttl=absent
    client.set(key, 1, expire=60)  #> write ttl=given 1m
    client.set(key, 1, 60)  #> write ttl=given 1m
`,
  },
};
