import { parse } from "@ast-grep/napi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ParseText, SyntaxNode } from "../../src/languages/language.ts";
import { typescript } from "../../src/languages/typescript.ts";
import { childrenOf } from "../../src/model/children.ts";
import type { Module, Node } from "../../src/model/syntax.ts";
import { render, strayingSpans } from "./render.ts";
import { tries } from "../runs.ts";

const parseText: ParseText = (text, grammar) => parse(grammar, text).root() as SyntaxNode;

function lower(text: string, grammar = "TypeScript"): Module {
  return typescript.lower(parseText(text, grammar), { path: "x.ts", text }, parseText);
}

/** Each example is lowered on its own; a difference shows the source beside the tree. */
function lowered(...sources: readonly string[]): string {
  return sources.map((source) => `${source}\n=> ${render(lower(source))}`).join("\n");
}

function nodesOf(module: Module): Node[] {
  const nodes: Node[] = [];
  const pending: Node[] = [...module.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    pending.push(...childrenOf(node));
  }
  return nodes;
}

describe("expressions", () => {
  test("what a call with type arguments gives is awaited, not its callee", () => {
    expect(lowered("await cache.get<User>(key)")).toMatchInlineSnapshot(`
      "await cache.get<User>(key)
      => (await (call (. cache get) <User> key))"
    `);
  });

  test("literals and names", () => {
    expect(
      lowered(
        "f(1, 10_000, 10n, 0xff, 0b11, 0o17, 017, 1e3, .5)",
        String.raw`f("a\n\u{1f600}\x41\"", 'it''s', "", "http://x")`,
        "f(true, false, null, undefined, void 0)",
        "f(this, café, $x_1, #p in q)",
        "f(`plain`, `a ${b} c${d}\\n`, tag`x ${y}`)",
        "f(/[/*]\\/\\//g)",
      ),
    ).toMatchInlineSnapshot(`
      "f(1, 10_000, 10n, 0xff, 0b11, 0o17, 017, 1e3, .5)
      => (call f 1 10000 10 255 3 15 15 1000 0.5)
      f("a\\n\\u{1f600}\\x41\\"", 'it''s', "", "http://x")
      => (call f "a\\n😀A\\"" "s" "" "http://x")
      (other "ERROR" "it")
      ! 24-28
      f(true, false, null, undefined, void 0)
      => (call f true false null null null)
      f(this, café, $x_1, #p in q)
      => (call f this café $x_1 (in #p q))
      f(\`plain\`, \`a \${b} c\${d}\\n\`, tag\`x \${y}\`)
      => (call f "plain" (template "a " b " c" d "\\n") (call tag (template "x " y)))
      f(/[/*]\\/\\//g)
      => (call f (other "regex"))"
    `);
  });

  test("members, indexes and calls", () => {
    expect(
      lowered(
        "a.b?.c.#d",
        "this.client /* shared */ .get",
        "redis\n  .multi()\n  // two steps\n  .set(k, v,\n    'EX', // seconds\n    60)\n  .exec();",
        "a?.[b]?.(c)",
        "con.get<string>(key, ...rest)",
        "new X; new a.b.C<Map<string, User>>(1); new (f())(2)",
        "import('x').then((m) => m.default)",
        "import.meta.env.URL; super.close(); new.target",
        "promise.then(cb).catch(() => {})",
      ),
    ).toMatchInlineSnapshot(`
      "a.b?.c.#d
      => (. (. (. a b) c) #d)
      this.client /* shared */ .get
      => (. (. this client) get)
      ; shared
      redis
        .multi()
        // two steps
        .set(k, v,
          'EX', // seconds
          60)
        .exec();
      => (call (. (call (. (call (. redis multi)) set) k v "EX" 60) exec))
      ; two steps
      ; seconds
      a?.[b]?.(c)
      => (call (index a b) c)
      con.get<string>(key, ...rest)
      => (call (. con get) <string> key (spread rest))
      new X; new a.b.C<Map<string, User>>(1); new (f())(2)
      => (new X)
      (new (. (. a b) C) <Map<string, User>> 1)
      (new (call f) 2)
      import('x').then((m) => m.default)
      => (call (. (call import "x") then) (function :visible [m]
        (return (. m default))))
      import.meta.env.URL; super.close(); new.target
      => (. (. (. import meta) env) URL)
      (call (. super close))
      (. new target)
      promise.then(cb).catch(() => {})
      => (call (. (call (. promise then) cb) catch) (function :visible []))"
    `);
  });

  test("operators", () => {
    expect(
      lowered(
        "a === b && c !== d || !e",
        "a ?? b; a ** b; 'k' in o; x instanceof Y",
        "(a /* left */ + (b)) / c",
        "delete x.y; typeof x; -1; i++; --j; void f()",
        "a ? b : c",
        "x = 1; x.y += 2; x ||= 3; a = b = c",
        "[a, b = 1, ...c] = d; ({ a, b: c, d = 2, ...e } = f)",
        "a, b",
        "await x; for (;;) { }",
      ),
    ).toMatchInlineSnapshot(`
      "a === b && c !== d || !e
      => (|| (&& (== a b) (!= c d)) (unary ! e))
      a ?? b; a ** b; 'k' in o; x instanceof Y
      => (?? a b)
      (** a b)
      (in "k" o)
      (instanceof x Y)
      (a /* left */ + (b)) / c
      => (/ (+ a b) c)
      ; left
      delete x.y; typeof x; -1; i++; --j; void f()
      => (unary delete (. x y))
      (unary typeof x)
      (unary - 1)
      (unary ++ i)
      (unary -- j)
      (unary void (call f))
      a ? b : c
      => (? a b c)
      x = 1; x.y += 2; x ||= 3; a = b = c
      => (assign = x 1)
      (assign += (. x y) 2)
      (assign ||= x 3)
      (assign = a (assign = b c))
      [a, b = 1, ...c] = d; ({ a, b: c, d = 2, ...e } = f)
      => (assign = (list a (assign = b 1) (spread c)) d)
      (assign = (record a: a b: c d: (assign = d 2) ...e) f)
      a, b
      => (other "sequence_expression" a b)
      await x; for (;;) { }
      => (await x)
      (loop forever)"
    `);
  });

  test("what carries no meaning is dropped", () => {
    expect(lowered("((a)).b", "(a as B).c", "<B>a", "a!.b!", "a satisfies B", "f<T>; x = f<T>"))
      .toMatchInlineSnapshot(`
      "((a)).b
      => (. a b)
      (a as B).c
      => (. a c)
      <B>a
      => a
      a!.b!
      => (. a b)
      a satisfies B
      => a
      f<T>; x = f<T>
      => f
      (assign = x f)"
    `);
  });

  test("objects and lists", () => {
    expect(
      lowered(
        "f([a, , ...b, 'c'], [])",
        "f({ a, 'b-c': 1, 3: 2, 0x10: 4, [d]: 5, ['e']: 6, ...rest })",
        "f({ m() {}, get g() { return 1 }, set g(v) {}, async *s() {}, [k]() {}, f: async () => 2 })",
      ),
    ).toMatchInlineSnapshot(`
      "f([a, , ...b, 'c'], [])
      => (call f (list a (spread b) "c") (list))
      f({ a, 'b-c': 1, 3: 2, 0x10: 4, [d]: 5, ['e']: 6, ...rest })
      => (call f (record a: a b-c: 1 3: 2 16: 4 [d]: 5 e: 6 ...rest))
      f({ m() {}, get g() { return 1 }, set g(v) {}, async *s() {}, [k]() {}, f: async () => 2 })
      => (call f (record m: (function :visible m []) g: (function :visible :getter g []
        (return 1)) g: (function :visible g [v]) s: (function :async :generator :visible s []) [k]: (function :visible [k] []) f: (function :async :visible []
        (return 2))))"
    `);
  });

  test("JSX keeps its expressions", () => {
    const text = `const x = <A b="c//d" e={f()} {...g}>text // no comment {h && <B i={j}/>}{/* k */}</A>;`;
    expect(render(lower(text, "Tsx"))).toMatchInlineSnapshot(`
      "(declare :constant {x} = (other "jsx_element" (other "jsx_attribute" (call f)) (spread g) (&& h (other "jsx_self_closing_element" (other "jsx_attribute" j)))))
      ; k"
    `);
  });
});

