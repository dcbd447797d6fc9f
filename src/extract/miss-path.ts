/** Which look-up a write answers: whether it stands where only a miss of that look-up leads. */
import { ancestors } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { Expr, FunctionNode, Node, Stmt } from "../model/syntax.ts";
import type { Access } from "./cache-access.ts";

/** The names that hold what was looked up, and the look-up itself. */
export interface Looked {
  readonly at: Node;
  readonly names: ReadonlySet<string>;
}

/** `const raw = await get(k); const user = JSON.parse(raw)`: both hold it; so does a callback's parameter. */
export function lookedUp(read: Access, fn: FunctionNode): Looked {
  const names = new Set<string>();
  const at = read.node;
  for (const up of ancestors(at)) {
    if (up === fn) break;
    if (up.kind === "call" && up.callee !== at) addCallback(up, at, names);
    if (up.kind === "declare") for (const binding of up.bindings) names.add(binding.name);
    if (up.kind === "assign" && up.target.kind === "name" && contains(up.value, at))
      names.add(up.target.name);
    if (up.kind === "if" || up.kind === "try" || up.kind === "loop") break;
    if (up.kind === "function") break;
  }
  if (at.kind === "call") addCallback(at, at, names);
  for (const statement of fn.body) {
    walk(statement, (node) => {
      const derived =
        node.kind === "declare" &&
        node.start > at.end &&
        node.value !== undefined &&
        node.value.kind !== "function" &&
        names.size > 0 &&
        isDerived(node.value, names);
      if (derived) for (const binding of node.bindings) names.add(binding.name);
    });
  }
  return { at, names };
}

/** `JSON.parse(raw)`, `raw.value`, `raw as T`: made of it alone. A load that takes it as an argument is something else. */
export function isDerived(value: Expr, names: ReadonlySet<string>): boolean {
  if (value.kind === "await") return isDerived(value.value, names);
  if (value.kind === "name") return names.has(value.name);
  if (value.kind === "member") return isDerived(value.object, names);
  if (value.kind === "conditional")
    return isDerived(value.then, names) || isDerived(value.otherwise, names);
  if (value.kind !== "call") return false;
  const { callee, args } = value;
  const decodes =
    (callee.kind === "member" || callee.kind === "name") &&
    /^(parse|loads|load|from_str|from_slice|decode|deserialize|unpack|unwrap|expect|clone)$/.test(
      callee.name,
    );
  return (
    decodes &&
    (args.length === 0
      ? callee.kind === "member" && isDerived(callee.object, names)
      : args.some((arg) => isDerived(arg, names)))
  );
}

/** `redis.get(k, (error, found) => …)`, `get(k).then((found) => …)`. */
function addCallback(call: Extract<Node, { kind: "call" }>, at: Node, names: Set<string>): void {
  const isThen = call.callee.kind === "member" && /^(then|and_then|map)$/.test(call.callee.name);
  if (call !== at && !(isThen && contains(call.callee, at))) return;
  const fn = call.args.find((arg) => arg.kind === "function");
  if (fn?.kind !== "function") return;
  const found = call === at ? fn.params.at(-1) : fn.params[0];
  if (found?.name !== undefined) names.add(found.name);
  for (const binding of found?.bindings ?? []) names.add(binding.name);
}

/** The node stands where only a miss of the look-up leads. */
export function isOnMiss(node: Node, looked: Looked, fn: FunctionNode): boolean {
  let below = node;
  for (const up of ancestors(node)) {
    if (leadsByMiss(up, below, looked)) return true;
    if (isAfterHit(up, below, looked)) return true;
    if (up === fn) return false;
    below = up;
  }
  return false;
}

function leadsByMiss(up: Node, below: Node, looked: Looked): boolean {
  switch (up.kind) {
    case "if": {
      const side = polarity(up.test, looked);
      if (side === undefined || below === up.test) return false;
      return up.then.includes(below as Stmt) === (side === "miss");
    }
    case "conditional": {
      const side = polarity(up.test, looked);
      if (side === undefined || below === up.test) return false;
      return (up.then === below) === (side === "miss");
    }
    case "binary":
      return /^(\?\?|\|\|)$/.test(up.op) && up.right === below && mentions(up.left, looked);
    case "switch": {
      if (!mentions(up.subject, looked)) return false;
      const arm = up.arms.find((one) => one.body.includes(below as Stmt));
      return arm !== undefined && !isHitPattern(arm.pattern);
    }
    case "try":
      return (
        up.body.some((statement) => contains(statement, looked.at)) &&
        up.handlers.some((handler) => handler.body.includes(below as Stmt))
      );
    case "assign":
      return /^(\?\?=|\|\|=)$/.test(up.op) && up.value === below && mentions(up.target, looked);
    default:
      return false;
  }
}

/** A statement before it leaves the function when the look-up found something. */
function isAfterHit(up: Node, below: Node, looked: Looked): boolean {
  const list = listWith(up, below);
  if (list === undefined) return false;
  return list.some((statement) => statement.end <= below.start && leavesOnHit(statement, looked));
}

