/**
 * `frame-read`: memory is reserved, or a body read, by a length that was decoded from bytes. `bounded` says whether the length
 * was held against a limit before; `sink` what happens with it: `reserve`, `read`, `wait` (bytes are collected until so many are
 * there) or `to-end` (no length at all); `peer` where the bytes come from.
 */
import { ancestors, classAround, functionAround } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { isAvailable, isBounded } from "../length-bounds.ts";
import { peerOf, type Peer } from "../peer.ts";
import { callHead } from "../place.ts";
import type { Recogniser, Shape } from "../shape.ts";
import { wireLengths, type WireLengths } from "../wire-lengths.ts";

type Sort = "reserve" | "read" | "wait" | "to-end" | "codec";

export const frameRead: Recogniser = {
  kinds: ["frame-read"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const codec = node.kind === "call" ? codecOf(node, resolver) : undefined;
      if (codec !== undefined) emit(codec);
      const end = node.kind === "call" ? readToEnd(node, resolver) : undefined;
      if (end !== undefined) emit(end);
      if (isRegion(node)) for (const shape of framesIn(node, resolver)) emit(shape);
    },
};

/** A class, or a function that stands in none and in no other function. */
function isRegion(node: Node): node is ClassNode | FunctionNode {
  if (node.kind === "class")
    return classAround(node) === undefined && functionAround(node) === undefined;
  return (
    node.kind === "function" &&
    functionAround(node) === undefined &&
    classAround(node) === undefined
  );
}

interface Sink {
  readonly node: Node;
  readonly size: Expr;
  readonly sort: Sort;
}

function framesIn(region: ClassNode | FunctionNode, resolver: Resolver): readonly Shape[] {
  const lengths = wireLengths(region, resolver);
  if (lengths.empty) return [];
  const shapes: Shape[] = [];
  const done = new Set<string>();
  const waits: Sink[] = [];
  const take = ({ node, size, sort }: Sink): void => {
    const root = lengths.rootOf(size);
    if (root === undefined || (root !== "" && done.has(root))) return;
    const peer = peerOf(node, resolver);
    done.add(root);
    shapes.push(
      shapeOf(node, sort, peer, isBounded({ root, sink: node, region, lengths }, resolver), size),
    );
  };
  walk(region, (node) => {
    for (const sink of sinksAt(node, lengths, resolver)) take(sink);
    const wait = waitAt(node, lengths);
    if (wait !== undefined) waits.push(wait);
  });
  if (waits.length > 0 && collects(region)) for (const wait of waits) take(wait);
  return shapes;
}

function shapeOf(node: Node, sort: Sort, peer: Peer, bounded: boolean, size?: Expr): Shape {
  return {
    kind: "frame-read",
    span: node.kind === "call" ? callHead(node) : node,
    node,
    properties: { bounded, sink: sort, peer },
    captures: {},
    words: {
      length: size === undefined ? "" : describe(size),
      call: node.kind === "call" ? describe(node.callee) : "vec!",
    },
  };
}

const RESERVES =
  /^(with_capacity|zeroed|reserve|reserve_exact|try_reserve|resize|alloc|allocUnsafe|allocUnsafeSlow|bytearray|set_len)$/;
const TYPED_ARRAYS =
  /^(Uint8Array|Uint8ClampedArray|ArrayBuffer|SharedArrayBuffer|Buffer|Int8Array|Uint32Array)$/;
const READS =
  /^(recv|recv_into|readexactly|read_exactly|read|receive|receive_exactly|recv_exactly)$/;
const EXACT_READERS =
  /^_*(recv|read|receive|get)_?(all|exact|exactly|n|bytes|full|fully|n_bytes|nbytes|bytes_exact|exact_bytes|body|buffer)$/i;

function sinksAt(node: Node, lengths: WireLengths, resolver: Resolver): readonly Sink[] {
  // `vec![0; len]`
  if (node.kind === "list") {
    const last = node.items.at(-1);
    const size = last?.kind === "other" && last.what === "length" ? last.parts[0] : undefined;
    return size === undefined ? [] : [{ node, size: size as Expr, sort: "reserve" }];
  }
  if (node.kind !== "call") return [];
  const { callee } = node;
  if (callee.kind !== "name" && callee.kind !== "member") return [];
  const sized = node.args.filter((arg) => lengths.rootOf(arg) !== undefined);
  const [size] = sized;
  if (size === undefined) return [];
  if (RESERVES.test(callee.name) && size === node.args[0]) return [{ node, size, sort: "reserve" }];
  if (node.isNew && TYPED_ARRAYS.test(callee.name)) return [{ node, size, sort: "reserve" }];
  const meaning = resolver.meaning(callee);
  const reads =
    meaning.kind === "function"
      ? reservesBy(meaning.node, node.args.indexOf(size))
      : EXACT_READERS.test(callee.name) ||
        (READS.test(callee.name) &&
          callee.kind === "member" &&
          size === node.args[0] &&
          resolver.moduleOf(node).language !== "rust");
  return reads ? [{ node, size, sort: "read" }] : [];
}