describe("functions and classes", () => {
  test("functions", () => {
    expect(
      lowered(
        "export async function* f<T extends A & B, U>(a: T, b?: string, c = 60, ...d: U[]): Promise<T> {}",
        "function g(this: X, { ttl = 60, on: { x } }: O = {}, [a, , b]) {}",
        "function h(x: string): void; function h(x) { return; }",
        "declare function i(): asserts x is T;",
        "x = async (a) => a; y = b => ({ b }); z = function named() {}",
        "const _hidden = (a: A): a is B => { throw a }",
        "x = async <T,>(a: T) => { await a }",
      ),
    ).toMatchInlineSnapshot(`
      "export async function* f<T extends A & B, U>(a: T, b?: string, c = 60, ...d: U[]): Promise<T> {}
      => (function :async :generator :visible :exported f <T: A + B> [a: T, b: string, c = 60, ...d: Array<U>]: Promise<T>)
      function g(this: X, { ttl = 60, on: { x } }: O = {}, [a, , b]) {}
      => (function :visible g [{ttl@ttl = 60} {x@on.x}: O = (record), {a@0} {b@2}])
      function h(x: string): void; function h(x) { return; }
      => (function :visible :declared h [x: string]: void)
      (function :visible h [x]
        (return))
      declare function i(): asserts x is T;
      => (function :visible :declared i []: void)
      x = async (a) => a; y = b => ({ b }); z = function named() {}
      => (assign = x (function :async :visible [a]
        (return a)))
      (assign = y (function :visible [b]
        (return (record b: b))))
      (assign = z (function :visible named []))
      const _hidden = (a: A): a is B => { throw a }
      => (declare :constant {_hidden} = (function :visible [a: A]: boolean
        (throw a)))
      x = async <T,>(a: T) => { await a }
      => (assign = x (function :async :visible [a: T]
        (await a)))"
    `);
  });

  test("classes", () => {
    expect(
      lowered(
        `export default class Cache<C extends Redis> extends Base<X> implements A, b.B<C> {
          static readonly #size?: number = 1;
          private declare ttl: number;
          protected accessor z = 3;
          _a = () => 1;
          @Input() name!: string;
          [key: string]: unknown;
          static { init(); }
          constructor(private readonly redis: Redis, @Inject("x") public b = 1, c?: string) { super(); }
          @cached({ ttl: 5 }) @log static async get<T extends Y>(k: string): Promise<T> {}
          get size(): number { return 1 }
          private p() {}
          abstract q(): void;
          [Symbol.iterator]() {}
        }`,
        "@Injectable() export class A {}",
        "const B = class extends mixin(A, C) {}",
        "export default class {}",
        "abstract class D { abstract e: string; }",
      ),
    ).toMatchInlineSnapshot(`
      "export default class Cache<C extends Redis> extends Base<X> implements A, b.B<C> {
                static readonly #size?: number = 1;
                private declare ttl: number;
                protected accessor z = 3;
                _a = () => 1;
                @Input() name!: string;
                [key: string]: unknown;
                static { init(); }
                constructor(private readonly redis: Redis, @Inject("x") public b = 1, c?: string) { super(); }
                @cached({ ttl: 5 }) @log static async get<T extends Y>(k: string): Promise<T> {}
                get size(): number { return 1 }
                private p() {}
                abstract q(): void;
                [Symbol.iterator]() {}
              }
      => (export Cache->default)
      (class :exported Cache < Base<X> < A < b.B<C>
        (field :static #size: number = 1)
        (field ttl: number)
        (field :visible z = 3)
        (field _a = (function :visible []
          (return 1)))
        (field @Input(call Input) :visible name: string)
        (function :visible constructor <C: Redis> [:field redis: Redis, @Inject(call Inject "x") :field b = 1, c: string]
          (call super))
        (function @cached(call cached (record ttl: 5)) @log :async :static :visible get <C: Redis, T: Y> [k: string]: Promise<T>)
        (function :visible :getter size <C: Redis> []: number
          (return 1))
        (function p <C: Redis> [])
        (function :visible :declared q <C: Redis> []: void)
        (function :visible [Symbol.iterator] <C: Redis> [])
        (call init))
      @Injectable() export class A {}
      => (class @Injectable(call Injectable) :exported A)
      const B = class extends mixin(A, C) {}
      => (declare :constant {B} = (class < mixin<A, C>
        (call mixin A C)))
      export default class {}
      => (export default = (class))
      abstract class D { abstract e: string; }
      => (class D
        (field :visible e: string))"
    `);
  });

  test("interfaces, aliases and enums", () => {
    expect(
      lowered(
        "export interface A<T> extends B, C<T> { a: string; readonly b?: T; m(x: number): void; new (y: T): A; (z: T): void; get g(): 1 }",
        "type X = { a: string; f(): void }; type Y = Map<string, User>; type Z = A & { b: 1 } & C",
        "export enum E { A, B = 5, C, D = 'd', F }",
        "declare const enum G {}",
      ),
    ).toMatchInlineSnapshot(`
      "export interface A<T> extends B, C<T> { a: string; readonly b?: T; m(x: number): void; new (y: T): A; (z: T): void; get g(): 1 }
      => (interface :exported A < B < C<T>
        (field :visible a: string)
        (field :visible b: T)
        (function :visible :declared m [x: number]: void)
        (function :visible :declared new [y: T]: A)
        (function :visible :declared [z: T]: void)
        (function :visible :getter :declared g []: 1))
      type X = { a: string; f(): void }; type Y = Map<string, User>; type Z = A & { b: 1 } & C
      => (interface X
        (field :visible a: string)
        (function :visible :declared f []: void))
      (interface Y < Map<string, User>)
      (interface Z < A < C
        (field :visible b: 1))
      export enum E { A, B = 5, C, D = 'd', F }
      => (declare :constant :exported {E} = (record A: 0 B: 5 C: 6 D: "d" F: (other "enum_member")))
      declare const enum G {}
      => (declare :constant {G} = (record))"
    `);
  });

  test("types", () => {
    expect(
      lowered(
        "let a: Map<string, User | null | undefined>[], b: readonly string[], c: [x: A, y?: B, ...z: C[]]",
        "let a: (x: A, ...y: B[]) => C, b: new () => D, c: typeof x.y, d: keyof T, e: A['b']",
        "let a: 'x' | -1 | true, b: A extends B ? C : D, c: `a${B}`, d: { [K in T]: V }, e: unique symbol",
        "let a: ioredis.Redis, b: (A | B)[], c: this, d: import('x').Y",
      ),
    ).toMatchInlineSnapshot(`
      "let a: Map<string, User | null | undefined>[], b: readonly string[], c: [x: A, y?: B, ...z: C[]]
      => (declare {a} Array<Map<string, |<User, null, undefined>>>)
      (declare {b} Array<string>)
      (declare {c} []<A, B, Array<C>>)
      let a: (x: A, ...y: B[]) => C, b: new () => D, c: typeof x.y, d: keyof T, e: A['b']
      => (declare {a} =><A, Array<B>, C>)
      (declare {b} new<D>)
      (declare {c} typeof<x.y>)
      (declare {d} keyof<T>)
      (declare {e} A['b'])
      let a: 'x' | -1 | true, b: A extends B ? C : D, c: \`a\${B}\`, d: { [K in T]: V }, e: unique symbol
      => (declare {a} |<'x', -1, true>)
      (declare {b} A extends B ? C : D)
      (declare {c} \`a\${B}\`)
      (declare {d} {})
      (declare {e} unique symbol)
      let a: ioredis.Redis, b: (A | B)[], c: this, d: import('x').Y
      => (declare {a} ioredis.Redis)
      (declare {b} Array<|<A, B>>)
      (declare {c} this)
      (declare {d} import('x').Y)"
    `);
  });
});

