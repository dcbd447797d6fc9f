/** Walking the uniform syntax tree. */
import type { Binding, Decorator, Node, Stmt } from "./syntax.ts";

/** The direct child nodes, in source order as far as the node's parts have one. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "literal":
    case "name":
    case "submodule":
    case "import":
      return [];
    case "template":
      return node.parts;
    case "member":
      return [node.object];
    case "index":
      return [node.object, node.index];
    case "call":
      return [node.callee, ...node.args, ...node.named.map((named) => named.value)];
    case "spread":
    case "await":
      return [node.value];
    case "record":
      return [
        ...present(node.type),
        ...node.entries.flatMap((entry) => [...present(entry.computed), entry.value]),
        ...node.rest,
      ];
    case "list":
      return node.items;
    case "binary":
      return [node.left, node.right];
    case "unary":
      return [node.operand];
    case "conditional":
      return [node.test, node.then, node.otherwise];
    case "assign":
      return [node.target, node.value];
    case "pattern-test":
      return [...defaults(node.bindings), node.value];
    case "block":
      return node.body;
    case "other":
      return node.parts;
    case "param":
      return [...decorators(node.decorators), ...defaults(node.bindings), ...present(node.default)];
    case "function":
      return [...decorators(node.decorators), ...node.params, ...node.body];
    case "field":
      return [...decorators(node.decorators), ...present(node.value)];
    case "class":
      return [...decorators(node.decorators), ...node.fields, ...node.methods, ...node.body];
    case "declare":
      return [...decorators(node.decorators), ...present(node.value), ...defaults(node.bindings)];
    case "expression":
      return [node.value];
    case "if":
      return [node.test, ...node.then, ...node.otherwise];
    case "loop":
      return [...present(node.over), ...node.head, ...node.body];
    case "switch":
      return [
        node.subject,
        ...node.arms.flatMap((arm) => [...present(arm.test), ...present(arm.guard), ...arm.body]),
      ];
    case "try":
      return [...node.body, ...node.handlers.flatMap((handler) => handler.body), ...node.finalizer];
    case "return":
    case "throw":
    case "jump":
    case "export":
      return present(node.value);
    case "namespace":
      return [...decorators(node.decorators), ...node.body];
  }
}

/**
 * Visits the node and everything below it, in source order; `visit` returning false keeps out of that node's children.
 * Not recursive: a chain of thousands of operators is as deep a tree.
 */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  const pending: Node[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (visit(next) === false) continue;
    const children = childrenOf(next);
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const child = children[at];
      if (child !== undefined) pending.push(child);
    }
  }
}

/** True when the node, or one below it, passes the test. */
export function someNode(root: Node, test: (node: Node) => boolean): boolean {
  let found = false;
  walk(root, (node) => {
    found ||= test(node);
    return !found;
  });
  return found;
}

/** The same over statements, or any list of nodes: a function's body, a module's. */
export function someNodeIn(nodes: readonly Node[], test: (node: Node) => boolean): boolean {
  return nodes.some((node) => someNode(node, test));
}

/** Sets `parent` on every node below the statements. Called once, when a module has been lowered. */
export function adopt(body: readonly Stmt[]): void {
  const pending: Node[] = [...body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of childrenOf(node)) {
      child.parent = node;
      pending.push(child);
    }
  }
}

function present<T>(node: T | undefined): readonly T[] {
  return node === undefined ? [] : [node];
}

function defaults(bindings: readonly Binding[]): readonly Node[] {
  return bindings.flatMap((binding) => present(binding.default));
}

function decorators(list: readonly Decorator[]): readonly Node[] {
  return list.map((decorator) => decorator.value);
}
