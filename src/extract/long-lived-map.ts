/** Whether an expression is a plain map that lives longer than the call: a field, a static, a variable of the module. */
import { functionAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Expr, Node, TypeRef } from "../model/syntax.ts";

export function longLivedMap(object: Expr, resolver: Resolver, depth = 0): boolean {
  const root = rootOf(object);
  if (root.kind === "member") {
    // `self.cache`, `state.cache`, `Class.cache`; a map inside a local object cannot be told from one.
    return isMap(resolver.meaning(object));
  }
  if (root.kind !== "name" || depth > 3) return false;
  const meaning = resolver.meaning(root);
  const [definition] = meaning.via ?? [];
  if (definition === undefined || !isMap(resolver.meaning(object))) return false;
  if (functionAround(definition) === undefined) return definition.kind !== "param";
  // A guard or another name of the map: `let mut map = CACHE.lock().unwrap()`.
  const value = valueOf(definition);
  return (
    value !== undefined &&
    value.kind !== "record" &&
    !makes(value) &&
    longLivedMap(value, resolver, depth + 1)
  );
}

/** `CACHE.lock().unwrap()` is `CACHE`. */
export function rootOf(expr: Expr): Expr {
  let at = expr;
  for (;;) {
    if (at.kind === "await") at = at.value;
    else if (
      at.kind === "call" &&
      at.callee.kind === "member" &&
      !at.callee.path &&
      GUARDS.test(at.callee.name)
    )
      at = at.callee.object;
    else return at;
  }
}

const GUARDS =
  /^(lock|read|write|unwrap|expect|borrow|borrow_mut|as_ref|as_mut|blocking_lock|blocking_read|blocking_write|deref|deref_mut|get_or_init|clone|unwrap_or_else|map_err)$/;

function valueOf(definition: Node): Expr | undefined {
  if (definition.kind === "declare") return definition.value;
  return definition.kind === "assign" ? definition.value : undefined;
}

function makes(value: Expr): boolean {
  return (
    value.kind === "call" &&
    (value.isNew ||
      value.callee.kind === "name" ||
      (value.callee.kind === "member" && value.callee.path))
  );
}

function isMap(meaning: Meaning): boolean {
  if (meaning.kind === "either") return meaning.options.some((option) => isMap(option));
  if (meaning.kind === "container") return meaning.flavor === "map";
  return (
    meaning.kind === "record" &&
    meaning.node.type === undefined &&
    meaning.node.entries.length === 0 &&
    meaning.node.rest.length === 0
  );
}

/** `DashMap` and its like: shared without a guard around. */
export function isConcurrentMap(object: Expr, resolver: Resolver): boolean {
  const [definition] = resolver.meaning(object).via ?? [];
  if (definition?.kind !== "declare" && definition?.kind !== "field") return false;
  const named = definition.type !== undefined && namesConcurrent(definition.type);
  return (
    named ||
    (definition.value !== undefined &&
      someNode(definition.value, (node) => node.kind === "name" && CONCURRENT.test(node.name)))
  );
}

const CONCURRENT = /(^|\.)(DashMap|SkipMap|CHashMap|HashIndex|Flurry)$/;

function namesConcurrent(type: TypeRef): boolean {
  return CONCURRENT.test(type.name) || type.args.some((arg) => namesConcurrent(arg));
}
