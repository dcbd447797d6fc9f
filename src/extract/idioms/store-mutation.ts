/**
 * `store-mutation`: a record is changed whose kind a function of the same file reads through a cache. `renewed` is whether the
 * function, what it calls, or who calls it removes or overwrites the copies.
 *
 * `read-after-write`: a function changes a record and then gives back one: `fresh` where it is what was written, not where
 * it is read through the cache again.
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, FunctionNode, Node } from "../../model/syntax.ts";
import {
  recordsOf,
  renews,
  type CachedReader,
  type Records,
  type Touch,
} from "../cached-readers.ts";
import { describe } from "../canonical.ts";
import { functionName } from "../context.ts";
import { callHead } from "../place.ts";
import { calledBy, callsIn, standsAlone, type Effect } from "../reach.ts";
import type { Recogniser } from "../shape.ts";
import type { StoreAccess } from "../store-access.ts";

export const storeMutation: Recogniser = {
  kinds: ["store-mutation", "read-after-write"],
  start: ({ resolver, module }, emit) => {
    const records = recordsOf(resolver);
    return (node) => {
      if (node.kind !== "function" || !standsAlone(node)) return;
      // Only what the function does itself: a helper's own change is found in the helper.
      const changes = records.reach.of(node.body).filter((effect) => effect.steps.length === 0);
      const accesses = changes.flatMap((effect) => changeOf(effect) ?? []);
      if (accesses.length === 0) return;
      for (const access of accesses) {
        const reader = records.readersIn(module).find((one) => speaksOf(one, access.entity));
        if (reader === undefined || reader.fn === node) continue;
        if (isOnlyStamped(access) || changesOtherFields(access, reader, node)) continue;
        const renewed = isRenewed(node, reader, records, resolver);
        emit({
          kind: "store-mutation",
          span: callHead(access.call),
          node: access.call,
          properties: { provides: reader.provides, renewed, sure: access.sure },
          captures: {},
          words: words(access, reader),
        });
        if (renewed && isGivenBack(access.call, node, resolver)) {
          emit({
            kind: "read-after-write",
            span: callHead(access.call),
            node: access.call,
            properties: { provides: reader.provides, fresh: true },
            captures: {},
            words: words(access, reader),
          });
        }
      }
      for (const { call, reader, access } of readsAfter(node, accesses, records, resolver)) {
        emit({
          kind: "read-after-write",
          span: callHead(call),
          node: call,
          properties: { provides: reader.provides, fresh: asksForFresh(call) },
          captures: {},
          words: words(access, reader),
        });
      }
    };
  },
};

function words(access: StoreAccess, reader: CachedReader): Readonly<Record<string, string>> {
  return {
    change: describe(access.call.callee),
    entity: access.entity ?? "record",
    reader: functionName(reader.fn) || "another function",
  };
}

function changeOf({ what }: Effect<Touch>): StoreAccess | undefined {
  if (what.kind !== "store") return undefined;
  return what.access.does === "change" || what.access.does === "remove" ? what.access : undefined;
}

function speaksOf(reader: CachedReader, entity: string | undefined): boolean {
  return entity !== undefined && reader.entities.has(entity);
}

/** `save(update_fields=["modified"])`, `update(modified=now)`: when the record was touched, and nothing of what it says. */
function isOnlyStamped({ call, does }: StoreAccess): boolean {
  if (does !== "change" || call.args.length > 0 || call.named.length === 0) return false;
  return call.named.every(({ name, value }) =>
    name === "update_fields" && value.kind === "list"
      ? value.items.length > 0 &&
        value.items.every(
          (item) =>
            item.kind === "literal" && typeof item.value === "string" && STAMP.test(item.value),
        )
      : STAMP.test(name),
  );
}

const STAMP =
  /^(modified|updated|touched|last_(seen|login|used|active|activity|accessed))(_?(at|on|time|date))?$/;

/** `slide.title = title; slide.save()`, where only `slide.text` is kept. */
function changesOtherFields(
  { call, does }: StoreAccess,
  { fields }: CachedReader,
  fn: FunctionNode,
): boolean {
  const record = call.callee.kind === "member" ? call.callee.object : undefined;
  if (fields === undefined || does !== "change" || record?.kind !== "name") return false;
  const changed: string[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind !== "assign" || node.target.kind !== "member") return;
      const { object, name } = node.target;
      if (object.kind === "name" && object.name === record.name) changed.push(name);
    });
  }
  return changed.length > 0 && !changed.some((name) => fields.has(name));
}

/** In the function, in what it calls, or in a function that calls it. */
function isRenewed(
  fn: FunctionNode,
  reader: CachedReader,
  records: Records,
  resolver: Resolver,
): boolean {
  if (renews(fn.body, reader.holder, records)) return true;
  return resolver.callersOf(fn).some((call) => {
    const caller = functionAround(call);
    return caller !== undefined && renews(caller.body, reader.holder, records);
  });
}

/** `return await db.update(..)`, Rust's last expression, or the name that its answer was given. */
function isGivenBack(call: Call, fn: FunctionNode, resolver: Resolver): boolean {
  const parent = answerOf(call).parent;
  if (parent?.kind === "return") return true;
  if (parent?.kind === "expression")
    return parent === fn.body.at(-1) && resolver.moduleOf(fn).language === "rust";
  if (parent?.kind !== "declare") return false;
  const names = new Set(parent.bindings.map(({ name }) => name));
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "return" &&
      node.value !== undefined &&
      someNode(node.value, (inner) => inner.kind === "name" && names.has(inner.name)),
  );
}

/** `await db.update(..)`, `db.execute("… RETURNING *").fetchone()`: what the call came to in the end. */
function answerOf(call: Call): Node {
  let at: Node = call;
  for (;;) {
    const up: Node | undefined = at.parent;
    if (up?.kind === "await") at = up;
    else if (up?.kind === "member" && FIRST_ROW.test(up.name) && up.parent?.kind === "call")
      at = up.parent;
    else return at;
  }
}

const FIRST_ROW =
  /^(fetchone|first|one|one_or_none|scalar_one|scalar_one_or_none|mappings|single)$/;

interface ReadAfter {
  readonly call: Call;
  readonly reader: CachedReader;
  readonly access: StoreAccess;
}

/** Calls of a cached reader of the same kind of record that stand in what the function gives back. */
function readsAfter(
  fn: FunctionNode,
  accesses: readonly StoreAccess[],
  records: Records,
  resolver: Resolver,
): readonly ReadAfter[] {
  return callsIn(fn.body).flatMap((call) => {
    if (!isGivenBack(call, fn, resolver)) return [];
    const access = accesses.find((one) => one.call.end <= call.start);
    const called = access === undefined ? undefined : calledBy(call, resolver);
    const reader = called === undefined ? undefined : records.readerOf(called);
    return access === undefined || reader === undefined || !speaksOf(reader, access.entity)
      ? []
      : [{ call, reader, access }];
  });
}

const FRESH = /fresh|force|bypass|skip|no_?cache|refresh|reload|use_?cache/i;

function asksForFresh(call: Call): boolean {
  return (
    call.named.some(({ name }) => FRESH.test(name)) ||
    someNodeIn(
      call.args,
      (node) =>
        (node.kind === "record" && node.entries.some(({ key }) => FRESH.test(key ?? ""))) ||
        (node.kind === "name" && FRESH.test(node.name)) ||
        (node.kind === "literal" && typeof node.value === "boolean"),
    )
  );
}
