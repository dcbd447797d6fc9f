/** Functions, methods and arrows with their parameters and decorators. */
import type { Span } from "../../model/source.ts";
import type { Decorator, Expr, FunctionNode, Param, Stmt } from "../../model/syntax.ts";
import { kindOf, listParts, partsOf, spanOfPart, textBetween, textOf, toPart } from "./parts.ts";
import { expectClosed, foldedText, type Lowering, type Part } from "./parts.ts";
import { keyText, lowerPattern } from "./patterns.ts";
import { lowerAnnotation, lowerBounds, lowerType } from "./types.ts";

/** What the surroundings of a function say about it. */
export interface FunctionContext {
  readonly name?: string;
  readonly exported?: boolean;
  /** Decorators that stand before the function's own node, which then starts with the first of them. */
  readonly decorators?: readonly Decorator[];
  /** Bounds of the class's type parameters. */
  readonly bounds?: FunctionNode["bounds"];
}

/** Any function, with a body or without. */
export function lowerFunction(
  lower: Lowering,
  part: Part,
  context: FunctionContext = {},
): FunctionNode {
  const pieces = piecesOf(lower, part);
  const decorators = [...(context.decorators ?? []), ...pieces.decorators];
  const span = widened(spanOfPart(part), decorators);
  const name = pieces.name === undefined ? context.name : keyText(lower, pieces.name);
  const words = modifiersOf(lower, part, pieces);
  const returns = pieces.returns === undefined ? undefined : lowerResult(lower, pieces.returns);
  return {
    kind: "function",
    ...(name === undefined ? {} : { name }),
    params: lowerParameters(lower, pieces.params),
    body: lowerBody(lower, pieces.body),
    async: words.includes("async"),
    generator: words.includes("*"),
    static: words.includes("static"),
    visible: !words.includes("private") && isVisibleName(name),
    ...(returns === undefined ? {} : { returns }),
    decorators,
    getter: words.includes("get"),
    exported: context.exported ?? false,
    implemented: pieces.body !== undefined,
    bounds: { ...context.bounds, ...lowerBounds(lower, pieces.typeParameters) },
    ...span,
  };
}

/** `@name`, `@name(…)`, `@a.b(…)`. */
export function lowerDecorator(lower: Lowering, part: Part): Decorator {
  const span = spanOfPart(part);
  const [inner] = partsOf(lower, part);
  const value: Expr =
    inner === undefined ? { kind: "name", name: "", ...span } : lower.expression(inner);
  const text = textOf(lower, { start: span.start + 1, end: span.end }).trim();
  return { name: dottedName(value) ?? foldedText(lower, span).slice(1), value, text, ...span };
}

/** `a.b.c` of a name, member or call. */
export function dottedName(value: Expr): string | undefined {
  const words: string[] = [];
  let current = value;
  while (current.kind === "member" || current.kind === "call") {
    if (current.kind === "member") words.unshift(current.name);
    current = current.kind === "member" ? current.object : current.callee;
  }
  return current.kind === "name" ? [current.name, ...words].join(".") : undefined;
}

