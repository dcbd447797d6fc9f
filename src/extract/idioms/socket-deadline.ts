/**
 * `socket-deadline`: a raw connection is opened or taken. `timed` says whether anything limits how long it may be silent: an argument, a
 * timer around it here or where the function is called, or a limit set on it afterwards. `made` is `connect` or
 * `accept`, which stands where the first read is; `kept` that the socket stays where it can be seen, so that a missing limit is missing.
 */
import { ancestors, calledName, classAround, functionAround } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Expr, Node } from "../../model/syntax.ts";
import { canonical, describe } from "../canonical.ts";
import { isNothing, judgeListener, listenerOf, SETTERS, type Judged } from "../listeners.ts";
import { listensOnPath, lonePlace, type Place } from "../local-peers.ts";
import { callHead } from "../place.ts";
import { servedRead } from "../served-sockets.ts";
import type { Recogniser, Shape } from "../shape.ts";
import { isCalledInTimer, isInTimer, isTimer } from "../timers.ts";

export const socketDeadline: Recogniser = {
  kinds: ["socket-deadline"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind === "function") {
        const served = servedRead(node, resolver);
        if (served !== undefined) emit(shapeOf(served.read, "accept", served.timed, true));
      }
      if (node.kind !== "call") return;
      const opening = openingOf(node, resolver);
      if (opening === undefined || isLocal(node, opening, resolver)) return;
      const { timed, kept } = judge(node, opening, resolver);
      emit(shapeOf(node, opening.made, timed, kept));
    },
};

function shapeOf(
  node: Call,
  made: "connect" | "accept",
  timed: boolean | undefined,
  kept: boolean,
): Shape {
  return {
    kind: "socket-deadline",
    span: callHead(node),
    node,
    properties: { made, timed, kept },
    captures: {},
    words: { call: describe(node.callee) },
  };
}

interface Opening {
  readonly made: "connect" | "accept";
  /** The call waits until the peer has answered: a timer around it is a limit. */
  readonly waits: boolean;
  /** The limit is an argument of the call. */
  readonly argument?: Expr | undefined;
  /** The call is the function that takes one. */
  readonly limited?: boolean;
  readonly place?: Place | undefined;
}

function openingOf(call: Call, resolver: Resolver): Opening | undefined {
  const meaning = resolver.meaning(call.callee);
  if (meaning.kind !== "external" && meaning.kind !== "global") return undefined;
  const source =
    meaning.kind === "external" ? meaning.source.replace(/^node:/, "").split(/[./]/) : [];
  const words = [...source, ...meaning.path.filter((word) => word !== "default" && word !== "*")];
  const dotted = words.join(".");
  if (
    /^(tokio|std|async_std|smol)\.net\.(tcp\.)?TcpStream\.(connect|connect_timeout)$/.test(dotted)
  )
    return { made: "connect", waits: true, limited: dotted.endsWith("connect_timeout") };
  const named = (name: string): Expr | undefined =>
    call.named.find((one) => one.name === name)?.value;
  if (dotted === "socket.create_connection")
    return { made: "connect", waits: true, argument: named("timeout") ?? call.args[1] };
  if (dotted === "asyncio.open_connection" || dotted === "anyio.connect_tcp")
    return { made: "connect", waits: true };
  if (dotted === "socket.socket" || dotted === "socket.socket.socket")
    return connects(call) ? { made: "connect", waits: false } : undefined;
  if (/^(net|tls)\.(connect|createConnection)$/.test(dotted))
    return {
      made: "connect",
      waits: false,
      argument: entryOf(call, "timeout"),
      place: lonePlace(call, resolver),
    };
  if (call.isNew && /^net\.Socket$/.test(dotted))
    return connects(call)
      ? { made: "connect", waits: false, argument: entryOf(call, "timeout") }
      : undefined;
  if (/^(net|tls)\.createServer$/.test(dotted) && listenerOf(call, resolver) !== undefined)
    return { made: "accept", waits: false };
  return undefined;
}

function entryOf(call: Call, key: string): Expr | undefined {
  for (const arg of call.args) {
    if (arg.kind !== "record") continue;
    const entry = arg.entries.find((one) => one.key === key);
    if (entry !== undefined) return entry.value;
  }
  return undefined;
}

/** Something is sent to or asked of the socket as a client: a listener, or a datagram socket, connects to nobody. */
function connects(call: Call): boolean {
  const name = boundTo(call);
  return name !== undefined && usesOf(name, call, /^(connect|connect_ex)$/);
}

/** The peer is this machine, or a path on it; `socket.connect({ path })` says so of a socket that was made before. */
function isLocal(call: Call, { made, place }: Opening, resolver: Resolver): boolean {
  if (place === "here") return true;
  const name = boundTo(call);
  if (made === "accept" && listensOnPath(call, name, scopeOf(name ?? "", call), resolver))
    return true;
  const later = name === undefined ? [] : connectsOf(name, call);
  return [call, ...later].some(
    (one) =>
      entryOf(one, "path") !== undefined ||
      [...one.args, ...one.named.map(({ value }) => value)].some((arg) =>
        namesThisMachine(arg, resolver, 0),
      ),
  );
}

function connectsOf(name: string, at: Call): readonly Call[] {
  const found: Call[] = [];
  walk(scopeOf(name, at), (node) => {
    const isOne =
      node.kind === "call" &&
      node.callee.kind === "member" &&
      node.callee.name === "connect" &&
      canonical(node.callee.object) === name;
    if (isOne) found.push(node);
  });
  return found;
}

