/** What decides a value, held against what its key is made of. */
export const KEY_INPUTS: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { LRUCache } from "lru-cache";
import { Item } from "./models";
const redis = new Redis();
const near = new LRUCache<string, unknown>({ max: 100 });
export async function filtered(req, res) {
  const { page = 1, limit = 10, category } = req.query;
  const key = \`items:\${page}:\${limit}\`; //? complete=false sure=true of=request form=fill provides=shared-cache
  const hit = await redis.get(key);
  if (hit) return res.json(JSON.parse(hit));
  const filter: any = {};
  if (category) filter.category = category;
  const items = await Item.find(filter).skip((page - 1) * limit).limit(limit);
  await redis.setex(key, 60, JSON.stringify(items));
  return res.json(items);
}
export async function ownOrders(req, res) {
  const hit = await redis.get("orders");
  if (hit) return res.json(JSON.parse(hit));
  const orders = await Item.find({ user: req.user.id });
  await redis.set("orders", JSON.stringify(orders), "EX", 60); //? complete=false of=user
  return res.json(orders);
}
export async function whole(id: string, locale: string) {
  const hit = near.get(\`\${id}:\${locale}\`);
  if (hit) return hit;
  const item = await Item.load(id, locale);
  near.set(\`\${id}:\${locale}\`, item); //? complete=true provides=local-cache
  return item;
}
export async function byAddress(request: Request) {
  const { searchParams } = new URL(request.url);
  const q = searchParams.get("q");
  const page = searchParams.get("page");
  const hit = await redis.get(\`s:\${q}\`);
  if (hit) return hit;
  const found = await Item.search(q, page);
  await redis.set(\`s:\${q}\`, JSON.stringify(found)); //? complete=false
  return found;
}
const keyOf = (req) => \`list:\${req.query.page}\`;
export async function throughBuilder(req) {
  const hit = await redis.get(keyOf(req));
  if (hit) return hit;
  const found = await Item.search(req.query.page, req.query.sort);
  await redis.set(keyOf(req), JSON.stringify(found)); //? complete=false
  return found;
}
export async function firstPageOnly(page: number, search: string) {
  const plain = page === 1 && !search;
  if (plain) {
    const hit = await redis.get("first");
    if (hit) return hit;
  }
  const rows = await Item.search(search, page);
  if (plain) await redis.set("first", JSON.stringify(rows)); //? complete=true
  return rows;
}
export async function ofRecord(user: User, address: string) {
  const hit = await redis.get(\`user:\${user.id}\`);
  if (hit) return hit;
  const rows = await Item.search(user.name);
  await redis.set(\`user:\${user.id}\`, JSON.stringify(rows)); //? complete=true
  return rows;
}
export async function determined(id: string, manifestUrl: string) {
  const hit = await redis.get(\`manifest:\${id}\`);
  if (hit) return hit;
  const rows = await Item.load(id, manifestUrl);
  await redis.set(\`manifest:\${id}\`, JSON.stringify(rows)); //? complete=false sure=false of=caller
  return rows;
}
export async function givenKey(key: string, page: number, signal: AbortSignal) {
  const hit = await redis.get(key);
  if (hit) return hit;
  const rows = await Item.load(page, signal);
  await redis.set(key, JSON.stringify(rows)); //? none
  return rows;
}
`,
  "TypeScript: routes side by side": `
//- a.ts
import Redis from "ioredis";
import { Item } from "./models";
const redis = new Redis();
export function routes(app) {
  app.get("/a", async (req, res) => {
    const found = Item.of(req.query.page);
    return res.json(await found);
  });
  app.get("/b/:id", async (req, res) => {
    const hit = await redis.get(\`b:\${req.params.id}\`);
    if (hit) return res.json(hit);
    const found = await Item.load(req.params.id);
    await redis.set(\`b:\${req.params.id}\`, JSON.stringify(found)); //? complete=true
    return res.json(found);
  });
}
`,
  "TypeScript: a call that is given the load": `
//- a.ts
import { LRUCache } from "lru-cache";
import Redis from "ioredis";
const redis = new Redis();
async function getOrSet<T>(key: string, load: () => Promise<T>): Promise<T> {
  const hit = await redis.get(key);
  if (hit) return JSON.parse(hit);
  const value = await load();
  await redis.set(key, JSON.stringify(value), "EX", 60); //? none
  return value;
}
export async function report(shop: string, currency: string) {
  return getOrSet(\`report:\${shop}\`, async () => build(shop, currency)); //? complete=false form=fetch sure=true
}
export async function told(shop: string, currency: string) {
  return getOrSet(\`report:\${shop}:\${currency}\`, async () => build(shop, currency)); //? complete=true
}
`,
  Rust: `
//- a.rs
use moka::future::Cache;
pub struct Pages { cache: Cache<String, String>, api: Api }
impl Pages {
    pub async fn search(&self, query: &str, locale: &str, limit: u32) -> String {
        let key = format!("s:{query}:{locale}"); //? complete=false sure=true
        if let Some(found) = self.cache.get(&key).await {
            return found;
        }
        let page = self.api.search(query, locale, limit).await;
        self.cache.insert(key, page.clone()).await;
        page
    }
    pub async fn page(&self, slug: String, pool: &PgPool) -> String {
        if let Some(found) = self.cache.get(&slug).await {
            return found;
        }
        let page = self.api.load(pool, &slug).await;
        self.cache.insert(slug, page.clone()).await; //? complete=true
        page
    }
}
`,
  Python: `
#- a.py
import json
import redis
from functools import wraps
from django.core.cache import cache

r = redis.Redis()

def kept(ttl):
    def decorate(func):
        @wraps(func)
        def inner(*args, **kwargs):
            key = func.__name__  #? complete=false
            found = r.get(key)
            if found:
                return json.loads(found)
            value = func(*args, **kwargs)
            r.setex(key, ttl, json.dumps(value))
            return value
        return inner
    return decorate

def listed(request):
    page = request.GET.get("page")
    key = f"rows_{request.GET.get('sort')}"  #? complete=false of=request
    rows = cache.get(key)
    if rows is None:
        rows = list(Row.objects.order_by(request.GET.get("sort"))[int(page):])
        cache.set(key, rows, 60)
    return rows

def forced(user_id, force_refresh=False):
    rows = cache.get(f"rows_{user_id}")
    if rows is None or force_refresh:
        rows = list(Row.objects.filter(user=user_id))
        cache.set(f"rows_{user_id}", rows, 60)  #? complete=true
    return rows
`,
};
