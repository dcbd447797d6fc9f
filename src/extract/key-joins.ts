/**
 * Texts that are put together into a key so that two different pairs can give the same one: `${a}${b}` of any two, `${a}:${b}`
 * of two free texts, `args.join(",")`. Numbers, ids, digests and what was encoded cannot hold the mark between them.
 */
import { calledName, functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, Param } from "../model/syntax.ts";
import { alternativesOf } from "./cache-access.ts";
import { CLOSED_WORDS } from "./key-words.ts";
import { wordsOf } from "./identifiers.ts";
import { isCheckingCall } from "./key-origin.ts";
import { localValue } from "./key-text.ts";

/**
 * `adjacent`: nothing stands between two parts; `joined`: a mark does that two free texts can hold, `mixed`: that a free text and
 * another may; `arguments`: what a function was called with is joined, `listed`: some other list of its caller's.
 */
export type Join = "adjacent" | "joined" | "mixed" | "arguments" | "listed";

type Piece = { readonly text: string } | { readonly hole: Expr };
type Kind = "free" | "text" | "number" | "closed";

export function joinOf(expr: Expr, resolver: Resolver): Join | undefined {
  const pieces = piecesOf(expr, resolver, 0);
  const kinds = pieces.map((piece) =>
    "text" in piece ? undefined : kindOf(piece.hole, resolver, 0),
  );
  let texts = 0;
  let free = 0;
  for (const [at, kind] of kinds.entries()) {
    if (kind === "free") free += 1;
    if (kind === "free" || kind === "text") texts += 1;
    const next = kinds[at + 1];
    if (kind !== undefined && next !== undefined && kind !== "closed" && next !== "closed")
      return "adjacent";
  }
  if (free > 1) return "joined";
  return free > 0 && texts > 1 ? "mixed" : undefined;
}

/** `parts.join(":")`, `",".join(parts)` of whatever a caller hands in. */
export function joinOfList(call: Call, resolver: Resolver): Join | undefined {
  const { callee } = call;
  if (callee.kind !== "member" || callee.name !== "join") return undefined;
  const list = resolver.moduleOf(call).language === "python" ? call.args[0] : callee.object;
  return list === undefined ? undefined : ofList(list, resolver, 0);
}

/** What the list holds that a caller decides, if it is not encoded. */
function ofList(list: Expr, resolver: Resolver, depth: number): Join | undefined {
  if (depth > 6) return undefined;
  let found: Join | undefined;
  walk(list, (node) => {
    if (found !== undefined) return false;
    if (node.kind === "call")
      return (
        !isCheckingCall(node, resolver, "value") && !/^(stringify|dumps)$/.test(calledName(node))
      );
    if (node.kind !== "name") return undefined;
    const value = localValue(node, resolver);
    found =
      value === undefined || value.kind === "name"
        ? ofRest(node.name, resolver.meaning(node))
        : ofList(value, resolver, depth + 1);
    return undefined;
  });
  return found;
}

function ofRest(name: string, meaning: Meaning): Join | undefined {
  const [only] = alternativesOf(meaning);
  const param = only?.kind === "parameter" ? only.node : undefined;
  if (param !== undefined && hasClosedType(param)) return undefined;
  if (/(^|[a-z]_)(kw)?args$/.test(name) && /^(parameter|container|typed)$/.test(only?.kind ?? ""))
    return "arguments";
  return param?.rest === true ? "listed" : undefined;
}

function hasClosedType({ type }: Param): boolean {
  return type?.args.some((arg) => /^(number|int|bool|boolean)$/.test(arg.name)) === true;
}

function piecesOf(expr: Expr, resolver: Resolver, depth: number): readonly Piece[] {
  if (depth > 6) return [{ hole: expr }];
  if (expr.kind === "literal") return [{ text: String(expr.value) }];
  if (expr.kind === "template")
    return expr.parts.flatMap((part) => piecesOf(part, resolver, depth + 1));
  if (expr.kind === "binary" && expr.op === "+")
    return [expr.left, expr.right].flatMap((part) => piecesOf(part, resolver, depth + 1));
  const value = localValue(expr, resolver);
  if (value !== undefined && (value.kind === "template" || value.kind === "literal"))
    return piecesOf(value, resolver, depth + 1);
  return [{ hole: expr }];
}

