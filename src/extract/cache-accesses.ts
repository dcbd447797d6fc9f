/**
 * The accesses of a function: its own, and those of the project's functions that it calls. One that looks up, stores
 * or removes what it is given the key of does so for its callers.
 */
import { ancestors, boundNameOf, lastName } from "../model/ancestry.ts";
import { someNodeIn, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { alternativesOf, directAccess, type Access, type AccessKind } from "./cache-access.ts";
import { canonical } from "./canonical.ts";
import { isDerived } from "./miss-path.ts";
import { callHead } from "./place.ts";

const accesses = new WeakMap<Resolver, WeakMap<Node, Access | null>>();

/** The access that the node is, if it is one. Asked once for each node. */
export function accessAt(node: Node, resolver: Resolver): Access | undefined {
  if (!mayBeAccess(node)) return undefined;
  let known = accesses.get(resolver);
  if (known === undefined) accesses.set(resolver, (known = new WeakMap()));
  const found = known.get(node);
  if (found !== undefined) return found ?? undefined;
  known.set(node, null);
  const access = directAccess(node, resolver) ?? helperAccess(node, resolver);
  known.set(node, access ?? null);
  return access;
}

function mayBeAccess(node: Node): boolean {
  return (
    node.kind === "call" ||
    node.kind === "index" ||
    (node.kind === "assign" && node.target.kind === "index") ||
    (node.kind === "unary" && node.op === "delete") ||
    (node.kind === "binary" && /^(not )?in$/.test(node.op))
  );
}

const inFunctions = new WeakMap<Resolver, WeakMap<FunctionNode, readonly Access[]>>();

/** The accesses in a function, its closures included, nested functions with names of their own not. In source order. */
export function accessesIn(fn: FunctionNode, resolver: Resolver): readonly Access[] {
  let known = inFunctions.get(resolver);
  if (known === undefined) inFunctions.set(resolver, (known = new WeakMap()));
  const found = known.get(fn);
  if (found !== undefined) return found;
  const list: Access[] = [];
  known.set(fn, list);
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "class" || (node.kind === "function" && node.name !== undefined))
        return false;
      const access = accessAt(node, resolver);
      if (access !== undefined) list.push(access);
      return undefined;
    });
  }
  return list;
}

/** What a call of such a function is to its caller. */
function helperAccess(node: Node, resolver: Resolver): Access | undefined {
  if (node.kind !== "call") return undefined;
  const name = calleeName(node);
  if (name === undefined || !helperNames(resolver).has(name)) return undefined;
  for (const option of alternativesOf(resolver.meaning(node.callee))) {
    if (option.kind !== "function") continue;
    const does = whatItDoes(option.node, resolver);
    if (does !== undefined) return atCall(node, option.node, does);
  }
  return undefined;
}

export function calleeName({ callee }: Call): string | undefined {
  return lastName(callee);
}

interface Does {
  readonly kind: AccessKind;
  readonly access: Access;
  /** Positions of the parameters that its key is made of. */
  readonly keys: readonly number[];
  readonly value: number;
}

const summaries = new WeakMap<Resolver, WeakMap<FunctionNode, Does | null>>();

function whatItDoes(fn: FunctionNode, resolver: Resolver): Does | undefined {
  let known = summaries.get(resolver);
  if (known === undefined) summaries.set(resolver, (known = new WeakMap()));
  const found = known.get(fn);
  if (found !== undefined) return found ?? undefined;
  known.set(fn, null);
  const does = summarise(fn, resolver);
  known.set(fn, does ?? null);
  return does;
}

function summarise(fn: FunctionNode, resolver: Resolver): Does | undefined {
  const inside = accessesIn(fn, resolver).filter(
    (access) => access.keyText !== undefined && !isIngredient(access, fn),
  );
  const first = (kind: AccessKind): Access | undefined =>
    inside.find((access) => access.kind === kind);
  const read = first("read");
  const write = first("write");
  const access = first("fetch") ?? read ?? write ?? first("exists") ?? first("delete");
  if (access === undefined) return undefined;
  const kind: AccessKind =
    access.kind === "fetch" || (read !== undefined && write !== undefined) ? "fetch" : access.kind;
  const keys = access.key === undefined ? [] : parametersIn(access.key, fn, resolver);
  const value = access.value === undefined ? [] : parametersIn(access.value, fn, resolver);
  return { kind, access, keys, value: value[0] ?? -1 };
}

