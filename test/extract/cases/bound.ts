/** Bounds of modelled in-process caches. */
export const BOUND: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import { LRUCache } from "lru-cache";
import NodeCache from "node-cache";
import QuickLRU from "quick-lru";
import Redis from "ioredis";
declare const options: { max: number };
const LIMIT = 100;
new LRUCache({ max: 500 }); //? bounded=true library=lru-cache
new LRUCache({ maxSize: 5000, sizeCalculation: () => 1 }); //? bounded=true
new LRUCache({ ttl: 5 }); //? bounded=false
new LRUCache({ max: 0, ttl: 5 }); //? bounded=false
new LRUCache({ max: Number.POSITIVE_INFINITY, ttl: 5 }); //? bounded=false
new LRUCache({ max: LIMIT }); //? bounded=true
new LRUCache({ max: Number(process.env.MAX ?? 500) }); //? bounded=true
new LRUCache({ max: Number(process.env.MAX) }); //? bounded=unknown
new LRUCache(options); //? bounded=unknown
new NodeCache(); //? bounded=false
new NodeCache({ stdTTL: 60 }); //? bounded=false
new NodeCache({ maxKeys: -1 }); //? bounded=false
new NodeCache({ maxKeys: 100 }); //? bounded=true
new QuickLRU({ maxSize: 10 }); //? bounded=true
new Redis(); //? none
new Map(); //? none
`,
  Rust: `
//- src/lib.rs
use moka::future::Cache;
use lru::LruCache;
use std::num::NonZeroUsize;
use std::time::Duration;
const CAP: u64 = 1_000;
fn f(capacity: u64) {
    let a: Cache<String, String> = Cache::new(100); //? bounded=true library=moka
    let b: Cache<String, String> = Cache::new(CAP); //? bounded=true
    let c: Cache<String, String> = Cache::new(u64::MAX); //? bounded=false
    let d: Cache<String, String> = Cache::new(capacity); //? bounded=true
    let e: Cache<String, String> = Cache::builder().max_capacity(10).build(); //? bounded=true
    let g: Cache<String, String> = Cache::builder()
        .time_to_live(Duration::from_secs(60))
        .build(); //? bounded=false
    let h: LruCache<String, String> = LruCache::new(NonZeroUsize::new(10).unwrap()); //? bounded=true
    let i: LruCache<String, String> = LruCache::unbounded(); //? bounded=false
    let map: std::collections::HashMap<u8, u8> = std::collections::HashMap::with_capacity(10); //? none
}
`,
  Python: `
#- a.py
from cachetools import LRUCache, TTLCache
import math
LIMIT = 100
LRUCache(maxsize=10)  #? bounded=true library=cachetools
LRUCache(LIMIT)  #? bounded=true
TTLCache(maxsize=math.inf, ttl=5)  #? bounded=false
TTLCache(maxsize=float("inf"), ttl=5)  #? bounded=false
dict()  #? none
def f(n):
    return LRUCache(maxsize=n)  #? bounded=unknown
`,
};
