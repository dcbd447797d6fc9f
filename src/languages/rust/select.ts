/** `tokio::select! { pattern = future, if guard => handler, … }`. */
import type { Span } from "../../model/source.ts";
import type { Binding, Expr, If, Node, Other } from "../../model/syntax.ts";
import { textAt, type Context } from "./context.ts";
import { patternText } from "./patterns.ts";
import { readExpression } from "./reparse.ts";
import { asBody } from "./bodies.ts";
import { closerOf, marksIn, trimmed } from "./tokens.ts";

type ReadPattern = (
  ctx: Context,
  inside: Span,
) => { readonly span: Span; readonly bindings: readonly Binding[] } | undefined;

interface Arm {
  readonly head: Span;
  readonly body: Span;
}

/**
 * `other` "select". An arm is an `if` whose test is the pattern against the awaited future, its body the
 * handler; arms without pattern (`else`, `default`) are the handler's statements. Undefined where an arm cannot be read.
 */
export function lowerSelect(
  ctx: Context,
  span: Span,
  inside: Span,
  readPattern: ReadPattern,
): Other | undefined {
  const parts: Node[] = [];
  for (const arm of armsIn(ctx.text, inside)) {
    const body = readExpression(ctx, arm.body);
    if (body === undefined) return undefined;
    const test = /^(?:else|default|complete)$/.test(textAt(ctx, arm.head))
      ? undefined
      : lowerHead(ctx, arm.head, readPattern);
    if (test === null) return undefined;
    if (test === undefined) parts.push(...asBody(body));
    else parts.push(ifOf(test, body, { start: arm.head.start, end: arm.body.end }));
  }
  return { kind: "other", ...span, what: "select", parts };
}

function ifOf(test: Expr, body: Expr, span: Span): If {
  return { kind: "if", ...span, test, then: asBody(body), otherwise: [] };
}

/** `pattern = future, if guard`; null where it cannot be read. */
function lowerHead(ctx: Context, head: Span, readPattern: ReadPattern): Expr | null {
  const { text } = ctx;
  const [comma] = marksIn(text, head.start, head.end, (at) =>
    /^,\s*if\b/.test(text.slice(at, at + 40)),
  );
  const end = comma ?? head.end;
  const [equals] = marksIn(text, head.start, end, (at) => isAssignment(text, at));
  const future = readExpression(
    ctx,
    trimmed(text, equals === undefined ? head.start : equals + 1, end),
  );
  const pattern =
    equals === undefined ? undefined : readPattern(ctx, trimmed(text, head.start, equals));
  if (future === undefined || (equals !== undefined && pattern === undefined)) return null;
  const value: Expr = { kind: "await", start: future.start, end: future.end, value: future };
  const test: Expr =
    pattern === undefined
      ? value
      : {
          kind: "pattern-test",
          start: head.start,
          end,
          pattern: patternText(textAt(ctx, pattern.span)),
          bindings: pattern.bindings,
          value,
        };
  if (comma === undefined) return test;
  const word = text.indexOf("if", comma);
  const guard = readExpression(ctx, { start: word + 2, end: head.end });
  return guard === undefined
    ? null
    : { kind: "binary", ...head, op: "&&", left: test, right: guard };
}

/** A single `=`. */
function isAssignment(text: string, at: number): boolean {
  return (
    text[at] === "=" &&
    !/[=>]/.test(text.charAt(at + 1)) &&
    !/[=!<>+\-*/%&|^]/.test(text.charAt(at - 1))
  );
}

function armsIn(text: string, inside: Span): readonly Arm[] {
  const arms: Arm[] = [];
  const biased = /^\s*biased\s*;/.exec(text.slice(inside.start, inside.start + 100));
  let from = inside.start + (biased?.[0].length ?? 0);
  const arrows = marksIn(text, from, inside.end, (at) => text.startsWith("=>", at));
  const commas = marksIn(text, from, inside.end, (at) => text[at] === ",");
  for (const arrow of arrows) {
    if (arrow < from) continue;
    const head = trimmed(text, from, arrow);
    const body = bodyOf(text, arrow + 2, inside.end, commas);
    arms.push({ head, body });
    const next = trimmed(text, body.end, inside.end).start;
    from = text[next] === "," ? next + 1 : next;
  }
  return arms;
}

/** A block, which needs no comma behind it, or everything up to the comma. */
function bodyOf(text: string, from: number, end: number, commas: readonly number[]): Span {
  const { start } = trimmed(text, from, end);
  const close = text[start] === "{" ? closerOf(text, start, end) : -1;
  if (close !== -1) return { start, end: close + 1 };
  return trimmed(text, start, commas.find((comma) => comma > start) ?? end);
}
