/** What a cache answered, decoded; followed through names, callbacks, conversions and wrappers. */
export const CACHED_DECODE: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { brotliDecompressSync } from "zlib";
import { raw } from "./wrapper.ts";
const redis = new Redis();
export async function many(keys: string[]) {
  const found = await redis.mget(keys);
  return found.map((text) => (text ? JSON.parse(text) : null)); //? function=JSON.parse failure=thrown
}
export async function chained(key: string) {
  return redis
    .get(key)
    .then((text) => JSON.parse(text ?? "")) //? failure=caught
    .catch(() => null);
}
export async function wrapped(key: string) {
  return JSON.parse(await raw(key)); //? failure=thrown library=ioredis
}
export async function again(key: string) {
  try {
    return JSON.parse(await raw(key)); //? failure=thrown
  } catch (error) {
    throw error;
  }
}
async function inner(key: string) {
  return JSON.parse((await redis.get(key)) as string); //? failure=caught
}
export async function outer(key: string) {
  try {
    return await inner(key);
  } catch {
    return null;
  }
}
export async function packed(key: string) {
  return brotliDecompressSync((await redis.getBuffer(key))!, { maxOutputLength: 9 }); //? function=zlib.brotliDecompressSync limited=true
}
export const other = (text: string) => JSON.parse(text); //? none
//- wrapper.ts
import Redis from "ioredis";
const redis = new Redis();
export async function raw(key: string) {
  const text = await redis.get(key);
  return text ?? "null";
}
`,
  Rust: `
//- src/lib.rs
use redis::AsyncCommands;
pub async fn read(con: &mut redis::aio::ConnectionManager, key: &str) -> redis::RedisResult<u8> {
    let text: Option<String> = con.get(key).await?;
    if let Some(text) = text {
        if let Ok(found) = serde_json::from_str(&text) { return Ok(found); } //? failure=caught
    }
    let bytes: Vec<u8> = con.get(key).await?;
    let value: u8 = bincode::deserialize(&bytes).expect("readable"); //? failure=panics function=bincode.deserialize
    match serde_json::from_slice::<u8>(&bytes) { //? failure=caught
        Ok(found) => Ok(found),
        Err(_) => Ok(value),
    }
}
`,
  Python: `
#- a.py
import pickle
from json import loads
from django.core.cache import cache
def read(key):
    if (data := cache.get(key)) is not None:
        return pickle.loads(data)  #? function=pickle.loads failure=thrown
    for text in cache.get_many([key]).values():
        loads(text)  #? none
    return loads(cache.get(key).decode())  #? function=json.loads
`,
};
