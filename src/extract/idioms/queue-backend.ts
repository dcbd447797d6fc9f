/**
 * `queue-backend`: a task queue is given its connection to Redis. `shared` is true where the same connection also reads and
 * writes a cache, whose server evicts what the queue must not lose.
 */
import { walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Call } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { purposeOf } from "../operations.ts";
import type { Recogniser } from "../shape.ts";

export const queueBackend: Recogniser = {
  kinds: ["queue-backend"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const instance = resolver.constructionAt(node)?.instance;
      if (instance?.type.provides !== "queue") return;
      const reading = resolver.option(instance, "connection");
      if (reading.state !== "given" || reading.meaning.kind !== "instance") return;
      const { making } = reading.meaning;
      if (making === undefined) return;
      emit({
        kind: "queue-backend",
        span: reading.span,
        node: reading.value,
        instance,
        properties: {
          provides: "queue",
          library: instance.library.id,
          shared: cacheClients(resolver).has(making),
        },
        captures: {},
        words: { made: describe(node.callee) },
      });
    },
};

/** Where the clients are made that read or write entries of a cache. */
const cacheClients = memoised((resolver: Resolver): ReadonlySet<Call> => {
  const found = new Set<Call>();
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
        if (site?.instance.type.provides !== "shared-cache") return;
        const { making } = site.instance;
        const isCache =
          site.operation.operation === "write" && purposeOf(site, resolver) === "cache";
        if (making !== undefined && isCache) found.add(making);
      });
    }
  }
  return found;
});
