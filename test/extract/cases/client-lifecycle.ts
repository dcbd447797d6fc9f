/** Field notes 11 and 12. */
export const CLIENT_LIFECYCLE: Readonly<Record<string, string>> = {
  "TypeScript: made once": `
//- a.ts
import Redis from "ioredis";
import { createClient } from "redis";
export const redis = new Redis(); //? per_call=false
export default createClient(); //? per_call=false
class Service {
  private readonly client = new Redis(); //? per_call=false
  private other;
  constructor() {
    this.other = new Redis(); //? per_call=false
  }
  static shared = new Redis(); //? per_call=false
}
let client: Redis | undefined;
export function getRedis() {
  if (!client) client = new Redis(); //? per_call=false
  return client;
}
let lazy: Redis | null = null;
export const getLazy = () => (lazy ??= new Redis()); //? per_call=false
const clients = new Map<string, Redis>();
export function forTenant(tenant: string) {
  const made = new Redis(tenant); //? per_call=false
  clients.set(tenant, made);
  globals.redis = made;
  return made;
}
const globals: { redis?: Redis } = {};
async function main() {
  const local = new Redis(); //? per_call=false
  await local.set("a", "b");
}
void main();
`,
  "TypeScript: made for each request": `
//- a.ts
import express from "express";
import Redis from "ioredis";
import { createClient } from "redis";
const app = express();
app.get("/x", async (req, res) => {
  const redis = new Redis(); //? per_call=true
  res.send(await redis.get("x"));
});
export async function GET(request: Request) {
  const client = createClient(); //? per_call=true
  return client.get("x");
}
export class Users {
  async read(id: string) {
    const redis = new Redis(); //? per_call=true
    const value = await redis.get(id);
    await redis.quit();
    return value;
  }
}
export async function all(ids: string[]) {
  for (const id of ids) {
    const redis = new Redis(); //? per_call=true
    await redis.get(id);
  }
}
`,
  "TypeScript: factories are followed to their calls": `
//- redis.ts
import Redis from "ioredis";
export const connect = () => new Redis(); //? per_call=true
export const shared = () => new Redis(); //? per_call=false
export const unused = () => new Redis(); //? per_call=undefined
//- a.ts
import express from "express";
import { connect, shared } from "./redis";
const app = express();
const kept = shared();
app.get("/x", async (req, res) => {
  const redis = connect();
  res.send(await redis.get("x"));
});
`,
  "TypeScript: run once by what it is given to": `
//- a.ts
import Redis from "ioredis";
import { once } from "lodash";
export const get = once(() => new Redis()); //? per_call=false
export const provider = {
  provide: "REDIS",
  useFactory: () => new Redis(), //? per_call=false
};
export async function bootstrap() {
  const redis = new Redis(); //? per_call=false
  await redis.ping();
}
const nodes = [1, 2].map((port) => new Redis(port)); //? per_call=undefined
`,
  "TypeScript: what is no client": `
//- a.ts
import { LRUCache } from "lru-cache";
export function f(req: Request) {
  const cache = new LRUCache({ max: 5 }); //? none
  const map = new Map();
  return cache.get("x") ?? map.get("x");
}
`,
  "Rust: opening is not connecting": `
//- src/lib.rs
use redis::{AsyncCommands, Client};
use once_cell::sync::Lazy;
static CLIENT: Lazy<Client> = Lazy::new(|| Client::open("redis://x").unwrap());
pub struct Cache { client: Client, manager: redis::aio::ConnectionManager }
impl Cache {
    pub async fn new(url: &str) -> Self {
        let client = Client::open(url).unwrap();
        let manager = client.get_connection_manager().await.unwrap(); //? per_call=false
        Self { client, manager }
    }
    pub async fn get(&self, key: &str) -> Option<String> {
        let mut con = self.client.get_multiplexed_async_connection().await.ok()?; //? per_call=true
        con.get(key).await.ok()
    }
    pub async fn shared(&self, key: &str) -> Option<String> {
        self.manager.clone().get(key).await.ok()
    }
}
`,
  "Rust: a checkout from a pool opens nothing": `
//- src/lib.rs
use deadpool_redis::{redis::AsyncCommands, Config, Pool, Runtime};
pub struct Cache { pool: Pool }
impl Cache {
    pub fn new(url: &str) -> Self {
        Self { pool: Config::from_url(url).create_pool(Some(Runtime::Tokio1)).unwrap() } //? per_call=false
    }
    pub async fn get(&self, key: &str) -> Option<String> {
        let mut con = self.pool.get().await.unwrap(); //? none
        con.get(key).await.ok()
    }
}
`,
  Python: `
#- a.py
import redis
from flask import Flask, request
import functools
app = Flask(__name__)
client = redis.Redis()  #? per_call=false
_lazy = None
def get_client():
    global _lazy
    if _lazy is None:
        _lazy = redis.Redis()  #? per_call=false
    return _lazy
@functools.lru_cache
def memoised():
    return redis.Redis()  #? per_call=false
@app.route("/x")
def view():
    r = redis.Redis()  #? per_call=true
    return r.get("x")
def django_view(request):
    return redis.Redis().get("x")  #? per_call=true
class Store:
    def __init__(self):
        self.client = redis.Redis()  #? per_call=false
    def get(self, key):
        r = redis.Redis()  #? per_call=true
        return r.get(key)
POOL = redis.ConnectionPool()  #? per_call=false
def work(items):
    for item in items:
        redis.Redis().set(item, 1)  #? per_call=true
`,
  "Rust: a client of the project's own": `
//- page-cache/src/lib.rs
mod client;
mod web;
//- page-cache/src/client.rs
use std::net::TcpStream;
pub struct Client { stream: TcpStream }
impl Client {
    pub fn dial(address: &str) -> std::io::Result<Client> { Ok(Client { stream: TcpStream::connect(address)? }) }
}
//- page-cache/src/web.rs
use crate::client::Client;
#[get("/")]
fn page() -> String {
    let client = Client::dial("cache:1").unwrap(); //? per_call=true by=request
    String::new()
}
//- other/src/web.rs
#[get("/")]
fn page() -> String {
    let stream = std::net::TcpStream::connect("printer:9100").unwrap(); //? none
    String::new()
}
`,
};
