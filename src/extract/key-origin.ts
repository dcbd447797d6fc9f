/** Where a key comes from: which of its parts other code or a request decides. */
import { calledName, functionAround } from "../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, If, Param, Stmt } from "../model/syntax.ts";
import { functionName, isHandler, isRouted } from "./context.ts";
import { wordsOf } from "./identifiers.ts";
import { isDecoder } from "./decoders.ts";

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
    if (expr.kind === "call" && isCheckingCall(expr, resolver, "value")) {
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
    if (isPeerAddress(expr)) return;
    const meaning = resolver.meaning(expr);
    if (expr.kind === "member" && comesFromCheck(expr, resolver)) {
      checked += 1;
      return;
    }
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

/** `req.ip`, `req.socket.remoteAddress`, `request.client.host`: an address that the connection has, no text of a caller's. */
function isPeerAddress(expr: Expr): boolean {
  if (expr.kind !== "member") return false;
  if (/^(ip|remoteAddress|remote_addr|peer_addr)$/.test(expr.name)) return true;
  return expr.name === "host" && expr.object.kind === "member" && expr.object.name === "client";
}

/** `const safe = input.sanitize(); safe.value`: a part of what a check gave back. */
function comesFromCheck(expr: Expr, resolver: Resolver): boolean {
  let at: Expr = expr;
  while (at.kind === "member" || at.kind === "index" || at.kind === "await") {
    at = at.kind === "await" ? at.value : at.object;
  }
  const made = at.kind === "name" ? definitionOf(resolver.meaning(at), at) : at;
  const call = made?.kind === "await" ? made.value : made;
  return call?.kind === "call" && isCheckingCall(call, resolver, "value");
}

/** The expression that a local name stands for, when it is built in the same function. */
function definitionOf(meaning: Meaning, expr: Expr): Expr | undefined {
  if (expr.kind !== "name") return undefined;
  const [definition] = meaning.via ?? [];
  if (definition?.kind !== "declare" || definition.value === undefined) return undefined;
  // A part of what a plain value is taken apart into is followed by its own meaning.
  if (
    definition.bindings.length !== 1 &&
    definition.value.kind !== "call" &&
    definition.value.kind !== "await"
  ) {
    return undefined;
  }
  return functionAround(definition) === functionAround(expr) ? definition.value : undefined;
}

function hasForeignPart(call: Call, resolver: Resolver): boolean {
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

export /** First words of functions that refuse bad text. */
const CHECKS = new Set([
  "validate",
  "check",
  "assert",
  "sanitize",
  "sanitise",
  "verify",
  "ensure",
  "normalize",
  "normalise",
  "guard",
  "clean",
  "valid",
  "invariant",
  "require",
  "must",
  "safe",
  "parse",
]);

/** Words of functions whose result is safe text, whatever goes in. */
const TRANSFORMS = new Set([
  "escape",
  "encode",
  "hash",
  "digest",
  "slugify",
  "slug",
  "uuid",
  "sha1",
  "sha256",
  "sha512",
  "md5",
  "hmac",
  "blake2b",
  "blake3",
  "xxhash",
  "quote",
  "checksum",
  "fingerprint",
  "int",
  "number",
  "hex",
  "hexdigest",
  "base64",
  "sanitize",
  "sanitise",
]);

const BUILDERS = new Set(["key", "name", "prefix", "namespace", "path", "id"]);

/**
 * A call that refuses or rewrites bad text: by its name (`validate_key(k)`, `encodeURIComponent(k)`, `sha256(k)`), or because
 * the function it leads to looks at its argument's text and ends early.
 */
export function isCheckingCall(
  call: Call,
  resolver: Resolver,
  use: "value" | "statement" = "statement",
  depth = 0,
): boolean {
  const { callee } = call;
  if (callee.kind === "name" || callee.kind === "member") {
    if (isDecoder(call)) return false;
    const words = wordsOf(callee.name);
    if (CHECKS.has(words[0] ?? "")) return true;
    if (use === "value" && words.some((word) => TRANSFORMS.has(word))) return true;
    const meaning = resolver.meaning(callee);
    if (meaning.kind === "function" && validates(meaning.node, resolver)) return true;
    if (use === "value" && meaning.kind === "function" && depth < 2) {
      const [only] = meaning.node.body;
      if (only?.kind === "return" && only.value?.kind === "call")
        if (isCheckingCall(only.value, resolver, use, depth + 1)) return true;
    }
  }
  // `createHash('sha256').update(x).digest('hex')`, `schema.parse(x)`.
  return (
    callee.kind === "member" &&
    callee.object.kind === "call" &&
    isCheckingCall(callee.object, resolver, use, depth)
  );
}

/** A call of the project's own that builds a key from its arguments by joining them. */
function isPlainBuilder(call: Call, resolver: Resolver): boolean {
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
      if (node.kind === "call" && isCheckingCall(node, resolver, "value")) checks = true;
      if (node.kind === "throw") checks = true;
    });
  }
  return !checks;
}

