/**
 * `request-retry`: code sends a request again when it failed: a loop, or a function that calls itself. `delay` is how it
 * waits in between, `bounded` whether a count or a clock ends it, `method` whether the request may be repeated, `keyed`
 * whether a key makes it so, `waits_told` what it makes of an answer that says when to come back.
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNode, someNodeIn } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, FunctionNode, Loop, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { symbolOf } from "../context.ts";
import { exchangeAt, type Exchange } from "../http-exchange.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import { createReach, type Effect, type Reach } from "../reach.ts";
import { delayOf, isRetryAfter } from "../retry-waits.ts";
import { turnsOfFunction, turnsOfLoop, type Turns } from "../retry-turns.ts";
import type { Recogniser, Shape } from "../shape.ts";

type Sent = Effect<Exchange>;

export const requestRetry: Recogniser = {
  kinds: ["request-retry"],
  start: ({ resolver }, emit) => {
    const reach = createReach(resolver, (call) => exchangeAt(call, resolver));
    return (node) => {
      if (node.kind !== "loop" && node.kind !== "function") return;
      const find = (sent: Sent): Turns | undefined =>
        node.kind === "loop" ? turnsOfLoop(node, sent.call) : turnsOfFunction(node, sent.call);
      for (const sent of [...reach.of(node.body), ...given(node, reach, resolver)]) {
        const turns = find(sent);
        if (turns === undefined) continue;
        emit(shapeOf(turns, sent, resolver));
        return;
      }
    };
  },
};

/** `retry(() => fetch(url))`: the function that runs again is a parameter, and a caller's closure sends the request. */
function given(
  node: Loop | FunctionNode,
  reach: Reach<Exchange>,
  resolver: Resolver,
): readonly Sent[] {
  const fn = node.kind === "function" ? node : functionAround(node);
  if (fn === undefined || fn.params.length === 0) return [];
  const found: Sent[] = [];
  const isParam = new Map(fn.params.map((param, index) => [param.name, index]));
  const calls: Call[] = [];
  for (const statement of node.body) {
    someNode(statement, (inner) => {
      if (inner.kind === "call" && inner.callee.kind === "name" && isParam.has(inner.callee.name))
        calls.push(inner);
      return false;
    });
  }
  for (const call of calls.slice(0, 1)) {
    const index = call.callee.kind === "name" ? (isParam.get(call.callee.name) ?? 0) : 0;
    for (const caller of resolver.callersOf(fn)) {
      const closure = caller.args[index];
      if (closure === undefined) continue;
      const meaning = resolver.meaning(closure);
      const body =
        closure.kind === "function"
          ? closure.body
          : meaning.kind === "function"
            ? meaning.node.body
            : [];
      for (const sent of reach.of(body)) found.push({ ...sent, call });
    }
  }
  return found;
}

function shapeOf(turns: Turns, { what, call }: Sent, resolver: Resolver): Shape {
  const { instance } = what;
  const { at } = turns;
  return {
    kind: "request-retry",
    span: spanOf(turns, call),
    node: at,
    instance,
    properties: {
      provides: instance.type.provides,
      library: instance.library.id,
      form: turns.form,
      bounded: turns.bounded,
      delay: delayOf(turns),
      few: isFew(at),
      method: methodOf(what),
      keyed: hasKey(what.call),
      waits_told: toldOf(turns, resolver),
    },
    captures: {},
    words: { made: describe(call.callee), library: instance.library.title },
  };
}

/** From the head of the loop to the request: what tries again, and what it tries. */
function spanOf({ at, form }: Turns, call: Call): { start: number; end: number } {
  const head = callHead(call);
  if (form === "loop") return { start: at.start, end: Math.max(head.end, at.start + 3) };
  return { start: Math.min(head.start, at.start), end: Math.max(head.end, at.end) };
}

/** Two attempts: what is tried once more floods nobody. */
function isFew(at: Node): boolean {
  if (at.kind !== "loop" || at.over === undefined) return false;
  return someNode(
    at.over,
    (node) => node.kind === "literal" && (node.value === 1 || node.value === 2),
  );
}

/** `read`: the path says that a POST only asks. */
function methodOf({ method, call }: Exchange): "safe" | "unsafe" | "read" | "unknown" {
  if (method === undefined) return "unknown";
  if (method !== "POST" && method !== "PATCH") return "safe";
  if (
    wordsOf(symbolOf(call)).some((word) =>
      /^(fetch|get|load|list|search|query|check|verify|find|read)$/.test(word),
    )
  )
    return "read";
  const isRead = someNode(
    call,
    (node) =>
      (node.kind === "literal" && typeof node.value === "string" && READS.test(node.value)) ||
      ((node.kind === "name" || node.kind === "member") && READS.test(node.name)),
  );
  return isRead ? "read" : "unsafe";
}

const READS =
  /graphql|search|query|rpc|token|login|oauth|auth|completion|embed|chat|generate|translat|predict|infer|_bulk_get|lookup|batchGet|rerank|model/i;

function hasKey(call: Call): boolean {
  const fn = functionAround(call);
  return someNodeIn(fn === undefined ? [call] : fn.body, namesKey);
}

function namesKey(node: Node): boolean {
  if (node.kind === "literal") return typeof node.value === "string" && KEY.test(node.value);
  if (node.kind === "record")
    return node.entries.some(({ key }) => key !== undefined && KEY.test(key));
  return (node.kind === "name" || node.kind === "member") && KEY.test(node.name);
}

const KEY = /idempoten/i;

/** Whether code that retries on 429 or 503 looks at `Retry-After`; nothing where it knows of neither status. */
function toldOf({ at, body }: Turns, resolver: Resolver): boolean | undefined {
  const fn = functionAround(at);
  const roots: readonly Node[] = fn === undefined ? body : fn.body;
  if (someNodeIn(roots, isRetryAfter)) return true;
  return someNodeIn(roots, (node) => isBusy(node, resolver)) ? false : undefined;
}

function isBusy(node: Node, resolver: Resolver): boolean {
  if (node.kind === "literal") return node.value === 429 || node.value === 503;
  if (node.kind === "member")
    return /^(TOO_MANY_REQUESTS|SERVICE_UNAVAILABLE|too_many_requests)$/.test(node.name);
  if (node.kind !== "name" || !/stat|retry|code/i.test(node.name)) return false;
  const meaning = resolver.meaning(node);
  return (
    meaning.kind === "list" &&
    meaning.items.some(
      (item) => item.kind === "literal" && (item.value === 429 || item.value === 503),
    )
  );
}
