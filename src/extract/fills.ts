/** Look-ups and the writes that answer their misses: the pairs that every idiom of reading through a cache is about. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Expr, FunctionNode } from "../model/syntax.ts";
import { sameKey, type Access } from "./cache-access.ts";
import { accessesIn } from "./cache-accesses.ts";
import { shapeOf } from "./key-text.ts";
import { contains, isOnMiss, lookedUp, mentions, type Looked } from "./miss-path.ts";

export interface Fill {
  readonly fn: FunctionNode;
  readonly read: Access;
  readonly write: Access;
  readonly looked: Looked;
}

const fills = memoised((resolver: Resolver) =>
  memoised((fn: FunctionNode) => findFills(fn, resolver)),
);

/** One for each key that the function fills: the first write on the way of a miss. */
export function fillsIn(fn: FunctionNode, resolver: Resolver): readonly Fill[] {
  return fills(resolver)(fn);
}

/** A closure belongs to the function around it, which is asked instead. */
export function ownsItsFills(fn: FunctionNode): boolean {
  return fn.implemented && (fn.name !== undefined || functionAround(fn) === undefined);
}

function findFills(fn: FunctionNode, resolver: Resolver): readonly Fill[] {
  const accesses = accessesIn(fn, resolver);
  const writes = accesses.filter((access) => access.kind === "write");
  const seen = new Set<string>();
  return writes.flatMap((write) => {
    const once = `${write.store} ${write.keyText ?? ""}`;
    if (seen.has(once)) return [];
    for (const read of accesses) {
      if (!looksUp(read, write, resolver)) continue;
      const looked = lookedUp(read, fn);
      if (!isOnMiss(write.node, looked, fn) || isCompared(write, looked)) continue;
      seen.add(once);
      return [{ fn, read, write, looked }];
    }
    return [];
  });
}

/** `if (known < latest) known = latest`: what is stored was there before the cache was asked about it. */
function isCompared({ node, value }: Access, looked: Looked): boolean {
  if (value?.kind !== "name") return false;
  for (const up of ancestors(node)) {
    if (up.kind === "function") return false;
    if (up.kind === "if" && isOrder(up.test, value.name, looked)) return true;
  }
  return false;
}

function isOrder(test: Expr, name: string, looked: Looked): boolean {
  return (
    test.kind === "binary" &&
    /^[<>]=?$/.test(test.op) &&
    [test.left, test.right].some((side) => side.kind === "name" && side.name === name) &&
    mentions(test, looked)
  );
}

function looksUp(read: Access, write: Access, resolver: Resolver): boolean {
  if (read.kind !== "read" && read.kind !== "exists") return false;
  if (read.node.start >= write.node.end) return false;
  if (!sameKey(read, write) && !sameShape(read, write, resolver)) return false;
  const around = functionAround(read.node);
  return around === undefined || contains(around, write.node) || isCallbackOf(read, write);
}

/** `user:${match.id}` is looked up, `user:${user.id}` filled: the record that was found is the one that was asked for. */
function sameShape(read: Access, write: Access, resolver: Resolver): boolean {
  if (read.store !== write.store || read.key === undefined || write.key === undefined) return false;
  const shape = shapeOf(read.key, resolver);
  return shape?.includes("{}") === true && shape === shapeOf(write.key, resolver);
}

/** `get(k).then((found) => { … set(k, …) })`. */
function isCallbackOf(read: Access, write: Access): boolean {
  return contains(read.node, write.node);
}
