/** Names with dots, as text. */
import type { Expr } from "../model/syntax.ts";

/** `a.b.c` when the expression is nothing but names; `this.x` included. */
export function dottedName(expr: Expr): string | undefined {
  const words: string[] = [];
  let at: Expr = expr;
  while (at.kind === "member") {
    words.push(at.name);
    at = at.object;
  }
  if (at.kind !== "name") return undefined;
  words.push(at.name);
  return words.reverse().join(".");
}
