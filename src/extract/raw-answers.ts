/** Functions of the project that send a request and give its answer on as it is: their callers are to look at it. */
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, Expr, FunctionNode } from "../model/syntax.ts";
import { answerOf } from "./http-answer.ts";
import { exchangeAt, type Exchange } from "./http-exchange.ts";
import { calledBy } from "./reach.ts";

/** The request that a call sends itself, or has a helper send. */
export function exchangeThrough(call: Call, resolver: Resolver): Exchange | undefined {
  const own = exchangeAt(call, resolver);
  if (own !== undefined) return own;
  const fn = calledBy(call, resolver);
  const inner = fn === undefined ? undefined : helpersOf(resolver).sentBy(fn);
  if (fn === undefined || inner === undefined) return undefined;
  const url = givenFor(inner.url, fn, call);
  return { call, instance: inner.instance, isSent: true, ...(url === undefined ? {} : { url }) };
}

interface Helpers {
  readonly sentBy: (fn: FunctionNode) => Exchange | undefined;
}

const helpersOf = memoised((resolver: Resolver): Helpers => {
  const known = new WeakMap<FunctionNode, { readonly sent: Exchange | undefined }>();
  const sentBy = (fn: FunctionNode): Exchange | undefined => {
    const before = known.get(fn);
    if (before !== undefined) return before.sent;
    // One that calls itself is asked once.
    known.set(fn, { sent: undefined });
    const sent = rawIn(fn, resolver);
    known.set(fn, { sent });
    return sent;
  };
  return { sentBy };
});

/** The one request whose answer the function gives on without a look at it. */
function rawIn(fn: FunctionNode, resolver: Resolver): Exchange | undefined {
  const given: Exchange[] = [];
  const looked: Exchange[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "function" && node.name !== undefined) return false;
      if (node.kind !== "call") return undefined;
      const exchange = exchangeThrough(node, resolver);
      if (exchange === undefined) return undefined;
      const answer = answerOf(exchange, resolver);
      if (answer.checked || answer.read !== undefined) looked.push(exchange);
      else if (answer.returns) given.push(exchange);
      return undefined;
    });
  }
  return looked.length > 0 ? undefined : given[0];
}

/** What the caller gives for the parameter that the address begins with. */
function givenFor(url: Expr | undefined, fn: FunctionNode, call: Call): Expr | undefined {
  if (url === undefined) return undefined;
  let index = -1;
  walk(url, (node) => {
    if (index < 0 && node.kind === "name")
      index = fn.params.findIndex((param) => param.name === node.name);
    return index < 0;
  });
  const name = fn.params[index]?.name;
  return call.named.find((one) => one.name === name)?.value ?? call.args[index];
}
