/** `bound`: whether an in-process cache of a modelled library is given a finite capacity when it is made. */
import { functionAround } from "../../model/ancestry.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Node, TypeRef } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { opennessOfParameters } from "../closed-keys.ts";
import { boundedBy } from "../limits.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const bound: Recogniser = {
  kinds: ["bound"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = resolver.constructionAt(node);
      if (site?.instance.type.provides !== "local-cache" || site.instance.type.fluent) return;
      if (hasOneKey(node) || memoisesNothing(node, resolver)) return;
      const reading = resolver.option(site.instance, "capacity");
      emit({
        kind: "bound",
        span: reading.state === "given" ? reading.span : callHead(node),
        node: reading.state === "given" ? reading.value : node,
        instance: site.instance,
        properties: {
          provides: "local-cache",
          library: site.instance.library.id,
          bounded: boundedBy(reading) ?? "unknown",
        },
        captures: {
          capacity: {
            state: "unknown",
            reason:
              reading.state === "unknown"
                ? reading.reason
                : "the limit is known only when the program runs",
          },
        },
        words: { made: describe(node.callee), library: site.instance.library.title },
      });
    },
};

/** `Cache<(), T>`: one entry at most. */
function hasOneKey(node: Node): boolean {
  for (
    let up = node.parent;
    up !== undefined && up.kind !== "function" && up.kind !== "class";
    up = up.parent
  ) {
    if ((up.kind === "declare" || up.kind === "field") && up.type !== undefined)
      return isUnitKeyed(up.type);
  }
  const fn = functionAround(node);
  return fn?.parent?.kind === "call" && hasOneKey(fn);
}

/** `memoizee(async () => …)`: a function without open parameters has few results. */
function memoisesNothing(call: Call, resolver: Resolver): boolean {
  const [first] = call.args;
  if (first === undefined) return false;
  const meaning = resolver.meaning(
    first.kind === "call" && first.callee.kind === "member" && first.callee.name === "bind"
      ? first.callee.object
      : first,
  );
  return meaning.kind === "function" && opennessOfParameters(meaning.node, resolver) === "closed";
}

function isUnitKeyed(type: TypeRef): boolean {
  const [key] = type.args;
  if (type.name.endsWith("Cache") && key !== undefined)
    return key.name === "tuple" && key.args.length === 0;
  return type.args.some((arg) => isUnitKeyed(arg));
}
