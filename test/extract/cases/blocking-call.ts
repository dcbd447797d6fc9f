/** Field notes 13, 22 and 28. */
export const BLOCKING_CALL: Readonly<Record<string, string>> = {
  Rust: `
//- src/lib.rs
use redis::{AsyncCommands, Commands};
pub async fn blocks(con: &mut redis::Connection, key: &str) -> String {
    con.get(key).unwrap() //? blocking=true by=client library=redis-rs
}
pub async fn waits(con: &mut redis::aio::MultiplexedConnection, key: &str) -> String {
    con.get(key).await.unwrap() //? blocking=false
}
pub async fn opens(client: redis::Client) {
    let con = client.get_connection().unwrap(); //? blocking=true
}
pub fn sync(con: &mut redis::Connection, key: &str) -> String {
    con.get(key).unwrap()
}
pub async fn handed(mut con: redis::Connection, key: String) -> String {
    tokio::task::spawn_blocking(move || {
        let key = key;
        con.get(&key).unwrap() //? none
    }).await.unwrap()
}
pub async fn closure(con: &mut redis::Connection, keys: &[String]) -> Vec<String> {
    keys.iter().map(|key| con.get(key).unwrap()).collect() //? blocking=true
}
pub fn block(con: &mut redis::Connection) -> impl std::future::Future<Output = String> + '_ {
    async move { con.get("x").unwrap() } //? blocking=true
}
pub async fn nested(con: &mut redis::Connection) {
    fn inner(con: &mut redis::Connection) -> String {
        con.get("x").unwrap() //? none
    }
}
`,
  Python: `
#- a.py
import asyncio
import subprocess
import time
import redis
import redis.asyncio as aioredis
r = redis.Redis()
a = aioredis.Redis()
async def blocks(key):
    return r.get(key)  #? blocking=true
async def waits(key):
    return await a.get(key)  #? blocking=false
def sync(key):
    return r.get(key)
async def handed(key):
    return await asyncio.to_thread(lambda: r.get(key))  #? none
async def nested(key):
    def inner():
        return r.get(key)  #? none
    return await asyncio.to_thread(inner)
async def opens():
    return redis.Redis()  #? blocking=true
async def shells():
    subprocess.run(["redis-cli", "flushall"])  #? blocking=true by=process
    subprocess.run(["ls"])  #? none
`,
  "Python, Django": `
#- a.py
from django.core.cache import cache
async def view(request):
    cache.get("x")  #? blocking=true
def plain(request):
    cache.get("x")
`,
  TypeScript: `
//- a.ts
import { execSync } from "node:child_process";
import Redis from "ioredis";
const redis = new Redis();
export async function waits() {
  await redis.get("x"); //? blocking=false
}
export async function shells() {
  execSync("redis-cli flushall"); //? blocking=true by=process owner=server
  execSync("ls"); //? none
}
export function sync() {
  execSync("redis-cli flushall"); //? none
}
`,
};
