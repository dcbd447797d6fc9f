/**
 * `slot-keys`: several keys go to a cluster together, in one command, script, pipeline or transaction. `same` is whether
 * their hash tags put them into one slot; `sure` is false where a variable might bring its tag along.
 */
import { functionAround, lastName } from "../../model/ancestry.ts";
import { someNode } from "../../model/children.ts";
import type { Instance, OperationSite, Resolver } from "../../model/meaning.ts";
import { wordOf } from "../../model/measure.ts";
import type { Call, Expr, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { slotOf, type Slot } from "../hash-tag.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import { callsIn } from "../reach.ts";
import { mentionsAny, repetitionsAround } from "../repetition.ts";
import { keysOf, type Keys } from "../several-keys.ts";
import type { Recogniser, Shape } from "../shape.ts";

export const slotKeys: Recogniser = {
  kinds: ["slot-keys"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const shape = ofCommand(node, resolver) ?? ofBatch(node, resolver);
      if (shape !== undefined) emit(shape);
    },
};

/** Whether keys share a slot; nothing where there is one key only. */
interface Together {
  readonly same: boolean | "unknown";
  readonly sure: boolean;
}

function ofCommand(call: Call, resolver: Resolver): Shape | undefined {
  const site = resolver.operationAt(call);
  if (site === undefined || site.instance.type.buffered) return undefined;
  const cluster = clusterOf(site.instance);
  if (cluster === undefined || splits(cluster, site.method)) return undefined;
  const keys = keysOf(site, resolver);
  if (keys === undefined) return undefined;
  const together = prefixed(cluster, resolver) ?? ofKeys(keys, call, resolver);
  return together === undefined
    ? undefined
    : shapeOf(call, site.instance, "command", site.method, together);
}

function ofKeys(keys: Keys, at: Node, resolver: Resolver): Together | undefined {
  if (keys.kind === "written") return ofSlots(keys.keys, at, resolver);
  const slot = keys.each === undefined ? undefined : slotOf(keys.each, resolver);
  if (slot === undefined) return { same: knowsSlots(at) ? "unknown" : false, sure: false };
  return manyOf(slot, keys.names, at);
}

function ofSlots(keys: readonly Expr[], at: Node, resolver: Resolver): Together | undefined {
  if (keys.length < 2) return undefined;
  const slots = keys.map((key) => slotOf(key, resolver));
  const known = slots.filter((slot) => slot !== undefined);
  if (known.length < slots.length) return { same: "unknown", sure: false };
  if (new Set(known.map(({ text }) => text)).size === 1) {
    // `mget(k, k)` is one key.
    return known.some(({ tagged }) => tagged) ? { same: true, sure: true } : undefined;
  }
  return apart(known, at);
}

/** One key for each item: in one slot if the deciding part is the same for all. */
function manyOf(slot: Slot, names: readonly string[], at: Node): Together | undefined {
  if (!names.some((name) => slot.names.has(name)))
    return slot.tagged ? { same: true, sure: true } : undefined;
  return apart([slot], at);
}

function apart(slots: readonly Slot[], at: Node): Together {
  const sure = slots.every(({ spelled, tagged }) => spelled || tagged);
  return { same: !sure && knowsSlots(at) ? "unknown" : false, sure };
}

/** The commands that are collected in one pipeline or transaction and sent together. */
function ofBatch(call: Call, resolver: Resolver): Shape | undefined {
  if (!mayBegin(call)) return undefined;
  const made = resolver.meaning(call);
  const batch = made.kind === "instance" && made.making === call ? made : undefined;
  const fn = functionAround(call);
  if (batch === undefined || !batch.type.buffered || fn === undefined) return undefined;
  const sites = callsIn(fn.body).flatMap((one) => {
    const site = one === call ? undefined : resolver.operationAt(one);
    return site?.instance.making === call ? [site] : [];
  });
  const cluster = clusterOf(batch) ?? sentTo(sites, resolver);
  if (cluster === undefined || splits(cluster, "PIPELINE") || splits(batch, "PIPELINE"))
    return undefined;
  const together = prefixed(cluster, resolver) ?? ofSites(sites, call, resolver);
  return together === undefined
    ? undefined
    : shapeOf(call, batch, "batch", describe(call.callee), together);
}

function mayBegin({ callee }: Call): boolean {
  const name = lastName(callee) ?? "";
  return /pipe|multi|batch|transaction|^new$/i.test(name);
}

/** `pipe.query_async(&mut con)`: what the batch is given to. */
function sentTo(sites: readonly OperationSite[], resolver: Resolver): Instance | undefined {
  for (const site of sites) {
    if (site.operation.operation !== "execute") continue;
    for (const arg of site.call.args) {
      const meaning = resolver.meaning(arg);
      if (meaning.kind === "instance" && clusterOf(meaning) !== undefined) return meaning;
    }
  }
  return undefined;
}

function ofSites(
  sites: readonly OperationSite[],
  batch: Call,
  resolver: Resolver,
): Together | undefined {
  const written: Expr[] = [];
  let tagged = false;
  for (const site of sites) {
    const several = keysOf(site, resolver);
    if (several?.kind === "many") return ofKeys(several, site.call, resolver);
    const keys = several?.keys ?? (site.key === undefined ? [] : [site.key]);
    for (const key of keys) {
      const perItem = inLoop(site.call, batch, key, resolver);
      if (perItem?.same === true) tagged = true;
      else if (perItem !== undefined) return perItem;
    }
    written.push(...keys);
  }
  return ofSlots(written, batch, resolver) ?? (tagged ? { same: true, sure: true } : undefined);
}

/** A command in a loop that began after the batch did. */
function inLoop(call: Call, batch: Call, key: Expr, resolver: Resolver): Together | undefined {
  const slot = slotOf(key, resolver);
  if (slot === undefined) return undefined;
  for (const around of repetitionsAround(call)) {
    const { node, names } = around;
    if (node.start <= batch.start && batch.end <= node.end) return undefined;
    if (mentionsAny(key, names)) return manyOf(slot, [...names], call);
  }
  return undefined;
}

/** The client of a cluster, as it was made or as what it was derived from. */
function clusterOf(instance: Instance): Instance | undefined {
  for (let at: Instance | undefined = instance; at !== undefined; at = at.source) {
    if (at.type.splits !== undefined && !at.type.buffered) return at;
  }
  return undefined;
}

function splits({ type }: Instance, command: string): boolean {
  return type.splits?.includes(command.toUpperCase().replaceAll("_", "")) === true;
}

/** A prefix of all keys that has a tag puts them into one slot. */
function prefixed(cluster: Instance, resolver: Resolver): Together | undefined {
  const prefix = resolver.option(cluster, "key-prefix");
  if (prefix.state === "unknown") return { same: "unknown", sure: false };
  if (prefix.state !== "given") return undefined;
  if (prefix.meaning.kind !== "constant") return { same: "unknown", sure: false };
  return /\{[^}]+\}/.test(wordOf(prefix.meaning.value)) ? { same: true, sure: true } : undefined;
}

/** The code around speaks of slots or nodes: it may have sorted the keys. */
function knowsSlots(at: Node): boolean {
  const fn = functionAround(at);
  return (
    fn !== undefined &&
    someNode(fn, (node) => namesIn(node).some((name) => wordsOf(name).some((w) => SLOTS.test(w))))
  );
}

const SLOTS = /^(slot|node|shard|hashtag)$/;

function namesIn(node: Node): readonly string[] {
  if (node.kind === "loop" || node.kind === "declare") return node.bindings.map(({ name }) => name);
  const named = node.kind === "name" || node.kind === "member" || node.kind === "param";
  return named && node.name !== undefined ? [node.name] : [];
}

function shapeOf(
  call: Call,
  instance: Instance,
  form: "command" | "batch",
  command: string,
  { same, sure }: Together,
): Shape {
  return {
    kind: "slot-keys",
    span: callHead(call),
    node: call,
    instance,
    properties: {
      provides: instance.type.provides,
      library: instance.library.id,
      form,
      same,
      sure,
    },
    captures: { slot: { state: "unknown", reason: "the keys are put together elsewhere" } },
    words: { call: describe(call.callee), command },
  };
}
