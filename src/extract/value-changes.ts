/** Where code changes an object that it was given: assigns through its name, or calls a method that changes it in place. */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";

/** Methods of lists that change the list, whatever else is known. */
const CHANGES_LIST =
  /^(push|unshift|splice|sort|reverse|shift|append|extend|copyWithin|sort_values|fillna|rename|drop)$/;
/** Methods that a database or client may have too: only of what is known to be a container. */
const CHANGES_CONTAINER =
  /^(pop|update|add|remove|discard|clear|insert|setdefault|popitem|delete|set|fill)$/;
/** Data frames change in place only when asked to. */
const ONLY_IN_PLACE = /^(sort_values|fillna|rename|drop)$/;
/** What a cache writes into its own entries: when they were used, how often. */
const BOOKKEEPING =
  /(last\w*|access\w*|hits?|counts?|counter|use[ds]?|usage|time|stamp|expir\w*|expires|fresh|stale|ttl|age|refs?|at|timer|cached|from_?cache)$/i;

/** The first change of what the name holds, after a place; nothing once the name holds something else. */
export function changeOf(
  name: string,
  fn: FunctionNode,
  after: number,
  isContainer: boolean,
): Node | undefined {
  let change: Node | undefined;
  let rebound = Number.POSITIVE_INFINITY;
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.start < after) return undefined;
      if (node.kind === "function" && node.params.some((param) => param.name === name))
        return false;
      if (binds(node, name)) rebound = Math.min(rebound, node.start);
      if (change === undefined && changes(node, name, isContainer) && node.start < rebound)
        change = node;
      return undefined;
    });
  }
  return change;
}

function binds(node: Node, name: string): boolean {
  if (node.kind === "declare") return node.bindings.some((binding) => binding.name === name);
  return node.kind === "assign" && node.target.kind === "name" && node.target.name === name;
}

function changes(node: Node, name: string, isContainer: boolean): boolean {
  if (node.kind === "assign") return assignsThrough(node.target, name);
  if (node.kind === "unary" && node.op === "delete") return assignsThrough(node.operand, name);
  return node.kind === "call" && callChanges(node, (expr) => isNamed(expr, name), isContainer);
}

/** `user.name = …`, `rows[0] = …`, `user.address.city = …`; not `entry.hits += 1`. */
function assignsThrough(target: Expr, name: string): boolean {
  if (target.kind !== "member" && target.kind !== "index") return false;
  if (target.kind === "member" && BOOKKEEPING.test(target.name)) return false;
  let at: Expr = target;
  while (at.kind === "member" || at.kind === "index") at = at.object;
  return isNamed(at, name);
}

/** `rows.push(x)`, `Object.assign(user, x)`, `frame.drop(.., inplace=True)`. */
export function callChanges(
  call: Extract<Node, { kind: "call" }>,
  isIt: (expr: Expr) => boolean,
  isContainer: boolean,
): boolean {
  const { callee, args, named } = call;
  if (callee.kind !== "member") return false;
  const [first] = args;
  if (callee.name === "assign" && callee.object.kind === "name" && callee.object.name === "Object")
    return first !== undefined && isIt(first);
  if (isWithin(callee.object, isIt))
    return (
      CHANGES_LIST.test(callee.name) ||
      (callee.object.kind === "index" && CHANGES_CONTAINER.test(callee.name))
    );
  if (!isIt(callee.object)) return false;
  if (ONLY_IN_PLACE.test(callee.name))
    return named.some(
      ({ name, value }) => name === "inplace" && value.kind === "literal" && value.value === true,
    );
  return CHANGES_LIST.test(callee.name) || (isContainer && CHANGES_CONTAINER.test(callee.name));
}

/** `user.roles`, `user["roles"]`, `rows[0].tags`: what it holds is as shared as it is; not `entry.hits`. */
function isWithin(expr: Expr, isIt: (expr: Expr) => boolean): boolean {
  let at: Expr = expr;
  while (at.kind === "member" || at.kind === "index") {
    if (at.kind === "member" && BOOKKEEPING.test(at.name)) return false;
    at = at.object;
  }
  return at !== expr && isIt(at);
}

function isNamed(expr: Expr, name: string): boolean {
  return expr.kind === "name" && expr.name === name;
}

/** What the result of a call is called, and where it is changed; the call itself where it is changed at once. */
export function changeOfResult(call: Expr, isContainer: boolean): Node | undefined {
  let at: Node = call;
  while (at.parent?.kind === "await") at = at.parent;
  const up = at.parent;
  const fn = functionAround(call);
  if (fn === undefined || up === undefined) return undefined;
  if (up.kind === "member" && up.parent?.kind === "call" && up.parent.callee === up)
    return callChanges(up.parent, (expr) => expr === at, isContainer) ? up.parent : undefined;
  if (up.kind === "call" && up.args[0] === at)
    return callChanges(up, (expr) => expr === at, false) ? up : undefined;
  const name =
    up.kind === "declare" && up.value === at && up.bindings.length === 1
      ? up.bindings[0]
      : undefined;
  if (name === undefined || name.path.length > 0) return undefined;
  return changeOf(name.name, fn, up.end, isContainer);
}