describe("statements", () => {
  test("declarations", () => {
    expect(
      lowered(
        "const a = 1, b: string = c; let d; var e = f",
        "export const { a: { b }, c = 3, 'd-e': f, ...g } = x",
        "const [a, , b = 1, ...c] = x",
        "const { retry: { limit, pause } = { limit: 3 }, o: { p } = q() } = x",
        "declare const k: number",
        "using a = f(); await using b = g();",
        "import Q = A.B",
      ),
    ).toMatchInlineSnapshot(`
      "const a = 1, b: string = c; let d; var e = f
      => (declare :constant {a} = 1)
      (declare :constant {b} string = c)
      (declare {d})
      (declare {e} = f)
      export const { a: { b }, c = 3, 'd-e': f, ...g } = x
      => (declare :constant :exported {b@a.b} {c@c = 3} {f@d-e} {g} = x)
      const [a, , b = 1, ...c] = x
      => (declare :constant {a@0} {b@2 = 1} {c@...} = x)
      const { retry: { limit, pause } = { limit: 3 }, o: { p } = q() } = x
      => (declare :constant {limit@retry.limit = 3} {pause@retry.pause} {p@o.p = (other "assignment_pattern" (call q))} = x)
      declare const k: number
      => (declare :constant {k} number)
      using a = f(); await using b = g();
      => (declare :constant {a} = (call f))
      (declare :constant {b} = (call g))
      import Q = A.B
      => (declare :constant {Q} = (. A B))"
    `);
  });

  test("branches and loops", () => {
    expect(
      lowered(
        "if (a) b(); else if (c) { d() } else e",
        "while (true) {} while (1) { break } while (a < 3) continue",
        "do { x++ } while (x < 3); do {} while (true)",
        "for (;;) {} for (let i = 0, n = 3; i < n; i++) f(i); for (i = 0; ; i++) {}",
        "for (const x of xs) y(); for await (const { k, v: [w] } of m) {} for (k in o) {} for (a.b of c) {}",
        "outer: for (const a of b) { continue outer }",
        "switch (x) { case 1: case 'a': { f(); break } default: g() }",
        "{ let a = 1 }",
        "with (a) { b() }",
        "debugger",
      ),
    ).toMatchInlineSnapshot(`
      "if (a) b(); else if (c) { d() } else e
      => (if a
        (call b)
       else
        (if c
          (call d)
         else
          e))
      while (true) {} while (1) { break } while (a < 3) continue
      => (loop forever)
      (loop forever
        (break))
      (loop while over=(< a 3)
        (continue))
      do { x++ } while (x < 3); do {} while (true)
      => (loop while over=(< x 3)
        (unary ++ x))
      (loop forever)
      for (;;) {} for (let i = 0, n = 3; i < n; i++) f(i); for (i = 0; ; i++) {}
      => (loop forever)
      (loop count over=(< i n) head=[(declare {i} = 0) (declare {n} = 3) (unary ++ i)]
        (call f i))
      (loop forever head=[(assign = i 0) (unary ++ i)])
      for (const x of xs) y(); for await (const { k, v: [w] } of m) {} for (k in o) {} for (a.b of c) {}
      => (loop each {x} over=xs
        (call y))
      (loop each {k@k} {w@v.0} over=(await m))
      (loop each {k} over=o)
      (loop each over=c head=[(. a b)])
      outer: for (const a of b) { continue outer }
      => (loop each {a} over=b
        (continue))
      switch (x) { case 1: case 'a': { f(); break } default: g() }
      => (switch x
       case "1" test=1
       case "'a'" test="a"
        (block
          (call f)
          (break))
       default
        (call g))
      { let a = 1 }
      => (block
        (declare {a} = 1))
      with (a) { b() }
      => (other "with_statement" a (block
        (call b)))
      debugger
      => (other "debugger_statement")"
    `);
  });

  test("leaving", () => {
    expect(
      lowered(
        "try { a() } catch ({ message }) { b } finally { c } try {} catch (e: unknown) {} try {} catch {}",
        "function f() { return // nothing\n}",
        "function* f() { return a; yield x; yield* y }",
        "throw new Error('x')",
      ),
    ).toMatchInlineSnapshot(`
      "try { a() } catch ({ message }) { b } finally { c } try {} catch (e: unknown) {} try {} catch {}
      => (try
        (call a)
       catch {message@message}
        b
       finally
        c)
      (try
       catch {e})
      (try
       catch)
      function f() { return // nothing
      }
      => (function :visible f []
        (return))
      ; nothing
      function* f() { return a; yield x; yield* y }
      => (function :generator :visible f []
        (return a)
        (other "yield_expression" x)
        (other "yield_expression" y))
      throw new Error('x')
      => (throw (new Error "x"))"
    `);
  });

  test("namespaces", () => {
    expect(
      lowered(
        "namespace A.B { export const x = 1 } module M {}",
        "declare module 'm' { export function z(): void } declare global { interface W {} }",
      ),
    ).toMatchInlineSnapshot(`
      "namespace A.B { export const x = 1 } module M {}
      => (namespace A.B
        (declare :constant :exported {x} = 1))
      (namespace M)
      declare module 'm' { export function z(): void } declare global { interface W {} }
      => (namespace m
        (function :visible :exported :declared z []: void))
      (namespace global
        (interface W))"
    `);
  });
});

