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
