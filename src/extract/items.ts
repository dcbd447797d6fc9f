/** What a repetition runs over: a handful, pages, events as they happen, or a collection that is there as a whole. */
import { lastName } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, Node } from "../model/syntax.ts";
import { leavesEarly, repetitionsAround, type Repetition } from "./repetition.ts";

/** The name is one for several: `keys`, `batch`. */
export function isPlural(name: string): boolean {
  return (
    /([^s]s|_list|List|batch|chunk|page)$/.test(name) && !/(status|Status|bus|alias)$/.test(name)
  );
}

const CHUNKED =
  /(^|_)(chunks?|batch(es|ed)?|pages?|partition|windows?|slices?|groups?|chunked|in_groups_of)(_|$)/i;

/** A part of a collection, cut so that it can be sent at once. */
export function saysChunk(name: string): boolean {
  return CHUNKED.test(snake(name));
}

function snake(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, "$1_$2");
}

/** `i += 100`, `range(0, n, 100)`, `(0..n).step_by(100)`: each round takes a slice. */
export function goesInSteps({ node, over }: Repetition): boolean {
  if (node.kind !== "loop") return false;
  const steps = node.head.some((part) => part.kind === "assign" && /^[+-]=$/.test(part.op));
  if (steps || over?.kind !== "call") return steps;
  const { callee, args } = over;
  const name = lastName(callee) ?? "";
  return name === "step_by" || (name === "range" && args.length === 3);
}

/** More than a handful is many. */
const FEW = 10;

export function isFew({ node, over }: Repetition, resolver: Resolver): boolean {
  if (over === undefined) return false;
  if (node.kind === "loop" && node.flavor === "count") {
    return over.kind === "binary" && isSmall(over.right, resolver);
  }
  let at: Expr = over;
  // `enumerate(NAMES)`, `NAMES.iter()`, `range(5)`, `Object.keys(RECORD)`.
  for (let step = 0; step < 6; step += 1) {
    if (at.kind === "list")
      return at.items.length <= FEW && at.items.every((item) => item.kind !== "spread");
    if (at.kind === "record") return at.entries.length <= FEW && at.rest.length === 0;
    // `[name_of(step) for step in STEPS]` has as many as what it runs over.
    const made = comprehended(at, resolver);
    if (made !== undefined) {
      at = made;
      continue;
    }
    const meaning = resolver.meaning(at);
    if (meaning.kind === "list")
      return meaning.items.length <= FEW && meaning.items.every((item) => item.kind !== "spread");
    if (meaning.kind === "record")
      return meaning.node.entries.length <= FEW && meaning.node.rest.length === 0;
    if (at.kind === "other" && at.what === "range") return isSmall(at.parts.at(-1), resolver);
    if (at.kind !== "call") return false;
    const [first] = at.args;
    const name = lastName(at.callee) ?? "";
    if (name === "range") {
      return isSmall(at.args.at(-1), resolver);
    }
    if (
      /^(enumerate|list|tuple|set|sorted|reversed|keys|values|entries|from)$/.test(name) &&
      first !== undefined
    )
      at = first;
    else if (at.callee.kind === "member" && at.args.length === 0) at = at.callee.object;
    else return false;
  }
  return false;
}

/** What a comprehension runs over, also one that a name was given. */
function comprehended(expr: Expr, resolver: Resolver): Expr | undefined {
  const [definition] = expr.kind === "name" ? (resolver.meaning(expr).via ?? []) : [];
  const value = definition?.kind === "declare" ? definition.value : expr;
  return value?.kind === "loop" && value.flavor === "each" ? value.over : undefined;
}

function isSmall(limit: Node | undefined, resolver: Resolver): boolean {
  if (limit === undefined || !isExpr(limit)) return false;
  const meaning = resolver.meaning(limit);
  return meaning.kind === "constant" && Number(meaning.value) <= FEW;
}

/** The end of a range is an expression; the tree only says node. */
function isExpr(node: Node): node is Expr {
  return ["literal", "name", "member", "call", "binary"].includes(node.kind);
}

const LISTENS =
  /^(listen|consume|subscribe|stream|poll|recv|receive|watch|incoming|interval|tail|follow)/;

/** The items come one at a time, as they happen: there is nothing to put together. */
export function isEventStream({ node, over }: Repetition, resolver: Resolver): boolean {
  if (node.kind !== "loop" || over === undefined || walksKeys(over, resolver)) return false;
  if (node.flavor === "while") return true;
  if (over.kind === "await") {
    // `for (const x of await list())` has them all; what a `for await` runs over comes piece by piece.
    const isPiecewise = over.start === over.value.start;
    return isPiecewise && resolver.moduleOf(node).language !== "rust";
  }
  if (over.kind !== "call") return false;
  const { callee } = over;
  return (callee.kind === "name" || callee.kind === "member") && LISTENS.test(callee.name);
}

/** The keys come from a cursor over the key space. */
function walksKeys(over: Expr, resolver: Resolver): boolean {
  const isScan = (node: Node): boolean =>
    node.kind === "call" && resolver.operationAt(node)?.operation.operation === "scan";
  if (someNode(over, isScan)) return true;
  let found = false;
  walk(over, (node) => {
    if (node.kind !== "name" || found) return;
    for (const step of resolver.meaning(node).via ?? [])
      found ||= step.kind === "declare" && step.value !== undefined && someNode(step.value, isScan);
  });
  return found;
}

/** It runs for each item of a collection that may be long, not until something has worked. */
export function isForItems(node: Node, resolver: Resolver): boolean {
  for (const around of repetitionsAround(node)) {
    const { over } = around;
    if (around.node.kind === "loop" && around.node.flavor !== "each") continue;
    if (over === undefined || isNumbered(over)) continue;
    if (!isFew(around, resolver) && !leavesEarly(around)) return true;
  }
  return false;
}

/** `range(3)`, `0..attempts`: turns are counted, and there is nothing to take. */
function isNumbered(over: Expr): boolean {
  return (
    (over.kind === "other" && over.what === "range") ||
    (over.kind === "call" && lastName(over.callee) === "range")
  );
}
