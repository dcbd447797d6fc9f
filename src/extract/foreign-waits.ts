/** What code waits for while it holds a connection: another server, a queue, the clock, the pool itself. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNodeIn, walk } from "../model/children.ts";
import type { Instance, Meaning, Resolver } from "../model/meaning.ts";
import type { Trace } from "../model/observation.ts";
import type { Call, FunctionNode, Node } from "../model/syntax.ts";
import { isInHandler, type Held } from "./held-connections.ts";

export interface ForeignWait {
  readonly on: "http" | "cache" | "queue" | "time" | "pool";
  /** The call in the code that holds the connection. */
  readonly call: Call;
  /** The way to where the wait stands, when a function of the project does it. */
  readonly trace: readonly Trace[];
}

/** The waits, and whether all that is awaited there is known. */
export function foreignWaits(
  held: Held,
  instance: Instance,
  resolver: Resolver,
): { readonly waits: readonly ForeignWait[]; readonly isKnown: boolean } {
  const waits: ForeignWait[] = [];
  let isKnown = true;
  for (const statement of held.body) {
    walk(statement, (node) => {
      if (node.start >= held.to || node.end <= held.from) return false;
      if (node.kind === "class") return false;
      if (node.kind === "function") return runsHere(node);
      if (node.kind !== "call" || node.start < held.from) return undefined;
      const found = isOnHeld(node, held.names, resolver)
        ? undefined
        : waitAt(node, instance, resolver, 0);
      if (found === "unknown") isKnown = false;
      else if (found !== undefined && !isInHandler(node) && !isPartOf(node, found, held))
        waits.push({ ...found, call: node });
      return undefined;
    });
  }
  return { waits: waits.filter((wait) => !waits.some((other) => continues(other, wait))), isKnown };
}

/** `http.post(url).send()`: the call that goes on from the other one is what is waited for. */
function continues(longer: ForeignWait, { call, on }: ForeignWait): boolean {
  return longer.on === on && longer.call.start === call.start && longer.call.end > call.end;
}

/** `db.query(sql, { transaction })`: what is asked of the pool runs on the connection that is held. */
function isPartOf(call: Call, { on }: Omit<ForeignWait, "call">, { names }: Held): boolean {
  return (
    on === "pool" &&
    someNodeIn(
      [...call.args, ...call.named.map(({ value }) => value)],
      (node) => node.kind === "name" && names.includes(node.name),
    )
  );
}

const RUNS_ITS_CALLBACK =
  /^(map|forEach|for_each|flatMap|filter|reduce|some|every|then|catch|all|allSettled|retry|with_?retry|try_for_each|and_then)$/i;

/** A callback of what runs it at once; what is put off until after the commit is not run here. */
function runsHere(fn: FunctionNode): boolean {
  const { parent } = fn;
  if (parent?.kind !== "call") return false;
  if (parent.callee === fn) return true;
  const { callee } = parent;
  const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  return RUNS_ITS_CALLBACK.test(name);
}

type Found = Omit<ForeignWait, "call"> | "unknown" | undefined;

function waitAt(call: Call, instance: Instance, resolver: Resolver, depth: number): Found {
  const direct = directWait(call, instance, resolver);
  if (direct !== undefined)
    return isAwaited(call, resolver, direct.blocking) ? { on: direct.on, trace: [] } : undefined;
  if (resolver.operationAt(call) !== undefined || resolver.constructionAt(call) !== undefined)
    return undefined;
  const targets = functionsOf(resolver.meaning(call.callee));
  const [fn] = targets;
  if (fn === undefined || targets.length > 1)
    return mayWait(call, resolver) ? "unknown" : undefined;
  if (!isAwaited(call, resolver, !fn.async)) return undefined;
  if (depth > 3) return "unknown";
  return waitInside(fn, instance, resolver, depth);
}

const inside = new WeakMap<FunctionNode, Map<string, Found>>();

/** The first wait in a function of the project, or in what it calls. */
function waitInside(
  fn: FunctionNode,
  instance: Instance,
  resolver: Resolver,
  depth: number,
): Found {
  const known = inside.get(fn) ?? new Map<string, Found>();
  inside.set(fn, known);
  if (known.has(instance.library.id)) return known.get(instance.library.id);
  // In a circle nothing new is found.
  known.set(instance.library.id, undefined);
  let found: Found;
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (typeof found === "object" || node.kind === "class") return false;
      if (node.kind === "function") return runsHere(node);
      if (node.kind !== "call" || isInHandler(node)) return undefined;
      const next = waitAt(node, instance, resolver, depth + 1);
      if (typeof next === "object") {
        const { path } = resolver.moduleOf(node);
        const step = {
          path,
          start: node.start,
          end: node.end,
          note: `\`${fn.name ?? "it"}\` waits here`,
        };
        found = { on: next.on, trace: [step, ...next.trace] };
      } else if (next === "unknown") found = next;
      return undefined;
    });
  }
  known.set(instance.library.id, found);
  return found;
}