const FREE = new Set(
  (
    "q query search term keyword text title prompt message content question phrase city location place input " +
    "description artist album song track sentence body"
  ).split(" "),
);
const NUMBERS = new Set(
  "id page limit offset size count year month day week number num index width height lat lng lon".split(
    " ",
  ),
);
const FIXED = new Set(
  (
    "prefix namespace ns base suffix version env environment root sep separator delimiter path url host domain protocol key hash digest checksum " +
    "sha uuid guid date type kind status sort order direction unit country code currency symbol slug role state flag"
  ).split(" "),
);

function kindOf(hole: Expr, resolver: Resolver, depth: number): Kind {
  if (depth > 6) return "closed";
  if (hole.kind === "call") return kindOfCall(hole, resolver, depth);
  if (hole.kind === "binary" && /^(\|\||\?\?)$/.test(hole.op))
    return kindOf(hole.left, resolver, depth + 1);
  if (hole.kind !== "name" && hole.kind !== "member" && hole.kind !== "index") return "closed";
  const value = localValue(hole, resolver);
  if (
    value !== undefined &&
    value.kind !== "call" &&
    value.kind !== "await" &&
    value.kind !== "member"
  )
    return kindOf(value, resolver, depth + 1);
  if (value?.kind === "call") return kindOfCall(value, resolver, depth + 1);
  const [meaning] = alternativesOf(resolver.meaning(hole));
  if (meaning === undefined) return "closed";
  if (meaning.kind === "parameter") return ofParameter(meaning.node, hole);
  if (meaning.kind === "input") return ofWord(nameOf(hole), true);
  if (meaning.kind === "typed")
    return /^(string|str|String)$/.test(meaning.type.name) ? ofWord(nameOf(hole), true) : "closed";
  return meaning.kind === "unknown" && hole.kind === "member"
    ? ofWord(nameOf(hole), false)
    : "closed";
}

function kindOfCall(call: Call, resolver: Resolver, depth: number): Kind {
  if (isCheckingCall(call, resolver, "value")) return "closed";
  const { callee } = call;
  if (callee.kind !== "member" || functionAround(call) === undefined) return "closed";
  const same =
    /^(trim|strip|toLowerCase|toUpperCase|lower|upper|clone|to_lowercase|to_uppercase|as_str|to_string|to_owned|casefold|title|unwrap_or_default)$/;
  return same.test(callee.name) ? kindOf(callee.object, resolver, depth + 1) : "closed";
}

function ofParameter(param: Param, hole: Expr): Kind {
  if (hole.kind !== "name") return ofWord(nameOf(hole), false);
  const type = param.type?.name.split(".").at(-1);
  if (type !== undefined && /^(number|int|float|u8|u16|u32|u64|i32|i64|usize)$/.test(type))
    return "number";
  if (type !== undefined && !/^(string|str|String|any|Cow|impl|AsRef)$/.test(type)) return "closed";
  return ofWord(param.name ?? "", type !== undefined);
}

function nameOf(expr: Expr): string {
  if (expr.kind === "name" || expr.kind === "member") return expr.name;
  return expr.kind === "index" && expr.index.kind === "literal" ? String(expr.index.value) : "";
}

/** By its last word; `isText` says that it is text of somebody's choice. */
function ofWord(name: string, isText: boolean): Kind {
  const word = wordsOf(name).at(-1) ?? "";
  if (name.startsWith("__")) return "closed";
  if (FREE.has(word)) return "free";
  if (NUMBERS.has(word)) return "number";
  if (FIXED.has(word) || CLOSED_WORDS.has(word) || /(id|Id|ID)$/.test(name)) return "closed";
  return isText ? "text" : "closed";
}