/** False for names that say by themselves that they are private. */
export function isVisibleName(name: string | undefined): boolean {
  return name === undefined || !/^[#_]/.test(name);
}

/** The span together with the decorators before it. */
export function widened(span: Span, decorators: readonly Decorator[]): Span {
  return { start: Math.min(span.start, ...decorators.map(({ start }) => start)), end: span.end };
}

interface Pieces {
  readonly decorators: Decorator[];
  name?: Part;
  typeParameters?: Part;
  /** Formal parameters, or the only name before an arrow. */
  params?: Part;
  returns?: Part;
  body?: Part;
}

function piecesOf(lower: Lowering, part: Part): Pieces {
  const pieces: Pieces = { decorators: [] };
  const isArrow = kindOf(part) === "arrow_function";
  if (isArrow) {
    const [params, body, ...others] = part.node.namedChildren();
    const isPlain = params !== undefined && body !== undefined && others.length === 0;
    if (isPlain) return { ...pieces, params: toPart(params), body: toPart(body) };
  }
  const parts = partsOf(lower, part);
  const body = isArrow ? parts.pop() : undefined;
  if (body !== undefined) pieces.body = body;
  for (const child of parts) place(lower, pieces, child, isArrow);
  return pieces;
}

function place(lower: Lowering, pieces: Pieces, child: Part, isArrow: boolean): void {
  switch (kindOf(child)) {
    case "decorator":
      pieces.decorators.push(lowerDecorator(lower, child));
      return;
    case "type_parameters":
      pieces.typeParameters = child;
      return;
    case "formal_parameters":
      pieces.params = child;
      return;
    case "type_annotation":
    case "type_predicate_annotation":
    case "asserts_annotation":
      pieces.returns = child;
      return;
    case "statement_block":
      pieces.body = child;
      return;
    case "accessibility_modifier":
    case "override_modifier":
      return;
    default:
      if (isArrow) pieces.params ??= child;
      // The result of a construct signature or function type comes after the parameters.
      else if (pieces.params === undefined) pieces.name ??= child;
  }
}

/** `async`, `static`, `get`, `*` and so on, as they stand before the name or the parameters. */
function modifiersOf(lower: Lowering, part: Part, pieces: Pieces): readonly string[] {
  const head = pieces.name ?? pieces.typeParameters ?? pieces.params;
  if (head === undefined) return [];
  const start = pieces.decorators.at(-1)?.end ?? spanOfPart(part).start;
  const text = textBetween(lower, start, spanOfPart(head).start);
  return text === "" ? [] : text.replaceAll("*", " * ").split(/\s+/);
}

function lowerResult(lower: Lowering, part: Part): FunctionNode["returns"] {
  if (kindOf(part) === "type_annotation") return lowerAnnotation(lower, part);
  const [type] = partsOf(lower, part);
  return type === undefined ? undefined : lowerType(lower, type);
}

function lowerParameters(lower: Lowering, part: Part | undefined): Param[] {
  if (part === undefined) return [];
  const span = spanOfPart(part);
  if (lower.text[span.start] !== "(") return [plainParam(textOf(lower, span), span)];
  const isEmpty = span.end - span.start === 2;
  return isEmpty
    ? []
    : listParts(lower, part, span.start).flatMap((child) => lowerParameter(lower, child));
}

function lowerParameter(lower: Lowering, part: Part): readonly Param[] {
  const span = spanOfPart(part);
  const text = textOf(lower, span);
  const [, name, gap, type] =
    /^([A-Za-z_$][\w$]*)(?:(\??\s*:\s*)([A-Za-z_$][\w$.]*))?$/.exec(text) ?? [];
  // TypeScript's `this` parameter is a type only: no caller passes it.
  if (/^this\b/.test(text)) return [];
  if (name === undefined) return [lowerStructured(lower, part)];
  if (gap === undefined || type === undefined) return [plainParam(name, span)];
  const start = span.start + name.length + gap.length;
  return [{ ...plainParam(name, span), type: { name: type, args: [], start, end: span.end } }];
}

function lowerStructured(lower: Lowering, part: Part): Param {
  const span = spanOfPart(part);
  const parts = partsOf(lower, part);
  const isDecorator = (child: Part) => kindOf(child) === "decorator";
  const decorators = parts.filter(isDecorator).map((child) => lowerDecorator(lower, child));
  const rest = parts.filter((child) => !isDecorator(child) && !kindOf(child).endsWith("_modifier"));
  const [pattern, ...others] = rest;
  if (pattern === undefined) return { ...plainParam("", span), decorators };
  const annotation = others.find((child) => kindOf(child) === "type_annotation");
  const initial = others.find((child) => child !== annotation);
  const type = annotation === undefined ? undefined : lowerAnnotation(lower, annotation);
  const modifiers = textBetween(
    lower,
    decorators.at(-1)?.end ?? span.start,
    spanOfPart(pattern).start,
  );
  return {
    kind: "param",
    ...boundBy(lower, pattern),
    ...(type === undefined ? {} : { type }),
    ...(initial === undefined ? {} : { default: lower.expression(initial) }),
    rest: kindOf(pattern) === "rest_pattern",
    field: /\b(private|protected|public|readonly|override)\b/.test(modifiers),
    decorators,
    ...span,
  };
}

/** A parameter has a name, or the names of its pattern. */
function boundBy(lower: Lowering, pattern: Part): Pick<Param, "name" | "bindings"> {
  const bindings = lowerPattern(lower, pattern);
  const [only] = bindings;
  const isDestructured = /^[.\s]*[{[]/.test(textOf(lower, spanOfPart(pattern)));
  return only === undefined || isDestructured ? { bindings } : { name: only.name, bindings: [] };
}

function plainParam(name: string, span: Span): Param {
  const flags = { rest: false, field: false } as const;
  return { kind: "param", name, bindings: [], ...flags, decorators: [], ...span };
}

function lowerBody(lower: Lowering, part: Part | undefined): readonly Stmt[] {
  if (part === undefined) return [];
  const span = spanOfPart(part);
  if (!lower.text.startsWith("{", span.start)) {
    return [{ kind: "return", value: lower.expression(part), ...span }];
  }
  expectClosed(lower, span, "}");
  return lower.body(part);
}
