/** Where code stands: names and places of functions. */
import { describe, expect, test } from "vitest";
import {
  functionName,
  isConstructor,
  isHandedAway,
  isHandler,
  isStartup,
  symbolOf,
} from "../../src/extract/context.ts";
import { functionAround } from "../../src/model/ancestry.ts";
import { walk } from "../../src/model/children.ts";
import type { FunctionNode } from "../../src/model/syntax.ts";
import { openProject, type Project } from "../link/project.ts";

/** Every function of the project, in order. */
function functionsOf(project: Project): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  for (const module of project.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "function") found.push(node);
      });
    }
  }
  return found;
}

test("functions go by the name of what they are bound to", () => {
  const project = openProject(`
//- a.ts
function plain() {}
const arrow = () => 1;
const record = { entry: () => 1, method() {} };
class A { field = () => 1; run() { return () => 2; } }
assigned = () => 1;
[].map(() => 1);
`);
  expect(functionsOf(project).map((fn) => functionName(fn))).toEqual([
    "plain",
    "arrow",
    "entry",
    "method",
    "field",
    "run",
    "",
    "assigned",
    "",
  ]);
});

test("a symbol names the items around a node", () => {
  const project = openProject(`
//- a.ts
namespace outer { export class Cache { get() { const inner = () => here(); return inner; } } }
//- src/lib.rs
mod deep { pub struct Cache; impl Cache { fn get(&self) { here(); } } }
//- a.py
class Cache:
    def get(self):
        here()
here()
`);
  const symbols: string[] = [];
  for (const module of project.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "call") symbols.push(symbolOf(node));
      });
    }
  }
  expect(symbols).toEqual(["outer.Cache.get.inner", "deep.Cache.get", "Cache.get", ""]);
});

describe("kinds of functions", () => {
  const project = openProject(`
//- a.ts
import express from "express";
const app = express();
app.get("/x", function route(req, res) {});
app.use(function middleware(a, b, next) {});
cache.get("x", function callback(error, value) {});
router.post("/x", function second(ctx) {});
queue.process("x", function job(task) {});
export function POST(event) {}
function withType(event: APIGatewayProxyEvent) {}
function plain(user) {}
function bootstrap() {}
function initRedis() {}
class A { constructor() {} method() {} }
//- a.py
@app.get("/x")
def fastapi(item): ...
@app.task
def celery(item): ...
@click.command()
def cli(): ...
class B:
    def __init__(self): ...
//- src/lib.rs
#[get("/x")]
async fn actix(path: String) {}
#[tokio::main]
async fn run_it() {}
impl C { fn new() -> C { C } fn get(req: &str) {} }
fn sync() {
    spawn_blocking(move || 1);
    items.map(|x| 1);
}
`);
  const functions = functionsOf(project);
  const named = (holds: (fn: FunctionNode) => boolean) =>
    functions.filter((fn) => fn.name !== undefined && holds(fn)).map((fn) => fn.name);

  test("handlers", () => {
    expect(named((fn) => isHandler(fn, project.resolver))).toEqual([
      "route",
      "second",
      "job",
      "POST",
      "withType",
      "fastapi",
      "actix",
    ]);
  });

  test("start-up", () => {
    expect(named(isStartup)).toEqual(["bootstrap", "initRedis", "cli", "run_it"]);
  });

  test("constructors", () => {
    expect(named(isConstructor)).toEqual(["constructor", "__init__", "new"]);
  });

  test("handed to a thread of its own", () => {
    const closures = functions.filter(
      (fn) => fn.name === undefined && functionAround(fn)?.name === "sync",
    );
    expect(closures.map((fn) => isHandedAway(fn))).toEqual([true, false]);
  });
});
