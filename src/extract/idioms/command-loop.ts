/**
 * `command-loop`: commands for many items. `batched` is false where each item costs a round trip of its own, one after the
 * other; true where one command, pipeline or turn of the event loop carries them. `exits`, `paced` and `loaded` say why a
 * batch may be out of reach: the loop stops at what it finds, waits on purpose, or writes what it has just waited for.
 */
import { ancestors, calledName } from "../../model/ancestry.ts";
import { someNode, someNodeIn } from "../../model/children.ts";
import type { Instance, OperationSite, Resolver } from "../../model/meaning.ts";
import type { Call, Expr, Node } from "../../model/syntax.ts";
import { accessAt, accessesIn } from "../cache-accesses.ts";
import { describe } from "../canonical.ts";
import { wordsOf } from "../identifiers.ts";
import { goesInSteps, isEventStream, isFew, isPlural, saysChunk } from "../items.ts";
import { isLockWord } from "../lock-sites.ts";
import { occasionOf } from "../occasion.ts";
import { callHead } from "../place.ts";
import { leavesEarly, mentionsAny, repetitionOf, type Repetition } from "../repetition.ts";
import type { Recogniser, Shape } from "../shape.ts";

/** Operations on one key that a multi-key command or a pipeline could carry together. */
const SINGLE = new Set([
  "read",
  "write",
  "delete",
  "exists",
  "ttl",
  "expire",
  "persist",
  "increment",
  "append",
  "add-member",
  "remove-member",
  "read-collection",
]);
const MANY = new Set(["read-many", "write-many", "delete-many"]);

export const commandLoop: Recogniser = {
  kinds: ["command-loop"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = sentBy(node, resolver) ?? throughHelper(node, resolver);
      if (site === undefined || site.operation.waits || isInProcess(site.instance)) return;
      const { operation } = site.operation;
      const isSent = operation === "execute" && site.instance.type.buffered;
      if (MANY.has(operation) || isSent || (operation === "delete" && takesMany(site)))
        emit(shapeOf(site, true, undefined, resolver));
      else if (SINGLE.has(operation) && !site.instance.type.buffered)
        ofSingle(site, resolver, emit);
    },
};

/** A command, and the arguments that its keys stand in. */
interface Command extends OperationSite {
  readonly keys: readonly Expr[];
}

function sentBy(call: Call, resolver: Resolver): Command | undefined {
  const site = resolver.operationAt(call);
  return site === undefined ? undefined : { ...site, keys: call.args };
}

/** A helper that does one thing to the key it is given, `this.pages.get(key)`, costs what that costs. */
function throughHelper(call: Call, resolver: Resolver): Command | undefined {
  const access = accessAt(call, resolver);
  if (access?.site === undefined || access.through === undefined || access.kind === "fetch")
    return undefined;
  const does = accessesIn(access.through, resolver).filter(({ kind }) => kind !== "other");
  if (does.length !== 1 || access.key === undefined) return undefined;
  // Each lock decides whether the next one is asked for.
  if (wordsOf(calledName(call)).some(isLockWord)) return undefined;
  // Of what the helper is given only the key says how many entries it goes to.
  return { ...access.site, call, keys: [access.key] };
}

/** A store that is given nothing to talk to keeps its entries in this process. */
function isInProcess({ library, type, making }: Instance): boolean {
  if (type.opens || library.dialect !== undefined || making === undefined) return false;
  return making.args.every(
    (arg) =>
      arg.kind === "record" &&
      arg.rest.length === 0 &&
      !arg.entries.some(({ key }) => key === undefined || /store/i.test(key)),
  );
}

function ofSingle(site: Command, resolver: Resolver, emit: (shape: Shape) => void): void {
  const { call } = site;
  const parts = [...call.args, ...call.named.map(({ value }) => value)];
  const around = repetitionOf(call, [...parts, ...chained(call)]);
  if (around === undefined || takesMany(site) || isPage(site, around)) return;
  if (isFew(around, resolver) || isEventStream(around, resolver)) return;
  // Each item has a server of its own.
  if (call.callee.kind === "member" && dependsOnReceiver(call.callee.object, around)) return;
  const batched = isBatched(site, around);
  if (batched !== undefined) emit(shapeOf(site, batched, around, resolver));
}

