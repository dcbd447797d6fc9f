/** What a miss costs: what runs between the look-up and the write that answers it. */
import { lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Await, Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { alternativesOf } from "./cache-access.ts";
import { accessAt } from "./cache-accesses.ts";
import { describe } from "./canonical.ts";
import type { Fill } from "./fills.ts";
import { contains } from "./miss-path.ts";
import { storeAccessAt } from "./store-access.ts";

/** `io`: it waits for something else. `call`: nothing says how long it takes. `cheap`: plain computing. */
export type Cost = "io" | "call" | "cheap";

export function costOf(fill: Fill, resolver: Resolver): Cost {
  let cost: Cost = "cheap";
  const from = fill.read.node;
  const to = fill.write.node;
  for (const statement of fill.fn.body) {
    walk(statement, (node) => {
      if (cost === "io" || node.end <= from.start || node.start >= to.end) return false;
      if (contains(from, node) && !contains(from, to)) return false;
      const here = costAt(node, resolver, 0);
      if (here !== undefined && (here === "io" || cost === "cheap")) cost = here;
      return undefined;
    });
  }
  return cost;
}

function costAt(node: Node, resolver: Resolver, depth: number): Cost | undefined {
  if (node.kind === "await") return waitsForCache(node, resolver, depth) ? undefined : "io";
  if (node.kind === "member" && /^(objects|_default_manager)$/.test(node.name)) return "io";
  return node.kind === "call" ? callCost(node, resolver, depth) : undefined;
}

/** `await cache.get(k)`, `await cache.set(k, JSON.stringify(v))`, `await mutex.lock()`, or several of them at once. */
function waitsForCache(node: Await, resolver: Resolver, depth: number): boolean {
  return isOfCache(insideOf(node.value), resolver, depth);
}

function isOfCache(value: Expr, resolver: Resolver, depth: number): boolean {
  if (value.kind !== "call") return value.kind === "name" || value.kind === "member";
  if (accessAt(value, resolver) !== undefined || resolver.operationAt(value) !== undefined)
    return true;
  if (/^Promise\.(all|allSettled|race)$/.test(describe(value.callee)))
    return value.args.every(
      (arg) =>
        arg.kind === "list" &&
        arg.items.every((item) => isOfCache(insideOf(item), resolver, depth)),
    );
  const name = lastName(value.callee) ?? "";
  return (
    /^(lock|acquire|acquire_lock|release|read|write|sleep|connect|get_connection|json)$/i.test(
      name,
    ) || isReaderOfCache(value, resolver, depth)
  );
}

/** A helper that waits for a cache and for nothing else: `remote.getValue(key)`, the level behind this one. */
function isReaderOfCache(call: Call, resolver: Resolver, depth: number): boolean {
  const fns = alternativesOf(resolver.meaning(call.callee)).flatMap((meaning) =>
    meaning.kind === "function" && meaning.node.implemented ? [meaning.node] : [],
  );
  return depth < 2 && fns.length > 0 && fns.every((fn) => asksCaches(fn, resolver, depth + 1));
}

function asksCaches(fn: FunctionNode, resolver: Resolver, depth: number): boolean {
  const waits: Await[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "await") waits.push(node);
    });
  }
  return (
    waits.length > 0 &&
    waits.every(
      ({ value }) =>
        value.kind === "call" &&
        accessAt(value, resolver)?.kind !== "fetch" &&
        isOfCache(insideOf(value), resolver, depth),
    )
  );
}

/** Through `?`, `.unwrap()` and the like. */
function insideOf(expr: Expr): Expr {
  let at = expr;
  while (
    at.kind === "call" &&
    at.callee.kind === "member" &&
    /^(catch|finally|unwrap|map_err|expect|context|unwrap_or|unwrap_or_default|ok)$/.test(
      at.callee.name,
    ) &&
    at.callee.object.kind === "call"
  )
    at = at.callee.object;
  return at;
}

/** The call may take long or fail for reasons of its own; plain computing does neither. */
export function mayFail(call: Call, resolver: Resolver): boolean {
  return callCost(call, resolver, 0) !== undefined;
}

function callCost(call: Call, resolver: Resolver, depth: number): Cost | undefined {
  if (accessAt(call, resolver) !== undefined || isReaderOfCache(call, resolver, depth))
    return undefined;
  const site = resolver.operationAt(call);
  if (site !== undefined)
    return /^(http-client|sql|queue)/.test(site.instance.type.provides) ? "io" : undefined;
  const records = storeAccessAt(call, resolver);
  if (records?.does === "read" && records.sure) return "io";
  const meanings = alternativesOf(resolver.meaning(call.callee));
  const costs = meanings.map((meaning): Cost | undefined => {
    if (meaning.kind === "function") return functionCost(meaning.node, resolver, depth + 1);
    if (meaning.kind === "library")
      return meaning.library.types.some((type) => /^(http-client|sql)/.test(type.provides))
        ? "io"
        : undefined;
    if (meaning.kind === "external")
      return /^(urllib|http|subprocess|socket|fs|node:fs|child_process|node:child_process|std\.fs)/.test(
        meaning.source,
      )
        ? "io"
        : "call";
    if (meaning.kind === "global") return meaning.path.join(".") === "fetch" ? "io" : undefined;
    if (meaning.kind === "parameter") return "call";
    return meaning.kind === "unknown" && !isPlainMethod(call) ? "call" : undefined;
  });
  return costs.find((cost) => cost === "io") ?? costs.find((cost) => cost !== undefined);
}

function functionCost(fn: FunctionNode, resolver: Resolver, depth: number): Cost {
  if (depth > 3) return "call";
  let cost: Cost = fn.async ? "call" : "cheap";
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (cost === "io") return false;
      const here = costAt(node, resolver, depth);
      if (here !== undefined && (here === "io" || cost === "cheap")) cost = here;
      return undefined;
    });
  }
  return cost === "cheap" ? "call" : cost;
}

const PLAIN =
  /^(toString|to_string|clone|unwrap|expect|push|append|map|filter|join|split|trim|strip|lower|upper|toLowerCase|toUpperCase|format|encode|decode|into|as_str|as_ref|stringify|parse|dumps|loads|now|get|set|insert|has|keys|values|items|len|debug|info|warn|warning|error|log|trace|hexdigest|digest|update|replace|slice|includes|startsWith|to_owned|unwrap_or|unwrap_or_default|is_some|is_none|ok|err|iter|collect|copy|sort|sorted|pop|add|extend|incr|inc|increment)$/;

function isPlainMethod(call: Call): boolean {
  return call.callee.kind === "member" && PLAIN.test(call.callee.name);
}
