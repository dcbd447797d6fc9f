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

export interface Heirs {
  /** By the last word of what they implement or extend. */
  readonly of: ReadonlyMap<string, readonly Heir[]>;
  /** Classes by the names of their methods: what has them all is one of an interface without saying so. */
  readonly having: ReadonlyMap<string, readonly ClassNode[]>;
}

export function indexHeirs(modules: readonly Module[]): Heirs {
  const heirs = new Map<string, Heir[]>();
  const having = new Map<string, ClassNode[]>();
  const has = (name: string, node: ClassNode): void => {
    const list = having.get(name);
    if (list === undefined) having.set(name, [node]);
    else if (list.at(-1) !== node) list.push(node);
  };
  const put = (base: TypeRef, node: Heir["node"]): void => {
    const name = tail(base.name, 1);
    const list = heirs.get(name);
    if (list === undefined) heirs.set(name, [{ node, base }]);
    else list.push({ node, base });
  };
  for (const module of modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "class") {
          for (const base of node.bases) put(base, node);
          for (const { name, implemented } of node.methods)
            if (name !== undefined && implemented) has(name, node);
        }
        for (const { type, record } of recordsOf(node)) put(type, record);
      });
    }
  }
  return { of: heirs, having };
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
