/** From where to where code holds a connection of a pool, or a transaction. */
import { ancestors, calledName, functionAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Instance, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, Declare, FunctionNode, Node, Stmt, Try } from "../model/syntax.ts";

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

/** `const client = await getClient()`: a function of the project takes it from the pool, or it is used like one. */
export function takenAt(call: Call, resolver: Resolver): Instance | undefined {
  const at = call.parent?.kind === "await" ? call.parent.parent : call.parent;
  if ((at?.kind !== "declare" && at?.kind !== "assign") || !TAKES.test(calledName(call)))
    return undefined;
  const meaning = resolver.meaning(call);
  if (/^(unknown|typed|parameter)$/.test(meaning.kind) && at.kind === "declare")
    return usedLikeOne(call, at, resolver);
  return meaning.kind === "instance" &&
    meaning.type.provides === "sql-client" &&
    meaning.source?.type.pooled === true &&
    resolver.meaning(call.callee).kind === "function"
    ? meaning
    : undefined;
}

const TAKES = /conn|client|acquire|checkout/i;

/** It is queried, and released: in a project with such pools it is of one, whatever stands between. */
function usedLikeOne(call: Call, { bindings }: Declare, resolver: Resolver): Instance | undefined {
  const [binding, second] = bindings;
  const fn = functionAround(call);
  if (binding === undefined || second !== undefined || binding.path.length > 0) return undefined;
  if (fn === undefined || call.parent?.kind !== "await") return undefined;
  const calls = (method: RegExp): boolean =>
    someNode(
      fn,
      (node) =>
        node.kind === "call" &&
        node.callee.kind === "member" &&
        method.test(node.callee.name) &&
        node.callee.object.kind === "name" &&
        node.callee.object.name === binding.name,
    );
  return calls(/^release$/) && calls(/^(query|execute)$/) ? pooledClient(resolver) : undefined;
}

/** What the first library of the project gives from its pools and wants released. */
const pooledClient = memoised((resolver: Resolver): Instance | undefined => {
  for (const module of resolver.modules) {
    for (const library of resolver.librariesOf(module)) {
      const pool = library.types.find(({ pooled, provides }) => pooled && provides === "sql-pool");
      const type = library.types.find(
        ({ name, provides, derives }) =>
          provides === "sql-client" &&
          derives.some((path) => path.startsWith(`${pool?.name ?? ""}.`)) &&
          library.operations.some(
            ({ on, methods }) => on.includes(name) && methods.includes("release"),
          ),
      );
      if (pool === undefined || type === undefined) continue;
      return { kind: "instance", library, type, source: { kind: "instance", library, type: pool } };
    }
  }
  return undefined;
});

/** The call gives back the connection of this name. */
export function givesBack(call: Call, name: string, resolver: Resolver): boolean {
  const { callee } = call;
  if (callee.kind !== "member") return false;
  const isIts = callee.object.kind === "name" && callee.object.name === name;
  const isGiven = call.args.some((arg) => arg.kind === "name" && arg.name === name);
  if (!isIts && !isGiven) return false;
  const site = resolver.operationAt(call);
  return site === undefined
    ? isIts && callee.name === "release"
    : site.operation.operation === "release";
}

/** What the call holds, and until when. */
export function heldBy(call: Call, resolver: Resolver): Held | undefined {
  const managed = managedBy(call);
  if (managed !== undefined) {
    const { body, start, end } = managed;
    const name = nameOf(call);
    return { body, from: start, to: end, names: name === undefined ? [] : [name] };
  }
  const fn = functionAround(call);
  const name = nameOf(call);
  const to =
    fn === undefined || name === undefined ? undefined : lastRelease(name, fn, call, resolver);
  if (fn !== undefined && name !== undefined && to !== undefined)
    return { body: fn.body, from: call.end, to, names: [name] };
  const callback = call.args.find((arg): arg is FunctionNode => arg.kind === "function");
  if (callback !== undefined) {
    const { body, start, end } = callback;
    const names = callback.params.flatMap((param) => param.name ?? []);
    return { body, from: start, to: end, names };
  }
  return undefined;
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
      if (givesBack(node, name, resolver)) end = Math.max(end ?? 0, node.start);
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
