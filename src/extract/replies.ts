/** Queues of answers: a caller waits for what comes back on them, and asks again where nothing does. */
import { someNodeIn } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { describe } from "./canonical.ts";
import { wordsOf } from "./identifiers.ts";

/** Words of the names that queues of answers have. */
export const REPLIES = /^(reply|replies|rpc|response|responses|callback)$/;

/** The words of a queue's name: of the expression, and of the text that it stands for. */
export function queueWords(name: Expr, meaning: Meaning): readonly string[] {
  const text =
    meaning.kind === "constant" && typeof meaning.value === "string" ? meaning.value : "";
  return wordsOf(`${describe(name)} ${text}`.replaceAll(/[^A-Za-z0-9]+/g, "_"));
}

/** `consume("amq.rabbitmq.reply-to", …)`; or what is called looks which request a message answers. */
export function takesReplies(call: Call, resolver: Resolver): boolean {
  const { args, named } = call;
  const queue = named.find(({ name }) => name === "queue")?.value ?? args[0];
  if (
    queue !== undefined &&
    queueWords(queue, resolver.meaning(queue)).some((word) => REPLIES.test(word))
  )
    return true;
  const handlers = [...args, ...named.map(({ value }) => value)].flatMap((arg) => {
    if (arg.kind === "function") return [arg];
    const meaning = resolver.meaning(arg);
    return meaning.kind === "function" ? [meaning.node] : [];
  });
  return handlers.some(({ body }) =>
    someNodeIn(body, (node) => {
      // `message.properties.correlationId === id`; to hand it on is what the one who answers does.
      if (node.kind !== "member" || !/^correlation_?id$/i.test(node.name)) return false;
      const user = node.parent;
      return (
        (user?.kind === "binary" && /^[!=]=$/.test(user.op)) ||
        user?.kind === "index" ||
        (user?.kind === "call" &&
          user.callee.kind === "member" &&
          /^(get|has|delete|pop|emit)$/.test(user.callee.name))
      );
    }),
  );
}
