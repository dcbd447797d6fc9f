/** Expressions that begin no chain, and the table of all of them. */
import type { Span } from "../../model/source.ts";
import type { Entry, Expr, Node } from "../../model/syntax.ts";
import { lowerNew } from "./arguments.ts";
import { lowerClass } from "./classes.ts";
import { lowerFunction } from "./functions.ts";
import { lowerJsx } from "./jsx.ts";
import {
  literal,
  lowerTemplate,
  nameOrConstant,
  readNumber,
  readPlain,
  readString,
} from "./literals.ts";
import { exactParts, expectClosed, foldedText, kindOf, listParts, otherOf } from "./parts.ts";
import { partsOf, spanOfPart, textBetween, textOf, type Lowering, type Part } from "./parts.ts";
import { keyText } from "./patterns.ts";

type LowerOperand = (lower: Lowering, part: Part) => Expr;

const OPERANDS: Readonly<Record<string, LowerOperand>> = {
  array: lowerList,
  array_pattern: lowerList,
  arrow_function: (lower, part) => lowerFunction(lower, part),
  assignment_expression: lowerAssignment,
  assignment_pattern: lowerAssignment,
  augmented_assignment_expression: lowerAssignment,
  await_expression: lowerAwait,
  class: (lower, part) => lowerClass(lower, part, { exported: false, decorators: [] }),
  function_expression: (lower, part) => lowerFunction(lower, part),
  generator_function: (lower, part) => lowerFunction(lower, part),
  identifier: lowerWord,
  import: lowerWord,
  jsx_element: lowerJsx,
  jsx_fragment: lowerJsx,
  jsx_self_closing_element: lowerJsx,
  meta_property: (lower, part) => readPlain(lower, spanOfPart(part)) ?? otherOf(part, []),
  method_definition: (lower, part) => lowerFunction(lower, part),
  new_expression: lowerNew,
  null: lowerWord,
  number: lowerNumber,
  object: lowerObject,
  object_assignment_pattern: lowerAssignment,
  object_pattern: lowerObject,
  private_property_identifier: lowerWord,
  property_identifier: lowerWord,
  regex: lowerRegex,
  rest_pattern: lowerSpread,
  shorthand_property_identifier: lowerWord,
  shorthand_property_identifier_pattern: lowerWord,
  spread_element: lowerSpread,
  string: (lower, part) => literal(spanOfPart(part), readString(lower, spanOfPart(part))),
  super: lowerWord,
  template_string: lowerTemplate,
  ternary_expression: lowerConditional,
  this: lowerWord,
  true: lowerWord,
  false: lowerWord,
  unary_expression: lowerUnary,
  undefined: lowerWord,
  update_expression: lowerUpdate,
};

/** Kinds that hold types or words of the grammar and no expressions. */
const WORDLESS = /_type$|^type_|_annotation$|_modifier$|^optional_chain$|^statement_identifier$/;

/** An expression that is not a chain; one of an unknown kind is `other`. */
export function lowerSingle(lower: Lowering, part: Part): Expr {
  const span = spanOfPart(part);
  if (span.start === span.end) {
    lower.errors.push(span);
    return { kind: "other", what: "MISSING", parts: [], ...span };
  }
  const kind = kindOf(part);
  const known = Object.hasOwn(OPERANDS, kind) ? OPERANDS[kind] : undefined;
  return known === undefined ? lowerUnknown(lower, part) : known(lower, part);
}

function lowerUnknown(lower: Lowering, part: Part): Expr {
  const parts = partsOf(lower, part).filter((child) => !WORDLESS.test(kindOf(child)));
  const lowered: readonly Node[] = lower
    .statements(parts)
    .map((node) => (node.kind === "expression" ? node.value : node));
  return otherOf(part, lowered);
}

function lowerWord(lower: Lowering, part: Part): Expr {
  const span = spanOfPart(part);
  return nameOrConstant(textOf(lower, span), span);
}

function lowerNumber(lower: Lowering, part: Part): Expr {
  const span = spanOfPart(part);
  return readNumber(textOf(lower, span), span) ?? otherOf(part, []);
}

function lowerRegex(lower: Lowering, part: Part): Expr {
  lower.opaque.push(spanOfPart(part));
  return otherOf(part, []);
}

function lowerList(lower: Lowering, part: Part): Expr {
  const span = spanOfPart(part);
  expectClosed(lower, span, "]");
  const items = listParts(lower, part, span.start).map(lower.expression);
  return { kind: "list", items, ...span };
}

function lowerSpread(lower: Lowering, part: Part): Expr {
  const [inner] = exactParts(lower, part, 1);
  if (inner === undefined) return otherOf(part, []);
  return { kind: "spread", value: lower.expression(inner), ...spanOfPart(part) };
}

