/** Keys as text: exactly, to ask whether two calls of one function mean the same entry, and as a shape, across functions. */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import { wordOf } from "../model/measure.ts";
import type { Expr } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";

/** Names of a function's parameters, and what the caller gives for them, as text. */
export type Bound = ReadonlyMap<string, string>;

const NOTHING: Bound = new Map();
const DEEPEST = 12;

/** Methods that hand on the same key. */
const SAME =
  /^(clone|as_str|to_string|to_owned|as_ref|into|toString|as_bytes|as_slice|encode|decode|format)$/;

/** Equal for expressions of one function that are the same key; nothing for those too big or too odd to compare. */
export function textOf(
  expr: Expr,
  resolver: Resolver,
  bound: Bound = NOTHING,
  depth = 0,
): string | undefined {
  if (depth > DEEPEST) return undefined;
  const inner = (part: Expr): string | undefined => textOf(part, resolver, bound, depth + 1);
  const joined = (parts: readonly Expr[], mark: string): string | undefined => {
    const texts = parts.map(inner);
    return texts.includes(undefined) ? undefined : `${mark}(${texts.join(",")})`;
  };
  switch (expr.kind) {
    case "literal":
      return JSON.stringify(expr.value);
    case "name":
      return bound.get(expr.name) ?? named(expr, resolver, bound, depth);
    case "member": {
      const object = inner(expr.object);
      return object === undefined ? undefined : `${object}.${expr.name}`;
    }
    case "index":
      return joined([expr.object, expr.index], "[]");
    case "template":
      return joined(expr.parts, "`");
    case "binary":
      return joined([expr.left, expr.right], expr.op);
    case "list":
      return expr.items.length === 1 && expr.items[0] !== undefined
        ? inner(expr.items[0])
        : joined(expr.items, "list");
    case "await":
    case "spread":
      return inner(expr.value);
    case "call":
      if (expr.callee.kind === "member" && expr.args.length === 0 && SAME.test(expr.callee.name))
        return inner(expr.callee.object);
      return joined([expr.callee, ...expr.args, ...expr.named.map(({ value }) => value)], "call");
    default:
      return undefined;
  }
}

/** A local constant is what it was declared as; a module's constant its value. */
function named(
  expr: Extract<Expr, { kind: "name" }>,
  resolver: Resolver,
  bound: Bound,
  depth: number,
): string {
  const value = localValue(expr, resolver);
  if (value !== undefined) {
    const text = textOf(value, resolver, bound, depth + 1);
    if (text !== undefined) return text;
  }
  const meaning = resolver.meaning(expr);
  return meaning.kind === "constant" && meaning.value !== null
    ? JSON.stringify(wordOf(meaning.value))
    : expr.name;
}

/** What a name of the same function was declared as, where that is its one value. */
export function localValue(expr: Expr, resolver: Resolver): Expr | undefined {
  if (expr.kind !== "name") return undefined;
  const [definition] = resolver.meaning(expr).via ?? [];
  if (definition?.kind !== "declare" || definition.bindings.length !== 1) return undefined;
  if (definition.bindings[0]?.path.length !== 0) return undefined;
  return functionAround(definition) === functionAround(expr) ? definition.value : undefined;
}

/** `lock:{}`: the constant parts of a key, `{}` for the others; nothing for a key without constant parts. */
export function shapeOf(key: Expr, resolver: Resolver): string | undefined {
  const shape = shapeText(resolver.meaning(key), resolver, 0);
  return /[A-Za-z]([A-Za-z]|[:/.-])/.test(shape) ? shape : undefined;
}

function shapeText(meaning: Meaning, resolver: Resolver, depth: number): string {
  if (depth > DEEPEST) return "{}";
  if (meaning.kind === "constant") return wordOf(meaning.value);
  if (meaning.kind !== "text") return "{}";
  return meaning.parts
    .map((part) =>
      part.kind === "literal"
        ? wordOf(part.value)
        : shapeText(resolver.meaning(part), resolver, depth + 1),
    )
    .join("");
}

/** The words that a key is made of: its names, its constant text, and those of what builds it. */
export function keyWords(key: Expr, resolver: Resolver): readonly string[] {
  const words: string[] = [];
  const collect = (root: Expr): void => {
    walk(root, (node) => {
      if (node.kind === "literal" && typeof node.value === "string" && node.value.length < 200)
        words.push(...wordsOf(node.value));
      if (node.kind === "name" || node.kind === "member") words.push(...wordsOf(node.name));
      return node.kind !== "function";
    });
  };
  collect(key);
  const value = localValue(key, resolver);
  if (value !== undefined) collect(value);
  const meaning = resolver.meaning(key);
  if (meaning.kind === "constant" && typeof meaning.value === "string")
    words.push(...wordsOf(meaning.value));
  if (meaning.kind === "text") for (const part of meaning.parts) if (part !== key) collect(part);
  return words;
}
