/** Locks that are asked for in one step and taken in another: whoever asks in between takes them too. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../model/children.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import type { Call, FunctionNode } from "../model/syntax.ts";
import { endsEarly } from "./key-origin.ts";
import { keyWords, textOf } from "./key-text.ts";
import { isConditional } from "./conditional.ts";
import { isLockWord } from "./lock-sites.ts";
import { contains } from "./miss-path.ts";

/** `if (await redis.get(lockKey)) return; await redis.set(lockKey, "1", …)`: the write that takes it. */
export function takenInSteps(call: Call, resolver: Resolver): OperationSite | undefined {
  const site = resolver.operationAt(call);
  if (site?.operation.operation !== "write" || site.instance.type.provides !== "shared-cache")
    return undefined;
  const fn = functionAround(call);
  if (site.key === undefined || fn === undefined || isConditional(site, resolver)) return undefined;
  if (!keyWords(site.key, resolver).some(isLockWord)) return undefined;
  const text = textOf(site.key, resolver);
  if (text === undefined) return undefined;
  const asked = asksFor(text, call, fn, resolver);
  return asked.length > 0 && isDecidedBy(asked, call, fn) ? site : undefined;
}

/** Reads of the same key that stand before. */
function asksFor(text: string, call: Call, fn: FunctionNode, resolver: Resolver): readonly Call[] {
  const found: Call[] = [];
  walk(fn, (node) => {
    if (node.kind !== "call" || node.end > call.start) return;
    const site = resolver.operationAt(node);
    if (site?.key === undefined || !/^(read|exists)$/.test(site.operation.operation)) return;
    if (textOf(site.key, resolver) === text) found.push(node);
  });
  return found;
}

/** An answer keeps the function from going on to the write, or lets it. */
function isDecidedBy(asked: readonly Call[], call: Call, fn: FunctionNode): boolean {
  const names = new Set(asked.flatMap((read) => nameOf(read)));
  const tells = (test: Parameters<typeof someNode>[0]): boolean =>
    someNode(
      test,
      (node) =>
        (node.kind === "name" && names.has(node.name)) ||
        (node.kind === "call" && asked.includes(node)),
    );
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "if" &&
      tells(node.test) &&
      (contains(node, call) || (node.end < call.start && endsEarly(node.then))),
  );
}

function nameOf(read: Call): readonly string[] {
  for (const up of ancestors(read)) {
    if (up.kind === "declare") return up.bindings.map(({ name }) => name);
    if (up.kind !== "await") return [];
  }
  return [];
}
