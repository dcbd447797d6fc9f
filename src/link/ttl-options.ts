/** The options that a write is given, where they are put together on the way. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Meaning } from "../model/meaning.ts";
import type { Expr, Node } from "../model/syntax.ts";

/** Something that may be the options of a write: no plain value, and no callback. */
export function canHoldOptions(meaning: Meaning): boolean {
  switch (meaning.kind) {
    case "record":
    case "object":
    case "unknown":
    case "external":
      return true;
    case "typed":
      return !PLAIN.test(meaning.type.name);
    case "parameter":
      return (
        !meaning.node.rest &&
        !PLAIN.test(meaning.node.type?.name ?? "") &&
        !/^(cb|callback|done|next|fn|reply)$/.test(meaning.node.name ?? "")
      );
    default:
      return false;
  }
}

const PLAIN = /^(string|number|boolean|str|int|bool|float|bytes)$/;

/** `const options = {}; if (ttl) options.EX = ttl;` */
export function addedTo(
  options: Expr,
  [first, ...rest]: readonly string[],
): { value: Expr } | undefined {
  const fn = options.kind === "name" && rest.length === 0 ? functionAround(options) : undefined;
  if (fn === undefined || options.kind !== "name") return undefined;
  let found: Expr | undefined;
  someNode(fn, (node) => {
    if (node.kind === "assign" && node.target.kind === "member" && node.end < options.start) {
      const { object, name } = node.target;
      if (object.kind === "name" && object.name === options.name && name === first)
        found = node.value;
    }
    return found !== undefined;
  });
  return found === undefined ? undefined : { value: found };
}

/** `{ ...(ttl && { EX: ttl }) }`, `ttl ? { EX: ttl } : undefined`, `if (ttl) options.EX = ttl`. */
export function isOptional(value: Expr): boolean {
  let below: Node = value;
  for (const up of ancestors(value)) {
    if (up.kind === "function" || up.kind === "call") return false;
    if (up.kind === "if" || (up.kind === "binary" && up.op === "&&")) return true;
    if (up.kind === "conditional") {
      const other = below === up.then ? up.otherwise : up.then;
      return other.kind === "literal" || (other.kind === "record" && other.entries.length === 0);
    }
    if (up.kind === "declare" || up.kind === "return" || up.kind === "block") return false;
    below = up;
  }
  return false;
}
