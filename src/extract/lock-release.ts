/** How a lock is given up: which taking of it a removal belongs to, and what is checked before. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { functionName } from "./context.ts";
import { wordsOf } from "./identifiers.ts";
import { textOf } from "./key-text.ts";
import { isLockWord, type KeyedSite } from "./lock-sites.ts";

/** The taking of the lock that a removal of its key ends, if it is one. */
export function acquireOf(
  removal: KeyedSite,
  acquires: readonly KeyedSite[],
  resolver: Resolver,
): KeyedSite | undefined {
  const removed = [removal, ...keysGiven(removal, resolver)];
  const same = acquires.filter((acquire) => {
    if (isSameKey(acquire, removal)) return true;
    const taken = [acquire, ...keysGiven(acquire, resolver)];
    return removed.some(
      ({ fn, text }) =>
        fn !== undefined &&
        text !== undefined &&
        taken.some((one) => one.fn === fn && one.text === text),
    );
  });
  return (
    same.find((acquire) => acquire.named || removal.named) ??
    // Without a word of locks, what is always given up at the end of the work is one; what is undone on failure is a mark.
    same.find((acquire) => acquire.fn === removal.fn && alwaysRuns(removal.call))
  );
}

/** The keys that callers give to a helper which takes or removes whatever key it is given, each with its caller. */
function keysGiven(
  { fn, key }: KeyedSite,
  resolver: Resolver,
): readonly { readonly fn: FunctionNode | undefined; readonly text: string | undefined }[] {
  const index =
    key.kind === "name" ? (fn?.params ?? []).findIndex(({ name }) => name === key.name) : -1;
  if (fn === undefined || index < 0) return [];
  return resolver.callersOf(fn).map((call) => {
    const named = call.named.find(({ name }) => name === fn.params[index]?.name)?.value;
    const value = named ?? call.args[index];
    return {
      fn: functionAround(call),
      text: value === undefined ? undefined : textOf(value, resolver),
    };
  });
}

function isSameKey(acquire: KeyedSite, removal: KeyedSite): boolean {
  const sameText = acquire.text !== undefined && acquire.text === removal.text;
  if (acquire.fn !== undefined && acquire.fn === removal.fn)
    return sameText || (acquire.named && isAliasOf(removal.key, acquire));
  const sameOwner =
    acquire.owner === undefined
      ? removal.owner === undefined && acquire.module === removal.module
      : acquire.owner === removal.owner || acquire.owner.name === removal.owner?.name;
  if (sameOwner && sameText && acquire.named) return true;
  if (sameOwner && isPairOfNames(acquire, removal)) return true;
  return acquire.shape !== undefined && acquire.shape === removal.shape;
}

/** `acquireLock(id)` gives back the key that it took, and `releaseLock(key)` beside it is handed that. */
function isPairOfNames(acquire: KeyedSite, removal: KeyedSite): boolean {
  const takes = acquire.fn === undefined ? [] : wordsOf(functionName(acquire.fn));
  const frees = removal.fn === undefined ? [] : wordsOf(functionName(removal.fn));
  const isHanded =
    removal.key.kind === "name" &&
    removal.fn?.params.some(({ name }) => removal.key.kind === "name" && name === removal.key.name);
  return (
    isHanded === true &&
    takes.some(isLockWord) &&
    (frees.some((word) => /^(unlock|unacquire)$/.test(word)) ||
      (frees.some((word) => /^(release|free|drop|remove|delete)$/.test(word)) &&
        frees.some(isLockWord)))
  );
}

/** `submission_lock_key = lock_key`: another name that was given the key in the same function. */
function isAliasOf(key: Expr, acquire: KeyedSite): boolean {
  if (key.kind !== "name" || acquire.key.kind !== "name" || acquire.fn === undefined) return false;
  const [alias, original] = [key.name, acquire.key.name];
  return someNode(
    acquire.fn,
    (node) =>
      (node.kind === "declare" &&
        node.bindings.some(({ name }) => name === alias) &&
        isName(node.value, original)) ||
      (node.kind === "assign" && isName(node.target, alias) && isName(node.value, original)),
  );
}

function isName(node: Node | undefined, name: string): boolean {
  return node?.kind === "name" && node.name === name;
}

/** Not only on failure, and not behind a condition: in a `finally`, or in the straight line of its function. */
function alwaysRuns(call: Call): boolean {
  let below: Node = call;
  for (const up of ancestors(call)) {
    if (up.kind === "try") {
      if (up.finalizer.includes(below as never)) return true;
      if (up.handlers.some((handler) => handler.body.includes(below as never))) return false;
    }
    if (up.kind === "if" || up.kind === "switch" || up.kind === "conditional") return false;
    if (up.kind === "function") return true;
    below = up;
  }
  return false;
}

/**
 * `compared`: the stored token is read and compared in a step of its own. `watched`: that, in an optimistic transaction,
 * which is safe. `plain`: nothing is compared.
 */
export function checkBefore(
  removal: KeyedSite,
  resolver: Resolver,
): "compared" | "watched" | "plain" {
  const fn = functionAround(removal.call) ?? removal.fn;
  if (fn === undefined) return "plain";
  const before: OperationSite[] = [];
  walk(removal.fn ?? fn, (node) => {
    const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
    if (site !== undefined && site.call.start < removal.call.start) before.push(site);
  });
  const reads = before.filter(
    ({ operation, key }) =>
      operation.operation === "read" &&
      key !== undefined &&
      removal.text !== undefined &&
      textOf(key, resolver) === removal.text,
  );
  const calls = reads.map(({ call }) => call);
  if (reads.length === 0 || !isCompared(calls, removal.fn ?? fn)) return "plain";
  return before.some(({ method }) => /^watch$/i.test(method)) ? "watched" : "compared";
}

/** One of the answers stands in a comparison, itself or by the name that it was given. */
function isCompared(reads: readonly Call[], fn: FunctionNode): boolean {
  const names = new Set(reads.flatMap((read) => givenName(read) ?? []));
  return someNode(
    fn,
    (node) =>
      node.kind === "binary" &&
      /^[!=]=$/.test(node.op) &&
      [node.left, node.right].some((side) => mentions(side, reads, names)) &&
      ![node.left, node.right].some((side) => side.kind === "literal"),
  );
}

function mentions(side: Expr, reads: readonly Call[], names: ReadonlySet<string>): boolean {
  return someNode(
    side,
    (node) =>
      (node.kind === "name" && names.has(node.name)) ||
      (node.kind === "call" && reads.includes(node)),
  );
}

/** The name that an answer is bound to: `const held = await r.get(k)`, `if let Some(held) = con.get(k)`. */
function givenName(call: Call): readonly string[] | undefined {
  for (const up of ancestors(call)) {
    if (up.kind === "declare" || up.kind === "pattern-test")
      return up.bindings.map(({ name }) => name);
    if (up.kind === "assign") return up.target.kind === "name" ? [up.target.name] : undefined;
    if (up.kind === "switch") return up.arms.flatMap((arm) => arm.bindings.map(({ name }) => name));
    if (up.kind === "function" || up.kind === "block" || up.kind === "expression") return undefined;
  }
  return undefined;
}
