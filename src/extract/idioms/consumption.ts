/**
 * `consumption`: a consumer is told to take messages from a broker that sends them without being asked. `limited` is false
 * where no call of its file says how many may be sent ahead; the extractor asks the rest of the project, except for what
 * stands on a channel that was made for it (`own`).
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNodeIn } from "../../model/children.ts";
import type { Instance, Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Call, Module } from "../../model/syntax.ts";
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
          own: isOnOwnChannel(node, instance),
        },
        captures: {},
        words: { call: describe(node.callee) },
      });
    },
};

/** The channel is made in the same function, for this consumer: no other code can have limited it before. */
function isOnOwnChannel(call: Call, { source }: Instance): boolean {
  const made = source?.making;
  const fn = functionAround(call);
  return made !== undefined && fn !== undefined && functionAround(made) === fn;
}

function isLimited(instance: Instance, module: Module, resolver: Resolver): boolean | undefined {
  // What counts as done when it is sent has no limit to reach.
  const automatic = resolver.option(instance, "auto-ack");
  const isManual =
    automatic.state === "default" ||
    (automatic.state === "given" &&
      automatic.meaning.kind === "constant" &&
      automatic.meaning.value === false);
  if (!isManual) return undefined;
  return setsLimit(module);
}

/** A call in the file limits what is sent ahead. */
const setsLimit = memoised((module: Module): boolean =>
  someNodeIn(
    module.body,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "member" &&
      /^(prefetch|basic_qos|set_qos|qos)$/.test(node.callee.name),
  ),
);
