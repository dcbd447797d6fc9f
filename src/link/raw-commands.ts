/** Commands spelled as words: `call("SET", k, v)`, `sendCommand([…])`, `cmd("SET").arg(k).arg(v)`, `Cmd::set(k, v)`. */
import { walk } from "../model/children.ts";
import type { Operation } from "../model/library.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { functionAround } from "./ancestry.ts";
import type { Context } from "./context.ts";
import { dottedName } from "./dotted.ts";

/** The arguments that `cmd.arg(..)` statements add to a command that has a name. */
export function laterArguments(call: Call): readonly Expr[] {
  const name = call.parent?.kind === "declare" ? call.parent.bindings[0]?.name : undefined;
  const fn = functionAround(call);
  if (name === undefined || fn === undefined) return [];
  const args: Expr[] = [];
  walk(fn, (node) => {
    if (
      node.kind !== "call" ||
      node.callee.kind !== "member" ||
      node.callee.name !== "arg" ||
      node.start < call.end
    )
      return;
    let at: Expr = node.callee.object;
    while (at.kind === "call" && at.callee.kind === "member") at = at.callee.object;
    if (at.kind === "name" && at.name === name) args.push(...node.args);
  });
  return args;
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
export function chainedWords(call: Call): readonly Expr[] {
  const words: Expr[] = [];
  let at: Expr = call;
  for (;;) {
    if (at.kind === "await") {
      at = at.value;
      continue;
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
