/**
 * Connections that a server has taken, and where it waits on them for what the peer sends. They come from `accept()`, as the
 * parameters of a function that serves them, or are a field of what was made for one. TypeScript's servers, which hand
 * them to a listener, are not looked at here.
 */
import { ancestors, classAround, lastName } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Binding, Call, Expr, FunctionNode, Node, TypeRef } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";
import { isSocketType } from "./raw-sockets.ts";
import { isCalledInTimer, isInTimer } from "./timers.ts";

export interface ServedRead {
  /** The first call that waits for the peer. */
  readonly read: Call;
  readonly timed: boolean;
}

/** The first wait of a function on a connection that it serves; undefined where it serves none, or others wait for it. */
export function servedRead(fn: FunctionNode, resolver: Resolver): ServedRead | undefined {
  const sockets = servedBy(fn, resolver, 0);
  if (sockets.size === 0) return undefined;
  const names = withDerived(sockets, fn);
  let read: Call | undefined;
  walk(fn, (node) => {
    if (read === undefined && node.kind === "call" && isWait(node, names, resolver)) read = node;
    return read === undefined;
  });
  if (read === undefined) return undefined;
  const timed =
    isInTimer(read) ||
    setsLimit(fn, names) ||
    hasLimit(fn) ||
    isCalledInTimer(fn, resolver, 0) ||
    isLimitedByCaller(fn, resolver, 0);
  return { read, timed };
}

const SETTERS =
  /^(set_read_timeout|set_timeout|settimeout|setdefaulttimeout|set_nonblocking|setblocking)$/;

function setsLimit(root: Node, names: ReadonlySet<string>): boolean {
  return someNode(
    root,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "member" &&
      SETTERS.test(node.callee.name) &&
      !(node.args[0]?.kind === "literal" && node.args[0].value === null) &&
      isOne(node.callee.object, names),
  );
}

/** `class Handler(StreamRequestHandler): timeout = 5` */
function hasLimit(fn: FunctionNode): boolean {
  return classAround(fn)?.fields.some(({ name }) => name === "timeout") === true;
}

/** A function that hands the connection on has set a limit on it, or its name says that it does. */
function isLimitedByCaller(fn: FunctionNode, resolver: Resolver, depth: number): boolean {
  if (depth > 2) return false;
  return resolver.callersOf(fn).some((call) => {
    const caller = outermost(call);
    if (caller === undefined || caller === fn) return false;
    const handed = new Set(call.args.flatMap((arg) => canonical(arg) ?? []));
    return setsLimit(caller, handed) || isLimitedByCaller(caller, resolver, depth + 1);
  });
}

function outermost(node: Node): FunctionNode | undefined {
  return [...ancestors(node)].filter((up) => up.kind === "function").at(-1);
}

const known = new WeakMap<FunctionNode, ReadonlySet<string>>();

/** The names by which a function that stands in no other holds connections that were taken. */
function servedBy(fn: FunctionNode, resolver: Resolver, depth: number): ReadonlySet<string> {
  const before = known.get(fn);
  if (before !== undefined) return before;
  const names = new Set<string>();
  if (outermost(fn) !== undefined || depth > 3) return names;
  // Callers that lead back here find nothing.
  known.set(fn, names);
  if (!isLocal(fn)) for (const name of accepted(fn)) names.add(name);
  fn.params.forEach((param, at) => {
    if (param.name === undefined) return;
    const isTyped = isSocketType(param.type) || isReader(param.type, fn);
    const isServed =
      isStreamPair(fn, at) ||
      (SERVES.test(fn.name ?? "") &&
        (isTyped || (param.type === undefined && PEERS.test(param.name)))) ||
      ((isTyped || param.type === undefined) && isHandedOne(fn, at, resolver, depth));
    if (isServed) names.add(param.name);
  });
  for (const field of servedFields(fn, resolver, depth)) names.add(field);
  return names;
}

/** `S: AsyncRead + Unpin` */
function isReader(type: TypeRef | undefined, { bounds }: FunctionNode): boolean {
  return (
    type !== undefined &&
    (bounds[type.name] ?? []).some(({ name }) => /(^|\.)(AsyncRead|AsyncReadExt|Read)$/.test(name))
  );
}

const PEERS = /^(conn|connection|sock|socket|client|peer|client_?sock|client_?socket)$/i;
const SERVES = /^(serve|handle)(_|$)|^(process|on)_(client|conn|connection|session|stream|peer)$/;
/** What `accept()` gives, or a loop over `incoming()`. */
function accepted(fn: FunctionNode): readonly string[] {
  const found: string[] = [];
  const take = ([first]: readonly Binding[]): void => {
    if (first !== undefined) found.push(first.name);
  };
  walk(fn, (node) => {
    if (node.kind === "declare" && node.value !== undefined && accepts(node.value))
      take(node.bindings);
    if (node.kind === "pattern-test" && accepts(node.value)) take(node.bindings);
    if (node.kind === "loop" && node.over !== undefined && accepts(node.over)) take(node.bindings);
    if (node.kind === "switch" && accepts(node.subject))
      for (const arm of node.arms) if (!/^\s*Err\b/.test(arm.pattern ?? "")) take(arm.bindings);
  });
  return found;
}

/** Peers on a socket of the file system are on this machine. */
function isLocal(fn: FunctionNode): boolean {
  return someNode(fn, (node) => lastName(node) === "UnixListener");
}

