/** The Rust lowering: source text in, rendered tree out; then robustness against broken and hostile text. */
import { parse, registerDynamicLanguage } from "@ast-grep/napi";
import rustGrammar from "@ast-grep/lang-rust";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childrenOf } from "../../src/model/children.ts";
import type { Module, Node } from "../../src/model/syntax.ts";
import type { ParseText, SyntaxNode } from "../../src/languages/language.ts";
import { rust } from "../../src/languages/rust.ts";
import { render } from "./render.ts";
import { tries } from "../runs.ts";

registerDynamicLanguage({ rust: rustGrammar });

const parseText: ParseText = (text, grammar) => parse(grammar, text).root() as SyntaxNode;

function lower(text: string): Module {
  return rust.lower(parseText(text, "rust"), { path: "src/x.rs", text }, parseText);
}

function tree(text: string): string {
  return render(lower(text));
}

/** The statements of a function's body. */
function body(text: string): string {
  return tree(`fn f() {\n${text}\n}`);
}

describe("imports", () => {
  it("reads every shape of use", () => {
    expect(
      tree(`use redis;
use redis::{self};
use redis::aio::ConnectionManager;
use a::b::{self, c as d, e::*, f::{g, h as _}};
use ::std::io as sio;
pub use x::*;
pub(crate) use crate::config::Settings;
use {p::q, super::r};
extern crate foo as bar;`),
    ).toMatchInlineSnapshot(`
      "(import "redis" *->redis)
      (import "redis" *->redis)
      (import "redis.aio" ConnectionManager)
      (import "a.b" *->b c->d)
      (import "a.b.e" *)
      (import "a.b.f" g h->_)
      (import "std" io->sio)
      (import :exported "x" *)
      (import :exported "crate.config" Settings)
      (import "p" q)
      (import "super" r)
      (import "foo" *->bar)"
    `);
  });
});

