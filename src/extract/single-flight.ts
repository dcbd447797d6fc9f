/**
 * Whether concurrent misses of one key are kept from being filled twice: nothing can come between look-up and write,
 * a lock is held over both, callers share one promise, or the callers of the function see to it.
 */
import { functionAround } from "../model/ancestry.ts";
import { someNode, someNodeIn } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { sameKey, type Access } from "./cache-access.ts";
import { accessesIn } from "./cache-accesses.ts";
import { isInTest } from "./context.ts";
import { isConditional } from "./conditional.ts";
import type { Fill } from "./fills.ts";
import { wordsOf } from "./identifiers.ts";
import { lockPlaces } from "./locks.ts";
import { isConcurrentMap, rootOf } from "./long-lived-map.ts";
import { isRunning, suspendsBetween } from "./running.ts";

/** `atomic`: no other caller can run between. */
export type Flight = "atomic" | "joined" | "open" | "unknown";

export function flightOf(fill: Fill, resolver: Resolver): Flight {
  if (isAtomic(fill, resolver)) return "atomic";
  const { fn } = fill;
  const accesses = accessesIn(fn, resolver);
  if (sharesPromise(fn, accesses, resolver)) return "joined";
  if (accesses.some(({ site }) => site !== undefined && locks(site.operation.operation)))
    return "joined";
  if (
    accesses.some(
      ({ site, through }) =>
        site !== undefined && through === undefined && isConditional(site, resolver),
    )
  )
    return "joined";
  const locked = lockAround(fill, accesses, resolver);
  if (locked !== undefined) return locked;
  if (mentionsFlight(fn)) return "unknown";
  return byCallers(fn, resolver);
}

const locks = (operation: string): boolean => operation === "lock-acquire";

/** A store in this process, in a language where nothing else runs between two awaits; or one guard over both. */
function isAtomic({ fn, read, write }: Fill, resolver: Resolver): boolean {
  if (write.provides !== "local-cache") return false;
  const { language } = resolver.moduleOf(fn);
  if (language === "rust") return write.library === "std" && isExclusive(read, write, resolver);
  if (language === "python" && !fn.async) return false;
  return !suspendsBetween(read.node, write.node, fn);
}

/** The two go through one guard, or through a map that only `&mut self` can change. */
function isExclusive(read: Access, write: Access, resolver: Resolver): boolean {
  // A method of its own is looked into: what it writes through may be given up between.
  if (write.through !== undefined) return isGuardedBy(write, resolver);
  const object = receiverOf(write.node);
  if (object === undefined) return false;
  // A guard that is taken after the look-up is another one: it cannot tell what happened in between.
  const [guard] = object.kind === "name" ? (resolver.meaning(object).via ?? []) : [];
  if (guard?.kind === "declare" && guard.start > read.node.end) return false;
  if (object.kind === "name" && read.store === write.store) return true;
  if (object.kind !== "call" && object.kind !== "await")
    return !isConcurrentMap(rootOf(object), resolver);
  return false;
}

/** The method that writes takes no guard of its own, so whoever calls it has the map to itself. */
function isGuardedBy({ through, store }: Access, resolver: Resolver): boolean {
  if (through === undefined) return false;
  return accessesIn(through, resolver).every((inner) => {
    if (inner.kind !== "write" || inner.store !== store) return true;
    const object = receiverOf(inner.node);
    return (
      object !== undefined &&
      object.kind !== "call" &&
      object.kind !== "await" &&
      !isConcurrentMap(rootOf(object), resolver)
    );
  });
}

function receiverOf(node: Node): Expr | undefined {
  if (node.kind === "call" && node.callee.kind === "member") return node.callee.object;
  if (node.kind === "assign" && node.target.kind === "index") return node.target.object;
  return node.kind === "index" ? node.object : undefined;
}

/** A table of running loads: a promise is looked up and stored before anything is awaited. */
function sharesPromise(fn: FunctionNode, accesses: readonly Access[], resolver: Resolver): boolean {
  const local = accesses.filter(({ provides }) => provides === "local-cache");
  const tabled = local.some(
    (write) =>
      write.kind === "write" &&
      write.value !== undefined &&
      isRunning(write.value, resolver) &&
      local.some(
        (read) =>
          (read.kind === "read" || read.kind === "exists") &&
          read.store === write.store &&
          sameKey(read, write) &&
          read.node.start < write.node.start &&
          !suspendsBetween(read.node, write.node, fn),
      ),
  );
  return tabled || sharesField(fn, resolver);
}

/** `if (this.loading) return this.loading; this.loading = this.load();` */
function sharesField(fn: FunctionNode, resolver: Resolver): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "assign" &&
      node.target.kind === "member" &&
      isRunning(node.value, resolver) &&
      someNodeIn(
        fn.body,
        (inner) =>
          inner.kind === "if" && inner.start < node.end && namesMember(inner.test, node.target),
      ),
  );
}

function namesMember(test: Node, target: Expr): boolean {
  return (
    target.kind === "member" &&
    someNode(test, (node) => node.kind === "member" && node.name === target.name)
  );
}

/** A lock that is taken before the look-up, or before a second one. */
function lockAround(
  fill: Fill,
  accesses: readonly Access[],
  resolver: Resolver,
): Flight | undefined {
  const taken = lockPlaces(fill.fn, resolver).filter((place) => place < fill.write.node.start);
  if (taken.length === 0) return undefined;
  const first = Math.min(...taken);
  const asksAgain = accesses.some(
    (access) =>
      (access.kind === "read" || access.kind === "exists") &&
      access.node.start > first &&
      access.node.start < fill.write.node.start &&
      sameKey(access, fill.write),
  );
  return asksAgain ? "joined" : "unknown";
}

const FLIGHT = new Set([
  "lock",
  "mutex",
  "inflight",
  "flight",
  "pending",
  "singleflight",
  "dedupe",
  "dedup",
  "coalesce",
  "semaphore",
  "acquire",
  "stale",
  "revalidate",
  "ongoing",
  "running",
]);

/** Something here is named after it, and what it does could not be told. */
function mentionsFlight(fn: FunctionNode): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      (node.kind === "name" || (node.kind === "member" && !isGuard(node))) &&
      wordsOf(node.name).some((word) => FLIGHT.has(word)),
  );
}

/** `table.lock().await`: a guard around one access, and no more. */
function isGuard(member: Extract<Node, { kind: "member" }>): boolean {
  return (
    member.name === "lock" && member.parent?.kind === "call" && member.parent.args.length === 0
  );
}

/** All who call it join callers themselves; one who does not is enough for it to be open. */
function byCallers(fn: FunctionNode, resolver: Resolver): Flight {
  const callers = resolver.callersOf(fn).filter((call) => !isInTest(call));
  const around = callers.flatMap((call) => {
    const caller = functionAround(call);
    return caller === undefined || caller === fn ? [] : [{ call, caller: outermostOf(caller) }];
  });
  if (around.length === 0 || around.length < callers.length) return "open";
  const guarded = around.filter(
    ({ call, caller }) =>
      sharesPromise(caller, accessesIn(caller, resolver), resolver) ||
      lockPlaces(caller, resolver).some((place) => place < call.start),
  );
  return guarded.length === around.length ? "joined" : "open";
}

function outermostOf(fn: FunctionNode): FunctionNode {
  let at = fn;
  for (
    let up = functionAround(at);
    up !== undefined && at.name === undefined;
    up = functionAround(at)
  )
    at = up;
  return at;
}