describe("modules", () => {
  test("imports", () => {
    expect(
      lowered(
        "import a, { b as c, type D, default as e } from 'x'; import * as ns from 'y'; import 's'",
        "import type { T } from 'z'; import fs = require('fs')",
        "const a = require('x'), { b, c: d, ...e } = require('y'), f = require('z').g",
        "const { a: { b } } = require('x'); const c = require('y')(); require('z')",
        "import j from './x.json' with { type: 'json' }",
      ),
    ).toMatchInlineSnapshot(`
      "import a, { b as c, type D, default as e } from 'x'; import * as ns from 'y'; import 's'
      => (import "x" default->a b->c D default->e)
      (import "y" *->ns)
      (import "s")
      import type { T } from 'z'; import fs = require('fs')
      => (import "z" T)
      (import "fs" *->fs)
      const a = require('x'), { b, c: d, ...e } = require('y'), f = require('z').g
      => (import "x" *->a)
      (import "y" b c->d *->e)
      (import "z" g->f)
      const { a: { b } } = require('x'); const c = require('y')(); require('z')
      => (declare :constant {b@a.b} = (call require "x"))
      (declare :constant {c} = (call (call require "y")))
      (call require "z")
      import j from './x.json' with { type: 'json' }
      => (import "./x.json" default->j)"
    `);
  });

  test("exports", () => {
    expect(
      lowered(
        "export { a as b, type C }; export { default as d } from './x'; export * from 'y'; export * as ns from 'z'",
        "export default a.b; export default function f() {}",
        "export default () => 1",
        "export default { a, b }",
        "export = x",
        "export as namespace L",
        "module.exports = { a, b: c, d() {} }",
        "exports.a = b; module.exports.c = 3; exports = module.exports = f; exports.g = exports.h = void 0",
        "const app = module.exports = { x }",
        "module.exports = require('./x'); exports.y = require('./y'); exports.z = require('./z').w",
        "a.b = module.exports = c",
      ),
    ).toMatchInlineSnapshot(`
      "export { a as b, type C }; export { default as d } from './x'; export * from 'y'; export * as ns from 'z'
      => (export a->b C)
      (export "./x" default->d)
      (export "y" *)
      (export "z" *->ns)
      export default a.b; export default function f() {}
      => (export default = (. a b))
      (export f->default)
      (function :visible :exported f [])
      export default () => 1
      => (export default = (function :visible []
        (return 1)))
      export default { a, b }
      => (export default = (record a: a b: b))
      export = x
      => (export x->default = x)
      export as namespace L
      => (export *->L)
      module.exports = { a, b: c, d() {} }
      => (export default a c->b = (record a: a b: c d: (function :visible d [])))
      exports.a = b; module.exports.c = 3; exports = module.exports = f; exports.g = exports.h = void 0
      => (export b->a = b)
      (export c = 3)
      (export f->default = f)
      (export g h = null)
      const app = module.exports = { x }
      => (declare :constant {app} = (record x: x))
      (export app->default x)
      module.exports = require('./x'); exports.y = require('./y'); exports.z = require('./z').w
      => (export "./x" * = (call require "./x"))
      (export "./y" *->y = (call require "./y"))
      (export "./z" w->z = (. (call require "./z") w))
      a.b = module.exports = c
      => (export c->default = (assign = (. a b) (assign = (. module exports) c)))"
    `);
  });
});

