/** Clients of modelled libraries, followed to where they are used. */
export const CLIENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "clients in TypeScript": {
    imports: `
//- a.ts
import Redis, { Cluster } from "ioredis";
import { Redis as Named } from "ioredis";
import * as all from "ioredis";
import IORedis = require("ioredis");
const plain = require("ioredis");
import { createClient } from "redis";
import NodeCache from "node-cache";
import { LRUCache } from "lru-cache";
new Redis(); //= instance ioredis.client
new Cluster([]); //= instance ioredis.cluster
new Redis.Cluster([]); //= instance ioredis.cluster
new Named(6379); //= instance ioredis.client
new all.Redis(); //= instance ioredis.client
new all.default(); //= instance ioredis.client
new plain(); //= instance ioredis.client
new IORedis(); //= instance ioredis.client
createClient({}); //= instance node-redis.client
await createClient().connect(); //= instance node-redis.client
createClient().on("error", () => {}); //= instance node-redis.client
new NodeCache({ stdTTL: 60 }); //= instance node-cache.cache
new LRUCache({ max: 10 }); //= instance lru-cache.cache
new Redis().pipeline(); //= instance ioredis.pipeline
new Redis().multi().set("a", 1).del("b"); //= instance ioredis.pipeline
new Redis().duplicate(); //= instance ioredis.client
`,
    "a module singleton imported elsewhere": `
//- src/redis.ts
import Redis from "ioredis";
export const redis = new Redis(process.env.REDIS_URL!);
export default redis;
//- src/index.ts
export { redis } from "./redis";
//- src/a.ts
import { redis } from "./redis.js";
import client from "./redis";
import * as store from "./redis";
import { redis as again } from ".";
redis; //= instance ioredis.client
client; //= instance ioredis.client
store.redis; //= instance ioredis.client
again; //= instance ioredis.client
//- src/b.js
const { redis } = require("./redis");
redis; //= instance ioredis.client
`,
    "a singleton exported by CommonJS": `
//- redis.js
const Redis = require("ioredis");
module.exports.redis = new Redis();
//- many.js
const redis = require("redis");
const client = redis.createClient({ url: "redis://x" });
exports.client = client;
module.exports.other = client;
//- a.js
const { redis } = require("./redis");
const many = require("./many");
const { client: again } = require("./many");
redis; //= instance ioredis.client
many.client; //= instance node-redis.client
many.other; //= instance node-redis.client
again; //= instance node-redis.client
`,
    "class fields": `
//- a.ts
import Redis from "ioredis";
class ByConstructor {
  private client;
  constructor() {
    this.client = new Redis();
  }
  get() {
    return this.client; //= instance ioredis.client
  }
}
class ByInitialiser {
  #client = new Redis();
  get() {
    return this.#client; //= instance ioredis.client
  }
}
class ByParameterProperty {
  constructor(private readonly redis: Redis) {}
  get() {
    return this.redis; //= instance ioredis.client
  }
}
class ByAnnotation {
  private redis!: Redis;
  private maybe: Redis | null = null;
  private optional?: Redis;
  get() {
    this.redis; //= instance ioredis.client
    this.maybe; //= instance ioredis.client
    this.optional; //= instance ioredis.client
  }
}
class ByParameter {
  redis;
  constructor(redis: Redis) {
    this.redis = redis;
  }
  get() {
    return this.redis; //= instance ioredis.client
  }
}
class Derived extends ByAnnotation {
  more() {
    return this.redis; //= instance ioredis.client
  }
}
const holder = new ByInitialiser();
new ByConstructor().client; //= instance ioredis.client
`,
    "wrapped in services": `
//- redis.service.ts
import Redis from "ioredis";
export class RedisService {
  readonly client = new Redis();
  getClient(): Redis {
    return this.client;
  }
  raw() {
    return this.client;
  }
}
//- a.ts
import { RedisService } from "./redis.service";
export class Users {
  constructor(private readonly redisService: RedisService) {}
  read() {
    this.redisService; //= object RedisService
    this.redisService.client; //= instance ioredis.client
    this.redisService.getClient(); //= instance ioredis.client
    this.redisService.raw(); //= instance ioredis.client
    const client = this.redisService.getClient();
    return client; //= instance ioredis.client
  }
}
`,
    "types and generics": `
//- a.ts
import type { Redis } from "ioredis";
import type { RedisClientType } from "redis";
import { createClient } from "redis";
type Client = ReturnType<typeof createClient>;
function one(client: Redis) {
  return client; //= instance ioredis.client
}
function two({ client }: { client: Redis }, other: Readonly<RedisClientType>) {
  other; //= instance node-redis.client
}
function three<C extends Redis>(client: C) {
  return client; //= instance ioredis.client
}
async function four(client: Promise<Redis>) {
  return await client; //= instance ioredis.client
}
`,
    "factories and memoised getters": `
//- redis.ts
import Redis, { type RedisOptions } from "ioredis";
let client: Redis | undefined;
export function getRedis() {
  if (!client) {
    client = new Redis();
  }
  return client;
}
export const createRedis = (options: RedisOptions) => new Redis(options);
export async function connect() {
  const made = new Redis();
  await made.connect();
  return made;
}
let lazy = null;
export const getLazy = () => (lazy ??= new Redis());
export class Holder {
  private static instance?: Redis;
  static get() {
    if (Holder.instance === null) Holder.instance = new Redis();
    return Holder.instance;
  }
  private made?: Redis;
  get client() {
    return (this.made ??= new Redis());
  }
}
//- a.ts
import { getRedis, createRedis, connect, getLazy, Holder } from "./redis";
getRedis(); //= instance ioredis.client
createRedis({}); //= instance ioredis.client
await connect(); //= instance ioredis.client
getLazy(); //= instance ioredis.client
new Holder().client; //= instance ioredis.client
Holder.get(); //= instance ioredis.client
const redis = getRedis();
redis; //= instance ioredis.client
redis.pipeline(); //= instance ioredis.pipeline
`,
    "subclasses, globals and records": `
//- a.ts
import Redis from "ioredis";
class Cache extends Redis {}
const context = { redis: new Redis(), ttl: 5 };
context.redis; //= instance ioredis.client
const { redis } = context;
redis; //= instance ioredis.client
const made = process.env.NODE_ENV === "test" ? null : new Redis();
made; //= constant null | instance ioredis.client
const [first] = [new Redis()];
first; //= instance ioredis.client
`,
    "look-alikes": `
//- a.ts
import { Redis } from "./own";
import { createClient } from "@supabase/supabase-js";
import Other from "other-redis";
new Redis(); //= object Redis
createClient(); //= unknown
new Other(); //= external other-redis.default
new Map(); //= container map
new URLSearchParams(); //= unknown
//- own.ts
export class Redis {}
`,
  },

  "clients in Rust": {
    "made and derived": `
//- src/main.rs
use redis::{aio::ConnectionManager, AsyncCommands, Client, Commands};
use redis::Client as RedisClient;
async fn f() -> redis::RedisResult<()> {
    let client = redis::Client::open("redis://127.0.0.1/")?; //= instance redis-rs.client
    let other = Client::open("redis://x").unwrap(); //= instance redis-rs.client
    let renamed = RedisClient::open("redis://x").expect("open"); //= instance redis-rs.client
    let mut con = client.get_connection()?; //= instance redis-rs.connection
    let shared = client.get_multiplexed_async_connection().await?; //= instance redis-rs.async-connection
    let again = shared.clone(); //= instance redis-rs.async-connection
    let manager = ConnectionManager::new(client).await?; //= instance redis-rs.connection-manager
    let pipe = redis::pipe(); //= instance redis-rs.pipeline
    Ok(())
}
`,
    "struct fields": `
//- src/cache.rs
use redis::aio::{ConnectionManager, MultiplexedConnection};
use redis::Client as RedisClient;
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock};
pub struct Cache {
    client: RedisClient,
    con: Arc<Mutex<MultiplexedConnection>>,
    maybe: Option<ConnectionManager>,
    path: Arc<RwLock<redis::aio::ConnectionManager>>,
}
impl Cache {
    pub async fn get(&self) {
        self.client; //= instance redis-rs.client
        self.con; //= instance redis-rs.async-connection
        self.con.lock().await; //= instance redis-rs.async-connection
        self.path.write().await; //= instance redis-rs.connection-manager
        self.maybe.as_ref().unwrap(); //= instance redis-rs.connection-manager
        let mut con = self.con.lock().await.clone();
        con; //= instance redis-rs.async-connection
        let Self { client, .. } = self;
        client; //= instance redis-rs.client
    }
}
//- src/main.rs
mod cache;
use crate::cache::Cache;
use std::sync::Arc;
struct State { cache: Arc<Cache> }
impl State {
    fn f(&self) {
        self.cache; //= object Cache
        self.cache.client; //= instance redis-rs.client
    }
}
`,
    "impl blocks in other files": `
//- src/lib.rs
pub mod store;
mod extra;
//- src/store.rs
pub struct Store { pub con: redis::aio::MultiplexedConnection }
//- src/extra.rs
use crate::store::Store;
impl Store {
    fn more(&self) {
        self.con; //= instance redis-rs.async-connection
    }
}
`,
    "parameters, impl Trait and bounds": `
//- src/lib.rs
use redis::{AsyncCommands, Commands, aio::ConnectionLike};
pub async fn one(con: &mut redis::aio::MultiplexedConnection) {
    con; //= instance redis-rs.async-connection
}
pub async fn two(con: &mut impl AsyncCommands) {
    con; //= instance redis-rs.async-connection
}
pub async fn three<C: AsyncCommands + Send>(con: &mut C) {
    con; //= instance redis-rs.async-connection | typed Send
}
pub fn four<C>(con: &mut C) where C: Commands {
    con; //= instance redis-rs.connection
}
pub fn five(con: &mut dyn redis::ConnectionLike) {
    con; //= instance redis-rs.connection
}
pub struct Holder<C: AsyncCommands> { con: C }
`,
    "factories and statics": `
//- src/lib.rs
use once_cell::sync::Lazy;
use std::sync::LazyLock;
use moka::future::Cache;
static CLIENT: Lazy<redis::Client> = Lazy::new(|| redis::Client::open("redis://x").unwrap());
static STORE: LazyLock<Cache<String, String>> = LazyLock::new(|| Cache::new(100));
pub fn connect() -> redis::RedisResult<redis::Connection> {
    let client = redis::Client::open("redis://x")?;
    client.get_connection()
}
pub async fn manager() -> anyhow::Result<redis::aio::ConnectionManager> { todo!() }
async fn f() -> anyhow::Result<()> {
    CLIENT.clone(); //= instance redis-rs.client
    STORE.clone(); //= instance moka.cache
    connect()?; //= instance redis-rs.connection
    manager().await?; //= instance redis-rs.connection-manager
    let mut con = connect().unwrap();
    con; //= instance redis-rs.connection
    Ok(())
}
`,
    "workspace crates": `
//- crates/my-cache/src/lib.rs
pub mod pool;
//- crates/my-cache/src/pool.rs
pub struct RedisPool { pub client: redis::Client }
pub fn connect() -> redis::Client { redis::Client::open("redis://x").unwrap() }
//- crates/api/src/main.rs
use my_cache::pool::RedisPool as Direct;
use my_cache::pool::{self, connect};
fn f(direct: Direct) {
    direct.client; //= instance redis-rs.client
    pool::connect(); //= instance redis-rs.client
    connect(); //= instance redis-rs.client
}
`,
    pools: `
//- src/lib.rs
use deadpool_redis::{Config, Pool, Runtime};
use deadpool_redis::redis::AsyncCommands;
pub struct Cache { pool: Pool }
impl Cache {
    pub fn new(url: &str) -> Self {
        let pool = Config::from_url(url).create_pool(Some(Runtime::Tokio1)).unwrap();
        pool; //= instance deadpool-redis.pool
        Self { pool }
    }
    pub async fn get(&self) {
        let mut con = self.pool.get().await.unwrap();
        con; //= instance deadpool-redis.connection
    }
}
`,
    "look-alikes": `
//- src/lib.rs
use std::collections::HashMap;
use reqwest::Client;
pub struct Cache { map: HashMap<String, String> }
struct Redis;
fn f() {
    let map: HashMap<String, String> = HashMap::new();
    map; //= container map
    let cache = Cache { map }; //= object Cache
    let redis = Redis; //= class Redis
}
`,
  },

  "clients in Python": {
    imports: `
#- a.py
import redis
import redis.asyncio as aioredis
from redis import Redis, StrictRedis
from redis import asyncio as redis_async
from redis.asyncio import Redis as AsyncRedis
from django.core.cache import cache, caches
import cachetools
from cachetools import TTLCache
redis.Redis(host="x")  #= instance redis-py.client
redis.from_url("redis://x")  #= instance redis-py.client
redis.Redis.from_url("redis://x")  #= instance redis-py.client
Redis()  #= instance redis-py.client
StrictRedis()  #= instance redis-py.client
aioredis.Redis()  #= instance redis-py.async-client
aioredis.from_url("x")  #= instance redis-py.async-client
redis_async.Redis()  #= instance redis-py.async-client
AsyncRedis()  #= instance redis-py.async-client
redis.asyncio.Redis()  #= instance redis-py.async-client
Redis().pipeline()  #= instance redis-py.pipeline
redis.ConnectionPool.from_url("x")  #= instance redis-py.pool
cache  #= instance django-cache.cache
cachetools.LRUCache(maxsize=10)  #= instance cachetools.lru
TTLCache(10, 60)  #= instance cachetools.ttl
`,
    "a module singleton imported elsewhere": `
#- app/redis_client.py
import redis
client = redis.Redis()
pool = redis.ConnectionPool()
#- app/__init__.py
from .redis_client import client as shared
#- app/views.py
from app.redis_client import client
from app import redis_client
from . import redis_client as again
from app import shared
client  #= instance redis-py.client
redis_client.client  #= instance redis-py.client
again.client  #= instance redis-py.client
shared  #= instance redis-py.client
`,
    "fields set in __init__": `
#- a.py
import redis
from redis import Redis
from typing import Optional
class Made:
    def __init__(self):
        self.client = redis.Redis()
        self._pipe = self.client.pipeline()
    def get(self):
        self.client  #= instance redis-py.client
        return self._pipe  #= instance redis-py.pipeline
class Given:
    def __init__(self, client: Redis, other: Optional[Redis] = None, third: "redis.Redis | None" = None):
        self.client = client
        self.other = other
        self.third = third
    def get(self):
        self.client  #= instance redis-py.client
        self.other  #= instance redis-py.client
        return self.third  #= instance redis-py.client
class Annotated:
    client: Redis
    def get(self):
        return self.client  #= instance redis-py.client
class Lazy:
    _client = None
    @property
    def client(self):
        if self._client is None:
            self._client = redis.Redis()
        return self._client
    def get(self):
        return self.client  #= instance redis-py.client
class Derived(Made):
    def more(self):
        return self.client  #= instance redis-py.client
`,
    factories: `
#- a.py
import redis
import functools
_client = None
def get_client():
    global _client
    if _client is None:
        _client = redis.Redis()
    return _client
@functools.lru_cache
def memoised() -> redis.Redis:
    return redis.Redis()
async def connect():
    client = redis.asyncio.Redis()
    await client.ping()
    return client
get_client()  #= instance redis-py.client
memoised()  #= instance redis-py.client
async def main():
    made = await connect()
    return made  #= instance redis-py.async-client
`,
    "context managers and injection": `
#- a.py
import redis
from redis.asyncio import Redis
from fastapi import Depends
def get_redis() -> Redis: ...
def use():
    with redis.Redis() as client:
        client  #= instance redis-py.client
    with redis.Redis().pipeline() as pipe:
        pipe  #= instance redis-py.pipeline
async def handler(client: Redis = Depends(get_redis)):
    client  #= instance redis-py.async-client
    async with client.pipeline(transaction=True) as pipe:
        pipe  #= instance redis-py.async-pipeline
`,
    "chosen by what can be imported": `
#- a.py
try:
    import redis
except ImportError:
    redis = None
redis.Redis()  #= instance redis-py.client
`,
    "look-alikes": `
#- a.py
from .own import Redis
d = {}  #= record
made = dict()  #= container map
other = Redis()  #= object Redis
#- own.py
class Redis:
    pass
`,
  },
};
