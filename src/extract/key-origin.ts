/** Where a key comes from: which of its parts other code or a request decides. */
import { walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, Param } from "../model/syntax.ts";
import { functionAround, functionName, isHandler } from "./context.ts";
import { wordsOf } from "./identifiers.ts";

export interface Origin {
  readonly source: "request" | "parameter";
  /** The expressions that outside code decides. */
  readonly atoms: readonly Expr[];
  readonly validated: boolean;
}

/** Where a key's foreign parts come from; nothing when it has none that could carry text of another's choice. */
export function originOf(key: Expr, resolver: Resolver): Origin | undefined {
  const atoms: { expr: Expr; source: "request" | "parameter" }[] = [];
  let checked = 0;
  const visit = (expr: Expr, depth: number): void => {
    if (depth > 8) return;
    if (expr.kind === "call" && isCheckingCall(expr)) {
      if (hasForeignPart(expr, resolver)) checked += 1;
      return;
    }
    if (expr.kind === "template") return expr.parts.forEach((part) => visit(part, depth + 1));
    if (expr.kind === "binary")
      return [expr.left, expr.right].forEach((part) => visit(part, depth + 1));
    if (expr.kind === "call" && isPlainBuilder(expr, resolver))
      return expr.args.forEach((arg) => visit(arg, depth + 1));
    if (expr.kind === "call" && expr.callee.kind === "member" && expr.args.length === 0)
      return visit(expr.callee.object, depth + 1);
    const meaning = resolver.meaning(expr);
    const definition = definitionOf(meaning, expr);
    if (definition !== undefined) return visit(definition, depth + 1);
    if (meaning.kind === "text") return meaning.parts.forEach((part) => visit(part, depth + 1));
    if (meaning.kind === "input") atoms.push({ expr, source: "request" });
    if (meaning.kind === "parameter" && isTextual(meaning.node, resolver)) {
      atoms.push({
        expr,
        source: isRequestParameter(meaning.node, resolver) ? "request" : "parameter",
      });
    }
  };
  visit(key, 0);
  if (atoms.length === 0)
    return checked > 0 ? { source: "parameter", atoms: [], validated: true } : undefined;
  return {
    source: atoms.some((atom) => atom.source === "request") ? "request" : "parameter",
    atoms: atoms.map((atom) => atom.expr),
    validated: false,
  };
}

/** The expression that a local name stands for, when it is built in the same function. */
export function definitionOf(meaning: Meaning, expr: Expr): Expr | undefined {
  if (expr.kind !== "name") return undefined;
  const [definition] = meaning.via ?? [];
  if (
    definition?.kind !== "declare" ||
    definition.value === undefined ||
    definition.bindings.length !== 1
  )
    return undefined;
  return functionAround(definition) === functionAround(expr) ? definition.value : undefined;
}

export function hasForeignPart(call: Call, resolver: Resolver): boolean {
  let foreign = false;
  walk(call, (node) => {
    if (node.kind === "name") {
      const { kind } = resolver.meaning(node);
      if (kind === "parameter" || kind === "input") foreign = true;
    }
    return !foreign;
  });
  return foreign;
}

export const CHECKS = new Set([
  "validate",
  "check",
  "assert",
  "sanitize",
  "sanitise",
  "escape",
  "encode",
  "hash",
  "digest",
  "verify",
  "ensure",
  "normalize",
  "normalise",
  "slugify",
  "slug",
  "safe",
  "parse",
  "valid",
  "uuid",
  "invariant",
  "require",
  "sha1",
  "sha256",
  "md5",
  "hmac",
  "blake2b",
  "xxhash",
  "quote",
  "checksum",
  "fingerprint",
  "int",
  "number",
  "guard",
  "clean",
  "hex",
]);
const BUILDERS = new Set(["key", "name", "prefix", "namespace", "path", "id"]);

/** A call that, by its name, refuses or rewrites bad text: `validate_key(k)`, `encodeURIComponent(k)`, `sha256(k)`. */
export function isCheckingCall(call: Call): boolean {
  const { callee } = call;
  const words = [
    ...(callee.kind === "name" || callee.kind === "member" ? wordsOf(callee.name) : []),
  ];
  if (words.some((word) => CHECKS.has(word)) || words.includes("encode")) return true;
  // `createHash('sha256').update(x).digest('hex')`, `schema.parse(x)`.
  return callee.kind === "member" && callee.object.kind === "call" && isCheckingCall(callee.object);
}

/** A call of the project's own that builds a key from its arguments by joining them. */
export function isPlainBuilder(call: Call, resolver: Resolver): boolean {
  const { callee } = call;
  if (
    callee.kind === "member" &&
    /^(concat|join|format|arg|toLowerCase|lower|upper|toUpperCase|trim|strip|replace)$/.test(
      callee.name,
    )
  )
    return true;
  const meaning = resolver.meaning(callee);
  if (
    meaning.kind !== "function" ||
    !wordsOf(functionName(meaning.node)).some((word) => BUILDERS.has(word))
  )
    return false;
  let checks = false;
  for (const statement of meaning.node.body) {
    walk(statement, (node) => {
      if (node.kind === "call" && isCheckingCall(node)) checks = true;
      if (node.kind === "throw") checks = true;
    });
  }
  return !checks;
}

export function isTextual(param: Param, resolver: Resolver): boolean {
  if (param.type === undefined)
    return (
      resolver.moduleOf(param).language !== "rust" &&
      !/^(self|cls|ctx|context|_.*|.*(Id|_id|count|index|ttl|seconds|timeout|amount|limit|page|version|num|number))$/.test(
        param.name ?? "",
      )
    );
  const name = param.type.name.split(".").at(-1) ?? "";
  if (name === "|")
    return param.type.args.some((option) => /^(string|str|unknown|any)$/.test(option.name));
  return /^(string|str|String|any|unknown|impl|AsRef|Into|ToRedisArgs|Key|CacheKey|bytes|KeyT|RedisKey|K|PropertyKey|Cow|tuple|list)$/.test(
    name,
  );
}

/** A parameter of a handler that a framework fills from the path or the query. */
export function isRequestParameter(param: Param, resolver: Resolver): boolean {
  const fn = param.parent?.kind === "function" ? param.parent : undefined;
  return fn !== undefined && isHandler(fn, resolver);
}
