/**
 * `key-inputs`: a value is loaded and cached, and its key has all that the value was made of (`complete`), or lacks something:
 * `of` says whose choice that is, a request's, the user's who sent it, or the caller's. `form` is `fill` for a look-up and a
 * write that answers its miss, `fetch` for a call that is given the load.
 */
import type { Resolver } from "../../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { namedFunctionAround, type Access } from "../cache-access.ts";
import { accessAt } from "../cache-accesses.ts";
import { isHandler } from "../context.ts";
import { lastName } from "../../model/ancestry.ts";
import { costOf } from "../load-cost.ts";
import { wordsOf } from "../identifiers.ts";
import { fillsIn, ownsItsFills } from "../fills.ts";
import { localValue } from "../key-text.ts";
import { compareInputs, type Compared } from "../missing-inputs.ts";
import type { Recogniser } from "../shape.ts";
import type { Input } from "../value-inputs.ts";

export const keyInputs: Recogniser = {
  kinds: ["key-inputs"],
  start: ({ resolver }, emit) => {
    const tell = (access: Access, key: Expr, compared: Compared, form: string): void => {
      const [first] = compared.missing;
      if (first === undefined && compared.covered === 0) return;
      const at = builtAt(key, resolver);
      emit({
        kind: "key-inputs",
        span: at,
        node: at,
        ...(access.site === undefined ? {} : { instance: access.site.instance }),
        properties: {
          provides: access.provides,
          library: access.library,
          complete: first === undefined,
          sure: first === undefined ? undefined : compared.sure,
          of: first === undefined ? undefined : choiceOf(first, resolver),
          form,
        },
        captures: {},
        words: { key: describe(key), input: compared.missing.map(nameOf).join("`, `") },
      });
    };
    return (node) => {
      if (node.kind === "function" && ownsItsFills(node)) {
        for (const fill of fillsIn(node, resolver)) {
          const { read, write } = fill;
          const cost = costOf(fill, resolver);
          if (cost === "cheap" || isLock(write)) continue;
          const keys = [...keysOf(read), ...keysOf(write)];
          const [key] = [...keysOf(write), ...keys];
          if (key === undefined || write.value === undefined) continue;
          const compared = compareInputs(
            keys,
            [write.value],
            node,
            read.node,
            write.node,
            resolver,
          );
          // A wrapper calls what it wraps: what that costs nobody knows, what it is given all see.
          const isLoad =
            cost === "io" || compared?.missing.some(({ param }) => param.rest) === true;
          if (compared !== undefined && isLoad) tell(write, key, compared, "fill");
        }
      }
      if (node.kind !== "call") return;
      const access = accessAt(node, resolver);
      const [key] = access === undefined ? [] : keysOf(access);
      const fn = namedFunctionAround(node);
      if (access?.kind !== "fetch" || isLock(access) || key === undefined || fn === undefined)
        return;
      const loads = loadsIn(node, fn);
      const compared =
        loads.length === 0
          ? undefined
          : compareInputs(keysOf(access), loads, fn, node, node, resolver);
      if (compared !== undefined) tell(access, key, compared, "fetch");
    };
  },
};

/** What runs one at a time for each key is no value that is kept under it. */
function isLock({ node, store }: Access): boolean {
  const callee = node.kind === "call" ? node.callee : undefined;
  const owner = callee?.kind === "member" ? lastName(callee.object) : undefined;
  const name = callee === undefined ? undefined : lastName(callee);
  return [...wordsOf(name ?? ""), ...wordsOf(owner ?? ""), ...wordsOf(store)].some((word) =>
    /^(lock|locks|mutex|mutexes|semaphore|queue|inflight|flight|pending|counter|count|increment)$/.test(
      word,
    ),
  );
}

function keysOf({ key, keys }: Access): readonly Expr[] {
  return key === undefined ? (keys ?? []) : [key];
}

/** The closures and blocks that a call is given to run on a miss. */
function loadsIn(call: Extract<Node, { kind: "call" }>, fn: FunctionNode): readonly Node[] {
  return [...call.args, ...call.named.map(({ value }) => value)].filter(
    (arg) => (arg.kind === "function" || (arg.kind === "block" && arg.async)) && arg !== fn,
  );
}

/** Where the key is written down. */
function builtAt(key: Expr, resolver: Resolver): Expr {
  const value = localValue(key, resolver);
  return value === undefined || value.kind === "name" ? key : value;
}

function choiceOf({ param, path }: Input, resolver: Resolver): string {
  if (path.some((word) => /^(user|session|auth)$/.test(word))) return "user";
  const fn = param.parent;
  return fn?.kind === "function" && isHandler(fn, resolver) ? "request" : "caller";
}

function nameOf({ param, path }: Input): string {
  const name = [...(param.name === undefined ? [] : [param.name]), ...path].join(".");
  return name.length > 60 ? name.slice(0, 60) : name;
}
