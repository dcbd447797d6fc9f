/**
 * `shared-value`: what an in-process cache hands out. `changed` says who edits it: a `caller`, the function that looks it up
 * (`self`), or `nobody`, where only its type says that it can be. `copied` is whether a copy or something frozen is handed out.
 */
import { functionAround, lastName } from "../../model/ancestry.ts";
import { someNodeIn } from "../../model/children.ts";
import type { Observation } from "../../model/observation.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Expr, FunctionNode, Node, TypeRef } from "../../model/syntax.ts";
import type { Access } from "../cache-access.ts";
import { accessesIn } from "../cache-accesses.ts";
import { functionName, isInTest } from "../context.ts";
import { fillsIn, ownsItsFills, type Fill } from "../fills.ts";
import { wordsOf } from "../identifiers.ts";
import { costOf } from "../load-cost.ts";
import { lookedUp } from "../miss-path.ts";
import type { Recogniser, Shape } from "../shape.ts";
import { returnedKind, returnsOf } from "../returned-kind.ts";
import { changeOf, changeOfResult } from "../value-changes.ts";

export const sharedValue: Recogniser = {
  kinds: ["shared-value"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind === "field" || node.kind === "declare") {
        const typed = ofType(node, resolver);
        if (typed !== undefined) emit(typed);
      }
      if (node.kind !== "function" || !node.implemented) return;
      const shape = ofMemoised(node, resolver) ?? ofReader(node, resolver);
      if (shape !== undefined) emit(shape);
    },
};

type Changed = "caller" | "self" | "nobody";

/** `Cache<String, Arc<Mutex<User>>>`: whoever looks one up can change it for all. */
function ofType(
  node: Extract<Node, { kind: "field" | "declare" }>,
  resolver: Resolver,
): Shape | undefined {
  const found = node.type === undefined ? undefined : valueType(node.type, node, resolver);
  if (found === undefined) return undefined;
  const { value, isPlain } = found;
  const inner = value.name === "Arc" || value.name.endsWith(".Arc") ? value.args[0] : undefined;
  // A plain map is one cache among many other things: only what is shared of one named so is of interest.
  if (isPlain && (inner === undefined || !wordsOf(nameOf(node)).some((word) => CACHES.test(word))))
    return undefined;
  const locked = inner !== undefined && /(^|\.)(Mutex|RwLock|RefCell)$/.test(inner.name);
  const [content] = locked ? inner.args : [];
  const isUnit = content?.name === "tuple" && content.args.length === 0;
  // A lock around nothing is a lock for each key, and one around a connection is no copy of anything.
  if (locked && (content === undefined || isUnit || LIVE.test(content.name))) return undefined;
  return {
    kind: "shared-value",
    span: node,
    node,
    properties: {
      provides: "local-cache",
      library: "std",
      form: "type",
      copied: !locked,
      changed: "nobody",
    },
    captures: {},
    words: {
      function: nameOf(node),
      place: "",
    },
  };
}

const LIVE =
  /(Client|Conn|Connection|Stream|Session|Pool|Sender|Receiver|Limiter|Semaphore|Writer|Reader|File|Handle|Child|State|Socket|Engine|Instance|Actor|Option|HashMap|bool|usize|u32|u64)$/;

const CACHES = /^(cache|cached|memo|lru)$/;

function nameOf(node: Extract<Node, { kind: "field" | "declare" }>): string {
  return node.kind === "field" ? node.name : (node.bindings[0]?.name ?? "");
}

interface Kept {
  readonly value: TypeRef;
  /** In a map of the language. */
  readonly isPlain: boolean;
}

function valueType(type: TypeRef, at: Node, resolver: Resolver): Kept | undefined {
  const [inner, value] = type.args;
  if (value !== undefined) {
    const meaning = resolver.typeMeaning(type, at);
    if (meaning.kind === "container" && meaning.flavor === "map") return { value, isPlain: true };
    return meaning.kind === "instance" && meaning.type.provides === "local-cache"
      ? { value, isPlain: false }
      : undefined;
  }
  return inner === undefined ? undefined : valueType(inner, at, resolver);
}

/** `@lru_cache` on a function that returns a list, a dict or a data frame. */
function ofMemoised(fn: FunctionNode, resolver: Resolver): Shape | undefined {
  const decorator = fn.decorators.find(({ value }) => isMemo(value, resolver));
  if (decorator === undefined) return undefined;
  const kind = returnedKind(fn);
  if (kind === undefined) return undefined;
  const change = kind === "mutable" ? changeByCaller(fn, true, resolver) : undefined;
  return shapeOf(decorator, fn, fn, {
    form: "memoised",
    copied: kind === "fixed",
    changed: change === undefined ? "nobody" : "caller",
    ...(change === undefined ? {} : { change }),
    library: decorator.name,
    resolver,
  });
}

function isMemo(value: Expr, resolver: Resolver): boolean {
  const made = resolver.meaning(value);
  if (made.kind === "instance")
    return (
      made.type.name === "memo" &&
      made.source?.type.provides !== "shared-cache" &&
      resolver.optionModel(made, "clones") === undefined
    );
  const meaning = resolver.meaning(value.kind === "call" ? value.callee : value);
  return (
    meaning.kind === "external" &&
    meaning.source === "functools" &&
    /^(lru_cache|cache)$/.test(meaning.path.at(-1) ?? "")
  );
}

