/**
 * `swallowed-failure`: what becomes of an error of a shared cache that the code catches. `recorded` is false where nothing
 * is said, thrown or tried instead, true where a log, a counter or another attempt follows.
 */
import { classAround } from "../../model/ancestry.ts";
import { someNode, someNodeIn } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type {
  Call,
  Declare,
  Expr,
  FunctionNode,
  Handler,
  If,
  Node,
  Stmt,
  Switch,
} from "../../model/syntax.ts";
import { describeAccess, namedFunctionAround, type Access } from "../cache-access.ts";
import { accessAt } from "../cache-accesses.ts";
import { functionName } from "../context.ts";
import { callsIn } from "../reach.ts";
import type { Recogniser, Shape } from "../shape.ts";

export const swallowedFailure: Recogniser = {
  kinds: ["swallowed-failure"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind === "try" && node.handlers.length > 0) {
        const access = firstAccess(node.body, resolver);
        if (access === undefined || isEnding(node)) return;
        for (const handler of node.handlers) {
          if (!catchesConnection(handler)) continue;
          emit(
            shapeOf(
              access,
              { start: handler.start, end: firstLineEnd(handler) },
              isRecorded(handler),
              "handler",
              node,
            ),
          );
        }
        return;
      }
      for (const dropped of droppedBy(node, resolver)) {
        if (!isEnding(node))
          emit(shapeOf(dropped.access, dropped.span, dropped.recorded, dropped.form, node));
      }
    },
};

function shapeOf(
  access: Access,
  span: { start: number; end: number },
  recorded: boolean,
  form: string,
  node: Node,
): Shape {
  return {
    kind: "swallowed-failure",
    span,
    node,
    ...(access.site === undefined ? {} : { instance: access.site.instance }),
    properties: { provides: access.provides, library: access.library, recorded, form },
    captures: {},
    words: { call: describeAccess(access) },
  };
}

/** The place of a handler is its head, not the code in it. */
function firstLineEnd(handler: Handler): number {
  const [first] = handler.body;
  return first === undefined
    ? handler.end
    : Math.max(handler.start + 1, Math.min(first.start, handler.end));
}

