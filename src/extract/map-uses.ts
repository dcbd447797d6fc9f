/** How the code around a plain map uses it: reads, fills, empties, measures it, or hands it to others. */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Expr, FunctionNode, Node, TypeRef } from "../model/syntax.ts";
import { isTextOrNumber, mostOpen, opennessOf, type Openness } from "./closed-keys.ts";
import { isConstructor } from "./context.ts";
import { rootOf } from "./long-lived-map.ts";
import { isCalled, isNeverAsked, isOnRead, type Use } from "./map-removals.ts";
import type { Scene } from "./shape.ts";

/** A map, and where its uses may stand. */
export interface Held {
  readonly name: string;
  readonly value?: Expr;
  readonly type?: TypeRef;
  readonly lifetime: "process" | "owner";
  /** The code that may use it. */
  readonly region: readonly Node[];
  /** Uses are `self.name` instead of `name`. */
  readonly member: boolean;
}

export interface Uses {
  readonly readThrough: boolean;
  readonly removed: boolean;
  /** The only entries that go are those which somebody asks for when their time is over. */
  readonly expired: boolean;
  readonly escapes: boolean;
  readonly keys: Openness;
}

const READS = /^(get|has|get_mut|contains_key|contains|get_or_insert_with|peek|getOrInsert)$/;
const WRITES = /^(set|insert|setdefault|put|put_if_absent)$/;
const ENTRIES = /^(entry|or_insert_with|or_insert|or_default|or_try_insert_with|computeIfAbsent)$/;
const REMOVES =
  /^(delete|clear|pop|popitem|remove|retain|drain|evict|prune|shrink_to|truncate|pop_front|remove_entry|extract_if|take|remove_if|swap_remove|shift_remove|move_to_end|invalidate|expire|cleanup)$/;
const SIZES = /^(size|length|len)$/;

export function usesOf(found: Held, { resolver }: Scene): Uses {
  const reads = new Set<FunctionNode | undefined>();
  const writes = new Map<FunctionNode | undefined, Expr | undefined>();
  let removed = false;
  let expired = false;
  let escapes = false;
  let whole = false;
  const uses = [...eachUse(found)];
  for (const { use, fn } of uses) {
    if (use.kind === "read") reads.add(fn);
    if (use.kind === "write") writes.set(fn, use.key ?? writes.get(fn));
    if (use.kind === "entry") {
      whole = true;
      writes.set(fn, use.key);
    }
    if (use.kind === "size") removed = true;
    if (use.kind === "remove") {
      if (isOnRead(use, own(uses, fn))) expired = true;
      else if (!isNeverAsked(use, fn, resolver)) removed = true;
    }
    if (use.kind === "escape") escapes = true;
  }
  const filled = [...writes].filter(([fn]) => fn !== undefined && (whole || reads.has(fn)));
  return {
    readThrough: filled.length > 0,
    removed,
    expired: expired && !removed,
    escapes,
    keys: hasClosedKeyType(found.type)
      ? "closed"
      : mostOpen(
          filled.map(([, key]) => (key === undefined ? "likely" : opennessOf(key, resolver))),
        ),
  };
}

interface Placed {
  readonly use: Use;
  readonly fn: FunctionNode | undefined;
}

const own = (uses: readonly Placed[], fn: FunctionNode | undefined): readonly Use[] =>
  uses.flatMap((one) => (one.fn === fn ? [one.use] : []));

/** Every use of the map, with the function of the region that it stands in. */
export function* eachUse(found: Held): Generator<{ use: Use; fn: FunctionNode | undefined }> {
  const guards = found.member ? guardsOf(found) : new Set<string>();
  for (const root of found.region) {
    for (const node of namedIn(root).get(found.name) ?? []) {
      const fn = outermost(node, found);
      if (!isUse(node, found) || isCalled(node) || guards.has(fn?.name ?? "")) continue;
      for (const use of classify(node)) yield { use, fn };
    }
    for (const name of guards) {
      for (const node of namedIn(root).get(name) ?? []) {
        const call = isCalled(node) ? node.parent : undefined;
        if (call === undefined || !isUse(node, { ...found, name })) continue;
        const fn = outermost(node, found);
        for (const use of classify(call)) yield { use, fn };
      }
    }
  }
}

/** `fn entries(&self) -> MutexGuard<…> { self.entries.lock().unwrap() }`: methods that hand out the map and do nothing else. */
function guardsOf(found: Held): ReadonlySet<string> {
  const methods = found.region.flatMap((part) => (part.kind === "class" ? part.methods : []));
  return new Set(
    methods.flatMap(({ name, params, body: [only, ...others] }) => {
      const value = only?.kind === "return" || only?.kind === "expression" ? only.value : undefined;
      const isOne =
        value !== undefined && others.length === 0 && params.length === 0 && value.kind === "call";
      return isOne && name !== undefined && isUse(rootOf(value), found) ? [name] : [];
    }),
  );
}

