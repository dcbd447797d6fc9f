/** Whether a program knows that an answer is none of an error before it reads it. */
import type { Resolver } from "../model/meaning.ts";
import type { FunctionNode } from "../model/syntax.ts";
import type { Answer } from "./http-answer.ts";
import { saidOf } from "./http-defaults.ts";
import type { Exchange } from "./http-exchange.ts";

/** Nothing where the answer is dropped. */
export function statusOf(
  { call, instance }: Exchange,
  answer: Answer,
  resolver: Resolver,
): "checked" | "rejected" | "ignored" | "unknown" | undefined {
  if (answer.checked) return "checked";
  const rejects = resolver.option(instance, "rejects-status");
  if (rejects.state === "default" && rejects.value === true) return "rejected";
  if (rejects.state === "given") {
    const { meaning } = rejects;
    if (meaning.kind === "constant" && meaning.value === true) return "rejected";
    if (meaning.kind === "function" && !acceptsAll(meaning.node)) return "checked";
    if (meaning.kind !== "constant" && meaning.kind !== "function") return "unknown";
  }
  // Where the client was made is not seen: what the library does by itself is likely, and no more.
  if (
    rejects.state === "unknown" &&
    resolver.optionModel(instance, "rejects-status")?.default === true
  )
    return "unknown";
  if (resolver.option(instance, "response-hooks").state === "given") return "unknown";
  if (saidOf(resolver.moduleOf(call)).hooks) return "unknown";
  if (answer.read === undefined) return undefined;
  return answer.escapes ? "unknown" : "ignored";
}

/** `validateStatus: () => true`: any other function looks at the status. */
function acceptsAll({ body }: FunctionNode): boolean {
  const [only] = body;
  return (
    body.length === 1 &&
    only?.kind === "return" &&
    only.value?.kind === "literal" &&
    only.value.value === true
  );
}
