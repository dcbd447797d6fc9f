/**
 * `store`: a plain map of the language, living as long as the process or its owner, that is used as a cache: looked up,
 * and filled on a miss. `removed` says whether anything in its owner ever takes entries out or checks its size;
 * `escapes` whether it is handed to code that might.
 */
import { someNode, walk } from "../../model/children.ts";
import type { Meaning, Resolver } from "../../model/meaning.ts";
import type { Binding, ClassNode, Expr, FunctionNode, Node, TypeRef } from "../../model/syntax.ts";
import { isOpenKey } from "../closed-keys.ts";
import { classAround, functionAround, isConstructor } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import type { Recogniser, Scene } from "../shape.ts";

export const store: Recogniser = {
  kinds: ["store"],
  start: (scene, emit) => (node) => {
    const found = heldBy(node, scene);
    if (found === undefined) return;
    const uses = usesOf(found, scene);
    if (!uses.readThrough) return;
    emit({
      kind: "store",
      span: found.value ?? node,
      node,
      properties: {
        provides: "local-cache",
        removed: uses.removed,
        escapes: uses.escapes,
        open_keys: uses.openKeys,
        named_cache: isCacheName(found.name),
        lifetime: found.lifetime,
      },
      captures: {},
      words: { name: found.name },
    });
  },
};

function heldBy(node: Node, scene: Scene): Held | undefined {
  if (node.kind === "declare") return declared(node, scene);
  if (node.kind === "field") return fielded(node, scene);
  return node.kind === "assign" ? assigned(node, scene) : undefined;
}

/** `self._cache = {}` in a constructor: a field that nothing else declares. */
function assigned(node: Extract<Node, { kind: "assign" }>, { resolver }: Scene): Held | undefined {
  const { target, value } = node;
  const fn = functionAround(node);
  const around = classAround(node);
  if (target.kind !== "member" || fn === undefined || !isConstructor(fn) || around === undefined)
    return undefined;
  if (target.object.kind !== "name" || !/^(this|self)$/.test(target.object.name)) return undefined;
  const parts = resolver.classOf(node)?.nodes ?? [around];
  if (
    parts.some((part) =>
      part.fields.some((field) => field.name === target.name && field.value !== undefined),
    )
  )
    return undefined;
  if (!isMap(value, undefined, node, resolver)) return undefined;
  return held(
    { name: target.name, path: [], start: node.start, end: node.end },
    value,
    undefined,
    "owner",
    parts,
    true,
  );
}

interface Held {
  readonly name: string;
  readonly value?: Expr;
  readonly type?: TypeRef;
  readonly lifetime: "process" | "owner";
  /** The code that may use it. */
  readonly region: readonly Node[];
  /** Uses are `self.name` instead of `name`. */
  readonly member: boolean;
}

function declared(
  node: Extract<Node, { kind: "declare" }>,
  { resolver, module }: Scene,
): Held | undefined {
  const [binding] = node.bindings;
  if (binding === undefined || node.bindings.length !== 1 || functionAround(node) !== undefined)
    return undefined;
  if (classAround(node) !== undefined) return undefined;
  if (!isMap(node.value, node.type, node, resolver)) return undefined;
  return held(binding, node.value, node.type, "process", module.body, false);
}

function fielded(node: Extract<Node, { kind: "field" }>, { resolver }: Scene): Held | undefined {
  const around = classAround(node);
  if (around === undefined || around.flavor === "interface" || around.flavor === "enum")
    return undefined;
  const parts: readonly ClassNode[] = resolver.classOf(node)?.nodes ?? [around];
  if (node.value === undefined && isAssignedInConstructor(node.name, parts)) return undefined;
  if (!isMap(node.value, node.type, node, resolver)) return undefined;
  return held(
    { name: node.name, path: [], start: node.start, end: node.end },
    node.value,
    node.type,
    node.static ? "process" : "owner",
    parts,
    true,
  );
}

/** Then the assignment is the place, and says more. */
function isAssignedInConstructor(name: string, parts: readonly ClassNode[]): boolean {
  return parts.some((part) =>
    part.methods.some(
      (method) =>
        isConstructor(method) &&
        someNode(
          method,
          (inner) =>
            inner.kind === "assign" && inner.target.kind === "member" && inner.target.name === name,
        ),
    ),
  );
}

