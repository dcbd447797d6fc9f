/** Types as written, in the notation that all languages share. */
import type { Span } from "../../model/source.ts";
import type { TypeRef } from "../../model/syntax.ts";
import { deeper, foldedText, kindOf, partsOf, skipPart, spanOfPart, textOf } from "./parts.ts";
import type { Lowering, Part } from "./parts.ts";

type LowerType = (lower: Lowering, part: Part) => TypeRef;

/** A type. Plain names are read from the text, without asking the parser. */
export function lowerType(lower: Lowering, part: Part): TypeRef {
  const span = spanOfPart(part);
  if (span.end - span.start < 80) {
    const text = textOf(lower, span);
    if (/^[A-Za-z_$][\w$.]*$/.test(text)) return plain(text, span);
  }
  return deeper(lower, part, lowerStructured, (deep) => plain("", spanOfPart(deep)));
}

/** The type after the colon of a parameter, field, variable or result. */
export function lowerAnnotation(lower: Lowering, part: Part): TypeRef | undefined {
  const { start, end } = spanOfPart(part);
  const [, gap, name] = /^(:\s*)([A-Za-z_$][\w$.]*)$/.exec(lower.text.slice(start, end)) ?? [];
  if (gap !== undefined && name !== undefined) {
    return plain(name, { start: start + gap.length, end });
  }
  const [type] = partsOf(lower, part);
  return type === undefined ? undefined : lowerType(lower, type);
}

/** `<T, U>` of a call, a construction or a base class. */
export function lowerTypeArguments(lower: Lowering, part: Part | undefined): TypeRef[] {
  return part === undefined ? [] : typesIn(lower, part);
}

/** The bounds of `<T extends A & B, U>`; parameters without a bound are left out. */
export function lowerBounds(
  lower: Lowering,
  part: Part | undefined,
): Record<string, readonly TypeRef[]> {
  const bounds: [string, TypeRef[]][] = [];
  for (const parameter of part === undefined ? [] : partsOf(lower, part)) {
    const [name, ...rest] = partsOf(lower, parameter);
    const constraint = rest.find((child) => kindOf(child) === "constraint");
    const [bound] = constraint === undefined ? [] : partsOf(lower, constraint);
    if (name === undefined || bound === undefined) continue;
    const type = lowerType(lower, bound);
    const types = type.name === "&" ? [...type.args] : [type];
    bounds.push([textOf(lower, spanOfPart(name)), types]);
  }
  return Object.fromEntries(bounds);
}

const TYPES: Readonly<Record<string, LowerType>> = {
  array_type: (lower, part) => combined("Array", lower, part),
  asserts: (_, part) => plain("void", spanOfPart(part)),
  constructor_type: (lower, part) => lowerSignature("new", lower, part),
  function_type: (lower, part) => lowerSignature("=>", lower, part),
  generic_type: lowerGeneric,
  index_type_query: (lower, part) => combined("keyof", lower, part),
  infer_type: lowerInner,
  intersection_type: (lower, part) => lowerAlternatives("&", lower, part),
  object_type: (lower, part) => opaque("{}", lower, part),
  optional_type: lowerInner,
  parenthesized_type: lowerInner,
  readonly_type: lowerInner,
  required_parameter: lowerTupleItem,
  optional_parameter: lowerTupleItem,
  rest_type: lowerInner,
  tuple_type: (lower, part) => combined("[]", lower, part),
  type_annotation: lowerInner,
  type_predicate: (_, part) => plain("boolean", spanOfPart(part)),
  type_query: (lower, part) => combined("typeof", lower, part),
  union_type: (lower, part) => lowerAlternatives("|", lower, part),
};

function lowerStructured(lower: Lowering, part: Part): TypeRef {
  const known = Object.hasOwn(TYPES, kindOf(part)) ? TYPES[kindOf(part)] : undefined;
  return known === undefined
    ? opaque(foldedText(lower, spanOfPart(part)), lower, part)
    : known(lower, part);
}

/** A type that is kept as a word only. */
function opaque(name: string, lower: Lowering, part: Part): TypeRef {
  skipPart(lower, part);
  return plain(name, spanOfPart(part));
}

function combined(name: string, lower: Lowering, part: Part): TypeRef {
  return { name, args: typesIn(lower, part), ...spanOfPart(part) };
}

function lowerInner(lower: Lowering, part: Part): TypeRef {
  const [inner] = partsOf(lower, part);
  return inner === undefined ? plain("", spanOfPart(part)) : lowerType(lower, inner);
}

/** The grammar nests `A | B | C` to the left; here the alternatives stand side by side. */
function lowerAlternatives(name: string, lower: Lowering, part: Part): TypeRef {
  const kind = kindOf(part);
  const args: TypeRef[] = [];
  let rest: Part | undefined = part;
  while (rest !== undefined && kindOf(rest) === kind) {
    const [first, ...others]: Part[] = partsOf(lower, rest);
    const isLeading = others.length === 0 && first !== undefined && kindOf(first) !== kind;
    args.unshift(...(isLeading ? [first] : others).map((other) => lowerType(lower, other)));
    rest = isLeading ? undefined : first;
  }
  if (rest !== undefined) args.unshift(lowerType(lower, rest));
  const [only] = args;
  return args.length === 1 && only !== undefined ? only : { name, args, ...spanOfPart(part) };
}

function lowerGeneric(lower: Lowering, part: Part): TypeRef {
  const [name, args] = partsOf(lower, part);
  if (name === undefined) return plain("", spanOfPart(part));
  return {
    name: foldedText(lower, spanOfPart(name)),
    args: lowerTypeArguments(lower, args),
    ...spanOfPart(part),
  };
}

/** `(a: A) => R` has the types of its parameters and last that of its result as arguments. */
function lowerSignature(name: string, lower: Lowering, part: Part): TypeRef {
  const parts = partsOf(lower, part).filter((child) => kindOf(child) !== "type_parameters");
  const args = parts.flatMap((child) =>
    kindOf(child) === "formal_parameters" ? typesIn(lower, child) : [lowerType(lower, child)],
  );
  return { name, args, ...spanOfPart(part) };
}

/** A labelled item of a tuple, or a parameter of a function type. */
function lowerTupleItem(lower: Lowering, part: Part): TypeRef {
  const annotation = partsOf(lower, part).find((child) => kindOf(child) === "type_annotation");
  const type = annotation === undefined ? undefined : lowerAnnotation(lower, annotation);
  return type ?? plain("any", spanOfPart(part));
}

function typesIn(lower: Lowering, part: Part): TypeRef[] {
  return partsOf(lower, part).map((child) => lowerType(lower, child));
}

function plain(name: string, span: Span): TypeRef {
  return { name, args: [], start: span.start, end: span.end };
}
