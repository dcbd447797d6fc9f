/** Whether code puts a limit of its own around a call: `wait_for(call, 5)`, `with timeout(5):`, `call.timeout(5)`. */
import { ancestors } from "../model/ancestry.ts";
import type { Call, Node } from "../model/syntax.ts";
import { nameOf } from "./http-exchange.ts";

const AROUND =
  /^(?:wait_for|race|fail_after|move_on_after|(?!set|clear|reset)\w{0,40}timeout\w{0,40})$/i;

const OWN_LIMIT = /^(timeout|setTimeout|read_timeout|with_timeout)$/;

/** The call is an argument, or stands in the block, of something that ends it: `with timeout(5):` too. */
export function isLimitedAround(call: Call): boolean {
  let below: Node = call;
  for (const up of ancestors(call)) {
    if (up.kind === "call" && up.callee !== below && AROUND.test(nameOf(up.callee))) return true;
    // `.timeout(5)` on the request or its promise.
    if (up.kind === "call" && up.callee === below && OWN_LIMIT.test(nameOf(below))) return true;
    if (up.kind === "try" && up.managed && managerBefore(up)) return true;
    if (up.kind === "function" && up.name !== undefined) return false;
    below = up;
  }
  return false;
}

/** Python's `async with asyncio.timeout(5):` declares its manager just before the block. */
function managerBefore(block: Node): boolean {
  const { parent } = block;
  const siblings: readonly Node[] = parent === undefined ? [] : "body" in parent ? parent.body : [];
  const before = siblings[siblings.indexOf(block) - 1];
  if (before === undefined) return false;
  const value =
    before.kind === "expression" || before.kind === "declare" ? before.value : undefined;
  const call = value?.kind === "await" ? value.value : value;
  return call?.kind === "call" && AROUND.test(nameOf(call.callee));
}
