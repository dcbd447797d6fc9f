/** Where a function takes a lock. */
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode } from "../model/syntax.ts";
import { alternativesOf } from "./cache-access.ts";
import { wordsOf } from "./identifiers.ts";

const LOCKS =
  /(^|\.)(Lock|RLock|Semaphore|BoundedSemaphore|Mutex|RwLock|AsyncLock|AsyncMutex|Sema|KeyedMutex|Condition)(\.|$)/;
const LOCKING =
  /^(lock|acquire|runExclusive|withLock|with_lock|acquire_lock|acquireLock|using|lock_owned|run_exclusive|waitForUnlock)$/;

/** Where locks are taken: by what the receiver was made of, or by a manager of Python's `with`. */
export function lockPlaces(fn: FunctionNode, resolver: Resolver): readonly number[] {
  const places: number[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "call" && takesLock(node, resolver)) places.push(node.start);
      if (node.kind === "block") {
        const managed = node.body.some((inner) => inner.kind === "try" && inner.managed);
        for (const inner of managed ? node.body : []) {
          if (
            inner.kind === "declare" &&
            inner.value !== undefined &&
            isLock(inner.value, resolver)
          )
            places.push(inner.start);
        }
      }
    });
  }
  return places;
}

function takesLock(call: Call, resolver: Resolver): boolean {
  if (resolver.operationAt(call)?.operation.operation === "lock-acquire") return true;
  const { callee } = call;
  if (callee.kind !== "member" || !LOCKING.test(callee.name)) return false;
  // `CACHE.lock().unwrap()` guards the map itself for one statement, not the way from look-up to write.
  const meaning = resolver.meaning(callee.object);
  return alternativesOf(meaning).every(
    (option) => option.kind !== "container" && option.kind !== "instance",
  );
}

function isLock(value: Expr, resolver: Resolver): boolean {
  const inner = value.kind === "await" ? value.value : value;
  const words =
    inner.kind === "name" || inner.kind === "member"
      ? wordsOf(inner.name)
      : inner.kind === "call" && (inner.callee.kind === "name" || inner.callee.kind === "member")
        ? wordsOf(inner.callee.name)
        : [];
  if (words.some((word) => /^(lock|mutex|semaphore)$/.test(word))) return true;
  return alternativesOf(resolver.meaning(inner)).some(
    (option) =>
      ((option.kind === "external" || option.kind === "global") &&
        LOCKS.test(option.path.join("."))) ||
      (option.kind === "instance" && option.type.provides === "lock"),
  );
}