/** What another function looks up or loads is only used here, on the way to something else: the address to ask. */
function isIngredient({ kind, node, through }: Access, fn: FunctionNode): boolean {
  return kind === "fetch" && through !== undefined && !isAnswer(node, fn);
}

function isAnswer(node: Node, fn: FunctionNode): boolean {
  let at = node;
  for (const up of ancestors(node)) {
    if (up === fn) return true; // the value of the function itself
    if (up.kind === "return") return true;
    if (up.kind === "declare") return isGivenBack(new Set(up.bindings.map(({ name }) => name)), fn);
    if (up.kind === "assign")
      return up.target.kind !== "name" || isGivenBack(new Set([up.target.name]), fn);
    const isSame =
      up.kind === "await" ||
      up.kind === "expression" ||
      up.kind === "call" ||
      up.kind === "conditional" ||
      up.kind === "binary" ||
      (up.kind === "member" && up.object === at);
    if (!isSame) return false;
    at = up;
  }
  return false;
}

function isGivenBack(names: ReadonlySet<string>, fn: FunctionNode): boolean {
  return someNodeIn(
    fn.body,
    (node) => node.kind === "return" && node.value !== undefined && isDerived(node.value, names),
  );
}

function parametersIn(expr: Expr, fn: FunctionNode, resolver: Resolver): readonly number[] {
  const found = new Set<number>();
  const look = (node: Expr, depth: number): void =>
    walk(node, (inner) => {
      if (inner.kind !== "name") return;
      const index = fn.params.findIndex((param) => param.name === inner.name);
      if (index >= 0) found.add(index);
      else if (depth < 3) {
        const [definition] = resolver.meaning(inner).via ?? [];
        if (
          definition?.kind === "declare" &&
          definition.value !== undefined &&
          definition.start >= fn.start &&
          definition.end <= fn.end
        )
          look(definition.value, depth + 1);
      }
    });
  look(expr, 0);
  return [...found].sort((a, b) => a - b);
}

function atCall(call: Call, fn: FunctionNode, { kind, access, keys, value }: Does): Access {
  const argument = (index: number): Expr | undefined =>
    call.named.find((named) => named.name === fn.params[index]?.name)?.value ?? call.args[index];
  const given = keys.map((index) => argument(index));
  const [only] = given;
  const texts = given.map((arg) => (arg === undefined ? undefined : canonical(arg)));
  const keyText =
    keys.length === 0 ? access.keyText : texts.includes(undefined) ? undefined : texts.join(",");
  const stored = value < 0 ? undefined : argument(value);
  return {
    kind,
    node: call,
    head: callHead(call),
    store: access.store,
    provides: access.provides,
    library: access.library,
    through: fn,
    ...(access.site === undefined ? {} : { site: access.site }),
    ...(keyText === undefined ? {} : { keyText }),
    ...(only === undefined || keys.length !== 1 ? {} : { key: only }),
    keys: given.flatMap((arg) => (arg === undefined ? [] : [arg])),
    ...(stored === undefined ? {} : { value: stored }),
  };
}

const namesOf = new WeakMap<Resolver, ReadonlySet<string>>();

/** Names of the functions that touch a cache themselves, and of those that call one of these: most calls end here. */
export function helperNames(resolver: Resolver): ReadonlySet<string> {
  const known = namesOf.get(resolver);
  if (known !== undefined) return known;
  const names = new Set<string>();
  namesOf.set(resolver, names);
  const calls: [string, string][] = [];
  for (const module of resolver.modules) {
    for (const statement of module.body) collect(statement, resolver, names, calls);
  }
  const outer = calls.flatMap(([caller, callee]) => (names.has(callee) ? [caller] : []));
  for (const name of outer) names.add(name);
  return names;
}

function collect(
  root: Node,
  resolver: Resolver,
  names: Set<string>,
  calls: [string, string][],
): void {
  const pending: (readonly [Node, string | undefined])[] = [
    [root, root.kind === "function" ? boundNameOf(root) : undefined],
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [start, owner] = next;
    walk(start, (node) => {
      if (node.kind === "function" && node !== start) {
        pending.push([node, boundNameOf(node) ?? owner]);
        return false;
      }
      if (owner === undefined) return undefined;
      if (node.kind === "call") {
        const name = calleeName(node);
        if (name !== undefined) calls.push([owner, name]);
      }
      if (!names.has(owner) && directAccess(node, resolver) !== undefined) names.add(owner);
      return undefined;
    });
  }
}
