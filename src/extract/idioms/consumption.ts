/**
 * `consumption`: a consumer is told to take messages from a broker that sends them without being asked. `limited` is false
 * where no call of the file that makes its channel says how many may be sent ahead.
 */
import { someNode } from "../../model/children.ts";
import type { Instance, Resolver } from "../../model/meaning.ts";
import type { Module } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const consumption: Recogniser = {
  kinds: ["consumption"],
  start:
    ({ resolver, module }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const instance = resolver.constructionAt(node)?.instance;
      if (instance?.type.provides !== "queue" || instance.type.name !== "consumption") return;
      if (!instance.library.types.some(({ name }) => name === "qos")) return;
      emit({
        kind: "consumption",
        span: callHead(node),
        node,
        instance,
        properties: {
          provides: "queue",
          library: instance.library.id,
          limited: isLimited(instance, module, resolver),
        },
        captures: {},
        words: { call: describe(node.callee) },
      });
    },
};

function isLimited(instance: Instance, module: Module, resolver: Resolver): boolean | undefined {
  // What counts as done when it is sent has no limit to reach.
  const automatic = resolver.option(instance, "auto-ack");
  const isManual =
    automatic.state === "default" ||
    (automatic.state === "given" &&
      automatic.meaning.kind === "constant" &&
      automatic.meaning.value === false);
  if (!isManual) return undefined;
  const made = channelOf(instance)?.making;
  if (made === undefined) return undefined;
  if (setsLimit(module, resolver) || setsLimit(resolver.moduleOf(made), resolver)) return true;
  return resolver.modules.some((other) => setsLimit(other, resolver)) ? undefined : false;
}

/** What the consumer was derived from, as far as the text shows. */
function channelOf(instance: Instance): Instance | undefined {
  let at = instance.source;
  while (at?.source !== undefined && !at.type.opens) at = at.source;
  return at;
}

const SETS = new WeakMap<Module, boolean>();

function setsLimit(module: Module, resolver: Resolver): boolean {
  const known = SETS.get(module);
  if (known !== undefined) return known;
  const libraries = resolver.librariesOf(module);
  const isQueue = libraries.some(({ types }) => types.some(({ name }) => name === "qos"));
  const found =
    isQueue &&
    module.body.some((statement) =>
      someNode(
        statement,
        (node) =>
          node.kind === "call" &&
          node.callee.kind === "member" &&
          /^(prefetch|basic_qos|set_qos|qos)$/.test(node.callee.name),
      ),
    );
  SETS.set(module, found);
  return found;
}