function leavesOnHit(statement: Stmt, looked: Looked): boolean {
  const node: Node = statement.kind === "expression" ? statement.value : statement;
  if (node.kind === "declare" || node.kind === "return") {
    const { value } = node;
    return value?.kind === "switch" && leavesOnHit({ ...value }, looked);
  }
  if (node.kind === "try") {
    const inBody = node.body.some((inner) => leavesOnHit(inner, looked));
    return inBody || (node.handlers.length > 0 && returnsLookUp(node.body, looked));
  }
  if (node.kind === "block") return node.body.some((inner) => leavesOnHit(inner, looked));
  if (node.kind === "switch")
    return (
      mentions(node.subject, looked) &&
      node.arms.some((arm) => isHitPattern(arm.pattern) && ends(arm.body))
    );
  if (node.kind !== "if") return false;
  const side = polarity(node.test, looked);
  if (side === undefined) {
    // `if (ready) { const v = get(k); if (v) return v; }`
    return node.then.some((inner) => leavesOnHit(inner, looked));
  }
  return side === "hit" ? ends(node.then) : ends(node.otherwise);
}

/** `try: return cache[k] except KeyError: pass`. */
function returnsLookUp(body: readonly Stmt[], looked: Looked): boolean {
  return body.some((inner) => inner.kind === "return" && contains(inner, looked.at));
}

/**
 * It leaves with something, perhaps after a test of its own that another branch passes too. One that throws, or gives
 * back an error, found what should not be there: that is no look-up of a value.
 */
function ends(body: readonly Stmt[]): boolean {
  return body.some((statement) => {
    const node = statement.kind === "expression" ? statement.value : statement;
    if (node.kind === "return") return !isError(node.value);
    if (node.kind === "jump") return true;
    if (node.kind === "try" || node.kind === "block") return ends(node.body);
    if (node.kind === "if") return ends(node.then) || ends(node.otherwise);
    return node.kind === "switch" && node.arms.some((arm) => ends(arm.body));
  });
}

function isError(value: Expr | undefined): boolean {
  return value?.kind === "call" && value.callee.kind === "name" && value.callee.name === "Err";
}

function listWith(up: Node, below: Node): readonly Stmt[] | undefined {
  const lists = listsIn(up);
  return lists.find((list) => list.includes(below as Stmt));
}

function listsIn(node: Node): readonly (readonly Stmt[])[] {
  switch (node.kind) {
    case "function":
    case "block":
    case "loop":
    case "namespace":
      return [node.body];
    case "if":
      return [node.then, node.otherwise];
    case "try":
      return [
        node.body,
        ...node.handlers.map((handler) => [...node.body, ...handler.body]),
        node.finalizer,
      ];
    case "switch":
      return node.arms.map((arm) => arm.body);
    default:
      return [];
  }
}

const isHitPattern = (pattern: string | undefined): boolean =>
  pattern !== undefined && (/\bSome\b/.test(pattern) || /^Ok\((?!None)/.test(pattern));

/** What the test being true says of the look-up; nothing when it does not ask. */
export function polarity(test: Expr, looked: Looked, depth = 0): "hit" | "miss" | undefined {
  if (depth > 8 || !mentions(test, looked)) return undefined;
  const inner = (part: Expr): "hit" | "miss" | undefined => polarity(part, looked, depth + 1);
  if (test.kind === "unary" && test.op === "!") return flip(inner(test.operand));
  if (test.kind === "pattern-test")
    return /^(None|Err\b|Ok\(None\))/.test(test.pattern) ? "miss" : "hit";
  if (test.kind === "assign") return mentions(test.value, looked) ? "hit" : undefined;
  if (test.kind === "call") return saysMissing(test) ? "miss" : "hit";
  if (test.kind !== "binary") return "hit";
  if (test.op === "&&")
    return [inner(test.left), inner(test.right)].find((side) => side !== undefined);
  if (test.op === "||") {
    const sides = [inner(test.left), inner(test.right)];
    return sides.includes("miss") ? "miss" : sides.find((side) => side !== undefined);
  }
  return compared(test, looked);
}

function compared(test: Extract<Expr, { kind: "binary" }>, looked: Looked): "hit" | "miss" {
  if (test.op === "in") return "hit";
  if (test.op === "not in") return "miss";
  const left = mentions(test.left, looked);
  if (test.op === "==" || test.op === "!=") {
    const isNothing = saysNothing(left ? test.right : test.left, left ? test.left : test.right);
    return isNothing === (test.op === "==") ? "miss" : "hit";
  }
  const side = left ? test.left : test.right;
  const greater = test.op.startsWith(">") === left;
  // `now - found.time > ttl`: the bigger, the older.
  const isAge =
    someNode(
      side,
      (node) => node.kind === "binary" && node.op === "-" && mentions(node.right, looked),
    ) || someNode(side, (node) => node.kind === "member" && /^(elapsed|age)$/.test(node.name));
  return greater === isAge ? "miss" : "hit";
}

/** `null`, `undefined`, `0`, `""`, or a sentinel that the value itself is compared with. */
function saysNothing(expr: Expr, beside: Expr): boolean {
  if (expr.kind === "literal")
    return (
      expr.value === null || expr.value === false || /^(|0|undefined)$/.test(String(expr.value))
    );
  if (expr.kind === "unary" && expr.op === "-") return true;
  return (expr.kind === "name" || expr.kind === "member") && beside.kind !== "member";
}

function saysMissing({ callee }: Extract<Expr, { kind: "call" }>): boolean {
  return (
    (callee.kind === "name" || callee.kind === "member") &&
    /none|nil|null|undefined|empty|expired|stale|missing|outdated/i.test(callee.name)
  );
}

function flip(side: "hit" | "miss" | undefined): "hit" | "miss" | undefined {
  return side === undefined ? undefined : side === "hit" ? "miss" : "hit";
}

export function mentions(expr: Node, looked: Looked): boolean {
  return someNode(
    expr,
    (node) => node === looked.at || (node.kind === "name" && looked.names.has(node.name)),
  );
}

export function contains(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
