/** Expressions as statements. */
import type { Span } from "../../model/source.ts";
import type { Expr, Stmt } from "../../model/syntax.ts";

/** An expression as a statement of its own kind where it has one. */
export function asStatement(value: Expr, span: Span = value): Stmt {
  switch (value.kind) {
    case "if":
    case "loop":
    case "switch":
    case "return":
    case "throw":
    case "jump":
    case "block":
      return value;
    default:
      return { kind: "expression", start: span.start, end: span.end, value };
  }
}

/** An expression's value as the statements of a body. */
export function asBody(value: Expr): readonly Stmt[] {
  return value.kind === "block" && !value.async ? value.body : [asStatement(value)];
}
