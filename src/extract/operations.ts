/** The `operation` shape: a call on a modelled object that does what its library's model says. */
import { ancestors, classAround, functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { OperationSite, Resolver, TtlReading } from "../model/meaning.ts";
import { wordOf } from "../model/measure.ts";
import type { Call, Expr, Node } from "../model/syntax.ts";
import { givenFor, sourceOf } from "./argument-source.ts";
import { isUpToCaller } from "./callers-choice.ts";
import { canonical, describe } from "./canonical.ts";
import { isConditional } from "./conditional.ts";
import { wordsOf } from "./identifiers.ts";
import { keyWords } from "./key-text.ts";
import { callHead } from "./place.ts";
import { callsIn, calledBy } from "./reach.ts";
import type { Capture, Recogniser, Shape } from "./shape.ts";
import { wrappedWrite } from "./wrapped-writes.ts";

export const operations: Recogniser = {
  kinds: ["operation"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = resolver.operationAt(node) ?? wrappedWrite(node, resolver);
      if (site !== undefined) emit(shapeOf(site, resolver));
    },
};

function shapeOf(site: OperationSite, resolver: Resolver): Shape {
  const { instance, operation, call } = site;
  const ttl = site.ttl.state === "absent" ? laterState(site, resolver) : site.ttl.state;
  return {
    kind: "operation",
    span: callHead(call),
    node: call,
    instance,
    properties: {
      provides: instance.type.provides,
      library: instance.library.id,
      type: instance.type.name,
      operation: operation.operation,
      method: site.method,
      ttl,
      blocking: instance.type.blocking,
      buffered: instance.type.buffered,
      waits: operation.waits,
      purpose: purposeOf(site, resolver),
      conditional: isConditional(site, resolver),
    },
    captures: {
      ttl:
        ttl === "unknown" && site.ttl.state === "absent"
          ? { state: "unknown", reason: "only callers who ask for an expiry get one" }
          : ttlCapture(site.ttl),
      ...keyCapture(site.key, resolver, "key"),
      ...keyCapture(site.value, resolver, "value"),
    },
    words: {
      method: call.callee.kind === "member" ? call.callee.name : site.method,
      receiver: call.callee.kind === "member" ? describe(call.callee.object) : "",
      call: describe(call.callee),
      key: site.key === undefined ? "" : describe(site.key),
      library: instance.library.title,
    },
  };
}

function ttlCapture(ttl: TtlReading): Capture {
  if (ttl.state === "given" && ttl.meaning !== undefined) {
    return {
      state: "given",
      meaning: ttl.meaning,
      ...(ttl.value === undefined ? {} : { value: ttl.value, place: ttl.value }),
      ...(ttl.unit === undefined ? {} : { unit: ttl.unit }),
    };
  }
  return ttl.state === "absent"
    ? { state: "absent" }
    : { state: "unknown", reason: ttl.reason ?? "the expiry is not written here" };
}

function keyCapture(
  expr: Expr | undefined,
  resolver: Resolver,
  name: string,
): Readonly<Record<string, Capture>> {
  return expr === undefined
    ? {}
    : { [name]: { state: "given", meaning: resolver.meaning(expr), value: expr } };
}

/** What becomes of a write that gives no expiry itself. */
function laterState(site: OperationSite, resolver: Resolver): "separate" | "unknown" | "absent" {
  if (isExpiredLater(site, resolver)) return "separate";
  return isUpToCaller(site, resolver) ? "unknown" : "absent";
}

/** An expire on the same key that follows in the same function: the value expires after all. */
function isExpiredLater(site: OperationSite, resolver: Resolver): boolean {
  const key = site.key === undefined ? undefined : canonical(site.key);
  const scope: Node | undefined = functionAround(site.call) ?? [...ancestors(site.call)].at(-1);
  if (key === undefined || scope === undefined) return false;
  return (expiresIn(scope, resolver).get(key) ?? []).some(
    (end) => end > site.call.end || site.instance.type.buffered,
  );
}

const expires = new WeakMap<Node, ReadonlyMap<string, readonly number[]>>();

/** The ends of the expire calls in a function, by key. */
function expiresIn(scope: Node, resolver: Resolver): ReadonlyMap<string, readonly number[]> {
  const known = expires.get(scope);
  if (known !== undefined) return known;
  const found = new Map<string, number[]>();
  expires.set(scope, found);
  walk(scope, (node) => {
    for (const expr of node.kind === "call" ? expiredBy(node, resolver, 0) : []) {
      const key = canonical(expr);
      if (key !== undefined) found.set(key, [...(found.get(key) ?? []), node.end]);
    }
  });
  return found;
}

/** The keys that a call gives an expiry, itself or by a helper: `touch(&mut con, &key)`. */
function expiredBy(call: Call, resolver: Resolver, depth: number): readonly Expr[] {
  const site = resolver.operationAt(call);
  if (site !== undefined)
    return site.operation.operation === "expire" && site.key !== undefined ? [site.key] : [];
  const fn = depth < 2 ? calledBy(call, resolver) : undefined;
  if (fn === undefined) return [];
  return callsIn(fn.body)
    .flatMap((inner) => expiredBy(inner, resolver, depth + 1))
    .flatMap((key) => {
      const source = sourceOf(key, fn);
      const given = source === undefined ? undefined : givenFor(source, call, fn, resolver);
      return given?.state === "given" ? [given.value] : [];
    });
}

const PURPOSES: readonly (readonly [string, readonly string[]])[] = [
  ["lock", ["lock", "mutex", "semaphore", "lease", "leader"]],
  [
    "queue",
    [
      "queue",
      "job",
      "stream",
      "task",
      "dirty",
      "outbox",
      "writeback",
      "unflushed",
      "pending",
      "dlq",
    ],
  ],
  [
    "state",
    [
      "revoke",
      "pause",
      "paused",
      "enabled",
      "disabled",
      "maintenance",
      "destination",
      "revoked",
      "revocation",
      "counter",
      "persistence",
      "repository",
      "version",
      "blocklist",
      "blacklist",
      "denylist",
      "sequence",
    ],
  ],
];

/**
 * What a write is for, read from the words of its key and of the class around it: locks and queues have claims of their
 * own, and what a server keeps as state is no copy of anything.
 */
export function purposeOf(site: OperationSite, resolver: Resolver): string {
  const words = [
    ...(site.key === undefined ? [] : keyWords(site.key, resolver)),
    ...ownerWords(site.call),
  ];
  const purpose = purposeFrom(words, site.value, resolver);
  // `set("started_at", now, nx=True)`: a mark that the first one makes.
  const isMark = isConditional(site, resolver) && isFixed(site.key, resolver);
  return purpose === "cache" && (isMark || isSwitched(words, site.value, resolver))
    ? "state"
    : purpose;
}

/** `set(worker_status, "STOP")`: a word that the program itself knows. */
function isSwitched(
  words: readonly string[],
  value: Expr | undefined,
  resolver: Resolver,
): boolean {
  return (
    words.some((word) => /^(status|state|flag|mode|switch|toggle)$/.test(word)) &&
    value !== undefined &&
    resolver.meaning(value).kind === "constant"
  );
}

function isFixed(key: Expr | undefined, resolver: Resolver): boolean {
  if (key === undefined) return false;
  const meaning = resolver.meaning(key);
  // What a class or a module puts together once is one key.
  const isPutTogether = (parts: readonly Expr[]): boolean =>
    parts.every((part) => functionAround(part) === undefined);
  return meaning.kind === "constant" || (meaning.kind === "text" && isPutTogether(meaning.parts));
}

/** The same for a plain map, by the words of its name. */
export function purposeFrom(
  words: readonly string[],
  value: Expr | undefined,
  resolver: Resolver,
): string {
  for (const [purpose, names] of PURPOSES)
    if (names.some((name) => words.includes(name))) return purpose;
  return value !== undefined && isFlag(value, resolver) ? "state" : "cache";
}

/** `true`, `"1"`, `0`: a mark or counter, not a copy of something that was computed. */
function isFlag(value: Expr, resolver: Resolver): boolean {
  const meaning = resolver.meaning(value);
  return (
    meaning.kind === "constant" &&
    (typeof meaning.value === "boolean" ||
      typeof meaning.value === "number" ||
      /^(true|false|\d+)$/.test(wordOf(meaning.value)))
  );
}

function ownerWords(call: Call): readonly string[] {
  const around = classAround(call);
  return around === undefined
    ? []
    : [around.name ?? "", ...around.bases.map((base) => base.name)].flatMap((name) =>
        wordsOf(name),
      );
}
