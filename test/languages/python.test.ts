import pythonGrammar from "@ast-grep/lang-python";
import { parse, registerDynamicLanguage } from "@ast-grep/napi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ParseText, SyntaxNode } from "../../src/languages/language.ts";
import { python } from "../../src/languages/python.ts";
import { childrenOf } from "../../src/model/children.ts";
import type { Module, Node } from "../../src/model/syntax.ts";
import { render, strayingSpans } from "./render.ts";
import { tries } from "../runs.ts";

registerDynamicLanguage({ python: pythonGrammar });

const parseText: ParseText = (text, grammar) => parse(grammar, text).root() as SyntaxNode;

function lower(text: string): Module {
  return python.lower(parseText(text, "python"), { path: "x.py", text }, parseText);
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
  test("numbers and constants", () => {
    expect(
      lowered(
        "f(1, 1_000, 0xff, 0o17, 0b11, 017, 10L, 1.5, 1e3, .5, 2., 3j)",
        "f(True, False, None, ...)",
        "f(-1, +x, ~y, not z)",
      ),
    ).toMatchInlineSnapshot(`
      "f(1, 1_000, 0xff, 0o17, 0b11, 017, 10L, 1.5, 1e3, .5, 2., 3j)
      => (call f 1 1000 255 15 3 15 10 1.5 1000 0.5 2 (other "complex"))
      f(True, False, None, ...)
      => (call f true false null (other "ellipsis"))
      f(-1, +x, ~y, not z)
      => (call f (unary - 1) (unary + x) (unary ~ y) (unary ! z))"
    `);
  });

  test("strings", () => {
    expect(
      lowered(
        String.raw`f('a', "b\n\t\x41\u00e9\U0001f600\101\'", '\N{BULLET}\q')`,
        String.raw`f(r"\d", R'\n', u"é", b"\x00\u0041", br"\x", rb'')`,
        'f("""a\n"b"\\\n c""", \'\'\'d\'\'\')',
        `f("a" 'b' """c""", ("x"\n  # why\n  "y"))`,
      ),
    ).toMatchInlineSnapshot(`
      "f('a', "b\\n\\t\\x41\\u00e9\\U0001f600\\101\\'", '\\N{BULLET}\\q')
      => (call f "a" "b\\n\\tAé😀A'" "\\\\N{BULLET}\\\\q")
      f(r"\\d", R'\\n', u"é", b"\\x00\\u0041", br"\\x", rb'')
      => (call f "\\\\d" "\\\\n" "é" "\\u0000\\\\u0041" "\\\\x" "")
      f("""a
      "b"\\
       c""", '''d''')
      => (call f "a\\n\\"b\\" c" "d")
      f("a" 'b' """c""", ("x"
        # why
        "y"))
      => (call f "abc" "xy")
      ; why"
    `);
  });

  test("templates", () => {
    expect(
      lowered(
        `f(f"plain", f"", f"{{x}}", f"a{b}c{d!r:>{width}}", F'{e=}')`,
        String.raw`f(rf"\d{x}\n", f"\t{x}", fr'{f(1, a="b")["k"]}')`,
        `f("a" f"b{c}" "d" f"e", f"{x}" f"{y}")`,
        `f(f"{x["#"]}")  # not in the string`,
        'f(t"a{b}", f"{f"{inner}"}", f"{(yield)}")',
      ),
    ).toMatchInlineSnapshot(`
      "f(f"plain", f"", f"{{x}}", f"a{b}c{d!r:>{width}}", F'{e=}')
      => (call f "plain" "" "{x}" (template "a" b "c" d) (template e))
      f(rf"\\d{x}\\n", f"\\t{x}", fr'{f(1, a="b")["k"]}')
      => (call f (template "\\\\d" x "\\\\n") (template "\\t" x) (template (index (call f 1 a="b") "k")))
      f("a" f"b{c}" "d" f"e", f"{x}" f"{y}")
      => (call f (template "ab" c "de") (template x y))
      f(f"{x["#"]}")  # not in the string
      => (call f (template (index x "#")))
      ; not in the string
      f(t"a{b}", f"{f"{inner}"}", f"{(yield)}")
      => (call f (template "a" b) (template (template inner)) (template (other "yield")))"
    `);
  });

  test("names, members, indexes and calls", () => {
    expect(
      lowered(
        "self.a.b.c",
        "a[0][b.c]['k'][1:2][::3][x, y][(z,)]",
        "f()(1)(a=2)",
        "client.set(k, v, ex=60, *args, **kwargs)",
        "client \\\n  .pipeline(transaction=True)  # why\n",
        "(client\n  .set('a', 1)  # first\n  .expire('a', 60)\n)",
        "f(x for x in y)",
        "f((a, b), [c, *d], {e}, {*f}, (), [], (g))",
        "[*a.b(), *c[0]]",
        "café.naïve(été=1)",
      ),
    ).toMatchInlineSnapshot(`
      "self.a.b.c
      => (. (. (. self a) b) c)
      a[0][b.c]['k'][1:2][::3][x, y][(z,)]
      => (index (index (index (index (index (index (index a 0) (. b c)) "k") (other "slice" 1 2)) (other "slice" 3)) (list x y)) (list z))
      f()(1)(a=2)
      => (call (call (call f) 1) a=2)
      client.set(k, v, ex=60, *args, **kwargs)
      => (call (. client set) k v (spread args) (spread kwargs) ex=60)
      client \\
        .pipeline(transaction=True)  # why

      => (call (. client pipeline) transaction=true)
      ; why
      (client
        .set('a', 1)  # first
        .expire('a', 60)
      )
      => (call (. (call (. client set) "a" 1) expire) "a" 60)
      ; first
      f(x for x in y)
      => (call f (loop each {x} over=y
        x))
      f((a, b), [c, *d], {e}, {*f}, (), [], (g))
      => (call f (list a b) (list c (spread d)) (list e) (list (spread f)) (list) (list) g)
      [*a.b(), *c[0]]
      => (list (spread (call (. a b))) (spread (index c 0)))
      café.naïve(été=1)
      => (call (. café naïve) été=1)"
    `);
  });

  test("dictionaries", () => {
    expect(
      lowered(
        `x({"a": 1, 2: b, c: d, f"e": 3, f"{g}": 4, None: 5, **h, **i(j)})`,
        "x({})",
        "dict(a=1, **b)",
      ),
    ).toMatchInlineSnapshot(`
      "x({"a": 1, 2: b, c: d, f"e": 3, f"{g}": 4, None: 5, **h, **i(j)})
      => (call x (record a: 1 2: b [c]: d e: 3 [(template g)]: 4 [null]: 5 ...h ...(call i j)))
      x({})
      => (call x (record))
      dict(a=1, **b)
      => (call dict (spread b) a=1)"
    `);
  });

  test("operators", () => {
    expect(
      lowered(
        "x(a + b - c * d / e // f % g ** h @ i << j >> k & l | m ^ n)",
        "x(a and b or not c and (d or e))",
        "x(a == b, a != b, a <> b, a is b, a is not b, a in b, a not   in b, a >= b)",
        "x(0 < a <= b() < c)",
        "x((a)  # + left\n  - # * right\n  (b))",
        "x(a if b else c if d else e)",
        "x((y := f(z)))",
        "x(await a.b(), await (c))",
        "x(lambda: 0, lambda a, *b, c=1, **d: a + c, lambda self: self.x)",
      ),
    ).toMatchInlineSnapshot(`
      "x(a + b - c * d / e // f % g ** h @ i << j >> k & l | m ^ n)
      => (call x (| (& (>> (<< (- (+ a b) (@ (% (// (/ (* c d) e) f) (** g h)) i)) j) k) l) (^ m n)))
      x(a and b or not c and (d or e))
      => (call x (|| (&& a b) (&& (unary ! c) (|| d e))))
      x(a == b, a != b, a <> b, a is b, a is not b, a in b, a not   in b, a >= b)
      => (call x (== a b) (!= a b) (!= a b) (== a b) (!= a b) (in a b) (not in a b) (>= a b))
      x(0 < a <= b() < c)
      => (call x (&& (&& (< 0 a) (<= a (call b))) (< (call b) c)))
      x((a)  # + left
        - # * right
        (b))
      => (call x (- a b))
      ; + left
      ; * right
      x(a if b else c if d else e)
      => (call x (? b a (? d c e)))
      x((y := f(z)))
      => (call x (assign = y (call f z)))
      x(await a.b(), await (c))
      => (call x (await (call (. a b))) (await c))
      x(lambda: 0, lambda a, *b, c=1, **d: a + c, lambda self: self.x)
      => (call x (function []
        (return 0)) (function [a, ...b, c = 1, ...d]
        (return (+ a c))) (function []
        (return (. self x))))"
    `);
  });

  test("comprehensions", () => {
    expect(
      lowered(
        "x([a for a in b])",
        "x({a for a, (b, *c) in d if e if f})",
        "x({k: v for k, v in m.items()})",
        "x([c async for b in a for c in b if c])",
        "x([i for i in 1, 2])",
      ),
    ).toMatchInlineSnapshot(`
      "x([a for a in b])
      => (call x (loop each {a} over=b
        a))
      x({a for a, (b, *c) in d if e if f})
      => (call x (loop each {a@0} {b@1.0} {c@1....} over=d
        (if e
          (if f
            a))))
      x({k: v for k, v in m.items()})
      => (call x (loop each {k@0} {v@1} over=(call (. m items))
        (list k v)))
      x([c async for b in a for c in b if c])
      => (call x (loop each {b} over=(await a)
        (loop each {c} over=b
          (if c
            c))))
      x([i for i in 1, 2])
      => (call x (loop each {i} over=(list 1 2)
        i))"
    `);
  });
});