describe("items", () => {
  it("reads functions, bounds and parameters", () => {
    expect(
      tree(`pub async fn f<'a, C: AsyncCommands + 'a, const N: usize>(mut con: &'a mut C, (a, _): (u8, u8), _: u8) -> Result<(), E> where C: Clone { Ok(()) }
fn g(f: impl Fn(u8) -> u8) { f(1); }
fn h(self_: u8) -> u8 { if self_ > 1 { return 2; } match self_ { _ => 3 } }
fn i() { for x in y {} }
fn j() { loop { work(); } }
fn k() -> u8 { loop { break 1; } }
extern "C" { fn l(x: u8, ...); }`),
    ).toMatchInlineSnapshot(`
      "(function :async :visible :exported f <C: AsyncCommands + Clone> [con: C, {a@0}: tuple<u8, u8>, : u8]: Result<tuple, E>
        (return (call Ok (list))))
      (function g [f: impl<Fn<u8, u8>>]
        (call f 1))
      (function h [self_: u8]: u8
        (if (> self_ 1)
          (return 2))
        (return (switch self_
         default
          3)))
      (function i []
        (loop each {x} over=y))
      (function j []
        (loop forever
          (call work)))
      (function k []: u8
        (return (loop forever
          (break 1))))
      (function :declared l [x: u8, ...])"
    `);
  });

  it("reads structs, enums, traits and impls as classes", () => {
    expect(
      tree(`#[derive(Debug, serde::Serialize)]
pub struct A { pub con: Arc<Mutex<C>>, #[serde(default)] r#type: Option<u8> }
struct Pair<T>(#[serde(skip)] pub T, u8);
struct Unit;
union U { a: u8 }
pub enum E { #[default] A = 1, B(u8, pub T), C { x: u8 } }
trait Cache<K: Hash>: Send + Sync { const N: u8; type Item: Clone; fn get(&self) -> u8; fn new() -> Self { x() } }
impl<C: AsyncCommands> Cache<u8> for store::A<C> where C: Clone { type Item = u8; const N: u8 = 1; fn get(self: Arc<Self>) {} made!(); }
impl A { pub const TTL: u64 = 60; pub fn new() -> Self { Self { con } } fn private(&self) {} }`),
    ).toMatchInlineSnapshot(`
      "(struct @derive(call derive Debug (:: serde Serialize)) :exported A
        (field :visible con: Arc<Mutex<C>>)
        (field @serde(call serde default) type: Option<u8>))
      (struct Pair
        (field @serde(call serde skip) :visible 0: T)
        (field 1: u8))
      (struct Unit)
      (struct U
        (field a: u8))
      (enum :exported E
        (field @default :static :visible A = 1)
        (field :static :visible B: B<u8, T>)
        (field :static :visible C: C<u8>))
      (interface Cache < Send < Sync
        (field :static :visible N: u8)
        (function :visible :declared get <K: Hash> []: u8)
        (function :static :visible new <K: Hash> []: Self
          (return (call x)))
        (declare :constant {Item} = (other "type-alias")))
      (impl A < Cache<u8>
        (field :static :visible N: u8 = 1)
        (function :visible get <C: AsyncCommands + Clone> [])
        (declare :constant {Item} u8 = (other "type-alias"))
        (macro made))
      (impl A
        (field :static :visible TTL: u64 = 60)
        (function :static :visible :exported new []: Self
          (return (record type=Self con: con)))
        (function private []))"
    `);
  });

  it("reads constants, aliases and modules", () => {
    expect(
      tree(`pub const TTL: u64 = 60 * 60;
static mut COUNT: u8 = 1;
pub type Pool = bb8::Pool<M>;
pub mod a;
#[cfg(test)] mod b { #![allow(x)] fn t() {} }
macro_rules! m { () => {} }`),
    ).toMatchInlineSnapshot(`
      "(declare :constant :exported {TTL} u64 = (* 60 60))
      (declare {COUNT} u8 = 1)
      (declare :constant :exported {Pool} bb8.Pool<M> = (other "type-alias"))
      (submodule a)
      (namespace @cfg(call cfg test) b
        (function t []))
      (other "macro_definition")"
    `);
  });

  it("reads attributes as decorators", () => {
    expect(
      tree(`#![cfg(test)]
#![allow(dead_code)]
#[tokio::main]
#[cached(size = 10, type = "Map<u8>", convert = r#"{ "a" }"#)]
#[cfg(all(test, not(feature = "x")))]
#[path = "y.rs"]
#[get("/x/<id>")]
fn f(#[from] a: u8) {
  #[cfg(debug)] log();
  #[allow(x)] let y = 1;
  g(#[cfg(b)] c);
}`),
    ).toMatchInlineSnapshot(`
      "(call cfg test)
      (function @tokio.main(:: tokio main) @cached(call cached size=10 type="Map<u8>" convert="{ \\"a\\" }") @cfg(call cfg (call all test (call not feature="x"))) @path(call path "y.rs") @get(call get "/x/<id>") f [@from a: u8]
        (if (call cfg debug)
          (call log))
        (declare @allow(call allow x) :constant {y} = 1)
        (call g c))"
    `);
  });

  it("keeps an attribute's text and place", () => {
    const text = "#[cached(size = 10)]\nfn f() {}";
    const [item] = lower(text).body;
    expect(item?.kind === "function" ? item.decorators[0] : undefined).toMatchObject({
      name: "cached",
      text: "cached(size = 10)",
      start: 0,
      end: 20,
    });
  });

  it("reads types", () => {
    expect(
      tree(`fn f(a: &'a mut T, b: Arc<Mutex<redis::aio::Connection>>, c: Box<dyn Fn(A) -> B + Send + 'static>, d: &(dyn A + Send), e: (A, B), f: [u8; 4], g: &[u8], h: fn(u8) -> u8, i: *const u8, j: <T as X>::Y, k: T::Item, l: Foo<'_, 3>, m: dyn for<'a> Fn(&'a T)) -> impl Future<Output = ()> + '_ {}
fn g() -> ! {}`),
    ).toMatchInlineSnapshot(`
      "(function f [a: T, b: Arc<Mutex<redis.aio.Connection>>, c: Box<dyn<Fn<A, B>, Send>>, d: dyn<A, Send>, e: tuple<A, B>, f: list<u8>, g: list<u8>, h: function<u8, u8>, i: u8, j: T.Y, k: T.Item, l: Foo<3>, m: dyn<Fn<T>>]: impl<Future<Output<tuple>>>)
      (function g []: !)"
    `);
  });
});

