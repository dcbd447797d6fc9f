/** Names and where they are defined, within one module. */
import { childrenOf } from "../model/children.ts";
import type {
  Assign,
  Binding,
  ClassNode,
  Declare,
  Expr,
  FunctionNode,
  Import,
  ImportedName,
  Module,
  Namespace,
  Node,
  Param,
  Submodule,
  TypeRef,
  Unary,
} from "../model/syntax.ts";

export type Definition =
  | { readonly kind: "import"; readonly node: Import; readonly name: ImportedName }
  | {
      readonly kind: "value";
      readonly node: Node;
      readonly binding: Binding;
      readonly value?: Expr;
      readonly type?: TypeRef;
      /** The value is an element of `value`, not `value` itself. */
      readonly element: boolean;
    }
  | { readonly kind: "assign"; readonly node: Assign | Unary }
  | { readonly kind: "param"; readonly node: Param; readonly binding?: Binding }
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "class"; readonly node: ClassNode }
  | { readonly kind: "namespace"; readonly node: Namespace }
  | { readonly kind: "submodule"; readonly node: Submodule };

/** A region of text with names of its own. The module's has no node. */
export interface Scope {
  readonly node?: Node;
  readonly parent?: Scope;
  readonly names: Map<string, Definition[]>;
}

export interface Scopes {
  readonly top: Scope;
  /** A local binding begins after its statement, so that `let conn = conn.clone()` means the one before (Rust). */
  readonly bindsAtEnd: boolean;
  /** The innermost scope that the node stands in. */
  at(node: Node): Scope;
}

/** Builds the scopes of a module in one walk. */
export function buildScopes(module: Module): Scopes {
  const top: Scope = { names: new Map() };
  const owned = new Map<Node, Scope>();
  const assigned: { scope: Scope; node: Assign | Unary; name: string }[] = [];
  const functionScoped = module.language === "python";

  /** Adds what the node defines, and gives the scope that its children stand in. */
  const enter = (node: Node, scope: Scope): Scope => {
    let inner = scope;
    switch (node.kind) {
      case "import":
        for (const name of node.names) add(scope, name.local, { kind: "import", node, name });
        break;
      case "declare":
        for (const binding of node.bindings) add(scope, binding.name, valueOf(node, binding));
        break;
      case "function":
        if (node.name !== undefined && !isMember(node)) {
          add(scope, node.name, { kind: "function", node });
        }
        inner = open(node, scope);
        for (const param of node.params) {
          if (param.name !== undefined) add(inner, param.name, { kind: "param", node: param });
          for (const binding of param.bindings) {
            add(inner, binding.name, { kind: "param", node: param, binding });
          }
        }
        break;
      case "class":
        if (node.name !== undefined) add(scope, node.name, { kind: "class", node });
        inner = open(node, scope);
        break;
      case "namespace":
        add(scope, node.name, { kind: "namespace", node });
        inner = open(node, scope);
        break;
      case "submodule":
        add(scope, node.name, { kind: "submodule", node });
        break;
      case "block":
        if (!functionScoped) inner = open(node, scope);
        break;
      case "loop":
        if (!functionScoped) inner = open(node, scope);
        for (const binding of node.bindings) {
          add(inner, binding.name, {
            kind: "value",
            node,
            binding,
            element: true,
            ...(node.over === undefined ? {} : { value: node.over }),
          });
        }
        break;
      case "if":
      case "try":
      case "switch":
        if (!functionScoped) inner = open(node, scope);
        for (const binding of looseBindings(node)) {
          const value = node.kind === "switch" ? node.subject : undefined;
          add(inner, binding.name, {
            kind: "value",
            node,
            binding,
            element: false,
            ...(value === undefined ? {} : { value }),
          });
        }
        break;
      case "pattern-test":
        for (const binding of node.bindings) {
          add(scope, binding.name, {
            kind: "value",
            node,
            binding,
            value: node.value,
            element: false,
          });
        }
        break;
      case "assign":
        if (node.target.kind === "name") assigned.push({ scope, node, name: node.target.name });
        break;
      case "unary":
        if ((node.op === "++" || node.op === "--") && node.operand.kind === "name") {
          assigned.push({ scope, node, name: node.operand.name });
        }
        break;
      default:
        break;
    }
    return inner;
  };

  const open = (node: Node, parent: Scope): Scope => {
    const scope: Scope = { node, parent, names: new Map() };
    owned.set(node, scope);
    return scope;
  };

  const pending = module.body.map((node): [Node, Scope] => [node, top]).reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inner = enter(...next);
    for (const child of childrenOf(next[0]).toReversed()) pending.push([child, inner]);
  }
  for (const { scope, node, name } of assigned) {
    add(owner(scope, name) ?? top, name, { kind: "assign", node });
  }

  return {
    top,
    bindsAtEnd: module.language === "rust",
    at(node) {
      for (let up: Node | undefined = node; up !== undefined; up = up.parent) {
        const scope = owned.get(up);
        if (scope !== undefined && up !== node) return scope;
        if (scope !== undefined && node.kind !== "function" && node.kind !== "class") return scope;
      }
      return top;
    },
  };
}

