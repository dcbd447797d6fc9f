/** Calls that read like cache operations and are none. */
export const LOOK_ALIKES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "look-alikes": {
    TypeScript: `
//- a.ts
import express from "express";
import Redis from "ioredis";
import cookieParser from "cookie-parser";
import { Gauge } from "prom-client";
const app = express();
const redis = new Redis();
const map = new Map<string, string>();
const cache = new Map<string, string>();
const gauge = new Gauge({ name: "x", help: "y" });
class Store {
  private readonly cache = new Map<string, string>();
  set(key: string, value: string) {
    this.cache.set(key, value); //> none
  }
}
class Form { set(key: string, value: string) { return value; } }
export function f(req: any, headers: Headers, redisLike: { set(k: string, v: string): void }) {
  app.set("view engine", "pug"); //> none
  app.get("/x", () => undefined); //> none
  map.set("a", "b"); //> none
  cache.set("a", "b"); //> none
  new URLSearchParams().set("a", "b"); //> none
  headers.set("a", "b"); //> none
  gauge.set(5); //> none
  new Form().set("a", "b"); //> none
  new Store().set("a", "b"); //> none
  Reflect.set({}, "a", "b"); //> none
  Object.keys({}); //> none
  Object.keys(redis); //> none
  localStorage.set("a", "b"); //> none
  req.session.set("a", "b"); //> none
  redisLike.set("a", "b"); //> none
  process.env.get("a"); //> none
  redis.options.get; //> none
  // redis.set("a", "b") is only said here
  "redis.set('a', 'b')"; //> none
  redis.set("a", "b"); //> write ttl=absent
}
`,
    "JavaScript without types": `
//- a.js
const app = require("express")();
const redis = new Map();
const client = { set() {} };
app.set("a", "b"); //> none
redis.set("a", "b"); //> none
client.set("a", "b"); //> none
function f(cache, client) {
  cache.set("a", "b"); //> none
  client.set("a", "b"); //> none
}
`,
    Rust: `
//- src/lib.rs
use std::collections::{BTreeMap, HashMap};
use std::cell::Cell;
use std::sync::OnceLock;
use redis::Commands;
static CELL: OnceLock<String> = OnceLock::new();
pub struct Own;
impl Own { fn set(&self, key: &str, value: &str) {} fn get(&self, key: &str) {} }
pub fn f(map: &mut HashMap<String, String>, tree: &mut BTreeMap<String, String>, cell: &Cell<u8>, own: &Own) {
    map.insert("a".into(), "b".into()); //> none
    map.get("a"); //> none
    map.keys(); //> none
    tree.insert("a".into(), "b".into()); //> none
    cell.set(5); //> none
    CELL.set("x".into()).unwrap(); //> none
    CELL.get(); //> none
    own.set("a", "b"); //> none
    own.get("a"); //> none
    std::env::set_var("a", "b"); //> none
}
pub fn g(con: &mut redis::Connection) {
    con.get::<_, String>("a").unwrap(); //> read
    con.get_db(); //> none
}
`,
    Python: `
#- a.py
import os
import redis
from configparser import ConfigParser
r = redis.Redis()
d = {}
config = ConfigParser()
class Own:
    def set(self, key, value): ...
    def get(self, key): ...
def f(own: Own, session, request):
    d.get("a")  #> none
    d.keys()  #> none
    dict(a=1).get("a")  #> none
    os.environ.get("a")  #> none
    os.environ.setdefault("a", "b")  #> none
    config.set("a", "b", "c")  #> none
    config.get("a", "b")  #> none
    own.set("a", "b")  #> none
    own.get("a")  #> none
    session.get("https://example.org")  #> none
    request.GET.get("a")  #> none
    set([1, 2])  #> none
    r.get("a").decode()  #> read
`,
    "Rust: what a client answers is no client": `
//- src/lib.rs
use redis::Commands;
use std::sync::OnceLock;
static CLIENT: OnceLock<redis::Client> = OnceLock::new();
fn f(con: &mut redis::Connection, key: &str) {
    let found: HashMap<String, String> = con.get(key).unwrap(); //> read
    found.get("a"); //> none
    let client = CLIENT.get_or_init(connect);
    client.get_connection().unwrap().get("a"); //> connect; read
}
fn connect() -> redis::Client {
    redis::Client::open(ADDRESS).unwrap()
}
`,
    "a name that hides the client": `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
export function f() {
  const redis = new Map<string, string>();
  redis.set("a", "b"); //> none
}
export function g(redis: Map<string, string>) {
  redis.set("a", "b"); //> none
}
export function h() {
  redis.set("a", "b"); //> write
}
`,
  },
};
