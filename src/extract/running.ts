/** What runs between two places of a function: waits, and promises that nobody has waited for yet. */
import { ancestors, functionAround, lastName } from "../model/ancestry.ts";
import { someNodeIn } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { alternativesOf } from "./cache-access.ts";
import { endsEarly } from "./key-origin.ts";
import { contains } from "./miss-path.ts";

/** An await between the two, but for those on ways that leave before the write. */
export function suspendsBetween(from: Node, to: Node, fn: FunctionNode): boolean {
  if (functionAround(from) !== functionAround(to)) return true;
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "await" &&
      node.end > from.start &&
      node.start < to.end &&
      !contains(node, to) &&
      !contains(node, from) &&
      !leavesFirst(node, to) &&
      functionAround(node) === functionAround(to),
  );
}

function leavesFirst(node: Node, to: Node): boolean {
  for (const up of ancestors(node)) {
    if (contains(up, to)) return up.kind === "if" && inOtherBranch(up, node, to);
    if (up.kind === "return" || up.kind === "throw") return true;
    if (up.kind === "if" && endsEarly(up.then)) return true;
  }
  return false;
}

function inOtherBranch(branch: Extract<Node, { kind: "if" }>, a: Node, b: Node): boolean {
  const inThen = (node: Node): boolean =>
    branch.then.some((statement) => contains(statement, node));
  const inElse = (node: Node): boolean =>
    branch.otherwise.some((statement) => contains(statement, node));
  return (inThen(a) && inElse(b)) || (inElse(a) && inThen(b));
}

/** Something that was started and is not awaited: an async function's call, a promise, a task. */
export function isRunning(value: Expr, resolver: Resolver, depth = 0): boolean {
  if (depth > 4) return false;
  if (value.kind === "name") {
    const [definition] = resolver.meaning(value).via ?? [];
    const made =
      definition?.kind === "declare" || definition?.kind === "assign"
        ? definition.value
        : undefined;
    if (made !== undefined) return isRunning(made, resolver, depth + 1);
    return false;
  }
  if (value.kind === "binary" && /^(\?\?|\|\|)$/.test(value.op))
    return isRunning(value.right, resolver, depth + 1);
  if (value.kind !== "call") return false;
  const { callee } = value;
  if (callee.kind === "member" && /^(then|catch|finally|shared|boxed)$/.test(callee.name))
    return true;
  const name = lastName(callee) ?? "";
  if (/^(Promise|create_task|ensure_future|create_future|Future|spawn|fetch)$/.test(name))
    return true;
  if (callee.kind === "function") return callee.async;
  return alternativesOf(resolver.meaning(callee)).some(
    (meaning) =>
      meaning.kind === "function" &&
      (meaning.node.async ||
        /^(Promise|Future|Coroutine|Awaitable)$/.test(meaning.node.returns?.name ?? "")) &&
      resolver.moduleOf(value).language === "typescript",
  );
}
