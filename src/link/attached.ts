/**
 * What a program hangs on its framework's objects, to reach it from everywhere: `app.state.redis = …`,
 * `req.redis = …`, `app["redis"] = …`, `app.decorate("redis", …)`, `app.set("redis", …)`. The two ends meet by name.
 */
import { walk } from "../model/children.ts";
import type { Meaning } from "../model/meaning.ts";
import type { Call, Expr, Module } from "../model/syntax.ts";
import { alternatives, either, type Context } from "./context.ts";

/** The last word of an object that frameworks let programs hang things on. */
const HOLDER =
  /^((?:\w+_|current_)?app|application|state|locals|ctx|context|c|req|request|fastify|server|g|extensions|extra|globalThis|global)$/;

/** Methods that hang something up under a name: `decorate("redis", client)`. */
const HANGERS = /^(set|decorate|decorateRequest|decorateReply|provide|derive)$/;

export function isHolder(object: Expr): boolean {
  return (object.kind === "name" || object.kind === "member") && HOLDER.test(object.name);
}

/** By name, everything that the modules hang up. */
export function indexAttached(modules: readonly Module[]): ReadonlyMap<string, readonly Expr[]> {
  const index = new Map<string, Expr[]>();
  const put = (name: string, value: Expr): void => {
    const list = index.get(name);
    if (list === undefined) index.set(name, [value]);
    else list.push(value);
  };
  for (const module of modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "assign") {
          const { target, value } = node;
          if (target.kind === "member" && isHolder(target.object)) put(target.name, value);
          const name = target.kind === "index" ? wordOf(target.index) : undefined;
          if (target.kind === "index" && name !== undefined && isHolder(target.object))
            put(name, value);
        }
        if (node.kind === "call") hungBy(node, put);
      });
    }
  }
  return index;
}

function hungBy({ callee, args }: Call, put: (name: string, value: Expr) => void): void {
  const [first, second] = args;
  if (callee.kind !== "member" || !HANGERS.test(callee.name) || !isHolder(callee.object)) return;
  const name = first === undefined ? undefined : wordOf(first);
  if (name !== undefined && second !== undefined) put(name, second);
}

/** What is hung up under the name, where that is an object of a library or of the program. */
export function attachedMeaning(context: Context, name: string): Meaning | undefined {
  const objects = (context.attached().get(name) ?? []).flatMap((value) =>
    alternatives(context.meaning(value)).filter(
      ({ kind }) => kind === "instance" || kind === "object",
    ),
  );
  return objects.length === 0 ? undefined : either(objects);
}

/** The name in `app["redis"]`, `app.get("redis")`. */
export function wordOf(expr: Expr): string | undefined {
  return expr.kind === "literal" && typeof expr.value === "string" ? expr.value : undefined;
}
