/** Calls by which a consumer says what became of a message, whether or not the text says whose method it is. */
import type { Instance, Resolver } from "../model/meaning.ts";
import type { Call } from "../model/syntax.ts";

export interface Answer {
  readonly kind: "ack" | "nack";
  /** What the call makes, for its options; a handler's parameter without a type has no other origin. */
  readonly instance: Instance;
}

/** `channel.ack(message)`, `delivery.nack(..)`, `ch.basic_ack(tag)` on a handler's parameter. */
export function answerAt(call: Call, resolver: Resolver): Answer | undefined {
  if (call.callee.kind !== "member") return undefined;
  const { name } = call.callee;
  if (!/ack|nak|reject|requeue|commit/i.test(name)) return undefined;
  const site = resolver.operationAt(call);
  if (site !== undefined) {
    const kind = site.operation.operation;
    if (site.instance.type.provides !== "queue" || (kind !== "ack" && kind !== "nack"))
      return undefined;
    return { kind, instance: resolver.constructionAt(call)?.instance ?? site.instance };
  }
  const receiver = resolver.meaning(call.callee.object);
  // A type that is none of the library's says that it is something else.
  const isOpen =
    receiver.kind === "unknown" ||
    (receiver.kind === "parameter" && (receiver.type ?? ANY).name === ANY.name);
  return isOpen ? byName(call, name, resolver) : undefined;
}

const ANY = { name: "any" };

/** The file imports a client that has such a method, and what it is called on is handed in by that client. */
function byName(call: Call, name: string, resolver: Resolver): Answer | undefined {
  for (const library of resolver.librariesOf(resolver.moduleOf(call))) {
    const known = library.operations.find(
      ({ methods, operation }) =>
        (operation === "ack" || operation === "nack") && methods.includes(name),
    );
    if (known === undefined) continue;
    const type =
      library.types.find(({ derives }) => derives.some((path) => path.endsWith(`.${name}`))) ??
      library.types.find((one) => known.on.includes(one.name));
    if (type?.provides !== "queue") continue;
    return {
      kind: known.operation === "ack" ? "ack" : "nack",
      instance: { kind: "instance", library, type, making: call },
    };
  }
  return undefined;
}
