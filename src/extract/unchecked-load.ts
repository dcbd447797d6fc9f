/**
 * Failures that come as values: the body of an answer whose status nobody looks at, and a response that a middleware keeps on its
 * way out, whatever it says.
 */
import { ancestors, functionAround, lastName } from "../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { alternativesOf, type Access } from "./cache-access.ts";
import type { Fill } from "./fills.ts";
import { answerOf } from "./http-answer.ts";
import { exchangeAt } from "./http-exchange.ts";
import { statusOf } from "./http-status.ts";
import { contains } from "./miss-path.ts";

const SENDS = /^(json|send|end|jsonp|write)$/;
const STATUS =
  /(^|[a-z])(status|statusCode|status_code|ok|success|isSuccess|isError|cacheable|shouldCache)$/i;

/** `res.json = (body) => { cache.set(key, body); … }` with no look at the status; false where there is one. */
export function keepsAnyResponse(access: Access): boolean | undefined {
  for (const up of ancestors(access.node)) {
    if (up.kind !== "function") continue;
    const body = up.params[0]?.name;
    if (!replacesSending(up) || body === undefined || access.value === undefined) continue;
    const names = new Set([body, ...madeOf(body, up)]);
    if (!mentions(access.value, names)) return undefined;
    return !someNode(up, (node) => asksStatus(node, names));
  }
  return undefined;
}

/** `res.send = function (body) { … }`, `res.json = wrapped` of a function written before. */
function replacesSending(fn: FunctionNode): boolean {
  let at: Node | undefined = fn.parent;
  // `((body) => { … }) as Send`, `fn.bind(res)`
  while (at?.kind === "member" || at?.kind === "call") at = at.parent;
  return at?.kind === "assign" && at.target.kind === "member" && SENDS.test(at.target.name);
}

/** `if (res.statusCode < 300)`, `body.success && cache.set(…)`. */
function asksStatus(node: Node, names: ReadonlySet<string>): boolean {
  const test =
    node.kind === "if" || node.kind === "conditional"
      ? node.test
      : node.kind === "binary" && node.op === "&&"
        ? node.left
        : undefined;
  return (
    test !== undefined &&
    (mentions(test, names) || someNode(test, (part) => STATUS.test(lastName(part) ?? "")))
  );
}

function madeOf(name: string, fn: FunctionNode): readonly string[] {
  const names: string[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (
        node.kind === "declare" &&
        node.value !== undefined &&
        mentions(node.value, new Set([name]))
      )
        names.push(...node.bindings.map((binding) => binding.name));
    });
  }
  return names;
}

/** What fills a miss is the body of an HTTP answer, and nothing asks whether it is one of an error. */
export function keepsAnyAnswer({ fn, write }: Fill, resolver: Resolver): boolean {
  const { value } = write;
  if (value === undefined) return false;
  const load = loadsOf(value, fn).find((call) => readsUnchecked(call, resolver, 0));
  return load !== undefined && !isAskedAbout(write.node, value, fn, load);
}

/** The calls that the stored value came from. */
function loadsOf(value: Expr, fn: FunctionNode): readonly Extract<Node, { kind: "call" }>[] {
  const calls: Extract<Node, { kind: "call" }>[] = [];
  const names = new Set<string>();
  const collect = (expr: Node, depth: number): void =>
    walk(expr, (node) => {
      if (node.kind === "function") return false;
      if (node.kind === "call") calls.push(node);
      if (node.kind !== "name" || names.has(node.name) || depth > 4) return undefined;
      names.add(node.name);
      for (const statement of fn.body) {
        walk(statement, (inner) => {
          const binds =
            (inner.kind === "declare" && inner.bindings.some(({ name }) => name === node.name)) ||
            (inner.kind === "assign" && lastName(inner.target) === node.name);
          if (binds && inner.value !== undefined && inner.end < value.start + 1)
            collect(inner.value, depth + 1);
        });
      }
      return undefined;
    });
  collect(value, 0);
  return calls;
}

function readsUnchecked(
  call: Extract<Node, { kind: "call" }>,
  resolver: Resolver,
  depth: number,
): boolean {
  const exchange = exchangeAt(call, resolver);
  if (exchange !== undefined)
    return statusOf(exchange, answerOf(exchange, resolver), resolver) === "ignored";
  if (depth > 1) return false;
  return alternativesOf(resolver.meaning(call.callee)).some(
    (made) => made.kind === "function" && givesUnchecked(made.node, resolver, depth + 1),
  );
}

/** The function gives back what it read of an answer, without a test in between. */
function givesUnchecked(fn: FunctionNode, resolver: Resolver, depth: number): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "return" &&
      node.value !== undefined &&
      functionAround(node) === fn &&
      readsAnyAnswer(node, node.value, fn, resolver, depth),
  );
}

function readsAnyAnswer(
  at: Node,
  value: Expr,
  fn: FunctionNode,
  resolver: Resolver,
  depth: number,
): boolean {
  const load = loadsOf(value, fn).find((call) => readsUnchecked(call, resolver, depth));
  return load !== undefined && !isAskedAbout(at, value, fn, load);
}

/** A test after the load asks about something that the value is made of: `if (data.error) throw …`. */
function isAskedAbout(at: Node, value: Expr, fn: FunctionNode, load: Node): boolean {
  const names = new Set<string>();
  const gather = (expr: Node): void =>
    walk(expr, (node) => {
      if (node.kind !== "name" || names.has(node.name)) return;
      const made = declared(node.name, fn);
      if (made === undefined) return;
      names.add(node.name);
      gather(made);
    });
  gather(value);
  return someNodeIn(
    fn.body,
    (node) =>
      ((node.kind === "if" && (node.end <= at.start || contains(node, at))) ||
        node.kind === "conditional") &&
      node.start > load.end &&
      node.start < at.end &&
      mentions(node.test, names),
  );
}

function declared(name: string, fn: FunctionNode): Expr | undefined {
  let found: Expr | undefined;
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "declare" && node.bindings.some((binding) => binding.name === name))
        found ??= node.value;
      if (node.kind === "assign" && node.target.kind === "name" && node.target.name === name)
        found ??= node.value;
    });
  }
  return found;
}

function mentions(expr: Node, names: ReadonlySet<string>): boolean {
  return someNode(expr, (node) => node.kind === "name" && names.has(node.name));
}
