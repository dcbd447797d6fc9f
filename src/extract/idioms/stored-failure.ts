/**
 * `stored-failure`: what a write keeps when the load before it failed. `stored` is true where a failure or what stands in
 * for it goes into the cache: in a handler, as a rejected promise that nobody removes, or as a default given in place
 * of an error, as an answer whose status nobody looked at, or by a decorator that keeps whatever comes; false where a failure leaves before the write, or is kept for a short time on purpose.
 */
import { ancestors } from "../../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Declare, Expr, Field, FunctionNode, Node } from "../../model/syntax.ts";
import { describeAccess, namedFunctionAround, type Access } from "../cache-access.ts";
import { accessAt, accessesIn } from "../cache-accesses.ts";
import { failureAround, isPlain, ownFallback } from "../failures.ts";
import { fillsIn } from "../fills.ts";
import { wordsOf } from "../identifiers.ts";
import { costOf } from "../load-cost.ts";
import { contains } from "../miss-path.ts";
import { purposeFrom, purposeOf } from "../operations.ts";
import { isRunning } from "../running.ts";
import { keptFailure } from "../memoised-failure.ts";
import type { Recogniser, Shape } from "../shape.ts";
import { keepsAnyAnswer, keepsAnyResponse } from "../unchecked-load.ts";

export const storedFailure: Recogniser = {
  kinds: ["stored-failure"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind === "function") return tellMemoised(node, resolver, emit);
      const access = accessAt(node, resolver);
      if (access?.kind !== "write" || access.value === undefined || !isCopy(access, resolver))
        return;
      const fn = namedFunctionAround(node);
      const kept = fn === undefined ? undefined : whatIsKept(access, access.value, fn, resolver);
      if (kept === undefined) return;
      emit({
        kind: "stored-failure",
        span: access.head,
        node,
        ...(access.site === undefined ? {} : { instance: access.site.instance }),
        properties: {
          provides: access.provides,
          library: access.library,
          stored: kept.stored,
          form: kept.form,
        },
        captures: {},
        words: { write: describeAccess(access) },
      });
    },
};

function tellMemoised(fn: FunctionNode, resolver: Resolver, emit: (shape: Shape) => void): void {
  const decorator = keptFailure(fn, resolver);
  if (decorator === undefined) return;
  emit({
    kind: "stored-failure",
    span: { start: decorator.start, end: decorator.end },
    node: fn,
    properties: {
      provides: "local-cache",
      library: decorator.name,
      stored: true,
      form: "memoised",
    },
    captures: {},
    words: { write: decorator.name },
  });
}

/** Counters of failures, breakers, locks and the like are about failures, and store them as they should. */
function isCopy(access: Access, resolver: Resolver): boolean {
  const purpose =
    access.site === undefined
      ? purposeFrom(wordsOf(access.store), undefined, resolver)
      : purposeOf({ ...access.site }, resolver);
  if (purpose === "lock" || purpose === "queue") return false;
  const words = [
    ...wordsOf(access.store),
    ...[access.key, access.site?.key].flatMap((key) => (key === undefined ? [] : keyWords(key))),
  ];
  return !words.some((word) => ABOUT_FAILURES.test(word));
}

const ABOUT_FAILURES =
  /^(fail|failed|failure|error|err|attempt|retry|breaker|circuit|block|blocked|ban|banned|backoff|cooldown|status|state|health|negative|missing|dead|invalid|limit|throttle|bad|unavailable|skip|skipped|down|progress|result|response|job|task|event|message|toast|listener|metric|counter|count|stat)$/;

function keyWords(key: Expr): readonly string[] {
  const words: string[] = [];
  walk(key, (node) => {
    if (node.kind === "name" || node.kind === "member") words.push(...wordsOf(node.name));
    if (node.kind === "literal" && typeof node.value === "string")
      words.push(...wordsOf(node.value));
  });
  return words;
}

interface Kept {
  readonly stored: boolean;
  readonly form: "handler" | "rejection" | "fallback" | "marker" | "loaded" | "answer" | "response";
}

