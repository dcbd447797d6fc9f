/**
 * `checkout`: a connection is taken from a pool, or a transaction opened that holds one. `returned` says when it goes
 * back: `always` (a `finally`, a `with`, a handler of its own on each way), `gap` (so, but something that can fail
 * stands between), `success` (only when nothing fails), `never`. What is handed to somebody else is theirs to return.
 */
import { ancestors, functionAround, lastName } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { Instance, Resolver } from "../../model/meaning.ts";
import type { Call, FunctionNode, Node, Stmt, Try } from "../../model/syntax.ts";
import { givesBack, isInHandler, isManaged, takenAt } from "../held-connections.ts";
import { contains } from "../miss-path.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const checkout: Recogniser = {
  kinds: ["checkout"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const instance = resolver.constructionAt(node)?.instance ?? takenAt(node, resolver);
      if (instance === undefined || !isCheckout(instance)) return;
      const returned = whenReturned(node, resolver);
      if (returned === undefined) return;
      const { library, type } = instance;
      emit({
        kind: "checkout",
        span: callHead(node),
        node,
        instance,
        properties: { provides: type.provides, library: library.id, type: type.name, returned },
        captures: {},
        words: { library: library.title },
      });
    },
};

/** Something that a pool gives, and that its model knows how to give back. */
function isCheckout(instance: Instance): boolean {
  if (instance.source?.type.pooled !== true || instance.type.provides !== "sql-client")
    return false;
  return instance.library.operations.some(
    ({ operation, on }) =>
      operation === "release" &&
      (on.includes(instance.type.name) || on.includes(instance.source?.type.name ?? "")),
  );
}

type Returned = "always" | "gap" | "success" | "never";

function whenReturned(call: Call, resolver: Resolver): Returned | undefined {
  const fn = functionAround(call);
  // What a program takes once and keeps is no leak.
  if (fn === undefined) return undefined;
  if (isManaged(call)) return "always";
  const name = localName(call, fn);
  if (name === undefined) return lentForGood(call, resolver) ? "never" : undefined;
  const releases = releasesOf(name, fn, call, resolver);
  if (releases === undefined) return undefined;
  if (releases.length === 0) return goesElsewhere(name, fn, call) ? undefined : "never";
  const guarding = guardOf(releases, call);
  if (guarding === undefined) {
    if (isHandledApart(releases, call) || isAtOnce(fn, call, releases)) return "always";
    return isLeftToHandler(name, fn, resolver) ? undefined : "success";
  }
  return guarding === "here" || !canFail(fn, call, guarding, resolver) ? "always" : "gap";
}

/** It goes back before anything is done with it: nothing but words for a log stands between. */
function isAtOnce(fn: FunctionNode, call: Call, [release]: readonly Call[]): boolean {
  if (release === undefined || functionAround(release) !== fn) return false;
  return !someNode(
    fn,
    (node) =>
      (node.kind === "call" || node.kind === "throw" || node.kind === "return") &&
      node.start > call.end &&
      node.end <= release.start &&
      !(node.kind === "call" && isNote(node)),
  );
}

/** `console.log("connected")`, `logger.info(…)`, `print(…)` */
function isNote({ callee }: Call): boolean {
  const said = callee.kind === "member" ? callee.object : callee;
  return /^(console|log|logger|logging|print|println|info|tracing)$/i.test(lastName(said) ?? "");
}

/** `pool.getConnection((error, connection) => …)` gives it back somewhere inside: it does not where it only asks it something. */
function lentForGood(call: Call, resolver: Resolver): boolean {
  const callback = call.args.at(-1);
  if (callback?.kind !== "function" || callback.params.length < 2) return false;
  const [, lent, done] = callback.params;
  if (lent?.name === undefined || done !== undefined) return false;
  return (
    releasesOf(lent.name, callback, call, resolver)?.length === 0 &&
    !goesElsewhere(lent.name, callback, call, lent)
  );
}

/** The local variable that holds it; nothing where it is a field, a result or part of something. */
function localName(call: Call, fn: FunctionNode): string | undefined {
  for (const up of ancestors(call)) {
    if (up.kind === "await") continue;
    if (up.kind === "declare") {
      const [binding, second] = up.bindings;
      return second === undefined && binding?.path.length === 0 ? binding.name : undefined;
    }
    if (up.kind === "assign" && up.target.kind === "name") {
      return isDeclaredIn(up.target.name, fn) ? up.target.name : undefined;
    }
    return undefined;
  }
  return undefined;
}

function isDeclaredIn(name: string, fn: FunctionNode): boolean {
  return someNode(
    fn,
    (node) => node.kind === "declare" && node.bindings.some((binding) => binding.name === name),
  );
}

