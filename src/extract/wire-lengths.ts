/**
 * Numbers that a peer chose: integers of four bytes or more decoded from bytes, and what is computed from them. A number of one
 * or two bytes is bounded by its type, and so are three.
 */
import { ancestors, functionAround, lastName } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node, TypeRef } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";

/** Methods and functions that decode one integer that can be large, by the last word of their name. */
const DECODERS =
  /^(from_(be|le|ne)_bytes|readU?Int32(BE|LE)?|readBigU?Int64(BE|LE)?|getU?[iI]nt32|getBigU?[iI]nt64|(get|read|try_get)_[ui](32|64)(_le|_ne)?|read_(varint|var_u32|var_u64|vint|leb128|uleb128|unsigned_varint|varuint|var_int)|decode_(varint|leb128)|readVar[iI]nt|readVarint32|_decode_varint|ReadVarint)$/;

/** Their receivers for `from_be_bytes`: the types that can be large. */
const LARGE = /^([ui](32|64|128|size)|int)$/;

/** Calls that hand a number on: conversions, unwrapping, rounding. */
const CONVERSIONS =
  /^(Number|parseInt|BigInt|int|try_from|from|into|try_into|unwrap|expect|unwrap_or|unwrap_or_default|map_err|ok_or|ok_or_else|ok|context|with_context|to_usize|as_usize|toNumber|to_be|to_le|swap_bytes|from_be|abs|ntohl|htonl|ceil|floor|trunc|Some|Ok|saturating_add|checked_add|wrapping_add|checked_sub|saturating_sub|checked_mul|saturating_mul|await|index|boxed|fuse)$/;

/** Which numbers of one region (a class, or a function with everything inside) come from the wire. */
export interface WireLengths {
  /** What the number was first called, the empty text before it has a name; undefined where the expression is none. */
  rootOf(expr: Expr): string | undefined;
  /** Nothing in the region decodes a number. */
  readonly empty: boolean;
}

export function wireLengths(region: Node, resolver: Resolver, depth = 0): WireLengths {
  const roots = new Map<string, string>();
  const rootOf = (expr: Expr): string | undefined => rootIn(expr, roots, resolver, depth);
  let found = false;
  const bind = (name: string | undefined, expr: Expr, path: readonly string[], at: Node): void => {
    if (name === undefined) return;
    const root =
      decodedPart(expr, path, resolver) ?? (path.length === 0 ? rootOf(expr) : undefined);
    if (root === undefined) return;
    found = true;
    const key = keyOf(name, at);
    roots.set(key, root === "" ? key : root);
  };
  walk(region, (node) => {
    if (node.kind === "declare" && node.value !== undefined) {
      for (const { name, path } of node.bindings) bind(name, node.value, path, node);
    }
    if (node.kind === "assign" && /^(=|\?\?=|\|\|=)$/.test(node.op)) {
      bind(canonical(node.target), node.value, [], node);
    }
    if (node.kind === "pattern-test" || node.kind === "switch") {
      const value = node.kind === "switch" ? node.subject : node.value;
      if (rootOf(value) !== undefined) {
        const bindings =
          node.kind === "switch" ? node.arms.flatMap((arm) => arm.bindings) : node.bindings;
        for (const { name, path } of bindings) if (path.length === 0) bind(name, value, [], node);
      }
    }
    if (
      node.kind === "call" &&
      (isDecoder(node, resolver) || unpackFormat(node, resolver) !== undefined)
    )
      found = true;
  });
  return { rootOf, empty: !found };
}

/** Fields are the class's own, other names those of the outermost function they stand in. */
export function keyOf(name: string, at: Node): string {
  if (/^(this|self)\./.test(name)) return name;
  let outermost = -1;
  for (const up of ancestors(at)) if (up.kind === "function") outermost = up.start;
  return `${outermost} ${name}`;
}