function whatIsKept(
  access: Access,
  value: Expr,
  fn: FunctionNode,
  resolver: Resolver,
): Kept | undefined {
  const failure = failureAround(access.node, fn, resolver);
  if (failure !== undefined) {
    if (!isPlain(value, resolver) && !mentionsAny(value, failure.names)) return undefined;
    return isShort(access) ? { stored: false, form: "marker" } : { stored: true, form: "handler" };
  }
  if (
    access.provides === "local-cache" &&
    (isRunning(value, resolver) || keepsPromises(access, resolver))
  ) {
    if (resolver.moduleOf(fn).language !== "typescript") return undefined;
    const forgets = accessesIn(fn, resolver).some(
      (other) => other.kind === "delete" && other.store === access.store,
    );
    if (forgets) return { stored: false, form: "rejection" };
    // A helper may remove it, or the promise may be handled before it is stored.
    return handlesRejection(value, fn, resolver) ? undefined : { stored: true, form: "rejection" };
  }
  if (ownFallback(value, access.node, fn, resolver)) return { stored: true, form: "fallback" };
  const response = keepsAnyResponse(access);
  if (response !== undefined) return { stored: response, form: "response" };
  const fill = fillsIn(fn, resolver).find(({ write }) => write.node === access.node);
  if (fill !== undefined && keepsAnyAnswer(fill, resolver)) return { stored: true, form: "answer" };
  return fill !== undefined && costOf(fill, resolver) === "io" && isOutsideTries(access.node, fn)
    ? { stored: false, form: "loaded" }
    : undefined;
}

/** `rates = new Map<string, Promise<number>>()`: whatever is stored in it is one, though its making is not seen. */
function keepsPromises({ node }: Access, resolver: Resolver): boolean {
  if (node.kind !== "call" || node.callee.kind !== "member") return false;
  const { type, value } = declarationOf(node.callee.object, resolver) ?? {};
  const args = type?.args ?? (value?.kind === "call" ? value.typeArgs : []);
  return /^Promise(Like)?$/.test(args.at(-1)?.name ?? "");
}

function declarationOf(map: Expr, resolver: Resolver): Field | Declare | undefined {
  const [definition] = resolver.meaning(map).via ?? [];
  if (definition?.kind === "declare" || definition?.kind === "field") return definition;
  if (map.kind !== "member" || map.object.kind !== "name" || map.object.name !== "this")
    return undefined;
  const fields = resolver.classOf(map)?.nodes.flatMap((node) => node.fields);
  return fields?.find(({ name }) => name === map.name);
}

function mentionsAny(value: Expr, names: readonly string[]): boolean {
  return someNode(value, (node) => node.kind === "name" && names.includes(node.name));
}

/** Five minutes at most, by the write itself. */
function isShort({ site }: Access): boolean {
  const { meaning, unit } = site?.ttl ?? {};
  if (meaning?.kind !== "constant") return false;
  const { value } = meaning;
  if (typeof value === "number")
    return unit === "s" ? value <= 300 : unit === "ms" && value <= 300_000;
  return value !== null && typeof value === "object" && "ms" in value && value.ms <= 300_000;
}

function handlesRejection(value: Expr, fn: FunctionNode, resolver: Resolver): boolean {
  const made = value.kind === "name" ? resolver.meaning(value).via?.[0] : value;
  const name = value.kind === "name" ? value.name : undefined;
  const caught = (node: Node): boolean =>
    node.kind === "call" &&
    node.callee.kind === "member" &&
    (/^(catch|finally)$/.test(node.callee.name) ||
      (node.callee.name === "then" && node.args.length > 1));
  if (made !== undefined && made.end - made.start < 4000 && someNode(made, caught)) return true;
  // `promise.catch(() => …)` on a line of its own, or a try around the wait.
  return someNodeIn(
    fn.body,
    (node) =>
      (node.kind === "try" && node.handlers.length > 0) ||
      (caught(node) &&
        name !== undefined &&
        someNode(node, (inner) => inner.kind === "name" && inner.name === name)),
  );
}

/** A try that holds both load and write leaves before the write; one that ends before it may go on with nothing. */
function isOutsideTries(at: Node, fn: FunctionNode): boolean {
  const around = new Set<Node>(ancestors(at));
  return !someNodeIn(
    fn.body,
    (node) =>
      node.kind === "try" &&
      node.handlers.length > 0 &&
      node.end <= at.start &&
      !around.has(node) &&
      !contains(node, at),
  );
}
