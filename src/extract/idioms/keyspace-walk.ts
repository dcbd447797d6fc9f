/**
 * `keyspace-walk`: a command whose cost grows with everything that is stored: it lists or drops the key space, or reads a
 * whole collection; also a cursor, which is how to do it. `whole` is whether a range asks for all of it, `per_member`
 * whether what comes back is worked off with further commands, `occasion` when the code runs.
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { Call, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { occasionOf } from "../occasion.ts";
import { callHead } from "../place.ts";
import { mentionsAny, repetitionsAround } from "../repetition.ts";
import type { Recogniser, Shape } from "../shape.ts";

const WALKS = new Set(["enumerate", "flush", "read-collection", "delete-pattern", "scan", "eval"]);

export const keyspaceWalk: Recogniser = {
  kinds: ["keyspace-walk"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = resolver.operationAt(node);
      if (site === undefined || !WALKS.has(site.operation.operation)) return;
      if (site.operation.operation !== "eval") emit(shapeOf(site, resolver));
      else if (enumeratesInScript(node, resolver)) {
        const shape = shapeOf(site, resolver);
        emit({ ...shape, properties: { ...shape.properties, walk: "script" } });
      }
    },
};

function shapeOf(site: OperationSite, resolver: Resolver): Shape {
  const { instance, call, operation } = site;
  return {
    kind: "keyspace-walk",
    span: callHead(call),
    node: call,
    instance,
    properties: {
      provides: instance.type.provides,
      library: instance.library.id,
      walk: operation.operation,
      command: site.method.toUpperCase().replaceAll("_", ""),
      speaks: instance.library.dialect === undefined ? "library" : "server",
      whole: isWholeRange(call, resolver),
      per_member: isWorkedOff(call, resolver),
      occasion: occasionOf(call, resolver),
    },
    captures: {},
    words: {
      method: call.callee.kind === "member" ? call.callee.name : site.method,
      receiver: call.callee.kind === "member" ? describe(call.callee.object) : "",
      key: site.key === undefined ? "" : describe(site.key),
    },
  };
}

/** From the first to the last, as ranges say it: `0, -1`. */
function isWholeRange(call: Call, resolver: Resolver): boolean {
  const numbers = call.args.slice(1).flatMap((arg) => {
    const meaning = arg.kind === "spread" ? undefined : resolver.meaning(arg);
    return meaning?.kind === "constant" ? [Number(meaning.value)] : [];
  });
  return numbers[0] === 0 && numbers[1] === -1;
}

/** The answer is bound to a name, or iterated at once, and its members reach other commands. */
function isWorkedOff(call: Call, resolver: Resolver): boolean {
  const scope = functionAround(call);
  if (scope === undefined) return false;
  const names = boundNames(call);
  return someNode(scope, (node) => {
    if (node.kind !== "call" || node === call || node.end <= call.start) return false;
    const site = resolver.operationAt(node);
    if (site === undefined || site.operation.operation === "execute") return false;
    if (node.args.some((arg) => mentionsAny(arg, names) || holds(arg, call))) return true;
    for (const { over, names: items } of repetitionsAround(node)) {
      const isOver = over !== undefined && (mentionsAny(over, names) || holds(over, call));
      if (isOver && node.args.some((arg) => mentionsAny(arg, items))) return true;
    }
    return false;
  });
}

function holds(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function boundNames(call: Call): ReadonlySet<string> {
  const names = new Set<string>();
  for (let up = call.parent; up !== undefined && up.kind !== "function"; up = up.parent) {
    if (up.kind === "declare") for (const binding of up.bindings) names.add(binding.name);
    if (up.kind === "assign" && up.target.kind === "name") names.add(up.target.name);
    if (up.kind === "declare" || up.kind === "assign" || up.kind === "expression") break;
  }
  return names;
}

const ENUMERATES = /\bp?call\s*\(\s*["'](keys|flushall|flushdb)["']/i;

/** `redis.call('KEYS', …)` in the text of a script; `KEYS[1]` is an argument. */
function enumeratesInScript(call: Call, resolver: Resolver): boolean {
  return call.args.some((arg) => {
    if (arg.kind === "spread") return false;
    const meaning = resolver.meaning(arg);
    const texts: unknown[] = meaning.kind === "constant" ? [meaning.value] : [];
    for (const part of meaning.kind === "text" ? meaning.parts : [arg])
      walk(part, (node) => void (node.kind === "literal" && texts.push(node.value)));
    return texts.some((text) => typeof text === "string" && ENUMERATES.test(text.slice(0, 20_000)));
  });
}
