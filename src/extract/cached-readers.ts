/** Functions that read records through a cache: which records, and what the cache is called. */
import { calledName } from "../model/ancestry.ts";
import { walk, someNodeIn } from "../model/children.ts";
import { groupBy } from "../model/group-by.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, Expr, FunctionNode, Module, Node } from "../model/syntax.ts";
import { functionName } from "./context.ts";
import { wordsOf } from "./identifiers.ts";
import { rootOf } from "./long-lived-map.ts";
import { contains } from "./miss-path.ts";
import { createReach, standsAlone, type Effect, type Reach } from "./reach.ts";
import { storeAccessAt, type StoreAccess } from "./store-access.ts";

export interface CachedReader {
  readonly fn: FunctionNode;
  readonly entities: ReadonlySet<string>;
  /** The name of the map, or of the memoised function, that holds the copies; nothing for a modelled cache. */
  readonly holder: string | undefined;
  readonly provides: "shared-cache" | "local-cache";
  /** The fields of the record that are kept, where it is not kept whole: `cache.set(key, slide.text)`. */
  readonly fields?: ReadonlySet<string>;
}

export type Touch =
  | { readonly kind: "cache"; readonly site: OperationSite }
  | { readonly kind: "store"; readonly access: StoreAccess };

export interface Records {
  readonly reach: Reach<Touch>;
  /** The function as a reader, if it is one. */
  readonly readerOf: (fn: FunctionNode) => CachedReader | undefined;
  readonly readersIn: (module: Module) => readonly CachedReader[];
}

export const recordsOf: (resolver: Resolver) => Records = memoised(createRecords);

function createRecords(resolver: Resolver): Records {
  const reach = createReach(resolver, (call) => touchAt(call, resolver));
  const readers = new WeakMap<FunctionNode, { readonly reader: CachedReader | undefined }>();
  const modules = new WeakMap<Module, readonly CachedReader[]>();
  const readerOf = (fn: FunctionNode): CachedReader | undefined => {
    const cached = readers.get(fn);
    if (cached !== undefined) return cached.reader;
    const reader = readerFrom(fn, reach, resolver);
    readers.set(fn, { reader });
    return reader;
  };
  return {
    reach,
    readerOf,
    readersIn(module) {
      const cached = modules.get(module);
      if (cached !== undefined) return cached;
      const found = functionsOf(module).flatMap((fn) => readerOf(fn) ?? []);
      modules.set(module, found);
      return found;
    },
  };
}

function functionsOf(module: Module): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  for (const statement of module.body) {
    walk(statement, (node) => {
      if (node.kind === "function" && standsAlone(node)) found.push(node);
    });
  }
  return found;
}

function touchAt(call: Call, resolver: Resolver): Touch | undefined {
  const site = resolver.operationAt(call);
  const provides = site?.instance.type.provides;
  if (site !== undefined && (provides === "shared-cache" || provides === "local-cache"))
    return { kind: "cache", site };
  const access = storeAccessAt(call, resolver);
  return access === undefined ? undefined : { kind: "store", access };
}

function readerFrom(
  fn: FunctionNode,
  reach: Reach<Touch>,
  resolver: Resolver,
): CachedReader | undefined {
  const effects = reach.of(fn.body);
  const touches = effects.map(({ what }) => what);
  const reads = touches.flatMap((what) =>
    what.kind === "store" && what.access.does === "read" ? [what.access] : [],
  );
  const changes = touches.some(
    (what) => what.kind === "store" && /^(change|remove|create)$/.test(what.access.does),
  );
  // Who changes records as well is a mutator, whatever else it does.
  if (reads.length === 0 || changes) return undefined;
  const entities = new Set(reads.flatMap(({ entity }) => entity ?? entityNamed(fn) ?? []));
  if (entities.size === 0) return undefined;
  const sites = ownSites(effects);
  if ((does(sites, "read") && does(sites, "write")) || does(sites, "fetch")) {
    const provides = sites[0]?.instance.type.provides;
    const fields = fieldsKept(sites);
    return {
      ...(fields === undefined ? {} : { fields }),
      fn,
      entities,
      holder: undefined,
      provides: provides === "shared-cache" ? "shared-cache" : "local-cache",
    };
  }
  const holder = isMemoised(fn, resolver) ? functionName(fn) : mapOf(fn, resolver);
  return holder === undefined ? undefined : { fn, entities, holder, provides: "local-cache" };
}

/**
 * The cache's operations that the function's own reads of records can be behind. A call that looks up and fills by
 * itself keeps what that call loads, or what a closure in its arguments does, and no record that is read beside it.
 */
function ownSites(effects: readonly Effect<Touch>[]): readonly OperationSite[] {
  const reads = effects.flatMap(({ what, call }) => (what.kind === "store" ? [call] : []));
  return [...groupBy(effects, ({ call }) => `${call.start} ${call.end}`).values()].flatMap(
    (here) => {
      const sites = here.flatMap(({ what }) => (what.kind === "cache" ? [what.site] : []));
      const isFill = does(sites, "read") && does(sites, "write");
      return isFill && !reads.some((read) => here.some(({ call }) => contains(call, read)))
        ? []
        : sites;
    },
  );
}