describe("statements", () => {
  test("assignments", () => {
    expect(
      lowered(
        "x = 1",
        "_x: int = 3",
        "x: int",
        "a, b = f()",
        "(a, [b, *c], d) = f()",
        "a, = f()",
        "(a) = 1",
        "self.x = 1",
        "self.x: Redis = f(1,)",
        "a[0] = 1",
        "x += 1; self.x //= 2; a[0] |= 3; x @= y",
        "x = yield 1",
        "x = *a, b",
      ),
    ).toMatchInlineSnapshot(`
      "x = 1
      => (declare :exported {x} = 1)
      _x: int = 3
      => (declare {_x} int = 3)
      x: int
      => (declare :exported {x} int)
      a, b = f()
      => (declare :exported {a@0} {b@1} = (call f))
      (a, [b, *c], d) = f()
      => (declare :exported {a@0} {b@1.0} {c@1....} {d@2} = (call f))
      a, = f()
      => (declare :exported {a@0} = (call f))
      (a) = 1
      => (declare :exported {a} = 1)
      self.x = 1
      => (assign = (. self x) 1)
      self.x: Redis = f(1,)
      => (assign = (. self x) (call f 1))
      a[0] = 1
      => (assign = (index a 0) 1)
      x += 1; self.x //= 2; a[0] |= 3; x @= y
      => (assign += x 1)
      (assign //= (. self x) 2)
      (assign |= (index a 0) 3)
      (assign @= x y)
      x = yield 1
      => (declare :exported {x} = (other "yield" 1))
      x = *a, b
      => (declare :exported {x} = (list (spread a) b))"
    `);
  });

  test("several targets", () => {
    expect(
      lowered(
        "a = b = f()",
        "self.a = a = f()",
        "self.a = self.b = f()",
        "a, b = c = f()",
        "self.a, b = x, y",
        "self.a, self.b = await f()",
        "a, self.b = f()",
      ),
    ).toMatchInlineSnapshot(`
      "a = b = f()
      => (declare :exported {a} = (call f))
      (declare :exported {b} = a)
      self.a = a = f()
      => (declare :exported {a} = (call f))
      (assign = (. self a) a)
      self.a = self.b = f()
      => (assign = (. self a) (call f))
      (assign = (. self b) (. self a))
      a, b = c = f()
      => (declare :exported {c} = (call f))
      (declare :exported {a@0} {b@1} = c)
      self.a, b = x, y
      => (assign = (. self a) x)
      (declare :exported {b} = y)
      self.a, self.b = await f()
      => (assign = (list (. self a) (. self b)) (await (call f)))
      a, self.b = f()
      => (declare :exported {a@0} = (call f))
      (assign = (. self b) (other "pattern_list"))"
    `);
  });

  test("names of an outer scope", () => {
    expect(
      lowered(
        [
          "_pool = None",
          "def get():",
          "    global _pool, other",
          "    if _pool is None:",
          "        _pool = create()",
          "    a, other = f()",
          "    def inner():",
          "        nonlocal a",
          "        a = 1",
          "        _pool = 2",
        ].join("\n"),
      ),
    ).toMatchInlineSnapshot(`
      "_pool = None
      def get():
          global _pool, other
          if _pool is None:
              _pool = create()
          a, other = f()
          def inner():
              nonlocal a
              a = 1
              _pool = 2
      => (declare {_pool} = null)
      (function :visible :exported get []
        (other "global_statement" _pool other)
        (if (== _pool null)
          (assign = _pool (call create)))
        (assign = (list a other) (call f))
        (function :visible inner []
          (other "nonlocal_statement" a)
          (assign = a 1)
          (declare {_pool} = 2)))"
    `);
  });

  test("small statements", () => {
    expect(
      lowered(
        "pass; assert a, b",
        "del a, b[0]; del (c); del (d, e)",
        "raise; raise A(1); raise A from e; raise A(1) from b(2); raise A, 'm'",
        "return; return a; return a, b",
        "a, b; c,",
        "while x: break; continue",
        "type X[T] = A[T] | None",
        "type(x).y = 1",
        "print 'a', b; print >>f, c",
        "exec 'a' in b",
      ),
    ).toMatchInlineSnapshot(`
      "pass; assert a, b
      => (other "pass_statement")
      (other "assert_statement" a b)
      del a, b[0]; del (c); del (d, e)
      => (unary delete a)
      (unary delete (index b 0))
      (unary delete c)
      (unary delete d)
      (unary delete e)
      raise; raise A(1); raise A from e; raise A(1) from b(2); raise A, 'm'
      => (throw)
      (throw (call A 1))
      (throw A)
      (call b 2)
      (throw (call A 1))
      (throw (list A "m"))
      return; return a; return a, b
      => (return)
      (return a)
      (return (list a b))
      a, b; c,
      => (list a b)
      c
      while x: break; continue
      => (loop while over=x
        (break)
        (continue))
      type X[T] = A[T] | None
      => (declare :exported {X} = (other "union_type" (other "generic_type" A (other "type_parameter" T)) null))
      type(x).y = 1
      => (assign = (. (call type x) y) 1)
      print 'a', b; print >>f, c
      => (other "print_statement" "a" b)
      (other "print_statement" (other "chevron" f) c)
      exec 'a' in b
      => (other "exec_statement" "a" b)"
    `);
  });

  test("if, while and for", () => {
    expect(
      lowered(
        "if a: b\nelif c: d\nelif e: f\nelse: g",
        "if __name__ == '__main__':\n  main()",
        "while True: a",
        "while 1:\n  a\nelse:\n  b",
        "while a < b: c",
        "for a in b: c\nelse: d",
        "for i, (j, k) in enumerate(x): pass",
        "for self.x in y: pass",
        "async for a in b.scan_iter(): pass",
        "for a in b, c: pass",
      ),
    ).toMatchInlineSnapshot(`
      "if a: b
      elif c: d
      elif e: f
      else: g
      => (if a
        b
       else
        (if c
          d
         else
          (if e
            f
           else
            g)))
      if __name__ == '__main__':
        main()
      => (if (== __name__ "__main__")
        (call main))
      while True: a
      => (loop forever
        a)
      while 1:
        a
      else:
        b
      => (loop forever
        a)
      (block
        b)
      while a < b: c
      => (loop while over=(< a b)
        c)
      for a in b: c
      else: d
      => (loop each {a} over=b
        c)
      (block
        d)
      for i, (j, k) in enumerate(x): pass
      => (loop each {i@0} {j@1.0} {k@1.1} over=(call enumerate x)
        (other "pass_statement"))
      for self.x in y: pass
      => (loop each over=y head=[(. self x)]
        (other "pass_statement"))
      async for a in b.scan_iter(): pass
      => (loop each {a} over=(await (call (. b scan_iter)))
        (other "pass_statement"))
      for a in b, c: pass
      => (loop each {a} over=(list b c)
        (other "pass_statement"))"
    `);
  });

  test("try", () => {
    expect(
      lowered(
        "try:\n  a\nexcept A as e:\n  b\nexcept (B, c.D):\n  raise\nexcept:\n  c\nelse:\n  d\nfinally:\n  e",
        "try:\n  a\nexcept* A:\n  b",
        "try:\n  a\nexcept A, B:\n  b",
        "try:\n  import redis.asyncio as redis\nexcept ImportError:\n  redis = None",
      ),
    ).toMatchInlineSnapshot(`
      "try:
        a
      except A as e:
        b
      except (B, c.D):
        raise
      except:
        c
      else:
        d
      finally:
        e
      => (try
        a
        d
       catch {e} A
        b
       catch B c.D
        (throw)
       catch
        c
       finally
        e)
      try:
        a
      except* A:
        b
      => (try
        a
       catch A
        b)
      try:
        a
      except A, B:
        b
      => (try
        a
       catch A B
        b)
      try:
        import redis.asyncio as redis
      except ImportError:
        redis = None
      => (try
        (import :exported "redis.asyncio" *->redis)
       catch ImportError
        (declare :exported {redis} = null))"
    `);
  });

  test("with", () => {
    expect(
      lowered(
        "with lock: a",
        "with open(x) as f, g() as (h, i): a",
        "with (open(x) as f, g): a",
        "with (a as b): c",
        "with a as self.b: c",
        "async with pool.acquire() as con:\n  await con.execute()",
      ),
    ).toMatchInlineSnapshot(`
      "with lock: a
      => (block
        (declare = lock)
        (try :managed
          a))
      with open(x) as f, g() as (h, i): a
      => (block
        (declare :exported {f} = (call open x))
        (declare :exported {h@0} {i@1} = (call g))
        (try :managed
          a))
      with (open(x) as f, g): a
      => (block
        (declare :exported {f} = (call open x))
        (declare = g)
        (try :managed
          a))
      with (a as b): c
      => (block
        (declare :exported {b} = a)
        (try :managed
          c))
      with a as self.b: c
      => (block
        (assign = (. self b) a)
        (try :managed
          c))
      async with pool.acquire() as con:
        await con.execute()
      => (block
        (declare :exported {con} = (await (call (. pool acquire))))
        (try :managed
          (await (call (. con execute)))))"
    `);
  });

  test("match", () => {
    expect(
      lowered(
        [
          "match command, 1:",
          "    case 'get' | 'set': a",
          "    case 'del': b",
          "    case -1: c",
          "    case Mode.FAST: d",
          "    case None: e",
          "    case Point(x=0, y=yy, z=(zz)): f",
          "    case Point(p, q): g",
          "    case {'k': v, 'l': [w, _], **rest} if v > 0: h",
          "    case [first, *others, last] as whole: i",
          "    case a, (b, c): j",
          "    case str() as s: k",
          "    case x: l",
          "    case _: m",
        ].join("\n"),
      ),
    ).toMatchInlineSnapshot(`
      "match command, 1:
          case 'get' | 'set': a
          case 'del': b
          case -1: c
          case Mode.FAST: d
          case None: e
          case Point(x=0, y=yy, z=(zz)): f
          case Point(p, q): g
          case {'k': v, 'l': [w, _], **rest} if v > 0: h
          case [first, *others, last] as whole: i
          case a, (b, c): j
          case str() as s: k
          case x: l
          case _: m
      => (switch (list command 1)
       case "'get' | 'set'"
        a
       case "'del'" test="del"
        b
       case "-1" test=(unary - 1)
        c
       case "Mode.FAST" test=(. Mode FAST)
        d
       case "None" test=null
        e
       case "Point(x=0, y=yy, z=(zz))" {yy@y} {zz@z}
        f
       case "Point(p, q)" {p@0} {q@1}
        g
       case "{'k': v, 'l': [w, _], **rest}" {v@k} {w@l.0} {rest} guard=(> v 0)
        h
       case "[first, *others, last] as whole" {first@0} {others@...} {last@-1} {whole}
        i
       case "a, (b, c)" {a@0} {b@1.0} {c@1.1}
        j
       case "str() as s" {s}
        k
       case "x" {x}
        l
       default
        m)"
    `);
  });

  test("imports", () => {
    expect(
      lowered(
        "import redis",
        "import redis.asyncio as redis",
        "import a.b, c as d",
        "from redis import Redis, asyncio as aioredis",
        "from . import x",
        "from ..pkg.mod import (\n  y as z,  # why\n  w,\n)",
        "from x import *",
        "from __future__ import annotations",
        "from .important import _private",
        "from a import b, \\\n  c",
        "if TYPE_CHECKING:\n  from a import B",
        "def f():\n  import json",
      ),
    ).toMatchInlineSnapshot(`
      "import redis
      => (import :exported "redis" *->redis)
      import redis.asyncio as redis
      => (import :exported "redis.asyncio" *->redis)
      import a.b, c as d
      => (import :exported "a.b" *->a)
      (import :exported "c" *->d)
      from redis import Redis, asyncio as aioredis
      => (import :exported "redis" Redis asyncio->aioredis)
      from . import x
      => (import :exported "." x)
      from ..pkg.mod import (
        y as z,  # why
        w,
      )
      => (import :exported "..pkg.mod" y->z w)
      ; why
      from x import *
      => (import :exported "x" *)
      from __future__ import annotations
      => (import :exported "__future__" annotations)
      from .important import _private
      => (import ".important" _private)
      from a import b, \\
        c
      => (import :exported "a" b c)
      if TYPE_CHECKING:
        from a import B
      => (if TYPE_CHECKING
        (import :exported "a" B))
      def f():
        import json
      => (function :visible :exported f []
        (import "json" *->json))"
    `);
  });
});

