/**
 * `key-use`: a cache operation whose key is built from something that the caller or a request decides, and
 * whether that was checked, encoded or typed before. `source` is `request` or `parameter`; `validated` says
 * whether a check stands before the use; `siblings` that the same class checks its keys elsewhere.
 */
import { walk } from "../../model/children.ts";
import type { Meaning, OperationSite, Resolver } from "../../model/meaning.ts";
import type { Call, ClassNode, Expr, FunctionNode, Node, Param } from "../../model/syntax.ts";
import { ancestors, classAround, functionAround, functionName, isHandler, isInTest } from "../context.ts";
import { canonical, describe } from "../canonical.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

const KEYED = new Set(["read", "write", "delete", "exists", "fetch", "read-many", "write-many", "delete-many", "increment"]);

export const keyUse: Recogniser = {
  kinds: ["key-use"],
  start: ({ resolver }, emit) => {
    const seen = new Set<string>();
    return (node) => {
      if (node.kind !== "call") return;
      const site = resolver.operationAt(node);
      if (site?.key === undefined || !KEYED.has(site.operation.operation)) return;
      const use = originOf(site.key, resolver);
      if (use === undefined) return;
      const fn = functionAround(node);
      const validated = use.validated || (fn !== undefined && use.atoms.every((atom) => isChecked(atom, fn, site, resolver)));
      // One function that uses one key several times makes one mistake.
      const once = `${fn?.start ?? -1}:${canonical(site.key) ?? site.key.start}`;
      if (seen.has(once)) return;
      seen.add(once);
      emit({
        kind: "key-use",
        span: callHead(node),
        node,
        instance: site.instance,
        properties: {
          provides: site.instance.type.provides,
          library: site.instance.library.id,
          source: use.source,
          validated,
          siblings: !validated && fn !== undefined && siblingsCheck(fn, resolver),
          public: fn !== undefined && resolver.isPublic(fn),
          reached: fn !== undefined && use.source === "parameter" ? reachedBy(fn, use.atoms, resolver) : "request",
        },
        captures: { key: { state: "given", meaning: resolver.meaning(site.key), value: site.key } },
        words: { key: describe(site.key), method: site.method, library: site.instance.library.title },
      });
    };
  },
};

interface Origin {
  readonly source: "request" | "parameter";
  /** The expressions that outside code decides. */
  readonly atoms: readonly Expr[];
  readonly validated: boolean;
}

/** Where a key's foreign parts come from; nothing when it has none that could carry text of another's choice. */
function originOf(key: Expr, resolver: Resolver): Origin | undefined {
  const atoms: { expr: Expr; source: "request" | "parameter" }[] = [];
  let checked = 0;
  const visit = (expr: Expr, depth: number): void => {
    if (depth > 8) return;
    if (expr.kind === "call" && isCheckingCall(expr)) {
      if (hasForeignPart(expr, resolver)) checked += 1;
      return;
    }
    if (expr.kind === "template") return expr.parts.forEach((part) => visit(part, depth + 1));
    if (expr.kind === "binary") return [expr.left, expr.right].forEach((part) => visit(part, depth + 1));
    if (expr.kind === "call" && isPlainBuilder(expr, resolver)) return expr.args.forEach((arg) => visit(arg, depth + 1));
    if (expr.kind === "call" && expr.callee.kind === "member" && expr.args.length === 0) return visit(expr.callee.object, depth + 1);
    const meaning = resolver.meaning(expr);
    const definition = definitionOf(meaning, expr);
    if (definition !== undefined) return visit(definition, depth + 1);
    if (meaning.kind === "text") return meaning.parts.forEach((part) => visit(part, depth + 1));
    if (meaning.kind === "input") atoms.push({ expr, source: "request" });
    if (meaning.kind === "parameter" && isTextual(meaning.node, resolver)) {
      atoms.push({ expr, source: isRequestParameter(meaning.node, resolver) ? "request" : "parameter" });
    }
  };
  visit(key, 0);
  if (atoms.length === 0) return checked > 0 ? { source: "parameter", atoms: [], validated: true } : undefined;
  return {
    source: atoms.some((atom) => atom.source === "request") ? "request" : "parameter",
    atoms: atoms.map((atom) => atom.expr),
    validated: false,
  };
}