test("comments are found without their marks, and only where comments can stand", () => {
  const text = [
    "#!/usr/bin/env node",
    "/**\n * Doc `x`.\n *\n *   indented\n */",
    'f(\'// no\', `/* no */ ${/* yes */ a}`, /\\/*x/, "a\\"//b") // last',
    "/// <reference path='x' />",
    "//! bang",
    "type A = 'http://x' | /* in type */ B;",
    "/**/ x = 1 / 2 // half",
  ].join("\n");
  const { comments } = lower(text);
  expect(comments.map((comment) => comment.text)).toMatchInlineSnapshot(`
    [
      "Doc \`x\`.

      indented",
      "yes",
      "last",
      "<reference path='x' />",
      "bang",
      "in type",
      "",
      "half",
    ]
  `);
  expect(comments.map((one) => text.slice(one.start, one.end)).at(-1)).toBe("// half");
});

describe("unreadable text", () => {
  test.each([
    ["", ""],
    ["\n\n", ""],
  ])("an empty file has no statements: %j", (text, expected) => {
    expect(render(lower(text))).toBe(expected);
  });

  test("what can be read is lowered, and the rest is named", () => {
    expect(
      lowered(
        "let x = (1 +;\nfoo(y)",
        "f(a b, c); g()",
        "class A { m() { a( } n() { b() } }",
        "if (x) { f(",
        "f(a",
        "x = ;",
        "const a = { b: , c: d() }",
        "@@@ g(h)",
      ),
    ).toMatchInlineSnapshot(`
      "let x = (1 +;
      foo(y)
      => (other "ERROR" x (+ 1 (call foo y)))
      ! 0-20
      f(a b, c); g()
      => (call f a c)
      (other "ERROR" b)
      (call g)
      ! 4-5
      class A { m() { a( } n() { b() } }
      => (class A
        (function :visible m []
          (other "ERROR" a))
        (function :visible n []
          (call b)))
      ! 16-18
      if (x) { f(
      => (other "ERROR" x f)
      ! 0-11
      f(a
      => (other "ERROR" f a)
      ! 0-3
      x = ;
      => x
      ! 2-3
      const a = { b: , c: d() }
      => (declare :constant {a} = (record b: (other "MISSING") c: (call d)))
      ! 14-14
      @@@ g(h)
      => (other "ERROR" (other "decorator" (call g h)))
      ! 0-8"
    `);
  });

  test("a block may run over the comments behind it", () => {
    const text = "if (a) { f('http://x') } // else if (b) { g }\n/* } */\nreturn";
    expect(lower(`function h() { ${text} }`).errors).toEqual([]);
  });

  test("errors inside an error are part of it", () => {
    const { errors } = lower("let x = (1 +;\nfoo(] 1 2 } =");
    expect(errors.length).toBeGreaterThan(0);
    errors.forEach(({ start }, index) => {
      expect(start).toBeGreaterThanOrEqual(errors[index - 1]?.end ?? 0);
    });
  });
});