interface Direct {
  readonly on: ForeignWait["on"];
  readonly blocking: boolean;
}

function directWait(call: Call, instance: Instance, resolver: Resolver): Direct | undefined {
  const site = resolver.operationAt(call);
  const made = site === undefined ? resolver.constructionAt(call)?.instance : undefined;
  const on = site?.instance ?? made;
  if (on !== undefined) {
    const { provides, blocking, buffered, fluent } = on.type;
    if (buffered || (fluent && site === undefined)) return undefined;
    if (provides === "http-client") {
      const isRequest =
        site === undefined ? isRequestItself(on) : REQUESTS.test(site.operation.operation);
      return isRequest
        ? { on: "http", blocking: blocking || isSync(on, resolver, call) }
        : undefined;
    }
    if (site === undefined) return undefined;
    if (provides === "shared-cache" && !IDLE.test(site.operation.operation))
      return { on: "cache", blocking };
    if (provides === "queue" && site.operation.operation === "publish")
      return { on: "queue", blocking };
    const isSecond =
      on.library === instance.library &&
      site.operation.operation === "execute" &&
      instance.source?.type.pooled === true &&
      (on.type.pooled || call.args.some((arg) => isPool(resolver.meaning(arg), instance)));
    return isSecond ? { on: "pool", blocking } : undefined;
  }
  const dotted = dottedOf(resolver.meaning(call.callee));
  if (dotted === undefined) return undefined;
  if (/^(fetch|globalThis\.fetch|window\.fetch)$/.test(dotted))
    return { on: "http", blocking: false };
  if (/^(time\.sleep|std\.thread\.sleep)$/.test(dotted)) return { on: "time", blocking: true };
  return /^(asyncio\.sleep|tokio\.time\.sleep|timers\/promises\.setTimeout|node:timers\/promises\.setTimeout)$/.test(
    dotted,
  )
    ? { on: "time", blocking: false }
    : undefined;
}

/** `query(sql).fetch_one(&pool)` */
function isPool(meaning: Meaning, { library }: Instance): boolean {
  return meaning.kind === "instance" && meaning.library === library && meaning.type.pooled;
}

const REQUESTS = /^(request|execute|read|write)$/;
const IDLE = /^(connect|close|configure|release|stats)$/;

/** `axios.get(url)`: what has no operations is the request. */
function isRequestItself({ library, type }: Instance): boolean {
  return !library.operations.some(({ on }) => on.includes(type.name)) && !type.pooled;
}

/** A call of a Python library without `await` has waited when it returns. */
function isSync({ type }: Instance, resolver: Resolver, call: Call): boolean {
  return (
    resolver.moduleOf(call).language === "python" &&
    !/async/i.test(type.name) &&
    call.parent?.kind !== "await"
  );
}

function dottedOf(meaning: Meaning): string | undefined {
  if (meaning.kind === "external") return [meaning.source, ...meaning.path].join(".");
  return meaning.kind === "global" ? meaning.path.join(".") : undefined;
}

function functionsOf(meaning: Meaning): readonly FunctionNode[] {
  if (meaning.kind === "function") return [meaning.node];
  if (meaning.kind !== "either") return [];
  return meaning.options.flatMap((option) => functionsOf(option));
}

/** The code goes on only when the call has its answer. */
function isAwaited(call: Call, resolver: Resolver, blocking: boolean): boolean {
  if (blocking) return true;
  let below: Node = call;
  for (const up of ancestors(call)) {
    if (up.kind === "await" || up.kind === "return") return true;
    if (up.kind === "function") return runsHere(up) && isAwaitedNode(up);
    if (up.kind === "declare" || up.kind === "assign" || up.kind === "expression") {
      return resolver.moduleOf(below).language === "python" && functionAround(call)?.async !== true;
    }
    below = up;
  }
  return false;
}

/** `await Promise.all(items.map(async (item) => …))` */
function isAwaitedNode(fn: FunctionNode): boolean {
  for (const up of ancestors(fn)) {
    if (up.kind === "await" || up.kind === "return") return true;
    if (up.kind === "function" || up.kind === "expression") return false;
  }
  return false;
}

/** Nothing is known of what is called, and the code waits for it, or would if it did. */
function mayWait(call: Call, resolver: Resolver): boolean {
  if (call.parent?.kind === "await") return true;
  const isPlain =
    resolver.moduleOf(call).language === "python" && functionAround(call)?.async !== true;
  return isPlain && resolver.meaning(call.callee).kind === "unknown";
}

/** A method of the connection itself, or of what is made of it. */
function isOnHeld(call: Call, names: readonly string[], resolver: Resolver): boolean {
  let at: Node = call;
  for (let step = 0; step < 12; step += 1) {
    if (at.kind === "call") at = at.callee;
    else if (at.kind === "member") at = at.object;
    else break;
  }
  if (at.kind !== "name") return false;
  if (names.includes(at.name)) return true;
  const meaning = resolver.meaning(at);
  return (
    meaning.kind === "instance" && meaning.type.provides === "sql-client" && !meaning.type.pooled
  );
}