describe("definitions", () => {
  test("functions", () => {
    expect(
      lowered(
        'def f(a, b=1, *args, c: int, d: str = "x", **kwargs) -> bool:\n  """Doc."""\n  return True',
        "async def _f(a, /, b, *, c): await a",
        "def f(): yield 1",
        "async def f():\n  def g():\n    yield from x\n  return g",
        "def f[T: Redis, U: (A, B), V](x: T) -> U: pass",
        "def f(self, x): pass",
        "def f(cls, (a, b), *args: int): pass",
        "def f() -> 'Redis | None': ...",
        "def f(\n  a,  # first\n  b,\n): pass",
      ),
    ).toMatchInlineSnapshot(`
      "def f(a, b=1, *args, c: int, d: str = "x", **kwargs) -> bool:
        """Doc."""
        return True
      => (function :visible :exported f [a, b = 1, ...args, c: int, d: str = "x", ...kwargs]: bool
        "Doc."
        (return true))
      async def _f(a, /, b, *, c): await a
      => (function :async _f [a, b, c]
        (await a))
      def f(): yield 1
      => (function :generator :visible :exported f []
        (other "yield" 1))
      async def f():
        def g():
          yield from x
        return g
      => (function :async :visible :exported f []
        (function :generator :visible g []
          (other "yield" x))
        (return g))
      def f[T: Redis, U: (A, B), V](x: T) -> U: pass
      => (function :visible :exported f <T: Redis, U: A + B> [x: T]: U
        (other "pass_statement"))
      def f(self, x): pass
      => (function :visible :exported f [x]
        (other "pass_statement"))
      def f(cls, (a, b), *args: int): pass
      => (function :visible :exported f [cls, {a@0} {b@1}, ...args: int]
        (other "pass_statement"))
      def f() -> 'Redis | None': ...
      => (function :visible :exported :declared f []: |<Redis, None>
        (other "ellipsis"))
      def f(
        a,  # first
        b,
      ): pass
      => (function :visible :exported f [a, b]
        (other "pass_statement"))
      ; first"
    `);
  });

  test("type hints", () => {
    expect(
      lowered(
        "x: Redis | None",
        "x: Optional[redis.asyncio.Redis]",
        'x: "Redis[bytes] | None"',
        "x: dict[str, list[int]]",
        "x: Callable[[int, str], Awaitable[None]]",
        "x: Callable[..., None]",
        "x: Annotated[Redis, Depends(get_redis), Query(max_length=3)]",
        'x: Literal["a b", 1, -2]',
        "x: tuple[()]",
        "def f(*args: *Ts): pass",
        "x: (A |\n  # why\n  B)",
        "x: a if b else c",
      ),
    ).toMatchInlineSnapshot(`
      "x: Redis | None
      => (declare :exported {x} |<Redis, None>)
      x: Optional[redis.asyncio.Redis]
      => (declare :exported {x} Optional<redis.asyncio.Redis>)
      x: "Redis[bytes] | None"
      => (declare :exported {x} |<Redis<bytes>, None>)
      x: dict[str, list[int]]
      => (declare :exported {x} dict<str, list<int>>)
      x: Callable[[int, str], Awaitable[None]]
      => (declare :exported {x} Callable<[]<int, str>, Awaitable<None>>)
      x: Callable[..., None]
      => (declare :exported {x} Callable<..., None>)
      x: Annotated[Redis, Depends(get_redis), Query(max_length=3)]
      => (declare :exported {x} Annotated<Redis, Depends<get_redis>, Query>)
      x: Literal["a b", 1, -2]
      => (declare :exported {x} Literal<a b, 1, -2>)
      x: tuple[()]
      => (declare :exported {x} tuple<()>)
      def f(*args: *Ts): pass
      => (function :visible :exported f [...args: Ts]
        (other "pass_statement"))
      x: (A |
        # why
        B)
      => (declare :exported {x} |<A, B>)
      ; why
      x: a if b else c
      => (declare :exported {x} a if b else c)"
    `);
  });

  test("decorators", () => {
    expect(
      lowered(
        "@cache\ndef f(): pass",
        '@app.get("/x", deps=[a])\n# why\n@functools.lru_cache(maxsize=None)\nasync def f(): pass',
        "@a.b[0].c\nclass X: pass",
      ),
    ).toMatchInlineSnapshot(`
      "@cache
      def f(): pass
      => (function @cache :visible :exported f []
        (other "pass_statement"))
      @app.get("/x", deps=[a])
      # why
      @functools.lru_cache(maxsize=None)
      async def f(): pass
      => (function @app.get(call (. app get) "/x" deps=(list a)) @functools.lru_cache(call (. functools lru_cache) maxsize=null) :async :visible :exported f []
        (other "pass_statement"))
      ; why
      @a.b[0].c
      class X: pass
      => (class @a.b.c(. (index (. a b) 0) c) :exported X
        (other "pass_statement"))"
    `);
  });

  test("classes", () => {
    expect(
      lowered(
        [
          "class Cache(Base, Generic[K, V], metaclass=ABCMeta):",
          '    """Doc."""',
          "    TTL = 60",
          "    _store: Dict[str, Any] = {}",
          "    name: str",
          "    a, b = 1, 2",
          "    c = d = 3",
          "    x.y = 1",
          "",
          "    class Meta:",
          "        pass",
          "",
          "    def __init__(self, client):",
          "        self.client: Redis = client",
          "        self.name: str = ''",
          "        self._lock: Lock",
          "",
          "    @property",
          "    def size(self) -> int: return 1",
          "    @size.setter",
          "    def size(self, value): pass",
          "    @functools.cached_property",
          "    def pool(self): return 1",
          "    @staticmethod",
          "    def make(self, x): pass",
          "    @classmethod",
          "    async def create(cls): pass",
          "    def _hidden(self): pass",
          "    def __enter__(self): pass",
          "    def __mangled(self): pass",
          "    if DEBUG:",
          "        def debug(self): pass",
        ].join("\n"),
      ),
    ).toMatchInlineSnapshot(`
      "class Cache(Base, Generic[K, V], metaclass=ABCMeta):
          """Doc."""
          TTL = 60
          _store: Dict[str, Any] = {}
          name: str
          a, b = 1, 2
          c = d = 3
          x.y = 1

          class Meta:
              pass

          def __init__(self, client):
              self.client: Redis = client
              self.name: str = ''
              self._lock: Lock

          @property
          def size(self) -> int: return 1
          @size.setter
          def size(self, value): pass
          @functools.cached_property
          def pool(self): return 1
          @staticmethod
          def make(self, x): pass
          @classmethod
          async def create(cls): pass
          def _hidden(self): pass
          def __enter__(self): pass
          def __mangled(self): pass
          if DEBUG:
              def debug(self): pass
      => (class :exported Cache < Base < Generic<K, V>
        (field :static :visible TTL = 60)
        (field :static _store: Dict<str, Any> = (record))
        (field :visible name: str)
        (field :static :visible c = 3)
        (field :static :visible d = c)
        (field :visible client: Redis)
        (field _lock: Lock)
        (function :visible __init__ [client]
          (assign = (. self client) client)
          (assign = (. self name) "")
          (. self _lock))
        (function @property :visible :getter size []: int
          (return 1))
        (function @size.setter(. size setter) :visible size [value]
          (other "pass_statement"))
        (function @functools.cached_property(. functools cached_property) :visible :getter pool []
          (return 1))
        (function @staticmethod :static :visible make [self, x]
          (other "pass_statement"))
        (function @classmethod :async :static :visible create []
          (other "pass_statement"))
        (function _hidden []
          (other "pass_statement"))
        (function :visible __enter__ []
          (other "pass_statement"))
        (function __mangled []
          (other "pass_statement"))
        "Doc."
        (declare {a@0} {b@1} = (list 1 2))
        (assign = (. x y) 1)
        (class Meta
          (other "pass_statement"))
        (if DEBUG
          (function :visible debug []
            (other "pass_statement"))))"
    `);
  });

  test("kinds of classes and declarations without a body", () => {
    expect(
      lowered(
        "@dataclass(frozen=True)\nclass A:\n  x: int = 3\n  Y = 4\n  Z: ClassVar[int] = 5",
        "class A(BaseModel):\n  x: int = 3",
        "class A(str, enum.Enum):\n  X = 'x'",
        'class P(Protocol):\n  def get(self, k): ...\n  def set(self): "Doc."; ...',
        "class A(ABC):\n  @abstractmethod\n  def f(self): raise NotImplementedError\n  @abc.abstractmethod\n  def g(self): pass\n  @overload\n  def h(self): pass\n  def i(self): pass",
        "class _A(make(x).Base, with_meta(B), C[T][U]): pass",
      ),
    ).toMatchInlineSnapshot(`
      "@dataclass(frozen=True)
      class A:
        x: int = 3
        Y = 4
        Z: ClassVar[int] = 5
      => (class @dataclass(call dataclass frozen=true) :exported A
        (field :visible x: int = 3)
        (field :static :visible Y = 4)
        (field :static :visible Z: ClassVar<int> = 5))
      class A(BaseModel):
        x: int = 3
      => (class :exported A < BaseModel
        (field :visible x: int = 3))
      class A(str, enum.Enum):
        X = 'x'
      => (enum :exported A < str < enum.Enum
        (field :static :visible X = "x"))
      class P(Protocol):
        def get(self, k): ...
        def set(self): "Doc."; ...
      => (interface :exported P < Protocol
        (function :visible :declared get [k]
          (other "ellipsis"))
        (function :visible :declared set []
          "Doc."
          (other "ellipsis")))
      class A(ABC):
        @abstractmethod
        def f(self): raise NotImplementedError
        @abc.abstractmethod
        def g(self): pass
        @overload
        def h(self): pass
        def i(self): pass
      => (class :exported A < ABC
        (function @abstractmethod :visible :declared f []
          (throw NotImplementedError))
        (function @abc.abstractmethod(. abc abstractmethod) :visible :declared g []
          (other "pass_statement"))
        (function @overload :visible :declared h []
          (other "pass_statement"))
        (function :visible i []
          (other "pass_statement")))
      class _A(make(x).Base, with_meta(B), C[T][U]): pass
      => (class _A < make(x).Base < with_meta<B> < C<T, U>
        (other "pass_statement"))"
    `);
  });
});

