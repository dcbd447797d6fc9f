/**
 * `queue-declaration`: the code says what a queue is like. `dead_letter` is false where it names no destination for what
 * nobody could process, `lasting` where the queue outlives the connection; reply queues do not. `bounded` is whether the
 * number, size or age of its messages has a limit.
 */
import type { Instance, Reading, Resolver } from "../../model/meaning.ts";
import type { Call } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { callHead } from "../place.ts";
import { queueWords, REPLIES } from "../replies.ts";
import type { Recogniser } from "../shape.ts";

export const queueDeclaration: Recogniser = {
  kinds: ["queue-declaration"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const instance = resolver.constructionAt(node)?.instance;
      if (instance?.type.provides !== "queue" || !declares(instance, resolver)) return;
      const read = (name: string): Reading => resolver.option(instance, name);
      const deadLetter = resolver.optionModel(instance, "dead-letter");
      const limits = LIMITS.filter((name) => resolver.optionModel(instance, name) !== undefined);
      emit({
        kind: "queue-declaration",
        span: callHead(node),
        node,
        instance,
        properties: {
          provides: "queue",
          library: instance.library.id,
          dead_letter: deadLetter === undefined ? undefined : isGiven(read("dead-letter")),
          bounded: limits.length === 0 ? undefined : anyGiven(limits.map((name) => read(name))),
          lasting: isLasting(node, instance, resolver),
        },
        captures: {},
        words: { made: describe(node.callee) },
      });
    },
};

const LIMITS = ["max-length", "max-bytes", "message-ttl"];

/** The type stands for the making of a queue, not for a client that is called so. */
function declares(instance: Instance, resolver: Resolver): boolean {
  return (
    instance.type.name === "queue" &&
    !instance.type.opens &&
    resolver.optionModel(instance, "dead-letter") !== undefined
  );
}

function isGiven({ state }: Reading): boolean | undefined {
  return state === "unknown" ? undefined : state === "given";
}

function anyGiven(readings: readonly Reading[]): boolean | undefined {
  const given = readings.map((reading) => isGiven(reading));
  if (given.includes(true)) return true;
  return given.includes(undefined) ? undefined : false;
}

/** A name that the broker chooses, or one that goes with its connection, is for replies; a dead-letter queue is an end. */
function isLasting(call: Call, instance: Instance, resolver: Resolver): boolean | undefined {
  const exclusive = resolver.option(instance, "exclusive");
  if (exclusive.state === "unknown") return undefined;
  if (exclusive.state === "given" && !isFalse(exclusive)) return false;
  const named =
    call.args[0] ?? call.named.find(({ name }) => name === "queue" || name === "name")?.value;
  if (named === undefined) return false;
  const name = resolver.meaning(named);
  if (name.kind === "constant" && (name.value === "" || name.value === null)) return false;
  return !queueWords(named, name).some((word) => ENDS.test(word) || REPLIES.test(word));
}

const ENDS = /^(dead|dlq|dlx|letter|failed|parking|temp|tmp)$/;

function isFalse(reading: Reading): boolean {
  return (
    reading.state === "given" &&
    reading.meaning.kind === "constant" &&
    reading.meaning.value === false
  );
}
