/**
 * `lock`: a lock made of a shared cache is taken or given up. `taken` with `expires` and `token`: by one command with an
 * expiry, and whose it is; `by` is `compared` where the key is asked for first and written in a second step. `released`: by a script or command that compares and deletes at once, or by a library of locks
 * (`safe`), after a comparison in a step of its own (`compared`), or without one (`plain`).
 */
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { acquireOf, checkBefore } from "../lock-release.ts";
import { lockSites, type KeyedSite } from "../lock-sites.ts";
import { takenInSteps } from "../lock-steps.ts";
import { tokenOf } from "../lock-token.ts";
import { callHead } from "../place.ts";
import type { Recogniser, Shape } from "../shape.ts";

export const lock: Recogniser = {
  kinds: ["lock"],
  start: ({ resolver, module }, emit) => {
    const { acquires, removals } = lockSites(resolver);
    const here = (site: KeyedSite): boolean => site.module === module;
    const pairs = removals.flatMap((removal) => {
      const acquire = acquireOf(removal, acquires, resolver);
      return acquire === undefined ? [] : [{ removal, acquire }];
    });
    const released = new Set(pairs.map(({ acquire }) => acquire));
    for (const { removal } of pairs) if (here(removal)) emit(releaseShape(removal, resolver));
    for (const acquire of acquires) {
      const paired = released.has(acquire);
      if (here(acquire) && (acquire.named || paired)) emit(takenShape(acquire, paired, resolver));
    }
    return (node) => {
      const safe = safeRelease(node, resolver);
      if (safe !== undefined) emit(safe);
      const steps = node.kind === "call" ? takenInSteps(node, resolver) : undefined;
      if (steps !== undefined) emit(stepsShape(steps));
    };
  },
};

function takenShape(acquire: KeyedSite, paired: boolean, resolver: Resolver): Shape {
  const { site } = acquire;
  return {
    kind: "lock",
    span: callHead(acquire.call),
    node: acquire.call,
    instance: site.instance,
    properties: {
      ...originOf(site),
      part: "taken",
      expires: expires(site),
      token: tokenOf(acquire.token, resolver),
      paired,
    },
    captures: {},
    words: { call: describe(acquire.call.callee), key: describe(acquire.key) },
  };
}

function stepsShape(site: OperationSite): Shape {
  return {
    kind: "lock",
    span: callHead(site.call),
    node: site.call,
    instance: site.instance,
    properties: { ...originOf(site), part: "taken", by: "compared" },
    captures: {},
    words: {
      call: describe(site.call.callee),
      key: site.key === undefined ? "" : describe(site.key),
    },
  };
}

/** Absent where the expiry is not known; an expire that follows is a second step, and a crash may come between. */
function expires({ ttl }: OperationSite): boolean | undefined {
  if (ttl.state === "absent" || ttl.state === "none" || ttl.state === "separate") return false;
  if (ttl.state === "kept" || ttl.state === "unknown") return undefined;
  const meaning = ttl.meaning;
  const isNothing = meaning?.kind === "constant" && (meaning.value === null || meaning.value === 0);
  return !(isNothing && (ttl.zero === "never" || meaning.value === null));
}

function releaseShape(removal: KeyedSite, resolver: Resolver): Shape {
  const check = checkBefore(removal, resolver);
  return {
    kind: "lock",
    span: callHead(removal.call),
    node: removal.call,
    instance: removal.site.instance,
    properties: {
      ...originOf(removal.site),
      part: "released",
      // `DELEX key IFEQ token` compares and deletes in one command.
      by: check === "watched" || /^del_?ex$/i.test(removal.site.method) ? "safe" : check,
    },
    captures: {},
    words: { call: describe(removal.call.callee), key: describe(removal.key) },
  };
}

/** A compare-and-delete script, wherever its text stands, or the release of a library's lock. */
function safeRelease(node: Node, resolver: Resolver): Shape | undefined {
  const properties = { part: "released", by: "safe", provides: "lock" } as const;
  if (node.kind === "literal" && typeof node.value === "string" && isReleaseScript(node.value))
    return { kind: "lock", span: node, node, properties, captures: {} };
  const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
  if (site?.operation.operation !== "lock-release" || site.instance.type.provides !== "lock")
    return undefined;
  return {
    kind: "lock",
    span: callHead(site.call),
    node: site.call,
    instance: site.instance,
    properties: { ...properties, library: site.instance.library.id },
    captures: {},
  };
}

function isReleaseScript(text: string): boolean {
  return (
    text.length < 4000 &&
    /call\s*\(\s*["'](get|hget)["']/i.test(text) &&
    /call\s*\(\s*["'](del|unlink|hdel)["']/i.test(text) &&
    text.includes("==")
  );
}

function originOf({ instance }: OperationSite): Readonly<Record<string, string>> {
  return { provides: instance.type.provides, library: instance.library.id };
}