describe("statements and expressions", () => {
  it("reads let", () => {
    expect(
      body(`let a = 1; let mut b: u8 = 2; let c; let (d, .., e) = x; let (mut g, h) = y;
let Point { x, y: Some(z), .. } = p; let [q, rest @ ..] = l; let Foo(m, _, n) = o;
let Some(v) = con.get(k) else { return };
let Ok(_) = con.get(k) else { panic!() };`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (declare :constant {a} = 1)
        (declare {b} u8 = 2)
        (declare {c})
        (declare :constant {d@0} {e@-1} = x)
        (declare {g@0} {h@1} = y)
        (declare :constant {x@x} {z@y} = p)
        (declare :constant {q@0} {rest@1} = l)
        (declare :constant {m@0} {n@2} = o)
        (declare :constant {v} = (call (. con get) k))
        (if (unary ! (pattern-test "Some(v)" v))
          (return))
        (if (unary ! (pattern-test "Ok(_)" (call (. con get) k)))
          (macro panic)))"
    `);
  });

  it("reads literals", () => {
    expect(
      body(
        String.raw`a("x\n\u{41}\"", r#"a"b"#, b"c", 'd', b'\n', "e\
   f"); b(60u64, 10_000, 0xff, 0b11u8, 1e3, 1.5f32, true, None, Option::None, Some(1), (), -1);`,
      ),
    ).toMatchInlineSnapshot(`
      "(function f []
        (call a "x\\nA\\"" "a\\"b" "c" "d" "\\n" "ef")
        (call b 60 10000 255 3 1000 1.5 true null null (call Some 1) (list) (unary - 1)))"
    `);
  });

  it("reads calls, members and paths", () => {
    expect(
      body(`con.get::<_, String>(&key).await?; HashMap::<K, V>::with_capacity(10); <T as Trait>::go(1);
a::b::C.d.0.1; self.x[1].y; crate::f(&mut *x as u8); r#type.into(); (a.b)(c);
x.iter().map(parse::<u8>);`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (await (call (. con get) <_, String> key))
        (call (:: HashMap with_capacity) <K, V> 10)
        (call (:: T go) 1)
        (. (. (. (:: (:: a b) C) d) 0) 1)
        (. (index (. self x) 1) y)
        (call (:: crate f) x)
        (call (. type into))
        (call (. a b) c)
        (call (. (call (. x iter)) map) parse))"
    `);
  });

  it("reads operators, lists, records and ranges", () => {
    expect(
      body(`a + b * c; !a && -b < 3; x = y; x += 1; [1, 2]; [0; n]; (a, b); Foo { a, b: 1, ..Default::default() };
a::Foo::<T> { a }; x[1..]; x[..=2]; a..b; if a { 1 } else { 2 };`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (+ a (* b c))
        (&& (unary ! a) (< (unary - b) 3))
        (assign = x y)
        (assign += x 1)
        (list 1 2)
        (list 0 (other "length" n))
        (list a b)
        (record type=Foo a: a b: 1 ...(call (:: Default default)))
        (record type=(:: a Foo) a: a)
        (index x (other "range" 1))
        (index x (other "range" 2))
        (other "range" a b)
        (if a
          1
         else
          2))"
    `);
  });

  it("reads control flow", () => {
    expect(
      body(`if let Some(x) = y && let Ok(z) = w && q { a(); } else if b { c } else { d }
while let Some(x) = it.next() { continue; }
while true {} while a < b {}
'outer: for (i, x) in xs.iter().enumerate() { break 'outer; }
match v { Some(A) | None if go => 1, Foo { a, b: c } => { d(); } n @ 1..=3 => n, "x" => 2, Foo::A => 3, -1 => 4, &e => e, m::F(g, _, h) => return, _ => () }
unsafe { a() } async move { b().await }; const { 1 }; { c }
return; yield 1;`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (if (&& (&& (pattern-test "Some(x)" {x} y) (pattern-test "Ok(z)" {z} w)) q)
          (call a)
         else
          (if b
            c
           else
            d))
        (loop while over=(pattern-test "Some(x)" {x} (call (. it next)))
          (continue))
        (loop forever)
        (loop while over=(< a b))
        (loop each {i@0} {x@1} over=(call (. (call (. xs iter)) enumerate))
          (break))
        (switch v
         case "Some(A) | None" guard=go
          1
         case "Foo { a, b: c }" {a@a} {c@b}
          (call d)
         case "n @ 1..=3" {n}
          n
         case "\\"x\\"" test="x"
          2
         case "Foo::A" test=(:: Foo A)
          3
         case "-1" test=-1
          4
         case "&e" {e}
          e
         case "m::F(g, _, h)" {g@0} {h@2}
          (return)
         default
          (list))
        (block
          (call a))
        (block :async
          (await (call b)))
        (block
          1)
        (block
          c)
        (return)
        (other "yield_expression" 1))"
    `);
  });

  it("reads closures", () => {
    expect(
      body(`let a = |x, _, (b, _): (u8, u8), &c| x + 1;
spawn(async move |x| { go(x).await }); run(async move || { a(); b });
spawn(move || async move { work().await; done });
let d = |x: u8| -> u8 { x };`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (declare :constant {a} = (function [x, , {b@0}: tuple<u8, u8>, c]
          (return (+ x 1))))
        (call spawn (function :async [x]
          (return (await (call go x)))))
        (call run (function :async []
          (call a)
          (return b)))
        (call spawn (function []
          (return (block :async
            (await (call work))
            done))))
        (declare :constant {d} = (function [x: u8]: u8
          (return x))))"
    `);
  });
});

