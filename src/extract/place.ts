/** Which span stands for a call that lacks something: short, so that neighbours in a chain stay apart. */
import type { Span } from "../model/source.ts";
import type { Call, Expr } from "../model/syntax.ts";

/** From the start of the call to the end of its callee; in a chain, the method's name alone. */
export function callHead(call: Call): Span {
  const { callee } = call;
  if (callee.kind === "member" && hasCall(callee.object)) {
    return { start: callee.end - callee.name.length, end: callee.end };
  }
  return { start: call.start, end: callee.end };
}

function hasCall(expr: Expr): boolean {
  let at: Expr = expr;
  while (at.kind === "member" || at.kind === "await" || at.kind === "index") {
    at = at.kind === "await" ? at.value : at.object;
  }
  return at.kind === "call" && at.args.length > 0;
}
