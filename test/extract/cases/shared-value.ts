/** What in-process caches hand out, and who changes it. */
export const SHARED_VALUE: Readonly<Record<string, string>> = {
  TypeScript: `
//- users.ts
const users = new Map<string, { name: string; tags: string[] }>();
export async function getUser(id: string) {
  const hit = users.get(id); //? form=read copied=false changed=caller
  if (hit) return hit;
  const user = await (await fetch("/users/" + id)).json();
  users.set(id, user);
  return user;
}
const safe = new Map<string, string[]>();
export async function getTags(id: string) {
  const hit = safe.get(id); //? copied=true changed=nobody
  if (hit) return structuredClone(hit);
  const tags = await (await fetch("/tags/" + id)).json();
  safe.set(id, tags);
  return structuredClone(tags);
}
const names = new Map<string, string>();
export async function getName(id: string) {
  const hit = names.get(id); //? none
  if (hit) return hit;
  const name = await (await fetch("/names/" + id)).text();
  names.set(id, name);
  return name;
}
//- a.ts
import { getName, getTags, getUser } from "./users";
export async function shout(id: string) {
  const user = await getUser(id);
  user.name = user.name.toUpperCase();
  const tags = await getTags(id);
  tags.push("loud");
  const name = await getName(id);
  return { user, tags, name: name.concat("!") };
}
`,
  "Python: what is inside is shared as well": `
#- a.py
_cache = {}
def get_order(order_id):
    if order_id in _cache:
        return _cache[order_id]  #? form=read copied=false changed=caller
    order = fetch_order(order_id)
    _cache[order_id] = order
    return order
def without_notes(order_id):
    order = get_order(order_id)
    order["notes"].clear()
    return order
_item_cache = {}
def get_item(item_id):
    if item_id in _item_cache:
        return _item_cache[item_id]  #? none
    item = fetch_item(item_id)
    _item_cache[item_id] = item
    return item
def show(item_id, log):
    item = get_item(item_id)
    item.last_hits.append(item_id)
    item.connection.update(item_id)
    log[item["name"]].append(item_id)
    return item
`,
  Python: `
#- a.py
import functools
@functools.lru_cache(maxsize=8)  #? form=memoised copied=false changed=caller
def rows(path):
    return [line for line in open(path)]
@functools.lru_cache(maxsize=8)  #? copied=true
def fixed(path):
    return tuple(open(path))
@functools.lru_cache(maxsize=8)  #? copied=false changed=nobody
def table(path) -> dict:
    return parse(path)
def use(path):
    found = rows(path)
    found.sort()
    other = dict(table(path))
    other["a"] = 1
    return found, other
`,
  Rust: `
//- src/lib.rs
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};
struct Users {
    shared: Cache<String, Arc<Mutex<User>>>, //? form=type copied=false
    plain: Cache<String, Arc<User>>, //? form=type copied=true
    locks: Cache<String, Arc<Mutex<()>>>, //? none
}
struct ByHand {
    user_cache: Mutex<HashMap<u64, Arc<Mutex<User>>>>, //? form=type copied=false
    page_cache: RwLock<HashMap<u64, Arc<Page>>>, //? form=type copied=true
    name_cache: HashMap<u64, String>, //? none
    rooms: Mutex<HashMap<u64, Arc<Mutex<Room>>>>, //? none
}
`,
};
