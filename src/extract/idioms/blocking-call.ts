/**
 * `blocking-call`: cache I/O in asynchronous code. `blocking` is true where it holds the runtime's thread until the server
 * answers: a synchronous client, or a process or file call of the standard library that does the cache's work; false
 * where an asynchronous client is awaited.
 */
import { classAround, functionAround } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Expr, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { isInAsync } from "../context.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const blockingCall: Recogniser = {
  kinds: ["blocking-call"],
  start:
    ({ resolver, project }, emit) =>
    (node) => {
      if (node.kind !== "call" || !isInAsync(node)) return;
      const made = resolver.constructionAt(node);
      const site = made === undefined ? resolver.operationAt(node) : undefined;
      const instance = site?.instance ?? made?.instance;
      if (instance !== undefined) {
        // Making a blocking connection waits for the server; making an asynchronous one, or collecting commands, does not.
        const waits =
          site === undefined
            ? instance.type.opens && instance.type.blocking
            : !instance.type.buffered && !instance.type.fluent;
        if (!waits || instance.type.provides === "none") return;
        emit({
          kind: "blocking-call",
          span: callHead(node),
          node,
          instance,
          properties: {
            provides: instance.type.provides,
            library: instance.library.id,
            blocking: instance.type.blocking,
            by: "client",
          },
          captures: {},
          words: { call: describe(node.callee), library: instance.library.title },
        });
        return;
      }
      const what = standardBlocking(node, resolver);
      if (what === undefined) return;
      const owner = classAround(node) ?? functionAround(node);
      const cached = talksToCacheServer(node)
        ? "server"
        : owner !== undefined && project.isCacheOwner(owner)
          ? "owner"
          : undefined;
      if (cached === undefined) return;
      emit({
        kind: "blocking-call",
        span: callHead(node),
        node,
        properties: {
          provides: "shared-cache",
          library: "std",
          blocking: true,
          by: what,
          owner: cached,
        },
        captures: {},
        words: { call: describe(node.callee), library: "the standard library" },
      });
    },
};

const PROCESS =
  /(^|\.)(execSync|execFileSync|spawnSync|subprocess\.(run|call|check_output|check_call)|os\.system)$/;
const SLEEP = /(^|\.)(time\.sleep|thread\.sleep|Atomics\.wait|deasync|runLoopOnce|block_on)$/;

/** A call of the standard library that blocks its thread, by where it is imported from. */
function standardBlocking(call: Call, resolver: Resolver): string | undefined {
  const meaning = resolver.meaning(call.callee);
  const dotted =
    meaning.kind === "external"
      ? [meaning.source.replace(/^node:/, ""), ...meaning.path].join(".")
      : meaning.kind === "global"
        ? meaning.path.join(".")
        : undefined;
  if (dotted === undefined || call.parent?.kind === "await") return undefined;
  if (PROCESS.test(dotted)) return "process";
  return SLEEP.test(dotted) && !dotted.startsWith("tokio") ? "sleep" : undefined;
}

/** `redis-cli` or a memcached tool among the words of the command. */
function talksToCacheServer(call: Call): boolean {
  return call.args.some((arg) => mentionsTool(arg));
}

function mentionsTool(expr: Expr): boolean {
  let found = false;
  walk(expr, (node: Node) => {
    if (
      node.kind === "literal" &&
      typeof node.value === "string" &&
      /\b(redis-cli|valkey-cli|memc\w+|memcached-tool)\b/.test(node.value)
    )
      found = true;
    return !found;
  });
  return found;
}
