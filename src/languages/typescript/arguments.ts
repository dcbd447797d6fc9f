/** Calls and constructions as far as their arguments go. */
import type { Span } from "../../model/source.ts";
import type { Call, Expr } from "../../model/syntax.ts";
import { expectClosed, kindOf, listParts, otherOf, partsOf, spanOfPart, textOf } from "./parts.ts";
import type { Lowering, Part } from "./parts.ts";
import { lowerTypeArguments } from "./types.ts";

/** The arguments between the callee's end and the call's; a tagged template is the only one. */
export function lowerArguments(
  lower: Lowering,
  part: Part | undefined,
  around: Span,
): Call["args"] {
  if (part === undefined || textOf(lower, around) === "()") return [];
  if (lower.text[around.end - 1] === "`" && kindOf(part) === "template_string") {
    return [lower.expression(part)];
  }
  expectClosed(lower, around, ")");
  return listParts(lower, part, around.start).map(lower.expression);
}

/** `new X<T>(…)`, also without parentheses. */
export function lowerNew(lower: Lowering, part: Part): Expr {
  const [constructor, ...rest] = partsOf(lower, part);
  if (constructor === undefined) return otherOf(part, []);
  const types = rest.find((child) => kindOf(child) === "type_arguments");
  const args = rest.find((child) => kindOf(child) === "arguments");
  const span = spanOfPart(part);
  const start = spanOfPart(types ?? constructor).end;
  return {
    kind: "call",
    callee: lower.expression(constructor),
    args: lowerArguments(lower, args, { start, end: span.end }),
    named: [],
    isNew: true,
    macro: false,
    typeArgs: lowerTypeArguments(lower, types),
    ...span,
  };
}
