/** What a cache key is made of: the calls that decide whether equal inputs give equal keys, and other inputs others. */
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, Node, Stmt } from "../model/syntax.ts";
import { calledName } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import { localValue } from "./key-text.ts";
import { alternativesOf } from "./cache-access.ts";
import { joinOf, joinOfList, type Join } from "./key-joins.ts";

export type KeyPart =
  | Join
  | "process-hash"
  | "address"
  | "debug"
  | "unordered"
  | "filtered"
  | "clock"
  | "chance"
  | "checksum"
  | "sorted"
  | "digest";

export interface FoundPart {
  readonly part: KeyPart;
  readonly at: Expr;
}

/** The parts that say something, through templates, names, and the project's own builders of keys. */
export function keyParts(key: Expr, resolver: Resolver): readonly FoundPart[] {
  const found: FoundPart[] = [];
  const visited = new Set<Expr>();
  const visit = (expr: Expr, depth: number, digested: boolean): void => {
    if (depth > 16 || visited.has(expr)) return;
    visited.add(expr);
    const join = isOutermost(expr) ? joinOf(expr, resolver) : undefined;
    if (join !== undefined) found.push({ part: join, at: expr });
    switch (expr.kind) {
      case "template":
        for (const part of expr.parts) {
          if (isKeywords(part, resolver)) found.push({ part: "debug", at: part });
          visit(part, depth + 1, digested);
        }
        return;
      case "binary":
        // `Math.floor(now / 60)`, `hash % shards`: a window or a shard, not an identity.
        if (expr.op === "+")
          for (const side of [expr.left, expr.right]) visit(side, depth + 1, digested);
        return;
      case "list":
        for (const item of expr.items) visit(item, depth + 1, digested);
        return;
      case "await":
        return visit(expr.value, depth + 1, digested);
      case "name": {
        const [definition] = resolver.meaning(expr).via ?? [];
        if (
          definition?.kind === "declare" &&
          definition.value !== undefined &&
          definition.bindings.length === 1
        )
          visit(definition.value, depth + 1, digested);
        return;
      }
      case "call":
        return visitCall(expr, depth, digested);
      default:
    }
  };
  const visitCall = (call: Call, depth: number, digested: boolean): void => {
    const part = joinOfList(call, resolver) ?? partOf(call, resolver);
    if (part !== undefined && part !== "digest") {
      found.push({ part, at: call });
      return;
    }
    if (part === "digest") {
      const before = found.length;
      for (const inner of inputsOf(call)) visit(inner, depth + 1, true);
      if (found.length === before && !digested) found.push({ part, at: call });
      return;
    }
    const built = alternativesOf(resolver.meaning(call.callee)).find(
      (option) => option.kind === "function",
    );
    if (built?.kind === "function") {
      for (const value of returned(built.node.body)) visit(value, depth + 2, digested);
    }
    for (const inner of inputsOf(call)) visit(inner, depth + 1, digested);
  };
  visit(key, 0, false);
  return found;
}

/** A whole text, and no part of another. */
function isOutermost({ kind, parent }: Expr): boolean {
  return (
    (kind === "template" || kind === "binary") &&
    parent?.kind !== "template" &&
    !(parent?.kind === "binary" && parent.op === "+")
  );
}

/** The arguments, and in a chain (`createHash('md5').update(x).digest('hex')`) what went in before. */
function inputsOf(call: Call): readonly Expr[] {
  const inputs: Expr[] = call.args.flatMap((arg) => (arg.kind === "spread" ? [] : [arg]));
  const { callee } = call;
  if (callee.kind === "member" && callee.object.kind === "call") inputs.push(callee.object);
  if (
    callee.kind === "member" &&
    /^(join|encode|toString|hexdigest|digest|replace|slice|lower|toLowerCase)$/.test(callee.name)
  )
    inputs.push(callee.object);
  return inputs;
}

function returned(body: readonly Stmt[]): readonly Expr[] {
  return body.flatMap((statement) =>
    statement.kind === "return" && statement.value !== undefined ? [statement.value] : [],
  );
}

function partOf(call: Call, resolver: Resolver): KeyPart | undefined {
  const { language } = resolver.moduleOf(call);
  const { callee } = call;
  const dotted = dottedOf(resolver.meaning(callee));
  if (language === "python") return ofPython(call, dotted, resolver);
  if (language === "typescript") return ofTypeScript(call, dotted, resolver);
  if (
    callee.kind === "member" &&
    callee.name === "finish" &&
    isDefaultHasher(callee.object, resolver)
  )
    return "process-hash";
  return undefined;
}

function ofPython(call: Call, dotted: string, resolver: Resolver): KeyPart | undefined {
  if (dotted === "hash") return isNumber(call.args[0], resolver) ? undefined : "process-hash";
  if (dotted === "id") return "address";
  if (dotted === "repr") return "debug";
  if (dotted === "str") return isShownMapping(call.args[0], resolver) ? "debug" : undefined;
  if (/^(json|ujson|simplejson)\.dumps$/.test(dotted)) {
    const sorts = call.named.find((named) => named.name === "sort_keys");
    if (sorts !== undefined) return "sorted";
    return isMapping(call.args[0], resolver) ? "unordered" : undefined;
  }
  if (dotted === "pickle.dumps") return isMapping(call.args[0], resolver) ? "unordered" : undefined;
  if (/^(zlib|binascii)\.(crc32|adler32)$/.test(dotted)) return "checksum";
  if (
    /^(time\.(time|time_ns|monotonic)|datetime(\.datetime)?\.(now|utcnow)|(django\.utils\.)?timezone\.now)$/.test(
      dotted,
    )
  )
    return "clock";
  if (/^(random\.(random|randint|choice)|uuid\.(uuid4|uuid1)|secrets\.\w+)$/.test(dotted))
    return "chance";
  return /^hashlib\.\w+$/.test(dotted) ? "digest" : undefined;
}