function lowerAwait(lower: Lowering, part: Part): Expr {
  const [inner] = exactParts(lower, part, 1);
  if (inner === undefined) return otherOf(part, []);
  return { kind: "await", value: lower.expression(inner), ...spanOfPart(part) };
}

/** `void 0` is undefined written safely. */
function lowerUnary(lower: Lowering, part: Part): Expr {
  const [inner] = exactParts(lower, part, 1);
  if (inner === undefined) return otherOf(part, []);
  const span = spanOfPart(part);
  const op = textBetween(lower, span.start, spanOfPart(inner).start);
  const operand = lower.expression(inner);
  const isUndefined = op === "void" && operand.kind === "literal";
  return isUndefined ? literal(span, null) : { kind: "unary", op, operand, ...span };
}

function lowerUpdate(lower: Lowering, part: Part): Expr {
  const [inner] = exactParts(lower, part, 1);
  if (inner === undefined) return otherOf(part, []);
  const span = spanOfPart(part);
  const op = lower.text.slice(span.start, span.end).includes("++") ? "++" : "--";
  return { kind: "unary", op, operand: lower.expression(inner), ...span };
}

function lowerAssignment(lower: Lowering, part: Part): Expr {
  const [left, right] = exactParts(lower, part, 2);
  if (left === undefined || right === undefined) return lowerUnknown(lower, part);
  const between = textBetween(lower, spanOfPart(left).end, spanOfPart(right).start);
  const [op = "="] = /^[-+*/%<>&|^?]*=/.exec(between) ?? [];
  const target = lower.expression(left);
  const value = lower.expression(right);
  return { kind: "assign", op, target, value, ...spanOfPart(part) };
}

function lowerConditional(lower: Lowering, part: Part): Expr {
  const [test, then, otherwise] = exactParts(lower, part, 3).map(lower.expression);
  if (test === undefined || then === undefined || otherwise === undefined) {
    return otherOf(
      part,
      [test, then, otherwise].filter((one) => one !== undefined),
    );
  }
  return { kind: "conditional", test, then, otherwise, ...spanOfPart(part) };
}

/** An object literal, or the same as the target of an assignment. */
function lowerObject(lower: Lowering, part: Part): Expr {
  const entries: Entry[] = [];
  const rest: Expr[] = [];
  const span = spanOfPart(part);
  expectClosed(lower, span, "}");
  for (const child of partsOf(lower, part)) {
    const kind = kindOf(child);
    if (kind === "spread_element" || kind === "rest_pattern") {
      rest.push(...exactParts(lower, child, 1).map(lower.expression));
    } else entries.push(...lowerEntry(lower, child));
  }
  return { kind: "record", entries, rest, ...span };
}

function lowerEntry(lower: Lowering, part: Part): readonly Entry[] {
  switch (kindOf(part)) {
    case "pair":
    case "pair_pattern": {
      const [key, value] = exactParts(lower, part, 2);
      if (key === undefined || value === undefined) return [];
      return [{ ...lowerKey(lower, key), value: lower.expression(value), ...around(key, value) }];
    }
    case "method_definition": {
      const method = lowerFunction(lower, part);
      const key = partsOf(lower, part).find((child) => kindOf(child) === "computed_property_name");
      const known = key === undefined ? { key: method.name ?? "" } : lowerKey(lower, key);
      return [{ ...known, value: method, ...spanOfPart(part) }];
    }
    case "object_assignment_pattern": {
      const [name = part] = partsOf(lower, part);
      const key = textOf(lower, spanOfPart(name));
      return [{ key, value: lowerAssignment(lower, part), ...spanOfPart(part) }];
    }
    default: {
      const span = spanOfPart(part);
      return [{ key: textOf(lower, span), value: lower.expression(part), ...span }];
    }
  }
}

function around(first: Part, last: Part): Span {
  return { start: spanOfPart(first).start, end: spanOfPart(last).end };
}

/** A key written out, in brackets or not, or else the expression that computes it. */
function lowerKey(lower: Lowering, key: Part): Pick<Entry, "key" | "computed"> {
  const span = spanOfPart(key);
  if (!lower.text.startsWith("[", span.start)) return { key: numericKey(keyText(lower, key)) };
  const [inner] = exactParts(lower, key, 1);
  if (inner === undefined) return { key: foldedText(lower, span) };
  const computed = lower.expression(inner);
  const isConstant = computed.kind === "literal" && computed.value !== null;
  return isConstant ? { key: String(computed.value) } : { computed };
}

/** `{ 0x10: a }` and `{ 16: a }` have the same key. */
function numericKey(text: string): string {
  const number = /^\d/.test(text) ? readNumber(text, { start: 0, end: 0 }) : undefined;
  return number === undefined ? text : String(number.value);
}
