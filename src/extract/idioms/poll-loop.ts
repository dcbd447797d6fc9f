/**
 * `poll-loop`: code asks a shared cache again and again until it answers as wanted: until a lock is free, or somebody else has
 * filled a key. `bounded` is whether a count, a clock or a limit ends it. What blocks on the server, walks from key to key,
 * or never ends by design (a worker) polls nothing.
 */
import { ancestors, boundNameOf, calledName } from "../../model/ancestry.ts";
import { someNode, someNodeIn } from "../../model/children.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { Call, FunctionNode, Loop, Node } from "../../model/syntax.ts";
import { isConditional } from "../conditional.ts";
import { wordsOf } from "../identifiers.ts";
import { keyWords } from "../key-text.ts";
import { isLockWord } from "../lock-sites.ts";
import {
  exits,
  isBounded,
  isUnderLimit,
  leaves,
  leavesByLimit,
  ownCalls,
  sleepsIn,
  walkTurn,
} from "../loop-bounds.ts";
import { createReach, type Effect } from "../reach.ts";
import type { Recogniser, Shape } from "../shape.ts";

type Poll = Effect<OperationSite>;

export const pollLoop: Recogniser = {
  kinds: ["poll-loop"],
  start: ({ resolver }, emit) => {
    const reach = createReach(resolver, (call) => pollAt(call, resolver));
    return (node) => {
      if (node.kind === "loop") {
        const body = [...(node.over === undefined ? [] : [node.over]), ...node.body];
        const polls = reach.of(body).filter((poll) => decidesExit(poll, node));
        const [poll] = polls;
        if (poll === undefined || !isWait(poll, node, body, resolver)) return;
        emit(shapeOf(node, "loop", poll, isBounded(node), resolver));
      }
      if (node.kind === "function") {
        const found = repeats(node);
        if (found === undefined) return;
        const poll = reach.of(node.body)[0];
        if (poll === undefined) return;
        emit(shapeOf(found.at, "recursion", poll, found.bounded, resolver));
      }
      if (node.kind === "call" && calledName(node) === "setInterval") {
        const [callback] = node.args;
        if (callback?.kind !== "function") return;
        const poll = reach.of(callback.body)[0];
        if (poll === undefined || !clearsItself(callback)) return;
        const bounded = leavesByLimit(callback.body) || isUnderLimit(node) || hasTimerBeside(node);
        emit(shapeOf(node, "interval", poll, bounded, resolver));
      }
    };
  },
};

/** An operation whose answer somebody may wait for; what waits on the server itself is no poll. */
function pollAt(call: Call, resolver: Resolver): OperationSite | undefined {
  const site = resolver.operationAt(call);
  if (site === undefined || site.operation.waits) return undefined;
  const { provides } = site.instance.type;
  const { operation } = site.operation;
  if (provides === "lock") return operation === "lock-acquire" ? site : undefined;
  if (provides !== "shared-cache") return undefined;
  if (operation === "read" || operation === "exists" || operation === "ttl") return site;
  return /^(write|add-member)$/.test(operation) && isConditional(site, resolver) ? site : undefined;
}

/** The answer, by itself or by the names that it is given, stands in the test that ends the loop. */
function decidesExit(poll: Poll, loop: Loop): boolean {
  if (loop.over !== undefined && within(poll.call, loop.over)) return true;
  const names = namesGiven(poll.call, loop);
  const asks = (test: Node): boolean =>
    someNode(test, (node) => node === poll.call || (node.kind === "name" && names.has(node.name)));
  if (loop.over !== undefined && loop.flavor !== "each" && asks(loop.over)) return true;
  let found = false;
  walkTurn(loop.body, (node) => {
    if (node.kind === "if" && asks(node.test) && exits(node)) found = true;
    if (node.kind === "switch" && asks(node.subject))
      found ||= node.arms.some((arm) => leaves(arm.body));
  });
  return found;
}

function within(inner: Node, outer: Node): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** Names that hold the answer: bound to it, or to something computed from such a name, in the loop. */
function namesGiven(call: Call, loop: Loop): ReadonlySet<string> {
  const names = new Set<string>();
  walkTurn(loop.body, (node) => {
    const value = node.kind === "declare" || node.kind === "assign" ? node.value : undefined;
    if (value === undefined) return;
    const holds = someNode(
      value,
      (inner) => inner === call || (inner.kind === "name" && names.has(inner.name)),
    );
    if (!holds) return;
    if (node.kind === "declare") for (const { name } of node.bindings) names.add(name);
    if (node.kind === "assign" && node.target.kind === "name") names.add(node.target.name);
  });
  return names;
}

/**
 * The same question each time, and time that passes or a lock that is tried. A key that changes from turn to turn is a walk,
 * or a search for a free name.
 */
function isWait(poll: Poll, loop: Loop, body: readonly Node[], resolver: Resolver): boolean {
  if (loop.flavor === "each" && !sleepsIn(loop.body)) return false;
  if (livesWithProgram(loop)) return false;
  if (poll.steps.length === 0 && keyChanges(poll, loop)) return false;
  return sleepsIn(body) || waitsFor(poll, resolver) === "lock";
}

