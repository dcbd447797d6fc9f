/**
 * Whether a write without an expiry is one of two ways that the caller chooses between:
 * `ttl ? r.set(k, v, "EX", ttl) : r.set(k, v)`, in branches, or with a return between them.
 */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { sourceOf, testsOf, type Source } from "./argument-source.ts";
import { canonical } from "./canonical.ts";

export function isUpToCaller(site: OperationSite, resolver: Resolver): boolean {
  const fn = functionAround(site.call);
  const key = site.key === undefined ? undefined : canonical(site.key);
  if (fn === undefined || key === undefined) return false;
  return expiringWrites(fn, resolver).some(
    (other) =>
      other.call !== site.call &&
      other.key !== undefined &&
      canonical(other.key) === key &&
      other.ttl.value !== undefined &&
      isTested(other.ttl.value, [site.call, other.call], fn),
  );
}

const writes = new WeakMap<FunctionNode, readonly OperationSite[]>();

function expiringWrites(fn: FunctionNode, resolver: Resolver): readonly OperationSite[] {
  const known = writes.get(fn);
  if (known !== undefined) return known;
  const found: OperationSite[] = [];
  walk(fn, (node) => {
    const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
    if (
      site?.operation.operation === "write" &&
      (site.ttl.state === "given" || site.ttl.value !== undefined)
    )
      found.push(site);
  });
  writes.set(fn, found);
  return found;
}

/** A parameter that the expiry is made of decides, in a test around one of the two, which is run. */
function isTested(ttl: Expr, calls: readonly Node[], fn: FunctionNode): boolean {
  const sources: Source[] = [];
  walk(ttl, (node) => {
    const source = node.kind === "name" ? sourceOf(node, fn) : undefined;
    if (source !== undefined) sources.push(source);
  });
  return calls.some((call) => sources.some((source) => testsOf(source, call, fn).length > 0));
}
