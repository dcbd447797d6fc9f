/**
 * `http-response`: the answer to a request is used. `status` is `checked` where its status is looked at, `rejected` where
 * the library makes an error of 400 and above, `ignored` where the body is read without either, `unknown` where the answer
 * goes somewhere that cannot be followed. `told` is whether the body is asked for an error instead.
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNodeIn } from "../../model/children.ts";
import { describe } from "../canonical.ts";
import { answerOf, type Read } from "../http-answer.ts";
import { bodySays } from "../http-body-says.ts";
import { addressOf, exchangeAt, isWithin } from "../http-exchange.ts";
import { statusOf } from "../http-status.ts";
import { callHead } from "../place.ts";
import { exchangeThrough } from "../raw-answers.ts";
import type { Recogniser } from "../shape.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Span } from "../../model/source.ts";
import type { Call } from "../../model/syntax.ts";

export const httpResponse: Recogniser = {
  kinds: ["http-response"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const exchange = node.kind === "call" ? exchangeThrough(node, resolver) : undefined;
      if (exchange === undefined) return;
      const answer = answerOf(exchange, resolver);
      const status = statusOf(exchange, answer, resolver);
      if (status === undefined) return;
      const { host } = addressOf(exchange.url, resolver);
      if (host === "data") return;
      const { instance, call } = exchange;
      emit({
        kind: "http-response",
        span: status === "ignored" ? throughRead(call, answer.read, resolver) : callHead(call),
        node: call,
        instance,
        properties: {
          provides: instance.type.provides,
          library: instance.library.id,
          type: instance.type.name,
          status,
          told: answer.read !== undefined && bodySays(answer.read),
          address: host,
        },
        captures: {},
        words: {
          made: describe(call.callee),
          library: instance.library.title,
          read: answer.read?.name ?? "",
        },
      });
    },
};

/** From the request to where its body is used, where nothing else is asked between. */
function throughRead(call: Call, read: Read | undefined, resolver: Resolver): Span {
  const head = callHead(call);
  const fn = functionAround(call);
  if (read === undefined || read.node.start < call.end || fn === undefined) return head;
  if (!isWithin(read.node, fn)) return head;
  const isAskedBetween = someNodeIn(
    fn.body,
    (node) =>
      node.kind === "call" &&
      node.start >= call.end &&
      node.end <= read.node.start &&
      exchangeAt(node, resolver) !== undefined,
  );
  return isAskedBetween ? head : { start: head.start, end: read.node.end };
}