function accepts(value: Node): boolean {
  return someNode(
    value,
    (node) =>
      node.kind === "call" &&
      node.args.length === 0 &&
      node.callee.kind === "member" &&
      /^(accept|incoming)$/.test(node.callee.name) &&
      !/^(tx|rx|offer|invite)$/.test(lastName(node.callee.object) ?? ""),
  );
}

/** What `asyncio.start_server` calls: `async def serve(reader, writer)`. */
function isStreamPair({ params }: FunctionNode, at: number): boolean {
  return (
    params[at]?.name === "reader" &&
    /^(writer|_writer)$/.test(params[at + 1]?.name ?? "") &&
    params.length <= at + 3
  );
}

/** A caller gives the parameter a connection that was taken: by a call, or by naming the function as a thread's target. */
function isHandedOne(fn: FunctionNode, at: number, resolver: Resolver, depth: number): boolean {
  return resolver.callersOf(fn).some((call) => {
    const caller = outermost(call);
    const arg = call.args[at];
    if (caller === undefined || arg === undefined) return false;
    return isOne(arg, withDerived(servedBy(caller, resolver, depth + 1), caller));
  });
}

/** `self.stream` in a method of what was made for a connection: `Handler::new(stream)`, or a socketserver's handler. */
function servedFields(fn: FunctionNode, resolver: Resolver, depth: number): readonly string[] {
  const around = classAround(fn);
  if (around === undefined) return [];
  if (around.bases.some(({ name }) => /(StreamRequestHandler|BaseRequestHandler)$/.test(name)))
    return ["self.request", "self.rfile"];
  const parts = resolver.classOf(fn)?.nodes ?? [around];
  const makers = parts
    .flatMap(({ methods }) => methods)
    .filter((one) => one.static || /^(constructor|__init__)$/.test(one.name ?? ""));
  return makers.flatMap((maker) => keptBy(maker, resolver, depth)).map((name) => `self.${name}`);
}

/** The fields that a constructor puts a connection into that it is handed. */
function keptBy(maker: FunctionNode, resolver: Resolver, depth: number): readonly string[] {
  const handed = maker.params.flatMap(({ name }, at) =>
    name !== undefined && isHandedOne(maker, at, resolver, depth) ? [name] : [],
  );
  if (handed.length === 0) return [];
  const names = withDerived(new Set(handed), maker);
  const fields: string[] = [];
  walk(maker, (node) => {
    if (node.kind === "record" && node.type !== undefined)
      for (const { key, value } of node.entries)
        if (key !== undefined && isMadeOf(value, names)) fields.push(key);
    if (node.kind === "assign" && node.target.kind === "member" && isMadeOf(node.value, names))
      fields.push(node.target.name);
  });
  return fields;
}

/** Adds what is made of them: the halves of a connection, a buffered reader, its lines. */
function withDerived(sockets: ReadonlySet<string>, fn: FunctionNode): ReadonlySet<string> {
  if (sockets.size === 0) return sockets;
  const names = new Set(sockets);
  walk(fn, (node) => {
    if (node.kind !== "declare" || node.value === undefined) return;
    if (isMadeOf(node.value, names)) for (const { name } of node.bindings) names.add(name);
  });
  return names;
}

function isMadeOf(value: Expr, names: ReadonlySet<string>): boolean {
  if (isOne(value, names)) return true;
  if (value.kind !== "call") return false;
  const { callee, args } = value;
  if (callee.kind !== "member") return false;
  if (!callee.path) return HALVES.test(callee.name) && isMadeOf(callee.object, names);
  return WRAPS.test(lastName(callee.object) ?? "") && args.some((arg) => isMadeOf(arg, names));
}

const HALVES =
  /^(split|into_split|try_clone|clone|unwrap|expect|lines|makefile|by_ref|get_mut|framed)$/;
/** `BufReader::new(stream)`, `tokio::io::split(stream)` */
const WRAPS = /^(BufReader|BufWriter|BufStream|Framed|FramedRead|Arc|Mutex|TcpStream|io)$/;

function isOne(expr: Expr, names: ReadonlySet<string>): boolean {
  const text = canonical(expr);
  return text !== undefined && names.has(text);
}

const WAITS =
  /^(read|read_exact|read_line|read_until|read_to_end|read_to_string|read_buf|read_[ui]\d+|fill_buf|peek|next|next_line|recv|recv_into|recvfrom|readline|readexactly|readuntil)$/;

function isWait(call: Call, names: ReadonlySet<string>, resolver: Resolver): boolean {
  const { callee } = call;
  if (callee.kind === "member" && !callee.path) {
    if (WAITS.test(callee.name)) return isMadeOf(callee.object, names);
    // `for line in reader.lines()`
    if (callee.name === "lines" && call.parent?.kind === "loop")
      return isMadeOf(callee.object, names);
  }
  const at = call.args.findIndex((arg) => isMadeOf(arg, names));
  if (at < 0) return false;
  const meaning = resolver.meaning(callee);
  if (meaning.kind !== "function") return false;
  const param = meaning.node.params[at];
  // A function that takes a connection as such is looked at itself.
  if (param?.name === undefined || param.type === undefined || isSocketType(param.type))
    return false;
  const own = withDerived(new Set([param.name]), meaning.node);
  return someNode(
    meaning.node,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "member" &&
      WAITS.test(node.callee.name) &&
      isMadeOf(node.callee.object, own),
  );
}
