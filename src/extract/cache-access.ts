/**
 * What a node does to a cache: a call on a modelled client, a use of a map that outlives the call, or a call of
 * the project's own function that does one of these to the key it is given. The idioms that follow a look-up to its
 * fill see all of them alike.
 */
import { functionAround } from "../model/ancestry.ts";
import type { Meaning, OperationSite, Resolver } from "../model/meaning.ts";
import type { Span } from "../model/source.ts";
import type { Assign, Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { canonical, describe } from "./canonical.ts";
import { longLivedMap, rootOf } from "./long-lived-map.ts";
import { callHead } from "./place.ts";

export type AccessKind = "read" | "exists" | "write" | "delete" | "fetch" | "other";

export interface Access {
  readonly kind: AccessKind;
  readonly node: Node;
  /** The span that stands for it. */
  readonly head: Span;
  readonly key?: Expr;
  /** What a helper makes its key of, where it takes several things. */
  readonly keys?: readonly Expr[];
  /** Equal for accesses of one key. */
  readonly keyText?: string;
  readonly value?: Expr;
  /** Which store: the client's library and the receiver's text, or the map's. */
  readonly store: string;
  readonly provides: "shared-cache" | "local-cache";
  readonly library: string;
  /** Set for calls on a modelled client, in the function itself or in a helper of it. */
  readonly site?: OperationSite;
  /** The helper that does it. */
  readonly through?: FunctionNode;
}

const KINDS: Readonly<Record<string, AccessKind>> = {
  read: "read",
  exists: "exists",
  write: "write",
  delete: "delete",
  fetch: "fetch",
};

/** Without helpers: what the node itself does. */
export function directAccess(node: Node, resolver: Resolver): Access | undefined {
  if (node.kind === "call") {
    const site = resolver.operationAt(node);
    return site === undefined ? mapCall(node, resolver) : fromSite(site);
  }
  if (node.kind === "assign") return assigned(node, resolver);
  if (node.kind === "unary" && node.operand.kind === "index")
    return subscript(node.operand, "delete", node, resolver);
  if (node.kind === "index") {
    const up = node.parent;
    const isTarget = up?.kind === "assign" && up.target === node;
    if (isTarget && up.op === "=") return undefined;
    if (up?.kind === "unary" && up.op === "delete") return undefined;
    return subscript(node, "read", node, resolver);
  }
  if (node.kind === "binary") {
    const text = storeOf(node.right, resolver);
    return text === undefined ? undefined : ofStore(text, "exists", node, node.left);
  }
  return undefined;
}

function fromSite(site: OperationSite): Access | undefined {
  const { provides } = site.instance.type;
  if (provides !== "shared-cache" && provides !== "local-cache") return undefined;
  const { callee } = site.call;
  return {
    kind: KINDS[site.operation.operation] ?? "other",
    node: site.call,
    head: callHead(site.call),
    store: `${site.instance.library.id} ${callee.kind === "member" ? (canonical(callee.object) ?? "") : ""}`,
    provides,
    library: site.instance.library.id,
    site,
    ...keyed(site.key),
    ...(site.value === undefined ? {} : { value: site.value }),
  };
}

const READS = /^(get|get_mut|peek|get_refresh|getIfPresent)$/;
const EXISTS = /^(has|contains_key|contains)$/;
const WRITES = /^(set|insert|put)$/;
const DELETES = /^(delete|remove|pop|clear)$/;
const ENTRIES = /^(setdefault|get_or_insert_with|computeIfAbsent|entry)$/;

function mapCall(call: Call, resolver: Resolver): Access | undefined {
  if (call.callee.kind !== "member") return undefined;
  const { name, object } = call.callee;
  const kind: AccessKind | undefined = READS.test(name)
    ? "read"
    : EXISTS.test(name)
      ? "exists"
      : WRITES.test(name)
        ? "write"
        : DELETES.test(name)
          ? "delete"
          : ENTRIES.test(name)
            ? "fetch"
            : undefined;
  const [key, value] = call.args;
  if (kind === undefined || key === undefined) return undefined;
  const store = storeOf(object, resolver);
  if (store === undefined) return undefined;
  return {
    ...ofStore(store, kind, call, key),
    head: callHead(call),
    ...(kind === "write" && value !== undefined ? { value } : {}),
  };
}

/** `cache[k] = v`; `cache[k] ??= v` looks up and fills. */
function assigned(node: Assign, resolver: Resolver): Access | undefined {
  if (node.target.kind !== "index" || !/^(=|\?\?=|\|\|=)$/.test(node.op)) return undefined;
  const access = subscript(node.target, "write", node, resolver);
  return access === undefined ? undefined : { ...access, head: node.target, value: node.value };
}

function subscript(
  index: Extract<Node, { kind: "index" }>,
  kind: AccessKind,
  node: Node,
  resolver: Resolver,
): Access | undefined {
  const store = storeOf(index.object, resolver);
  return store === undefined ? undefined : ofStore(store, kind, node, index.index);
}

interface Store {
  readonly text: string;
  readonly library: string;
  readonly provides: Access["provides"];
}

/** A map that outlives the call, or a modelled cache that is used like one (`cache[key]`). */
function storeOf(object: Expr, resolver: Resolver): Store | undefined {
  if (
    object.kind !== "name" &&
    object.kind !== "member" &&
    object.kind !== "call" &&
    object.kind !== "await"
  )
    return undefined;
  const text = canonical(rootOf(object));
  if (text === undefined) return undefined;
  const instance = alternativesOf(resolver.meaning(object)).find(
    (option) => option.kind === "instance" && option.type.provides === "local-cache",
  );
  if (instance?.kind === "instance")
    return { text, library: instance.library.id, provides: "local-cache" };
  return longLivedMap(object, resolver)
    ? { text, library: "std", provides: "local-cache" }
    : undefined;
}

function ofStore(store: Store, kind: AccessKind, node: Node, key: Expr): Access {
  return {
    kind,
    node,
    head: { start: node.start, end: node.end },
    store: store.text,
    provides: store.provides,
    library: store.library,
    ...keyed(key),
  };
}

function keyed(key: Expr | undefined): Pick<Access, "key" | "keyText"> {
  if (key === undefined) return {};
  const keyText = canonical(key);
  return keyText === undefined ? { key } : { key, keyText };
}

export function alternativesOf(meaning: Meaning): readonly Meaning[] {
  return meaning.kind === "either"
    ? meaning.options.flatMap((option) => alternativesOf(option))
    : [meaning];
}

/** The same key of one store, or of two that a helper hides. */
export function sameKey(a: Access, b: Access): boolean {
  if (a.keyText === undefined || a.keyText !== b.keyText) return false;
  if (a.provides !== b.provides) return false;
  return (
    a.store === b.store ||
    a.through !== undefined ||
    b.through !== undefined ||
    a.library === b.library
  );
}

/** `cache.set`, `pages[…]`: the access for messages. */
export function describeAccess(access: Access): string {
  const { node } = access;
  if (node.kind === "call") return describe(node.callee);
  if (node.kind === "assign") return describe(node.target);
  return describe(node as Expr);
}

/** The function around, across closures without a name. */
export function namedFunctionAround(node: Node): FunctionNode | undefined {
  let fn = functionAround(node);
  while (fn !== undefined && fn.name === undefined) {
    const outer = functionAround(fn);
    if (outer === undefined) return fn;
    fn = outer;
  }
  return fn;
}