/** The definitions of a name that a use at `node` can see: those of the innermost scope that has any. */
export function definitionsAt(scopes: Scopes, name: string, node: Node): readonly Definition[] {
  for (let scope: Scope | undefined = scopes.at(node); scope !== undefined; scope = scope.parent) {
    // A class body's names are reached through self, not by their bare name.
    if (scope.node?.kind === "class" && node.parent !== scope.node) continue;
    const found = (scope.names.get(name) ?? []).filter((definition) =>
      isVisible(definition, node, scopes),
    );
    if (found.length > 0) return found;
  }
  return [];
}

function isVisible(definition: Definition, use: Node, { bindsAtEnd }: Scopes): boolean {
  if (!bindsAtEnd || (definition.kind !== "value" && definition.kind !== "param")) return true;
  // `redis::pipe()`: a path begins at a crate, module or type, never at a local value of that name.
  if (use.parent?.kind === "member" && use.parent.path && use.parent.object === use) {
    return definition.kind === "value" && /^[A-Z]/.test(definition.binding.name);
  }
  if (definition.kind === "param") return true;
  const { node } = definition;
  if (node.kind === "declare")
    return enclosingFunction(node) === undefined || node.end <= use.start;
  if (node.kind === "pattern-test") return !holds(node, use);
  return node.kind !== "switch" || !holds(node.subject, use);
}

/** Of several definitions, those that a use at `node` most likely means: the last before it, else all. */
export function reaching(definitions: readonly Definition[], node: Node): readonly Definition[] {
  if (definitions.length < 2) return definitions;
  const use = enclosingFunction(node);
  const plain = definitions.filter((definition) => definition.kind !== "assign");
  const here = definitions.filter(
    (definition) =>
      definition.node.start < node.start &&
      enclosingFunction(definition.node) === use &&
      (definition.kind !== "value" || !definition.element || holds(definition.node, node)),
  );
  const last = here.at(-1);
  if (last !== undefined && use !== undefined && straightLine(last.node, node)) return [last];
  return plain.length === definitions.length && plain.every((d) => d.kind === "class")
    ? plain
    : here.length > 0
      ? here
      : definitions;
}

function straightLine(definition: Node, use: Node): boolean {
  // A definition inside a branch that does not hold the use may or may not have run.
  for (let up = definition.parent; up !== undefined && up.kind !== "function"; up = up.parent) {
    if (
      (up.kind === "if" || up.kind === "loop" || up.kind === "try" || up.kind === "switch") &&
      !holds(up, use)
    ) {
      return false;
    }
  }
  return true;
}

function holds(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function enclosingFunction(node: Node): FunctionNode | undefined {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (up.kind === "function") return up;
  }
  return undefined;
}

function isMember(node: FunctionNode): boolean {
  const parent = node.parent;
  return parent?.kind === "class" && parent.methods.includes(node);
}

function looseBindings(node: Extract<Node, { kind: "if" | "try" | "switch" }>): readonly Binding[] {
  if (node.kind === "switch") return node.arms.flatMap((arm) => arm.bindings);
  if (node.kind === "try") return node.handlers.flatMap((handler) => handler.bindings);
  return [];
}

function valueOf(node: Declare, binding: Binding): Definition {
  return {
    kind: "value",
    node,
    binding,
    element: false,
    ...(node.value === undefined ? {} : { value: node.value }),
    ...(node.type === undefined ? {} : { type: node.type }),
  };
}

function add(scope: Scope, name: string, definition: Definition): void {
  const list = scope.names.get(name);
  if (list === undefined) scope.names.set(name, [definition]);
  else list.push(definition);
}

function owner(scope: Scope, name: string): Scope | undefined {
  for (let up: Scope | undefined = scope; up !== undefined; up = up.parent) {
    if (up.names.has(name)) return up;
  }
  return undefined;
}