function ofTypeScript(call: Call, dotted: string, resolver: Resolver): KeyPart | undefined {
  if (dotted === "JSON.stringify") {
    const [value, replacer] = call.args;
    if (replacer?.kind === "call" && isSortedKeys(replacer)) return "filtered";
    if (replacer !== undefined && !(replacer.kind === "literal" && replacer.value === null))
      return undefined;
    return value !== undefined && isOpenObject(value, resolver) ? "unordered" : undefined;
  }
  if (dotted === "Date.now" || dotted === "performance.now") return "clock";
  if (/^(Math\.random|crypto\.randomUUID|randomUUID|uuid\.v4|nanoid\.nanoid)$/.test(dotted))
    return "chance";
  if (
    /^(crc-32|crc32|crc|fnv1a|@sindresorhus\.fnv1a|fnv-plus|string-hash|murmurhash|imurmurhash)\b/.test(
      dotted,
    )
  )
    return "checksum";
  if (
    /^(fast-json-stable-stringify|json-stable-stringify|safe-stable-stringify|fast-safe-stringify|object-hash|ohash|hash-object|node-object-hash)\b/.test(
      dotted,
    )
  )
    return "sorted";
  return /(^|\.)createHash$/.test(dotted) ? "digest" : undefined;
}

function dottedOf(meaning: Meaning): string {
  for (const option of alternativesOf(meaning)) {
    if (option.kind === "global") return option.path.join(".");
    if (option.kind === "external")
      return [option.source.replace(/^node:/, ""), ...option.path]
        .filter((word) => word !== "default")
        .join(".");
  }
  return "";
}

/** `Object.keys(o).sort()` as a replacer keeps these names at every depth and drops all others. */
function isSortedKeys(replacer: Call): boolean {
  const { callee } = replacer;
  return callee.kind === "member" && callee.name === "sort" && callee.object.kind === "call";
}

/** An object whose properties the caller orders: one written down here has its order, a list or text needs none. */
function isOpenObject(value: Expr, resolver: Resolver): boolean {
  if (value.kind === "record") return value.rest.length > 0;
  const [only] = alternativesOf(resolver.meaning(value));
  if (only?.kind === "input") return true;
  if (only?.kind !== "parameter") return false;
  if (only.node.rest) return false;
  const { type, name } = only.node;
  if (type === undefined)
    return /^(params|query|filter|filters|options|opts|args|criteria|where|input|variables|payload|body)$/.test(
      name ?? "",
    );
  return !/^(string|number|boolean|bigint|Array|\[\]|ReadonlyArray|tuple|Date|Set|\|)$/.test(
    type.name,
  );
}

/** `kwargs`, or what is written as a dict or typed so. */
function isMapping(value: Expr | undefined, resolver: Resolver): boolean {
  if (value === undefined) return false;
  if (value.kind === "record") return value.rest.length > 0;
  const made = localValue(value, resolver);
  if (made !== undefined && someNode(made, isSorting)) return false;
  const [only] = alternativesOf(resolver.meaning(value));
  if (only?.kind !== "parameter") return only?.kind === "container" && only.flavor === "map";
  const { type, name, rest } = only.node;
  if (rest) return name === "kwargs" || name === "kw";
  if (type !== undefined)
    return /^(dict|Dict|Mapping|MutableMapping)$/.test(type.name.split(".").at(-1) ?? "");
  return /^(kwargs|params|query|filters|options|payload)$/.test(name ?? "");
}

const isSorting = (node: Node): boolean =>
  node.kind === "call" && /^(sorted|sort)$/.test(calledName(node));

/** `str(kwargs)`, `str((args, kwargs))`. */
function isShownMapping(value: Expr | undefined, resolver: Resolver): boolean {
  if (value?.kind === "list") return value.items.some((item) => isMapping(item, resolver));
  return isMapping(value, resolver);
}

/** `f"{kwargs}"`: named arguments in the order of the call. */
function isKeywords(value: Expr, resolver: Resolver): boolean {
  return value.kind === "name" && /^(kwargs|kw)$/.test(value.name) && isMapping(value, resolver);
}

function isNumber(value: Expr | undefined, resolver: Resolver): boolean {
  if (value === undefined) return false;
  const meaning = resolver.meaning(value);
  if (meaning.kind === "constant") return typeof meaning.value === "number";
  return meaning.kind === "parameter" && meaning.type?.name === "int";
}

/** `DefaultHasher::new()`, `RandomState::new().build_hasher()`, `self.state.build_hasher()`: their output is not promised to stay. */
function isDefaultHasher(object: Expr, resolver: Resolver): boolean {
  const [definition] = object.kind === "name" ? (resolver.meaning(object).via ?? []) : [];
  let made = definition?.kind === "declare" ? definition.value : object;
  while (made?.kind === "call" && made.callee.kind === "member") {
    const owner: Expr = made.callee.object;
    if ((owner.kind === "name" || owner.kind === "member") && DEFAULT_HASHER.test(owner.name))
      return true;
    if (alternativesOf(resolver.meaning(owner)).some(isOfDefaultHasher)) return true;
    made = owner;
  }
  return false;
}

const DEFAULT_HASHER = /(^|[.:])(DefaultHasher|RandomState|SipHasher)$/;

function isOfDefaultHasher(meaning: Meaning): boolean {
  if (meaning.kind === "external") return DEFAULT_HASHER.test(meaning.path.at(-1) ?? "");
  const type =
    meaning.kind === "typed" || meaning.kind === "parameter" ? meaning.type?.name : undefined;
  return type !== undefined && DEFAULT_HASHER.test(type);
}
