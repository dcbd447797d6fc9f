/** Answers whose body says itself whether the request went well: `if (data.error) …`, `if (!answer.ok) …`. */
import { functionAround } from "../model/ancestry.ts";
import { someNodeIn } from "../model/children.ts";
import type { Binding, Expr, FunctionNode, Node } from "../model/syntax.ts";
import type { Read } from "./http-answer.ts";

const SAYS = /^(ok|error|errors|success|successful|is_?error|failed)$/i;

/** What was read of the body is asked whether it is an error, before or while it is used. */
export function bodySays({ node }: Read): boolean {
  if (node.kind !== "member") return false;
  return saysIn(node, 0);
}

/** `value` is the body, or a promise of it. */
function saysIn(value: Expr, depth: number): boolean {
  const up = value.parent;
  if (up === undefined || depth > 12) return false;
  if (up.kind === "await" || (up.kind === "call" && up.callee === value))
    return saysIn(up, depth + 1);
  if (up.kind === "declare") return up.bindings.some((binding) => isAsked(binding, up));
  if (up.kind === "assign" && up.target.kind === "name")
    return isNamed(up.target.name, functionAround(up)?.body ?? []);
  if (up.kind === "member" && up.object === value) {
    const next = up.parent?.kind === "call" && up.parent.callee === up ? up.parent : undefined;
    if (next === undefined || up.name === "get") return isSaying(value) && isTested(up);
    if (!/^(then|catch|finally)$/.test(up.name)) return false;
    const [taker] = next.args;
    return up.name === "then" && taker?.kind === "function"
      ? saysOfParam(taker)
      : saysIn(next, depth + 1);
  }
  if (up.kind === "index" && up.object === value) return isSaying(value) && isTested(up);
  // `.then((answer) => answer.json()).then((body) => …)`
  const fn = up.kind === "return" ? functionAround(up) : undefined;
  return fn?.parent?.kind === "call" && fn.parent.args.includes(fn)
    ? saysIn(fn.parent, depth + 1)
    : false;
}

function saysOfParam(fn: FunctionNode): boolean {
  const [param] = fn.params;
  if (param === undefined) return false;
  if (param.name !== undefined) return isNamed(param.name, fn.body);
  return param.bindings.some(
    ({ name, path }) => SAYS.test(path[0] ?? "") && isTestedName(name, fn.body),
  );
}

function isAsked({ name, path }: Binding, at: Node): boolean {
  const body = functionAround(at)?.body ?? [];
  if (path.length === 0) return isNamed(name, body);
  return SAYS.test(path[0] ?? "") && isTestedName(name, body);
}

/** A part of what the name stands for says it, and is tested. */
function isNamed(name: string, body: readonly Node[]): boolean {
  return someNodeIn(body, (node) => node.kind === "name" && node.name === name && isSaying(node));
}

function isTestedName(name: string, body: readonly Node[]): boolean {
  return someNodeIn(body, (node) => node.kind === "name" && node.name === name && isTested(node));
}

/** `body.error`, `body["error"]`, `body.get("error")`, where that decides what is done. */
function isSaying(body: Node): boolean {
  const { parent } = body;
  if (parent?.kind === "member" && parent.object === body) {
    if (SAYS.test(parent.name)) return isTested(parent);
    const call = parent.parent;
    const [key] = call?.kind === "call" ? call.args : [];
    return parent.name === "get" && key?.kind === "literal" && SAYS.test(String(key.value))
      ? isTested(call as Node)
      : false;
  }
  if (parent?.kind === "index" && parent.object === body && parent.index.kind === "literal")
    return SAYS.test(String(parent.index.value)) && isTested(parent);
  return false;
}

function isTested(node: Node): boolean {
  let at = node;
  for (let up = node.parent; up !== undefined; at = up, up = up.parent) {
    if (up.kind === "if" || up.kind === "conditional") return up.test === at;
    if (up.kind !== "unary" && up.kind !== "binary" && up.kind !== "member") return false;
  }
  return false;
}
