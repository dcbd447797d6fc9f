/** Receivers that only a type checker can tell, and when it is worth asking one. */
import type { Instance, Meaning } from "../model/meaning.ts";
import type { Expr } from "../model/syntax.ts";
import { alternatives, type Context } from "./context.ts";

/**
 * A checker costs far more than all the rest (4 of 12 s where it was asked about anything called a store or a client), so
 * it is asked about what people name after a cache, and nothing else. The name decides what is asked; the answer is
 * the checker's.
 */
const CACHE_LIKE = /(?:redis|valkey|memcached?|cache|kv)(?:client|connection|pipeline)?$/i;

export function checkedReceiver(
  context: Context,
  receiver: Expr,
  meaning: Meaning,
): Instance | undefined {
  const { checked } = context.inputs;
  if (checked === undefined || !CACHE_LIKE.test(nameOf(receiver))) return undefined;
  if (!alternatives(meaning).every(isOpen)) return undefined;
  const module = context.moduleOf(receiver);
  if (module.language !== "typescript") return undefined;
  const found = checked(module.path, receiver);
  return found === undefined ? undefined : { kind: "instance", ...found };
}

/** The text does not tell: a result, a field or a parameter whose type stands elsewhere, or is inferred. */
function isOpen({ kind }: Meaning): boolean {
  return kind === "unknown" || kind === "parameter" || kind === "typed" || kind === "function";
}

function nameOf(expr: Expr): string {
  switch (expr.kind) {
    case "name":
    case "member":
      return expr.name;
    case "await":
      return nameOf(expr.value);
    case "call":
      return nameOf(expr.callee);
    default:
      return "";
  }
}