/** The expression that a local name stands for, when it is built in the same function. */
function definitionOf(meaning: Meaning, expr: Expr): Expr | undefined {
  if (expr.kind !== "name") return undefined;
  const [definition] = meaning.via ?? [];
  if (definition?.kind !== "declare" || definition.value === undefined || definition.bindings.length !== 1) return undefined;
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

const CHECKS = new Set(["validate", "check", "assert", "sanitize", "sanitise", "escape", "encode", "hash", "digest", "verify", "ensure", "normalize", "normalise", "slugify", "slug", "safe", "parse", "valid", "uuid", "invariant", "require", "sha1", "sha256", "md5", "hmac", "blake2b", "xxhash", "quote", "checksum", "fingerprint", "int", "number", "guard", "clean", "hex"]);
const BUILDERS = new Set(["key", "name", "prefix", "namespace", "path", "id"]);

/** A call that, by its name, refuses or rewrites bad text: `validate_key(k)`, `encodeURIComponent(k)`, `sha256(k)`. */
function isCheckingCall(call: Call): boolean {
  const { callee } = call;
  const words = [...(callee.kind === "name" || callee.kind === "member" ? wordsOf(callee.name) : [])];
  if (words.some((word) => CHECKS.has(word)) || words.includes("encode")) return true;
  // `createHash('sha256').update(x).digest('hex')`, `schema.parse(x)`.
  return callee.kind === "member" && callee.object.kind === "call" && isCheckingCall(callee.object);
}

/** A call of the project's own that builds a key from its arguments by joining them. */
function isPlainBuilder(call: Call, resolver: Resolver): boolean {
  const { callee } = call;
  if (callee.kind === "member" && /^(concat|join|format|arg|toLowerCase|lower|upper|toUpperCase|trim|strip|replace)$/.test(callee.name)) return true;
  const meaning = resolver.meaning(callee);
  if (meaning.kind !== "function" || !wordsOf(functionName(meaning.node)).some((word) => BUILDERS.has(word))) return false;
  let checks = false;
  for (const statement of meaning.node.body) {
    walk(statement, (node) => {
      if (node.kind === "call" && isCheckingCall(node)) checks = true;
      if (node.kind === "throw") checks = true;
    });
  }
  return !checks;
}

function isTextual(param: Param, resolver: Resolver): boolean {
  if (param.type === undefined) return resolver.moduleOf(param).language !== "rust" && !/^(self|cls|ctx|context|_.*|.*(Id|_id|count|index|ttl|seconds|timeout|amount|limit|page|version|num|number))$/.test(param.name ?? "");
  const name = param.type.name.split(".").at(-1) ?? "";
  if (name === "|") return param.type.args.some((option) => /^(string|str|unknown|any)$/.test(option.name));
  return /^(string|str|String|any|unknown|impl|AsRef|Into|ToRedisArgs|Key|CacheKey|bytes|KeyT|RedisKey|K|PropertyKey|Cow|tuple|list)$/.test(name);
}

/** A parameter of a handler that a framework fills from the path or the query. */
function isRequestParameter(param: Param, resolver: Resolver): boolean {
  const fn = param.parent?.kind === "function" ? param.parent : undefined;
  return fn !== undefined && isHandler(fn, resolver);
}

/** A check on the same value stands before the use, and what it says can stop the use. */
function isChecked(atom: Expr, fn: FunctionNode, site: OperationSite, resolver: Resolver): boolean {
  const text = canonical(atom);
  const root = rootName(atom);
  if (text === undefined) return false;
  let checked = false;
  walk(fn, (node) => {
    if (checked || node.start >= site.call.start) return !checked && node.kind !== "function";
    if (node.kind === "call" && isCheckingCall(node) && [...node.args, ...receiverOf(node)].some((arg) => concerns(arg, text, root))) checked = true;
    if (node.kind === "if" && endsEarly(node.then) && concerns(node.test, text, root) && testsShape(node.test)) checked = true;
    return !checked;
  });
  return checked || isDecoratedWithCheck(fn) || isCheckedByType(atom, resolver);
}

function receiverOf(call: Call): readonly Expr[] {
  return call.callee.kind === "member" ? [call.callee.object] : [];
}

function concerns(expr: Node, text: string, root: string | undefined): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.kind === "name" || node.kind === "member") {
      const here = canonical(node);
      if (here === text || (root !== undefined && here === root)) found = true;
    }
    return !found;
  });
  return found;
}