function isTextual(param: Param, resolver: Resolver): boolean {
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
function isRequestParameter(param: Param, resolver: Resolver): boolean {
  const fn = param.parent?.kind === "function" ? param.parent : undefined;
  if (fn === undefined || !isHandler(fn, resolver)) return false;
  // One that the project calls itself gets its other parameters from there, whatever else it is handed.
  return isRouted(fn) || resolver.callersOf(fn).length === 0;
}

/** The function tests a parameter's text and ends early. */
function validates(fn: FunctionNode, resolver: Resolver): boolean {
  const names = fn.params.flatMap((param) => (param.name === undefined ? [] : [param.name]));
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "if" &&
      (givesTested(node) ||
        (endsEarly(node.then) && names.some((name) => mentionsName(node.test, name)))) &&
      testsShape(node.test, resolver, 1),
  );
}

/** `if is_valid(part): return part`. */
function givesTested({ test, then }: If): boolean {
  return then.some(
    (statement) =>
      statement.kind === "return" &&
      statement.value?.kind === "name" &&
      mentionsName(test, statement.value.name),
  );
}

/** The test looks at the text itself (length, pattern, characters), not only whether there is any. */
export function testsShape(test: Expr, resolver: Resolver, depth = 0): boolean {
  return someNode(test, (node) => {
    if (node.kind === "member") return /^(length|size)$/.test(node.name);
    if (node.kind !== "call") return false;
    if (node.callee.kind === "member" && LOOKS_AT_TEXT.test(node.callee.name)) return true;
    if (node.callee.kind === "name" && node.callee.name === "len") return true;
    const words = wordsOf(calledName(node));
    if (CHECKS.has((words[0] === "is" ? words[1] : words[0]) ?? "")) return true;
    const meaning = depth > 2 ? undefined : resolver.meaning(node.callee);
    return meaning?.kind === "function" && returnsTest(meaning.node, resolver, depth + 1);
  });
}

/** A predicate of the project's own: `fn is_plain(key) -> bool { key.len() < 250 }`. */
function returnsTest(fn: FunctionNode, resolver: Resolver, depth: number): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "return" && node.value !== undefined && testsShape(node.value, resolver, depth),
  );
}

function mentionsName(expr: Expr, name: string): boolean {
  return someNode(expr, (node) => node.kind === "name" && node.name === name);
}

const LOOKS_AT_TEXT =
  /^(test|match|matches|is_match|fullmatch|len|contains|includes|has|all|any|starts_with|startsWith|chars|isalnum|bytes)$/;

export function endsEarly(body: readonly Stmt[]): boolean {
  return body.some((statement) => {
    const node = statement.kind === "expression" ? statement.value : statement;
    if (node.kind === "return" || node.kind === "throw") return true;
    return node.kind === "call" && node.macro && /^(bail|ensure|panic)$/.test(calledName(node));
  });
}