function rootIn(
  expr: Expr,
  roots: ReadonlyMap<string, string>,
  resolver: Resolver,
  depth: number,
): string | undefined {
  const inner = (part: Expr): string | undefined => rootIn(part, roots, resolver, depth);
  switch (expr.kind) {
    case "name":
    case "member":
      return roots.get(keyOf(canonical(expr) ?? "", expr));
    case "await":
    case "assign":
      return inner(expr.value);
    case "unary":
      return expr.op === "!" ? undefined : inner(expr.operand);
    case "binary":
      if (isShiftedBytes(expr)) return "";
      return /^(\+|-|\*|\|\||\?\?|>>>)$/.test(expr.op)
        ? (inner(expr.left) ?? inner(expr.right))
        : undefined;
    case "conditional":
      return inner(expr.then) ?? inner(expr.otherwise);
    case "index":
      return decodedPart(expr.object, indexOf(expr.index), resolver);
    case "switch":
      return inner(expr.subject);
    case "call":
      return rootOfCall(expr, inner, resolver, depth);
    default:
      return undefined;
  }
}

function rootOfCall(
  call: Call,
  inner: (part: Expr) => string | undefined,
  resolver: Resolver,
  depth: number,
): string | undefined {
  if (isDecoder(call, resolver)) return "";
  const { callee } = call;
  const name = lastName(callee) ?? "";
  if (CONVERSIONS.test(name)) {
    const receiver = callee.kind === "member" && !callee.path ? inner(callee.object) : undefined;
    const [first] = call.args;
    return receiver ?? (first === undefined ? undefined : inner(first));
  }
  return depth < 2 && returnsLength(call, resolver, depth) ? "" : undefined;
}

/** A function of the project's own that decodes a number and hands it on: `read_length(stream)`. */
function returnsLength(call: Call, resolver: Resolver, depth: number): boolean {
  const meaning = resolver.meaning(call.callee);
  if (meaning.kind !== "function" || meaning.node.body.length > 12) return false;
  const fn: FunctionNode = meaning.node;
  // A type that cannot be large, or that is no number.
  if (fn.returns !== undefined && !mentionsNumber(fn.returns)) return false;
  const lengths = wireLengths(fn, resolver, depth + 1);
  if (lengths.empty) return false;
  let returned = false;
  walk(fn, (node) => {
    if (node.kind !== "return" || node.value === undefined || functionAround(node) !== fn) return;
    if (lengths.rootOf(node.value) !== undefined) returned = true;
  });
  return returned;
}

function mentionsNumber(type: TypeRef): boolean {
  const last = type.name.split(".").at(-1) ?? "";
  if (/^([ui](32|64|size)|number|bigint|int)$/.test(last)) return true;
  const wraps = /^(Option|Promise|Poll|\||Optional)$/.test(last) || last.endsWith("Result");
  return wraps && type.args.some((arg) => mentionsNumber(arg));
}

export function isDecoder(call: Call, resolver: Resolver): boolean {
  const { callee } = call;
  if (callee.kind !== "member" && callee.kind !== "name") return false;
  if (callee.name === "readUIntBE" || callee.name === "readUIntLE") {
    const width = call.args[1]?.kind === "literal" ? call.args[1].value : undefined;
    return typeof width === "number" && width > 3;
  }
  if (callee.name === "from_bytes") return isLargeFromBytes(call);
  if (unpackFormat(call, resolver) !== undefined) return false;
  if (!DECODERS.test(callee.name)) return false;
  if (/^from_.._bytes$/.test(callee.name)) {
    return (
      callee.kind === "member" &&
      callee.object.kind === "name" &&
      LARGE.test(callee.object.name) &&
      !isShortSlice(call)
    );
  }
  return true;
}

/** Python's `int.from_bytes(data[0:2], "big")`: as large as what it is given. */
function isLargeFromBytes(call: Call): boolean {
  const { callee } = call;
  if (callee.kind !== "member" || callee.object.kind !== "name" || callee.object.name !== "int")
    return false;
  return !isShortSlice(call);
}