/** A function of the project's own that reserves or reads as much as its parameter says, and does not look at it first. */
function reservesBy(fn: FunctionNode, position: number): boolean {
  const name = fn.params[position]?.name;
  if (name === undefined) return false;
  const isIt = (expr: Node | undefined): boolean => expr?.kind === "name" && expr.name === name;
  const reserves = someNode(fn, (node) => {
    if (node.kind === "list") {
      const last = node.items.at(-1);
      return last?.kind === "other" && last.what === "length" && isIt(last.parts[0]);
    }
    if (node.kind !== "call" || (node.callee.kind !== "name" && node.callee.kind !== "member"))
      return false;
    const { name: called } = node.callee;
    const [first] = node.args;
    const isSink = [RESERVES, READS, EXACT_READERS].some((names) => names.test(called));
    return isSink && first !== undefined && someNode(first, isIt);
  });
  const isLimited = someNode(fn, (node) => {
    if (node.kind !== "binary" || !/^[<>]=?$/.test(node.op)) return false;
    const other = isIt(node.left) ? node.right : isIt(node.right) ? node.left : undefined;
    return other !== undefined && other.kind !== "literal" && !isAvailable(other);
  });
  return reserves && !isLimited;
}

/** `if (buffered.length < length + 4) return;`: what has come is kept until all of it is there. */
function waitAt(node: Node, lengths: WireLengths): Sink | undefined {
  if (node.kind !== "if" && node.kind !== "loop") return undefined;
  const test = node.kind === "if" ? node.test : node.over;
  if (test === undefined) return undefined;
  let found: Sink | undefined;
  walk(test, (part) => {
    if (part.kind !== "binary" || !/^[<>]=?$/.test(part.op)) return;
    const [size, other] =
      lengths.rootOf(part.left) === undefined ? [part.right, part.left] : [part.left, part.right];
    if (lengths.rootOf(size) === undefined || !isAvailable(other)) return;
    found ??= { node: part, size, sort: "wait" };
  });
  return found;
}

/** Bytes are added to what came before. */
function collects(region: Node): boolean {
  return someNode(region, (node) => {
    if (node.kind === "class" && node.bases.some(({ name }) => /(^|\.)Decoder$/.test(name)))
      return true;
    if (node.kind === "assign" && node.op === "+=")
      return (
        node.target.kind !== "index" &&
        /(buf|data|chunk|recv|pending|acc)/i.test(describe(node.target))
      );
    if (node.kind !== "call" || node.callee.kind !== "member") return false;
    return node.callee.name === "concat"
      ? node.callee.object.kind === "name" && node.callee.object.name === "Buffer"
      : /^(read_buf|extend_from_slice|feed|data_received)$/.test(node.callee.name);
  });
}

/** tokio-util's codec refuses frames over 8 MiB unless told otherwise. */
function codecOf(call: Call, resolver: Resolver): Shape | undefined {
  const { callee } = call;
  if (
    callee.kind !== "member" ||
    callee.object.kind !== "name" ||
    callee.object.name !== "LengthDelimitedCodec"
  )
    return undefined;
  if (!/^(new|builder|default)$/.test(callee.name)) return undefined;
  let limit: Expr | undefined;
  for (const up of ancestors(call)) {
    if (up.kind === "call" && up.callee.kind === "member" && up.callee.name === "max_frame_length")
      limit = up.args[0];
    if (up.kind !== "call" && up.kind !== "member") break;
  }
  const meaning = limit === undefined ? undefined : resolver.meaning(limit);
  const bounded = !(meaning?.kind === "constant" && meaning.value === Infinity);
  return shapeOf(call, "codec", "network", bounded, limit);
}

/** `stream.read_to_end(&mut body)` on a socket, with or without `.take(n)` before. */
function readToEnd(call: Call, resolver: Resolver): Shape | undefined {
  const { callee } = call;
  if (callee.kind !== "member" || !/^(read_to_end|read_to_string)$/.test(callee.name))
    return undefined;
  let at: Expr = callee.object;
  let taken = false;
  while (at.kind === "call" && at.callee.kind === "member") {
    taken ||= at.callee.name === "take";
    at = at.callee.object;
  }
  if (!isSocket(at, resolver)) return undefined;
  return shapeOf(call, "to-end", "network", taken);
}

const SOCKETS = /^(TcpStream|UnixStream|TlsStream|OwnedReadHalf)$/;

function isSocket(expr: Expr, resolver: Resolver): boolean {
  const meaning = resolver.meaning(expr);
  if (meaning.kind === "parameter") return SOCKETS.test(meaning.type?.name.split(".").at(-1) ?? "");
  if (meaning.kind === "external" && meaning.path.some((word) => SOCKETS.test(word))) return true;
  const [definition] = meaning.via ?? [];
  return (
    definition?.kind === "declare" &&
    ((definition.type !== undefined &&
      SOCKETS.test(definition.type.name.split(".").at(-1) ?? "")) ||
      (definition.value !== undefined &&
        someNode(
          definition.value,
          (node) =>
            node.kind === "name" &&
            SOCKETS.test(node.name) &&
            node.parent?.kind === "member" &&
            /^(connect|connect_timeout)$/.test(node.parent.name),
        )))
  );
}
