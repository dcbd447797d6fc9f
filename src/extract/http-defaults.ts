/** What is said of requests apart from them: limits and hooks for all of a file, and the requests of one client. */
import { walk } from "../model/children.ts";

import type { Instance, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import { setUpsOf } from "./set-ups.ts";
import type { Call, Module, Node } from "../model/syntax.ts";
import { exchangeAt, nameOf } from "./http-exchange.ts";

export interface Said {
  /** A limit for every request: `axios.defaults.timeout = 5000`, `socket.setdefaulttimeout(5)`, an adapter of one's own. */
  defaults: boolean;
  /** Something looks at every answer: `session.hooks["response"] = [check]`. */
  hooks: boolean;
}

const said = new WeakMap<Module, Said>();

/** What a file says of limits apart from its clients and requests. */
export function saidOf(module: Module): Said {
  const known = said.get(module);
  if (known !== undefined) return known;
  const found: Said = { defaults: false, hooks: false };
  for (const statement of module.body) {
    walk(statement, (node) => {
      if (setsDefault(node, module)) found.defaults = true;
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

export interface Requests {
  /** By the call that makes their client. */
  readonly byClient: ReadonlyMap<Call, readonly Call[]>;
  /** By their file, where it is not seen how their client is made. */
  readonly loose: ReadonlyMap<Module, readonly Call[]>;
}

/** The requests that go through a client. */
export const requestsOf = memoised((resolver: Resolver): Requests => {
  const byClient = new Map<Call, Call[]>();
  const loose = new Map<Module, Call[]>();
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        const client =
          node.kind === "call" ? exchangeAt(node, resolver)?.instance.source : undefined;
        if (node.kind !== "call" || client === undefined) return;
        const { making } = client;
        if (making === undefined) loose.set(module, [...(loose.get(module) ?? []), node]);
        else byClient.set(making, [...(byClient.get(making) ?? []), node]);
      });
    }
  }
  return { byClient, loose };
});

/** Whether a client that a framework injects is set up, anywhere in the project, with a limit, or with what cannot be read. */
export function isSetUp(instance: Instance, resolver: Resolver): boolean {
  return setUpsOf(instance, resolver).some(({ call, path }) => mayLimit(call, path));
}

/** An options record says all there is; what is worked out when the program starts may say anything. */
function mayLimit({ args }: Call, path: string): boolean {
  const [options] = args;
  if (options === undefined) return false;
  if (options.kind !== "record" || options.rest.length > 0 || path.endsWith("Async")) return true;
  return options.entries.some(({ key }) => key === undefined || key === "timeout");
}
