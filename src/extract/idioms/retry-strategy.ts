/**
 * `retry-strategy`: how a client waits before it tries again, as the function or number that it is given says. A
 * function is read by what it can return: a delay that grows with the attempt or not, that has a greatest value or not, or
 * nothing, which ends the attempts.
 */
import type { Meaning } from "../../model/meaning.ts";
import { describe } from "../canonical.ts";
import { limitState } from "../limits.ts";
import { strategyOf } from "../retry-delays.ts";
import type { Recogniser } from "../shape.ts";

export const retryStrategy: Recogniser = {
  kinds: ["retry-strategy"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = resolver.constructionAt(node);
      if (site === undefined || site.instance.source !== undefined) return;
      const reading = resolver.option(site.instance, "retry-strategy");
      if (reading.state !== "given") return;
      const strategy = strategyOf(reading.meaning, resolver, 0);
      if (strategy === undefined) return;
      // The number of attempts can be an option of its own.
      const attempts = resolver.option(site.instance, "retries");
      // Without a queue commands fail at once, however long the client tries.
      const queue = resolver.option(site.instance, "offline-queue");
      const queueModel = resolver.optionModel(site.instance, "offline-queue");
      const isCounted = limitState(attempts, resolver.optionModel(site.instance, "retries"));
      emit({
        kind: "retry-strategy",
        span: reading.span,
        node: reading.value,
        instance: site.instance,
        properties: {
          provides: site.instance.type.provides,
          library: site.instance.library.id,
          ...strategy,
          fails_fast: queue.state === "given" && isOff(queue.meaning, queueModel?.negated),
          ends: strategy.ends || isCounted === "limited",
        },
        captures: {},
        words: { made: describe(node.callee), library: site.instance.library.title },
      });
    },
};

function isOff(meaning: Meaning, isNegated = false): boolean {
  return meaning.kind === "constant" && meaning.value === isNegated;
}
