/**
 * Writes that a function does for its callers, and leaves them to say how long: `cache.set(key, value)` on a class of the
 * project. The call of such a function is where the expiry is decided, so it is a write of its own.
 */
import { someNode } from "../model/children.ts";
import type { Scalar } from "../model/constant.ts";
import type { Meaning, OperationSite, Resolver, TtlReading } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode } from "../model/syntax.ts";
import { givenFor, sourceOf, testsOf, type Source } from "./argument-source.ts";
import { alternativesOf } from "./cache-access.ts";
import { calleeName, helperNames } from "./cache-accesses.ts";
import { canonical } from "./canonical.ts";
import { isConditional } from "./conditional.ts";
import { callsIn } from "./reach.ts";

/** What a function leaves to its callers. */
interface Left {
  readonly site: OperationSite;
  readonly ttl: Source;
  readonly key: Source | undefined;
  readonly value: Source | undefined;
  /** Where nothing is given: the value is kept for ever, or the server refuses the write. */
  readonly nothing: "absent" | "refused";
  /** What a given 0 is: nothing (`if (ttl)`), or a number like others. */
  readonly zero: "nothing" | "number";
}

/** How many functions may lie between the call and the client. */
const DEPTH = 3;

/** The write that the call of a function of the project is, where the call decides on its expiry. */
export function wrappedWrite(call: Call, resolver: Resolver): OperationSite | undefined {
  if (!helperNames(resolver).has(calleeName(call) ?? "")) return undefined;
  for (const { fn, left } of leftAt(call, resolver, 0)) {
    const ttl = readingOf(left, call, fn, resolver);
    if (ttl === undefined) continue;
    const key = argumentFor(left.key, call, fn, resolver);
    const value = argumentFor(left.value, call, fn, resolver);
    const { site } = left;
    return {
      call,
      instance: site.instance,
      operation: site.operation,
      method: site.method,
      args: [],
      ttl,
      ...(key === undefined ? {} : { key }),
      ...(value === undefined ? {} : { value }),
    };
  }
  return undefined;
}

function argumentFor(
  source: Source | undefined,
  call: Call,
  fn: FunctionNode,
  resolver: Resolver,
): Expr | undefined {
  const given = source === undefined ? undefined : givenFor(source, call, fn, resolver);
  return given?.state === "given" ? given.value : undefined;
}

function readingOf(
  left: Left,
  call: Call,
  fn: FunctionNode,
  resolver: Resolver,
): TtlReading | undefined {
  const given = givenFor(left.ttl, call, fn, resolver);
  if (given.state === "open") return undefined;
  const said: Meaning =
    given.state === "given" ? resolver.meaning(given.value) : { kind: "constant", value: null };
  // Options that say nothing at all.
  const meaning: Meaning = isEmpty(said) ? { kind: "constant", value: null } : said;
  if (meaning.kind !== "constant") return undefined;
  const isNothing = meaning.value === null || (meaning.value === 0 && left.zero === "nothing");
  if (isNothing) return left.nothing === "absent" ? { state: "absent" } : undefined;
  if (given.state !== "given" || (isSpent(meaning.value) && comparesToZero(left.ttl, fn)))
    return undefined;
  if (given.value === left.ttl.fallback) return { state: "default" };
  const { unit } = left.site.ttl;
  return {
    state: "given",
    value: given.value,
    meaning,
    ...(unit === undefined ? {} : { unit }),
  };
}

function isEmpty(meaning: Meaning): boolean {
  if (meaning.kind !== "record") return false;
  return meaning.node.entries.length === 0 && meaning.node.rest.length === 0;
}

function isSpent(value: Scalar): boolean {
  return typeof value === "number" && value <= 0;
}

/** `if (ttl <= 0) return this.delete(key)`: the function knows what to do with it. */
function comparesToZero({ names }: Source, fn: FunctionNode): boolean {
  return someNode(
    fn,
    (node) =>
      node.kind === "binary" &&
      /^[<>]=?$|^==$/.test(node.op) &&
      [node.left, node.right].some((side) => side.kind === "literal" && side.value === 0) &&
      [node.left, node.right].some((side) => side.kind === "name" && names.includes(side.name)),
  );
}