const does = (sites: readonly OperationSite[], what: string): boolean =>
  sites.some(({ operation }) => operation.operation === what);

/** Nothing where any write keeps more than one field of something. */
function fieldsKept(sites: readonly OperationSite[]): ReadonlySet<string> | undefined {
  const writes = sites.filter(({ operation }) => operation.operation === "write");
  const fields = writes.flatMap(({ value }) =>
    value?.kind === "member" && value.object.kind === "name" ? [value.name] : [],
  );
  return fields.length > 0 && fields.length === writes.length ? new Set(fields) : undefined;
}

/** `getUser`, `load_user_by_id`: the word after the verb. */
function entityNamed(fn: FunctionNode): string | undefined {
  const [, ...rest] = wordsOf(functionName(fn));
  return rest.find((word) => !/^(by|id|cached|cache|from|with|all|or|the|async)$/.test(word));
}

function isMemoised(fn: FunctionNode, resolver: Resolver): boolean {
  return fn.decorators.some(({ value }) => {
    const meaning = resolver.meaning(value.kind === "call" ? value.callee : value);
    return (
      meaning.kind === "external" &&
      meaning.source === "functools" &&
      /^(lru_cache|cache)$/.test(meaning.path.at(-1) ?? "")
    );
  });
}

/** A map that outlives the call, looked up and filled in the function. */
function mapOf(fn: FunctionNode, resolver: Resolver): string | undefined {
  const filled = new Set<string>();
  const asked = new Set<string>();
  const note = (into: Set<string>, object: Expr): void => {
    const map = behindGuard(object, fn, resolver);
    if (isOutside(map, fn, resolver)) into.add(endName(map));
  };
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "index") {
        const isTarget = node.parent?.kind === "assign" && node.parent.target === node;
        note(isTarget ? filled : asked, node.object);
      }
      if (node.kind !== "call" || node.callee.kind !== "member") return;
      if (/^(set|insert|setdefault)$/.test(calledName(node)) && node.args.length >= 2)
        note(filled, node.callee.object);
      if (/^(get|has|contains_key)$/.test(calledName(node))) note(asked, node.callee.object);
    });
  }
  return [...filled].find((name) => name !== "" && asked.has(name));
}

/** `let mut users = self.users.lock().unwrap();`: what is done to the guard is done to the map. */
function behindGuard(object: Expr, fn: FunctionNode, resolver: Resolver): Expr {
  const [definition] = object.kind === "name" ? (resolver.meaning(object).via ?? []) : [];
  const value = definition?.kind === "declare" ? definition.value : undefined;
  return value?.kind === "call" && definition !== undefined && isInside(definition, fn)
    ? rootOf(value)
    : object;
}

function isOutside(object: Expr, fn: FunctionNode, resolver: Resolver): boolean {
  const meaning = resolver.meaning(baseOf(object));
  const isMap =
    (meaning.kind === "container" && meaning.flavor === "map") || meaning.kind === "record";
  const [declared] = meaning.via ?? [];
  return isMap && !(declared !== undefined && isInside(declared, fn));
}

function isInside(inner: Node, outer: Node): boolean {
  return inner !== outer && inner.start >= outer.start && inner.end <= outer.end;
}

function baseOf(expr: Expr): Expr {
  let at = expr;
  for (;;) {
    if (at.kind === "await") at = at.value;
    else if (at.kind === "call" && at.callee.kind === "member") at = at.callee.object;
    else return at;
  }
}

function endName(expr: Expr): string {
  const at = baseOf(expr);
  return at.kind === "member" || at.kind === "name" ? at.name : "";
}

const SPREADS = new Set(
  "invalidate invalidation evict eviction purge bust revalidate uncache expire emit publish notify dispatch broadcast signal cache cach".split(
    " ",
  ),
);

/** The code removes or overwrites copies, says so in a name, or tells others that something changed. */
export function renews(
  body: readonly Node[],
  holder: string | undefined,
  { reach, readerOf }: Records,
): boolean {
  return (
    reach.of(body).some(
      ({ what, steps }) =>
        what.kind === "cache" &&
        // A reader that fills on a miss renews nothing where there is a hit.
        steps.every(({ fn }) => readerOf(fn) === undefined) &&
        /^(write|write-many|delete|delete-many|flush|expire|remove-member|add-member|increment|publish|eval)$/.test(
          what.site.operation.operation,
        ),
    ) ||
    someNodeIn(
      body,
      (node) =>
        (holder !== undefined &&
          (node.kind === "name" || node.kind === "member") &&
          node.name === holder) ||
        (node.kind === "call" && wordsOf(calledName(node)).some((word) => SPREADS.has(word))),
    )
  );
}
