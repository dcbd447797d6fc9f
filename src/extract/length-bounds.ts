/** Whether a number from the wire is held against a limit before memory is reserved for it. */
import { ancestors, calledName } from "../model/ancestry.ts";
import { someNode, someNodeIn } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Binary, Call, Expr, FunctionNode, Node, Stmt } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";
import { wordsOf } from "./identifiers.ts";
import { keyOf, type WireLengths } from "./wire-lengths.ts";

/** Numbers up to this are the least that a frame must have, or none at all: no upper limit. */
const SMALL = 16;

const CHECKING = new Set([
  "validate",
  "check",
  "assert",
  "ensure",
  "verify",
  "guard",
  "limit",
  "bound",
  "expect",
]);

export interface Use {
  /** The number by its first name. */
  readonly root: string;
  /** Where memory is reserved or the body read. */
  readonly sink: Node;
  readonly region: Node;
  readonly lengths: WireLengths;
}

export function isBounded(use: Use, resolver: Resolver): boolean {
  if (use.root === "") return false;
  // A field may be checked by any method, other names before they are used.
  const isField = !/^-?\d+ /.test(use.root);
  return someNode(
    use.region,
    (node) => (isField || node.start < use.sink.start) && checks(node, use, resolver),
  );
}

function checks(node: Node, use: Use, resolver: Resolver): boolean {
  const is = (expr: Expr): boolean => use.lengths.rootOf(expr) === use.root;
  switch (node.kind) {
    case "binary":
      return compares(node, use, is);
    case "call":
      return isRangeTest(node, is) || isCheckingCall(node, is, resolver);
    case "switch":
      return is(node.subject) && node.arms.some(({ pattern }) => pattern?.includes("..") === true);
    case "assign":
      return clamps(canonical(node.target), node.value, node, use);
    case "declare":
      return node.value !== undefined && clamps(node.bindings[0]?.name, node.value, node, use);
    default:
      return false;
  }
}

/** `len = Math.min(len, MAX)`: the name holds something else from here on. */
function clamps(name: string | undefined, value: Expr, at: Node, { root, lengths }: Use): boolean {
  return (
    name !== undefined &&
    keyOf(name, at) === root &&
    lengths.rootOf(value) === undefined &&
    someNode(value, (part) => part.kind === "name" && keyOf(part.name, part) === root)
  );
}

function isRangeTest({ callee, args }: Call, is: (expr: Expr) => boolean): boolean {
  return (
    callee.kind === "member" &&
    callee.name === "contains" &&
    callee.object.kind === "other" &&
    callee.object.what === "range" &&
    args.some((arg) => is(arg))
  );
}

/** `check_frame_length(len)?`, or a function of the project's own that compares what it is given and ends early. */
function isCheckingCall(call: Call, is: (expr: Expr) => boolean, resolver: Resolver): boolean {
  const position = call.args.findIndex((arg) => is(arg));
  if (position < 0 || call.macro) return false;
  const { callee } = call;
  if (callee.kind !== "name" && callee.kind !== "member") return false;
  if (CHECKING.has(wordsOf(callee.name)[0] ?? "")) return true;
  const meaning = resolver.meaning(callee);
  return meaning.kind === "function" && limitsParameter(meaning.node, position);
}

function limitsParameter(fn: FunctionNode, position: number): boolean {
  const name = fn.params[position]?.name;
  if (name === undefined) return false;
  return someNode(
    fn,
    (node) =>
      node.kind === "if" &&
      stops(node.then) &&
      someNode(
        node.test,
        (part) =>
          part.kind === "binary" &&
          /^[<>]=?$/.test(part.op) &&
          [part.left, part.right].some((side) => side.kind === "name" && side.name === name) &&
          ![part.left, part.right].some((side) => isSmall(side) || isAvailable(side)),
      ),
  );
}

function compares(node: Binary, use: Use, is: (expr: Expr) => boolean): boolean {
  if (!/^[<>]=?$/.test(node.op)) return false;
  const onLeft = is(node.left);
  if (onLeft === is(node.right)) return false;
  const limit = onLeft ? node.right : node.left;
  if (isSmall(limit) || use.lengths.rootOf(limit) !== undefined) return false;
  const around = contextOf(node);
  if (around === undefined) return false;
  const tooLarge = ((node.op[0] === ">") === onLeft) !== around.negated;
  const { node: holder } = around;
  switch (holder.kind) {
    case "call":
      return !tooLarge && calledName(holder) !== "debug_assert";
    case "other":
      return !tooLarge;
    case "if":
      if (tooLarge) return stops(holder.then) && !within(use.sink, holder.then);
      return !isAvailable(limit) && within(use.sink, holder.then);
    case "conditional":
      return within(use.sink, [tooLarge ? holder.otherwise : holder.then]);
    case "switch":
      return holder.arms.some(
        ({ guard, body }) =>
          guard !== undefined &&
          holds(guard, node) &&
          (tooLarge ? stops(body) : within(use.sink, body)),
      );
    default:
      return false;
  }
}

interface Around {
  readonly node: Extract<Node, { kind: "call" | "if" | "conditional" | "switch" | "other" }>;
  readonly negated: boolean;
}

/** What the comparison decides. */
function contextOf(node: Node): Around | undefined {
  let negated = false;
  let below = node;
  for (const up of ancestors(node)) {
    if (up.kind === "unary" && up.op === "!") negated = !negated;
    else if (up.kind === "call") {
      return up.macro || isAssertion(up) ? { node: up, negated } : undefined;
    } else if (up.kind === "if") return up.test === below ? { node: up, negated } : undefined;
    else if (up.kind === "conditional")
      return up.test === below ? { node: up, negated } : undefined;
    else if (up.kind === "switch" || (up.kind === "other" && up.what === "assert_statement"))
      return { node: up, negated };
    else if (up.kind !== "binary") return undefined;
    below = up;
  }
  return undefined;
}

function isAssertion(call: Call): boolean {
  return /^(assert|ensure|invariant|require|check|ok|guard|strictEqual)$/.test(calledName(call));
}

function isSmall(expr: Expr): boolean {
  return expr.kind === "literal" && typeof expr.value === "number" && expr.value <= SMALL;
}

/** What has arrived already: memory is there for it. */
export function isAvailable(expr: Expr): boolean {
  return someNode(expr, (node) => {
    if (node.kind === "member")
      return /^(length|byteLength|readableLength|writerIndex)$/.test(node.name);
    if (node.kind === "name")
      return /^(available|remaining|avail|bytes_?left|bytes_?read|bytes_?available)$/i.test(
        node.name,
      );
    return (
      node.kind === "call" &&
      /^(len|remaining|available|readable_bytes|readableBytes|position|bytesAvailable|readable|byteLength)$/.test(
        calledName(node),
      )
    );
  });
}

/** The branch does more than tell: it leaves, changes something or calls for an end. */
function stops(body: readonly Stmt[]): boolean {
  return someNodeIn(body, (node) => {
    if (["return", "throw", "jump", "assign"].includes(node.kind)) return true;
    return (
      node.kind === "call" &&
      /^(destroy|close|end|abort|fail|reject|terminate|disconnect|shutdown|emit|panic|bail|callback|cb|done|next|exit|kill)$/i.test(
        calledName(node),
      )
    );
  });
}

function within(inner: Node, outer: readonly Node[]): boolean {
  return outer.some((node) => holds(node, inner));
}

function holds(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
