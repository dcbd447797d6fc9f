/**
 * `liveness`: whether a broker can tell that a client is still there. `window` is absent where the client's heartbeats are
 * switched off, and the session's limit where they are kept or the work is told to go on.
 */
import type { Instance, Resolver } from "../../model/meaning.ts";
import type { Span } from "../../model/source.ts";
import type { Node } from "../../model/syntax.ts";
import { callHead } from "../place.ts";
import type { Capture, Recogniser } from "../shape.ts";

export const liveness: Recogniser = {
  kinds: ["liveness"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const instance = resolver.constructionAt(node)?.instance;
      const beat =
        instance?.type.provides === "queue" ? heartbeatOf(instance, resolver) : undefined;
      const site = beat === undefined ? resolver.operationAt(node) : undefined;
      const goesOn =
        site?.operation.operation === "extend" && site.instance.type.provides === "queue";
      const found = beat ?? (goesOn ? { on: true, span: callHead(node), node } : undefined);
      const owner = beat === undefined ? site?.instance : instance;
      if (found === undefined || owner === undefined) return;
      emit({
        kind: "liveness",
        span: found.span,
        node: found.node,
        instance: owner,
        properties: { provides: "queue", library: owner.library.id, alive: found.on },
        captures: { window: found.on ? KEPT : { state: "absent" } },
        words: { library: owner.library.title },
      });
    },
};

const KEPT: Capture = { state: "constant", constant: "session_limit" };

interface Heartbeat {
  readonly on: boolean;
  readonly span: Span;
  readonly node: Node;
}

function heartbeatOf(instance: Instance, resolver: Resolver): Heartbeat | undefined {
  const reading = resolver.option(instance, "heartbeat");
  if (reading.state !== "given" || reading.meaning.kind !== "constant") return undefined;
  const interval = Number(reading.meaning.value);
  return Number.isNaN(interval)
    ? undefined
    : { on: interval > 0, span: reading.span, node: reading.value };
}
