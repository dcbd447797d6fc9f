/**
 * `client-lifecycle`: when a connection-opening client is made. `per_call` is true where it is made again for
 * each operation, request or turn of a loop, false where it is made once and kept. The evidence is where the
 * construction stands, what becomes of the object, and who calls the function around it, not what it is called.
 */

import { classAround, functionAround } from "../../model/ancestry.ts";
import { someNode } from "../../model/children.ts";
import type { Instance, Resolver } from "../../model/meaning.ts";
import type { Trace } from "../../model/observation.ts";
import type { Call, FunctionNode, Node } from "../../model/syntax.ts";
import { isGivenOpen } from "../given-open.ts";
import { hostOfClient } from "../address.ts";
import {
  functionName,
  isConstructor,
  isHandler,
  isInLoop,
  isInTest,
  isStartup,
} from "../context.ts";
import { isDependency } from "../dependencies.ts";
import { isForItems } from "../items.ts";
import {
  isCollected,
  isKept,
  isMemoised,
  isMemoising,
  isStoredByTaker,
  usedAndDropped,
} from "../object-fate.ts";
import { occasionOf } from "../occasion.ts";
import { isOfOwnCache } from "../own-cache.ts";
import { patienceOf } from "../patience.ts";
import { callHead } from "../place.ts";
import { makesOwnClient, opensSocket } from "../raw-sockets.ts";
import type { Recogniser, Shape } from "../shape.ts";

type When =
  | { readonly per: "once" | "unknown" }
  | {
      readonly per: "call";
      readonly by: "loop" | "request" | "function";
      readonly why: string;
      readonly trace: readonly Trace[];
    };

export const clientLifecycle: Recogniser = {
  kinds: ["client-lifecycle"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const opened = openedForOne(node, resolver);
      if (opened !== undefined) {
        const { library, type } = opened.instance;
        emit({
          kind: "client-lifecycle",
          span: callHead(node),
          node,
          instance: opened.instance,
          properties: {
            provides: type.provides,
            library: library.id,
            type: type.name,
            per_call: true,
            known: true,
            host: hostOfClient(opened.instance, resolver),
            derived: false,
            patience: patienceOf(opened.instance, resolver),
            by: "function",
          },
          captures: {},
          words: { library: library.title, why: opened.why },
        });
        return;
      }
      const site = resolver.constructionAt(node);
      if (site === undefined) {
        const own = ownClient(node, resolver);
        if (own !== undefined) emit(own);
        return;
      }
      if (!site.instance.type.opens || site.instance.type.fluent) return;
      // A checkout from a pool, or a handle of a client that is already open, opens nothing.
      if (site.instance.source?.type.pooled === true) return;
      if (resolver.option(site.instance, "connection-pool").state === "given") return;
      const { per, ...rest } = whenMade(node, resolver, 0);
      if (per === "call" && isGivenOpen(site.instance, resolver)) return;
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
          host: hostOfClient(site.instance, resolver),
          derived: site.instance.source?.type.opens === true,
          patience: patienceOf(site.instance, resolver),
          by: "by" in rest ? rest.by : undefined,
        },
        captures: {},
        words: { library: site.instance.library.title, why: "why" in rest ? rest.why : "" },
        derivation: "trace" in rest ? rest.trace : [],
      });
    },
};

/**
 * A client that the project writes for its own cache, made in what runs for each request; or the bare connection. Where
 * it is made once it says so, too; what may be either stays unsaid.
 */
function ownClient(node: Call, resolver: Resolver): Shape | undefined {
  const fn = functionAround(node);
  const isMade = makesOwnClient(node, resolver);
  const isBare =
    !isMade && fn !== undefined && isHandler(fn, resolver) && opensSocket(node, resolver);
  if ((!isMade && !isBare) || !isOfOwnCache(node, resolver)) return undefined;
  const when = whenMade(node, resolver, 0);
  const isPerCall = when.per === "call";
  if (when.per === "unknown" || (isPerCall && when.by === "function")) return undefined;
  return {
    kind: "client-lifecycle",
    span: callHead(node),
    node,
    confidence: "medium",
    properties: {
      provides: "shared-cache",
      library: undefined,
      type: undefined,
      per_call: isPerCall,
      known: true,
      host: undefined,
      derived: false,
      patience: "open",
      by: isPerCall ? when.by : undefined,
    },
    captures: {},
    words: { library: "cache's", why: isPerCall ? when.why : "" },
    derivation: isPerCall ? when.trace : [],
  };
}

/** `await producer.connect(); await producer.send(..); await producer.disconnect()`: a client that is kept is opened for one message. */
function openedForOne(
  node: Call,
  resolver: Resolver,
): { readonly instance: Instance; readonly why: string } | undefined {
  const site = resolver.operationAt(node);
  const fn = functionAround(node);
  if (site?.operation.operation !== "connect" || site.instance.type.provides !== "queue")
    return undefined;
  if (fn === undefined || isStartup(fn) || functionName(fn) === "") return undefined;
  if (!isMethodOfService(fn) && !resolver.isPublic(fn) && !isHandler(fn, resolver))
    return undefined;
  const { making } = site.instance;
  // Where it is made in the function, that is the place.
  if (making !== undefined && functionAround(making) === fn) return undefined;
  const does = (wanted: string): boolean =>
    someNode(fn, (inner) => {
      if (inner.kind !== "call" || inner.start < node.end || functionAround(inner) !== fn)
        return false;
      const other = resolver.operationAt(inner);
      return (
        other?.operation.operation === wanted && other.instance.library === site.instance.library
      );
    });
  return does("publish") && does("close")
    ? {
        instance: site.instance,
        why: `\`${functionName(fn)}\` connects, sends and disconnects`,
      }
    : undefined;
}

