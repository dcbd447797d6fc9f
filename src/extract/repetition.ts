/**
 * What runs an expression once per item: a loop over a collection, a comprehension, or a callback that a method of a
 * collection calls; and which names stand for the item.
 */
import { childrenOf, someNode, walk } from "../model/children.ts";
import type { Binding, Expr, FunctionNode, Loop, Node } from "../model/syntax.ts";

export interface Repetition {
  /** The loop, or the function that is called once per item. */
  readonly node: Loop | FunctionNode;
  /** The collection. */
  readonly over?: Expr;
  /** Names of the item, and of what is computed from it inside. */
  readonly names: ReadonlySet<string>;
  /** The items are handled one after the other, as far as what the body awaits goes. */
  readonly ordered: boolean;
}

/** Methods whose callback is called for one item after the other; the promises of the others' run side by side. */
const ORDERED = /^(forEach|for_each|reduce|try_for_each|fold|try_fold|eachSeries|mapSeries)$/;
const CALLS_BACK =
  /^(map|forEach|for_each|flatMap|filter|filter_map|flat_map|reduce|try_for_each|fold|try_fold|some|every|find|any|all|eachSeries|mapSeries|and_then)$/;

/** Innermost first, no further than the function that runs as a whole. */
export function* repetitionsAround(node: Node): Generator<Repetition> {
  let below = node;
  for (let up = node.parent; up !== undefined; below = up, up = up.parent) {
    if (up.kind === "loop" && below !== up.over && !up.head.includes(below)) {
      const found = ofLoop(up);
      if (found !== undefined) yield found;
    } else if (up.kind === "function") {
      const found = ofCallback(up);
      if (found === undefined) return;
      yield found;
    } else if (up.kind === "class") return;
  }
}

/** The nearest one whose items the expressions depend on. */
export function repetitionOf(node: Node, parts: readonly Expr[]): Repetition | undefined {
  for (const around of repetitionsAround(node)) {
    if (parts.some((part) => mentionsAny(part, around.names))) return around;
  }
  return undefined;
}

export function mentionsAny(node: Node, names: ReadonlySet<string>): boolean {
  return someNode(node, (inner) => inner.kind === "name" && names.has(inner.name));
}

const known = new WeakMap<Node, Repetition | null>();

function ofLoop(node: Loop): Repetition | undefined {
  return remembered(node, () => {
    const bindings = node.flavor === "each" ? node.bindings : loopVariables(node);
    if (bindings.length === 0) return undefined;
    const names = namesFrom(
      node.body,
      bindings.map(({ name }) => name),
    );
    return { node, names, ordered: true, ...(node.over === undefined ? {} : { over: node.over }) };
  });
}

/** `for (let i = 0; …)`, and `while let Some(key) = keys.next()`. */
function loopVariables(node: Loop): readonly Binding[] {
  if (node.flavor === "count")
    return node.head.flatMap((part) => (part.kind === "declare" ? part.bindings : []));
  return node.flavor === "while" && node.over?.kind === "pattern-test" ? node.over.bindings : [];
}

function ofCallback(node: FunctionNode): Repetition | undefined {
  return remembered(node, () => {
    const { parent } = node;
    if (parent?.kind !== "call" || parent.callee.kind !== "member") return undefined;
    const { name, object } = parent.callee;
    // `map(xs, fn)` of a helper library has the collection among its arguments.
    if (!CALLS_BACK.test(name) || !parent.args.includes(node)) return undefined;
    const params = name === "reduce" || name.endsWith("fold") ? node.params.slice(1) : node.params;
    const names = params.flatMap((param) => [
      ...(param.name === undefined ? [] : [param.name]),
      ...param.bindings.map((binding) => binding.name),
    ]);
    return {
      node,
      over: object,
      names: namesFrom(node.body, names),
      ordered: ORDERED.test(name),
    };
  });
}

function remembered(node: Node, make: () => Repetition | undefined): Repetition | undefined {
  let found = known.get(node);
  if (found === undefined) known.set(node, (found = make() ?? null));
  return found ?? undefined;
}

/** The names, and those that the body makes of them, in the order of the text. */
function namesFrom(body: readonly Node[], names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  for (const statement of body) {
    walk(statement, (node) => {
      if (node.kind === "declare" && node.value !== undefined && mentionsAny(node.value, found)) {
        for (const binding of node.bindings) found.add(binding.name);
      }
      if (node.kind === "assign" && node.target.kind === "name" && mentionsAny(node.value, found))
        found.add(node.target.name);
      if (node.kind === "loop" && node.over !== undefined && mentionsAny(node.over, found)) {
        for (const binding of node.bindings) found.add(binding.name);
      }
    });
  }
  return found;
}

/** The body leaves the repetition early: what comes next depends on what came back. */
export function leavesEarly({ node }: Repetition): boolean {
  const pending: Node[] = [...node.body];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "jump" && next.flavor === "break") return true;
    if (next.kind === "return" && node.kind === "loop") return true;
    if (next.kind === "function" || next.kind === "class") continue;
    // A `break` inside belongs to the inner loop or switch.
    if (next.kind === "loop" || (next.kind === "switch" && node.kind === "loop")) {
      if (someNode(next, (inner) => inner.kind === "return" && node.kind === "loop")) return true;
      continue;
    }
    pending.push(...childrenOf(next));
  }
  return false;
}
