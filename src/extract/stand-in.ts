/** Parameters without a value of their own, for which the function has another. */
import { someNode, someNodeIn } from "../model/children.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";

/** `self.size = size or DEFAULT`: what holds where nothing is given stands in the body. */
export function hasStandIn(name: string, fn: FunctionNode): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      (node.kind === "binary" &&
        /^(or|\|\||\?\?)$/.test(node.op) &&
        node.left.kind === "name" &&
        node.left.name === name) ||
      (node.kind === "conditional" && mentions(node.test, name) && isName(node.then, name)) ||
      (node.kind === "if" &&
        mentions(node.test, name) &&
        node.then.some((one) => gives(one, name))),
  );
}

function isName(expr: Expr, name: string): boolean {
  return expr.kind === "name" && expr.name === name;
}

function gives(statement: Node, name: string): boolean {
  return (
    (statement.kind === "declare" && statement.bindings.some((one) => one.name === name)) ||
    (statement.kind === "assign" && isName(statement.target, name))
  );
}

function mentions(root: Node, name: string): boolean {
  return someNode(root, (part) => part.kind === "name" && part.name === name);
}
