/**
 * `key-timer`: the function that writes an entry starts a timer, or a task that sleeps, which then touches that same entry:
 * refreshes it or takes it out. `kept` is whether the handle is kept and something in its owner cancels it; `on_miss`
 * whether the entry is written only where it was not there, so that timers do not pile up on one key.
 */
import { calledName, classAround, functionAround, lastName } from "../../model/ancestry.ts";
import { someNodeIn, walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Expr, FunctionNode, Module, Node } from "../../model/syntax.ts";
import { functionName } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import { textOf } from "../key-text.ts";
import { isSleep, someInTurn } from "../loop-bounds.ts";
import { callHead } from "../place.ts";
import { calledBy } from "../reach.ts";
import type { Recogniser } from "../shape.ts";

export const keyTimer: Recogniser = {
  kinds: ["key-timer"],
  start:
    ({ resolver, module }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const work = workLater(node, resolver);
      const fn = work === undefined ? undefined : writerAround(node);
      if (work === undefined || fn === undefined) return;
      const written = entriesIn(fn, WRITES, resolver, node);
      const touched = work.filter((entry) => written.some(({ text }) => text === entry.text));
      const [entry] = touched;
      if (entry === undefined) return;
      const write = written.find(({ text }) => text === entry.text);
      const owner = write?.owner ?? entry.owner;
      if (owner !== "modelled" && !isNamedCache(owner, node, module)) return;
      const kept = isKept(node) && cancels(node, module);
      const lookups = entriesIn(fn, LOOKUPS, resolver, node);
      emit({
        kind: "key-timer",
        span: callHead(node),
        node,
        properties: {
          form: calledName(node),
          kept,
          on_miss: lookups.some(({ text }) => text === entry.text),
        },
        captures: {
          timer: kept ? { state: "absent" } : { state: "constant", constant: "uncancelled" },
        },
        words: { call: calledName(node), key: entry.text, function: functionName(fn) },
      });
    },
};

/** A key as text, and what holds the entry: `modelled` for a cache that a library model knows, else the receiver's name. */
interface Entry {
  readonly text: string;
  readonly owner: string;
}

const WRITES = /^(set|put|insert|store|add|save|write|set_?ex|setdefault)$/i;
const LOOKUPS = /^(get|has|contains|contains_key|exists|peek)$/i;
/** First words of what is done to an entry later. */
const TOUCHES = new Set(
  `set put insert delete del remove pop unlink expire evict drop clear
  invalidate refresh reload revalidate renew warm update fetch load forget purge`.split(/\s+/),
);

/** What a timer or task does to entries, once its time has come; nothing where the call starts none. */
function workLater(call: Call, resolver: Resolver): readonly Entry[] | undefined {
  const name = calledName(call);
  if (/^(setTimeout|setInterval)$/.test(name)) {
    const [callback, , ...rest] = call.args;
    return callback === undefined ? undefined : workOf(callback, rest, resolver);
  }
  if (/^(call_later|Timer)$/.test(name)) {
    const [, callback, ...rest] = call.args;
    const named = call.named.find((one) => one.name === "args")?.value;
    const args = [...rest, ...(named === undefined ? [] : [named])].flatMap((arg) =>
      arg.kind === "list" ? arg.items : [arg],
    );
    return callback === undefined ? undefined : workOf(callback, args, resolver);
  }
  if (!/^(spawn|create_task|ensure_future|spawn_local|go)$/.test(name)) return undefined;
  const [task] = call.args;
  if (task === undefined) return undefined;
  if (task.kind === "block" || task.kind === "function")
    return sleepsFirst(task.body) ? entriesOf(task.body, TOUCHING, resolver) : undefined;
  // `create_task(self._expire_later(key, ttl))`: a function that sleeps first.
  const fn = task.kind === "call" ? calledBy(task, resolver) : undefined;
  return task.kind === "call" && fn !== undefined && sleepsFirst(fn.body) && touches(fn.body)
    ? given(task.args, resolver)
    : undefined;
}

function workOf(callback: Expr, args: readonly Expr[], resolver: Resolver): readonly Entry[] {
  if (callback.kind === "function") return entriesOf(callback.body, TOUCHING, resolver);
  // `setTimeout(this.refresh, ms, key)`, `this.refresh.bind(this, key)`, `Timer(ttl, self._refresh, [key])`.
  const bound = callback.kind === "call" && calledName(callback) === "bind" ? callback : undefined;
  const target = bound?.callee.kind === "member" ? bound.callee.object : callback;
  const name = lastName(target) ?? "";
  return wordsOf(name).some((word) => TOUCHES.has(word))
    ? given([...args, ...(bound?.args.slice(1) ?? [])], resolver)
    : [];
}

function given(args: readonly Expr[], resolver: Resolver): readonly Entry[] {
  return args.flatMap((arg) => {
    const text = isConstant(arg) ? undefined : textOf(arg, resolver);
    return text === undefined ? [] : [{ text, owner: "" }];
  });
}

type Wanted = (call: Call) => boolean;
const TOUCHING: Wanted = (call) => wordsOf(calledName(call)).some((word) => TOUCHES.has(word));