/** A function that looks up, fills on a miss, and gives back what it found. */
function ofReader(fn: FunctionNode, resolver: Resolver): Shape | undefined {
  // One client or one service for everybody is what such a map is for.
  if (!ownsItsFills(fn) || wordsOf(functionName(fn)).some((word) => SHARED.test(word)))
    return undefined;
  const fill = fillsIn(fn, resolver).find(
    ({ read, write }) =>
      read.provides === "local-cache" && !keepsCopies(read, resolver) && write.value !== undefined,
  );
  if (fill === undefined || !isCopy(fill, resolver)) return undefined;
  // `if (cache.has(k)) return cache.get(k)`: what is given back is a look-up of its own.
  const reads = accessesIn(fn, resolver).filter(
    ({ kind, store }) => kind === "read" && store === fill.read.store,
  );
  for (const read of reads) {
    const { names } = lookedUp(read, fn);
    const handed = returnsOf(fn).find((value) => isRead(value, read, names));
    const copied = returnsOf(fn).some((value) => isCopyOf(value, read, names));
    if (copied && handed === undefined)
      return shapeOf(read.head, read.node, fn, {
        form: "read",
        copied: true,
        changed: "nobody",
        library: read.library,
        resolver,
      });
    if (handed === undefined) continue;
    const own = [...names]
      .map((name) => changeOf(name, fn, read.node.end, false))
      .find((one) => one !== undefined);
    const change = changeByCaller(fn, false, resolver) ?? own;
    if (change === undefined) continue;
    return shapeOf(read.head, read.node, fn, {
      form: "read",
      copied: false,
      changed: change === own ? "self" : "caller",
      change,
      library: read.library,
      resolver,
    });
  }
  return undefined;
}

const SHARED =
  /^(client|connection|conn|session|pool|engine|socket|instance|manager|service|registry|logger|handler|context|driver|browser|worker|channel|state|store|lock|queue|network|provider|adapter|transport)$/;

/** What is filled in was loaded, or the map says that it is a cache; else it may be the one place where things are. */
function isCopy(fill: Fill, resolver: Resolver): boolean {
  return (
    costOf(fill, resolver) !== "cheap" || wordsOf(fill.read.store).some((word) => CACHES.test(word))
  );
}

/** The library hands out clones, or decodes a new object on each read. */
function keepsCopies({ site }: Access, resolver: Resolver): boolean {
  if (site === undefined) return false;
  const reading = resolver.option(site.instance, "clones");
  if (reading.state === "default") return reading.value === true;
  if (reading.state === "given")
    return !(reading.meaning.kind === "constant" && reading.meaning.value === false);
  return resolver.optionModel(site.instance, "clones") !== undefined;
}

function isRead(value: Expr, read: Access, names: ReadonlySet<string>): boolean {
  if (value === read.node) return true;
  if (value.kind === "await") return isRead(value.value, read, names);
  if (value.kind === "member") return isRead(value.object, read, names);
  if (value.kind === "binary")
    return /^(\?\?|\|\|)$/.test(value.op) && isRead(value.left, read, names);
  return value.kind === "name" && names.has(value.name);
}

const COPIES = /^(structuredClone|cloneDeep|deepcopy|freeze|deepFreeze|copy|clone|model_copy)$/;

function isCopyOf(value: Expr, read: Access, names: ReadonlySet<string>): boolean {
  if (value.kind !== "call") return false;
  const { callee, args } = value;
  const name = lastName(callee) ?? "";
  if (!COPIES.test(name)) return false;
  const [first] = args;
  if (first !== undefined) return isRead(first, read, names);
  return callee.kind === "member" && isRead(callee.object, read, names);
}

function changeByCaller(
  fn: FunctionNode,
  isContainer: boolean,
  resolver: Resolver,
): Node | undefined {
  for (const call of resolver.callersOf(fn)) {
    const around = functionAround(call);
    if (around === undefined || around === fn || isInTest(call)) continue;
    const change = changeOfResult(call, isContainer);
    if (change !== undefined && !savesAfter(around, change)) return change;
  }
  return undefined;
}

/** `user.name = x; await user.save()`: the edit is meant for everybody. */
function savesAfter(fn: FunctionNode, change: Node): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "call" &&
      node.start >= change.start &&
      node.callee.kind === "member" &&
      /^(save|set|put|update|insert|write|commit|persist|store|merge)$/i.test(node.callee.name) &&
      node !== change,
  );
}

interface Found {
  readonly form: "memoised" | "read";
  readonly copied: boolean;
  readonly changed: Changed;
  readonly change?: Node;
  readonly library: string;
  readonly resolver: Resolver;
}

function shapeOf(
  span: { readonly start: number; readonly end: number },
  node: Node,
  fn: FunctionNode,
  { form, copied, changed, change, library, resolver }: Found,
): Shape {
  const evidence: Observation["evidence"] =
    change === undefined
      ? []
      : [
          {
            path: resolver.moduleOf(change).path,
            start: change.start,
            end: change.end,
            note: "it is changed here",
          },
        ];
  return {
    kind: "shared-value",
    span,
    node,
    properties: { provides: "local-cache", library, form, copied, changed },
    captures: {},
    words: {
      function: functionName(fn) || "this function",
      place: change === undefined ? "" : functionName(functionAround(change) ?? fn) || "its caller",
    },
    evidence,
  };
}
