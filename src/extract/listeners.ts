/** What a server of Node's calls with each connection that it has taken, and whether anything limits its silence. */
import { calledName } from "../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";

export interface Judged {
  readonly timed: boolean | undefined;
  readonly kept: boolean;
}

/** What a server calls with each connection: written there, named, or a method that is bound. */
export function listenerOf(call: Call, resolver: Resolver): FunctionNode | undefined {
  for (const arg of call.args) {
    if (arg.kind === "function") return arg;
    const named =
      arg.kind === "call" && calledName(arg) === "bind" && arg.callee.kind === "member"
        ? arg.callee.object
        : arg;
    const meaning = resolver.meaning(named);
    if (meaning.kind === "function") return meaning.node;
  }
  return undefined;
}

/** A limit is set on the connection by the listener, or by a function that it hands it to. */
export function judgeListener(
  fn: FunctionNode,
  name: string | undefined,
  resolver: Resolver,
  depth: number,
): Judged {
  if (name === undefined) return { timed: undefined, kept: false };
  if (someNode(fn, (node) => setsLimit(node, name))) return { timed: true, kept: true };
  const inner = callsWith(fn, name).flatMap(({ call, at }): readonly Judged[] => {
    const meaning = resolver.meaning(call.callee);
    if (meaning.kind === "function" && depth < 3)
      return [judgeListener(meaning.node, meaning.node.params[at]?.name, resolver, depth + 1)];
    return isHeld(call) ? [] : [{ timed: false, kept: false }];
  });
  const timed = inner.some((one) => one.timed === true);
  const kept = inner.every((one) => one.kept) || (listensTo(fn, name) && !setsAny(resolver));
  return { timed, kept: timed || kept };
}

/** The calls that a name is handed to, and at which place. */
function callsWith(fn: FunctionNode, name: string): readonly { call: Call; at: number }[] {
  const found: { call: Call; at: number }[] = [];
  walk(fn, (node) => {
    if (node.kind !== "call") return;
    const at = node.args.findIndex((arg) => canonical(arg) === name);
    if (at >= 0) found.push({ call: node, at });
  });
  return found;
}

/** It takes the data itself, whoever else may answer. */
function listensTo(fn: FunctionNode, name: string): boolean {
  return someNode(
    fn,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "member" &&
      /^(on|once|addListener)$/.test(node.callee.name) &&
      canonical(node.callee.object) === name &&
      node.args[0]?.kind === "literal" &&
      node.args[0].value === "data",
  );
}

/** Anywhere in the project something has its time limited by a method. */
const setsAny = memoised((resolver: Resolver) =>
  resolver.modules.some(({ body }) =>
    someNodeIn(
      body,
      (node) =>
        node.kind === "call" &&
        node.callee.kind === "member" &&
        node.callee.name === "setTimeout" &&
        !/^(window|globalThis|global)$/.test(canonical(node.callee.object) ?? ""),
    ),
  ),
);

/** `clients.add(socket)`: it is written down, no more. */
function isHeld(call: Call): boolean {
  return /^(add|push|delete|set|has|log|info|debug|includes|remove)$/.test(calledName(call));
}

export const SETTERS =
  /^(settimeout|setTimeout|set_read_timeout|set_write_timeout|set_timeout|setblocking|set_nonblocking)$/;

function setsLimit(node: Node, name: string): boolean {
  return (
    node.kind === "call" &&
    node.callee.kind === "member" &&
    SETTERS.test(node.callee.name) &&
    canonical(node.callee.object) === name &&
    !isNothing(node.args[0])
  );
}

export function isNothing(expr: Expr | undefined): boolean {
  return expr?.kind === "literal" && (expr.value === null || expr.value === 0);
}
