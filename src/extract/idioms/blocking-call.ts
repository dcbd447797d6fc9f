/**
 * `blocking-call`: a client's I/O in asynchronous code. `blocking` is true where it holds the runtime's thread until the
 * server answers: a synchronous client, or a process or file call of the standard library that does the client's work;
 * false where an asynchronous client is awaited.
 */
import { classAround, functionAround } from "../../model/ancestry.ts";
import { someNode } from "../../model/children.ts";
import type { Provides } from "../../model/library.ts";
import type { Instance, OperationSite, Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Call, Expr } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { isInAsync } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import { calledBy, createReach, type Effect, type Reach } from "../reach.ts";
import type { Recogniser, Shape } from "../shape.ts";

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
            ? instance.type.sends || opensAtOnce(instance)
            : (!instance.type.buffered && !instance.type.fluent) || isSending(site);
        if (!waits || instance.type.provides === "none") return;
        emit({
          kind: "blocking-call",
          span: callHead(node),
          node,
          instance,
          properties: {
            provides: instance.type.provides,
            library: instance.library.id,
            // What is awaited does not block, whatever the rest of its client does: Django's `await cache.aget(k)`.
            blocking: instance.type.blocking && node.parent?.kind !== "await",
            by: "client",
          },
          captures: {},
          words: { call: describe(node.callee), library: instance.library.title },
        });
        return;
      }
      const hidden = blockedInside(node, resolver);
      if (hidden !== undefined) {
        emit(helperShape(node, hidden, resolver));
        return;
      }
      const what = standardBlocking(node, resolver);
      if (what === undefined) return;
      const tool = what === "process" ? serverOf(node) : undefined;
      const owner = classAround(node) ?? functionAround(node);
      const isOwned = owner !== undefined && project.isCacheOwner(owner);
      if (tool === undefined && (what === "file" ? !isCacheFile(node) : !isOwned)) return;
      emit({
        kind: "blocking-call",
        span: callHead(node),
        node,
        properties: {
          provides: tool ?? "shared-cache",
          library: "std",
          blocking: true,
          by: what,
          owner: tool === undefined ? "owner" : "server",
        },
        captures: {},
        words: { call: describe(node.callee), library: "the standard library" },
      });
    },
};

/** Of commands that are collected, the one that sends them all waits for their answers. */
function isSending({ instance, operation }: OperationSite): boolean {
  return instance.type.buffered && operation.operation === "execute" && operation.raw === undefined;
}

/** A client of HTTP connects with its first request, others when they are made. */
function opensAtOnce({ type }: Instance): boolean {
  return type.opens && type.blocking && type.provides !== "http-client";
}

const reachOf = memoised((resolver: Resolver): Reach<Instance> =>
  createReach(resolver, (call) => waitsFor(call, resolver)),
);

/** The synchronous client that a synchronous function of the program waits for, when this call runs it. */
function blockedInside(node: Call, resolver: Resolver): Effect<Instance> | undefined {
  const fn = node.parent?.kind === "await" ? undefined : calledBy(node, resolver);
  if (fn === undefined || fn.async) return undefined;
  return reachOf(resolver)
    .of([node])
    .find(({ call, steps }) => call === node && steps.every((step) => !step.fn.async));
}

function waitsFor(call: Call, resolver: Resolver): Instance | undefined {
  const site = resolver.operationAt(call);
  if (site === undefined || !site.instance.type.blocking) return undefined;
  const { buffered, fluent } = site.instance.type;
  return (!buffered && !fluent) || isSending(site) ? site.instance : undefined;
}

function helperShape(node: Call, { what, steps }: Effect<Instance>, resolver: Resolver): Shape {
  return {
    kind: "blocking-call",
    span: callHead(node),
    node,
    instance: what,
    properties: {
      provides: what.type.provides,
      library: what.library.id,
      blocking: true,
      by: "helper",
    },
    captures: {},
    words: { call: describe(node.callee), library: what.library.title },
    derivation: steps.map(({ fn }) => ({
      path: resolver.moduleOf(fn).path,
      start: fn.start,
      end: Math.min(fn.end, fn.start + 1),
      note: "this function waits for the server",
    })),
  };
}

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
  if (FILE.test(dotted) && !ASYNC.test(dotted)) return "file";
  return SLEEP.test(dotted) && !ASYNC.test(dotted) ? "sleep" : undefined;
}

const FILE =
  /(^|\.)(readFileSync|writeFileSync|appendFileSync|fs\.(read|write|read_to_string|File\.(open|create)))$|^(builtins\.|io\.)?open$/;
const ASYNC = /^(tokio|async_std|smol|aiofiles|anyio)\b/;

/** `open(cache_file)`: a file that its name says to be a cache's. */
function isCacheFile({ args: [path] }: Call): boolean {
  return (
    path !== undefined &&
    someNode(
      path,
      (node) =>
        (node.kind === "name" || node.kind === "member") &&
        wordsOf(node.name).some((word) => word === "cache" || word === "cached"),
    )
  );
}

/** What answers the programs that are started: `redis-cli`, `curl`. */
const TOOLS: readonly (readonly [RegExp, Provides])[] = [
  [/\b(redis-cli|valkey-cli|memc\w+|memcached-tool)\b/, "shared-cache"],
  [/(^|[\s/;|&])(curl|wget)(\s|$)/, "http-client"],
];

/** The server that the command asks, by the words of the command. */
function serverOf(call: Call): Provides | undefined {
  return TOOLS.find(([tool]) => call.args.some((arg) => mentionsTool(arg, tool)))?.[1];
}

function mentionsTool(expr: Expr, tool: RegExp): boolean {
  return someNode(
    expr,
    (node) => node.kind === "literal" && typeof node.value === "string" && tool.test(node.value),
  );
}
