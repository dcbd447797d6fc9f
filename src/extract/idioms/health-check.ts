/**
 * `health-check`: a method that says whether a cache can serve. `asks` is true where it, or a function of the project that it calls,
 * sends a command; false where it gives the same answer whatever happens; undefined where it is decided elsewhere.
 */
import { classAround } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { functionName } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import type { Recogniser, Scene } from "../shape.ts";

export const healthCheck: Recogniser = {
  kinds: ["health-check"],
  start: (scene, emit) => (node) => {
    if (node.kind !== "function" || !node.implemented || !isHealthName(functionName(node))) return;
    if (!isOfCache(node, scene)) return;
    const asks = asksIn(node, scene.resolver, 0);
    emit({
      kind: "health-check",
      span: { start: node.start, end: Math.min(node.end, node.start + 1) },
      node,
      properties: { asks },
      captures: {},
      words: { name: functionName(node) },
    });
  },
};

function isHealthName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => /^(health|healthy|healthcheck|healthz)$/.test(word)) &&
    !words.some((word) =>
      /^(set|mark|register|update|interval|config|path|url|reset|start|stop|un)$/.test(word),
    )
  );
}

/** The class talks to a cache. */
function isOfCache(node: FunctionNode, { project, resolver }: Scene): boolean {
  const around = classAround(node);
  if (around === undefined || around.flavor === "interface") return false;
  const parts = resolver.classOf(node)?.nodes ?? [around];
  return parts.some((part) => project.isCacheOwner(part));
}

function asksIn(fn: FunctionNode, resolver: Resolver, depth: number): boolean | undefined {
  const answers = fn.body
    .flatMap((statement) => callsIn(statement))
    .map((call) => asksBy(call, resolver, depth));
  if (answers.includes(true)) return true;
  // What it keeps in a field may be the answer of an earlier command.
  const reads = fn.body.some((statement) =>
    someNode(statement, (node) => node.kind === "member" && !node.path),
  );
  return reads || answers.includes(undefined) ? undefined : false;
}

function callsIn(root: Node): readonly Call[] {
  const calls: Call[] = [];
  walk(root, (node) => {
    if (node.kind === "call") calls.push(node);
  });
  return calls;
}

function asksBy(call: Call, resolver: Resolver, depth: number): boolean | undefined {
  if (resolver.operationAt(call) !== undefined) return true;
  const meaning = resolver.meaning(call.callee);
  if (meaning.kind === "function" && depth < 3) return asksIn(meaning.node, resolver, depth + 1);
  return isPlain(call.callee) ? false : undefined;
}

/** `Ok(true)`, `Some(x)`: no work is done. */
function isPlain(callee: Expr): boolean {
  return callee.kind === "name" && /^(Ok|Some|bool|Boolean)$/.test(callee.name);
}
