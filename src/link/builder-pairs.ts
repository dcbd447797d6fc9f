/** Builders whose methods take pairs: `.set("enable.auto.commit", "true")`. */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { LibraryOption } from "../model/library.ts";
import type { Span } from "../model/source.ts";
import type { Call, Expr } from "../model/syntax.ts";
import type { Context } from "./context.ts";

/** Where an option is given, and what. */
export interface Found {
  readonly span: Span;
  readonly value: Expr;
}

/** What a builder's method is given: its first argument, or the second where the first says what is set. */
export function valueGiven(
  context: Context,
  { args: [first, second] }: Call,
  { pairs }: LibraryOption,
): Expr | "other" | undefined {
  if (pairs.length === 0) return first;
  const key = first === undefined ? undefined : context.meaning(first);
  const isAsked =
    key?.kind === "constant" && typeof key.value === "string" && pairs.includes(key.value);
  return isAsked && second !== undefined ? second : "other";
}

/** `config.set("enable.auto.commit", "false");` in a statement of its own. */
export function setLater(
  context: Context,
  name: Extract<Expr, { kind: "name" }>,
  option: LibraryOption,
): Found | undefined {
  let found: Found | undefined;
  const fn = functionAround(name);
  if (fn === undefined) return undefined;
  walk(fn, (node) => {
    if (found !== undefined || node.kind !== "call" || node.callee.kind !== "member") return;
    const { object, name: method, end } = node.callee;
    if (!option.methods.includes(method) || receiverName(object) !== name.name) return;
    const value = valueGiven(context, node, option);
    if (value !== undefined && value !== "other")
      found = { span: { start: end - method.length, end: node.end }, value };
  });
  return found;
}

/** The name at the head of a chain of calls. */
function receiverName(expr: Expr): string | undefined {
  let at = expr;
  while (at.kind === "call" && at.callee.kind === "member") at = at.callee.object;
  return at.kind === "name" ? at.name : undefined;
}
