/** Calls and their arguments. */
import type { Span } from "../../model/source.ts";
import type { Call, Expr, Named } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { expectClosed, noteError, wordOf, type Context, type Part } from "./context.ts";
import { partsOf, lowerExpression, lowerOrMissing } from "./parts.ts";

/** A call of `callee`; the arguments are a list or one bare generator. */
export function lowerCall(
  context: Context,
  span: Span,
  callee: Expr,
  list: Part | undefined,
): Call {
  const args: Expr[] = [];
  const named: Named[] = [];
  if (list === undefined) noteError(context, { start: span.end, end: span.end });
  else if (list.kind === "argument_list") {
    for (const part of partsOf(context, list.node)) {
      if (part.kind === "keyword_argument") named.push(lowerNamed(context, part));
      else args.push(lowerExpression(context, part));
    }
  } else args.push(lowerExpression(context, list));
  expectClosed(context, span, ")");
  return callNode(span, callee, args, named);
}

/** A call as Python has it: no construction, no macros. */
export function callNode(
  span: Span,
  callee: Expr,
  args: readonly Expr[],
  named: readonly Named[],
): Call {
  return {
    kind: "call",
    start: span.start,
    end: span.end,
    callee,
    args,
    named,
    isNew: false,
    macro: false,
    typeArgs: [],
  };
}

function lowerNamed(context: Context, part: Part): Named {
  const span = spanOf(part.node);
  const [word, value] = partsOf(context, part.node);
  const name = word === undefined ? "" : wordOf(context, word.node).name;
  return { ...span, name, value: lowerOrMissing(context, value, span.end) };
}
