/** Functions, lambdas, parameters and decorators. */
import type { Span } from "../../model/source.ts";
import type {
  Binding,
  Decorator,
  Expr,
  FunctionNode,
  Param,
  Stmt,
  TypeRef,
} from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { isVisible, lowerTarget } from "./assignments.ts";
import { foldedText, inScope, isExported, wordOf, type Context, type Part } from "./context.ts";
import { typeOf } from "./hints.ts";
import { partsOf, lowerExpression, lowerOrMissing, lowerBlock } from "./parts.ts";
import { readBounds } from "./types.ts";

/** First parameters that stand for the instance or the class; outside of classes only `self` does. */
const RECEIVERS: ReadonlySet<string> = new Set(["self", "cls", "mcs", "mcls", "metacls"]);
const STATIC_METHODS: ReadonlySet<string> = new Set([
  "__new__",
  "__init_subclass__",
  "__class_getitem__",
]);

/** `def` and `async def`. `span` covers the decorators. */
export function lowerFunction(
  context: Context,
  part: Part,
  decorators: readonly Decorator[],
  span: Span,
): FunctionNode {
  const { text } = context;
  const start = decorators.length === 0 ? span.start : spanOf(part.node).start;
  const parts = partsOf(context, part.node);
  const find = (kind: string): Part | undefined => parts.find((child) => child.kind === kind);
  const identifier = find("identifier");
  const name = identifier === undefined ? "" : wordOf(context, identifier.node).name;
  const inClass = context.scope.kind === "class";
  const isStatic = hasDecorator(decorators, "staticmethod");
  const receivers = inClass ? (isStatic ? [] : [...RECEIVERS]) : ["self"];
  const returns = find("type");
  const typeParameters = find("type_parameter");
  const exported = isExported(context, name);
  return inScope(context, "function", (scope) => {
    const params = lowerParams(context, find("parameters"), receivers);
    const body = lowerBody(context, find("block"));
    return {
      kind: "function",
      start: span.start,
      end: span.end,
      ...(name === "" ? {} : { name }),
      params,
      body,
      async: text.startsWith("async", start),
      generator: scope.generator,
      static: inClass && (isStatic || takesClass(name, decorators)),
      visible: isVisible(name),
      ...(returns && { returns: typeOf(context, returns) }),
      decorators,
      getter: inClass && decorators.some((decorator) => /property$/i.test(decorator.name)),
      exported,
      implemented: isImplemented(body, decorators),
      bounds: typeParameters === undefined ? {} : boundsOf(context, typeParameters),
    };
  });
}

/** A lambda is a function with one return. */
export function lowerLambda(context: Context, part: Part): Expr {
  const span = spanOf(part.node);
  const parts = partsOf(context, part.node);
  const list = parts.find((child) => child.kind === "lambda_parameters");
  const value = parts.findLast((child) => child !== list);
  return inScope(context, "function", (scope) => {
    const params = lowerParams(context, list, ["self"]);
    const result = lowerOrMissing(context, value, span.end);
    return {
      kind: "function",
      start: span.start,
      end: span.end,
      params,
      body: [{ kind: "return", start: result.start, end: result.end, value: result }],
      async: false,
      generator: scope.generator,
      static: false,
      visible: false,
      decorators: [],
      getter: false,
      exported: false,
      implemented: true,
      bounds: {},
    };
  });
}

/** `@name`, `@a.b(c)`. */
export function lowerDecorator(context: Context, part: Part): Decorator {
  const span = spanOf(part.node);
  const [expression] = partsOf(context, part.node);
  const value = lowerOrMissing(context, expression, span.end);
  const text = context.text.slice(span.start + 1, span.end).trim();
  return { ...span, name: dottedName(value), value, text };
}

/** True when a decorator's last word is the given one. */
export function hasDecorator(decorators: readonly Decorator[], word: string): boolean {
  return decorators.some((decorator) => decorator.name.split(".").at(-1) === word);
}

function lowerBody(context: Context, block: Part | undefined): readonly Stmt[] {
  return block === undefined ? [] : lowerBlock(context, block.node);
}

function boundsOf(context: Context, part: Part): FunctionNode["bounds"] {
  const { start, end } = spanOf(part.node);
  return readBounds(context.text, { start: start + 1, end: end - 1 });
}

