/**
 * How many keys an in-process cache can come to have. A closed set (classes, languages, entries of a table that is written
 * down) cannot outgrow the program, so such a cache needs no bound; ids, addresses and a request's text can.
 */
import { calledName, functionAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node, Param, TypeRef } from "../model/syntax.ts";
import { isInTest } from "./context.ts";
import { wordsOf } from "./identifiers.ts";
import { endsEarly } from "./key-origin.ts";
import { CLOSED_WORDS, OPEN_WORDS } from "./key-words.ts";

/** `likely`: nothing says that the keys are few, and nothing that they are many. */
export type Openness = "closed" | "likely" | "open";

const TEXT_OR_NUMBER =
  /(^|\.)(string|str|String|number|u32|u64|i64|usize|int|bytes|Uuid|UUID|any|impl|AsRef|Into|tuple|Vec|list|u128|unknown|T|K|Cow)$/;

/** How far callers are followed up. */
const MAX_CALLS = 3;

export function opennessOf(key: Expr, resolver: Resolver, depth = 0, calls = 0): Openness {
  if (depth > 8) return "likely";
  const inner = (parts: readonly Expr[]): Openness =>
    mostOpen(
      parts
        .filter((part) => part.kind !== "literal")
        .map((part) => opennessOf(part, resolver, depth + 1, calls)),
    );
  if (key.kind === "template") return inner(key.parts);
  if (key.kind === "list") return inner(key.items);
  if (key.kind === "binary") return inner([key.left, key.right]);
  if (key.kind === "await" || key.kind === "spread")
    return opennessOf(key.value, resolver, depth + 1, calls);
  if (key.kind === "call" && isDigest(key)) return "open";
  const meaning = resolver.meaning(key);
  const local = key.kind === "name" ? localValue(meaning, key) : undefined;
  if (local !== undefined) {
    const found = opennessOf(local, resolver, depth + 1, calls);
    // `const address = payload.sender`: the new name says more than the old one.
    return found === "likely" && local.kind === "member" ? byName(key) : found;
  }
  if (key.kind === "call" && meaning.kind === "unknown") return ofCall(key, resolver, depth, calls);
  return ofMeaning(meaning, key, resolver, depth, calls);
}

/** `createHash("sha256").update(text).digest("hex")`, `fingerprint(request)`: nobody makes a digest of what has few values. */
function isDigest(call: Call): boolean {
  return wordsOf(calledName(call)).some((word) =>
    /^(digest|hexdigest|sha1|sha256|sha512|md5|blake2b|blake3|xxhash|fingerprint)$/.test(word),
  );
}

/** The expression that a local name was given in the same function. */
function localValue(meaning: Meaning, key: Expr): Expr | undefined {
  const [definition] = meaning.via ?? [];
  if (definition?.kind !== "declare" || definition.value === undefined) return undefined;
  const fn = functionAround(key);
  return fn !== undefined && functionAround(definition) === fn && definition.value !== key
    ? definition.value
    : undefined;
}

/** `path.resolve()`, `int(x / 60)`, `",".join(parts)`: as many values as what goes in. */
function ofCall(call: Call, resolver: Resolver, depth: number, calls: number): Openness {
  const parts = [
    ...(call.callee.kind === "member" ? [call.callee.object] : []),
    ...call.args.filter((arg) => arg.kind !== "function"),
  ];
  return parts.length === 0
    ? "likely"
    : mostOpen(parts.map((part) => opennessOf(part, resolver, depth + 1, calls)));
}

function ofMeaning(
  meaning: Meaning,
  key: Expr,
  resolver: Resolver,
  depth: number,
  calls: number,
): Openness {
  switch (meaning.kind) {
    case "input":
      return "open";
    case "constant":
    case "class":
    case "function":
    case "object":
    case "container":
    case "module":
    case "environment":
      return "closed";
    case "text":
      return mostOpen(
        meaning.parts
          .filter((part) => part !== key && part.kind !== "literal")
          .map((part) => opennessOf(part, resolver, depth + 1, calls)),
      );
    case "either":
      return mostOpen(
        meaning.options.map((option) => ofMeaning(option, key, resolver, depth + 1, calls)),
      );
    case "parameter":
      return opennessOfParameter(meaning.node, resolver, calls);
    case "typed":
      return TEXT_OR_NUMBER.test(meaning.type.name) ? byName(key) : "closed";
    default:
      return byName(key);
  }
}