describe("comments", () => {
  test("comments are read, strings are not", () => {
    expect(
      lowered(
        "#!/usr/bin/env python\n# aphoria: ok\n#: doc\n##  two\nx = '#no' # yes\n#\n",
        'x = """\n# no\n""" + \'\\\'# no\' # yes',
        "x = 'open # no\n# yes",
      ),
    ).toMatchInlineSnapshot(`
      "#!/usr/bin/env python
      # aphoria: ok
      #: doc
      ##  two
      x = '#no' # yes
      #

      => (declare :exported {x} = "#no")
      ; !/usr/bin/env python
      ; aphoria: ok
      ; : doc
      ;  two
      ; yes
      ; 
      x = """
      # no
      """ + '\\'# no' # yes
      => (declare :exported {x} = (+ "\\n# no\\n" "'# no"))
      ; yes
      x = 'open # no
      # yes
      => (declare :exported {x} = open)
      (other "string_start")
      ; yes
      ! 4-5"
    `);
  });

  test("spans cover the comment with its mark", () => {
    const text = "x = 1  # why\r\ny = 2 # é\n";
    expect(lower(text).comments.map((comment) => text.slice(comment.start, comment.end))).toEqual([
      "# why",
      "# é",
    ]);
  });
});

describe("robustness", () => {
  test("unreadable code is reported and the rest is lowered", () => {
    expect(
      lowered(
        "x = 1\ndef f(a, ?, b):\n  g(1 $ 2)\ny = 3",
        "foo(a,\nx = 1",
        "if x:\ny = 1",
        "class A:\n  def f(self:\n    pass\nz = 1",
        "x = [1, 2\ny = 3",
        "from import x\nimport",
        "f(a b)",
        "`x`",
        "except",
        "def",
        "x: int = ",
        "@",
        "'open",
        'f"{x',
        'f"{a b}"',
      ),
    ).toMatchInlineSnapshot(`
      "x = 1
      def f(a, ?, b):
        g(1 $ 2)
      y = 3
      => (declare :exported {x} = 1)
      (function :visible :exported f [a, b]
        (call g 1)
        2)
      (declare :exported {y} = 3)
      ! 15-17
      ! 28-31
      foo(a,
      x = 1
      => foo
      a
      (other "keyword_argument" x 1)
      ! 0-12
      if x:
      y = 1
      => (if x)
      (declare :exported {y} = 1)
      class A:
        def f(self:
          pass
      z = 1
      => (class :exported A
        (other "pass_statement"))
      f
      self
      (declare :exported {z} = 1)
      ! 11-22
      x = [1, 2
      y = 3
      => (declare :exported {x} = 3)
      1
      2
      y
      ! 2-11
      from import x
      import
      => (import :exported "x" *->x)
      ! 0-4
      ! 14-20
      f(a b)
      => (call f a)
      b
      ! 4-5
      \`x\`
      => (other "string" (other "string_start") (other "string_content") (other "string_end"))
      except
      => ! 0-6
      def
      => ! 0-3
      x: int = 
      => x
      int
      ! 0-8
      @
      => ! 0-1
      'open
      => (other "string_start")
      open
      ! 0-1
      f"{x
      => (other "string_start")
      x
      ! 0-4
      f"{a b}"
      => (template a)
      b
      ! 5-6"
    `);
  });

  test("empty files, byte order marks, line ends and emoji keep their offsets", () => {
    expect(lowered("", "\n", "# only")).toMatchInlineSnapshot(`
      "
      => 


      => 
      # only
      => ; only"
    `);
    for (const text of ["\uFEFFx = f('😀', y)\r\n", "'''😀\r\n'''\r\nx = f('é', y)\r\n"]) {
      const module = lower(text);
      const declared = module.body.find((node) => node.kind === "declare");
      expect(module.errors).toEqual([]);
      expect(text.slice(declared?.start, declared?.end)).toMatch(/^x = f\('.+', y\)$/);
      expect(declared?.value?.kind).toBe("call");
    }
    const [doc] = lower("'''a\r\nb'''").body;
    expect(doc).toMatchObject({ value: { value: "a\nb" } });
  });

  test("spans are those of the source, without parentheses", () => {
    const text = "x = ((a.b)(c, d=e) + (f))[g]";
    const spans = nodesOf(lower(text)).map((node) => text.slice(node.start, node.end));
    expect(new Set(spans)).toEqual(
      new Set([
        text,
        "((a.b)(c, d=e) + (f))[g]",
        "(a.b)(c, d=e) + (f)",
        "(a.b)(c, d=e)",
        "a.b",
        "a",
        "c",
        "e",
        "f",
        "g",
      ]),
    );
  });

  test.each([
    ["parentheses", "(".repeat(20_000) + "x" + ")".repeat(20_000)],
    ["lists", "[".repeat(20_000) + "]".repeat(20_000)],
    ["sums", "x = " + "a + ".repeat(5_000) + "b"],
    ["conjunctions", "x = " + "a and ".repeat(5_000) + "b"],
    ["members", "x" + ".a".repeat(5_000)],
    ["calls", "f" + "()".repeat(5_000)],
    ["calls in calls", "f(".repeat(5_000) + ")".repeat(5_000)],
    ["negations", "not ".repeat(20_000) + "x"],
    ["conditions", "a if b else ".repeat(2_000) + "c"],
    ["lambdas", "lambda: ".repeat(2_000) + "c"],
    ["comparisons", "x" + " < x".repeat(5_000)],
    ["nested comparisons", "0 < (".repeat(500) + "x" + ") < 1".repeat(500)],
    ["alternatives", "if a: pass\n" + "elif b: pass\n".repeat(3_000)],
    ["assignments", "a = ".repeat(3_000) + "1"],
    ["types", "x: " + "A[".repeat(5_000) + "B" + "]".repeat(5_000)],
    ["patterns", `match x:\n case ${"[".repeat(3_000)}a${"]".repeat(3_000)}: pass`],
    ["openings", "f([{".repeat(3_000)],
    [
      "blocks",
      Array.from({ length: 1_000 }, (_, depth) => `${" ".repeat(depth)}if x:\n`).join("") +
        `${" ".repeat(1_000)}pass`,
    ],
  ])("deep nesting of %s does not overflow the stack", (_, text) => {
    const module = lower(text);
    expect(strayingSpans(module.body)).toEqual([]);
  });

  test("what is nested too deeply is an error without parts", () => {
    const module = lower("[".repeat(600) + "]".repeat(600));
    expect(module.errors).toHaveLength(1);
    expect(nodesOf(module).length).toBeLessThan(410);
  });
});

