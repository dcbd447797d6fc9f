/** From where to where code holds a connection of a pool, or a transaction. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Call, FunctionNode, Node, Stmt, Try } from "../model/syntax.ts";

/** The part of a function in which it is held. */
export interface Held {
  /** The code: a callback's body, a `with` block's, or that of the function. */
  readonly body: readonly Stmt[];
  /** Only what stands between counts. */
  readonly from: number;
  readonly to: number;
  /** What the connection is called there. */
  readonly names: readonly string[];
}

/** The call is what a `with` or a `using` manages. */
export function isManaged(call: Call): boolean {
  for (const up of ancestors(call)) {
    if (up.kind === "declare" && up.disposed === true) return true;
    if (up.kind !== "await") break;
  }
  return managedBy(call) !== undefined;
}

/** The `with` whose manager the call is, or stands in: `with closing(pool.getconn()) as conn`. */
function managedBy(call: Call): Try | undefined {
  for (const up of ancestors(call)) {
    if (up.kind === "declare") {
      const last = up.parent?.kind === "block" ? up.parent.body.at(-1) : undefined;
      return last?.kind === "try" && last.managed ? last : undefined;
    }
    if (up.kind !== "await" && up.kind !== "call" && up.kind !== "member") return undefined;
  }
  return undefined;
}

/** What the call holds, and until when. */
export function heldBy(call: Call, resolver: Resolver): Held | undefined {
  const managed = managedBy(call);
  if (managed !== undefined) {
    const { body, start, end } = managed;
    const name = nameOf(call);
    return { body, from: start, to: end, names: name === undefined ? [] : [name] };
  }
  const callback = call.args.find((arg): arg is FunctionNode => arg.kind === "function");
  if (callback !== undefined) {
    const { body, start, end } = callback;
    const names = callback.params.flatMap((param) => param.name ?? []);
    return { body, from: start, to: end, names };
  }
  const fn = functionAround(call);
  const name = nameOf(call);
  if (fn === undefined || name === undefined) return undefined;
  const to = lastRelease(name, fn, call, resolver);
  return to === undefined ? undefined : { body: fn.body, from: call.end, to, names: [name] };
}

function nameOf(call: Call): string | undefined {
  for (const up of ancestors(call)) {
    if (up.kind === "declare") return up.bindings[0]?.name;
    if (up.kind === "assign") return up.target.kind === "name" ? up.target.name : undefined;
    if (up.kind !== "await" && up.kind !== "member" && up.kind !== "call") return undefined;
  }
  return undefined;
}

/** The end of the last call that gives it back by the straight way. */
function lastRelease(
  name: string,
  fn: FunctionNode,
  made: Call,
  resolver: Resolver,
): number | undefined {
  let end: number | undefined;
  for (const statement of fn.body) {
    someNode(statement, (node: Node) => {
      if (node.kind !== "call" || node.start < made.end || isInHandler(node)) return false;
      const { callee } = node;
      const isIts =
        (callee.kind === "member" &&
          callee.object.kind === "name" &&
          callee.object.name === name) ||
        node.args.some((arg) => arg.kind === "name" && arg.name === name);
      if (isIts && resolver.operationAt(node)?.operation.operation === "release") {
        end = Math.max(end ?? 0, node.start);
      }
      return false;
    });
  }
  return end;
}

/** Code that runs only when something failed. */
export function isInHandler(node: Node): boolean {
  let below = node;
  for (const up of ancestors(node)) {
    if (up.kind === "function") return false;
    if (up.kind === "try" && up.handlers.some(({ body }) => body.includes(below as never)))
      return true;
    below = up;
  }
  return false;
}