function held(
  binding: Binding,
  value: Expr | undefined,
  type: TypeRef | undefined,
  lifetime: Held["lifetime"],
  region: readonly Node[],
  member: boolean,
): Held {
  return {
    name: binding.name,
    lifetime,
    region,
    member,
    ...(value === undefined ? {} : { value }),
    ...(type === undefined ? {} : { type }),
  };
}

function isMap(
  value: Expr | undefined,
  type: TypeRef | undefined,
  at: Node,
  resolver: Resolver,
): boolean {
  // An object or dict that starts with entries is a table, not a cache.
  if (value?.kind === "record")
    return value.entries.length === 0 && value.rest.length === 0 && value.type === undefined;
  const meanings: Meaning[] = [];
  if (value !== undefined) meanings.push(unwrapped(value, resolver));
  if (type !== undefined) meanings.push(resolver.typeMeaning(type, at));
  if (value?.kind === "call" && value.args.length > 0 && value.isNew) return false;
  return meanings.some((meaning) => meaning.kind === "container" && meaning.flavor === "map");
}

/** `LazyLock::new(|| Mutex::new(HashMap::new()))`: what the innermost call makes. */
function unwrapped(value: Expr, resolver: Resolver): Meaning {
  let found = resolver.meaning(value);
  if (found.kind === "container") return found;
  walk(value, (node) => {
    if (node.kind !== "call" || found.kind === "container") return found.kind !== "container";
    const meaning = resolver.meaning(node);
    if (meaning.kind === "container") found = meaning;
    return found.kind !== "container";
  });
  return found;
}

interface Uses {
  readonly readThrough: boolean;
  readonly removed: boolean;
  readonly escapes: boolean;
  readonly openKeys: boolean;
}

const READS = /^(get|has|get_mut|contains_key|contains|get_or_insert_with|peek|getOrInsert)$/;
const WRITES = /^(set|insert|setdefault|put|put_if_absent)$/;
const ENTRIES = /^(entry|or_insert_with|or_insert|or_default|or_try_insert_with|computeIfAbsent)$/;
const REMOVES =
  /^(delete|clear|pop|popitem|remove|retain|drain|evict|prune|shrink_to|truncate|pop_front|remove_entry|extract_if|take|remove_if|swap_remove|shift_remove|move_to_end|invalidate|expire|cleanup)$/;
const SIZES = /^(size|length|len)$/;

function usesOf(found: Held, { resolver }: Scene): Uses {
  const reads = new Set<FunctionNode | undefined>();
  const writes = new Map<FunctionNode | undefined, Expr | undefined>();
  let removed = false;
  let escapes = false;
  let whole = false;
  for (const root of found.region) {
    for (const node of namedIn(root).get(found.name) ?? []) {
      if (!isUse(node, found)) continue;
      const use = classify(node);
      const fn = outermost(node, found);
      if (use.kind === "read") reads.add(fn);
      if (use.kind === "write") writes.set(fn, use.key ?? writes.get(fn));
      if (use.kind === "entry") {
        whole = true;
        writes.set(fn, use.key);
      }
      if (use.kind === "remove" || use.kind === "size") removed = true;
      if (use.kind === "escape") escapes = true;
    }
  }
  const filled = [...writes].filter(([fn]) => fn !== undefined && (whole || reads.has(fn)));
  return {
    readThrough: filled.length > 0,
    removed,
    escapes,
    openKeys: filled.some(([, key]) => key === undefined || isOpenKey(key, resolver)),
  };
}

const named = new WeakMap<Node, ReadonlyMap<string, readonly Node[]>>();

/** Every name and member below a node, by its word: asked once for each map that the file has. */
function namedIn(root: Node): ReadonlyMap<string, readonly Node[]> {
  const known = named.get(root);
  if (known !== undefined) return known;
  const found = new Map<string, Node[]>();
  walk(root, (node) => {
    if (node.kind !== "name" && node.kind !== "member") return;
    const list = found.get(node.name);
    if (list === undefined) found.set(node.name, [node]);
    else list.push(node);
  });
  named.set(root, found);
  return found;
}

function isUse(node: Node, found: Held): boolean {
  if (!found.member)
    return node.kind === "name" && node.name === found.name && node.parent?.kind !== "declare";
  return (
    node.kind === "member" &&
    node.name === found.name &&
    node.object.kind === "name" &&
    /^(this|self|cls|Self)$/.test(node.object.name)
  );
}

/** The function of the region that holds the use: the method, not the closure inside it. */
function outermost(node: Node, found: Held): FunctionNode | undefined {
  let outer: FunctionNode | undefined;
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (up.kind === "function") outer = up;
    if (found.member && up.kind === "class") break;
  }
  return outer;
}

