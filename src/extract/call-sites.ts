/** Every call of a file that makes or uses an object of a modelled library, whether or not an extractor cares for it. */
import { lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { CallSite } from "../model/call-site.ts";
import type { Instance, Resolver } from "../model/meaning.ts";
import type { Call, Expr, Module } from "../model/syntax.ts";
import { isInTest } from "./context.ts";
import { callHead } from "./place.ts";

export function callSites(
  module: Module,
  resolver: Resolver,
  includeTests: boolean,
): readonly CallSite[] {
  const sites: CallSite[] = [];
  for (const statement of module.body) {
    walk(statement, (node) => {
      if (node.kind !== "call") return;
      const site = siteAt(node, resolver);
      if (site === undefined || (!includeTests && isInTest(node))) return;
      const { start, end } = node;
      sites.push({ ...site, path: module.path, start, end, head: callHead(node) });
    });
  }
  return sites;
}

type What = Pick<CallSite, "library" | "provides" | "call" | "operation">;

function siteAt(call: Call, resolver: Resolver): What | undefined {
  const operation = resolver.operationAt(call);
  if (operation !== undefined) {
    const { instance, method } = operation;
    return { ...whose(instance), call: method, operation: operation.operation.operation };
  }
  const made = resolver.constructionAt(call)?.instance;
  // A pipeline or a checked-out connection is a step on the way to a call, not one of its own.
  if (made !== undefined) {
    return made.source === undefined
      ? { ...whose(made), call: nameOf(call.callee), operation: "construct" }
      : undefined;
  }
  return undescribed(call, resolver);
}

/** A method on a modelled object that its model says nothing about. */
function undescribed({ callee }: Call, resolver: Resolver): What | undefined {
  if (callee.kind !== "member") return undefined;
  const receiver = resolver.meaning(callee.object);
  if (receiver.kind !== "instance" || receiver.type.fluent || receiver.type.sends) return undefined;
  if (receiver.type.same.includes(callee.name)) return undefined;
  // What only looks at or hands on the object is none of the library's calls.
  return resolver.meaning(callee).kind === "bound"
    ? { ...whose(receiver), call: callee.name }
    : undefined;
}

function whose({ library, type }: Instance): Pick<CallSite, "library" | "provides"> {
  return { library: library.id, provides: type.provides };
}

function nameOf(callee: Expr): string {
  return lastName(callee) ?? "";
}