/** `u32::from_be_bytes([0, b[0], b[1], b[2]])` is bounded by its three bytes, and `recv(2)` gives two. */
function isShortSlice({ args: [first] }: Call): boolean {
  if (first === undefined) return false;
  if (first.kind === "list")
    return first.items.some((item) => item.kind === "literal" && item.value === 0);
  return (
    sliceWidth(first) < 4 ||
    someNode(
      first,
      (node) =>
        node.kind === "call" &&
        node.callee.kind === "member" &&
        /^(recv|read|readexactly|read_exact|recv_exact|recvall)$/.test(node.callee.name) &&
        node.args[0]?.kind === "literal" &&
        typeof node.args[0].value === "number" &&
        node.args[0].value < 4,
    )
  );
}

/** How many bytes a slice with literal ends takes; Infinity where that is not written. */
function sliceWidth(expr: Expr): number {
  if (expr.kind !== "index") return Infinity;
  const { index } = expr;
  if (index.kind === "literal") return 1;
  const parts = index.kind === "other" ? index.parts : [];
  const ends = parts.flatMap((part) =>
    part.kind === "literal" && typeof part.value === "number" ? [part.value] : [],
  );
  const [from, to] = ends;
  if (parts.length === 1 && from !== undefined) return from;
  return parts.length === 2 && from !== undefined && to !== undefined ? to - from : Infinity;
}

/** `(b[0] << 24) | (b[1] << 16) | …`: bytes put together by hand. */
function isShiftedBytes(expr: Extract<Expr, { kind: "binary" }>): boolean {
  if (expr.op !== "|" && expr.op !== "+") return false;
  for (const side of [expr.left, expr.right]) {
    if (side.kind !== "binary") continue;
    if (
      side.op === "<<" &&
      side.right.kind === "literal" &&
      typeof side.right.value === "number" &&
      side.right.value >= 24
    )
      return true;
    if (isShiftedBytes(side)) return true;
  }
  return false;
}

/** One field of `struct.unpack(">IH", data)`, by its position: "" when its format can be large. */
function decodedPart(expr: Expr, path: readonly string[], resolver: Resolver): string | undefined {
  const call = expr.kind === "await" ? expr.value : expr;
  if (call.kind !== "call" || path.length !== 1) return undefined;
  const format = unpackFormat(call, resolver);
  if (format === undefined) return undefined;
  return /^[IiLlQqNnP]$/.test(formatItems(format)[Number(path[0])] ?? "") ? "" : undefined;
}

function unpackFormat(call: Call, resolver: Resolver): string | undefined {
  const { callee } = call;
  if (callee.kind !== "name" && callee.kind !== "member") return undefined;
  if (!/^(unpack|unpack_from)$/.test(callee.name)) return undefined;
  const inModule =
    callee.kind === "name" || (callee.object.kind === "name" && callee.object.name === "struct");
  const format = inModule ? call.args[0] : structFormat(callee.object, resolver);
  const meaning = format === undefined ? undefined : resolver.meaning(format);
  return meaning?.kind === "constant" && typeof meaning.value === "string"
    ? meaning.value
    : undefined;
}

/** `HEADER = struct.Struct(">I")`, then `HEADER.unpack(data)`. */
function structFormat(object: Expr, resolver: Resolver): Expr | undefined {
  const made = object.kind === "call" ? object : definedBy(object, resolver);
  if (made?.kind !== "call" || (made.callee.kind !== "member" && made.callee.kind !== "name"))
    return undefined;
  return made.callee.name === "Struct" ? made.args[0] : undefined;
}

function definedBy(expr: Expr, resolver: Resolver): Expr | undefined {
  const [definition] = resolver.meaning(expr).via ?? [];
  if (definition?.kind === "declare") return definition.value;
  return definition?.kind === "field" ? definition.value : undefined;
}

/** The items of a struct format in order: `>2sIH` is s, I, H. */
function formatItems(format: string): readonly string[] {
  const items: string[] = [];
  for (const [, count, letter] of format.matchAll(/(\d*)([A-Za-z?])/g)) {
    if (letter === undefined || letter === "x") continue;
    const times =
      letter === "s" || letter === "p" || count === "" ? 1 : Math.min(Number(count), 64);
    for (let at = 0; at < times; at += 1) items.push(letter);
  }
  return items;
}

function indexOf(index: Expr): readonly string[] {
  return index.kind === "literal" ? [String(index.value)] : [];
}
