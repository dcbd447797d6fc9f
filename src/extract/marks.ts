/** Entries that say no more than that something was there. */
import type { Resolver } from "../model/meaning.ts";
import type { Expr } from "../model/syntax.ts";

const MARKS = new Set<unknown>([1, true, "1", "true"]);

/** `redis.set(key, "1")`, `seen.set(id, true)`: nothing was loaded that such a value could be. */
export function isMark(value: Expr | undefined, resolver: Resolver): boolean {
  if (value === undefined) return false;
  const meaning = resolver.meaning(value);
  return meaning.kind === "constant" && MARKS.has(meaning.value);
}