function leftAt(
  call: Call,
  resolver: Resolver,
  depth: number,
): readonly { fn: FunctionNode; left: Left }[] {
  if (depth > DEPTH || call.isNew || call.macro) return [];
  return alternativesOf(resolver.meaning(call.callee)).flatMap((option) => {
    if (option.kind !== "function" || !option.node.implemented) return [];
    const left = leftBy(option.node, resolver, depth);
    return left === undefined ? [] : [{ fn: option.node, left }];
  });
}

const summaries = new WeakMap<Resolver, WeakMap<FunctionNode, Left | null>>();

function leftBy(fn: FunctionNode, resolver: Resolver, depth: number): Left | undefined {
  let known = summaries.get(resolver);
  if (known === undefined) summaries.set(resolver, (known = new WeakMap()));
  const found = known.get(fn);
  if (found !== undefined) return found ?? undefined;
  known.set(fn, null);
  const left = ownLeft(fn, resolver) ?? handedLeft(fn, resolver, depth);
  known.set(fn, left ?? null);
  return left;
}

/** Of the writes that the function does itself. */
function ownLeft(fn: FunctionNode, resolver: Resolver): Left | undefined {
  const sites = callsIn(fn.body).flatMap((call) => {
    const site = resolver.operationAt(call);
    return site?.operation.operation === "write" &&
      site.instance.type.provides === "shared-cache" &&
      !isConditional(site, resolver)
      ? [site]
      : [];
  });
  for (const site of sites) {
    const { value, state } = site.ttl;
    if (value === undefined || (state !== "given" && state !== "unknown")) continue;
    const ttl = sourceOf(value, fn);
    if (ttl === undefined) continue;
    const bare = sites.find(
      (other) => other.ttl.state === "absent" && sameKey(other, site) && other !== site,
    );
    const tests = [site, ...(bare === undefined ? [] : [bare])].flatMap(({ call }) =>
      testsOf(ttl, call, fn),
    );
    const isFree = (bare !== undefined && tests.length > 0) || state === "unknown";
    return {
      site,
      ttl,
      key: site.key === undefined ? undefined : keySource(site.key, fn),
      value: site.value === undefined ? undefined : keySource(site.value, fn),
      nothing: isFree ? "absent" : "refused",
      zero: tests.length > 0 && !tests.some(asksForNothing) ? "nothing" : "number",
    };
  }
  return undefined;
}

function sameKey(a: OperationSite, b: OperationSite): boolean {
  return a.key !== undefined && b.key !== undefined && canonical(a.key) === canonical(b.key);
}

/** The argument that a key or value is made of: `this.prefix(key)`, `JSON.stringify(value)`. */
function keySource(expr: Expr, fn: FunctionNode): Source | undefined {
  const found: Source[] = [];
  someNode(expr, (node) => {
    const source = node.kind === "name" ? sourceOf(node, fn) : undefined;
    if (source !== undefined) found.push(source);
    return false;
  });
  return found.length === 1 ? found[0] : undefined;
}

/** `ttl !== undefined`, `ttl is not None`, `Some(ttl)`: 0 passes such a test. */
function asksForNothing(test: Expr): boolean {
  return someNode(
    test,
    (node) =>
      (node.kind === "binary" &&
        /^[!=]=$/.test(node.op) &&
        (isNull(node.left) || isNull(node.right))) ||
      node.kind === "pattern-test" ||
      (node.kind === "unary" && node.op === "typeof") ||
      test.parent?.kind === "switch",
  );
}

function isNull(expr: Expr): boolean {
  return expr.kind === "literal" && (expr.value === null || expr.value === "undefined");
}

/** Of a write that another function does, and is told the expiry by this one's callers. */
function handedLeft(fn: FunctionNode, resolver: Resolver, depth: number): Left | undefined {
  for (const call of callsIn(fn.body)) {
    if (!helperNames(resolver).has(calleeName(call) ?? "")) continue;
    for (const { fn: inner, left } of leftAt(call, resolver, depth + 1)) {
      const value = givenFor(left.ttl, call, inner, resolver);
      const ttl = value.state === "given" ? sourceOf(value.value, fn) : undefined;
      if (ttl === undefined) continue;
      return {
        ...left,
        ttl,
        key: handed(left.key, call, inner, fn, resolver),
        value: handed(left.value, call, inner, fn, resolver),
      };
    }
  }
  return undefined;
}

function handed(
  source: Source | undefined,
  call: Call,
  inner: FunctionNode,
  fn: FunctionNode,
  resolver: Resolver,
): Source | undefined {
  const given = argumentFor(source, call, inner, resolver);
  return given === undefined ? undefined : keySource(given, fn);
}
