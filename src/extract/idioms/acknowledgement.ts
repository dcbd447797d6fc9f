/**
 * `acknowledgement`: a consumer tells the broker that a message is done. `order` is `before` where the work on the message
 * stands after it in the same function, `after` where it stands before it; neither where it is a way out of its own.
 */
import { ancestors, functionAround, lastName } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { callHead } from "../place.ts";
import { answerAt } from "../queue-calls.ts";
import type { Recogniser } from "../shape.ts";
import { isOnFailure, surroundings } from "../statement-order.ts";

export const acknowledgement: Recogniser = {
  kinds: ["acknowledgement"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const answer = answerAt(node, resolver);
      if (answer?.kind !== "ack") return;
      const found = orderOf(node, resolver);
      emit({
        kind: "acknowledgement",
        span: callHead(node),
        node,
        instance: answer.instance,
        properties: {
          provides: "queue",
          library: answer.instance.library.id,
          order: found?.order,
          waits: found?.waits,
        },
        captures: {},
        words: { call: describe(node.callee), work: found?.work ?? "" },
      });
    },
};

interface Order {
  readonly order: "before" | "after";
  readonly work: string;
  /** The work is awaited, or is given the message. */
  readonly waits: boolean;
}

function orderOf(ack: Call, resolver: Resolver): Order | undefined {
  const fn = functionAround(ack);
  if (fn === undefined || isOnFailure(ack, fn) || isInFinalizer(ack)) return undefined;
  const names = messageNames(ack, fn);
  const { before, after } = surroundings(ack, fn);
  const find = (nodes: readonly Node[]): Work | undefined => {
    for (const node of nodes) {
      const work = workIn(node, names, resolver);
      if (work !== undefined) return work;
    }
    return undefined;
  };
  const earlier = find(before);
  if (earlier !== undefined) return { order: "after", ...earlier };
  // `handle(message).then(() => channel.ack(message))`
  if (fn.parent?.kind === "call" && isThen(fn.parent))
    return { order: "after", work: "", waits: true };
  const later = find(after);
  return later === undefined ? undefined : { order: "before", ...later };
}

function isThen({ callee }: Call): boolean {
  return callee.kind === "member" && callee.name === "then";
}

function isInFinalizer(node: Node): boolean {
  let below = node;
  for (const up of ancestors(node)) {
    if (up.kind === "try" && up.finalizer.some((one) => one === below)) return true;
    if (up.kind === "function") return false;
    below = up;
  }
  return false;
}

/** The handler's parameters, what the loop around goes over, and what is made of them. */
function messageNames(ack: Call, fn: FunctionNode): ReadonlySet<string> {
  const names = new Set(
    fn.params.flatMap((param) => [
      ...(param.name === undefined ? [] : [param.name]),
      ...param.bindings.map(({ name }) => name),
    ]),
  );
  for (const up of ancestors(ack)) {
    if (up === fn) break;
    if (up.kind === "switch")
      for (const arm of up.arms) for (const { name } of arm.bindings) names.add(name);
    if (up.kind !== "loop") continue;
    for (const { name } of up.bindings) names.add(name);
    if (up.over?.kind === "pattern-test") for (const { name } of up.over.bindings) names.add(name);
  }
  if (ack.callee.kind === "member") {
    for (const expr of [ack.callee.object, ...ack.args])
      if (expr.kind === "name") names.add(expr.name);
  }
  walk(fn, (node) => {
    if (node.kind === "declare" && node.value !== undefined && mentions(node.value, names))
      for (const { name } of node.bindings) names.add(name);
  });
  return names;
}

function mentions(node: Node, names: ReadonlySet<string>): boolean {
  let found = false;
  walk(node, (inner) => {
    found ||= inner.kind === "name" && names.has(inner.name);
    return !found;
  });
  return found;
}

type Work = Omit<Order, "order">;

/** A call that does something with the message, or that is waited for: no reading, logging or answering of the broker. */
function workIn(node: Node, names: ReadonlySet<string>, resolver: Resolver): Work | undefined {
  let found: Work | undefined;
  walk(node, (inner) => {
    if (found !== undefined || (inner.kind === "function" && inner !== node)) return false;
    if (inner.kind !== "call" || isPlumbing(inner, resolver)) return undefined;
    const given = [...inner.args, ...inner.named.map(({ value }) => value)];
    const isGiven = given.some((arg) => mentions(arg, names));
    const isAwaited = inner.parent?.kind === "await";
    if (isAwaited || isGiven) found = { work: describe(inner.callee), waits: true };
    return undefined;
  });
  return found;
}

const READS =
  /^(parse\w*|loads|load|decode\w*|from_slice|from_str|from_utf8\w*|toString|to_string|to_vec|to_owned|into\w*|clone|unwrap\w*|expect\w*|get|len|str|bytes|int|print|println|eprintln|format|isinstance|String|Number|Boolean|Some|Ok|Err|stringify|dumps|now|sleep|from|as_\w+|info|debug|warn\w*|error|trace|log|exception|critical|inc|observe|increment|counter|histogram|gauge|record\w*|startSpan|end|next|map_err|ok|context|push|append|add|emit|split|trim|strip|startsWith|endsWith|has|includes|keys|values|items|assert\w*|validate\w*|model_validate\w*)$/;
const SPEAKS =
  /^(log|logger|logging|console|tracing|metrics?|span|statsd|stats|prom\w*|JSON|json|Buffer|Date|time|asyncio|tokio|serde_json)$/i;

function isPlumbing(call: Call, resolver: Resolver): boolean {
  const { callee } = call;
  if (call.isNew || call.macro) return true;
  const name = lastName(callee) ?? "";
  if (name === "" || READS.test(name) || SPEAKS.test(rootOf(callee))) return true;
  if (callee.kind === "member" && SPEAKS.test(memberName(callee.object))) return true;
  // Enum variants and types: `PaymentEvent(body)`.
  if (/^[A-Z]/.test(name)) return true;
  if (answerAt(call, resolver) !== undefined) return true;
  const site = resolver.operationAt(call);
  return site !== undefined
    ? site.instance.type.provides === "queue" && site.operation.operation !== "publish"
    : resolver.constructionAt(call) !== undefined;
}

function memberName(expr: Expr): string {
  return lastName(expr) ?? "";
}

function rootOf(expr: Expr): string {
  let at = expr;
  while (at.kind === "member" || at.kind === "call")
    at = at.kind === "call" ? at.callee : at.object;
  return at.kind === "name" ? at.name : "";
}