export /** `dict[Path, Config]`, `Map<Constructor, Meta>`: keys of a type that a program has few values of. */
function hasClosedKeyType(type: TypeRef | undefined): boolean {
  if (type === undefined) return false;
  const [key, value] = type.args;
  if (key !== undefined && value !== undefined) return !isTextOrNumber(key);
  return type.args.some((arg) => hasClosedKeyType(arg));
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

/** What is done to the map here; several things where a guard of it is given a name. */
function classify(node: Node, depth = 0): readonly Use[] {
  let at = node;
  let up = node.parent;
  // `CACHE.lock().unwrap().get(..)`: what is done to the map inside.
  while (
    up?.kind === "member" &&
    up.parent?.kind === "call" &&
    up.parent.callee === up &&
    /^(lock|read|write|unwrap|unwrap_or_else|expect|borrow|borrow_mut|get_or_init|as_ref|as_mut|clone|await|with|blocking_lock|entries)$/.test(
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
  // A guard bound to a name, `let mut map = CACHE.lock().unwrap();`: the uses of that name count.
  if (up?.kind === "declare") return aliased(up.bindings[0]?.name, up, depth);
  // `if let Ok(map) = CACHE.read() { … }`
  if (up?.kind === "pattern-test" && up.value === at)
    return aliased(up.bindings[0]?.name, up, depth);
  return [useAt(at, up)];
}

function useAt(at: Node, up: Node | undefined): Use {
  if (up === undefined) return { kind: "other" };
  if (up.kind === "member" && up.object === at) return ofMember(up);
  if (up.kind === "index" && up.object === at) {
    const outer = up.parent;
    if (outer?.kind === "assign" && outer.target === up) return { kind: "write", key: up.index };
    if (outer?.kind === "unary" && outer.op === "delete") return { kind: "remove", key: up.index };
    return { kind: "read", key: up.index };
  }
  if (up.kind === "binary" && (up.op === "in" || up.op === "not in"))
    return { kind: "read", key: up.left };
  if (up.kind === "assign" && up.target === at) {
    const fn = functionAround(up);
    return { kind: fn !== undefined && isConstructor(fn) ? "other" : "remove" };
  }
  if (up.kind === "call" && up.args.includes(at as Expr)) {
    if (up.callee.kind !== "name" || up.callee.name !== "len") return { kind: "escape" };
    return { kind: isReported(up) ? "other" : "size" };
  }
  if (up.kind === "return" || up.kind === "export") return { kind: "escape" };
  return { kind: "other" };
}

/** How many names deep a guard is followed. */
const MAX_NAMES = 2;

/** What is done to the map by another name, behind the place that gives it. */
function aliased(name: string | undefined, given: Node, depth: number): readonly Use[] {
  const fn = functionAround(given);
  if (name === undefined || fn === undefined || depth >= MAX_NAMES) return [];
  const uses: Use[] = [];
  walk(fn, (node) => {
    if (node.kind === "name" && node.name === name && node.start > given.end)
      uses.push(...classify(node, depth + 1));
  });
  return uses;
}

function ofMember(member: Extract<Node, { kind: "member" }>): Use {
  const call =
    member.parent?.kind === "call" && member.parent.callee === member ? member.parent : undefined;
  if (SIZES.test(member.name))
    return isCompared(call ?? member) ? { kind: "size" } : { kind: "other" };
  if (call === undefined) return { kind: "other" };
  const [key] = call.args;
  const keyed = key === undefined ? {} : { key };
  if (REMOVES.test(member.name)) return { kind: "remove", ...keyed };
  if (READS.test(member.name)) return { kind: "read", ...keyed };
  if (ENTRIES.test(member.name) && isCounter(call)) return { kind: "other" };
  if (WRITES.test(member.name)) return { kind: "write", ...keyed };
  if (ENTRIES.test(member.name)) return { kind: "entry", ...keyed };
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

/** `return len(cache)`, `gauge.set(len(cache))`: the size is told to somebody, and limits nothing here. */
function isReported(size: Node): boolean {
  const up = size.parent;
  return up?.kind === "return" || (up?.kind === "call" && up.callee !== size);
}

function isCompared(node: Node): boolean {
  const up = node.parent;
  return up?.kind === "binary" && /^[<>]=?$|^==$|^!=$/.test(up.op);
}
