/** Where a call stands with regard to a database transaction. */
import { ancestors, calledName } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Call, Node } from "../model/syntax.ts";
import { managersOf } from "./loop-bounds.ts";

const HOOKS = /^(on_commit|onCommit|afterCommit|after_commit|runOnCommit|run_on_commit)$/;
/** `transaction`, `withTransaction`, `execute_in_transaction`, `session.begin`: what is called with the work to be done. */
const OPENERS =
  /^(\$?transaction|atomic|begin|begin_nested)$|^(?!start|begin|commit|rollback|abort|end)[a-z]\w*(Transaction|_transaction|Tx|_tx)$/;

/** Handed to a hook that runs it once the transaction is through. */
export function runsAfterCommit(call: Call): boolean {
  return around(call, (up) => up.kind === "call" && HOOKS.test(calledName(up)));
}

/** Inside the transaction that a call opens around its callback, a `with` block, or a decorator. */
export function isInTransaction(call: Call): boolean {
  return (
    !runsAfterCommit(call) &&
    around(
      call,
      (up) =>
        (up.kind === "call" &&
          OPENERS.test(calledName(up)) &&
          up.args.some((arg) => holds(arg, call))) ||
        (up.kind === "try" && someNode(managersOf(up), opensOne)) ||
        (up.kind === "function" &&
          up.decorators.some(({ name }) => /(^|\.)(atomic|transactional)$/i.test(name))),
    )
  );
}

function opensOne(node: Node): boolean {
  return node.kind === "call" && OPENERS.test(calledName(node));
}

function holds(outer: Node, inner: Node): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function around(call: Call, test: (up: Node) => boolean): boolean {
  for (const up of ancestors(call)) if (test(up)) return true;
  return false;
}
