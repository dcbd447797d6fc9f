/**
 * `key-use`: a cache operation whose key is built from something that the caller or a request decides, and
 * whether that was checked, encoded or typed before. `source` is `request` or `parameter`; `validated` says
 * whether a check stands before the use; `siblings` that the same class checks its keys elsewhere.
 */
import { classAround, functionAround } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { canonical, describe } from "../canonical.ts";
import { isInTest } from "../context.ts";
import { isChecked } from "../key-checks.ts";
import { originOf, type Origin } from "../key-origin.ts";
import { callHead } from "../place.ts";
import type { Recogniser, Shape } from "../shape.ts";
import { textCommand, type TextCommand } from "../text-commands.ts";

const KEYED = new Set([
  "read",
  "write",
  "delete",
  "exists",
  "fetch",
  "read-many",
  "write-many",
  "delete-many",
  "increment",
]);

export const keyUse: Recogniser = {
  kinds: ["key-use"],
  start: ({ resolver }, emit) => {
    const seen = new Set<string>();
    return (node) => {
      const own = textCommand(node, resolver);
      if (own !== undefined) emit(ownUse(node, own, resolver));
      if (node.kind !== "call") return;
      const site = resolver.operationAt(node);
      if (site?.key === undefined || !KEYED.has(site.operation.operation)) return;
      const use = originOf(site.key, resolver);
      if (use === undefined) return;
      const fn = functionAround(node);
      const validated =
        use.validated ||
        (fn !== undefined && use.atoms.every((atom) => isChecked(atom, fn, site.call, resolver)));
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
          reached:
            fn !== undefined && use.source === "parameter"
              ? reachedBy(fn, use.atoms, resolver)
              : "request",
        },
        captures: { key: { state: "given", meaning: resolver.meaning(site.key), value: site.key } },
        words: {
          key: describe(site.key),
          method: site.method,
          library: site.instance.library.title,
        },
      });
    };
  },
};

/** A command of the project's own making: what ends a word or a line in the key starts another. */
function ownUse(node: Node, { key, command, fn }: TextCommand, resolver: Resolver): Shape {
  return {
    kind: "key-use",
    span: node,
    node,
    properties: {
      provides: "shared-cache",
      library: undefined,
      source: "parameter",
      validated: isChecked(key, fn, node, resolver),
      siblings: false,
      public: resolver.isPublic(fn),
      reached: "protocol",
    },
    captures: { key: { state: "given", meaning: resolver.meaning(key), value: key } },
    words: { key: describe(key), method: command, library: "" },
  };
}

/** Another method of the class hands its key to a check: this one forgot. */
function siblingsCheck(fn: FunctionNode, resolver: Resolver): boolean {
  const around = classAround(fn);
  const parts: readonly ClassNode[] =
    around === undefined ? [] : (resolver.classOf(fn)?.nodes ?? [around]);
  const siblings = parts.flatMap((part) => part.methods).filter((method) => method !== fn);
  return siblings.some((method) => checksOwnKey(method, resolver));
}

const checking = new WeakMap<FunctionNode, boolean>();

function checksOwnKey(method: FunctionNode, resolver: Resolver): boolean {
  const known = checking.get(method);
  if (known !== undefined) return known;
  const checks = findsOwnCheck(method, resolver);
  checking.set(method, checks);
  return checks;
}

function findsOwnCheck(method: FunctionNode, resolver: Resolver): boolean {
  let checked = false;
  walk(method, (node) => {
    if (checked || node.kind !== "call") return !checked;
    const site = resolver.operationAt(node);
    if (site?.key === undefined || !KEYED.has(site.operation.operation)) return true;
    const origin = originOf(site.key, resolver);
    checked =
      origin !== undefined &&
      origin.atoms.length > 0 &&
      origin.atoms.every((atom) => isChecked(atom, method, site.call, resolver));
    return !checked;
  });
  return checked;
}

/** Who calls the function with what: a request's text, checked or constant keys only, or nobody that is seen. */
function reachedBy(fn: FunctionNode, atoms: readonly Expr[], resolver: Resolver): string {
  const callers = resolver.callersOf(fn).filter((call) => !isInTest(call));
  if (callers.length === 0) return "nobody";
  const params = new Set(
    atoms.flatMap((atom) => {
      const meaning = resolver.meaning(atom);
      return meaning.kind === "parameter" ? [meaning.node] : [];
    }),
  );
  const uses = callers.flatMap((call) =>
    fn.params.flatMap((param, index) => {
      const arg = call.named.find((named) => named.name === param.name)?.value ?? call.args[index];
      return params.has(param) && arg !== undefined ? [{ call, arg }] : [];
    }),
  );
  const origins = uses.map(({ call, arg }) => checkedOrigin(arg, call, resolver));
  if (origins.some((origin) => origin?.source === "request" && !origin.validated)) return "request";
  return origins.every((origin) => origin === undefined || origin.validated) ? "safe" : "unknown";
}

/** Where an argument comes from, and whether its function checks it before it hands it on. */
function checkedOrigin(arg: Expr, call: Call, resolver: Resolver): Origin | undefined {
  const origin = originOf(arg, resolver);
  const caller = functionAround(call);
  if (origin === undefined || origin.validated || caller === undefined) return origin;
  const validated = origin.atoms.every((atom) => isChecked(atom, caller, call, resolver));
  return { ...origin, validated };
}