/** Entries that the calls and assignments below the nodes speak of: the texts of their arguments and indices. */
function entriesOf(body: readonly Node[], wanted: Wanted, resolver: Resolver): readonly Entry[] {
  const found: Entry[] = [];
  const add = (key: Expr | undefined, owner: string): void => {
    const text = key === undefined || isConstant(key) ? undefined : textOf(key, resolver);
    if (text !== undefined) found.push({ text, owner });
  };
  for (const root of body) {
    walk(root, (node) => {
      if (node.kind === "call" && wanted(node)) {
        const site = resolver.operationAt(node);
        if (site !== undefined) add(site.key, "modelled");
        else for (const arg of node.args.slice(0, 2)) add(arg, receiverName(node));
      }
      if (node.kind === "index" && isChange(node)) add(node.index, endName(node.object));
    });
  }
  return found;
}

/** Entries that the function itself writes or looks up, outside the timer's own work. */
function entriesIn(
  fn: FunctionNode,
  names: RegExp,
  resolver: Resolver,
  timer: Call,
): readonly Entry[] {
  const found: Entry[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node === timer) return false;
      const isWrite = names === WRITES;
      if (node.kind === "index" && (isWrite ? isChange(node) : !isChange(node))) {
        const text = textOf(node.index, resolver);
        if (text !== undefined) found.push({ text, owner: endName(node.object) });
      }
      if (node.kind !== "call") return undefined;
      const site = resolver.operationAt(node);
      const operation = site?.operation.operation;
      const key =
        site === undefined
          ? names.test(calledName(node)) && node.callee.kind === "member"
            ? node.args[0]
            : undefined
          : (isWrite ? operation === "write" : operation === "read" || operation === "exists")
            ? site.key
            : undefined;
      const text = key === undefined || isConstant(key) ? undefined : textOf(key, resolver);
      if (text !== undefined)
        found.push({ text, owner: site === undefined ? receiverName(node) : "modelled" });
      return undefined;
    });
  }
  return found;
}

function isConstant(expr: Expr): boolean {
  return expr.kind === "literal" || expr.kind === "function";
}

/** `x[k] = v`, `delete x[k]`, `del x[k]`. */
function isChange(node: Node): boolean {
  const { parent } = node;
  return (
    (parent?.kind === "assign" && parent.target === node) ||
    (parent?.kind === "unary" && parent.op === "delete") ||
    (parent?.kind === "other" && parent.what === "delete_statement")
  );
}

function receiverName(call: Call): string {
  return call.callee.kind === "member" ? endName(call.callee.object) : "";
}

/** The last name of `this.cache`, `self.entries.lock().unwrap()`. */
function endName(expr: Expr): string {
  let at: Expr = expr;
  for (;;) {
    if (at.kind === "await") at = at.value;
    else if (at.kind === "call" && at.callee.kind === "member") at = at.callee.object;
    else break;
  }
  return at.kind === "member" || at.kind === "name" ? at.name : "";
}

/** The named function that the timer is started in; a sweep in a constructor or at module level is none. */
function writerAround(node: Node): FunctionNode | undefined {
  let fn = functionAround(node);
  while (fn !== undefined && functionName(fn) === "") fn = functionAround(fn);
  return fn;
}

function sleepsFirst(body: readonly Node[]): boolean {
  // One task that goes round is a scheduler.
  return (
    someInTurn(body, (node) => node.kind === "call" && isSleep(node)) &&
    !someInTurn(body, (node) => node.kind === "loop")
  );
}

function touches(body: readonly Node[]): boolean {
  return someNodeIn(body, (node) => (node.kind === "call" && TOUCHING(node)) || isChange(node));
}

const CACHE_WORDS = new Set(["cache", "cached", "memo", "ttl", "store", "lru", "entry", "redis"]);

/** A map of pending requests has timers too: the map, its owner or its file must be named after a cache. */
function isNamedCache(owner: string, node: Node, module: Module): boolean {
  const file = module.path.split("/").at(-1) ?? "";
  return [owner, classAround(node)?.name ?? "", file].some((name) =>
    wordsOf(name).some((word) => CACHE_WORDS.has(word)),
  );
}

/** The handle goes somewhere where it can be found again. */
function isKept(call: Call): boolean {
  const { parent } = call;
  if (parent === undefined || parent.kind === "expression" || parent.kind === "block") return false;
  if (parent.kind === "member") {
    // `setTimeout(..).unref()`, `Timer(..).start()`: as far as this call goes, nothing is kept.
    const outer = parent.parent;
    return outer?.kind === "call" && outer.callee === parent ? isKept(outer) : true;
  }
  if (parent.kind === "return" && parent.parent?.kind === "function") return false;
  if (parent.kind !== "declare") return true;
  const [binding] = parent.bindings;
  const fn = functionAround(call);
  if (binding === undefined || fn === undefined) return true;
  return someNodeIn(
    fn.body,
    (node) => node.kind === "name" && node.name === binding.name && !isOnlyStarted(node),
  );
}

/** `timer.unref()`, `timer.start()`, `timer.daemon = True`. */
function isOnlyStarted(node: Node): boolean {
  const { parent } = node;
  return (
    parent?.kind === "member" &&
    /^(unref|ref|start|daemon|name|hasRef|setDaemon)$/.test(parent.name)
  );
}

const CANCELS =
  /^(clearTimeout|clearInterval|cancel|abort|clear_timeout|clearTimer|cancelTimer|abort_all)$/;

function cancels(call: Call, module: Module): boolean {
  const around: readonly Node[] = classAround(call)?.methods ?? module.body;
  return someNodeIn(
    [...around, ...module.body],
    (node) => node.kind === "call" && CANCELS.test(calledName(node)),
  );
}