describe("extremes", () => {
  test.each([
    ["parentheses", `x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`, 0],
    ["sums", `x = ${"a + ".repeat(5_000)}b;`, 0],
    ["calls", `x = a${".b(1)".repeat(5_000)};`, 0],
    ["indexes", `x = a${"[0]".repeat(5_000)};`, 0],
    ["else-if", `${"if (a) b(); else ".repeat(5_000)}c();`, 0],
    ["unions", `let x: ${"A[] | ".repeat(5_000)}B;`, 0],
    ["lists", `x = ${"[".repeat(20_000)}${"]".repeat(20_000)};`, 1],
    ["objects", `x = ${"{ a: ".repeat(5_000)}1${"}".repeat(5_000)};`, 1],
    ["arrows", `x = ${"() => ".repeat(5_000)}1;`, 1],
    ["blocks", `${"{".repeat(5_000)}${"}".repeat(5_000)}`, 1],
    ["negations", `x = ${"!".repeat(5_000)}a;`, 1],
    ["generics", `let x: ${"A<".repeat(5_000)}B${">".repeat(5_000)};`, 1],
    ["patterns", `const ${"[".repeat(5_000)}a${"]".repeat(5_000)} = b;`, 1],
    ["conditionals", `x = ${"a ? b : ".repeat(5_000)}c;`, 1],
    ["functions", `${"function f() {".repeat(3_000)}${"}".repeat(3_000)}`, 1],
    ["open brackets", "([{".repeat(5_000), undefined],
  ])("nested %s do not overflow the stack", (_, text, errors) => {
    const module = lower(text);
    if (errors !== undefined) expect(module.errors).toHaveLength(errors);
    expect(strayingSpans(module.body)).toEqual([]);
  });

  test("elements nested in each other do not overflow the stack", () => {
    const module = lower(`x = ${"<a>".repeat(5_000)}{b}${"</a>".repeat(5_000)};`, "Tsx");
    expect(module.errors).toEqual([]);
  });

  test.each([
    ["a byte order mark", "\ufeffconst a = b;\nf(c)"],
    ["CRLF", "const a = b;\r\n// x\r\nf(c)\r\n"],
    ["emoji", "const a = '😀'; /* 😀 */ const a2 = b; f(c)"],
  ])("offsets are UTF-16 with %s", (_, text) => {
    const names = nodesOf(lower(text)).filter((node) => node.kind === "name");
    expect(names.length).toBeGreaterThan(1);
    for (const node of names) expect(text.slice(node.start, node.end)).toBe(node.name);
  });

  test("every node but the statements of the file has a parent", () => {
    const { body } = lower("export class A { b = c(() => { d }) }");
    expect(body.every((node) => node.parent === undefined)).toBe(true);
    const below = nodesOf(lower("class A { b = c(() => { d }) }")).slice(1);
    expect(below.every((node) => node.parent !== undefined)).toBe(true);
  });
});

