/** What becomes of an object that a function makes: kept, handed out, collected, or used and dropped. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import type { Binding, Call, Expr, FunctionNode, Node } from "../model/syntax.ts";

/** The object goes where it outlives the call: a field, a module's variable, a global, a container. */
export function isKept(made: Node, fn: FunctionNode | undefined): boolean {
  for (let at = made, up = made.parent; up !== undefined; at = up, up = up.parent) {
    if (up.kind === "function") return up !== fn && isMemoising(up);
    if (up.kind === "assign") {
      if (up.op === "??=" || up.op === "||=") return true;
      if (up.target.kind === "member") return true;
      if (up.target.kind === "index") return true;
      if (up.target.kind === "name" && fn !== undefined && !isLocal(up.target.name, fn))
        return true;
    }
    if (up.kind === "field") return up.static || at === up.value;
    if (up.kind === "declare") return up.bindings.some((binding) => storedLater(binding.name, fn));
  }
  return false;
}

/** `const c = new Redis(); this.c = c` or `clients.set(url, c)`, `globalThis.c = c`; or in something that is stored. */
function storedLater(name: string, fn: FunctionNode | undefined, depth = 0): boolean {
  if (fn === undefined) return true;
  return someNode(fn, (node) => {
    if (node.kind === "assign")
      return (
        mentions(node.value, name) &&
        (node.target.kind === "member" ||
          node.target.kind === "index" ||
          (node.target.kind === "name" && !isLocal(node.target.name, fn)))
      );
    if (node.kind === "call") return putsAway(node, name, fn);
    // `const queue = new Queue({ connection: c }); queues.set(name, queue)`
    if (node.kind !== "declare" || depth > 2 || node.value === undefined) return false;
    const [binding] = node.bindings;
    return (
      binding !== undefined &&
      someNode(node.value, (part) => part.kind === "call" && part.isNew && mentions(part, name)) &&
      storedLater(binding.name, fn, depth + 1)
    );
  });
}

/** `clients.set(url, c)`, where the map is none that the function makes. */
function putsAway(call: Call, name: string, fn: FunctionNode): boolean {
  const { callee } = call;
  if (callee.kind !== "member" || !/^(set|push|add|insert|append|put)$/.test(callee.name))
    return false;
  if (!call.args.some((arg) => arg.kind === "name" && arg.name === name)) return false;
  const owner = callee.object;
  if (owner.kind === "member") return true;
  return (
    owner.kind === "name" &&
    (fn.params.some((param) => param.name === owner.name) || !isLocal(owner.name, fn))
  );
}

/** The function is handed to one that runs it and stores what it gives: `getOrCreate(agents, key, () => new Agent())`. */
export function isStoredByTaker(fn: FunctionNode, resolver: Resolver): boolean {
  const call = fn.parent;
  if (call?.kind !== "call") return false;
  const meaning = resolver.meaning(call.callee);
  const taken =
    meaning.kind === "function" ? meaning.node.params[call.args.indexOf(fn)]?.name : undefined;
  if (meaning.kind !== "function" || taken === undefined) return false;
  return someNode(
    meaning.node,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "name" &&
      node.callee.name === taken &&
      isKept(node, meaning.node),
  );
}

export function mentions(node: Node, name: string): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.kind === "name" && inner.name === name) found = true;
    return !found && inner.kind !== "function";
  });
  return found;
}

export function isLocal(name: string, fn: FunctionNode): boolean {
  let local = fn.params.some((param) => param.name === name);
  walk(fn, (node) => {
    if (node.kind === "declare" && node.bindings.some((binding) => binding.name === name))
      local = true;
    return !local;
  });
  return local && !declaresGlobal(fn, name);
}

/** Python's `global client` makes an assignment in a function one of the module's. */
function declaresGlobal(fn: FunctionNode, name: string): boolean {
  return someNode(
    fn,
    (node) =>
      node.kind === "other" &&
      /^(global|nonlocal)/.test(node.what) &&
      node.parts.some((part) => part.kind === "name" && part.name === name),
  );
}

/** The function is run once by what it is given to: `OnceCell::get_or_init(|| …)`, `Lazy::new(|| …)`, `once(() => …)`. */
export function isMemoising(fn: FunctionNode): boolean {
  let at: Node = fn;
  for (let up = fn.parent; up !== undefined && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind === "call" && up.callee !== at) {
      const name = up.callee.kind === "member" || up.callee.kind === "name" ? up.callee.name : "";
      const owner =
        up.callee.kind === "member" &&
        (up.callee.object.kind === "name" || up.callee.object.kind === "member")
          ? up.callee.object.name
          : "";
      if (
        /^(get_or_init|get_or_try_init|get_or_insert_with|or_insert_with|call_once|once|lazy|memoize|memoise|memo|singleton|useRef|useMemo|useState|computeIfAbsent|get_with|try_get_with|useFactory|provide|from_fn)$/i.test(
          name,
        )
      )
        return true;
      if (name === "new" && /^(Lazy|LazyLock|LazyCell|OnceCell|AsyncOnce|SyncLazy)$/.test(owner))
        return true;
    }
    if (up.kind === "record") {
      const key = up.entries.find((entry) => entry.value === fn)?.key;
      if (key === "useFactory" || key === "factory") return true;
    }
  }
  return false;
}

