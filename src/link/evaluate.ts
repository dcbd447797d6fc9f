/** The meaning of each kind of expression. */
import type { Scalar } from "../model/constant.ts";
import type { Meaning } from "../model/meaning.ts";
import type { Binary, Call, Expr, Index, Member, Stmt } from "../model/syntax.ts";
import { attachedMeaning, isHolder, wordOf } from "./attached.ts";
import { callMeaning } from "./calls.ts";
import { alternatives, either, isNull, unknown, type Context } from "./context.ts";
import { dottedName } from "./dotted.ts";
import { elementOf } from "./elements.ts";
import { fold } from "./fold.ts";
import { standardConstant } from "./standard.ts";

export function evaluate(context: Context, expr: Expr): Meaning {
  switch (expr.kind) {
    case "literal":
      return { kind: "constant", value: expr.value };
    case "template":
      return textOf(context, expr.parts);
    case "name":
      return context.nameMeaning(expr.name, expr);
    case "member":
      return memberMeaning(context, expr);
    case "index":
      return indexMeaning(context, expr);
    case "call":
      return gotten(context, expr) ?? callMeaning(context, expr);
    case "record":
      return structMeaning(context, expr);
    case "list":
      return { kind: "list", items: expr.items };
    case "binary":
      return binaryMeaning(context, expr);
    case "unary":
      return unaryMeaning(context, expr.op, expr.operand);
    case "conditional":
      return either([context.meaning(expr.then), context.meaning(expr.otherwise)]);
    case "await":
      return context.meaning(expr.value);
    case "assign":
      return context.meaning(expr.value);
    case "spread":
      return unknown("a spread");
    case "function":
      return { kind: "function", node: expr };
    case "class":
      return { kind: "class", info: context.classInfo(expr) };
    case "block":
      return lastValue(context, expr.body);
    case "if":
      return either([lastValue(context, expr.then), lastValue(context, expr.otherwise)]);
    case "switch":
      return either(expr.arms.map((arm) => lastValue(context, arm.body)));
    case "return":
      return expr.value === undefined ? unknown("no value") : context.meaning(expr.value);
    default:
      return unknown("computed when the program runs");
  }
}

function textOf(context: Context, parts: readonly Expr[]): Meaning {
  let text = "";
  for (const part of parts) {
    const meaning = part.kind === "literal" ? undefined : context.meaning(part);
    const value = part.kind === "literal" ? part.value : constantOf(meaning);
    if (value === undefined || (value !== null && typeof value === "object")) {
      return { kind: "text", parts };
    }
    text += String(value);
  }
  return { kind: "constant", value: text };
}

function constantOf(meaning: Meaning | undefined): Scalar | undefined {
  return meaning?.kind === "constant" ? meaning.value : undefined;
}

function memberMeaning(context: Context, expr: Member): Meaning {
  const dotted = dottedName(expr);
  if (dotted !== undefined) {
    const value = standardConstant(dotted);
    if (value !== undefined) return { kind: "constant", value };
  }
  const meaning = context.memberMeaning(context.meaning(expr.object), expr.name, expr);
  return isOpen(meaning) && isHolder(expr.object)
    ? (attachedMeaning(context, expr.name) ?? meaning)
    : meaning;
}

/** `app.get("redis")`. */
function gotten(context: Context, { callee, args }: Call): Meaning | undefined {
  if (callee.kind !== "member" || callee.name !== "get" || !isHolder(callee.object))
    return undefined;
  const [first] = args;
  const name = first === undefined || args.length > 1 ? undefined : wordOf(first);
  return name === undefined ? undefined : attachedMeaning(context, name);
}

/** Nothing in the program says what it is. */
function isOpen({ kind }: Meaning): boolean {
  return kind === "unknown" || kind === "input" || kind === "external" || kind === "global";
}

function indexMeaning(context: Context, expr: Index): Meaning {
  const index = constantOf(context.meaning(expr.index));
  const object = context.meaning(expr.object);
  if (typeof index === "string" && isOpen(object) && isHolder(expr.object)) {
    const attached = attachedMeaning(context, index);
    if (attached !== undefined) return attached;
  }
  if (object.kind === "input") return object;
  if (object.kind === "library") {
    // `caches[settings.NAME]`: one of what the library keeps by names, whichever.
    const element = context.memberMeaning(object, typeof index === "string" ? index : "", expr);
    if (element.kind === "instance") return element;
  }
  const types = genericType(context, expr, object);
  if (types !== undefined) return types;
  if (typeof index === "string") {
    const member = context.memberMeaning(object, index, expr);
    return isOpen(member) || isNull(member) ? (elementOf(context, expr.object) ?? member) : member;
  }
  if (typeof index === "number" && object.kind === "list") {
    const item = object.items[index];
    if (item !== undefined) return context.meaning(item);
  }
  return (
    elementOf(context, expr.object) ?? unknown("an element that is chosen when the program runs")
  );
}

