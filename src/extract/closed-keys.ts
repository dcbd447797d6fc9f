/**
 * Whether the keys of an in-process cache come from a closed set: classes, languages, file names that the code itself
 * spells. Such a cache cannot outgrow the program, so it needs no bound.
 */
import { someNode } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Expr, Param, TypeRef } from "../model/syntax.ts";
import { isInTest } from "./context.ts";
import { wordsOf } from "./identifiers.ts";

/** Things that a program has a fixed number of, by the words of a parameter's name. */
const CLOSED_WORDS = new Set([
  "model",
  "cls",
  "klass",
  "class",
  "type",
  "kind",
  "locale",
  "lang",
  "language",
  "module",
  "table",
  "enum",
  "mode",
  "level",
  "schema",
  "constructor",
  "ctor",
  "annotation",
  "dtype",
  "platform",
  "arch",
  "encoding",
  "charset",
  "currency",
  "timezone",
]);

const OPEN_TYPES =
  /(^|\.)(string|str|String|number|u32|u64|i64|usize|int|bytes|Uuid|UUID|any|impl|AsRef|Into|tuple|Vec|list|u128|unknown|T|K)$/;

/** Any text or number that a caller brings can be the key. */
export function isOpenKey(key: Expr, resolver: Resolver): boolean {
  if (key.kind === "template")
    return key.parts.some((part) => part.kind !== "literal" && isOpenKey(part, resolver));
  if (key.kind === "list") return key.items.some((item) => isOpenKey(item, resolver));
  if (key.kind === "call" && key.callee.kind === "member" && key.args.length === 0)
    return isOpenKey(key.callee.object, resolver);
  return isOpen(resolver.meaning(key), key, resolver);
}

function isOpen(meaning: Meaning, key: Expr, resolver: Resolver): boolean {
  switch (meaning.kind) {
    case "constant":
    case "class":
    case "function":
    case "object":
    case "container":
      return false;
    case "text":
      return meaning.parts.some(
        (part) => part !== key && part.kind !== "literal" && isOpenKey(part, resolver),
      );
    case "either":
      return meaning.options.some((option) => isOpen(option, key, resolver));
    case "parameter":
      return isOpenParameter(meaning.node, resolver);
    case "typed":
      return OPEN_TYPES.test(meaning.type.name);
    case "unknown":
      return !(key.kind === "name" || key.kind === "member") || !isClosedName(key.name);
    default:
      return true;
  }
}

export function isOpenParameter(param: Param, resolver: Resolver): boolean {
  if (param.type !== undefined && !isOpenType(param.type)) return false;
  if (param.default?.kind === "literal" && typeof param.default.value === "boolean") return false;
  if (param.name !== undefined && isClosedName(param.name, param.type)) return false;
  return !onlyConstantsReach(param, resolver) && !isLookedUp(param, resolver);
}

/** The function first finds the value in a table that is written down, so only the table's keys get on. */
function isLookedUp(param: Param, resolver: Resolver): boolean {
  const fn = param.parent;
  if (fn?.kind !== "function" || param.name === undefined) return false;
  const isParam = (node: Expr | undefined): boolean =>
    node?.kind === "name" && node.name === param.name;
  const isTable = (node: Expr): boolean => {
    const meaning = resolver.meaning(node);
    return meaning.kind === "record" && meaning.node.entries.length > 0;
  };
  return someNode(fn, (node) => {
    if (node.kind === "index") return isParam(node.index) && isTable(node.object);
    if (node.kind === "binary" && (node.op === "in" || node.op === "not in"))
      return isParam(node.left) && isTable(node.right);
    return (
      node.kind === "call" &&
      node.callee.kind === "member" &&
      node.callee.name === "get" &&
      isParam(node.args[0]) &&
      isTable(node.callee.object)
    );
  });
}

function isOpenType(type: TypeRef): boolean {
  if (type.name === "|" || /^(Optional|Option|Readonly)$/.test(type.name))
    return type.args.some((part) => isOpenType(part));
  if (type.args.length > 0 && /(^|\.)(type|Type|Class|Constructor|Literal)$/.test(type.name))
    return false;
  return OPEN_TYPES.test(type.name);
}

/** A name's last word says what it is; for declared text only the whole name is believed. */
function isClosedName(name: string, type?: TypeRef): boolean {
  const words = wordsOf(name);
  if (type !== undefined && words.length > 1) return false;
  return CLOSED_WORDS.has(words.at(-1) ?? "");
}

/** Every caller that is seen passes a constant. */
function onlyConstantsReach(param: Param, resolver: Resolver): boolean {
  const fn = param.parent?.kind === "function" ? param.parent : undefined;
  if (fn === undefined) return false;
  const callers = resolver.callersOf(fn).filter((call) => !isInTest(call));
  const index = fn.params.indexOf(param);
  return (
    callers.length > 0 &&
    callers.every((call) => {
      const arg = call.named.find((named) => named.name === param.name)?.value ?? call.args[index];
      const value = arg ?? param.default;
      return value !== undefined && resolver.meaning(value).kind === "constant";
    })
  );
}