const SAMPLE = `import { Redis } from "ioredis";
/** Keeps users. */
@Injectable()
export class Users<T extends Base> extends mixin(A) implements B {
  readonly #cache = new Map<string, Promise<User | null>>();
  constructor(private readonly redis: Redis, @Inject("x") opts: { ttl: number } = { ttl: 60 }) { super(); }
  async get(id: string, { fresh = false, ...rest }: Options = {}): Promise<User> {
    for await (const [key, value] of this.scan(\`u:\${id}:*\`)) if (!value) continue; else break;
    try { return JSON.parse((await this.redis.get("u:" + id))!) as User; }
    catch ({ message }) { throw new Error(message, { cause: /x\\/\\/y/ }); } // why
    finally { delete rest[id]; }
  }
}
module.exports = { Users, ttl: 0x10 };
const { a: [b, , c = 1] } = require("./x"), d = <T,>(e: T) => (e ? { f() {} } : [...g]);
switch (h) { case "i": do { j?.[k]?.(l) } while (m); default: label: for (;;) {} }
namespace N { export enum O { P, Q = "q" } type R = { s: T["u"] } & V; }
`;

const TOKENS =
  "( ) [ ] { } < > => ; , . ?. ... : ? = == + - ! # @ ` ${ ' \" / // /* */ \\ \n a b 1 0x as async await case catch class const default delete do else enum export extends finally for from function get if import in interface let module namespace new null of private require return static super switch this throw try type typeof using var void while with yield".split(
    " ",
  );

