/** Look-ups and the writes that answer their misses: the pairs that every idiom of reading through a cache is about. */
import { functionAround } from "../model/ancestry.ts";
import type { Resolver } from "../model/meaning.ts";
import type { FunctionNode } from "../model/syntax.ts";
import { sameKey, type Access } from "./cache-access.ts";
import { accessesIn } from "./cache-accesses.ts";
import { contains, isOnMiss, lookedUp, type Looked } from "./miss-path.ts";

export interface Fill {
  readonly fn: FunctionNode;
  readonly read: Access;
  readonly write: Access;
  readonly looked: Looked;
}

const fills = new WeakMap<Resolver, WeakMap<FunctionNode, readonly Fill[]>>();

/** One for each key that the function fills: the first write on the way of a miss. */
export function fillsIn(fn: FunctionNode, resolver: Resolver): readonly Fill[] {
  let known = fills.get(resolver);
  if (known === undefined) fills.set(resolver, (known = new WeakMap()));
  const found = known.get(fn);
  if (found !== undefined) return found;
  const list = findFills(fn, resolver);
  known.set(fn, list);
  return list;
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
      if (!looksUp(read, write)) continue;
      const looked = lookedUp(read, fn);
      if (!isOnMiss(write.node, looked, fn)) continue;
      seen.add(once);
      return [{ fn, read, write, looked }];
    }
    return [];
  });
}

function looksUp(read: Access, write: Access): boolean {
  if (read.kind !== "read" && read.kind !== "exists") return false;
  if (read.node.start >= write.node.end || !sameKey(read, write)) return false;
  const around = functionAround(read.node);
  return around === undefined || contains(around, write.node) || isCallbackOf(read, write);
}

/** `get(k).then((found) => { … set(k, …) })`. */
function isCallbackOf(read: Access, write: Access): boolean {
  return contains(read.node, write.node);
}
