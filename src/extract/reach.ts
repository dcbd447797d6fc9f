/**
 * What running a piece of code does, in its own calls and in those of the scanned functions that it calls: function
 * summaries, two calls deep. Each effect keeps the calls that lead to it, so that a key built from a helper's parameter
 * reads as the caller gave it.
 */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { textOf, type Bound } from "./key-text.ts";

/** A call on the way to an effect, and the scanned function that it runs. */
export interface Step {
  readonly call: Call;
  readonly fn: FunctionNode;
}

export interface Effect<T> {
  readonly what: T;
  /** The call in the code that was asked about: the effect's own, or the one that leads to it. */
  readonly call: Call;
  /** Outermost first; empty where the effect stands in the code itself. */
  readonly steps: readonly Step[];
}

export interface Reach<T> {
  /** Effects below the nodes, in source order; functions with a name of their own run elsewhere and are left out. */
  readonly of: (nodes: readonly Node[]) => readonly Effect<T>[];
}

const DEPTH = 2;
/** A helper with more effects than this is a program of its own: what it does says nothing about one entry. */
const MOST = 40;

/** `leaf` says what a single call does, if anything. */
export function createReach<T>(resolver: Resolver, leaf: (call: Call) => T | undefined): Reach<T> {
  const summaries = Array.from(
    { length: DEPTH + 1 },
    () => new WeakMap<FunctionNode, readonly Effect<T>[]>(),
  );
  const inside = (nodes: readonly Node[], depth: number): readonly Effect<T>[] => {
    const found: Effect<T>[] = [];
    for (const call of callsIn(nodes)) {
      const what = leaf(call);
      if (what !== undefined) found.push({ what, call, steps: [] });
      else if (depth > 0) found.push(...lifted(call, depth));
    }
    return found;
  };
  const lifted = (call: Call, depth: number): readonly Effect<T>[] => {
    const fn = calledBy(call, resolver);
    if (fn === undefined) return [];
    return summary(fn, depth - 1).map((effect) => ({
      what: effect.what,
      call,
      steps: [{ call, fn }, ...effect.steps],
    }));
  };
  const summary = (fn: FunctionNode, depth: number): readonly Effect<T>[] => {
    const known = summaries[depth]?.get(fn);
    if (known !== undefined) return known;
    // A function that calls itself adds nothing to what it does.
    summaries[depth]?.set(fn, []);
    const found = inside(fn.body, depth);
    const kept = found.length > MOST ? [] : found;
    summaries[depth]?.set(fn, kept);
    return kept;
  };
  return { of: (nodes) => inside(nodes, DEPTH) };
}

/** Calls below the nodes in source order, closures included, functions and classes with names not. */
export function callsIn(nodes: readonly Node[]): readonly Call[] {
  const calls: Call[] = [];
  for (const root of nodes) {
    walk(root, (node) => {
      if (node !== root && isApart(node)) return false;
      if (node.kind === "call") calls.push(node);
      return undefined;
    });
  }
  return calls;
}

/** A function that runs by itself: it has a name, is exported, or handles a route; not a callback of the code around it. */
export function standsAlone(fn: FunctionNode): boolean {
  const { parent } = fn;
  if (!fn.implemented) return false;
  return fn.name !== undefined || parent?.kind !== "call" || parent.args[0]?.kind === "literal";
}

function isApart(node: Node): boolean {
  return node.kind === "class" || (node.kind === "function" && node.name !== undefined);
}

/** The scanned function that a call runs. */
export function calledBy(call: Call, resolver: Resolver): FunctionNode | undefined {
  if (call.isNew || call.macro) return undefined;
  return functionOf(resolver.meaning(call.callee));
}

function functionOf(meaning: Meaning): FunctionNode | undefined {
  if (meaning.kind === "function") return meaning.node.implemented ? meaning.node : undefined;
  if (meaning.kind !== "either") return undefined;
  for (const option of meaning.options) {
    const found = functionOf(option);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An expression of the code where an effect stands, as text in the words of the code that was asked about. */
export function textAtCaller<T>(
  expr: Expr,
  effect: Effect<T>,
  resolver: Resolver,
): string | undefined {
  let bound: Bound = new Map();
  for (const { call, fn } of effect.steps) bound = argumentsOf(call, fn, bound, resolver);
  return textOf(expr, resolver, bound);
}

function argumentsOf(call: Call, fn: FunctionNode, outer: Bound, resolver: Resolver): Bound {
  const bound = new Map<string, string>();
  for (const [index, param] of fn.params.entries()) {
    const name = param.name;
    if (name === undefined || param.rest) continue;
    const given = call.named.find((named) => named.name === name)?.value ?? call.args[index];
    const text = given === undefined ? undefined : textOf(given, resolver, outer);
    // What is not known must not be taken for a name of the caller's.
    bound.set(name, text ?? `?${name}@${functionAround(call)?.start ?? 0}`);
  }
  return bound;
}