const LIFE = new Set(
  "closing closed close stop stopped stopping shutdown running run alive active leader exit quit disposed".split(
    " ",
  ),
);

/** `while not self._closing`: a task of the program's whole life, which tries again to become the leader. */
function livesWithProgram(loop: Loop): boolean {
  return (
    loop.over !== undefined &&
    someNode(
      loop.over,
      (node) =>
        (node.kind === "member" || node.kind === "name") &&
        wordsOf(node.name).some((word) => LIFE.has(word)),
    )
  );
}

function keyChanges(poll: Poll, loop: Loop): boolean {
  const { key } = poll.what;
  if (key === undefined) return false;
  const changed = new Set(loop.bindings.map(({ name }) => name));
  walkTurn(loop.body, (node) => {
    if (node.kind === "declare") for (const { name } of node.bindings) changed.add(name);
    if (node.kind === "assign" && node.target.kind === "name") changed.add(node.target.name);
    if (node.kind === "unary" && /^(\+\+|--)$/.test(node.op) && node.operand.kind === "name")
      changed.add(node.operand.name);
  });
  return someNode(
    key,
    (node) =>
      (node.kind === "name" && changed.has(node.name)) ||
      (node.kind === "call" && /random|uuid|nanoid|token|next|gen/i.test(calledName(node))),
  );
}

/** `lock`: a write that only succeeds where the key is absent, a library's lock, or a key or function named after one. */
function waitsFor(poll: Poll, resolver: Resolver): "lock" | "key" {
  const { operation } = poll.what.operation;
  if (/^(write|add-member|lock-acquire)$/.test(operation)) return "lock";
  const words = [
    ...(poll.what.key === undefined ? [] : keyWords(poll.what.key, resolver)),
    ...wordsOf(calledName(poll.call)),
    ...poll.steps.flatMap(({ fn }) => wordsOf(boundNameOf(fn) ?? "")),
  ];
  return words.some(isLockWord) ? "lock" : "key";
}

interface Repeat {
  readonly at: Call;
  readonly bounded: boolean;
}

/** `await sleep(50); return this.acquire(key)`: a loop without a loop. */
function repeats(fn: FunctionNode): Repeat | undefined {
  const name = boundNameOf(fn);
  if (name === undefined || !sleepsIn(fn.body)) return undefined;
  const calls = ownCalls(fn, name);
  const [at] = calls;
  if (at === undefined) return undefined;
  // A turn that is given something else than the last may count: only where a test looks at the count it ends.
  return { at, bounded: leavesByLimit(fn.body) || isUnderLimit(at) || isBehindLimit(at) };
}

/** `if (attempts > 0) return this.acquire(key, attempts - 1)`. */
function isBehindLimit(call: Call): boolean {
  for (const up of ancestors(call)) {
    if (up.kind === "if" && leavesByLimit([up])) return true;
    if (up.kind === "if" || up.kind === "conditional") {
      const counts = someNode(
        up.test,
        (node) => node.kind === "binary" && /^(<|>|<=|>=)$/.test(node.op),
      );
      if (counts) return true;
    }
    if (up.kind === "function" && up.name !== undefined) return false;
  }
  return false;
}

function clearsItself(callback: FunctionNode): boolean {
  return someNodeIn(
    callback.body,
    (node) => node.kind === "call" && /^clearInterval$/.test(calledName(node)),
  );
}

/** A second timer in the same function gives up after a time. */
function hasTimerBeside(interval: Call): boolean {
  for (const up of ancestors(interval)) {
    if (up.kind !== "function") continue;
    return someNodeIn(up.body, (node) => node.kind === "call" && calledName(node) === "setTimeout");
  }
  return false;
}

function shapeOf(at: Node, form: string, poll: Poll, bounded: boolean, resolver: Resolver): Shape {
  const { instance } = poll.what;
  const head = { start: at.start, end: Math.min(at.end, headEnd(at)) };
  return {
    kind: "poll-loop",
    span: head,
    node: at,
    instance,
    properties: {
      provides: instance.type.provides,
      library: instance.library.id,
      form,
      bounded,
      waits_for: waitsFor(poll, resolver),
      optimistic: form === "loop" && isOptimistic(at, resolver),
    },
    captures: {},
    words: { call: calledName(poll.call), library: instance.library.title },
  };
}

/** The loop's own head: a whole body would swallow every other place in it. */
function headEnd(at: Node): number {
  if (at.kind !== "loop") return at.kind === "call" ? at.callee.end : at.end;
  const first = at.body[0];
  return at.over !== undefined && at.over.end < (first?.start ?? at.end)
    ? at.over.end
    : Math.min(at.start + 5, first?.start ?? at.end);
}

/** WATCH and MULTI: tried again when somebody else was faster, as the server's own examples do. */
function isOptimistic(loop: Node, resolver: Resolver): boolean {
  return someNode(
    loop,
    (node) =>
      node.kind === "call" && resolver.operationAt(node)?.operation.operation === "transaction",
  );
}
