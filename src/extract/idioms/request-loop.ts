/**
 * `request-loop`: a request of the package itself, which keeps no connection, is sent for each of many items. Turns of a
 * loop that ask for the same again, as in retries, are left out.
 */
import { describe } from "../canonical.ts";
import { exchangeAt } from "../http-exchange.ts";
import { callHead } from "../place.ts";
import { repetitionOf } from "../repetition.ts";
import type { Recogniser } from "../shape.ts";

export const requestLoop: Recogniser = {
  kinds: ["request-loop"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const exchange = exchangeAt(node, resolver);
      if (exchange === undefined || exchange.instance.source !== undefined) return;
      const parts = [...node.args, ...node.named.map(({ value }) => value)];
      const around = repetitionOf(node, parts);
      if (around === undefined) return;
      const { library } = exchange.instance;
      emit({
        kind: "request-loop",
        span: callHead(node),
        node,
        instance: exchange.instance,
        properties: { library: library.id },
        captures: {},
        words: { made: describe(node.callee), library: library.title },
      });
    },
};
