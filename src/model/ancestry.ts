/** Going up the tree: what a node stands in. */
import type { Call, ClassNode, FunctionNode, Node } from "./syntax.ts";

export function* ancestors(node: Node): Generator<Node> {
  for (let up = node.parent; up !== undefined; up = up.parent) yield up;
}

/** The nearest function around the node (not the node itself). */
export function functionAround(node: Node): FunctionNode | undefined {
  for (const up of ancestors(node)) if (up.kind === "function") return up;
  return undefined;
}

/** The name a function has, or that of the variable, field or member it is bound to. */
export function boundNameOf(fn: FunctionNode): string | undefined {
  if (fn.name !== undefined) return fn.name;
  const { parent } = fn;
  if (parent?.kind === "declare") return parent.bindings[0]?.name;
  if (parent?.kind === "field") return parent.name;
  if (parent?.kind !== "assign") return undefined;
  return lastName(parent.target);
}

/** The last word of a name or path: `set` of `this.redis.set`. */
export function lastName(node: Node): string | undefined {
  return node.kind === "name" || node.kind === "member" ? node.name : undefined;
}

/** The name that a call calls, without what it is called on; empty for what has none. */
export function calledName({ callee }: Call): string {
  return lastName(callee) ?? "";
}

/** The nearest class around the node, crossing functions. */
export function classAround(node: Node): ClassNode | undefined {
  for (const up of ancestors(node)) if (up.kind === "class") return up;
  return undefined;
}

/** The statement-level or expression node at the top of the module that holds the node. */
export function topOf(node: Node): Node {
  let top = node;
  while (top.parent !== undefined) top = top.parent;
  return top;
}