/** `spent`: the node is a call of a function that makes the client, uses it and drops it. */
function whenMade(made: Node, resolver: Resolver, depth: number, spent = false): When {
  const fn = functionAround(made);
  // Somebody waits for a tool of the command line, and nobody else.
  if (spent && isForItems(made, resolver) && occasionOf(made, resolver) !== "tool")
    return call("loop", "it is made for each item of a loop, used and dropped", resolver, made);
  if (!spent && isKept(made, fn))
    return fn !== undefined && isConstructor(fn)
      ? byInstances(fn, resolver, depth)
      : { per: "once" };
  if (fn === undefined) return isInLoop(made) ? { per: "unknown" } : { per: "once" };
  if (isInLoop(made) && !isCollected(made) && usedAndDropped(made, fn, resolver)) {
    return call("loop", "it is made in a loop, used and dropped", resolver, made);
  }
  if (isHandler(fn, resolver))
    return call(
      "request",
      `\`${functionName(fn) || "the handler"}\` runs for each request`,
      resolver,
      fn,
    );
  if (isConstructor(fn)) return byInstances(fn, resolver, depth);
  if (isModuleInitialiser(fn)) return { per: "once" };
  const nested = functionAround(fn);
  if (functionName(fn) === "" && nested !== undefined && depth < 4) {
    // An anonymous function inside another runs when that one does, as far as the text tells.
    return isMemoising(fn) || isStoredByTaker(fn, resolver)
      ? { per: "once" }
      : whenMade(fn, resolver, depth + 1, spent);
  }
  if (isMemoising(fn) || isMemoised(fn)) return { per: "once" };
  if (isDependency(fn, resolver)) return call("request", asked(fn), resolver, fn);
  return byCallers(made, fn, resolver, depth, spent || usedAndDropped(made, fn, resolver));
}

/** What an object makes for itself lives as long as the object: one that is made for each request takes it along. */
function byInstances(fn: FunctionNode, resolver: Resolver, depth: number): When {
  if (depth > 3) return { per: "once" };
  if (isDependency(fn, resolver)) return call("request", asked(fn), resolver, fn);
  for (const instance of resolver.callersOf(fn)) {
    const around = functionAround(instance);
    if (around === undefined || isInTest(instance) || isKept(instance, around)) continue;
    const when: When = isConstructor(around)
      ? byInstances(around, resolver, depth + 1)
      : isHandler(around, resolver) && !isMemoised(around)
        ? call("request", `\`${functionName(around)}\` runs for each request`, resolver, around)
        : { per: "once" };
    if (when.per === "call")
      return {
        ...when,
        trace: [traceOf(instance, "an object that makes it is made here", resolver), ...when.trace],
      };
  }
  return { per: "once" };
}

function asked(fn: FunctionNode): string {
  const name = isConstructor(fn) ? classAround(fn)?.name : functionName(fn);
  return `\`${name ?? ""}\` is asked for anew by each request`;
}

function byCallers(
  made: Node,
  fn: FunctionNode,
  resolver: Resolver,
  depth: number,
  spent: boolean,
): When {
  const callers = resolver
    .callersOf(fn)
    .filter((caller) => !isInTest(caller) && functionAround(caller) !== fn);
  if (callers.length > 0 && depth < 4) {
    const whens = callers.map((caller) => ({
      caller,
      when: whenMade(caller, resolver, depth + 1, spent),
    }));
    const per = whens.find(({ when }) => when.per === "call");
    if (per?.when.per === "call") {
      return {
        ...per.when,
        trace: [
          traceOf(per.caller, `\`${functionName(fn)}\` is called here`, resolver),
          ...per.when.trace,
        ],
      };
    }
    if (whens.every(({ when }) => when.per === "once")) return { per: "once" };
  }
  if (isStartup(fn)) return { per: "once" };
  if (usedAndDropped(made, fn, resolver)) {
    return isMethodOfService(fn) || resolver.isPublic(fn)
      ? call("function", `\`${functionName(fn)}\` makes it, uses it and drops it`, resolver, fn)
      : { per: "unknown" };
  }
  return { per: "unknown" };
}

function call(
  by: "loop" | "request" | "function",
  why: string,
  resolver: Resolver,
  at: Node,
): When {
  return { per: "call", by, why, trace: [traceOf(at, why, resolver)] };
}

function traceOf(node: Node, note: string, resolver: Resolver): Trace {
  const end = node.kind === "function" ? Math.min(node.end, node.start + 1) : node.end;
  return { path: resolver.moduleOf(node).path, start: node.start, end, note };
}

function isModuleInitialiser(fn: FunctionNode): boolean {
  // `(async () => { … })()` at module level.
  return fn.parent?.kind === "call" && fn.parent.callee === fn && functionAround(fn) === undefined;
}

function isMethodOfService(fn: FunctionNode): boolean {
  return classAround(fn) !== undefined;
}
