/**
 * Which slot of a cluster a key falls into, as far as its text tells: by the part in braces (`{user:1}:name`) where there
 * is one, else by the whole key.
 */
import type { Meaning, Resolver } from "../model/meaning.ts";
import { wordOf } from "../model/measure.ts";
import type { Expr, FunctionNode } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";
import { localValue } from "./key-text.ts";

export interface Slot {
  /** Equal for keys of one slot. */
  readonly text: string;
  /** False where a variable may bring a tag along: a key that nothing here spells. */
  readonly spelled: boolean;
  readonly tagged: boolean;
  /** Names that the deciding part is made of. */
  readonly names: ReadonlySet<string>;
}

type Piece = string | { readonly hole: string; readonly names: readonly string[] };
type Bound = ReadonlyMap<string, readonly Piece[]>;

const DEEPEST = 6;

/** Nothing for a key that is too odd to compare. */
export function slotOf(key: Expr, resolver: Resolver): Slot | undefined {
  const pieces = piecesOf(key, resolver, new Map(), 0);
  if (pieces === undefined) return undefined;
  const tag = tagOf(pieces);
  const deciding = tag ?? pieces;
  return {
    text: deciding
      .map((piece) => (typeof piece === "string" ? piece : `\0${piece.hole}\0`))
      .join(""),
    spelled: typeof pieces[0] === "string" && pieces[0] !== "",
    tagged: tag !== undefined,
    names: new Set(deciding.flatMap((piece) => (typeof piece === "string" ? [] : piece.names))),
  };
}

/** What stands between the first `{` and the next `}`; nothing where that is empty. */
function tagOf(pieces: readonly Piece[]): readonly Piece[] | undefined {
  const inside: Piece[] = [];
  let open = false;
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      if (open) inside.push(piece);
      continue;
    }
    const start = open ? 0 : piece.indexOf("{") + 1;
    if (!open && start === 0) continue;
    open = true;
    const end = piece.indexOf("}", start);
    const part = piece.slice(start, end < 0 ? undefined : end);
    if (part !== "") inside.push(part);
    if (end >= 0) return inside.length === 0 ? undefined : inside;
  }
  return undefined;
}

function piecesOf(
  expr: Expr,
  resolver: Resolver,
  bound: Bound,
  depth: number,
): readonly Piece[] | undefined {
  if (depth > DEEPEST) return undefined;
  const all = (parts: readonly Expr[]): readonly Piece[] | undefined => {
    const found: Piece[] = [];
    for (const part of parts) {
      const pieces = piecesOf(part, resolver, bound, depth + 1);
      if (pieces === undefined) return undefined;
      found.push(...pieces);
    }
    return joined(found);
  };
  switch (expr.kind) {
    case "literal":
      return [String(expr.value)];
    case "template":
      return all(expr.parts);
    case "binary":
      return expr.op === "+" ? all([expr.left, expr.right]) : hole(expr);
    case "await":
    case "spread":
      return piecesOf(expr.value, resolver, bound, depth);
    case "name":
      return bound.get(expr.name) ?? named(expr, resolver, bound, depth);
    case "member":
      return constantOf(resolver.meaning(expr)) ?? hole(expr);
    case "call":
      return (
        unwrapped(expr, resolver, bound, depth) ??
        called(expr, resolver, bound, depth) ??
        hole(expr)
      );
    default:
      return hole(expr);
  }
}

function named(
  expr: Extract<Expr, { kind: "name" }>,
  resolver: Resolver,
  bound: Bound,
  depth: number,
): readonly Piece[] | undefined {
  const value = localValue(expr, resolver);
  const local = value === undefined ? undefined : piecesOf(value, resolver, bound, depth + 1);
  return local ?? constantOf(resolver.meaning(expr)) ?? hole(expr);
}

function constantOf(meaning: Meaning): readonly Piece[] | undefined {
  return meaning.kind === "constant" && meaning.value !== null
    ? [wordOf(meaning.value)]
    : undefined;
}

/** `key.clone()`, `String(key)`: the same key. */
function unwrapped(
  call: Extract<Expr, { kind: "call" }>,
  resolver: Resolver,
  bound: Bound,
  depth: number,
): readonly Piece[] | undefined {
  const { callee, args } = call;
  const same =
    callee.kind === "member" &&
    args.length === 0 &&
    /^(clone|as_str|to_string|to_owned|as_ref|into|toString|as_bytes|encode)$/.test(callee.name);
  return same ? piecesOf(callee.object, resolver, bound, depth + 1) : undefined;
}

/** A function that does nothing but build a key. */
function called(
  call: Extract<Expr, { kind: "call" }>,
  resolver: Resolver,
  bound: Bound,
  depth: number,
): readonly Piece[] | undefined {
  const meaning = resolver.meaning(call.callee);
  if (meaning.kind !== "function") return undefined;
  const built = builtBy(meaning.node);
  if (built === undefined) return undefined;
  const given = new Map<string, readonly Piece[]>();
  for (const [index, { name }] of meaning.node.params.entries()) {
    if (name === undefined) continue;
    const arg = call.named.find((one) => one.name === name)?.value ?? call.args[index];
    const pieces = arg === undefined ? undefined : piecesOf(arg, resolver, bound, depth + 1);
    if (pieces === undefined) return undefined;
    given.set(name, pieces);
  }
  return piecesOf(built, resolver, given, depth + 1);
}

function builtBy(fn: FunctionNode): Expr | undefined {
  const [only] = fn.body;
  if (fn.body.length !== 1) return undefined;
  if (only?.kind === "return") return only.value;
  return only?.kind === "expression" ? only.value : undefined;
}

function hole(expr: Expr): readonly Piece[] | undefined {
  const text = canonical(expr);
  return text === undefined ? undefined : [{ hole: text, names: namesIn(text) }];
}

function namesIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

/** Neighbouring texts as one, so that a tag's braces are found wherever they stand. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (typeof piece === "string" && typeof last === "string")
      found[found.length - 1] = last + piece;
    else found.push(piece);
  }
  return found;
}
