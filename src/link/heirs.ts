/** Which classes and written-out objects say that they implement or extend something. */
import { walk } from "../model/children.ts";
import type { ClassNode, Module, Node, RecordLiteral, TypeRef } from "../model/syntax.ts";
import { returnsOf } from "./returns.ts";
import { tail } from "./standard.ts";

/** A class, or an object that is written out, and the type it says it has. */
export interface Heir {
  readonly node: ClassNode | RecordLiteral;
  readonly base: TypeRef;
}

/** By the last word of what they implement or extend. */
export type Heirs = ReadonlyMap<string, readonly Heir[]>;

export function indexHeirs(modules: readonly Module[]): Heirs {
  const heirs = new Map<string, Heir[]>();
  const put = (base: TypeRef, node: Heir["node"]): void => {
    const name = tail(base.name, 1);
    const list = heirs.get(name);
    if (list === undefined) heirs.set(name, [{ node, base }]);
    else list.push({ node, base });
  };
  for (const module of modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "class") for (const base of node.bases) put(base, node);
        for (const { type, record } of recordsOf(node)) put(type, record);
      });
    }
  }
  return heirs;
}

/** `const cache: Cache = { … }`, `function redisCache(client): Cache { return { … } }` */
function recordsOf(node: Node): readonly { type: TypeRef; record: RecordLiteral }[] {
  if (node.kind === "declare" && node.type !== undefined && node.value?.kind === "record")
    return [{ type: node.type, record: node.value }];
  if (node.kind !== "function" || node.returns === undefined) return [];
  const type = node.returns.name === "Promise" ? node.returns.args[0] : node.returns;
  return type === undefined
    ? []
    : returnsOf(node).flatMap((value) =>
        value.kind === "record" && value.type === undefined ? [{ type, record: value }] : [],
      );
}