describe("macros", () => {
  it("makes format strings templates", () => {
    expect(
      body(`let k = format!("user:{}:{id}:{{x}}", self.id);
println!("{0} {0:?} {x:>5}\\n", a, x = 1); write!(f, "{:.*} {}", 2, y, z)?; info!("plain");
assert!(ok, "no {}", why); assert_eq!("{}", a); assert_eq!(a, b, "{a} {}", c);
bail!("bad {}", x.y()); key!("user:{}", id); route!("/x/{id}"); format!(CONST, a); format!("\\u{1F600}{}", a);`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (declare :constant {k} = (template "user:" (. self id) ":" id ":{x}"))
        (macro println (template a " " a " " 1 "\\n"))
        (macro write f (template y " " z) 2)
        (macro info "plain")
        (macro assert ok (template "no " why))
        (macro assert_eq "{}" a)
        (macro assert_eq a b (template a " " c))
        (macro bail (template "bad " (call (. x y))))
        (macro key (template "user:" id))
        (macro route "/x/{id}")
        (macro format CONST a)
        (template "😀" a))"
    `);
  });

  it("reads tracing's and named arguments", () => {
    expect(
      body(`info!(target: "x", user = %u.id, ?y, n = 1, "msg {}", z);
cache!(key: a, ttl: 60);`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (macro info y (template "msg " z) target="x" user=(. u id) n=1)
        (macro cache key=a ttl=60))"
    `);
  });

  it("reads lists, tests and records", () => {
    expect(
      body(`vec![1, 2,]; vec![0u8; len]; matches!(x, Some(A { b, .. }) if b > 3); matches!(c, 'a' | 'b');
json!({ "a": 1, "b": [x, { "c": null }], key: f(1) }); json!(x); hashmap!{ "a" => 1 };`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (list 1 2)
        (list 0 (other "length" len))
        (&& (pattern-test "Some(A { b, .. })" {b@b} x) (> b 3))
        (pattern-test "'a' | 'b'" c)
        (macro json (record a: 1 b: (list x (record c: null)) [key]: (call f 1)))
        (macro json x)
        (macro hashmap (record a: 1)))"
    `);
  });

  it("reads declarations at their place", () => {
    expect(
      tree(`lazy_static! { /// doc
  pub static ref POOL: Mutex<u8> = Mutex::new(1); static ref B: u8 = 2; }
thread_local! { static C: RefCell<u8> = RefCell::new(1) }
cfg_if! { if #[cfg(feature = "x")] { fn a() {} } else { fn b() {} } }
pin_project! { pub struct P { #[pin] a: u8 } }`),
    ).toMatchInlineSnapshot(`
      "(declare :constant :exported {POOL} Mutex<u8> = (call (:: Mutex new) 1))
      (declare :constant {B} u8 = 2)
      (declare :constant {C} RefCell<u8> = (call (:: RefCell new) 1))
      (function a [])
      (function b [])
      (struct :exported P
        (field @pin a: u8))
      ; doc"
    `);
  });

  it("reads select", () => {
    expect(
      body(`tokio::select! { biased;
  Some(x) = rx.recv(), if go => { use_it(x); }
  _ = sleep(Duration::from_secs(1)) => break,
  else => return }`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (return (other "select" (if (&& (pattern-test "Some(x)" {x} (await (call (. rx recv)))) go)
          (call use_it x)) (if (pattern-test "_" (await (call sleep (call (:: Duration from_secs) 1))))
          (break)) (return))))"
    `);
  });

  it("saves the expressions of what it cannot read", () => {
    expect(
      body(`weird!(a => b.c(), (d e; f(1)), if x); retry! { go(); done }
outer!(inner!(a, b), vec![c]); spaced :: path ! [ 1 ];`),
    ).toMatchInlineSnapshot(`
      "(function f []
        (other "macro_invocation" a (call (. b c)) (call f 1))
        (macro retry (block
          (call go)
          done))
        (macro outer (macro inner a b) (list c))
        (macro (:: spaced path) 1))"
    `);
  });

  it("gives offsets of the file inside macros", () => {
    const text = 'fn f() { /* 😀 */ info!(x, inner!(|| con.get(key)), "a {} {name}", y); }';
    const found: string[] = [];
    visit(lower(text).body, (node) => {
      if (node.kind === "name" || node.kind === "member")
        found.push(text.slice(node.start, node.end));
    });
    expect(found.toSorted()).toEqual(["con", "con.get", "info", "inner", "key", "name", "x", "y"]);
  });
});

describe("comments", () => {
  it("finds every comment, without its marks", () => {
    expect(
      tree(
        `//! module\r\n/// item\r\n// plain\r\n/* a /* nested */ b */\nfn f(/* p */) { m!(/* q */ "// no"); '"'; /** one\n * two\n */ r#" // no "#; 'a: loop {} }`,
      ),
    ).toMatchInlineSnapshot(`
      "(function f []
        (macro m "// no")
        "\\""
        " // no "
        (loop forever))
      ; module
      ; item
      ; plain
      ; a /* nested */ b
      ; p
      ; q
      ; one\\ntwo"
    `);
  });
});

describe("paths of tests", () => {
  it.each([
    ["tests/a.rs", true],
    ["crates/x/benches/b.rs", true],
    ["examples/c.rs", true],
    ["src/testing/d.rs", true],
    ["a/fixtures/e.rs", true],
    ["test-utils/src/lib.rs", true],
    ["integration-tests/f.rs", true],
    ["src/tests.rs", true],
    ["src/cache_test.rs", true],
    ["src/test_cache.rs", true],
    ["e2e_tests/src/main.rs", true],
    ["crates/e2e/src/lib.rs", true],
    ["speed-test/src/main.rs", false],
    ["crates/test-runner/src/lib.rs", false],
    ["build.rs", false],
    ["src/contests/a.rs", false],
    ["src/latest.rs", false],
    ["src/lib.rs", false],
  ])("%s: %s", (path, expected) => {
    expect(rust.isTestPath(path)).toBe(expected);
  });
});

describe("robustness", () => {
  it("reads an empty file, a BOM and line breaks of every kind", () => {
    expect(tree("")).toBe("");
    expect(lower("\ufefffn f() {}").body[0]).toMatchObject({ start: 1, end: 10 });
    expect(tree("fn f() {\r\n  a();\r\n  b()\r\n}\r\n")).toBe(
      "(function f []\n  (call a)\n  (return (call b)))",
    );
  });

  it("reports what the grammar cannot read and lowers the rest", () => {
    const sources = [
      "fn a() { let x = 1 }",
      "fn a() { foo(1 2); b() }",
      "fn a() { x. }",
      "fn a( { b() }",
    ];
    expect(sources.map(tree).join("\n")).toMatchInlineSnapshot(`
      "(function a []
        (declare :constant {x} = 1))
      ! 18-18
      (function a []
        (call foo 1)
        (return (call b)))
      ! 15-16
      (function a []
        (return (. x )))
      ! 11-11
      (function a []
        (return (call b)))"
    `);
  });

  it.each(Object.entries(deeplyNested()))("survives deep nesting: %s", (_name, text) => {
    const module = lower(text);
    expect(module.path).toBe("src/x.rs");
  });

  it("keeps a chain of 5,000 operators and says where it gave up", () => {
    expect(lower(`fn f() { a${" + a".repeat(5000)}; }`).errors).toEqual([]);
    expect(lower(`fn f() ${"{".repeat(1000)}${"}".repeat(1000)}`).errors).toHaveLength(1);
  });

  it("never throws on random tokens", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }), (tokens) => {
        expect(straying(lower(tokens.join(" ")))).toEqual([]);
      }),
      tries(400),
    );
  });

  it("never throws on a cut sample", () => {
    fc.assert(
      fc.property(fc.nat(SAMPLE.length), fc.nat(SAMPLE.length), (a, b) => {
        const text = SAMPLE.slice(0, Math.min(a, b)) + SAMPLE.slice(Math.max(a, b));
        expect(straying(lower(text))).toEqual([]);
      }),
      tries(300),
    );
  });

  it("reads simple expressions from text as the grammar does", () => {
    // A comment inside sends the reader to the grammar; nothing else may change but offsets.
    const simple = [
      "a",
      "a.b",
      "A::b",
      '"x"',
      "1",
      "None",
      "f(a, &b)",
      "s.a.await",
      "x?",
      "Ok(a)?.b",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...simple), { minLength: 1, maxLength: 5 }), (parts) => {
        const call = parts.reduce((inner, part) => `g(${inner}, ${part}).m(${part})`);
        expect(body(`${call};`)).toBe(
          body(`${call.replaceAll("(", "(/**/")};`).replaceAll(/\n; *$/gm, ""),
        );
      }),
    );
  });
});

