/** Code that goes in circles or very deep: an answer comes, quickly, and what it says is not made up. */
const LINKS = 300;

function chain(language: "ts" | "rs" | "py"): string {
  const links = Array.from({ length: LINKS }, (_, at) => at + 1);
  if (language === "ts") return links.map((at) => `const x${at} = x${at - 1} + 1;`).join("\n");
  if (language === "rs") return links.map((at) => `const X${at}: u64 = X${at - 1} + 1;`).join("\n");
  return links.map((at) => `x${at} = x${at - 1} + 1`).join("\n");
}

const files = Array.from(
  { length: 40 },
  (_, at) => `//- f${at}.ts\nexport * from "./f${(at + 1) % 40}";\n`,
).join("");

const doubling = Array.from(
  { length: 60 },
  (_, at) => `const y${at + 1} = flag ? y${at} : y${at} + y${at};`,
).join("\n");

export const HOSTILE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  circles: {
    "names that define each other": `
//- a.ts
const a = b;
const b = a;
a; //= unknown
let c = c;
c; //= unknown
const d = { e: d.e };
d.e; //= unknown
`,
    "circular imports": `
//- a.ts
import { b } from "./b";
export const a = 1;
export const c = b + 1;
c; //= constant 3
//- b.ts
import { a, c } from "./a";
export const b = a + 1;
b; //= constant 2
c; //= constant 3
`,
    "circular re-exports": `
${files}
//- a.ts
import { missing } from "./f0";
missing; //= unknown
`,
    "a module that imports itself": `
//- a.ts
import * as self from "./a";
export const x = 5;
self.x; //= unknown
`,
    "functions that call themselves": `
//- a.ts
import Redis from "ioredis";
function down(n) { return n === 0 ? 1 : down(n - 1); }
function ping(n) { return pong(n); }
function pong(n) { return ping(n); }
function connect(retries) {
  try {
    return new Redis();
  } catch {
    return connect(retries - 1);
  }
}
down(3); //= constant 1 | unknown
ping(1); //= unknown
connect(3); //= instance ioredis.client
`,
    "classes that extend each other": `
//- a.ts
class A extends B { get() { return this.client; } }
class B extends A { }
new A().client; //= unknown
class C extends C { }
new C().x; //= unknown
`,
    "fields that hand each other on": `
//- a.ts
class Left {
  constructor(private right: Right) {}
  get value() { return this.right.value; }
}
class Right {
  constructor(private left: Left) {}
  get value() { return this.left.value; }
}
declare const left: Left;
left.value; //= unknown
`,
    "circles in Rust": `
//- src/lib.rs
mod a;
mod b;
//- src/a.rs
use crate::b::B;
pub const A: u64 = B + 1;
pub fn f() -> u64 { crate::b::g() }
fn h() {
    let a = A; //= unknown
    f(); //= typed u64
}
//- src/b.rs
use crate::a::A;
pub const B: u64 = A + 1;
pub fn g() -> u64 { crate::a::f() }
pub use crate::a::*;
`,
    "circles in Python": `
#- a.py
from b import y, g
x = y
def f():
    return g()
x  #= unknown
f()  #= unknown
#- b.py
from a import x, f
y = x
def g():
    return f()
class Loop:
    def __init__(self):
        self.me = self.me
    def get(self):
        return self.me  #= unknown
`,
  },
  depth: {
    "a long chain is given up, not made up": `
//- a.ts
const x0 = 0;
${chain("ts")}
x20; //= constant 20
x${LINKS}; //= unknown
`,
    "a long chain in Rust": `
//- src/lib.rs
const X0: u64 = 0;
${chain("rs")}
fn f() {
    let near = X20; //= constant 20
    let far = X${LINKS}; //= unknown
}
`,
    "a long chain in Python": `
#- a.py
x0 = 0
${chain("py")}
x20  #= constant 20
x${LINKS}  #= unknown
`,
    "choices that double": `
//- a.ts
const y0 = clock();
${doubling}
y60; //= unknown
`,
  },
};
