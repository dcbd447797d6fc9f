/**
 * `memoised-function`: a decorator that keeps a function's results. `bounded` is whether the number of kept results
 * has a limit; `expiry` whether each is kept for a limited time; `keys` how many values its arguments can take; `makes_client` whether the results are connections, of which there is one for each server.
 */
import { calledName } from "../../model/ancestry.ts";
import { someNodeIn } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Decorator, FunctionNode } from "../../model/syntax.ts";
import { opennessOfParameters } from "../closed-keys.ts";
import { memoOf, type Memo } from "../memo-decorators.ts";
import type { Recogniser } from "../shape.ts";

export const memoisedFunction: Recogniser = {
  kinds: ["memoised-function"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "function") return;
      for (const decorator of node.decorators) {
        const memo = memoOf(decorator, resolver) ?? ofTheLanguage(decorator, resolver);
        if (memo === undefined) continue;
        emit({
          kind: "memoised-function",
          span: decorator,
          node,
          properties: {
            ...memo,
            keys: opennessOfParameters(node, resolver),
            makes_client: makesClient(node, resolver),
          },
          captures: {},
          words: { function: node.name ?? "", decorator: decorator.name },
        });
      }
    },
};

/** Of Python's standard library, and Rust's attributes. */
function ofTheLanguage(decorator: Decorator, resolver: Resolver): Memo | undefined {
  const bounded = boundOf(decorator, resolver);
  if (bounded === undefined) return undefined;
  return { provides: "local-cache", bounded, expiry: "unknown", library: decorator.name };
}

function boundOf(decorator: Decorator, resolver: Resolver): boolean | undefined {
  const { language } = resolver.moduleOf(decorator.value);
  const call = decorator.value.kind === "call" ? decorator.value : undefined;
  if (language === "rust") {
    if (!/(^|\.)(cached|memoize)$/.test(decorator.name)) return undefined;
    const names = call?.named.map((named) => named.name) ?? [];
    // `ty`/`type` and `create` name a store of one's own, whose bound is its maker's business.
    if (names.some((name) => /^(ty|type|create)$/.test(name))) return undefined;
    return names.some((name) => /^(size|max_size|capacity)$/.test(name));
  }
  if (language !== "python") return undefined;
  const meaning = resolver.meaning(call === undefined ? decorator.value : call.callee);
  if (meaning.kind !== "external" || meaning.source !== "functools") return undefined;
  const name = meaning.path.at(-1);
  if (name === "cache") return false;
  if (name !== "lru_cache") return undefined;
  const size = call?.named.find((named) => named.name === "maxsize")?.value ?? call?.args[0];
  if (size === undefined) return true;
  const value = resolver.meaning(size);
  return !(value.kind === "constant" && value.value === null);
}

/** It gives back a client or pool: what is kept is a registry of connections, as it should be. */
function makesClient(fn: FunctionNode, resolver: Resolver): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      (node.kind === "return" &&
        node.value?.kind === "call" &&
        /(Pool|Client|Connection|Engine|Session)$/.test(calledName(node.value))) ||
      (node.kind === "call" && resolver.constructionAt(node) !== undefined),
  );
}