/** Decorators stand before what they belong to; all else lies inside its parent. */
function straying(module: Module): string[] {
  const found: string[] = [];
  visit(module.body, (node) => {
    const decorators = "decorators" in node ? node.decorators.map((one) => one.value) : [];
    for (const child of childrenOf(node)) {
      const isInside = node.start <= child.start && child.end <= node.end;
      const isDecorator = decorators.some((one) => one === child);
      if (!isInside && !isDecorator) found.push(`${child.kind} in ${node.kind} at ${child.start}`);
      if (child.parent !== node) found.push(`${child.kind} without parent`);
    }
  });
  return found;
}

function visit(nodes: readonly Node[], each: (node: Node) => void): void {
  const pending = [...nodes];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    each(node);
    pending.push(...childrenOf(node));
  }
}

function deeplyNested(): Record<string, string> {
  const nest = (open: string, count: number, inner: string, close: string): string =>
    `fn f() { ${open.repeat(count)}${inner}${close.repeat(count)}; }`;
  return {
    parentheses: nest("(", 20_000, "1", ")"),
    references: nest("& ", 20_000, "a", ""),
    negations: nest("!", 20_000, "a", ""),
    operators: nest("a + ", 5_000, "a", ""),
    calls: nest("", 5_000, "a", ".b()"),
    arguments: nest("g(", 3_000, "a", ")"),
    blocks: nest("{", 3_000, "", "}"),
    closures: nest("|x| ", 3_000, "a", ""),
    elses: nest("if a {} else ", 2_000, "{}", ""),
    types: `type A = ${"V<".repeat(3_000)}u8${">".repeat(3_000)};`,
    patterns: `fn f() { let ${"(".repeat(3_000)}a${",)".repeat(3_000)} = x; }`,
    macros: nest("g!(", 2_000, "1", ")"),
    unreadable: nest("g!(a b, [", 300, "1", "])"),
    json: nest('json!({"a": ', 200, "1", "})"),
    modules: `${"mod a {".repeat(2_000)}${"}".repeat(2_000)}`,
    uses: `use ${"a::{".repeat(3_000)}b${"}".repeat(3_000)};`,
    open: `fn f() { ${"(".repeat(5_000)}`,
  };
}

