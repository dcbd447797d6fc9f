/** Code that is given up after a time. */
import { ancestors, calledName, functionAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { FunctionNode, Node } from "../model/syntax.ts";

const TIMERS =
  /^(timeout|timeout_at|wait_for|with_timeout|withTimeout|pTimeout|race|fail_after|fail_at|move_on_after|timeout_after|select)$/i;

/** The call runs inside something that gives it up after a time: a wrapper, a race, a `select!`, a managed block. */
export function isInTimer(node: Node): boolean {
  let below = node;
  for (const up of ancestors(node)) {
    if (up.kind === "function" && up.name !== undefined) return false;
    if (up.kind === "call" && up.args.some((arg) => arg === below) && TIMERS.test(calledName(up)))
      return true;
    if (up.kind === "call" && up.callee === below && TIMERS.test(calledName(up))) return true;
    if (up.kind === "list" && up.parent?.kind === "call" && calledName(up.parent) === "race")
      return true;
    if (up.kind === "other" && up.what === "select") return someNode(up, isSleep);
    // `async with asyncio.timeout(5):` is a block that declares its manager first.
    if (
      up.kind === "block" &&
      up.body.some(
        (statement) =>
          statement.kind === "declare" &&
          statement.value !== undefined &&
          someNode(statement.value, isTimer),
      )
    )
      return true;
    if (up.kind === "declare" && isGivenToTimer(up)) return true;
    below = up;
  }
  return false;
}

/** `let answer = async { … }; timeout(limit, answer).await`: it runs only there. */
function isGivenToTimer({ value, bindings: [first] }: Extract<Node, { kind: "declare" }>): boolean {
  const fn = value === undefined ? undefined : functionAround(value);
  if (value?.kind !== "block" || !value.async || first === undefined || fn === undefined)
    return false;
  return someNode(
    fn,
    (node) =>
      isTimer(node) &&
      node.kind === "call" &&
      node.args.some((arg) => arg.kind === "name" && arg.name === first.name),
  );
}

function isSleep(node: Node): boolean {
  return (
    node.kind === "call" &&
    /^(sleep|sleep_until|timeout|tick|delay|cancelled)$/.test(calledName(node))
  );
}

export function isTimer(node: Node): boolean {
  return node.kind === "call" && TIMERS.test(calledName(node));
}

/** A wrapper one or two calls up may hold the clock. */
export function isCalledInTimer(
  fn: FunctionNode | undefined,
  resolver: Resolver,
  depth: number,
): boolean {
  if (fn === undefined || depth > 2) return false;
  return resolver
    .callersOf(fn)
    .some((call) => isInTimer(call) || isCalledInTimer(functionAround(call), resolver, depth + 1));
}
