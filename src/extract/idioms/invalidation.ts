/**
 * `invalidation`: a function removes an entry of a cache and changes the record that it is a copy of. `order` says what comes
 * last: `after` the removal, `first` the change, with nothing removed after it; `uncommitted` where the removal stands
 * before the commit. `sure` is false where only names say that a record is changed.
 */
import { ancestors, calledName } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { Call, If, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { wordsOf } from "../identifiers.ts";
import { keyWords } from "../key-text.ts";
import { leaves } from "../loop-bounds.ts";
import { callHead } from "../place.ts";
import { createReach, standsAlone, textAtCaller, type Effect } from "../reach.ts";
import type { Recogniser } from "../shape.ts";
import { storeAccessAt, type StoreAccess } from "../store-access.ts";
import { isInTransaction, runsAfterCommit } from "../transactions.ts";

type Touch =
  | { readonly kind: "removal" | "refill"; readonly site: OperationSite }
  | { readonly kind: "store"; readonly access: StoreAccess };

export const invalidation: Recogniser = {
  kinds: ["invalidation"],
  start: ({ resolver }, emit) => {
    const reach = createReach(resolver, (call) => touchAt(call, resolver));
    return (node) => {
      if (node.kind !== "function" || !standsAlone(node)) return;
      const effects = reach.of(node.body);
      const changes = effects.filter(({ what }) => isChange(what));
      const creations = effects.filter(({ what }) => isCreation(what));
      if (changes.length + creations.length === 0) return;
      const mixed = new Set(
        effects.filter(({ what }) => what.kind === "removal").map(({ call }) => call),
      );
      for (const effect of effects) {
        const { what, call, steps } = effect;
        if (what.kind !== "removal" || isUnrelated(effect, what.site, resolver)) continue;
        // A helper that does both has an order of its own, which is judged where it stands.
        if (changes.some((change) => change.call === call)) continue;
        const isOfIt = (change: Effect<Touch>): boolean =>
          !mixed.has(change.call) && isRelated(effect, change, resolver);
        const related = changes.filter(isOfIt);
        const order =
          orderOf(effect, related, effects, resolver) ??
          (isEarly(effect, creations.filter(isOfIt), effects, resolver)
            ? "uncommitted"
            : undefined);
        if (order === undefined) continue;
        emit({
          kind: "invalidation",
          span: callHead(call),
          node: call,
          instance: what.site.instance,
          properties: {
            provides: what.site.instance.type.provides,
            library: what.site.instance.library.id,
            order,
            sure:
              steps.length === 0 &&
              related.some((change) => change.what.kind === "store" && change.what.access.sure),
          },
          captures: {},
          words: {
            call: describe(call.callee),
            change: describe((related[0]?.call ?? call).callee),
          },
        });
      }
    };
  },
};

function touchAt(call: Call, resolver: Resolver): Touch | undefined {
  const site = resolver.operationAt(call);
  const provides = site?.instance.type.provides;
  if (site !== undefined && (provides === "shared-cache" || provides === "local-cache")) {
    const { operation } = site.operation;
    // What is read and removed at once was there to be used up.
    if (/^get_?del$/i.test(site.method)) return undefined;
    if (/^(delete|delete-many|flush)$/.test(operation)) return { kind: "removal", site };
    return operation === "write" || operation === "write-many"
      ? { kind: "refill", site }
      : undefined;
  }
  const access = storeAccessAt(call, resolver);
  return access === undefined ? undefined : { kind: "store", access };
}

function isChange(what: Touch): boolean {
  return what.kind === "store" && (what.access.does === "change" || what.access.does === "remove");
}

function isCreation(what: Touch): boolean {
  return what.kind === "store" && what.access.does === "create";
}

/** A new record makes only lists stale, but who drops them before the commit drops them too early all the same. */
function isEarly(
  removal: Effect<Touch>,
  creations: readonly Effect<Touch>[],
  effects: readonly Effect<Touch>[],
  resolver: Resolver,
): boolean {
  return orderOf(removal, creations, effects, resolver) === "uncommitted";
}

type Order = "first" | "after" | "uncommitted";

function orderOf(
  removal: Effect<Touch>,
  related: readonly Effect<Touch>[],
  effects: readonly Effect<Touch>[],
  resolver: Resolver,
): Order | undefined {
  if (related.length === 0) return undefined;
  if (runsAfterCommit(removal.call)) return "after";
  const follows = related.filter((change) => comesAfter(removal.call, change.call));
  const precedes = related.filter((change) => comesAfter(change.call, removal.call));
  const last = Math.max(...related.map((change) => change.call.start));
  const again = effects.some(
    (other) =>
      other !== removal &&
      other.what.kind !== "store" &&
      other.call.start > last &&
      (other.what.kind === "removal" || isSameKey(other, removal, resolver)),
  );
  if (again && follows.length > 0) return undefined;
  const isWithin = (change: Effect<Touch>): boolean =>
    isInTransaction(removal.call) && isInTransaction(change.call);
  if (precedes.some(isWithin) && !again) return "uncommitted";
  if (follows.length > 0 && precedes.length === 0) return "first";
  if (precedes.length === 0) return undefined;
  const committed = effects.some(
    ({ what, call }) =>
      what.kind === "store" && what.access.does === "commit" && comesAfter(removal.call, call),
  );
  const already = effects.some(
    ({ what, call }) =>
      what.kind === "store" && what.access.does === "commit" && comesAfter(call, removal.call),
  );
  return committed && !already && !again ? "uncommitted" : "after";
}

function isSameKey(a: Effect<Touch>, b: Effect<Touch>, resolver: Resolver): boolean {
  const text = (effect: Effect<Touch>): string | undefined =>
    effect.what.kind === "store" || effect.what.site.key === undefined
      ? undefined
      : textAtCaller(effect.what.site.key, effect, resolver);
  const own = text(a);
  return own !== undefined && own === text(b);
}

/** Whether running `first` may be followed by running `then`: not when they stand in different arms of a choice. */
function comesAfter(first: Call, then: Call): boolean {
  if (then.start <= first.end) return false;
  for (const up of ancestors(first)) {
    if (up.kind === "if") {
      const other = armOf(up, first) === "then" ? up.otherwise : up.then;
      if (other.some((statement) => holds(statement, then))) return false;
      const own = armOf(up, first) === "then" ? up.then : up.otherwise;
      if (!holds(up, then) && own.length > 0 && leaves(own.slice(-1))) return false;
    }
    if (up.kind === "switch" && holds(up, then)) {
      const arm = up.arms.find(({ start, end }) => first.start >= start && first.end <= end);
      if (arm !== undefined && !(then.start >= arm.start && then.end <= arm.end)) return false;
    }
    if (up.kind === "try") {
      const handler = up.handlers.find(
        ({ start, end }) => first.start >= start && first.end <= end,
      );
      if (handler !== undefined && leaves(handler.body)) return false;
    }
    if (up.kind === "return") return holds(up, then);
    if (up.kind === "function" && up.name !== undefined) break;
  }
  return true;
}

function armOf(choice: If, node: Node): "then" | "otherwise" {
  return choice.then.some((statement) => holds(statement, node)) ? "then" : "otherwise";
}

function holds(outer: Node, inner: Node): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

const UNRELATED = new Set(
  "lock mutex otp token code nonce session attempt attempts rate limit limiter throttle throttled throttling queue job verification verify reset csrf state pending lease semaphore counter challenge invite invitation magic captcha login oauth ticket temp tmp draft presence online status progress log import export cursor batch sync migration task socket blacklist blocklist".split(
    " ",
  ),
);

/** Entries that are no copies of a record: removing them is their use. By the key, and the helpers on the way to it. */
function isUnrelated(
  { call, steps }: Effect<Touch>,
  site: OperationSite,
  resolver: Resolver,
): boolean {
  const helpers = steps.length === 0 ? [] : [call, ...steps.map((step) => step.call)];
  const words = [
    ...(site.key === undefined ? [] : keyWords(site.key, resolver)),
    ...helpers.flatMap((helper) => wordsOf(calledName(helper))),
  ];
  return words.some((word) => UNRELATED.has(word));
}

/** The record's kind is in the key, or the key and the change are made of the same variable. */
function isRelated(removal: Effect<Touch>, change: Effect<Touch>, resolver: Resolver): boolean {
  if (removal.what.kind === "store" || change.what.kind !== "store") return false;
  const { key } = removal.what.site;
  const { entity } = change.what.access;
  const words = key === undefined ? [] : keyWords(key, resolver);
  const called = calledWith(removal, hasOwnWords(key, resolver), resolver);
  const spoken = [...words, ...called].map((word) => word.toLowerCase());
  if (entity !== undefined && spoken.some((word) => word.includes(entity) || isPart(word, entity)))
    return true;
  // Without a word of its own, `k` is the key of whatever is changed beside it.
  if (entity !== undefined && hasOwnWords(key, resolver)) return false;
  const shared = new Set(namesOf(removal.call));
  return namesOf(change.call).some((name) => shared.has(name));
}

/**
 * What a helper is called and given. A key with words of its own says what it is of: `handle(item)` may well remove a
 * `rating-…`, so then only the helper's name counts.
 */
function calledWith(
  { call, steps }: Effect<Touch>,
  isWorded: boolean,
  resolver: Resolver,
): readonly string[] {
  if (steps.length === 0) return [];
  return isWorded
    ? [call, ...steps.map((step) => step.call)].map((helper) => calledName(helper))
    : [...namesOf(call), ...call.args.flatMap((arg) => keyWords(arg, resolver))];
}

function isPart(word: string, entity: string): boolean {
  return word.length > 3 && entity.includes(word);
}

function hasOwnWords(key: OperationSite["key"], resolver: Resolver): boolean {
  if (key === undefined) return false;
  const meaning = resolver.meaning(key);
  if (meaning.kind === "constant" || meaning.kind === "text" || key.kind === "template")
    return true;
  // `[f"shelf-{id}" for id in ids]`
  return key.kind !== "name" && someNode(key, (node) => node.kind === "template");
}

/** Variables among a call's arguments. */
function namesOf(call: Call): readonly string[] {
  const names: string[] = [];
  for (const arg of [...call.args, ...call.named.map(({ value }) => value)]) {
    walk(arg, (node) => {
      if (node.kind === "name" && !/^(this|self|req|request|ctx|res|true|false)$/.test(node.name))
        names.push(node.name);
      if (node.kind === "member" && /id$/i.test(node.name)) names.push(node.name);
      return node.kind !== "function";
    });
  }
  return names;
}
