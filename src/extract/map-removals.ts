/** What takes entries out of a plain map, and whether it ever does so of its own accord. */
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";
import { functionName, isConstructor } from "./context.ts";

/** What is done to a map at one place. */
export type Use =
  | { readonly kind: "size" | "escape" | "other" }
  | { readonly kind: "read" | "remove" | "write" | "entry"; readonly key?: Expr };

/** `if (entry.expires < now) cache.delete(key)` in the look-up of `key`: what nobody asks for again stays. */
export function isOnRead(use: Use, others: readonly Use[]): boolean {
  if (use.kind !== "remove" || use.key === undefined) return false;
  const text = canonical(use.key);
  if (text === undefined || others.some(({ kind }) => kind === "size")) return false;
  return others.some(
    (other) => other.kind === "read" && other.key !== undefined && canonical(other.key) === text,
  );
}

/** `clearCache() { this.cache.clear(); }` that nothing of the project calls. */
export function isNeverAsked(use: Use, fn: FunctionNode | undefined, resolver: Resolver): boolean {
  if (use.kind !== "remove" || use.key !== undefined || fn === undefined) return false;
  const name = functionName(fn);
  if (name === "" || isConstructor(fn) || fn.decorators.length > 0) return false;
  return resolver.callersOf(fn).length === 0 && !namesHandedOn(resolver).has(name);
}

/** Names that stand for a value somewhere: `setInterval(clearCache, 1000)`, `{ reset: this.reset }`. */
const namesHandedOn = memoised((resolver: Resolver): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (
          (node.kind === "name" || node.kind === "member") &&
          !isCalled(node) &&
          isGivenAway(node)
        )
          names.add(node.name);
      });
    }
  }
  return names;
});

function isGivenAway({ parent }: Node): boolean {
  return parent?.kind === "call" || parent?.kind === "list" || parent?.kind === "record";
}

export function isCalled(node: Node): boolean {
  return node.parent?.kind === "call" && node.parent.callee === node;
}
