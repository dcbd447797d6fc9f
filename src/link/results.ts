/** What a function gives back. */
import type { Meaning } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode } from "../model/syntax.ts";
import { alternatives, either, type Context } from "./context.ts";

/** What a function returns: its declared type where that says something, else its return values. */
export function resultMeaning(
  context: Context,
  fn: FunctionNode,
  call: Expr | undefined,
  returnedValues: () => Meaning,
): Meaning {
  const typed = fn.returns === undefined ? undefined : context.typeMeaning(fn.returns, fn);
  const returned = returnedValues();
  const substituted = call?.kind === "call" ? substitute(context, fn, call, returned) : returned;
  const useful = alternatives(substituted).filter(
    (option) => option.kind !== "unknown" && !(option.kind === "constant" && option.value === null),
  );
  if (useful.some((option) => option.kind === "instance" && option.making !== undefined)) {
    return either(useful);
  }
  if (typed !== undefined && typed.kind !== "typed") return typed;
  // A constant on one way says nothing of the others; an object on one way is what the function is for.
  if (useful.length > 0) {
    return useful.every((option) => option.kind === "constant") ? substituted : either(useful);
  }
  return typed ?? substituted;
}

/** A function that gives back its parameter gives back the caller's argument. */
function substitute(context: Context, fn: FunctionNode, call: Call, meaning: Meaning): Meaning {
  return either(
    alternatives(meaning).map((option) => {
      if (option.kind !== "parameter") return option;
      const index = fn.params.indexOf(option.node);
      const named = call.named.find((candidate) => candidate.name === option.node.name)?.value;
      const arg = named ?? (index < 0 ? undefined : call.args[index]) ?? option.node.default;
      return arg === undefined || arg.kind === "spread" ? option : context.meaning(arg);
    }),
  );
}