function byName(key: Expr): Openness {
  if (key.kind !== "name" && key.kind !== "member") return "likely";
  const last = wordsOf(key.name).at(-1) ?? "";
  if (CLOSED_WORDS.has(last)) return "closed";
  return OPEN_WORDS.has(last) ? "open" : "likely";
}

/** `calls`: how many callers were followed up so far. */
function opennessOfParameter(param: Param, resolver: Resolver, calls = 0): Openness {
  if (param.type !== undefined && !isTextOrNumber(param.type)) return "closed";
  if (param.default?.kind === "literal" && typeof param.default.value === "boolean")
    return "closed";
  if (isLookedUp(param, resolver)) return "closed";
  const words = wordsOf(param.name ?? "");
  const last = words.at(-1) ?? "";
  // For declared text only the whole name is believed to be of a closed set.
  if (CLOSED_WORDS.has(last) && (param.type === undefined || words.length === 1)) return "closed";
  const brought = calls < MAX_CALLS ? broughtBy(param, resolver, calls) : undefined;
  return brought ?? (OPEN_WORDS.has(last) ? "open" : "likely");
}

/** What the callers that are seen bring; nothing when none is. */
function broughtBy(param: Param, resolver: Resolver, calls: number): Openness | undefined {
  const fn = param.parent?.kind === "function" ? param.parent : undefined;
  const callers = fn === undefined ? [] : resolver.callersOf(fn).filter((call) => !isInTest(call));
  if (fn === undefined || callers.length === 0) return undefined;
  const found = callers.map((call): Openness => {
    const value =
      call.named.find((named) => named.name === param.name)?.value ??
      call.args[fn.params.indexOf(param)] ??
      param.default;
    if (value === undefined) return "closed";
    const meaning = resolver.meaning(value);
    return meaning.kind === "parameter"
      ? opennessOfParameter(meaning.node, resolver, calls + 1)
      : opennessOf(value, resolver, 0, calls + 1);
  });
  const worst = mostOpen(found);
  return worst === "likely" && OPEN_WORDS.has(wordsOf(param.name ?? "").at(-1) ?? "")
    ? "open"
    : worst;
}

/** The function lets only values go on that it finds in a table, a list or among its own names. */
function isLookedUp(param: Param, resolver: Resolver): boolean {
  const fn = param.parent;
  const { name } = param;
  if (fn?.kind !== "function" || name === undefined) return false;
  return someNode(fn, (node) => looksUp(node, name, resolver) || refusesOthers(node, name));
}

function looksUp(node: Node, name: string, resolver: Resolver): boolean {
  const isParam = (part: Expr | undefined): boolean => part?.kind === "name" && part.name === name;
  if (node.kind === "index") return isParam(node.index) && isTable(node.object, resolver);
  if (node.kind !== "call" || node.callee.kind !== "member") return false;
  return (
    node.callee.name === "get" && isParam(node.args[0]) && isTable(node.callee.object, resolver)
  );
}

function isTable(node: Expr, resolver: Resolver): boolean {
  const meaning = resolver.meaning(node);
  return meaning.kind === "record" && meaning.node.entries.length > 0;
}

/** `if name not in KNOWN: return`, `if not hasattr(self, name): raise`. */
function refusesOthers(node: Node, name: string): boolean {
  if (node.kind !== "if" || !endsEarly(node.then)) return false;
  return someNode(node.test, (part) => {
    if (part.kind === "binary" && part.op === "not in")
      return part.left.kind === "name" && part.left.name === name;
    return (
      part.kind === "call" &&
      part.callee.kind === "name" &&
      part.callee.name === "hasattr" &&
      part.args[1]?.kind === "name" &&
      part.args[1].name === name
    );
  });
}

/** Values of the type can be without end. */
export function isTextOrNumber(type: TypeRef): boolean {
  if (type.name === "|" || /^(Optional|Option|Readonly)$/.test(type.name))
    return type.args.some((part) => isTextOrNumber(part));
  if (type.args.length > 0 && /(^|\.)(type|Type|Class|Constructor|Literal)$/.test(type.name))
    return false;
  return TEXT_OR_NUMBER.test(type.name);
}

/** All parameters together tell results apart. */
export function opennessOfParameters(fn: FunctionNode, resolver: Resolver): Openness {
  return mostOpen(fn.params.map((param) => opennessOfParameter(param, resolver)));
}

/** The most open of several. */
export function mostOpen(found: readonly Openness[]): Openness {
  if (found.includes("open")) return "open";
  return found.includes("likely") ? "likely" : "closed";
}
