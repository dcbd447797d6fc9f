/**
 * `rejection`: a consumer gives a message back. `requeue` says whether the broker delivers it again; `on_failure` whether
 * that is because its work failed; `bounded` where how often it was delivered decides; `paced` where it waits first.
 */
import { ancestors, functionAround } from "../../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { functionName } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import { answerAt } from "../queue-calls.ts";
import type { Recogniser } from "../shape.ts";
import { isOnFailure, surroundings } from "../statement-order.ts";

export const rejection: Recogniser = {
  kinds: ["rejection"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const answer = answerAt(node, resolver);
      if (answer?.kind !== "nack") return;
      const reading = resolver.option(answer.instance, "requeue");
      const requeue =
        reading.state === "default"
          ? reading.value === true
          : reading.state === "given" && reading.meaning.kind === "constant"
            ? reading.meaning.value === true
            : undefined;
      const counts =
        isCounted(node) || (reading.state === "given" && someNode(reading.value, saysAttempt));
      emit({
        kind: "rejection",
        span: reading.state === "given" ? reading.span : callHead(node),
        node,
        instance: answer.instance,
        properties: {
          provides: "queue",
          library: answer.instance.library.id,
          requeue,
          written: reading.state === "given",
          on_failure: isOnFailure(node, functionAround(node)),
          bounded: counts || hasDeliveryLimit(resolver),
          paced: isPaced(node),
          ending: isEnding(node),
        },
        captures: {},
        words: { call: describe(node.callee) },
      });
    },
};

const ATTEMPT = new Set([
  "redelivered",
  "death",
  "attempt",
  "attempts",
  "retry",
  "retries",
  "retried",
  "redelivery",
  "redeliveries",
  "deliveries",
]);

function saysAttempt(node: Node): boolean {
  const text =
    node.kind === "name" || node.kind === "member"
      ? node.name
      : node.kind === "literal" && typeof node.value === "string"
        ? node.value
        : "";
  if (text === "") return false;
  const words = wordsOf(text);
  return words.some((word) => ATTEMPT.has(word)) || /delivery[-_ ]?count/i.test(words.join(" "));
}

/** A test around it, or the chain of branches that it ends, asks how often the message came. */
function isCounted(node: Node): boolean {
  for (const up of ancestors(node)) {
    if (up.kind === "if" && someNode(up.test, saysAttempt)) return true;
    if (up.kind === "conditional" && someNode(up.test, saysAttempt)) return true;
    if (up.kind === "function") {
      const { before } = surroundings(node, up);
      return before.some((one) => one.kind === "if" && someNode(one.test, saysAttempt));
    }
  }
  return false;
}

const WAITS = /^(sleep|delay|wait|setTimeout|set_timeout|call_later|timeout|backoff|sleep_ms)$/i;

function isPaced(node: Node): boolean {
  const waits = (inner: Node): boolean =>
    inner.kind === "call" &&
    (inner.callee.kind === "name" || inner.callee.kind === "member") &&
    WAITS.test(inner.callee.name);
  for (const up of ancestors(node)) {
    if (up.kind === "call" && waits(up)) return true;
    if (up.kind === "function" && functionAround(node) === up) {
      if (someNodeIn(surroundings(node, up).before, waits)) return true;
    }
  }
  return false;
}

const ENDS =
  /^(shutdown|shutting|stop|stopping|closing|closed|close|drain|draining|terminating|exit|running|cancelled|cancellederror|quit)$/;

function isEnding(node: Node): boolean {
  const says = (text: string): boolean => wordsOf(text).some((word) => ENDS.test(word));
  for (const up of ancestors(node)) {
    if (up.kind === "function" && says(functionName(up))) return true;
    if (
      up.kind === "if" &&
      someNode(up.test, (one) => (one.kind === "name" || one.kind === "member") && says(one.name))
    )
      return true;
    if (
      up.kind === "try" &&
      up.handlers.some(
        (handler) =>
          handler.types.some(({ name }) => /Cancel|KeyboardInterrupt/.test(name)) &&
          handler.body.some((one) => one.start <= node.start && node.end <= one.end),
      )
    )
      return true;
  }
  return false;
}

/** A queue of the project has a limit on deliveries: what is put back does not come for ever. */
const hasDeliveryLimit = memoised((resolver: Resolver): boolean => {
  let found = false;
  for (const module of resolver.modules) {
    if (
      !resolver
        .librariesOf(module)
        .some(({ types }) => types.some(({ provides }) => provides === "queue"))
    )
      continue;
    for (const statement of module.body) {
      walk(statement, (node) => {
        found ||= node.kind === "literal" && node.value === "x-delivery-limit";
        if (node.kind === "record")
          found ||= node.entries.some(({ key }) => key === "x-delivery-limit");
        return !found;
      });
    }
  }
  return found;
});
