/**
 * `read-through`: a function that looks a key up in a cache and, on a miss, fills it. `single_flight` is whether
 * concurrent misses of one key are kept from computing it twice; `counted` whether hits and misses are counted.
 */
import { classAround } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { FunctionNode, Node } from "../../model/syntax.ts";
import { canonical } from "../canonical.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const readThrough: Recogniser = {
  kinds: ["read-through"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "function" || !node.implemented) return;
      const sites = operationsIn(node, resolver);
      const write = sites.find(
        (site) => site.operation.operation === "write" && filledAfterRead(site, sites),
      );
      if (write === undefined) return;
      emit({
        kind: "read-through",
        span: callHead(write.call),
        node: write.call,
        instance: write.instance,
        properties: {
          provides: write.instance.type.provides,
          library: write.instance.library.id,
          single_flight: isSingleFlight(node, sites),
          counted: isCounted(classAround(node) ?? node),
          async: node.async,
        },
        captures: {},
        words: { function: node.name ?? "", library: write.instance.library.title },
      });
    },
};

/** Operations in the function itself, closures included, nested functions with names of their own not. */
function operationsIn(fn: FunctionNode, resolver: Resolver): readonly OperationSite[] {
  const sites: OperationSite[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "function" && node.name !== undefined) return false;
      if (node.kind === "call") {
        const site = resolver.operationAt(node);
        if (site !== undefined) sites.push(site);
      }
      return undefined;
    });
  }
  return sites;
}

function filledAfterRead(write: OperationSite, sites: readonly OperationSite[]): boolean {
  const key = write.key === undefined ? undefined : canonical(write.key);
  return (
    key !== undefined &&
    sites.some(
      (site) =>
        (site.operation.operation === "read" || site.operation.operation === "exists") &&
        site.call.start < write.call.start &&
        site.key !== undefined &&
        canonical(site.key) === key,
    )
  );
}

const FLIGHT = new Set([
  "lock",
  "mutex",
  "inflight",
  "flight",
  "pending",
  "singleflight",
  "dedupe",
  "coalesce",
  "semaphore",
  "acquire",
]);

function isSingleFlight(fn: FunctionNode, sites: readonly OperationSite[]): boolean {
  if (
    sites.some(
      (site) =>
        site.operation.operation === "fetch" ||
        site.operation.operation === "lock-acquire" ||
        (site.operation.operation === "write" && /NX$/i.test(site.method)),
    )
  )
    return true;
  return mentionsWords(fn, FLIGHT);
}

const COUNTS = new Set(["hit", "miss", "misse"]);

/** A counter, metric, event or log of hits or misses anywhere in the class, by the words it is named with. */
function isCounted(owner: Node): boolean {
  return mentionsWords(owner, COUNTS);
}

function mentionsWords(root: Node, wanted: ReadonlySet<string>): boolean {
  let found = false;
  walk(root, (node) => {
    const name =
      node.kind === "name" || node.kind === "member"
        ? node.name
        : node.kind === "literal" && typeof node.value === "string"
          ? node.value
          : undefined;
    if (name !== undefined && name.length < 200 && wordsOf(name).some((word) => wanted.has(word)))
      found = true;
    return !found;
  });
  return found;
}