function expectSound(text: string): void {
  for (const grammar of typescript.grammars) {
    const module = lower(text, grammar);
    expect(strayingSpans(module.body)).toEqual([]);
    for (const { start, end } of [...module.errors, ...module.comments]) {
      expect(start >= 0 && start <= end && end <= text.length).toBe(true);
    }
  }
}

describe("whatever the text", () => {
  test("random tokens never throw, and children lie inside their parents", () => {
    const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 });
    fc.assert(
      fc.property(soup, (tokens) => expectSound(tokens.join(" "))),
      tries(400),
    );
  });

  test("cut and shuffled code never throws, and children lie inside their parents", () => {
    const offset = fc.nat(SAMPLE.length);
    fc.assert(
      fc.property(offset, offset, offset, (a, b, c) => {
        expectSound(SAMPLE.slice(0, a) + SAMPLE.slice(b, Math.max(b, c)) + SAMPLE.slice(a));
        expectSound(SAMPLE.slice(a, b));
      }),
      tries(200),
    );
  });
});

test.each([
  ["src/cache.test.ts", true],
  ["src/cache.spec.tsx", true],
  ["src/app.e2e-spec.ts", true],
  ["src/app.e2e.ts", true],
  ["src/a.bench.mjs", true],
  ["src/Button.stories.jsx", true],
  ["src/types.test-d.ts", true],
  ["src/__tests__/a.ts", true],
  ["src/__mocks__/a.ts", true],
  ["test/a.js", true],
  ["packages/a/tests/b.ts", true],
  ["e2e/a.ts", true],
  ["cypress/a.ts", true],
  ["src/testing/a.ts", true],
  ["fixtures/a.ts", true],
  ["example/a.ts", true],
  ["examples/a/b.ts", true],
  ["src/mocks/a.ts", true],
  ["integration-tests/a.ts", true],
  ["benchmarks/a.ts", true],
  ["packages/benchmark/src/a.ts", true],
  ["src/services/benchmark/a.service.ts", false],
  ["spec/a.js", true],
  ["devutils/a.ts", true],
  ["lib/queue-test.js", true],
  ["src/test-utils.ts", true],
  ["src/setupTests.ts", true],
  ["test.js", true],
  ["vitest.config.ts", false],
  ["src/latest/a.ts", false],
  ["src/contest.ts", false],
  ["src/test-connection.ts", false],
  ["src/inspect.ts", false],
  ["src/attestation/a.ts", false],
  ["src/mockingbird.ts", false],
  ["src/testing-library.ts", false],
])("isTestPath(%j) is %j", (path, expected) => {
  expect(typescript.isTestPath(path)).toBe(expected);
});