/** Python's types as values: `Redis[bytes]`, `Union[Redis, RedisCluster]`, `Optional[Redis]`. */
function genericType(context: Context, expr: Index, object: Meaning): Meaning | undefined {
  if (context.moduleOf(expr).language !== "python") return undefined;
  if (object.kind === "class" || object.kind === "library") return object;
  if (object.kind === "external" && /^typing(_extensions)?$/.test(object.source)) {
    const { index } = expr;
    const options = index.kind === "list" ? index.items : [index];
    return either(options.map((option) => context.meaning(option)).filter((m) => !isNull(m)));
  }
  return undefined;
}

/** A Rust struct expression is an object of its type; a plain record is itself. */
function structMeaning(context: Context, expr: Extract<Expr, { kind: "record" }>): Meaning {
  if (expr.type === undefined) return { kind: "record", node: expr };
  const type = context.meaning(expr.type);
  if (type.kind === "class") return { kind: "object", info: type.info };
  if (type.kind === "object") return type;
  return { kind: "record", node: expr };
}

function binaryMeaning(context: Context, expr: Binary): Meaning {
  const left = context.meaning(expr.left);
  if (expr.op === "||" || expr.op === "??") {
    const right = context.meaning(expr.right);
    if (left.kind === "environment" && left.fallback === undefined) {
      return { ...left, fallback: right };
    }
    const value = constantOf(left);
    if (value !== undefined) {
      return value === null || (expr.op === "||" && isFalsy(value)) ? right : left;
    }
    return either([
      ...alternatives(left).filter((option) => !isPassedOver(option, expr.op)),
      right,
    ]);
  }
  if (expr.op === "&&") return context.meaning(expr.right);
  const right = context.meaning(expr.right);
  if (expr.op === "|" && [left, right].some(({ kind }) => kind === "class" || kind === "library")) {
    return either([left, right].filter((m) => !isNull(m)));
  }
  const a = constantOf(left);
  const b = constantOf(right);
  if (a !== undefined && b !== undefined) {
    const value = fold(expr.op, a, b);
    if (value !== undefined) return { kind: "constant", value };
  }
  if (expr.op === "+" && (isText(left) || isText(right))) {
    return { kind: "text", parts: [expr.left, expr.right] };
  }
  if (
    alternatives(left).some((m) => m.kind === "input") ||
    alternatives(right).some((m) => m.kind === "input")
  ) {
    return { kind: "input" };
  }
  return unknown("computed when the program runs");
}

function isText(meaning: Meaning): boolean {
  return (
    meaning.kind === "text" || (meaning.kind === "constant" && typeof meaning.value === "string")
  );
}

/** `maybeNothing() ?? 5` is never nothing. */
function isPassedOver(meaning: Meaning, op: string): boolean {
  const value = constantOf(meaning);
  return value === null || (op === "||" && value !== undefined && isFalsy(value));
}

function isFalsy(value: Scalar): boolean {
  return value === false || value === 0 || value === "";
}

function unaryMeaning(context: Context, op: string, operand: Expr): Meaning {
  const meaning = context.meaning(operand);
  const value = constantOf(meaning);
  if (op === "!" && typeof value === "boolean") return { kind: "constant", value: !value };
  if (op === "-" && typeof value === "number") return { kind: "constant", value: -value };
  if (op === "+" && (value !== undefined || meaning.kind === "environment")) return meaning;
  return unknown("computed when the program runs");
}

/** The value of a block: its last expression (Rust), or what it returns. */
function lastValue(context: Context, body: readonly Stmt[]): Meaning {
  const last = body.at(-1);
  if (last === undefined) return unknown("no value");
  if (last.kind === "expression") return context.meaning(last.value);
  if (last.kind === "return" && last.value !== undefined) return context.meaning(last.value);
  if (last.kind === "if" || last.kind === "switch" || last.kind === "block") {
    return context.meaning(last);
  }
  return unknown("no value");
}
