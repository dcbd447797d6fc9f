/** The `where` predicates: `//: in-loop not in-async` says which hold for the call of `here()` on its line. */
import { describe, expect, test } from "vitest";
import { holdsWhere, WHERE_WORDS } from "../../src/extract/where.ts";
import { walk } from "../../src/model/children.ts";
import type { Call } from "../../src/model/syntax.ts";
import { openProject, type Project } from "../link/project.ts";

const CASES: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import express from "express";
import Redis from "ioredis";
const app = express();
here(); //: at-module-level at-startup
for (const x of []) here(); //: at-module-level in-loop at-startup
async function one() {
  here(); //: in-async per-call
  while (true) { here(); } //: in-async in-loop per-call
}
function two() {
  [1].map(() => here()); //: in-loop per-call
  setTimeout(() => { here(); }, 5); //: per-call
}
class A {
  constructor() {
    here(); //: in-constructor
  }
  method() {
    here(); //: per-call
  }
}
app.get("/x", (req, res) => {
  here(); //: in-handler per-call
});
export async function GET(request: Request) {
  here(); //: in-handler in-async per-call
}
async function main() {
  here(); //: in-async at-startup
}
describe("x", () => {
  it("y", async () => {
    here(); //: in-test in-async per-call
  });
});
`,
  Rust: `
//- src/lib.rs
pub async fn one() {
    here(); //: in-async per-call
    loop { here(); } //: in-async in-loop per-call
    tokio::task::spawn_blocking(|| { here(); }); //: per-call
}
pub fn two() {
    let future = async { here(); }; //: in-async per-call
}
pub struct A;
impl A {
    pub fn new() -> Self { here(); A } //: in-constructor
    pub fn get(&self) { here(); } //: per-call
}
fn main() {
    here(); //: at-startup
}
#[tokio::main]
async fn start_here() {
    here(); //: in-async at-startup
}
#[cfg(test)]
mod tests {
    #[test]
    fn one() {
        here(); //: in-test per-call
    }
}
#[cfg(not(test))]
fn real() { here(); } //: per-call
#[cfg(debug_assertions)]
fn debugged() { here(); } //: in-test per-call
#[cfg(not(debug_assertions))]
fn released() {
    here(); //: per-call
    if cfg!(debug_assertions) {
        here(); //: in-test per-call
    }
}
#[cfg(all(test, feature = "x"))]
mod more {
    fn helper() { here(); } //: in-test per-call
}
#[cfg(feature = "e2e_tests")]
fn tried() { here(); } //: in-test per-call
#[cfg(not(feature = "e2e_tests"))]
fn untried() { here(); } //: per-call
#[cfg(feature = "latest")]
fn newest() {
    here(); //: per-call
    #[cfg(feature = "test-utils")]
    here(); //: in-test per-call
}
`,
  Python: `
#- a.py
import unittest
from flask import Flask
app = Flask(__name__)
here()  #: at-module-level at-startup
async def one():
    here()  #: in-async per-call
    for x in []:
        here()  #: in-async in-loop per-call
    def inner():
        here()  #: per-call
class A:
    def __init__(self):
        here()  #: in-constructor
    def method(self):
        here()  #: per-call
@app.route("/x")
def view():
    here()  #: in-handler per-call
def django(request):
    here()  #: in-handler per-call
class TestA(unittest.TestCase):
    def test_x(self):
        here()  #: in-test per-call
    def setUp(self):
        here()  #: in-test in-constructor at-startup
`,
};

const PLAIN = WHERE_WORDS.filter((word) => /^(?:in|at|per)-/.test(word));

describe("places", () => {
  for (const [name, text] of Object.entries(CASES)) {
    test(name, () => {
      const project = openProject(text);
      const { resolver } = project;
      const calls = callsOf(project, "here");
      const marks = project.marks(":");
      const said = marks.map(({ line, said: words }) => `${line}: ${inOrder(words.split(" "))}`);
      const found = calls.map(({ line, call }) => {
        const holding = PLAIN.filter((predicate) =>
          holdsWhere([{ predicate, negated: false }], { node: call, resolver }),
        );
        for (const predicate of PLAIN) {
          const negated = holdsWhere([{ predicate, negated: true }], { node: call, resolver });
          expect(negated).toBe(!holding.includes(predicate));
        }
        return `${line}: ${inOrder(holding)}`;
      });
      expect(found).toEqual(said);
    });
  }
});

describe("receiver and argument", () => {
  const project = openProject(`