const SAMPLE = `
"""Docstring with # no comment."""
from __future__ import annotations
import redis.asyncio as redis

@app.get("/x", ttl=60)
async def handler(request: Request, *, key: str = f"a{b!r:>{w}}") -> dict[str, Any] | None:
    async with pool.acquire() as con, lock:
        a, *self.b = await con.get(key)[0], {"a": 1, **x}
    try:
        return [x async for x in y if x] or (lambda v, *w: v)(1)
    except (A, B) as e:  # why
        raise C(f"{e}" "tail") from e
    finally:
        del a, b[1]

class Cache(Base[K], metaclass=M):
    store: Dict[str, "Entry"] = {}
    @property
    def size(self): return 0 < len(self.store) <= self.limit
    def get(self, key):
        global hits
        match key:
            case {"k": v, **rest} if v: hits += 1
            case [1, *_] | Point(x=0): pass
        while True:
            if (n := f(key)) is not None: break
            elif n not in self.store: continue
            else: x = y = {k: v for k, v in z}
`;

const TOKENS = [
  ..."()[]{}:,.=*@#'\"\\-+%<>;\n ".split(""),
  ..."x y 1 0x 1j f' rb\" ''' \"\"\" ** // := -> == not in is and or if elif else for async await def class".split(
    " ",
  ),
  ..."lambda return yield from import as with try except finally raise del global match case type pass while True".split(
    " ",
  ),
  ..."\n  |\n    |\r\n|😀|é|{x|}|...|print |self.".split("|"),
];

