/** `if`, `match` and loops, and the pattern tests in their conditions. */
import type { Arm, Expr, If, Loop, PatternTest, Stmt, Switch } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import {
  expectClosed,
  isSkipped,
  lowerExpr,
  lowerUnknown,
  partsOf,
  spanAt,
  textAt,
  type Context,
  type LowerExpr,
} from "./context.ts";
import { bindingsOf, patternText } from "./patterns.ts";
import { asBody, asStatement } from "./bodies.ts";
import { lowerBlock } from "./statements.ts";

const TESTABLE: ReadonlySet<string> = new Set([
  "boolean_literal",
  "char_literal",
  "float_literal",
  "integer_literal",
  "negative_literal",
  "raw_string_literal",
  "scoped_identifier",
  "string_literal",
]);

/** By grammar kind. */
export const CONTROL: ReadonlyMap<string, LowerExpr> = new Map<string, LowerExpr>([
  ["if_expression", lowerIf],
  ["let_condition", lowerLetCondition],
  ["let_chain", lowerLetChain],
  ["match_expression", lowerMatch],
  ["loop_expression", lowerForever],
  ["while_expression", lowerWhile],
  ["for_expression", lowerFor],
]);

function lowerIf(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const [test, then, otherwise] = partsOf(ctx, node, -1);
  if (test === undefined || then === undefined) return lowerUnknown(ctx, node, kind);
  const span = spanAt(ctx, node);
  expectClosed(ctx, span, "}");
  const lowered: If = {
    kind: "if",
    ...span,
    test: lowerExpr(ctx, test),
    then: lowerBlock(ctx, then, "value"),
    otherwise: otherwise === undefined ? [] : lowerElse(ctx, otherwise),
  };
  return lowered;
}

function lowerElse(ctx: Context, clause: SyntaxNode): readonly Stmt[] {
  const [body] = partsOf(ctx, clause, 1);
  if (body === undefined) return [];
  const kind = body.kind();
  if (kind === "block") return lowerBlock(ctx, body, "value");
  return [asStatement(lowerExpr(ctx, body, kind))];
}

function lowerLetCondition(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const pattern = node.field("pattern");
  const value = node.field("value");
  if (pattern === null || value === null) return lowerUnknown(ctx, node, kind);
  const test: PatternTest = {
    kind: "pattern-test",
    ...spanAt(ctx, node),
    pattern: patternText(textAt(ctx, spanAt(ctx, pattern))),
    bindings: bindingsOf(ctx, pattern),
    value: lowerExpr(ctx, value),
  };
  return test;
}

/** `let A = a && b && let C = c`, joined from the left. */
function lowerLetChain(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const links = partsOf(ctx, node, -1).flatMap((link) => (link === undefined ? [] : [link]));
  const [first, ...more] = links.map((link) => lowerExpr(ctx, link));
  if (first === undefined) return lowerUnknown(ctx, node, kind);
  const start = spanAt(ctx, node).start;
  return more.reduce(
    (left, right): Expr => ({ kind: "binary", start, end: right.end, op: "&&", left, right }),
    first,
  );
}

function lowerMatch(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const [subject, block] = partsOf(ctx, node, 2);
  if (subject === undefined || block === undefined) return lowerUnknown(ctx, node, kind);
  const span = spanAt(ctx, node);
  expectClosed(ctx, span, "}");
  const arms: Arm[] = [];
  for (const child of block.namedChildren()) {
    const childKind = child.kind();
    const skipped = childKind !== "match_arm" && isSkipped(ctx, child, childKind);
    if (!skipped) arms.push(lowerArm(ctx, child));
  }
  const lowered: Switch = { kind: "switch", ...span, subject: lowerExpr(ctx, subject), arms };
  return lowered;
}

function lowerArm(ctx: Context, node: SyntaxNode): Arm {
  const value = node.field("value");
  const body = value === null ? [] : asBody(lowerExpr(ctx, value));
  const whole = node.field("pattern");
  const pattern = whole?.child(0) ?? null;
  if (whole === null || pattern === null) return { ...spanAt(ctx, node), bindings: [], body };
  const condition = whole.field("condition");
  const kind = pattern.kind();
  const text = patternText(textAt(ctx, spanAt(ctx, pattern)));
  return {
    ...spanAt(ctx, node),
    ...(kind === "_" ? {} : { pattern: text }),
    ...(TESTABLE.has(kind) ? { test: lowerExpr(ctx, pattern, kind) } : {}),
    bindings: bindingsOf(ctx, pattern, [], kind),
    ...(condition === null ? {} : { guard: lowerExpr(ctx, condition) }),
    body,
  };
}

function lowerForever(ctx: Context, node: SyntaxNode): Loop {
  const span = spanAt(ctx, node);
  expectClosed(ctx, span, "}");
  const body = lowerBlock(ctx, node.field("body"), "value");
  return { kind: "loop", ...span, flavor: "forever", bindings: [], head: [], body };
}

function lowerWhile(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const condition = node.field("condition");
  if (condition === null) return lowerUnknown(ctx, node, kind);
  const test = lowerExpr(ctx, condition);
  if (test.kind === "literal" && test.value === true) return lowerForever(ctx, node);
  const span = spanAt(ctx, node);
  expectClosed(ctx, span, "}");
  const body = lowerBlock(ctx, node.field("body"), "value");
  return { kind: "loop", ...span, flavor: "while", bindings: [], over: test, head: [], body };
}

function lowerFor(ctx: Context, node: SyntaxNode, kind: string): Expr {
  const pattern = node.field("pattern");
  const value = node.field("value");
  if (pattern === null || value === null) return lowerUnknown(ctx, node, kind);
  const span = spanAt(ctx, node);
  expectClosed(ctx, span, "}");
  return {
    kind: "loop",
    ...span,
    flavor: "each",
    bindings: bindingsOf(ctx, pattern),
    over: lowerExpr(ctx, value),
    head: [],
    body: lowerBlock(ctx, node.field("body"), "value"),
  };
}
