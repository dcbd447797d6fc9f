/**
 * `consumer`: code takes messages from a broker for good: a worker is made, a subscription begins, or a loop reads. `closed`
 * is whether the project ever closes a client of that library, `reports` whether the consumer's outcome is heard or measured
 * beside it. `dropped-message` stands where its handler notes a failure and does no more about it, `insertion` where its
 * handler adds a row to a database: `guarded` is whether a second delivery of the same message adds none.
 */
import { closesClient, consumerAt, insertionsOf, reports } from "../consumers.ts";
import { droppedIn } from "../dropped-messages.ts";
import type { Recogniser } from "../shape.ts";

export const consumer: Recogniser = {
  kinds: ["consumer", "dropped-message", "insertion"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const found = consumerAt(node, resolver);
      if (found === undefined) return;
      const { instance, span, name } = found;
      const origin = { provides: "queue", library: instance.library.id };
      const words = { call: name, library: instance.library.title };
      emit({
        kind: "consumer",
        span,
        node,
        instance,
        properties: {
          ...origin,
          closed: closesClient(instance, resolver),
          reports: reports(node, found, resolver),
        },
        captures: {},
        words,
      });
      for (const dropped of droppedIn(found)) {
        emit({
          kind: "dropped-message",
          span: dropped.span,
          node: dropped.node,
          instance,
          properties: origin,
          captures: {},
          words,
        });
      }
      for (const insertion of insertionsOf(found, resolver)) {
        emit({
          kind: "insertion",
          span: insertion.node,
          node: insertion.node,
          instance,
          properties: { ...origin, guarded: insertion.guarded },
          captures: {},
          words,
        });
      }
    },
};
