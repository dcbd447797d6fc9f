/** Clients that come from outside: given by callers, by a framework, behind an interface, handed on by what wraps them. */
export const INJECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "given by those who call": {
    "to a class without types, across CommonJS modules": `
//- users.js
class Users {
  constructor(client) { this.client = client; }
  put(id, v) {
    return this.client.set(id, v); //> write
  }
}
module.exports = Users;
//- main.js
const Redis = require("ioredis");
const Users = require("./users");
new Users(new Redis());
`,
    "to a function, to a callback, and not to one that nobody gives a client": `
#- a.py
import redis
from contextlib import contextmanager

def put(conn, k, v):
    conn.set(k, v) #> write

def other(conn, k, v):
    conn.set(k, v)

def with_client(run):
    return run(redis.Redis())

def main(k, v, settings):
    put(redis.Redis(), k, v)
    other(settings, k, v)
    with_client(lambda c: c.get(k)) #> read
`,
    "to a closure in Rust": `
//- src/lib.rs
use redis::{Commands, Client};
fn with_conn<T>(f: impl FnOnce(&mut redis::Connection) -> T) -> T { let mut c = open(); f(&mut c) }
fn open() -> redis::Connection { Client::open("redis://cache").unwrap().get_connection().unwrap() } //> connect
fn run(k: &str) {
    with_conn(|c| { let _: () = c.set(k, 1).unwrap(); }); //> write
}
`,
  },
  "provided by a framework": {
    "as a default, in an annotation, by a generator": `
#- a.py
import redis
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()

def get_client():
    client = redis.Redis()
    yield client
    client.close() #> close

@app.get("/a/{k}")
def a(k: str, client=Depends(get_client)):
    client.get(k) #> read

@app.get("/b/{k}")
def b(k: str, client: Annotated[object, Depends(get_client)]):
    client.get(k) #> read

@app.get("/c/{k}")
def c(k: str, client: str):
    client.get(k)
`,
  },
  "handed on": {
    "by what a class is one of, or stands in for": `
#- a.py
import redis

class Mine(redis.Redis):
    def set(self, k, v):
        return super().set(k, v) #> write

class Proxy:
    def __init__(self):
        self.inner = redis.Redis()
    def __getattr__(self, name):
        return getattr(self.inner, name)

class Session:
    def __enter__(self):
        self.r = redis.Redis()
        return self.r
    def __exit__(self, *error):
        self.r.close() #> close

def run(k, v):
    Proxy().get(k) #> read
    with Session() as r:
        r.get(k) #> read
`,
    "by a module that is one object": `
//- client.js
const { createClient } = require("redis");
let client;
const mock = () => ({ get: async () => null });
const open = () => {
  client = createClient();
  client.on("error", () => { client = mock(); });
  return client;
};
module.exports = open();
//- a.js
const client = require("./client");
async function read(k) {
  return client.get(k); //> read
}
`,
    "by Rust's Deref, and a field whose type a bound says": `
//- src/lib.rs
use redis::{AsyncCommands, Client};
pub struct Holder(Client);
impl std::ops::Deref for Holder { type Target = Client; fn deref(&self) -> &Client { &self.0 } }
pub struct Store<C: AsyncCommands> { con: C }
impl<C: AsyncCommands> Store<C> {
    async fn put(&mut self, k: &str) {
        let _: () = self.con.set(k, 1).await.unwrap(); //> write
    }
}
async fn run(h: Holder, k: &str) {
    let mut con = h.get_multiplexed_async_connection().await.unwrap(); //> connect
    let _: () = con.set(k, 1).await.unwrap(); //> write
}
`,
  },
};

/** What a method of an interface gives is what its implementers give. */
export const IMPLEMENTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "behind an interface": {
    "that a class, or an object, says it implements": `
//- a.ts
export interface Pages { read(): string; find: (key: string) => number }
export class RedisPages implements Pages { read() { return "redis"; } find(key: string) { return 3; } }
export interface Jobs { push(job: string): void; pull(): string }
export const jobs = (): Jobs => ({ push: () => undefined, pull: () => "job" });
export abstract class Base { abstract name(): string; }
export abstract class Middle extends Base {}
export class Last extends Middle { name() { return "last"; } }
export function use(pages: Pages, queue: Jobs, base: Base) {
  pages.read(); //= constant "redis"
  pages.find("a"); //= constant 3
  queue.pull(); //= constant "job"
  base.name(); //= constant "last"
}
`,
    "that a class has the shape of": `
#- a.py
from typing import Protocol

class Pages(Protocol):
    def fetch(self, key): ...
    def keep(self, key, page): ...

class Shelf:
    def fetch(self, key):
        return 7
    def keep(self, key, page):
        pass

class Half:
    def fetch(self, key):
        return 8

def use(pages: Pages):
    pages.fetch("a") #= constant 7
`,
    "in Rust, by trait objects and bounds": `
//- src/lib.rs
pub trait Pages { fn size(&self) -> u32; }
pub struct Shelf;
impl Pages for Shelf { fn size(&self) -> u32 { return 7; } }
pub struct Store<P: Pages> { pages: P }
impl<P: Pages> Store<P> { fn all(&self) { let n = self.pages.size(); //= constant 7
} }
`,
  },
};
