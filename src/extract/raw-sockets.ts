/** Connections below any library: the calls that open one, and the code that holds one. */
import { classAround } from "../model/ancestry.ts";
import { someNodeIn } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, ClassNode, FunctionNode, TypeRef } from "../model/syntax.ts";

const SOCKET =
  /(^|\.)(TcpStream|TlsStream|UnixStream|StreamReader|StreamWriter|Socket|TLSSocket|socket)$/;

export function isSocketType(type: TypeRef | undefined): boolean {
  if (type === undefined) return false;
  return SOCKET.test(type.name) || type.args.some((arg) => isSocketType(arg));
}

/** `TcpStream::connect(…)`, `net.connect(…)`, `socket.create_connection(…)` */
export function opensSocket(call: Call, resolver: Resolver): boolean {
  const meaning = resolver.meaning(call.callee);
  if (meaning.kind !== "external" && meaning.kind !== "global") return false;
  const source = meaning.kind === "external" ? meaning.source.replace(/^node:/, "") : "";
  const dotted = [source, ...meaning.path].filter((word) => word !== "").join(".");
  return /\b(net|tls|socket|asyncio|anyio)\b.*\.(connect|connect_timeout|createConnection|create_connection|open_connection|connect_tcp|Socket|socket)$/.test(
    dotted.replaceAll("::", "."),
  );
}

/** The function that a call runs opens a connection, and hands back what holds it: `Connection::new(port)`, `new Client(host)`. */
export function makesOwnClient(call: Call, resolver: Resolver): boolean {
  const meaning = resolver.meaning(call.callee);
  if (meaning.kind === "function") return isMaker(meaning.node) && opensOne(meaning.node, resolver);
  if (meaning.kind !== "class") return false;
  const makers = meaning.info.nodes
    .flatMap(({ methods }) => methods)
    .filter(({ name }) => name === "constructor" || name === "__init__");
  return makers.some((maker) => opensOne(maker, resolver));
}

/** It gives back its own class, or the socket itself. */
function isMaker(fn: FunctionNode): boolean {
  const own = classAround(fn)?.name;
  return names(fn.returns).some((name) => name === "Self" || name === own || SOCKET.test(name));
}

function names(type: TypeRef | undefined): readonly string[] {
  return type === undefined ? [] : [type.name, ...type.args.flatMap((arg) => names(arg))];
}

function opensOne(fn: FunctionNode, resolver: Resolver): boolean {
  return someNodeIn(fn.body, (node) => node.kind === "call" && opensSocket(node, resolver));
}

/** A field, a parameter, or something that it opens itself is a connection. */
export function holdsSocket(fn: FunctionNode, resolver: Resolver): boolean {
  if (fn.params.some(({ type }) => isSocketType(type))) return true;
  if (opensOne(fn, resolver)) return true;
  const around = classAround(fn);
  if (around === undefined) return false;
  return (resolver.classOf(fn)?.nodes ?? [around]).some(
    (part) => hasSocketField(part) || part.methods.some((method) => opensOne(method, resolver)),
  );
}

const hasSocketField = memoised((part: ClassNode) =>
  part.fields.some(({ type }) => isSocketType(type)),
);
