/** Decorators and attributes that keep results; field note 27. */
export const MEMOISED_FUNCTION: Readonly<Record<string, string>> = {
  Python: `
#- a.py
import functools
from functools import cache, cached_property, lru_cache
from own import cache as own
@cache  #? bounded=false keys=likely
def one(x): ...
@functools.cache  #? bounded=false
def two(x): ...
@lru_cache  #? bounded=true
def three(x): ...
@lru_cache()  #? bounded=true
def four(x): ...
@functools.lru_cache(maxsize=None)  #? bounded=false keys=open
def five(user_id): ...
@cache  #? bounded=false keys=closed
def by_model(model): ...
@lru_cache(None)  #? bounded=false
def six(x): ...
@lru_cache(maxsize=10)  #? bounded=true
def seven(x): ...
@cache  #? bounded=false keys=closed
def nothing(): ...
class A:
    @lru_cache(maxsize=None)  #? bounded=false
    def method(self, x): ...
    @cached_property
    def prop(self): ...
@own
def other(x): ...
`,
  "libraries for Python": `
#- a.py
import aiocache
from aiocache import Cache, cached, multi_cached
from async_lru import alru_cache
from cachetools import TTLCache, cached as kept, cachedmethod
from cachetools.func import ttl_cache
from django.core.cache import cache
@cached(ttl=60)  #? provides=local-cache expiry=given bounded=false
async def one(x): ...
@cached(ttl=0, cache=Cache.MEMCACHED)  #? provides=shared-cache expiry=absent
async def two(x): ...
@aiocache.cached_stampede(cache=aiocache.RedisCache, ttl=TTL)  #? provides=shared-cache expiry=given
async def three(x): ...
@multi_cached("ids", cache=choose())  #? none
async def four(ids): ...
@cached(alias="redis")  #? provides=unknown expiry=absent
async def five(x): ...
@alru_cache  #? provides=local-cache bounded=true
async def six(x): ...
@alru_cache(maxsize=None, ttl=5)  #? bounded=false expiry=given
async def seven(x): ...
@kept({})  #? bounded=false
def eight(x): ...
@kept(cache={})  #? bounded=false
def nine(x): ...
@kept(TTLCache(10, 60))  #? none
def ten(x): ...
@ttl_cache(maxsize=10)  #? bounded=true
def eleven(x): ...
class A:
    @cachedmethod(lambda self: self.cache)  #? none
    def method(self, x): ...
@cache.get_or_set  #? none
def other(x): ...
`,
  "a library that is told its options elsewhere": `
#- main.py
from fastapi_cache import FastAPICache
from fastapi_cache.backends.redis import RedisBackend
async def start():
    FastAPICache.init(RedisBackend(connect()), expire=60)
#- a.py
from fastapi_cache.decorator import cache
@cache()  #? provides=shared-cache expiry=given
async def one(x): ...
@cache(expire=None)  #? expiry=absent
async def two(x): ...
`,
  "and one that is told nothing": `
#- a.py
from fastapi_cache.decorator import cache
@cache()  #? provides=unknown expiry=absent
async def one(x): ...
`,
  "callers that go in a circle": `
#- a.py
from functools import cache
@cache  #? bounded=false keys=likely
def down(x): return up(f"{x}!", x + 1)
def up(y, z): return [down(f"{y}"), down(y + z), around(down)]
def around(y): return up(f"{y}", up(y, [y]))
`,
  Rust: `
//- src/lib.rs
use cached::proc_macro::cached;
#[cached] //? bounded=false
fn one(n: u64) -> u64 { n }
#[cached(size = 10)] //? bounded=true
fn two(n: u64) -> u64 { n }
#[cached(time = 60)] //? bounded=false
fn three(n: u64) -> u64 { n }
#[cached(ty = "SizedCache<u64, u64>", create = "{ SizedCache::with_size(10) }")] //? none
fn four(n: u64) -> u64 { n }
#[derive(Clone)]
struct Plain;
`,
  "TypeScript has none": `
//- a.ts
class A {
  @memoize()
  one(x: number) { return x; }
}
`,
};
