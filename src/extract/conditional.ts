/** Writes that only happen where the key is not there yet: what locks, once-only marks and first-comers are made of. */
import type { OperationSite, Resolver } from "../model/meaning.ts";
import { someNode } from "../model/children.ts";
import type { Expr } from "../model/syntax.ts";

/** `SETNX`, `add`, `SET … NX` in any spelling: a word among the arguments, an option, a builder's value. */
export function isConditional(site: OperationSite, resolver: Resolver): boolean {
  if (/NX$/i.test(site.method)) return true;
  // Every cache API that has `add` beside `set` means by it: only if absent.
  if (site.operation.operation === "write" && /^a?add$/i.test(site.method)) return true;
  // Python's `nx=True`.
  if (site.call.named.some(({ name, value }) => name === "nx" && !isOff(value))) return true;
  return site.args.slice(2).some((arg) => arg.kind !== "spread" && saysAbsent(arg, resolver));
}

function saysAbsent(arg: Expr, resolver: Resolver): boolean {
  const meaning = resolver.meaning(arg);
  if (meaning.kind === "constant")
    return typeof meaning.value === "string" && /^nx$/i.test(meaning.value);
  if (meaning.kind === "record") {
    return meaning.node.entries.some(
      ({ key, value }) =>
        (key !== undefined && /^nx$/i.test(key) && !isOff(value)) ||
        // `condition: "NX"`
        (key === "condition" && saysAbsent(value, resolver)),
    );
  }
  // `SetOptions::default().conditional_set(ExistenceCheck::NX)`, `Some(SetOptions::NX)`
  const built = arg.kind === "name" ? (meaning.via?.[0] ?? arg) : arg;
  return someNode(built, (node) => node.kind === "member" && node.path && node.name === "NX");
}

function isOff(value: Expr): boolean {
  return value.kind === "literal" && (value.value === null || value.value === false);
}