type Use =
  | { readonly kind: "read" | "remove" | "size" | "escape" | "other" }
  | { readonly kind: "write" | "entry"; readonly key?: Expr };

function classify(node: Node): Use {
  let at = node;
  let up = node.parent;
  // `CACHE.lock().unwrap().get(..)`: what is done to the map inside.
  while (
    up?.kind === "member" &&
    up.parent?.kind === "call" &&
    up.parent.callee === up &&
    /^(lock|read|write|unwrap|expect|borrow|borrow_mut|get_or_init|as_ref|as_mut|clone|await|with|blocking_lock|entries)$/.test(
      up.name,
    )
  ) {
    at = up.parent;
    up = at.parent;
    while (up?.kind === "await") {
      at = up;
      up = at.parent;
    }
  }
  if (up === undefined) return { kind: "other" };
  if (up.kind === "member" && up.object === at) return ofMember(up);
  if (up.kind === "index" && up.object === at) {
    const outer = up.parent;
    if (outer?.kind === "assign" && outer.target === up) return { kind: "write", key: up.index };
    if (outer?.kind === "unary" && outer.op === "delete") return { kind: "remove" };
    return { kind: "read" };
  }
  if (up.kind === "binary" && (up.op === "in" || up.op === "not in")) return { kind: "read" };
  if (up.kind === "assign" && up.target === at) {
    const fn = functionAround(up);
    return { kind: fn !== undefined && isConstructor(fn) ? "other" : "remove" };
  }
  if (up.kind === "call" && up.args.includes(at as Expr)) {
    return up.callee.kind === "name" && up.callee.name === "len"
      ? { kind: "size" }
      : { kind: "escape" };
  }
  if (up.kind === "return" || up.kind === "export") return { kind: "escape" };
  // A guard bound to a name: `let mut map = CACHE.lock().unwrap();`: the uses of that name count.
  if (up.kind === "declare") return aliased(up);
  return { kind: "other" };
}

function aliased(declare: Extract<Node, { kind: "declare" }>): Use {
  const name = declare.bindings[0]?.name;
  const fn = functionAround(declare);
  if (name === undefined || fn === undefined) return { kind: "other" };
  const uses: Use[] = [];
  walk(fn, (node) => {
    if (node.kind === "name" && node.name === name && node.start > declare.end)
      uses.push(classify(node));
  });
  const order = ["remove", "size", "entry", "escape"] as const;
  for (const kind of order) {
    const use = uses.find((candidate) => candidate.kind === kind);
    if (use !== undefined) return use;
  }
  const write = uses.find((use) => use.kind === "write");
  const read = uses.find((use) => use.kind === "read");
  if (write !== undefined && read !== undefined && write.kind === "write")
    return { kind: "entry", ...(write.key === undefined ? {} : { key: write.key }) };
  return write ?? read ?? { kind: "other" };
}

function ofMember(member: Extract<Node, { kind: "member" }>): Use {
  const call =
    member.parent?.kind === "call" && member.parent.callee === member ? member.parent : undefined;
  if (SIZES.test(member.name))
    return isCompared(call ?? member) ? { kind: "size" } : { kind: "other" };
  if (call === undefined) return { kind: "other" };
  if (REMOVES.test(member.name)) return { kind: "remove" };
  if (READS.test(member.name)) return { kind: "read" };
  const [key] = call.args;
  if (ENTRIES.test(member.name) && isCounter(call)) return { kind: "other" };
  if (WRITES.test(member.name)) return { kind: "write", ...(key === undefined ? {} : { key }) };
  if (ENTRIES.test(member.name)) return { kind: "entry", ...(key === undefined ? {} : { key }) };
  return { kind: "other" };
}

/** `*map.entry(k).or_insert(0) += 1`: it counts, it does not keep results. */
function isCounter(call: Node): boolean {
  for (let up = call.parent; up !== undefined && up.kind !== "function"; up = up.parent) {
    if (up.kind === "assign") return up.op !== "=";
    if (up.kind === "expression" || up.kind === "declare") return false;
  }
  return false;
}

function isCompared(node: Node): boolean {
  const up = node.parent;
  return up?.kind === "binary" && /^[<>]=?$|^==$|^!=$/.test(up.op);
}

function isCacheName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => /^(cache|cached|memo|memoized|memoised|lru)$/.test(word)) &&
    !words.some((word) => /^(not|no|un|non|count|counter|hit|miss|stat)$/.test(word))
  );
}
