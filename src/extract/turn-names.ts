/** The names that change from one turn of a loop to the next. */
import { ancestors, lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Expr, Loop, Node } from "../model/syntax.ts";
import { walkTurn } from "./loop-bounds.ts";
import { uses } from "./retry-tests.ts";

/** Names that the loop itself changes from turn to turn. */
export function changedIn(loop: Loop): ReadonlySet<string> {
  const names = new Set(loop.bindings.map(({ name }) => name));
  for (const part of loop.head) {
    walk(part, (node) => {
      if (node.kind === "declare") for (const { name } of node.bindings) names.add(name);
    });
  }
  assignedIn(loop.body, names);
  return names;
}

function assignedIn(body: readonly Node[], names: Set<string>): void {
  for (const root of body) {
    walk(root, (node) => {
      const target =
        node.kind === "assign"
          ? node.target
          : node.kind === "unary" && /^(\+\+|--)$/.test(node.op)
            ? node.operand
            : undefined;
      if (target !== undefined) names.add(lastName(target) ?? "");
      // Python binds a name anew with each assignment; elsewhere a declaration is one of this turn alone.
      if (
        node.kind === "declare" &&
        !node.constant &&
        isSelfMade(node.value, node.bindings[0]?.name)
      )
        names.add(node.bindings[0]?.name ?? "");
    });
  }
}

function isSelfMade(value: Expr | undefined, name: string | undefined): boolean {
  return value !== undefined && name !== undefined && uses(value, new Set([name]));
}

/** What leads from page to page: a name that the request is made with, and that the loop sets anew where nothing failed. */
export function cursorsIn(loop: Loop): ReadonlySet<string> {
  const names = new Set<string>();
  walkTurn(loop.body, (node) => {
    if (isInHandler(node, loop)) return;
    if (node.kind === "assign") names.add(lastName(node.target) ?? "");
    if (node.kind === "unary" && /^(\+\+|--)$/.test(node.op))
      names.add(lastName(node.operand) ?? "");
    if (node.kind === "declare" && isSelfMade(node.value, node.bindings[0]?.name))
      names.add(node.bindings[0]?.name ?? "");
  });
  return names;
}

/** In a handler of an error, inside the other node. */
export function isInHandler(node: Node, within: Node): boolean {
  let below: Node = node;
  for (const up of ancestors(node)) {
    if (up.kind === "try" && up.handlers.some(({ body }) => body.some((one) => one === below)))
      return true;
    if (up === within) return false;
    below = up;
  }
  return false;
}