//- a.ts
import Redis from "ioredis";
const redis = new Redis({ host: "x" });
redis.set("a", "b");
new Map().set("a", "b");
call({ timeout: 5 });
//- a.py
import redis
r = redis.Redis()
r.set("a", "b", ex=5)
`);
  const { resolver } = project;
  const holds = (call: Call | undefined, predicate: string, argument: string, negated = false) =>
    call !== undefined && holdsWhere([{ predicate, argument, negated }], { node: call, resolver });
  const [redis, map, python] = callsOf(project, "set").map(({ call }) => call);
  const [made] = callsOf(project, "Redis").map(({ call }) => call);
  const [plain] = callsOf(project, "call").map(({ call }) => call);

  test("receiver: the library of what is called", () => {
    expect(holds(redis, "receiver", "ioredis")).toBe(true);
    expect(holds(redis, "receiver", "node-redis")).toBe(false);
    expect(holds(redis, "receiver", "ioredis", true)).toBe(false);
    expect(holds(map, "receiver", "ioredis")).toBe(false);
    expect(holds(map, "receiver", "ioredis", true)).toBe(true);
    expect(holds(python, "receiver", "redis-py")).toBe(true);
    expect(holds(made, "receiver", "ioredis")).toBe(true);
  });

  test("argument: an entry or a named argument", () => {
    expect(holds(plain, "argument", "timeout")).toBe(true);
    expect(holds(plain, "argument", "other")).toBe(false);
    expect(holds(plain, "argument", "other", true)).toBe(true);
    expect(holds(python, "argument", "ex")).toBe(true);
    expect(holds(redis, "argument", "ex")).toBe(false);
  });

  test("all conditions must hold, none is always true, and a word that does not exist never", () => {
    const node = redis as Call;
    const at = (...words: string[]) =>
      holdsWhere(
        words.map((word) => ({
          predicate: word.replace("not ", ""),
          negated: word.startsWith("not "),
        })),
        { node, resolver },
      );
    expect(at()).toBe(true);
    expect(at("at-module-level", "not in-loop")).toBe(true);
    expect(at("at-module-level", "in-loop")).toBe(false);
    expect(at("no-such-word")).toBe(false);
  });
});

test("with-queue: the project has a queue on the same kind of server", () => {
  const holdsIn = (text: string, negated: boolean) => {
    const { resolver } = openProject(text);
    return holdsWhere([{ predicate: "with-queue", negated }], { resolver });
  };
  const queue = '//- a.ts\nimport { Queue } from "bullmq";\nnew Queue("q");\n';
  const cache = '//- a.ts\nimport Redis from "ioredis";\nnew Redis();\n';
  expect(holdsIn(queue, false)).toBe(true);
  expect(holdsIn(queue, true)).toBe(false);
  expect(holdsIn(cache, false)).toBe(false);
  expect(holdsIn(cache, true)).toBe(true);
});

test("where there is no code only what is asked of the project can hold", () => {
  const { resolver } = openProject("//- a.ts\nhere();\n");
  for (const predicate of PLAIN) {
    expect(holdsWhere([{ predicate, negated: false }], { resolver })).toBe(false);
    expect(holdsWhere([{ predicate, negated: true }], { resolver })).toBe(true);
  }
});

function inOrder(words: readonly string[]): string {
  return PLAIN.filter((word) => words.includes(word)).join(" ");
}

function callsOf(project: Project, name: string): readonly { line: number; call: Call }[] {
  const calls: { line: number; call: Call }[] = [];
  for (const module of project.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call") return;
        const { callee } = node;
        if ((callee.kind !== "name" && callee.kind !== "member") || callee.name !== name) return;
        calls.push({ line: project.lineOf(module, node.start), call: node });
      });
    }
  }
  return calls;
}
