/** Patterns: the names that a declaration, parameter or loop binds, each with its path into the value. */
import type { Span } from "../../model/source.ts";
import type { Binding, Expr } from "../../model/syntax.ts";
import { deeper, foldedText, kindOf, listParts, partsOf, spanOfPart, textOf } from "./parts.ts";
import type { Lowering, Part } from "./parts.ts";
import { readString } from "./literals.ts";

/** The names that a pattern binds, in source order; none for targets that are no names. */
export function lowerPattern(
  lower: Lowering,
  part: Part,
  path: readonly string[] = [],
): readonly Binding[] {
  const span = spanOfPart(part);
  const text = part.kind === undefined && span.end - span.start < 80 ? textOf(lower, span) : "";
  if (/^[A-Za-z_$][\w$]*$/.test(text)) return [{ name: text, path, ...span }];
  return deeper(
    lower,
    part,
    (inner, deep) => lowerStructured(inner, deep, path),
    () => [],
  );
}

/** The key of a property as a word; a computed one as its source text in brackets. */
export function keyText(lower: Lowering, key: Part): string {
  const span = spanOfPart(key);
  const text = textOf(lower, span);
  if (text.startsWith('"') || text.startsWith("'")) return readString(lower, span);
  const [, quoted] = /^\[\s*(['"][^'"\\]*['"])\s*\]$/.exec(text) ?? [];
  return quoted === undefined ? foldedText(lower, span) : quoted.slice(1, -1);
}

function lowerStructured(lower: Lowering, part: Part, path: readonly string[]): readonly Binding[] {
  switch (kindOf(part)) {
    case "identifier":
    case "shorthand_property_identifier_pattern":
      return [{ name: textOf(lower, spanOfPart(part)), path, ...spanOfPart(part) }];
    case "object_pattern":
      return partsOf(lower, part).flatMap((child) => lowerProperty(lower, child, path));
    case "array_pattern":
      return lowerItems(lower, part, path);
    case "assignment_pattern":
    case "object_assignment_pattern":
      return lowerDefault(lower, part, path);
    case "rest_pattern":
      return partsOf(lower, part).flatMap((child) => lowerPattern(lower, child, path));
    case "non_null_expression":
    case "parenthesized_expression":
      return partsOf(lower, part).flatMap((child) => lowerPattern(lower, child, path));
    default:
      return [];
  }
}

function lowerProperty(lower: Lowering, part: Part, path: readonly string[]): readonly Binding[] {
  const kind = kindOf(part);
  if (kind === "pair_pattern") {
    const [key, value] = partsOf(lower, part);
    if (key === undefined || value === undefined) return [];
    return lowerPattern(lower, value, [...path, keyText(lower, key)]);
  }
  // The rest of an object is close to the object itself, so its path ends there.
  if (kind === "rest_pattern") return lowerPattern(lower, part, path);
  const [name = part] = kind === "object_assignment_pattern" ? partsOf(lower, part) : [];
  return lowerPattern(lower, part, [...path, textOf(lower, spanOfPart(name))]);
}

/** Positions count holes: `[a, , b]` binds b by "2". */
function lowerItems(lower: Lowering, part: Part, path: readonly string[]): readonly Binding[] {
  const { start } = spanOfPart(part);
  let at = start + 1;
  let position = 0;
  return listParts(lower, part, start).flatMap((item) => {
    const span = spanOfPart(item);
    position += commasIn(lower.text.slice(at, span.start));
    at = span.end;
    const isRest = lower.text.startsWith("...", span.start);
    return lowerPattern(lower, item, [...path, isRest ? "..." : String(position)]);
  });
}

function commasIn(gap: string): number {
  return gap.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, "").split(",").length - 1;
}

function lowerDefault(lower: Lowering, part: Part, path: readonly string[]): readonly Binding[] {
  const [pattern, initial] = partsOf(lower, part);
  if (pattern === undefined) return [];
  const bindings = lowerPattern(lower, pattern, path);
  if (initial === undefined) return bindings;
  const value = lower.expression(initial);
  const isName = bindings.length === 1 && bindings[0]?.path === path;
  if (isName) return bindings.map((binding) => ({ ...binding, default: value }));
  return shareDefault(bindings, value, path.length);
}

/**
 * The default of a whole pattern, as in `{ retry: { limit } = { limit: 3 } }`: each name gets its own part of
 * an object literal; any other default stands with the first name, wrapped, as it is not that name's.
 */
function shareDefault(
  bindings: readonly Binding[],
  value: Expr,
  depth: number,
): readonly Binding[] {
  const found = bindings.map((binding) => valueAt(value, binding.path.slice(depth)));
  const isShared = value.kind === "record" && value.rest.length === 0;
  return bindings.map((binding, index) => {
    const own = isShared ? found[index] : index === 0 ? wrapped(value) : undefined;
    return own === undefined || binding.default !== undefined
      ? binding
      : { ...binding, default: own };
  });
}

function valueAt(value: Expr, path: readonly string[]): Expr | undefined {
  let current: Expr | undefined = value;
  for (const key of path) {
    if (current?.kind !== "record") return undefined;
    current = current.entries.find((entry) => entry.key === key)?.value;
  }
  return path.length === 0 ? undefined : current;
}

function wrapped(value: Expr & Span): Expr {
  const { start, end } = value;
  return { kind: "other", what: "assignment_pattern", parts: [value], start, end };
}
