/** Until where in the text a name keeps the value that it was given. */
import { walk } from "../model/children.ts";
import type { Node } from "../model/syntax.ts";

/** The same list of statements, or one around it, gives the name another value: what is read below is that one's. */
export function nextBinding(name: string, at: Node, body: readonly Node[]): number {
  const around = new Set<Node | undefined>([statementOf(at).parent, ...blocksAround(at)]);
  let end = Number.POSITIVE_INFINITY;
  for (const root of body) {
    walk(root, (node) => {
      if (node.kind === "function" || node.start >= end) return false;
      const binds =
        (node.kind === "declare" && node.bindings.some((one) => one.name === name)) ||
        (node.kind === "assign" && node.target.kind === "name" && node.target.name === name);
      if (binds && node.start > at.end && around.has(statementOf(node).parent)) end = node.end;
      return undefined;
    });
  }
  return end;
}

/** What the statement stands in, as far as the code after that is run whenever the statement was. */
function* blocksAround(at: Node): Generator<Node | undefined> {
  for (let up = at.parent; up !== undefined && up.kind !== "function"; up = up.parent) {
    if (up.kind === "loop" || up.kind === "class") return;
    yield up.parent;
  }
}

function statementOf(node: Node): Node {
  return node.parent?.kind === "expression" ? node.parent : node;
}
