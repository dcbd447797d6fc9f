/** Expiries inside a builder or an enumeration: `SetOptions::default().with_expiration(SetExpiry::EX(60))`. */
import { walk } from "../model/children.ts";
import type { Unit } from "../model/library.ts";
import type { TtlReading } from "../model/meaning.ts";
import type { Expr } from "../model/syntax.ts";
import type { Context } from "./context.ts";

/** `SetOptions::default().with_expiration(SetExpiry::EX(60))`, `Some(Expiration::EX(60))`. */
export function wrapped(
  context: Context,
  args: readonly Expr[],
  wraps: Readonly<Record<string, Unit | "kept">>,
): TtlReading | undefined {
  for (const arg of args) {
    const found = inside(arg, wraps) ?? insideDefinition(context, arg, wraps);
    if (found === undefined) continue;
    const unit = wraps[found.word];
    if (unit === "kept") return { state: "kept" };
    if (found.value === undefined || unit === undefined) continue;
    return { state: "given", value: found.value, meaning: context.meaning(found.value), unit };
  }
  for (const arg of args) {
    const meaning = context.meaning(arg);
    if (meaning.kind === "constant" && meaning.value === null) return { state: "absent" };
    if (meaning.kind === "parameter" || meaning.kind === "unknown") {
      if (arg.kind === "name" || arg.kind === "member")
        return { state: "unknown", reason: "the options are built elsewhere" };
    }
  }
  return undefined;
}

interface Wrapped {
  readonly word: string;
  readonly value?: Expr;
}

export function inside(expr: Expr, wraps: Readonly<Record<string, unknown>>): Wrapped | undefined {
  let found: Wrapped | undefined;
  walk(expr, (node) => {
    if (found !== undefined) return false;
    if (
      node.kind === "call" &&
      (node.callee.kind === "member" || node.callee.kind === "name") &&
      Object.hasOwn(wraps, node.callee.name)
    ) {
      const [value] = node.args;
      found = { word: node.callee.name, ...(value === undefined ? {} : { value }) };
      return false;
    }
    if (node.kind === "member" && Object.hasOwn(wraps, node.name) && wraps[node.name] === "kept")
      found = { word: node.name };
    return found === undefined;
  });
  return found;
}

function insideDefinition(
  context: Context,
  expr: Expr,
  wraps: Readonly<Record<string, unknown>>,
): Wrapped | undefined {
  if (expr.kind !== "name" && expr.kind !== "member") return undefined;
  for (const node of context.meaning(expr).via ?? []) {
    if (node.kind !== "declare" || node.value === undefined) continue;
    const found = inside(node.value, wraps);
    if (found !== undefined) return found;
  }
  return undefined;
}
