/** Commands spelled as words: `call("SET", k, v)`, `sendCommand([…])`, `cmd("SET").arg(k).arg(v)`, `Cmd::set(k, v)`. */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Operation } from "../model/library.ts";
import type { Call, Expr, Node } from "../model/syntax.ts";
import type { Context } from "./context.ts";
import { dottedName } from "./dotted.ts";
import { definitionsAt } from "./scopes.ts";

/** The arguments that `cmd.arg(..)` statements add to a command that has a name. */
export function laterArguments(call: Call): readonly Expr[] {
  const name = call.parent?.kind === "declare" ? call.parent.bindings[0]?.name : undefined;
  return name === undefined ? [] : argumentsAddedTo(name, call);
}

function argumentsAddedTo(name: string, from: Node): readonly Expr[] {
  const fn = functionAround(from);
  const args: Expr[] = [];
  if (fn === undefined) return args;
  walk(fn, (node) => {
    if (node.kind !== "call" || node.callee.kind !== "member" || node.callee.name !== "arg") return;
    let at: Expr = node.callee.object;
    while (at.kind === "call" && at.callee.kind === "member") at = at.callee.object;
    // Outer calls of a chain come first: what is inside them was written before.
    if (at.kind === "name" && at.name === name && node.start >= from.end)
      args.unshift(...node.args);
  });
  return inSourceOrder(args);
}

function inSourceOrder(args: readonly Expr[]): readonly Expr[] {
  return args.toSorted((a, b) => a.start - b.start);
}

export function listedWords(context: Context, call: Call, operation: Operation): readonly Expr[] {
  if (operation.raw !== "list") return call.args;
  for (const arg of call.args) {
    const meaning = context.meaning(arg);
    if (meaning.kind === "list") return meaning.items;
  }
  return [];
}

/** The `.arg(…)`s before the call that sends the command. */
export function chainedWords(context: Context, call: Call): readonly Expr[] {
  const words: Expr[] = [];
  let at: Expr = call;
  for (;;) {
    if (at.kind === "await") {
      at = at.value;
      continue;
    }
    // `let mut c = cmd("SET"); c.arg(k).arg(v); c.query(con)`: the command has a name.
    if (at.kind === "name") {
      const made = commandNamed(context, at);
      return made === undefined
        ? words
        : [...chainedWords(context, made), ...argumentsAddedTo(at.name, made), ...words];
    }
    if (at.kind !== "call") break;
    const name = at.callee.kind === "member" ? at.callee.name : undefined;
    if (name === "arg") {
      const items = at.args.flatMap((arg) => (arg.kind === "list" ? arg.items : [arg]));
      words.unshift(...items);
    } else if (name === "cmd" || dottedName(at.callee)?.endsWith("cmd") === true) {
      words.unshift(...at.args);
      break;
    }
    if (at.callee.kind !== "member") break;
    at = at.callee.object;
  }
  return words;
}

function commandNamed(context: Context, name: Extract<Expr, { kind: "name" }>): Call | undefined {
  const scopes = context.scopesOf(context.moduleOf(name));
  for (const definition of definitionsAt(scopes, name.name, name)) {
    if (definition.kind === "value" && definition.value?.kind === "call") return definition.value;
  }
  return undefined;
}
