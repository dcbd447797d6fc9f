/** Who calls a function, as far as the scanned code shows. */
import { ancestors, boundNameOf, classAround, lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Call, FunctionNode, Module } from "../model/syntax.ts";
import { alternatives, type Context } from "./context.ts";

export function indexCalls(modules: readonly Module[]): ReadonlyMap<string, Call[]> {
  const index = new Map<string, Call[]>();
  for (const module of modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call") return;
        const { callee } = node;
        const name = lastName(callee);
        if (name === undefined) return;
        const list = index.get(name);
        if (list === undefined) index.set(name, [node]);
        else list.push(node);
      });
    }
  }
  return index;
}

export function countFunctions(modules: readonly Module[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const module of modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "function" || !node.implemented) return;
        const name = boundNameOf(node);
        if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
      });
    }
  }
  return counts;
}

export function reaches(context: Context, call: Call, fn: FunctionNode, unique: boolean): boolean {
  const callee = alternatives(context.meaning(call.callee));
  if (callee.some((option) => option.kind === "function" && option.node === fn)) return true;
  const owner = classAround(fn);
  if (
    owner !== undefined &&
    callee.some((option) => option.kind === "class" && option.info.nodes.includes(owner))
  ) {
    return fn.name === "constructor" || fn.name === "__init__";
  }
  return unique && callee.every((option) => option.kind === "unknown" || option.kind === "global");
}

export function isPublic(fn: FunctionNode): boolean {
  for (const up of ancestors(fn)) {
    if (up.kind === "function") return false;
    if (up.kind === "class")
      return fn.visible && (up.exported || up.flavor === "impl" || up.bases.length > 0);
    if (up.kind === "declare") return up.exported;
    if (up.kind === "export") return true;
  }
  return fn.exported;
}
