/** Commands of a text protocol that code writes itself: `format!("GET {}", key)`, sent over a raw connection. */
import { ancestors, calledName, functionAround } from "../model/ancestry.ts";
import { someNode, someNodeIn } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { isTextOrNumber } from "./closed-keys.ts";
import { holdsSocket } from "./raw-sockets.ts";

export interface TextCommand {
  readonly command: string;
  /** What the caller brings, put between the blanks of the line. */
  readonly key: Expr;
  readonly fn: FunctionNode;
}

const COMMAND =
  /(?:^|\s)(get|set|del|delete|put|add|incr|decr|exists|expire|rename|touch|append|replace|gets|cas|remove|store|fetch|ttl|mget)\s$/i;

export function textCommand(node: Node, resolver: Resolver): TextCommand | undefined {
  const parts = partsOf(node);
  const at = parts.findIndex((part) => commandIn(part) !== undefined);
  const command = commandIn(parts[at]);
  const key = parts[at + 1];
  const fn = functionAround(node);
  if (command === undefined || key === undefined || fn === undefined || !isText(key, resolver))
    return undefined;
  return isSent(node, fn, resolver) ? { command: command.toUpperCase(), key, fn } : undefined;
}

/** `GET ` at the start of a line, or behind what numbers it: no sentence that ends so. */
function commandIn(part: Expr | undefined): string | undefined {
  if (part?.kind !== "literal" || typeof part.value !== "string") return undefined;
  const found = COMMAND.exec(part.value);
  return found !== null && /^[\s:;#|]*$/.test(part.value.slice(0, found.index))
    ? found[1]
    : undefined;
}

function partsOf(node: Node): readonly Expr[] {
  if (node.kind === "template") return node.parts;
  if (node.kind !== "binary" || node.op !== "+" || node.parent?.kind === "binary") return [];
  const parts: Expr[] = [];
  const collect = (expr: Expr): void => {
    if (expr.kind === "binary" && expr.op === "+") {
      collect(expr.left);
      collect(expr.right);
    } else parts.push(expr);
  };
  collect(node);
  return parts;
}

/** A parameter that can hold a blank or the end of a line. */
function isText(key: Expr, resolver: Resolver): boolean {
  if (key.kind !== "name") return false;
  const meaning = resolver.meaning(key);
  if (meaning.kind !== "parameter") return false;
  const { type } = meaning;
  return (
    type === undefined ||
    (isTextOrNumber(type) && !/^[ui]\d+$|^(usize|int|number|Uuid|UUID)$/.test(type.name))
  );
}

/** It is given to a call that is no log, at once, by its name, or by those that are given it. */
function isSent(node: Node, fn: FunctionNode, resolver: Resolver, depth = 0): boolean {
  if (isGivenTo(node, fn)) return holdsSocket(fn, resolver);
  if (depth > 1 || !isResult(node, fn)) return false;
  return resolver.callersOf(fn).some((call) => {
    const caller = functionAround(call);
    return caller !== undefined && isSent(call, caller, resolver, depth + 1);
  });
}

/** `fn get(key: &str) -> String { format!("GET {key}") }` */
function isResult(node: Node, fn: FunctionNode): boolean {
  const { parent } = node;
  if (parent?.kind === "return") return true;
  return parent?.kind === "expression" && fn.body.at(-1) === parent;
}

function isGivenTo(node: Node, fn: FunctionNode): boolean {
  for (const up of ancestors(node)) {
    if (up.kind === "call") {
      if (
        /^(as_bytes|into_bytes|to_string|as_str|encode|into|from|format|Some|Ok)$/.test(
          calledName(up),
        )
      )
        continue;
      return SENDS.test(calledName(up));
    }
    if (up.kind === "declare") {
      const name = up.bindings[0]?.name;
      return someNode(
        fn,
        (other) =>
          other.kind === "call" &&
          SENDS.test(calledName(other)) &&
          someNodeIn(other.args, (part) => part.kind === "name" && part.name === name),
      );
    }
    if (up.kind === "function" || up.kind === "throw") return false;
  }
  return false;
}

const SENDS = /(write|send|request|command|execute|exec|call|query|roundtrip|round_trip|transmit)/i;
