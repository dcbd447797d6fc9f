/**
 * `client-lifecycle`: when a connection-opening client is made. `per_call` is true where it is made again for
 * each operation, request or turn of a loop, false where it is made once and kept. The evidence is where the
 * construction stands, what becomes of the object, and who calls the function around it, not what it is called.
 */
import { walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Trace } from "../../model/observation.ts";
import type { Call, FunctionNode, Node } from "../../model/syntax.ts";
import {
  ancestors,
  classAround,
  functionAround,
  functionName,
  isConstructor,
  isHandler,
  isInLoop,
  isInTest,
  isStartup,
} from "../context.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

type When = { readonly per: "once" | "unknown" } | { readonly per: "call"; readonly why: string; readonly trace: readonly Trace[] };

export const clientLifecycle: Recogniser = {
  kinds: ["client-lifecycle"],
  start: ({ resolver }, emit) => (node) => {
    if (node.kind !== "call") return;
    const site = resolver.constructionAt(node);
    if (site === undefined || !site.instance.type.opens || site.instance.type.fluent) return;
    // A checkout from a pool, or a handle of a client that is already open, opens nothing.
    if (site.instance.source?.type.pooled === true) return;
    if (resolver.option(site.instance, "pool").state === "given") return;
    const { per, ...rest } = whenMade(node, resolver, 0);
    emit({
      kind: "client-lifecycle",
      span: callHead(node),
      node,
      instance: site.instance,
      properties: {
        provides: site.instance.type.provides,
        library: site.instance.library.id,
        type: site.instance.type.name,
        per_call: per === "unknown" ? undefined : per === "call",
        known: per !== "unknown",
      },
      captures: {},
      words: { library: site.instance.library.title, why: "why" in rest ? rest.why : "" },
      derivation: "trace" in rest ? rest.trace : [],
    });
  },
};

function whenMade(made: Node, resolver: Resolver, depth: number): When {
  const fn = functionAround(made);
  if (isKept(made, fn)) return { per: "once" };
  if (fn === undefined) return isInLoop(made) ? { per: "unknown" } : { per: "once" };
  if (isInLoop(made) && !isCollected(made) && usedAndDropped(made, fn, resolver)) {
    return call("it is made in a loop, used and dropped", resolver, made);
  }
  if (isHandler(fn, resolver)) return call(`\`${functionName(fn) || "the handler"}\` runs for each request`, resolver, fn);
  if (isConstructor(fn) || isModuleInitialiser(fn)) return { per: "once" };
  const nested = functionAround(fn);
  if (functionName(fn) === "" && nested !== undefined && depth < 4) {
    // An anonymous function inside another runs when that one does, as far as the text tells.
    return isMemoising(fn) ? { per: "once" } : whenMade(fn, resolver, depth + 1);
  }
  if (isMemoising(fn) || isMemoised(fn)) return { per: "once" };
  return byCallers(made, fn, resolver, depth);
}

function byCallers(made: Node, fn: FunctionNode, resolver: Resolver, depth: number): When {
  const callers = resolver.callersOf(fn).filter((caller) => !isInTest(caller) && functionAround(caller) !== fn);
  if (callers.length > 0 && depth < 4) {
    const whens = callers.map((caller) => ({ caller, when: whenMade(caller, resolver, depth + 1) }));
    const per = whens.find(({ when }) => when.per === "call");
    if (per !== undefined && per.when.per === "call") {
      return { ...per.when, trace: [traceOf(per.caller, `\`${functionName(fn)}\` is called here`, resolver), ...per.when.trace] };
    }
    if (whens.every(({ when }) => when.per === "once")) return { per: "once" };
  }
  if (isStartup(fn)) return { per: "once" };
  if (usedAndDropped(made, fn, resolver)) {
    return isMethodOfService(fn) || resolver.isPublic(fn)
      ? call(`\`${functionName(fn)}\` makes it, uses it and drops it`, resolver, fn)
      : { per: "unknown" };
  }
  return { per: "unknown" };
}

function call(why: string, resolver: Resolver, at: Node): When {
  return { per: "call", why, trace: [traceOf(at, why, resolver)] };
}

function traceOf(node: Node, note: string, resolver: Resolver): Trace {
  const end = node.kind === "function" ? Math.min(node.end, node.start + 1) : node.end;
  return { path: resolver.moduleOf(node).path, start: node.start, end, note };
}

/** The object goes where it outlives the call: a field, a module's variable, a global, a container. */
function isKept(made: Node, fn: FunctionNode | undefined): boolean {
  for (let at = made, up = made.parent; up !== undefined; at = up, up = up.parent) {
    if (up.kind === "function") return up !== fn && isMemoising(up);
    if (up.kind === "assign") {
      if (up.op === "??=" || up.op === "||=") return true;
      if (up.target.kind === "member") return true;
      if (up.target.kind === "index") return true;
      if (up.target.kind === "name" && fn !== undefined && !isLocal(up.target.name, fn)) return true;
    }
    if (up.kind === "field") return up.static || at === up.value;
    if (up.kind === "declare") return up.bindings.some((binding) => storedLater(binding.name, fn));
  }
  return false;
}

/** `const c = new Redis(); this.c = c` or `cache.set(url, c)`, `globalThis.c = c`. */
function storedLater(name: string, fn: FunctionNode | undefined): boolean {
  if (fn === undefined) return true;
  let stored = false;
  walk(fn, (node) => {
    if (node.kind === "assign" && mentions(node.value, name) && (node.target.kind === "member" || node.target.kind === "index" || (node.target.kind === "name" && !isLocal(node.target.name, fn)))) stored = true;
    return !stored;
  });
  return stored;
}