/** A guard around the making: `if (client == null) …`, `@lru_cache` on the factory, `static` once. */
export function isMemoised(fn: FunctionNode): boolean {
  return fn.decorators.some((decorator) =>
    /(^|\.)(lru_cache|cache|cached|once|cached_property|singleton|memoize|fixture|asynccontextmanager|contextmanager|Bean|Provides|provider)$/.test(
      decorator.name,
    ),
  );
}

/** Made for each shard or node and put into a collection: a pool. */
export function isCollected(made: Node): boolean {
  for (const up of ancestors(made)) {
    if (
      up.kind === "call" &&
      up.callee.kind === "member" &&
      /^(push|set|insert|append|add|push_back|extend)$/.test(up.callee.name)
    )
      return true;
    if (up.kind === "loop" || up.kind === "function") {
      return (
        up.kind === "function" &&
        up.parent?.kind === "call" &&
        up.parent.callee.kind === "member" &&
        up.parent.callee.name === "map" &&
        functionAround(up) === undefined
      );
    }
  }
  return false;
}

/** The function itself runs commands on what it made, and neither returns nor keeps it. */
export function usedAndDropped(made: Node, fn: FunctionNode, resolver: Resolver): boolean {
  const name = boundName(made);
  const used = someNode(
    fn,
    (node) => node.kind === "call" && isOperationOn(node, name, made, resolver),
  );
  return (
    used &&
    !someNode(
      fn,
      (node) =>
        node.kind === "return" &&
        node.value !== undefined &&
        leaves(node.value, name, made, resolver),
    )
  );
}

function leaves(value: Node, name: string | undefined, made: Node, resolver: Resolver): boolean {
  return name === undefined
    ? containsNode(value, made) && !isReceiver(made) && !isSentWith(made, resolver)
    : handsOut(value, name, resolver);
}

/** The object is an option of a request, or that request itself: `request(url, { dispatcher: new Agent() })`. */
function isSentWith(made: Node, resolver: Resolver): boolean {
  for (const up of [made, ...ancestors(made)]) {
    if (up.kind === "function") return false;
    if (up.kind === "call" && resolver.constructionAt(up)?.instance.type.sends === true)
      return true;
  }
  return false;
}

function boundName(made: Node): string | undefined {
  let index: string | undefined;
  const nameIn = (bindings: readonly Binding[]): string | undefined =>
    bindings.find(({ path }) => index === undefined || path[0] === index)?.name;
  let below: Node = made;
  for (let up = made.parent; up !== undefined; below = up, up = up.parent) {
    if (up.kind === "declare" || up.kind === "pattern-test") return nameIn(up.bindings);
    // `match client.get_connection() { Ok(con) => …, Err(error) => … }`
    if (up.kind === "switch")
      return nameIn(
        up.arms.flatMap((arm) => (/^Err\b/.test(arm.pattern ?? "") ? [] : arm.bindings)),
      );
    if (up.kind === "assign" && up.target.kind === "name") return up.target.name;
    if (up.kind === "list") index = String(up.items.indexOf(below as Expr));
    else if (!/^(await|call|member|conditional)$/.test(up.kind)) return undefined;
  }
  return undefined;
}

function isOperationOn(
  node: Call,
  name: string | undefined,
  made: Node,
  resolver: Resolver,
): boolean {
  const site = resolver.operationAt(node);
  // An agent is used by the request that is given it; a request that opens its own connection uses itself.
  if (resolver.constructionAt(node)?.instance.type.sends === true)
    return name === undefined ? containsNode(node, made) : node === made || mentions(node, name);
  if (site === undefined || preparesOnly(site)) return carriesOn(node, made, resolver);
  if (name === undefined) return containsNode(node, made);
  return mentions(node, name);
}

/** It makes the object ready or gives it up; a connection that a pool gives is what the pool is for. */
function preparesOnly({ operation, instance }: OperationSite): boolean {
  return (
    /^(connect|close|configure)$/.test(operation.operation) &&
    !(operation.operation === "connect" && instance.type.pooled)
  );
}

/** A channel made on a connection, used and dropped as that is. */
function carriesOn(node: Call, made: Node, resolver: Resolver): boolean {
  const fn = functionAround(node);
  const source = resolver.constructionAt(node)?.instance.source;
  return (
    node !== made &&
    fn !== undefined &&
    source?.making === made &&
    source.type.opens &&
    !isKept(node, fn) &&
    usedAndDropped(node, fn, resolver)
  );
}

function containsNode(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function isReceiver(made: Node): boolean {
  return made.parent?.kind === "member" || made.parent?.kind === "await";
}

/** The name itself is returned, bare or inside a record or a constructor, not a result of using it. */
function handsOut(value: Node, name: string, resolver: Resolver): boolean {
  const inside = (part: Node): boolean => handsOut(part, name, resolver);
  if (value.kind === "name") return value.name === name;
  if (value.kind === "record") return value.entries.some((entry) => inside(entry.value));
  // A function that goes out keeps what it uses.
  if (value.kind === "function")
    return someNode(value, (part) => part.kind === "name" && part.name === name);
  // `query.fetch_one(&mut conn)` runs on it, and gives back rows.
  if (value.kind === "call") {
    return value.args.some((arg) => inside(arg)) && resolver.operationAt(value) === undefined;
  }
  if (value.kind === "list") return value.items.some((item) => inside(item));
  return value.kind === "await" && inside(value.value);
}