function takesClass(name: string, decorators: readonly Decorator[]): boolean {
  return STATIC_METHODS.has(name) || hasDecorator(decorators, "classmethod");
}

/** The words of a name, member or call: `app.get` for `app.get("/x")`. */
function dottedName(value: Expr): string {
  const words: string[] = [];
  let node = value;
  for (;;) {
    if (node.kind === "call") node = node.callee;
    else if (node.kind === "index") node = node.object;
    else if (node.kind === "member") {
      words.unshift(node.name);
      node = node.object;
    } else break;
  }
  return [...(node.kind === "name" ? [node.name] : []), ...words].join(".");
}

/** Stubs are `...`; an overload or abstract method that does nothing but refuse is a declaration too. */
function isImplemented(body: readonly Stmt[], decorators: readonly Decorator[]): boolean {
  const [first, ...more] = body;
  const isDoc = first?.kind === "expression" && first.value.kind === "literal";
  const real = isDoc ? more : body;
  if (real.length > 1) return true;
  const [only] = real;
  if (
    only?.kind === "expression" &&
    only.value.kind === "other" &&
    only.value.what === "ellipsis"
  ) {
    return false;
  }
  const declares =
    hasDecorator(decorators, "overload") ||
    decorators.some((decorator) => /(?:^|\.)abstract\w*$/.test(decorator.name));
  return !declares || !refuses(only);
}

function refuses(statement: Stmt | undefined): boolean {
  if (statement === undefined || statement.kind === "throw") return true;
  return (
    statement.kind === "expression" &&
    statement.value.kind === "other" &&
    statement.value.what === "pass_statement"
  );
}

function lowerParams(
  context: Context,
  list: Part | undefined,
  receivers: readonly string[],
): readonly Param[] {
  if (list === undefined) return [];
  const params: Param[] = [];
  const span = spanOf(list.node);
  const plain = readPlainParams(context.text, span);
  if (plain !== undefined) params.push(...plain);
  else {
    for (const part of partsOf(context, list.node)) {
      // `*` and `/` alone say how arguments are passed, which no claim asks for.
      if (part.kind === "keyword_separator" || part.kind === "positional_separator") continue;
      params.push(lowerParam(context, part));
    }
  }
  const [first] = params;
  const isReceiver = first?.name !== undefined && !first.rest && receivers.includes(first.name);
  return isReceiver ? params.slice(1) : params;
}

/** `(self, a, b)`, which most lists are: no need to ask the parser for each. */
function readPlainParams(text: string, span: Span): readonly Param[] | undefined {
  const inner = text.slice(span.start, span.end);
  if (!/^\([\w\s,]*\)$/.test(inner)) return undefined;
  return [...inner.matchAll(/\w+/g)].map((match) => {
    const start = span.start + match.index;
    return paramNode({ start, end: start + match[0].length }, { name: match[0] });
  });
}

interface ParamParts {
  readonly name?: string;
  readonly bindings?: readonly Binding[];
  readonly rest?: true;
  readonly type?: TypeRef;
  readonly default?: Expr;
}

function paramNode(span: Span, parts: ParamParts): Param {
  return {
    kind: "param",
    start: span.start,
    end: span.end,
    bindings: [],
    rest: false,
    ...parts,
    field: false,
    decorators: [],
  };
}

function lowerParam(context: Context, part: Part): Param {
  const span = spanOf(part.node);
  if (part.kind === "identifier")
    return paramNode(span, { name: context.text.slice(span.start, span.end) });
  if (part.kind === "tuple_pattern") {
    return paramNode(span, { bindings: lowerTarget(context, part).bindings });
  }
  if (/splat/.test(part.kind)) return paramNode(span, nameOf(context, part));
  const parts = partsOf(context, part.node);
  const [name] = parts;
  const type = parts.find((child) => child.kind === "type");
  const value = parts.findLast((child) => child !== name && child !== type);
  return paramNode(span, {
    ...(name && nameOf(context, name)),
    ...(type && { type: typeOf(context, type) }),
    ...(value && { default: lowerExpression(context, value) }),
  });
}

function nameOf(context: Context, part: Part): ParamParts {
  if (part.kind === "tuple_pattern") return { bindings: lowerTarget(context, part).bindings };
  const word = foldedText(context, spanOf(part.node));
  const name = word.replace(/^[*\s]+/, "");
  return name === word ? { name } : { name, rest: true };
}