function mentions(node: Node, name: string): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.kind === "name" && inner.name === name) found = true;
    return !found && inner.kind !== "function";
  });
  return found;
}

function isLocal(name: string, fn: FunctionNode): boolean {
  let local = fn.params.some((param) => param.name === name);
  walk(fn, (node) => {
    if (node.kind === "declare" && node.bindings.some((binding) => binding.name === name)) local = true;
    return !local;
  });
  return local && !declaresGlobal(fn, name);
}

/** Python's `global client` makes an assignment in a function one of the module's. */
function declaresGlobal(fn: FunctionNode, name: string): boolean {
  let found = false;
  walk(fn, (node) => {
    if (node.kind === "other" && /^(global|nonlocal)/.test(node.what) && node.parts.some((part) => part.kind === "name" && part.name === name)) found = true;
  });
  return found;
}

/** The function is run once by what it is given to: `OnceCell::get_or_init(|| …)`, `Lazy::new(|| …)`, `once(() => …)`. */
function isMemoising(fn: FunctionNode): boolean {
  let at: Node = fn;
  for (let up = fn.parent; up !== undefined && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind === "call" && up.callee !== at) {
      const name = up.callee.kind === "member" || up.callee.kind === "name" ? up.callee.name : "";
      const owner = up.callee.kind === "member" && (up.callee.object.kind === "name" || up.callee.object.kind === "member") ? up.callee.object.name : "";
      if (/^(get_or_init|get_or_try_init|get_or_insert_with|or_insert_with|call_once|once|lazy|memoize|memoise|memo|singleton|useRef|useMemo|useState|computeIfAbsent|get_with|try_get_with|useFactory|provide|from_fn)$/i.test(name)) return true;
      if (name === "new" && /^(Lazy|LazyLock|LazyCell|OnceCell|AsyncOnce|SyncLazy)$/.test(owner)) return true;
    }
    if (up.kind === "record") {
      const key = up.entries.find((entry) => entry.value === fn)?.key;
      if (key === "useFactory" || key === "factory") return true;
    }
  }
  return false;
}

/** A guard around the making: `if (client == null) …`, `@lru_cache` on the factory, `static` once. */
function isMemoised(fn: FunctionNode): boolean {
  return fn.decorators.some((decorator) => /(^|\.)(lru_cache|cache|cached|once|cached_property|singleton|memoize|fixture|asynccontextmanager|contextmanager|Bean|Provides|provider)$/.test(decorator.name));
}

function isModuleInitialiser(fn: FunctionNode): boolean {
  // `(async () => { … })()` at module level.
  return fn.parent?.kind === "call" && fn.parent.callee === fn && functionAround(fn) === undefined;
}

/** Made for each shard or node and put into a collection: a pool. */
function isCollected(made: Node): boolean {
  for (const up of ancestors(made)) {
    if (up.kind === "call" && up.callee.kind === "member" && /^(push|set|insert|append|add|push_back|extend)$/.test(up.callee.name)) return true;
    if (up.kind === "loop" || up.kind === "function") {
      return up.kind === "function" && up.parent?.kind === "call" && up.parent.callee.kind === "member" && up.parent.callee.name === "map" && functionAround(up) === undefined;
    }
  }
  return false;
}

/** The function itself runs commands on what it made, and neither returns nor keeps it. */
function usedAndDropped(made: Node, fn: FunctionNode, resolver: Resolver): boolean {
  const name = boundName(made);
  let used = false;
  let escapes = false;
  walk(fn, (node) => {
    if (node.kind === "call" && isOperationOn(node, name, made, resolver)) used = true;
    if (node.kind === "return" && node.value !== undefined && (name === undefined ? containsNode(node.value, made) && !isReceiver(made) : handsOut(node.value, name))) escapes = true;
    return undefined;
  });
  return used && !escapes;
}

function boundName(made: Node): string | undefined {
  for (let up = made.parent; up !== undefined; up = up.parent) {
    if (up.kind === "declare") return up.bindings[0]?.name;
    if (up.kind === "assign" && up.target.kind === "name") return up.target.name;
    if (up.kind !== "await" && up.kind !== "call" && up.kind !== "member" && up.kind !== "conditional") return undefined;
  }
  return undefined;
}

function isOperationOn(node: Call, name: string | undefined, made: Node, resolver: Resolver): boolean {
  const site = resolver.operationAt(node);
  if (site === undefined || /^(connect|close|configure)$/.test(site.operation.operation)) return false;
  if (name === undefined) return containsNode(node, made);
  return mentions(node, name);
}

function containsNode(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isReceiver(made: Node): boolean {
  return made.parent?.kind === "member" || made.parent?.kind === "await";
}

/** The name itself is returned, bare or inside a record or a constructor, not a result of using it. */
function handsOut(value: Node, name: string): boolean {
  if (value.kind === "name") return value.name === name;
  if (value.kind === "record") return value.entries.some((entry) => handsOut(entry.value, name));
  if (value.kind === "call") return value.args.some((arg) => handsOut(arg, name));
  if (value.kind === "list") return value.items.some((item) => handsOut(item, name));
  return value.kind === "await" && handsOut(value.value, name);
}

function isMethodOfService(fn: FunctionNode): boolean {
  return classAround(fn) !== undefined;
}
