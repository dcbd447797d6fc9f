/** Keys that others decide. */
export const KEY_USE: Readonly<Record<string, string>> = {
  "TypeScript: where the key comes from": `
//- a.ts
import express from "express";
import Redis from "ioredis";
const app = express();
const redis = new Redis();
app.get("/x", async (req, res) => {
  await redis.get(req.query.key); //? source=request validated=false
  await redis.get(\`user:\${req.params.id}\`); //? source=request validated=false
  const { name } = req.body;
  const key = "user:" + name;
  await redis.get(key); //? source=request validated=false
});
export async function read(key: string) {
  return redis.get(key); //? source=parameter validated=false public=true reached=nobody
}
export async function byNumber(id: number) {
  return redis.get(\`user:\${id}\`); //? none
}
export async function constant() {
  return redis.get("user:1"); //? none
}
const PREFIX = "p:";
export async function prefixed(key: string) {
  await redis.set(PREFIX + key, "x"); //? source=parameter
  await redis.del(PREFIX + key); //? none
  return redis.mget(key); //? source=parameter
}
export async function other(pattern: string) {
  redis.on(pattern, () => undefined); //? none
}
`,
  "TypeScript: checks": `
//- a.ts
import { createHash } from "node:crypto";
import Redis from "ioredis";
const redis = new Redis();
declare function validateKey(key: string): void;
declare function sanitize(key: string): string;
export async function checked(key: string) {
  validateKey(key);
  return redis.get(key); //? validated=true
}
export async function tested(key: string) {
  if (!/^[a-z]+$/.test(key)) throw new Error("bad key");
  return redis.get(key); //? validated=true
}
export async function long(key: string) {
  if (key.length > 200) return null;
  return redis.get(key); //? validated=true
}
export async function onlyPresence(key: string) {
  if (!key) throw new Error("no key");
  return redis.get(key); //? validated=false
}
export async function tooLate(key: string) {
  const value = await redis.get(key); //? validated=false
  validateKey(key);
  return value;
}
export async function hashed(key: string) {
  const hash = createHash("sha256").update(key).digest("hex");
  return redis.get(hash); //? validated=true
}
export async function encoded(key: string) {
  return redis.get(encodeURIComponent(key)); //? validated=true
}
export async function cleaned(key: string) {
  return redis.get(sanitize(key)); //? validated=true
}
export async function otherChecked(key: string, other: string) {
  validateKey(other);
  return redis.get(key); //? validated=false
}
const buildKey = (id: string) => \`user:\${id}\`;
export async function built(id: string) {
  return redis.get(buildKey(id)); //? validated=false
}
`,
  "TypeScript: siblings and callers": `
//- a.ts
import Redis from "ioredis";
export class Store {
  constructor(private readonly redis: Redis) {}
  async get(key: string) {
    this.validate(key);
    return this.redis.get(key); //? validated=true
  }
  async forget(key: string) {
    return this.redis.del(key); //? validated=false siblings=true public=true reached=request
  }
  private async touch(key: string) {
    return this.redis.get(key); //? validated=false public=false
  }
  private validate(key: string) {
    if (key.length > 100) throw new Error("long");
  }
}
//- b.ts
import express from "express";
import { Store } from "./a";
declare const store: Store;
express().get("/x", (req, res) => store.forget(req.params.id));
`,
  Rust: `
//- src/lib.rs
use redis::AsyncCommands;
use uuid::Uuid;
pub async fn text(con: &mut redis::aio::MultiplexedConnection, key: &str) {
    con.get::<_, String>(key).await.unwrap(); //? source=parameter validated=false
}
pub async fn built(con: &mut redis::aio::MultiplexedConnection, name: String) {
    let key = format!("user:{}", name);
    con.get::<_, String>(&key).await.unwrap(); //? source=parameter validated=false
}
pub async fn typed(con: &mut redis::aio::MultiplexedConnection, id: Uuid, n: u64) {
    con.get::<_, String>(format!("user:{id}:{n}")).await.unwrap(); //? none
}
pub async fn checked(con: &mut redis::aio::MultiplexedConnection, key: &str) -> Result<(), String> {
    if key.len() > 200 { return Err("long".into()); }
    con.get::<_, String>(key).await.unwrap(); //? validated=true
    Ok(())
}
pub async fn validated(con: &mut redis::aio::MultiplexedConnection, key: &str) -> Result<(), String> {
    validate_key(key)?;
    con.set::<_, _, ()>(key, 1).await.unwrap(); //? validated=true
    Ok(())
}
fn validate_key(key: &str) -> Result<(), String> { Ok(()) }
`,
  Python: `
#- a.py
import redis
from flask import Flask, request
app = Flask(__name__)
r = redis.Redis()
@app.route("/x/<name>")
def view(name):
    r.get("user:" + name)  #? source=request validated=false
    r.get(request.args["key"])  #? source=request validated=false
@app.route("/y/<int:n>")
def typed(n: int):
    r.get(f"user:{n}")  #? none
def read(key: str):
    return r.get(key)  #? source=parameter validated=false
def by_id(user_id):
    return r.get(f"user:{user_id}")  #? none
def checked(key):
    if not key.isalnum():
        raise ValueError(key)
    return r.get(key)  #? validated=true
def hashed(key: str):
    return r.get(hashlib.sha256(key.encode()).hexdigest())  #? validated=true
def constant():
    return r.get("user:1")  #? none
`,
  "Rust: a text protocol of the project's own": `
//- src/lib.rs
use std::net::TcpStream;
pub struct Client { stream: TcpStream }
impl Client {
    pub fn get(&mut self, key: &str) { self.stream.write_all(format!("GET {key}").as_bytes()); } //? reached=protocol validated=false
    pub fn all(&mut self) { self.stream.write_all(format!("GET {}", "all").as_bytes()); } //? none
}
`,
};
