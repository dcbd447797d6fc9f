/** When code runs: for each request, at start-up, by hand, or in the regular course of the program. */
import { functionAround } from "../model/ancestry.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Node } from "../model/syntax.ts";
import { isInHandler, isStartup } from "./context.ts";

export const OCCASIONS = ["request", "startup", "tool", "regular"] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** Folders and files whose code somebody starts by hand, and waits for. */
const TOOLS =
  /(^|\/)(scripts?|tools?|migrations?|bin|benches|bench|benchmarks?|examples?|demos?|seeds?|seeders?|fixtures|testing|testutils?|test[-_]helpers?|devtools|management\/commands|cli|commands|xtask|dev)\/|(^|\/)(manage|cli|seed|migrate|bench|benchmark|conftest|test[-_]?utils?|test[-_]?helpers?)(\.\w+)?$/i;

export function occasionOf(node: Node, resolver: Resolver): Occasion {
  if (isInHandler(node, resolver)) return "request";
  if (TOOLS.test(resolver.moduleOf(node).path)) return "tool";
  const fn = functionAround(node);
  if (fn === undefined || isStartup(fn)) return "startup";
  const callers = resolver.callersOf(fn);
  const once = callers.length > 0 && callers.every((call) => functionAround(call) === undefined);
  return once ? "startup" : "regular";
}