const THIS_MACHINE = /^(localhost|127\.|\[?::1|0\.0\.0\.0)|^\/|\.sock$/;

function namesThisMachine(expr: Node, resolver: Resolver, depth: number): boolean {
  return someNode(expr, (part) => {
    if (part.kind === "member") return part.name === "AF_UNIX";
    if (part.kind === "literal")
      return typeof part.value === "string" && THIS_MACHINE.test(part.value);
    if (part.kind !== "name" || depth > 2) return false;
    const { via = [], ...meaning } = resolver.meaning(part);
    if (meaning.kind === "constant")
      return typeof meaning.value === "string" && THIS_MACHINE.test(meaning.value);
    const [definition] = via;
    return (
      definition?.kind === "declare" &&
      definition.value !== undefined &&
      namesThisMachine(definition.value, resolver, depth + 1)
    );
  });
}

function judge(call: Call, opening: Opening, resolver: Resolver): Judged {
  if (opening.limited === true) return { timed: true, kept: true };
  if (opening.argument !== undefined) {
    const meaning = resolver.meaning(opening.argument);
    if (meaning.kind !== "constant") return { timed: true, kept: true };
    if (meaning.value !== null && meaning.value !== 0) return { timed: true, kept: true };
  }
  if (opening.made === "accept") {
    const handler = listenerOf(call, resolver);
    if (handler === undefined) return { timed: undefined, kept: false };
    return judgeListener(handler, handler.params[0]?.name, resolver, 0);
  }
  if (opening.waits && (isInTimer(call) || isCalledInTimer(functionAround(call), resolver, 0)))
    return { timed: true, kept: true };
  if (hasDefault(call, resolver)) return { timed: true, kept: true };
  const chained = chainOf(call).some((link) => /^(setTimeout|settimeout|set_timeout)$/.test(link));
  const name = boundTo(call);
  if (chained || (name !== undefined && usesOf(name, call, SETTERS)))
    return { timed: true, kept: true };
  return {
    timed: false,
    kept:
      opening.place !== "unsaid" &&
      !isOtherwiseLimited(call) &&
      (opening.waits || (name !== undefined && !isHandedOn(scopeOf(name, call), name))),
  };
}

/** Another branch of the same choice has a limit: whoever configures it may leave it out. */
function isOtherwiseLimited(call: Call): boolean {
  for (const up of ancestors(call)) {
    if (up.kind === "function") return false;
    if (up.kind !== "switch" && up.kind !== "if" && up.kind !== "conditional") continue;
    if (
      someNode(
        up,
        (node) => isTimer(node) || (node.kind === "call" && calledName(node) === "connect_timeout"),
      )
    )
      return true;
  }
  return false;
}

/** The methods that follow in the same chain. */
function chainOf(call: Call): readonly string[] {
  const names: string[] = [];
  for (const up of ancestors(call)) {
    if (up.kind === "member") names.push(up.name);
    else if (up.kind !== "call") break;
  }
  return names;
}

/** The name or field that the call's result is given to. */
function boundTo(call: Call): string | undefined {
  let at: Node = call;
  for (const up of ancestors(call)) {
    if (
      up.kind === "await" ||
      (up.kind === "call" && up.callee.kind === "member" && up.callee === at) ||
      (up.kind === "member" && up.object === at)
    ) {
      at = up;
      continue;
    }
    if (up.kind === "declare") return up.bindings[0]?.name;
    if (up.kind === "assign") return canonical(up.target);
    if (up.kind === "field") return `this.${up.name}`;
    return undefined;
  }
  return undefined;
}

/** Where a name is in sight: its outermost function, or the class of a field. */
function scopeOf(name: string, at: Node): Node {
  const functions = [...ancestors(at)].filter((up) => up.kind === "function");
  const inClass = /^(this|self)\./.test(name) ? classAround(at) : undefined;
  return inClass ?? functions.at(-1) ?? [...ancestors(at)].at(-1) ?? at;
}

function usesOf(name: string, at: Node, methods: RegExp): boolean {
  const scope = scopeOf(name, at);
  const bare = name.replace(/^(this|self)\./, "");
  return someNode(
    scope,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "member" &&
      methods.test(node.callee.name) &&
      !isNothing(node.args[0]) &&
      (canonical(node.callee.object) === name ||
        // `const socket = net.connect(); this.socket = socket`, and the field is used elsewhere.
        (node.callee.object.kind === "member" && node.callee.object.name === bare)),
  );
}

/** The socket itself goes to other code, which may set a limit. */
function isHandedOn(scope: Node, name: string): boolean {
  return someNode(scope, (node) => {
    if (node.kind === "return") return node.value !== undefined && canonical(node.value) === name;
    if (node.kind === "assign") return canonical(node.value) === name;
    if (node.kind === "record") return node.entries.some(({ value }) => canonical(value) === name);
    return node.kind === "call" && node.args.some((arg) => canonical(arg) === name);
  });
}

/** `socket.setdefaulttimeout(5)` in the module. */
function hasDefault(call: Call, resolver: Resolver): boolean {
  return resolver
    .moduleOf(call)
    .body.some((statement) =>
      someNode(
        statement,
        (node) =>
          node.kind === "call" &&
          calledName(node) === "setdefaulttimeout" &&
          !isNothing(node.args[0]),
      ),
    );
}