function shapeOf(
  site: OperationSite,
  batched: boolean,
  around: Repetition | undefined,
  resolver: Resolver,
): Shape {
  const { call, instance } = site;
  return {
    kind: "command-loop",
    span: callHead(call),
    node: call,
    instance,
    properties: {
      provides: instance.type.provides,
      library: instance.library.id,
      operation: site.operation.operation,
      batched,
      exits: around !== undefined && leavesEarly(around),
      paced: around !== undefined && isPaced(around),
      loaded: around !== undefined && isLoaded(site, around, resolver),
      occasion: occasionOf(call, resolver),
    },
    captures: {},
    words: {
      method: call.callee.kind === "member" ? call.callee.name : site.method,
      receiver: call.callee.kind === "member" ? describe(call.callee.object) : "",
      over: around?.over === undefined ? "the loop" : describe(around.over),
    },
  };
}

/** `cmd("GET").arg(k).query(con)`: the words of the command stand in the chain before the call. */
function chained(call: Call): readonly Expr[] {
  const args: Expr[] = [];
  let at: Expr = call.callee;
  while (at.kind === "member" || at.kind === "call") {
    if (at.kind === "call") args.push(...at.args);
    at = at.kind === "call" ? at.callee : at.object;
  }
  return args;
}

function dependsOnReceiver(receiver: Expr, around: Repetition): boolean {
  let at = receiver;
  while (at.kind === "member" || at.kind === "call" || at.kind === "await" || at.kind === "index") {
    if (at.kind === "index" && mentionsAny(at.index, around.names)) return true;
    at = at.kind === "call" ? at.callee : at.kind === "await" ? at.value : at.object;
  }
  return at.kind === "name" && around.names.has(at.name);
}

/** `del(...keys)`, `delete(*keys)`, `del(keys)`, `del([a, b])`, `del(a, b)`. */
function takesMany({ keys, operation }: Command): boolean {
  if (operation.operation !== "delete" && operation.operation !== "exists")
    return keys.some((arg) => arg.kind === "spread");
  const [first] = keys;
  return (
    keys.length > 1 ||
    keys.some((arg) => arg.kind === "spread") ||
    first?.kind === "list" ||
    (first?.kind === "name" && isPlural(first.name))
  );
}

/** The item is a page of keys: one command for all of them is what is wanted. */
function isPage({ call }: OperationSite, around: Repetition): boolean {
  const { over } = around;
  const isChunked =
    over !== undefined &&
    someNode(
      over,
      (node) => (node.kind === "name" || node.kind === "member") && saysChunk(node.name),
    );
  return (
    isChunked ||
    goesInSteps(around) ||
    call.args.some(
      (arg) =>
        arg.kind === "name" &&
        around.names.has(arg.name) &&
        (isPlural(arg.name) || saysChunk(arg.name)),
    )
  );
}

/** One after the other, together, or, where the text does not say, neither. */
function isBatched(site: OperationSite, around: Repetition): boolean | undefined {
  const { call, instance } = site;
  const awaited = isAwaitedInside(call, around.node);
  const { callee } = call;
  const isRawSync =
    instance.type.fluent && callee.kind === "member" && !callee.name.endsWith("_async");
  const waits = instance.type.blocking || isRawSync;
  if (waits || (awaited && around.ordered)) return false;
  if (!awaited && (around.node.kind === "loop" || around.ordered)) return undefined;
  // Side by side on one connection is one flush; a pool opens a connection for each.
  return instance.type.pooled && instance.type.name !== "cluster" ? undefined : true;
}

function isAwaitedInside(call: Call, edge: Node): boolean {
  for (const up of ancestors(call)) {
    if (up === edge) return false;
    if (up.kind === "await") return true;
    if (up.kind === "function" || up.kind === "expression" || up.kind === "declare") return false;
  }
  return false;
}

/** The body waits on purpose. */
function isPaced({ node }: Repetition): boolean {
  return someNodeIn(
    node.body,
    (inner) =>
      inner.kind === "call" &&
      (inner.callee.kind === "name" || inner.callee.kind === "member") &&
      /^(sleep|delay|setTimeout|wait|tick|throttle|sleep_ms|pause|backoff)$/i.test(
        inner.callee.name,
      ),
  );
}

/** A write of what the same round has just waited for from elsewhere: its value is not there before. */
function isLoaded(site: OperationSite, { node }: Repetition, resolver: Resolver): boolean {
  if (site.operation.operation !== "write" && site.operation.operation !== "add-member")
    return false;
  return someNodeIn(node.body, (inner) => {
    if (inner.kind !== "await" || inner.start > site.call.start) return false;
    const { value } = inner;
    return (
      value.kind === "call" && resolver.operationAt(value) === undefined && !holds(value, site.call)
    );
  });
}

function holds(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