/** Where it is given back; `undefined` where a function of its own does that, whenever it is called. */
function releasesOf(
  name: string,
  fn: FunctionNode,
  made: Call,
  resolver: Resolver,
): readonly Call[] | undefined {
  const found: Call[] = [];
  const apart: Call[] = [];
  walk(fn, (node) => {
    if (node.kind !== "call") return;
    if (!givesBack(node, name, resolver) && !closesPoolOf(made, node, resolver)) return;
    if (functionAround(node) === fn) found.push(node);
    else if (isFinally(functionAround(node))) found.push(node);
    else apart.push(node);
  });
  return apart.length > 0 && found.length === 0 ? undefined : found;
}

/** What closes the whole pool takes back what it gave. */
function closesPoolOf({ callee: taken }: Call, closing: Call, resolver: Resolver): boolean {
  const { callee } = closing;
  if (taken.kind !== "member" || callee.kind !== "member") return false;
  const isSame =
    taken.object.kind === "name" &&
    callee.object.kind === "name" &&
    callee.object.name === taken.object.name;
  return isSame && resolver.operationAt(closing)?.operation.operation === "close";
}

/** `catch (e) { await rollback(client); }`: a function that is given it where something failed may give it back. */
function isLeftToHandler(name: string, fn: FunctionNode, resolver: Resolver): boolean {
  return someNode(
    fn,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "name" &&
      node.args.some((arg) => arg.kind === "name" && arg.name === name) &&
      isInHandler(node) &&
      resolver.operationAt(node) === undefined,
  );
}

/** `.finally(() => client.release())` */
function isFinally(fn: FunctionNode | undefined): boolean {
  const parent = fn?.parent;
  return (
    parent?.kind === "call" && parent.callee.kind === "member" && parent.callee.name === "finally"
  );
}

/** Returned, stored, or handed to code that may give it back. */
function goesElsewhere(name: string, fn: FunctionNode, made: Call, lent?: Node): boolean {
  return someNode(fn, (node) => {
    if (node.kind !== "name" || node.name !== name) return false;
    if (lent === undefined && contains(made, node)) return false;
    const { parent } = node;
    if (parent === undefined) return true;
    // `client.query(..)` uses it, and so does a test of it.
    if (parent.kind === "member" && parent.object === node) {
      return !(parent.parent?.kind === "call" && parent.parent.callee === parent);
    }
    return !(parent.kind === "if" || parent.kind === "unary" || parent.kind === "expression");
  });
}

/** The `try` whose `finally` gives it back; `here` where the checkout itself stands in it. */
function guardOf(releases: readonly Call[], call: Call): Try | "here" | undefined {
  for (const release of releases) {
    const inner = functionAround(release);
    if (isFinally(inner) && inner !== functionAround(call)) return "here";
    let below: Node = release;
    for (const up of ancestors(release)) {
      if (up.kind === "try" && includesNode(up.finalizer, below)) {
        return up.body.some((statement) => contains(statement, call)) ? "here" : up;
      }
      if (up.kind === "function") break;
      below = up;
    }
  }
  return undefined;
}

function includesNode(statements: readonly Stmt[], node: Node): boolean {
  return statements.some((statement) => statement === node || contains(statement, node));
}

/** Each failure has a handler that gives it back, and so has the way without one. */
function isHandledApart(releases: readonly Call[], call: Call): boolean {
  for (const release of releases) {
    for (const up of ancestors(release)) {
      if (up.kind === "function") break;
      if (up.kind !== "try" || up.end < call.end) continue;
      const inHandlers = up.handlers.every(({ body }) =>
        releases.some((one) => includesNode(body, one)),
      );
      const outside = releases.some(
        (one) => !up.handlers.some(({ body }) => includesNode(body, one)),
      );
      if (up.handlers.length > 0 && inHandlers && outside) return true;
    }
  }
  return false;
}

/** Something between the checkout and its `try` may throw, other than the connecting of what was taken. */
function canFail(fn: FunctionNode, call: Call, guard: Try, resolver: Resolver): boolean {
  return someNode(
    fn,
    (node) =>
      !isConnecting(node, resolver) &&
      (node.kind === "await" || node.kind === "return" || node.kind === "throw") &&
      node.start > call.end &&
      node.end < guard.start &&
      functionAround(node) === fn,
  );
}

/** `await runner.connect()`: where that fails, nothing was taken. */
function isConnecting(node: Node, resolver: Resolver): boolean {
  return (
    node.kind === "await" &&
    node.value.kind === "call" &&
    resolver.operationAt(node.value)?.operation.operation === "connect"
  );
}
