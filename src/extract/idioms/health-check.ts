/**
 * `health-check`: a method, or a handler of a cache's own server, that says whether the cache can serve. `asks` is true where it, or
 * a function of the project that it calls, sends a command or opens a connection; false where it gives the same
 * answer whatever happens; undefined where it is decided elsewhere. Of the command that it sends, `bounded` says whether
 * something ends the wait for its answer.
 */
import { ancestors, classAround } from "../../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../../model/children.ts";
import type { Instance, Resolver } from "../../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { functionName } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import { isLimitedAround } from "../limited-around.ts";
import { isOfOwnCache } from "../own-cache.ts";
import { callHead } from "../place.ts";
import type { Recogniser, Scene, Shape } from "../shape.ts";

export const healthCheck: Recogniser = {
  kinds: ["health-check"],
  start: (scene, emit) => (node) => {
    if (node.kind === "call") {
      const probe = probeAt(node, scene.resolver);
      if (probe !== undefined) emit(probe);
    }
    if (node.kind !== "function" || !node.implemented || !isHealthName(nameOf(node))) return;
    if (!isOfCache(node, scene)) return;
    const asks = isAlwaysTheSame(node) ? false : asksIn(node, scene.resolver, 0);
    emit({
      kind: "health-check",
      span: { start: node.start, end: Math.min(node.end, node.start + 1) },
      node,
      properties: { asks },
      captures: {},
      words: { name: nameOf(node) },
    });
  },
};

/** A command that only asks whether the server is there, in a function that says whether it is. */
function probeAt(call: Call, resolver: Resolver): Shape | undefined {
  const site = resolver.operationAt(call);
  if (site?.operation.operation !== "ping" || site.instance.type.provides !== "shared-cache")
    return undefined;
  const fn = [...ancestors(call)].find(
    (up): up is FunctionNode => up.kind === "function" && isHealthName(nameOf(up)),
  );
  if (fn === undefined) return undefined;
  return {
    kind: "health-check",
    span: callHead(call),
    node: call,
    instance: site.instance,
    properties: { bounded: isBounded(call, fn, site.instance, resolver) },
    captures: {},
    words: { name: nameOf(fn), call: describe(call.callee) },
  };
}

function isBounded(
  call: Call,
  fn: FunctionNode,
  instance: Instance,
  resolver: Resolver,
): boolean | undefined {
  if (isLimitedAround(call) || resolver.option(instance, "socket-timeout").state === "given")
    return true;
  const isTimed = someNode(
    fn,
    (node) => (node.kind === "name" || node.kind === "member") && TIMED.test(node.name),
  );
  // What it is handed to may end the wait.
  if (isTimed || call.parent?.kind === "call") return undefined;
  const { state } = resolver.option(instance, "command-timeout");
  if (state !== "absent") return state === "unknown" ? undefined : true;
  let client = instance;
  while (client.source !== undefined) client = client.source;
  // What was made elsewhere may have been told.
  return client.type.opens && client.making !== undefined ? false : undefined;
}

const TIMED = /timeout|deadline|abort|^race$|^wait_?for$/i;

/** Its own name, or that of the route it answers: `.route("/health", get(|| async { "ok" }))`. */
function nameOf(fn: FunctionNode): string {
  const own = functionName(fn);
  if (own !== "") return own;
  for (
    let up = fn.parent, steps = 0;
    up?.kind === "call" && steps < 3;
    up = up.parent, steps += 1
  ) {
    const [first] = up.args;
    if (first?.kind === "literal" && typeof first.value === "string" && first.value.startsWith("/"))
      return first.value.slice(1);
  }
  return "";
}

function isHealthName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => /^(health|healthy|healthcheck|healthz)$/.test(word)) &&
    !words.some((word) =>
      /^(set|mark|register|update|interval|config|path|url|reset|start|stop|un)$/.test(word),
    )
  );
}

/** The class talks to a cache, or is of a cache that the project makes. */
function isOfCache(node: FunctionNode, { project, resolver }: Scene): boolean {
  if (isOfOwnCache(node, resolver)) return true;
  const around = classAround(node);
  if (around === undefined || around.flavor === "interface") return false;
  const parts = resolver.classOf(node)?.nodes ?? [around];
  return parts.some((part) => project.isCacheOwner(part));
}

const ANSWERS = /^(res|response|reply|ctx|context|c|_?req|_?request|h)$/;

/** Nothing goes in but what is written down: no field, no parameter but what the answer is given with, no wait. */
function isAlwaysTheSame(fn: FunctionNode): boolean {
  const given = new Set(fn.params.flatMap(({ name }) => name ?? []));
  if (fn.body.length === 0) return false;
  return !someNodeIn(
    fn.body,
    (node) =>
      node.kind === "await" ||
      node.kind === "if" ||
      node.kind === "switch" ||
      node.kind === "try" ||
      node.kind === "throw" ||
      (node.kind === "name" &&
        (/^(self|this|cls)$/.test(node.name) ||
          (given.has(node.name) && !ANSWERS.test(node.name)))) ||
      (node.kind === "call" && !isPlainCall(node)),
  );
}

/** It makes a value, or hands the answer over. */
function isPlainCall({ callee, macro }: Call): boolean {
  if (macro) return true;
  if (callee.kind === "name") return /^[A-Z]|^(bool|json|jsonify|str|dict|int)$/.test(callee.name);
  if (callee.kind !== "member") return false;
  if (callee.path)
    return /^[A-Z]|^(new|object|text|ok|from|json|body|html|default)$/.test(callee.name);
  return /^(json|status|send|sendStatus|end|text|into_response|to_string|into|to_owned|body|finish|unwrap|writeHead|code|uptime|now|toISOString|header|type|isoformat|write|setHeader|insert_header|content_type)$/.test(
    callee.name,
  );
}

function asksIn(fn: FunctionNode, resolver: Resolver, depth: number): boolean | undefined {
  const answers = fn.body
    .flatMap((statement) => callsIn(statement))
    .map((call) => asksBy(call, resolver, depth));
  if (answers.includes(true)) return true;
  // What it keeps in a field may be the answer of an earlier command.
  const reads = someNodeIn(fn.body, (node) => node.kind === "member" && !node.path);
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
  if (meaning.kind === "external" && opens([meaning.source, ...meaning.path])) return true;
  if (meaning.kind === "global" && opens(meaning.path)) return true;
  if (meaning.kind === "function" && depth < 3) return asksIn(meaning.node, resolver, depth + 1);
  return isPlain(call.callee) ? false : undefined;
}

/** `TcpStream::connect(…)`, `socket.create_connection(…)` */
function opens(path: readonly string[]): boolean {
  return /\b(net|socket|asyncio)\b.*\.(connect|connect_timeout|createConnection|create_connection|open_connection)$/.test(
    path.join("."),
  );
}

/** `Ok(true)`, `Some(x)`: no work is done. */
function isPlain(callee: Expr): boolean {
  return callee.kind === "name" && /^(Ok|Some|bool|Boolean)$/.test(callee.name);
}
