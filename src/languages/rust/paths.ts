/** Paths such as `a::b`, read from the text where that suffices. */
import type { Span } from "../../model/source.ts";
import type { Expr, Member, TypeRef } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { spanAt, textAt, type Context } from "./context.ts";
import { nameOrNone, plainName } from "./literals.ts";
import { lowerType, typesIn } from "./types.ts";

const SIMPLE_PATH = /^(?:::)?(?:r#)?\w+(?:::(?:r#)?\w+)*$/;

/** `Some(…)` and its like are only a wrapper of what they hold: they add nothing to a path. */
export const TRANSPARENT: ReadonlySet<string> = new Set(["Some", "Ok", "Err", "Ready"]);

export interface Path {
  readonly expr: Expr;
  /** Type arguments anywhere in the path: those of `HashMap::<K, V>::new`. */
  readonly typeArgs: readonly TypeRef[];
}

/** A path of any shape as names and members. */
export function lowerPath(ctx: Context, node: SyntaxNode, kind: string): Path {
  const span = spanAt(ctx, node);
  const text = textAt(ctx, span);
  if (SIMPLE_PATH.test(text)) return { expr: simplePath(text, span), typeArgs: [] };
  return composedPath(ctx, node, kind);
}

/** Names and members for a path's text such as `a::b`, which has neither generics nor spaces. */
export function simplePath(text: string, span: Span): Expr {
  if (!text.includes("::")) return nameOrNone(text, span);
  if (text === "Option::None") return { kind: "literal", ...span, value: null };
  const lead = text.startsWith("::") ? 2 : 0;
  const words = text.slice(lead).split("::");
  const [first = ""] = words;
  const start = span.start + lead;
  let end = start + first.length;
  let path: Expr = nameOrNone(first, { start, end });
  for (const word of words.slice(1)) {
    end += "::".length + word.length;
    path = member(path, word, { start, end });
  }
  return path;
}

function member(object: Expr, name: string, span: Span): Member {
  return { kind: "member", ...span, object, name: plainName(name), path: true };
}

/** A path with type arguments, spaces or `<T as Trait>` in it: taken apart from its end. */
function composedPath(ctx: Context, node: SyntaxNode, kind: string): Path {
  const words: { readonly name: string; readonly end: number }[] = [];
  let typeArgs: readonly TypeRef[] = [];
  let current: SyntaxNode | null = node;
  let base: Expr | undefined;
  for (let now = kind; current !== null && base === undefined; now = current?.kind() ?? "") {
    if (now === "scoped_identifier" || now === "scoped_type_identifier") {
      const name = current.field("name");
      if (name !== null) {
        const span = spanAt(ctx, name);
        words.push({ name: textAt(ctx, span), end: span.end });
      }
      current = current.field("path");
    } else if (now.startsWith("generic_type")) {
      const list = current.field("type_arguments");
      if (typeArgs.length === 0 && list !== null) typeArgs = typesIn(ctx, list);
      current = current.field("type");
    } else {
      base = pathStart(ctx, current, now);
    }
  }
  const start = base?.start ?? spanAt(ctx, node).start;
  words.reverse();
  let expr = base;
  for (const { name, end } of words) {
    const span = { start, end };
    expr = expr === undefined ? nameOrNone(name, span) : member(expr, name, span);
  }
  return { expr: expr ?? { kind: "other", ...spanAt(ctx, node), what: kind, parts: [] }, typeArgs };
}

function pathStart(ctx: Context, node: SyntaxNode, kind: string): Expr {
  if (kind !== "bracketed_type") {
    const span = spanAt(ctx, node);
    return nameOrNone(textAt(ctx, span), span);
  }
  return { kind: "name", ...spanAt(ctx, node), name: lowerType(ctx, node).name };
}
