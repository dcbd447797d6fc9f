/** Plain maps that are used as caches; field notes 8 and 9. */
export const STORE: Readonly<Record<string, string>> = {
  "TypeScript: caches": `
//- a.ts
declare function load(id: string): string;
const cache = new Map<string, string>(); //? removed=false named_cache=true lifetime=process escapes=false keys=open
export function get(id: string) {
  const hit = cache.get(id);
  if (hit !== undefined) return hit;
  const value = load(id);
  cache.set(id, value);
  return value;
}
const seen: Record<string, string> = {}; //? removed=false named_cache=false
export function index(id: string) {
  if (!seen[id]) seen[id] = load(id);
  return seen[id];
}
export class Users {
  private readonly users = new Map<string, string>(); //? removed=false lifetime=owner
  read(id: string) {
    if (!this.users.has(id)) this.users.set(id, load(id));
    return this.users.get(id);
  }
}
`,
  "TypeScript: bounded by their owner": `
//- a.ts
declare function load(id: string): string;
const evicted = new Map<string, string>(); //? removed=true
export function a(id: string) {
  if (evicted.size > 100) evicted.clear();
  if (!evicted.has(id)) evicted.set(id, load(id));
  return evicted.get(id);
}
const swept = new Map<string, string>(); //? removed=true
export function b(id: string) {
  if (!swept.has(id)) swept.set(id, load(id));
  return swept.get(id);
}
setInterval(() => { for (const key of swept.keys()) swept.delete(key); }, 1000);
class Holder {
  private entries = new Map<string, string>(); //? removed=true
  read(id: string) {
    if (!this.entries.has(id)) this.entries.set(id, load(id));
    return this.entries.get(id);
  }
  invalidate(id: string) {
    this.entries.delete(id);
  }
}
const handed = new Map<string, string>(); //? escapes=true
export function c(id: string) {
  if (!handed.has(id)) handed.set(id, load(id));
  sweep(handed);
  return handed.get(id);
}
declare function sweep(map: Map<string, string>): void;
`,
  "TypeScript: no caches": `
//- a.ts
declare function load(id: string): string;
const registry = new Map<string, string>(); //? none
export function register(name: string, value: string) {
  registry.set(name, value);
}
export function lookup(name: string) {
  return registry.get(name);
}
const table = { a: 1, b: 2 }; //? none
export const read = (name: "a" | "b") => table[name];
const weak = new WeakMap<object, string>(); //? none
export function memo(key: object) {
  if (!weak.has(key)) weak.set(key, "x");
  return weak.get(key);
}
export function local(ids: string[]) {
  const cache = new Map<string, string>(); //? none
  for (const id of ids) if (!cache.has(id)) cache.set(id, load(id));
  return cache;
}
const loaded = new Map([["a", "b"]]); //? none
export const has = (id: string) => loaded.get(id);
const counts = new Map<string, number>(); //? none
export function count(id: string) {
  counts.set(id, 1);
}
`,
  "TypeScript: a closed set of keys": `
//- a.ts
const cache = new Map<string, number>(); //? keys=closed
export function get() {
  if (!cache.has("only")) cache.set("only", 1);
  return cache.get("only");
}
`,
  Rust: `
//- src/lib.rs
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, RwLock};
static CACHE: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(|| Mutex::new(HashMap::new())); //? removed=false lifetime=process named_cache=true
pub fn get(key: &str) -> String {
    let mut map = CACHE.lock().unwrap();
    if let Some(hit) = map.get(key) { return hit.clone(); }
    let value = key.to_uppercase();
    map.insert(key.to_string(), value.clone());
    value
}
pub struct Users { entries: RwLock<HashMap<String, String>>, names: HashMap<String, String> } //? removed=false lifetime=owner
impl Users {
    pub fn read(&self, key: &str) -> String {
        if let Some(hit) = self.entries.read().unwrap().get(key) { return hit.clone(); }
        let value = key.to_uppercase();
        self.entries.write().unwrap().insert(key.to_string(), value.clone());
        value
    }
    pub fn name(&self, key: &str) -> Option<&String> { self.names.get(key) }
}
pub struct Guarded { cache: std::sync::Mutex<HashMap<String, String>> } //? removed=false named_cache=true
impl Guarded {
    pub fn read(&self, key: &str) -> String {
        let mut cache = self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(hit) = cache.get(key) { return hit.clone(); }
        cache.insert(key.to_string(), key.to_uppercase());
        key.to_uppercase()
    }
}
pub struct Cleared { entries: std::sync::Mutex<HashMap<String, String>> } //? removed=true
impl Cleared {
    pub fn read(&self, key: &str) -> String {
        let mut entries = self.entries.lock().unwrap();
        if let Some(hit) = entries.get(key) { return hit.clone(); }
        if entries.len() >= 100 { entries.clear(); }
        entries.insert(key.to_string(), key.to_uppercase());
        key.to_uppercase()
    }
}
pub struct Swept { entries: HashMap<String, String> } //? removed=true
impl Swept {
    pub fn read(&mut self, key: &str) -> String {
        self.entries.entry(key.to_string()).or_insert_with(|| key.to_uppercase()).clone()
    }
    pub fn sweep(&mut self) {
        self.entries.retain(|_, value| !value.is_empty());
    }
}
pub struct Entries { entries: HashMap<String, String> } //? removed=false
impl Entries {
    pub fn read(&mut self, key: String) -> &String {
        self.entries.entry(key.clone()).or_insert_with(|| key.to_uppercase())
    }
}
`,
  Python: `
#- a.py
from collections import OrderedDict
_cache = {}  #? removed=false named_cache=true lifetime=process
def get(key):
    if key not in _cache:
        _cache[key] = load(key)
    return _cache[key]
_bounded = OrderedDict()  #? removed=true
def bounded(key):
    if key in _bounded:
        return _bounded[key]
    _bounded[key] = load(key)
    if len(_bounded) > 100:
        _bounded.popitem(last=False)
    return _bounded[key]
_told = {}  #? removed=false
def told(key):
    if key not in _told:
        _told[key] = load(key)
    return _told[key]
def size():
    return len(_told)
_refused = {}  #? removed=true
def refused(key):
    if key not in _refused and len(_refused) < 100:
        _refused[key] = load(key)
    return _refused.get(key)
HANDLERS = {"a": 1}  #? none
def handler(name):
    return HANDLERS.get(name)
def local(keys):
    seen = {}  #? none
    for key in keys:
        if key not in seen:
            seen[key] = load(key)
    return seen
def load(key):
    return key
class Users:
    _users = {}  #? removed=false
    def get(self, key):
        if key not in self._users:
            self._users[key] = load(key)
        return self._users[key]
`,
  "TypeScript: filled by callers": `
//- a.ts
export class PageCache {
  private readonly pages = new Map<string, string>(); //? form=served removed=false escapes=false named_cache=true
  get(key: string) { return this.pages.get(key); }
  set(key: string, page: string) { this.pages.set(key, page); }
  clear() { this.pages.clear(); }
}
export class LazyCache {
  private readonly pages = new Map<string, string>(); //? form=served removed=false expired=true
  get(key: string) {
    if (this.isOld(key)) this.pages.delete(key);
    return this.pages.get(key);
  }
  set(key: string, page: string) { this.pages.set(key, page); }
}
export class Pages {
  private readonly pages = new Map<string, string>(); //? none
  get(key: string) { return this.pages.get(key); }
  set(key: string, page: string) { this.pages.set(key, page); }
}
`,
  "TypeScript: what goes, and when": `
//- a.ts
import { createHash } from "node:crypto";
const tokenCache = new Map(); //? form=filled removed=false expired=true keys=open
export async function token(userId) {
  const known = tokenCache.get(userId);
  if (known && known.until > Date.now()) return known;
  tokenCache.delete(userId);
  const made = await make(userId);
  tokenCache.set(userId, made);
  return made;
}
const pageCache = new Map(); //? form=filled removed=false expired=false keys=open
export async function page(query) {
  const key = createHash("md5").update(JSON.stringify(query)).digest("hex");
  if (!pageCache.has(key)) pageCache.set(key, await make(query));
  return pageCache.get(key);
}
export function emptyPages() { pageCache.clear(); }
const rowCache = new Map(); //? form=filled removed=true expired=false
export async function row(userId) {
  if (!rowCache.has(userId)) rowCache.set(userId, await make(userId));
  return rowCache.get(userId);
}
export function emptyRows() { rowCache.clear(); }
setInterval(emptyRows, 60_000);
const plainCache = new Map(); //? form=served removed=false expired=true
export function getPlain(key) {
  const entry = plainCache.get(key);
  if (entry && entry.until < Date.now()) { plainCache.delete(key); return undefined; }
  return entry;
}
export function setPlain(key, value) { plainCache.set(key, { value, until: Date.now() + 5 }); }
const listeners = new Map(); //? none
export function getListener(key) { return listeners.get(key); }
export function setListener(key, value) { listeners.set(key, value); }
declare function make(from: unknown): Promise<any>;
`,
  "Rust: filled by callers": `
//- kv-cache/src/db.rs
pub struct Db { rows: Mutex<HashMap<String, String>> }
impl Db {
    pub fn new() -> Self { Self { rows: Mutex::new(HashMap::new()) } } //? form=served removed=false named_cache=false
    pub fn set(&self, k: String, v: String) { self.rows.lock().unwrap().insert(k, v); }
    pub fn get(&self, k: &str) -> Option<String> { self.rows.lock().unwrap().get(k).cloned() }
    pub fn remove(&self, k: &str) { self.rows.lock().unwrap().remove(k); }
}
`,
};
