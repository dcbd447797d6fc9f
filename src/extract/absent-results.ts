/** What a read-through does when there is nothing to be found: leaves it out of the cache, or keeps a mark of it. */
import { ancestors } from "../model/ancestry.ts";
import { someNodeIn, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { sameKey } from "./cache-access.ts";
import { accessesIn } from "./cache-accesses.ts";
import { isHandler } from "./context.ts";
import { isPlain } from "./failures.ts";
import type { Fill } from "./fills.ts";
import { endsEarly, originOf } from "./key-origin.ts";
import { contains } from "./miss-path.ts";

/** `dropped`: the next one who asks for it loads again; `kept`: a second write answers him. */
export type Absent = "dropped" | "kept";

export function absentOf({ fn, read, write }: Fill, resolver: Resolver): Absent | undefined {
  const marked = accessesIn(fn, resolver).some(
    (other) =>
      other.kind === "write" &&
      other.node !== write.node &&
      sameKey(other, write) &&
      [other, write].some(({ value }) => value !== undefined && isPlain(value, resolver)),
  );
  if (marked) return "kept";
  const names = loadedNames(write.value, fn, read.node);
  return names.size > 0 &&
    (isGuarded(write.node, names, read.node, fn) || leavesBefore(write.node, names, read.node, fn))
    ? "dropped"
    : undefined;
}

/** A request says which entry is looked up, or a handler does on its behalf. */
export function isOpenLookUp({ fn, read }: Fill, resolver: Resolver): boolean {
  if (read.key === undefined || read.key.kind === "literal") return false;
  return isHandler(fn, resolver) || originOf(read.key, resolver)?.source === "request";
}

/** What was loaded between look-up and write, and what was made of it. */
function loadedNames(value: Expr | undefined, fn: FunctionNode, read: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const gather = (expr: Node, depth: number): void =>
    walk(expr, (node) => {
      if (node.kind !== "name" || names.has(node.name) || depth > 4) return;
      for (const statement of fn.body) {
        walk(statement, (inner) => {
          const made = madeHere(inner, node.name);
          if (made === undefined || inner.start < read.end) return;
          names.add(node.name);
          gather(made, depth + 1);
        });
      }
    });
  if (value !== undefined) gather(value, 0);
  return names;
}

function madeHere(node: Node, name: string): Expr | undefined {
  if (node.kind === "declare" || node.kind === "pattern-test")
    return node.bindings.some((binding) => binding.name === name) ? node.value : undefined;
  if (node.kind === "assign" && node.target.kind === "name" && node.target.name === name)
    return node.value;
  return undefined;
}

/** `if (user) cache.set(…)`. */
function isGuarded(at: Node, names: ReadonlySet<string>, read: Node, fn: FunctionNode): boolean {
  let below = at;
  for (const up of ancestors(at)) {
    if (up === fn || contains(up, read)) return false;
    if (up.kind === "if" && up.then.some((one) => one === below) && asksWhether(up.test, names))
      return true;
    below = up;
  }
  return false;
}

/** `if (!user) return null;` before the write. */
function leavesBefore(at: Node, names: ReadonlySet<string>, read: Node, fn: FunctionNode): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "if" &&
      node.start > read.end &&
      node.end <= at.start &&
      endsEarly(node.then) &&
      asksWhether(node.test, names),
  );
}

/** Whether there is one at all: the name itself, against nothing, or as a pattern. */
function asksWhether(test: Expr, names: ReadonlySet<string>): boolean {
  if (test.kind === "name") return names.has(test.name);
  if (test.kind === "unary" && test.op === "!") return asksWhether(test.operand, names);
  if (test.kind === "binary" && test.op === "&&") return asksWhether(test.left, names);
  if (test.kind === "binary" && /^[!=]=$/.test(test.op))
    return (
      test.right.kind === "literal" && test.right.value === null && asksWhether(test.left, names)
    );
  if (test.kind === "pattern-test")
    return /^(Some|None)\b/.test(test.pattern) && asksWhether(test.value, names);
  return (
    test.kind === "call" &&
    test.callee.kind === "member" &&
    /^is_(none|some)$/.test(test.callee.name) &&
    asksWhether(test.callee.object, names)
  );
}
