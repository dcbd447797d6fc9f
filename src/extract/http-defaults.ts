/** What is said of requests apart from them: limits and hooks for all of a file, and the requests of one client. */
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, Expr, Module, Node } from "../model/syntax.ts";
import { exchangeAt, nameOf } from "./http-exchange.ts";

export interface Said {
  /** A limit for every request: `axios.defaults.timeout = 5000`, `socket.setdefaulttimeout(5)`, an adapter of one's own. */
  defaults: boolean;
  /** Requests are given limits one by one: `client.get(url).timeout(limit)`. */
  each: boolean;
  /** Something looks at every answer: `session.hooks["response"] = [check]`. */
  hooks: boolean;
}

const said = new WeakMap<Module, Said>();

/** What a file says of limits apart from its clients and requests. */
export function saidOf(module: Module): Said {
  const known = said.get(module);
  if (known !== undefined) return known;
  const found: Said = { defaults: false, each: false, hooks: false };
  for (const statement of module.body) {
    walk(statement, (node) => {
      if (setsDefault(node, module)) found.defaults = true;
      if (limitsOne(node)) found.each = true;
      if (hooksIn(node, module)) found.hooks = true;
    });
  }
  said.set(module, found);
  return found;
}

function setsDefault(node: Node, { language }: Module): boolean {
  if (node.kind === "call") {
    const name = nameOf(node.callee);
    if (name === "setdefaulttimeout" || name === "setGlobalDispatcher") return true;
    return (
      name === "mount" &&
      language === "python" &&
      node.args.some((arg) => arg.kind === "call" && nameOf(arg.callee) !== "HTTPAdapter")
    );
  }
  if (node.kind !== "assign" || node.target.kind !== "member") return false;
  const { name, object } = node.target;
  return (
    (name === "timeout" && object.kind === "member" && object.name === "defaults") ||
    // `session.request = partial(session.request, timeout=5)`
    (name === "request" && node.value.kind === "call")
  );
}

function hooksIn(node: Node, { language }: Module): boolean {
  return node.kind === "member" && language === "python" && /^(event_)?hooks$/.test(node.name);
}

/** The requests whose client is seen being made, by the call that makes it. */
export const requestsOf = memoised((resolver: Resolver): ReadonlyMap<Call, readonly Call[]> => {
  const found = new Map<Call, Call[]>();
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        const client =
          node.kind === "call" ? exchangeAt(node, resolver)?.instance.source : undefined;
        if (node.kind !== "call" || client?.making === undefined) return;
        found.set(client.making, [...(found.get(client.making) ?? []), node]);
      });
    }
  }
  return found;
});

function limitsOne(node: Node): boolean {
  return (
    node.kind === "call" &&
    node.callee.kind === "member" &&
    node.callee.name === "timeout" &&
    node.args.length === 1 &&
    isRequestChain(node.callee.object)
  );
}

function isRequestChain(expr: Expr): boolean {
  for (
    let at: Expr = expr;
    at.kind === "call" && at.callee.kind === "member";
    at = at.callee.object
  )
    if (/^(get|post|put|patch|delete|head|request)$/.test(at.callee.name)) return true;
  return false;
}