describe("properties", () => {
  const check = (text: string): void => {
    const module = lower(text);
    const nodes = nodesOf(module);
    // A node with two parents would be met twice.
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(strayingSpans(module.body)).toEqual([]);
    for (const span of [...module.errors, ...module.comments]) {
      expect(span.start >= 0 && span.end <= text.length && span.start <= span.end).toBe(true);
    }
  };

  test("token soup never throws, and children stay inside their parents", () => {
    const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 });
    fc.assert(
      fc.property(soup, fc.constantFrom("", " "), (tokens, glue) => check(tokens.join(glue))),
      tries(1_000),
    );
  });

  test("cuts and splices of real code never throw", () => {
    const at = fc.nat({ max: SAMPLE.length });
    fc.assert(
      fc.property(at, at, at, (from, to, into) => {
        const piece = SAMPLE.slice(Math.min(from, to), Math.max(from, to));
        check(piece);
        check(SAMPLE.slice(0, into) + piece + SAMPLE.slice(into));
      }),
      tries(400),
    );
  });

  test("parents are set on everything but the statements of the module", () => {
    const module = lower(SAMPLE);
    const top = new Set<Node>(module.body);
    for (const node of nodesOf(module)) expect(node.parent === undefined).toBe(top.has(node));
    expect(module.errors).toEqual([]);
  });
});

test.each([
  ["tests/a.py", true],
  ["app/test/a.py", true],
  ["testing/a.py", true],
  ["x/fixtures/a.py", true],
  ["example/a.py", true],
  ["examples/a.py", true],
  ["app/e2e/a.py", true],
  ["benchmarks/a.py", true],
  ["app/test_a.py", true],
  ["app/a_test.py", true],
  ["app/a_tests.py", true],
  ["app/tests.py", true],
  ["conftest.py", true],
  ["app/test_a.pyi", true],
  ["app/factories.py", false],
  ["app/latest/a.py", false],
  ["app/contest.py", false],
  ["app/testing.py", false],
  ["app/attest_a.py", false],
])("%s is test code: %s", (path, expected) => {
  expect(python.isTestPath(path)).toBe(expected);
});
