/** Attributes as decorators: `#[cfg(test)]`, `#[cached(size = 10)]`, `#[tokio::main]`. */
import type { Span } from "../../model/source.ts";
import type { Call, Decorator, Expr, Named, Stmt } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { spanAt, textAt, type Context } from "./context.ts";
import { simplePath } from "./paths.ts";
import { readArguments, type Arguments } from "./reparse.ts";
import { trimmed } from "./tokens.ts";

/** The path, then what opens the rest of an attribute. */
const ATTRIBUTE = /^#!?\s*\[\s*(?:unsafe\s*\(\s*)?((?:\w|::)+)\s*([([{=]?)/;

/** One `#[…]` that stands before an item, field or statement. */
export function lowerAttribute(ctx: Context, node: SyntaxNode): Decorator {
  const span = spanAt(ctx, node);
  const text = textAt(ctx, span);
  const bracket = text.indexOf("[");
  const inside = { start: span.start + bracket + 1, end: span.end - 1 };
  const value = attributeValue(ctx, text, span);
  const path = ATTRIBUTE.exec(text)?.[1] ?? "";
  return {
    ...span,
    name: path.replace(/^::/, "").replaceAll("::", "."),
    value,
    text: textAt(ctx, inside).trim(),
  };
}

/**
 * `#![cfg(…)]` marks the module or block it stands in: it becomes a statement, the call `cfg(…)`, so that later
 * code can see it first among the statements. Other inner attributes say nothing here.
 */
export function lowerInnerAttribute(ctx: Context, node: SyntaxNode): readonly Stmt[] {
  const span = spanAt(ctx, node);
  const text = textAt(ctx, span);
  if (!/^#!\s*\[\s*cfg\b/.test(text)) return [];
  return [{ kind: "expression", ...span, value: attributeValue(ctx, text, span) }];
}

function attributeValue(ctx: Context, text: string, span: Span): Expr {
  const match = ATTRIBUTE.exec(text);
  const path = match?.[1] ?? "";
  if (match === null) return { kind: "other", ...span, what: "attribute", parts: [] };
  const start = span.start + match[0].indexOf(path, 2);
  const callee = simplePath(path, { start, end: start + path.length });
  const inside = insideOf(ctx, span, match[0].length, match[2] ?? "");
  const list = inside === undefined ? undefined : readArguments(ctx, inside);
  if (list === undefined) return callee;
  const end = trimmed(ctx.text, span.start, span.end - 1).end;
  return callOf(callee, { start, end }, list);
}

/** `feature = "x"` is a named argument at every depth: `#[cfg(not(feature = "x"))]`. */
function callOf(callee: Expr, span: Span, list: Arguments): Call {
  const args: Expr[] = [];
  const named: Named[] = [...list.named];
  for (const arg of list.args) {
    if (arg.kind === "assign" && arg.target.kind === "name") {
      named.push({ start: arg.start, end: arg.end, name: arg.target.name, value: arg.value });
    } else {
      args.push(arg.kind === "call" ? callOf(arg.callee, arg, arg) : arg);
    }
  }
  return {
    kind: "call",
    start: span.start,
    end: span.end,
    callee,
    args,
    named,
    isNew: false,
    macro: false,
    typeArgs: [],
  };
}

function insideOf(ctx: Context, span: Span, head: number, open: string): Span | undefined {
  if (open === "") return undefined;
  const start = span.start + head;
  const closer = open === "(" ? ")" : open === "[" ? "]" : "}";
  const last = ctx.text.lastIndexOf(closer, span.end - 2);
  return { start, end: open === "=" || last < start ? span.end - 1 : last };
}
