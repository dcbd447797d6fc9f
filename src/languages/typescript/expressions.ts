/** Expressions. Chains that grow to the left (calls, members, operators) are lowered without recursion. */
import type { Expr } from "../../model/syntax.ts";
import { lowerSingle } from "./operands.ts";
import { lowerArguments } from "./arguments.ts";
import { readPlain } from "./literals.ts";
import { deeper, exactParts, expectClosed, kindOf, otherOf, partsOf } from "./parts.ts";
import { skipPart, spanOfPart, textBetween, textOf, toPart } from "./parts.ts";
import type { Lowering, Part } from "./parts.ts";
import { lowerTypeArguments } from "./types.ts";

/** Any expression; for a kind that is none, `other` with its parts. */
export function lowerExpression(lower: Lowering, part: Part): Expr {
  const plain = part.kind === undefined ? readPlain(lower, spanOfPart(part)) : undefined;
  if (plain !== undefined) return plain;
  // Known from here on, which also says that the text has been tried.
  kindOf(part);
  return deeper(lower, part, lowerChain, (deep) => otherOf(deep, []));
}

/** A link of a chain: the innermost left operand is `first`, or further links lie between. */
interface Link {
  readonly part: Part;
  readonly first: Part;
  readonly rest: readonly Part[];
}

type LowerLink = (lower: Lowering, link: Link, left: Expr) => Expr;

const LINKS: Readonly<Record<string, LowerLink>> = {
  binary_expression: lowerBinary,
  call_expression: lowerCall,
  member_expression: lowerMember,
  nested_identifier: lowerMember,
  subscript_expression: lowerIndex,
};

/** What carries no meaning: the expression inside stands for it. */
const TRANSPARENT = new Set([
  "as_expression",
  "instantiation_expression",
  "non_null_expression",
  "parenthesized_expression",
  "satisfies_expression",
  "type_assertion",
]);

function lowerChain(lower: Lowering, part: Part): Expr {
  const links: Link[] = [];
  let current = part;
  let value: Expr | undefined;
  while (value === undefined) {
    const inner = innerOf(lower, current, links);
    if (inner === undefined) value = lowerSingle(lower, current);
    else {
      current = inner;
      value = inner.kind === undefined ? readPlain(lower, spanOfPart(inner)) : undefined;
    }
  }
  for (const link of links.reverse()) {
    value = LINKS[kindOf(link.part)]?.(lower, link, value) ?? value;
  }
  return value;
}

/** The part to go on with; the link that leads there is noted. */
function innerOf(lower: Lowering, part: Part, links: Link[]): Part | undefined {
  const kind = kindOf(part);
  if (TRANSPARENT.has(kind)) return unwrap(lower, part);
  if (!Object.hasOwn(LINKS, kind)) return undefined;
  const [first, ...rest] = linkParts(lower, part);
  if (first !== undefined) links.push({ part, first, rest });
  return first;
}

function linkParts(lower: Lowering, part: Part): readonly Part[] {
  if (kindOf(part) === "member_expression") {
    // The name is read from the text, so one node less has to be made.
    const object = part.node.field("object");
    if (object !== null) return [toPart(object)];
  }
  const parts = exactParts(lower, part, 2);
  return parts.length < 2 ? [] : parts;
}

function unwrap(lower: Lowering, part: Part): Part | undefined {
  const kind = kindOf(part);
  if (kind === "parenthesized_expression") expectClosed(lower, spanOfPart(part), ")");
  const parts = exactParts(lower, part, 1);
  const inner = kind === "type_assertion" ? parts.at(-1) : parts[0];
  for (const type of parts) if (type !== inner) skipPart(lower, type);
  return inner;
}

const MEMBER_NAME = /^\s*\??\.\s*(#?[\w$]+)$/;

function lowerMember(lower: Lowering, link: Link, object: Expr): Expr {
  const span = spanOfPart(link.part);
  const gap = lower.text.slice(spanOfPart(link.first).end, span.end);
  const name = MEMBER_NAME.exec(gap)?.[1] ?? memberName(lower, link.part);
  return { kind: "member", object, name, path: false, ...span };
}

/** The name after a comment, an unreadable stretch or in another script. */
function memberName(lower: Lowering, part: Part): string {
  const name = partsOf(lower, part).at(-1);
  return name === undefined ? "" : textOf(lower, spanOfPart(name));
}

function lowerIndex(lower: Lowering, { part, rest }: Link, object: Expr): Expr {
  const index = rest.at(-1);
  const span = spanOfPart(part);
  expectClosed(lower, span, "]");
  if (index === undefined) return otherOf(part, [object]);
  return { kind: "index", object, index: lower.expression(index), ...span };
}

function lowerBinary(lower: Lowering, { part, first, rest }: Link, left: Expr): Expr {
  const operand = rest.at(-1);
  if (operand === undefined) return otherOf(part, [left]);
  const right = lower.expression(operand);
  const between = textBetween(lower, spanOfPart(first).end, spanOfPart(operand).start);
  // No more than the operator, where something unreadable stands behind it.
  const [written = between] = /^(?:in(?:stanceof)?\b|[-+*/%<>=!&|^?]+)/.exec(between) ?? [];
  const op = written.replace(/^([=!])==$/, "$1=");
  return { kind: "binary", op, left, right, ...spanOfPart(part) };
}

function lowerCall(lower: Lowering, { part, first, rest }: Link, callee: Expr): Expr {
  const span = spanOfPart(part);
  const [types, args] = rest.length > 1 ? rest : [undefined, rest[0]];
  const from = spanOfPart(types ?? first).end;
  // The grammar reads `await f<T>(x)` as `(await f)<T>(x)`, which nobody writes.
  const isAwaited = types !== undefined && callee.kind === "await";
  const call = {
    kind: "call" as const,
    callee: isAwaited ? callee.value : callee,
    args: lowerArguments(lower, args, { start: from, end: span.end }),
    named: [],
    isNew: false,
    macro: false,
    typeArgs: lowerTypeArguments(lower, types),
    ...span,
    start: isAwaited ? callee.value.start : span.start,
  };
  return isAwaited ? { kind: "await", value: call, ...span } : call;
}
