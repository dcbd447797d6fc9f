/** Constants, folded and followed through names, files, records, classes and the environment. */
export const CONSTANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "constants in TypeScript": {
    "arithmetic is folded": `
//- a.ts
const HOUR = 60 * 60; //= constant 3600
const WEEK = 7 * 24 * HOUR; //= constant 604800
const LESS = (HOUR - 600) / 2; //= constant 1500
const POWER = 2 ** 10; //= constant 1024
const BIG = 1_000 << 2; //= constant 4000
const NEGATIVE = -HOUR; //= constant -3600
const OFF = !true; //= constant false
const NAME = "user" + ":" + "1"; //= constant "user:1"
const KEY = \`v\${POWER}:\${NAME}\`; //= constant "v1024:user:1"
const FLOOR = Math.floor(90 / 60); //= constant 1
const NUMBER = Number("30"); //= constant 30
const TYPED = 60 as const; //= constant 60
const LEAST = (5 satisfies number)!; //= constant 5
`,
    "nothing is made up": `
//- a.ts
declare function clock(): number;
const started = Date.now(); //= unknown
const later = started + 60; //= unknown
const zero = 1 / 0; //= unknown
const key = \`user:\${clock()}\`; //= text
let counter = 0;
counter = clock();
counter; //= constant 0 | typed number
`,
    "imports across relative files": `
//- src/config/ttl.ts
export const MINUTE = 60;
export const TTL = 5 * MINUTE;
const inner = 7;
export { inner as renamed };
export default 30;
//- src/a.ts
import seconds, { TTL, MINUTE as minute, renamed } from "./config/ttl.js";
import * as all from "./config/ttl";
TTL; //= constant 300
minute * 2; //= constant 120
renamed; //= constant 7
seconds; //= constant 30
all.TTL; //= constant 300
all.default; //= constant 30
all.missing; //= unknown
`,
    "re-exports, index files and aliases": `
//- src/config/ttl.ts
export const TTL = 300;
export const OTHER = 1;
//- src/config/index.ts
export * from "./ttl";
export { OTHER as SECOND } from "./ttl";
export * as ttl from "./ttl";
//- src/deep/a.ts
import { TTL, SECOND, ttl } from "../config";
import { TTL as viaAlias } from "@/config";
TTL; //= constant 300
SECOND; //= constant 1
ttl.TTL; //= constant 300
viaAlias; //= constant 300
`,
    CommonJS: `
//- config.js
const TTL = 120;
exports.TTL = TTL;
module.exports.LIMIT = 10;
//- a.js
const { TTL } = require("./config");
const config = require("./config");
const { LIMIT: renamed } = require("./config");
TTL; //= constant 120
config.LIMIT; //= constant 10
renamed; //= constant 10
`,
    "enum and object members": `
//- a.ts
enum Ttl { Short = 60, Long = 60 * 60, Word = "x" }
const TTLS = { user: 30, nested: { page: 5 }, "quoted-name": 7, list: [1, 2] } as const;
Ttl.Short; //= constant 60
Ttl.Long; //= constant 3600
Ttl.Word; //= constant "x"
TTLS.user; //= constant 30
TTLS.nested.page; //= constant 5
TTLS["quoted-name"]; //= constant 7
TTLS.list[1]; //= constant 2
TTLS.missing; //= constant null
const { user, nested: { page } } = TTLS;
user; //= constant 30
page; //= constant 5
const MERGED = { ...TTLS, user: 31 };
MERGED.user; //= constant 31
MERGED.nested.page; //= constant 5
`,
    "static and instance fields": `
//- a.ts
class Limits {
  static readonly TTL = 60;
  private readonly ttl = 45;
  other;
  constructor() {
    this.other = 15;
  }
  read() {
    this.ttl; //= constant 45
    this.other; //= constant 15
    Limits.TTL; //= constant 60
  }
}
new Limits().other; //= constant 15
`,
    "defaults of destructuring": `
//- a.ts
const { ttl = 60, limit = 10 } = { limit: 5 };
ttl; //= constant 60
limit; //= constant 5
const [first, second = 3] = [4];
first; //= constant 4
function make({ max = 100, ...rest } = {}) {
  max; //= parameter
}
`,
    "several ways": `
//- a.ts
declare const fast: boolean;
const ttl = fast ? 5 : 60; //= constant 5 | constant 60
const same = fast ? 5 : 5; //= constant 5
const word = null ?? "x"; //= constant "x"
const zero = 0 || 30; //= constant 30
const kept = 0 ?? 30; //= constant 0
`,
    "assigned later": `
//- a.ts
let ttl = null;
function init() {
  ttl = 60;
}
function read() {
  return ttl; //= constant 60
}
function local() {
  let x = 1;
  x = 2;
  return x; //= constant 2
}
function shadowed(flag) {
  let y = 1;
  if (flag) { y = 2; }
  return y; //= constant 1 | constant 2
}
function inner() {
  const ttl = 5;
  return ttl; //= constant 5
}
`,
    "the environment": `
//- a.ts
const URL = process.env.REDIS_URL; //= environment REDIS_URL
const PORT = process.env["REDIS_PORT"] || "6379"; //= environment REDIS_PORT or constant "6379"
const HOST = process.env.HOST ?? "localhost"; //= environment HOST or constant "localhost"
const TTL = Number(process.env.TTL ?? 60); //= environment TTL or constant 60
const { SECRET } = process.env;
SECRET; //= environment SECRET
import.meta.env.VITE_TTL; //= environment VITE_TTL
const config = { url: process.env.CACHE_URL };
config.url; //= environment CACHE_URL
`,
    "what a function returns": `
//- a.ts
const seconds = (minutes: number) => minutes * 60;
const identity = <T>(value: T): T => value;
function ttl() { return 90; }
function named(value = 20) { return value; }
ttl(); //= constant 90
identity(40); //= constant 40
named(); //= constant 20
named(30); //= constant 30
Object.freeze({ a: 1 }).a; //= constant 1
`,
    requests: `
//- a.ts
import express, { type Request } from "express";
const app = express();
app.get("/x", (req, res) => {
  req.params.id; //= input
  const { name } = req.query;
  name; //= input
  const key = \`user:\${req.body.id}\`;
  key; //= text
});
function handler(request: Request) {
  request.headers; //= input
}
`,
  },

  "constants in Rust": {
    "const, static and arithmetic": `
//- src/lib.rs
const HOUR: u64 = 60 * 60; //= constant 3600
static LIMIT: usize = 1_000; //= constant 1000
pub const DAY: u64 = HOUR * 24; //= constant 86400
const SHIFT: usize = 1 << 10; //= constant 1024
const NAME: &str = "user"; //= constant "user"
fn f() {
    let day = DAY; //= constant 86400
    let more = DAY as i64 + 1; //= constant 86401
    let text = NAME.to_string(); //= constant "user"
    let key = format!("{}:{}", NAME, LIMIT); //= constant "user:1000"
    let inline = format!("{NAME}:1"); //= constant "user:1"
    let some = Some(HOUR); //= constant 3600
    let none: Option<u64> = None; //= constant null
    let small = 60u64; //= constant 60
}
`,
    durations: `
//- src/lib.rs
use std::time::Duration;
use tokio::time;
const TTL: Duration = Duration::from_secs(300); //= constant 5m
const MORE: Duration = Duration::from_millis(1_500); //= constant 1s500ms
const PATH: std::time::Duration = std::time::Duration::from_secs(60 * 60); //= constant 1h
fn f(n: u64) {
    let same = TTL; //= constant 5m
    let dynamic = Duration::from_secs(n); //= unknown
    let zero = Duration::ZERO; //= constant 0s
    let some = Some(Duration::from_secs(5)); //= constant 5s
}
`,
    "across modules": `
//- src/lib.rs
mod config;
mod deep;
pub use self::config::TTL as PUBLIC_TTL;
//- src/config.rs
pub const TTL: u64 = 60;
pub mod inner {
    pub const LIMIT: u64 = 5;
}
//- src/deep/mod.rs
mod leaf;
pub const HERE: u64 = 3;
//- src/deep/leaf.rs
use super::HERE;
use crate::config::{self, inner::LIMIT, TTL};
use crate::config::TTL as RENAMED;
use crate::PUBLIC_TTL;
fn f() {
    let a = TTL; //= constant 60
    let b = LIMIT; //= constant 5
    let c = config::TTL; //= constant 60
    let d = crate::config::inner::LIMIT; //= constant 5
    let e = HERE; //= constant 3
    let g = RENAMED; //= constant 60
    let h = PUBLIC_TTL; //= constant 60
    let i = super::HERE; //= constant 3
}
`,
    "associated constants and Default": `
//- src/lib.rs
pub struct Config { pub ttl: u64, pub name: String }
impl Config {
    pub const MAX: u64 = 10;
    fn read(&self) -> u64 {
        let max = Self::MAX; //= constant 10
        self.ttl; //= constant 60
        0
    }
}
impl Default for Config {
    fn default() -> Self {
        Self { ttl: 60, name: "x".into() }
    }
}
fn f() {
    let max = Config::MAX; //= constant 10
    let config = Config::default(); //= object Config
    config.ttl; //= constant 60
    config.name; //= constant "x"
}
`,
    "struct literals": `
//- src/lib.rs
pub struct Options { pub ttl: u64, pub retries: u32 }
fn f() {
    let options = Options { ttl: 30, retries: 2 }; //= object Options
    options.ttl; //= constant 30
    let Options { retries, .. } = options;
    retries; //= constant 2
}
`,
    "the environment": `
//- src/lib.rs
use std::env;
fn f() {
    let url = std::env::var("REDIS_URL").unwrap(); //= environment REDIS_URL
    let other = env::var("CACHE_URL").unwrap_or_else(|_| "redis://localhost".to_string()); //= environment CACHE_URL or constant "redis://localhost"
    let host = env::var("HOST").unwrap_or("localhost".into()); //= environment HOST or constant "localhost"
    let maybe = env::var("MAYBE").ok(); //= environment MAYBE
    let chosen = env::var("A").expect("A is set"); //= environment A
}
`,
    "choices and blocks": `
//- src/lib.rs
fn f(fast: bool) {
    let ttl = if fast { 5 } else { 60 }; //= constant 5 | constant 60
    let block = { let x = 1; x + 1 }; //= constant 2
    let matched = match fast { true => 1, false => 2 }; //= constant 1 | constant 2
}
fn ttl() -> u64 { 90 }
fn early(flag: bool) -> u64 {
    if flag { return 1; }
    2
}
fn g() {
    ttl(); //= constant 90
    early(true); //= constant 1 | constant 2
}
`,
  },

  "constants in Python": {
    "module constants": `
#- app/config.py
HOUR = 60 * 60  #= constant 3600
HALF = HOUR // 2  #= constant 1800
POWER = 2 ** 10  #= constant 1024
NAME = "user" + ":1"  #= constant "user:1"
KEY = f"{NAME}:{POWER}"  #= constant "user:1:1024"
NOTHING = None  #= constant null
ON = not False  #= constant true
TTLS = {"user": 30, "page": {"home": 5}}
TTLS["user"]  #= constant 30
TTLS["page"]["home"]  #= constant 5
TUPLE = (1, 2)
TUPLE[1]  #= constant 2
A, B = 3, 4
B  #= constant 4
typed: int = 9  #= constant 9
typed  #= constant 9
#- app/a.py
from .config import HOUR, NAME as NAMED
from app import config
from app.config import *
HOUR  #= constant 3600
NAMED  #= constant "user:1"
config.HALF  #= constant 1800
POWER  #= constant 1024
#- app/deep/b.py
from ..config import HOUR
from app.config import HALF
HOUR  #= constant 3600
HALF  #= constant 1800
`,
    durations: `
#- a.py
from datetime import timedelta
import datetime as dt
TTL = timedelta(minutes=5)  #= constant 5m
LONG = timedelta(days=1, hours=2)  #= constant 26h
POSITIONAL = timedelta(1)  #= constant 24h
OTHER = dt.timedelta(seconds=30)  #= constant 30s
TWICE = TTL * 2  #= constant 10m
def f(n):
    return timedelta(seconds=n)  #= unknown
`,
    "the environment": `
#- a.py
import os
from os import environ, getenv
URL = os.environ["REDIS_URL"]  #= environment REDIS_URL
HOST = os.environ.get("REDIS_HOST", "localhost")  #= environment REDIS_HOST or constant "localhost"
PORT = int(os.getenv("REDIS_PORT", "6379"))  #= environment REDIS_PORT or constant "6379"
OTHER = os.getenv("OTHER") or "x"  #= environment OTHER or constant "x"
SHORT = environ.get("SHORT")  #= environment SHORT
PLAIN = getenv("PLAIN", 5)  #= environment PLAIN or constant 5
`,
    "classes, enums and fields": `
#- a.py
import enum
from dataclasses import dataclass
class Ttl(enum.IntEnum):
    SHORT = 60
    LONG = 3600
class Settings:
    TTL = 30
    def __init__(self, limit=10):
        self.retries = 3
        self.limit = limit
    def read(self):
        self.retries  #= constant 3
        self.TTL  #= constant 30
        Settings.TTL  #= constant 30
@dataclass
class Config:
    ttl: int = 45
Ttl.SHORT  #= constant 60
Config().ttl  #= constant 45
settings = Settings()
settings.retries  #= constant 3
`,
    "choices, defaults and returns": `
#- a.py
def ttl():
    return 90
def named(value=20):
    return value
def chosen(fast):
    seconds = 5 if fast else 60
    return seconds  #= constant 5 | constant 60
def fallback(value=None):
    value = value or 15
    return value
ttl()  #= constant 90
named()  #= constant 20
named(30)  #= constant 30
named(value=40)  #= constant 40
`,
    "assigned later": `
#- a.py
client_ttl = None
def init():
    global client_ttl
    client_ttl = 60
def read():
    return client_ttl  #= constant 60
def local(flag):
    x = 1
    if flag:
        x = 2
    return x  #= constant 1 | constant 2
`,
    requests: `
#- a.py
from flask import request
from fastapi import Request, FastAPI
app = FastAPI()
def view():
    request.args  #= input
    name = request.args.get("name")
    name  #= input
def django_view(request, pk):
    request.GET["x"]  #= input
@app.get("/items/{item}")
def item(item, other: Request):
    item  #= input
    other.headers  #= input
`,
  },
};