const TOKENS: readonly string[] = [
  ...'fn f ( ) { } [ ] < > let x = 1 ; , :: . ! # ? & | => -> \'a\' \'a "s" "{} {x}" /* // \n'.split(
    " ",
  ),
  ..."match if else loop while for in impl struct enum trait use mod pub async move await return".split(
    " ",
  ),
  ..."format! vec! json! matches! select! lazy_static! info! _ .. ..= @ ref mut where Some None % 😀 $x".split(
    " ",
  ),
  ..."#[cfg(test)] r#\"raw\"# \\ b'x' 1.5 x.await static type as dyn self Self crate".split(" "),
];

const SAMPLE = `//! A cache. 😀
use crate::config::{self, Settings as Config};
#[derive(Clone)]
pub struct Cache<C: AsyncCommands> { con: C, pub ttl: Option<u64> }
impl<C> Cache<C> where C: AsyncCommands {
    /// Reads through.
    pub async fn get(&mut self, id: u64) -> Result<Option<User>, Error> {
        let key = format!("user:{}:{id:?}", self.prefix);
        if let Some(hit) = self.con.get::<_, String>(&key).await? && !hit.is_empty() {
            return Ok(serde_json::from_str(&hit)?);
        }
        let Some(user) = self.load(id).await else { warn!(id = %id, "missing {}", key); return Ok(None) };
        match self.ttl { Some(ttl @ 1..=60) if ttl > 3 => self.con.set_ex(&key, json!({ "a": [1, user.name] }), ttl).await?, _ => {} }
        tokio::select! { Some(x) = rx.recv() => use_it(x), _ = sleep(D) => { return Err(anyhow!("late {x}")) } }
        for (i, x) in vec![1; 3].iter().enumerate() { spawn(async move { work(x, |a, _| a + i).await }); }
        Ok(Some(User { id, ..user }))
    }
}
lazy_static! { static ref POOL: Mutex<u8> = Mutex::new(0xff); }
#[cfg(test)]
mod tests { #[test] fn t() { assert_eq!(matches!(x, A | B), true, "no {}", 'c'); } }
`;