function firstAccess(body: readonly Stmt[], resolver: Resolver): Access | undefined {
  let found: Access | undefined;
  for (const statement of body) {
    someNode(statement, (node) => {
      found ??= remote(node, resolver);
      return found !== undefined;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A command that goes to a server; a lock's and a closing client's failures are their own matter. */
function remote(node: Node, resolver: Resolver): Access | undefined {
  if (node.kind !== "call") return undefined;
  const access = accessAt(node, resolver);
  if (access?.provides !== "shared-cache") return undefined;
  if (access.kind === "other" && !COUNTS.has(access.site?.operation.operation ?? ""))
    return undefined;
  return access.site?.instance.type.buffered === true ? undefined : access;
}

/** What limits, indexes and gathers with a server's collections, beside what reads and fills. */
const COUNTS = new Set([
  "increment",
  "expire",
  "append",
  "add-member",
  "remove-member",
  "read-many",
  "write-many",
  "read-collection",
]);

/** Errors of the connection pass through here; a handler of bad JSON or of missing keys is for something else. */
function catchesConnection({ types }: Handler): boolean {
  return (
    types.length === 0 ||
    types.some((type) => OF_CONNECTIONS.test(type.name)) ||
    // Beside the error of something else, an error of the system is that of a file.
    types.every((type) => OF_SYSTEM.test(type.name))
  );
}

const OF_CONNECTIONS =
  /(^|\.)(Exception|BaseException|RedisError|ConnectionError|TimeoutError|ConnectionInterrupted|MemcacheError|any|unknown)$/;
const OF_SYSTEM = /(^|\.)(OSError|IOError)$/;

/** It calls something, throws, gives the error on, or notes it: then somebody may learn of it. */
function isRecorded(handler: Pick<Handler, "body" | "bindings">): boolean {
  const names = handler.bindings.map((binding) => binding.name);
  return someNodeIn(
    handler.body,
    (node) =>
      (node.kind === "call" && !goesOn(node)) ||
      node.kind === "throw" ||
      (node.kind === "assign" && node.target.kind !== "name") ||
      (node.kind === "name" && names.includes(node.name)),
  );
}

/** `next()`: as if nothing had happened. */
function goesOn({ callee, args }: Call): boolean {
  return callee.kind === "name" && args.length === 0 && /^(next|done|resolve)$/.test(callee.name);
}

interface Dropped {
  readonly access: Access;
  readonly span: { start: number; end: number };
  readonly recorded: boolean;
  readonly form: string;
}

function droppedBy(node: Node, resolver: Resolver): readonly Dropped[] {
  if (node.kind === "call") return droppedByCall(node, resolver);
  if (resolver.moduleOf(node).language !== "rust") return [];
  if (node.kind === "declare" && node.bindings.length === 0 && node.value !== undefined)
    return droppedByName(node, node.value, resolver);
  if (node.kind === "switch") return droppedByArm(node, resolver);
  return node.kind === "if" ? droppedByTest(node, resolver) : [];
}

/** `redis.set(k, v).catch(() => {})`, and in Rust `con.set(k, v).await.ok();` as a statement of its own. */
function droppedByCall(call: Call, resolver: Resolver): readonly Dropped[] {
  const { callee } = call;
  if (callee.kind !== "member") return [];
  const span = { start: callee.end - callee.name.length, end: callee.end };
  if (callee.name === "catch") {
    const [handler] = call.args;
    const access = resultOf(callee.object, resolver);
    if (access === undefined || handler?.kind !== "function") return [];
    return [{ access, span, recorded: handlesIt(handler), form: "catch" }];
  }
  if (callee.name !== "ok" || call.args.length > 0 || call.parent?.kind !== "expression") return [];
  if (resolver.moduleOf(call).language !== "rust") return [];
  const access = resultOf(callee.object, resolver);
  return access === undefined ? [] : [{ access, span, recorded: false, form: "ok" }];
}

/** `let _ = con.set(k, v).await;` */
function droppedByName(declare: Declare, value: Expr, resolver: Resolver): readonly Dropped[] {
  const access = resultOf(value, resolver);
  const span = { start: declare.start, end: value.start };
  return access === undefined ? [] : [{ access, span, recorded: false, form: "let" }];
}

/** `match con.get(k).await { Ok(v) => v, Err(_) => None }` */
function droppedByArm({ subject, arms }: Switch, resolver: Resolver): readonly Dropped[] {
  const failed = arms.find(({ pattern }) => pattern !== undefined && /^Err\b/.test(pattern));
  const access = failed === undefined ? undefined : resultOf(subject, resolver);
  if (failed === undefined || access === undefined) return [];
  const span = { start: failed.start, end: Math.min(failed.end, failed.start + 3) };
  if (failed.body.every((one) => isNothing(one)))
    return [{ access, span, recorded: false, form: "arm" }];
  return isRecorded(failed) ? [{ access, span, recorded: true, form: "arm" }] : [];
}

/** `if let Err(error) = con.set(k, v).await { warn!("{error}") }` */
function droppedByTest({ test, then }: If, resolver: Resolver): readonly Dropped[] {
  if (test.kind !== "pattern-test" || !/^Err\b/.test(test.pattern)) return [];
  const access = resultOf(test.value, resolver);
  if (access === undefined || !isRecorded({ body: then, bindings: test.bindings })) return [];
  const span = { start: test.start, end: test.start + test.pattern.length };
  return [{ access, span, recorded: true, form: "test" }];
}

/** The access whose result this is, unless `?` has handed its error on. */
function resultOf(expr: Expr, resolver: Resolver): Access | undefined {
  if (expr.tried === true) return undefined;
  const access = remote(expr.kind === "await" ? expr.value : expr, resolver);
  const helper = access?.through;
  if (helper === undefined) return access;
  // A helper that is told no key does work of its own.
  return access?.key === undefined || callsIn(helper.body).length > MOST ? undefined : access;
}

/** Calls of a helper whose error is the cache's: one with more does other work, and fails for other reasons. */
const MOST = 10;

/** An arm that goes on as if there had been no error, with nothing in the value's place. */
function isNothing(node: Node): boolean {
  switch (node.kind) {
    case "literal":
      return node.value === null || node.value === false;
    case "list":
      return node.items.length === 0;
    case "jump":
      return node.value === undefined;
    case "expression":
    case "return":
      return node.value === undefined || isNothing(node.value);
    case "block":
      return node.body.every((one) => isNothing(one));
    default:
      return false;
  }
}

function handlesIt(fn: FunctionNode): boolean {
  const bindings = fn.params.flatMap((param) =>
    param.name === undefined
      ? []
      : [{ name: param.name, path: [], start: param.start, end: param.end }],
  );
  return isRecorded({ body: fn.body, bindings });
}

/** Shutdown does what it still can; health checks answer by failing. */
function isEnding(node: Node): boolean {
  const fn = namedFunctionAround(node);
  const name = `${fn === undefined ? "" : functionName(fn)} ${classAround(node)?.name ?? ""}`;
  return /close|shut_?down|destroy|teardown|tear_down|dispose|disconnect|quit|cleanup|clean_up|stop|exit|health|ping|lock|ready|available|probe|check_?connection|__del__|__a?exit__/i.test(
    name,
  );
}
