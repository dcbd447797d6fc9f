/**
 * A map that a class or module keeps for its callers: one method puts what it is given under the key it is given, another gives it back.
 * Methods by which a caller removes one entry, or all, bound nothing: it has to do so of its own accord, and clients do not.
 */
import { classAround } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { ClassNode, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { isInLoop } from "./context.ts";
import { mostOpen, opennessOf, type Openness } from "./closed-keys.ts";
import { wordsOf } from "./identifiers.ts";
import { isOnRead, type Use } from "./map-removals.ts";
import { eachUse, hasClosedKeyType, type Held } from "./map-uses.ts";
import { isOfOwnCache, namesOwnCache } from "./own-cache.ts";

export interface Served {
  /** Something takes entries out without being asked to, or looks at how many there are. */
  readonly removed: boolean;
  /** Entries go when a caller asks for one whose time is over, and no others. */
  readonly expired: boolean;
  readonly escapes: boolean;
  readonly keys: Openness;
  /** What calls it a cache: the class, or only the package or file that a plain store stands in. */
  readonly named: "class" | "package";
}

const PUTS = /^(set|put|insert|store|add|write|save|upsert|remember)(?![a-z])/;
const GETS = /^(get|fetch|lookup|find|read|peek|load|retrieve)(?![a-z])/;
const FORGETS =
  /^(del|delete|remove|clear|flush|reset|invalidate|drop|evict|empty|purge|wipe|forget)/;

/** `isClient`: the class talks to a cache on a server. */
export function servedMap(
  found: Held,
  owner: ClassNode | undefined,
  isClient: boolean,
  resolver: Resolver,
): Served | undefined {
  const named = namedAfterCache(found, owner, isClient, resolver);
  if (named === undefined) return undefined;
  const uses = new Map<FunctionNode, Use[]>();
  for (const { use, fn } of eachUse(found)) {
    if (fn === undefined) continue;
    const list = uses.get(fn);
    if (list === undefined) uses.set(fn, [use]);
    else list.push(use);
  }
  // What is called a cache may call its methods as it likes.
  const isCalled = (fn: FunctionNode, names: RegExp): boolean =>
    named === "class" || names.test(fn.name ?? "");
  const puts = [...uses].flatMap(([fn, list]) =>
    isCalled(fn, PUTS) ? list.flatMap((use) => givenKey(use, "write", fn)) : [],
  );
  const isRead = [...uses].some(
    ([fn, list]) => isCalled(fn, GETS) && list.some((use) => givenKey(use, "read", fn).length > 0),
  );
  if (puts.length === 0 || !isRead) return undefined;
  const all = [...uses];
  const removed = all.some(([fn, list]) => list.some((use) => bounds(use, fn, list, resolver)));
  return {
    named,
    removed,
    expired: !removed && all.some(([, list]) => list.some((use) => isOnRead(use, list))),
    escapes: all.some(([, list]) => list.some((use) => use.kind === "escape")),
    keys: hasClosedKeyType(found.type)
      ? "closed"
      : mostOpen(puts.map((key) => opennessOf(key, resolver))),
  };
}

/** The key of such a use, where it is made of what the caller gives. */
function givenKey(use: Use, kind: "read" | "write", fn: FunctionNode): readonly Expr[] {
  const isOne = use.kind === kind || (kind === "write" && use.kind === "entry");
  if (!isOne || !("key" in use)) return [];
  return isGiven(use.key, fn) ? [use.key] : [];
}

function isGiven(key: Expr, fn: FunctionNode): boolean {
  const names = givenNames(fn);
  return someNode(key, (node) => node.kind === "name" && names.has(node.name));
}

/** The parameters, and what is made of them: `const path = this.pathOf(key)`. */
export const givenNames = memoised((fn: FunctionNode): ReadonlySet<string> => {
  const names = new Set(fn.params.flatMap(({ name }) => name ?? []));
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind !== "declare" || node.value === undefined) return;
      if (someNode(node.value, (part) => part.kind === "name" && names.has(part.name)))
        for (const { name } of node.bindings) names.add(name);
    });
  }
  return names;
});

/** Not for a function that forgets what callers tell it to, and does nothing else. */
function bounds(use: Use, fn: FunctionNode, all: readonly Use[], resolver: Resolver): boolean {
  if (use.kind === "size") return true;
  if (use.kind !== "remove" || isOnRead(use, all)) return false;
  const isTold = use.key === undefined || isGiven(use.key, fn);
  const onlyForgets = all.every(({ kind }) => kind !== "write" && kind !== "entry");
  return (
    !(isTold && onlyForgets && FORGETS.test(fn.name ?? "")) || isCalledFromInside(fn, resolver)
  );
}

/** `for (const key of this.old()) this.remove(key)`: a sweep of the class's own calls it, not only callers. */
function isCalledFromInside(fn: FunctionNode, resolver: Resolver): boolean {
  const own = resolver.classOf(fn)?.nodes ?? [];
  return resolver.callersOf(fn).some((call) => {
    const { callee } = call;
    if (own.length === 0)
      return isInLoop(call) && resolver.moduleOf(call) === resolver.moduleOf(fn);
    const around = classAround(call);
    const isOwn =
      callee.kind === "member" &&
      callee.object.kind === "name" &&
      /^(this|self)$/.test(callee.object.name);
    return isOwn && around !== undefined && own.includes(around) && isInLoop(call);
  });
}

const ASIDE =
  /^(fetcher|loader|handler|listener|subscriber|callback|observer|lock|mutex|timer|timeout|pending|inflight|promise|flight|stat|statistic|metric|counter|count|config|option|type|factory|connection|client|plugin|hook|provider|strategy|registry|alia)$/;
const PRETENDS = /^(mock|fake|stub|dummy|noop|test|request|scoped)$/;
/** Its file, or the folder of that, is named after a cache. */
function standsInCacheFile(owner: Node, resolver: Resolver): boolean {
  return resolver
    .moduleOf(owner)
    .path.split("/")
    .slice(-2)
    .some((part) => namesOwnCache(part));
}

const PLAIN_STORE = /(^|_)(db|database|store|storage|shard|data|state|inner|map|kv|engine)$/;

function namedAfterCache(
  { name }: Held,
  owner: ClassNode | undefined,
  isClient: boolean,
  resolver: Resolver,
): "class" | "package" | undefined {
  const own = owner?.name ?? "";
  if (wordsOf(own).some((word) => PRETENDS.test(word))) return undefined;
  if (namesOwnCache(name)) return "class";
  // Beside its entries a cache has lists of other things; and where they lie on a server, this map is one of those.
  if (wordsOf(name).some((word) => ASIDE.test(word)) || isClient) return undefined;
  if (owner === undefined) return undefined;
  if (namesOwnCache(own)) return "class";
  return standsInCacheFile(owner, resolver) ||
    (PLAIN_STORE.test(wordsOf(own).join("_")) && isOfOwnCache(owner, resolver))
    ? "package"
    : undefined;
}