function rootName(expr: Expr): string | undefined {
  let at: Expr = expr;
  while (at.kind === "member" || at.kind === "index") at = at.object;
  return at.kind === "name" ? at.name : undefined;
}

/** The test looks at the text itself (length, pattern, characters), not only whether there is any. */
function testsShape(test: Expr): boolean {
  let shape = false;
  walk(test, (node) => {
    if (node.kind === "call" && node.callee.kind === "member" && /^(test|match|matches|is_match|fullmatch|len|contains|includes|has|all|any|starts_with|startsWith|chars|isalnum|bytes)$/.test(node.callee.name)) shape = true;
    if (node.kind === "call" && node.callee.kind === "name" && (node.callee.name === "len" || isCheckingCall(node))) shape = true;
    if (node.kind === "member" && /^(length|size)$/.test(node.name)) shape = true;
    return !shape;
  });
  return shape;
}

function endsEarly(body: readonly Node[]): boolean {
  return body.some((statement) => statement.kind === "return" || statement.kind === "throw" || (statement.kind === "expression" && (statement.value.kind === "return" || statement.value.kind === "throw")) || (statement.kind === "expression" && statement.value.kind === "call" && statement.value.macro && /^(bail|ensure|panic)$/.test(statement.value.callee.kind === "name" ? statement.value.callee.name : "")));
}

function isDecoratedWithCheck(fn: FunctionNode): boolean {
  return fn.decorators.some((decorator) => wordsOf(decorator.name).some((word) => word === "validate" || word === "valid"));
}

function isCheckedByType(atom: Expr, resolver: Resolver): boolean {
  const meaning = resolver.meaning(atom);
  const type = meaning.kind === "parameter" ? meaning.type : undefined;
  return type !== undefined && /(Uuid|UUID|ObjectId|Valid|Safe|Id)$/.test(type.name);
}

/** Another method of the class hands its key to a check: this one forgot. */
function siblingsCheck(fn: FunctionNode, resolver: Resolver): boolean {
  const around = classAround(fn);
  const parts: readonly ClassNode[] = around === undefined ? [] : (resolver.classOf(fn)?.nodes ?? [around]);
  const siblings = parts.flatMap((part) => part.methods).filter((method) => method !== fn);
  return siblings.some((method) => checksOwnKey(method, resolver));
}

function checksOwnKey(method: FunctionNode, resolver: Resolver): boolean {
  let checked = false;
  walk(method, (node) => {
    if (checked || node.kind !== "call") return !checked;
    const site = resolver.operationAt(node);
    if (site?.key === undefined || !KEYED.has(site.operation.operation)) return true;
    const origin = originOf(site.key, resolver);
    checked = origin !== undefined && origin.atoms.length > 0 && origin.atoms.every((atom) => isChecked(atom, method, site, resolver));
    return !checked;
  });
  return checked;
}

/** Who calls the function with what: a request's text, checked or constant keys only, or nobody that is seen. */
function reachedBy(fn: FunctionNode, atoms: readonly Expr[], resolver: Resolver): string {
  const callers = resolver.callersOf(fn).filter((call) => !isInTest(call));
  if (callers.length === 0) return "nobody";
  const params = new Set(atoms.flatMap((atom) => {
    const meaning = resolver.meaning(atom);
    return meaning.kind === "parameter" ? [meaning.node] : [];
  }));
  const args = callers.flatMap((call) => fn.params.flatMap((param, index) => {
    const arg = call.named.find((named) => named.name === param.name)?.value ?? call.args[index];
    return params.has(param) && arg !== undefined ? [arg] : [];
  }));
  const origins = args.map((arg) => originOf(arg, resolver));
  if (origins.some((origin) => origin?.source === "request" && !origin.validated)) return "request";
  return origins.every((origin) => origin === undefined || origin.validated) ? "safe" : "unknown";
}

export function isInsideFunction(node: Node): boolean {
  return [...ancestors(node)].some((up) => up.kind === "function");
}
