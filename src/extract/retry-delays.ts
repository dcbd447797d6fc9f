/** The waits that a function of the attempt, or a number, gives. */
import { childrenOf, someNode } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";
import { endsAlways } from "./loop-bounds.ts";

export interface Strategy {
  readonly delay: "none" | "constant" | "growing";
  /** The delay has a greatest value. */
  readonly capped: boolean;
  /** Some attempt is the last one. */
  readonly ends: boolean;
}

/** What a number or a function says of the waits between attempts; nothing where that cannot be read. */
export function strategyOf(
  meaning: Meaning,
  resolver: Resolver,
  depth: number,
): Strategy | undefined {
  if (meaning.kind === "constant") {
    if (typeof meaning.value !== "number") return undefined;
    return { delay: meaning.value > 0 ? "constant" : "none", capped: true, ends: false };
  }
  return meaning.kind === "function" && depth < 4
    ? fromFunction(meaning.node, resolver, depth)
    : undefined;
}

function fromFunction(fn: FunctionNode, resolver: Resolver, depth: number): Strategy | undefined {
  const body = readBody(fn);
  const [only] = body.returned;
  // `(times) => backoff(times)`: what the other function gives.
  if (body.returned.length === 1 && only?.kind === "call") {
    const callee = resolver.meaning(only.callee);
    if (callee.kind === "function") return strategyOf(callee, resolver, depth + 1);
  }
  const delays = body.returned.flatMap((expr) => [...outcomes(expr)]);
  const known = delays.map((expr) => delayOf(expr, body, resolver, depth));
  if (known.includes(undefined)) return undefined;
  const waits = known.filter((one) => one !== undefined && one !== "end");
  if (waits.length === 0) return undefined;
  const ends = body.fallsThrough || body.throws || known.includes("end");
  const growing = waits.filter((one) => one !== "none" && one !== "constant");
  if (growing.length === 0)
    return { delay: waits.includes("constant") ? "constant" : "none", capped: true, ends };
  return { delay: "growing", capped: !growing.includes("growing"), ends };
}

interface Body {
  readonly returned: readonly Expr[];
  readonly throws: boolean;
  /** The end can be reached without a `return`: the result is `undefined`. */
  readonly fallsThrough: boolean;
  /** The names that stand for the attempt. */
  readonly attempt: ReadonlySet<string>;
  /** What the function's own names hold. */
  readonly locals: ReadonlyMap<string, readonly Expr[]>;
}

function readBody(fn: FunctionNode): Body {
  const returned: Expr[] = [];
  const locals = new Map<string, Expr[]>();
  let throws = false;
  let bare = false;
  const [first] = fn.params;
  const attempt = new Set(
    first === undefined
      ? []
      : [
          ...(first.name === undefined ? [] : [first.name]),
          ...first.bindings.map(({ name }) => name),
        ],
  );
  const put = (name: string | undefined, value: Expr | undefined): void => {
    if (name === undefined || value === undefined) return;
    locals.set(name, [...(locals.get(name) ?? []), value]);
  };
  const pending: Node[] = [...fn.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "function" || node.kind === "class") continue;
    if (node.kind === "return") {
      if (node.value === undefined) bare = true;
      else returned.push(node.value);
    } else if (node.kind === "throw") throws = true;
    else if (node.kind === "declare") put(node.bindings[0]?.name, node.value);
    else if (node.kind === "assign" && node.target.kind === "name")
      put(node.target.name, node.value);
    pending.push(...childrenOf(node));
  }
  return { returned, throws, fallsThrough: bare || !endsAlways(fn.body), attempt, locals };
}

/** Each of the values that an expression chooses between. */
function* outcomes(expr: Expr): Generator<Expr> {
  if (expr.kind === "conditional") {
    yield* outcomes(expr.then);
    yield* outcomes(expr.otherwise);
  } else yield expr;
}

type Delay = "none" | "constant" | "growing" | "capped" | "end";

function delayOf(expr: Expr, body: Body, resolver: Resolver, depth: number): Delay | undefined {
  if (expr.kind === "call" && expr.isNew) return "end"; // `new Error("…")`: node-redis stops there.
  const meaning = resolver.meaning(expr);
  if (meaning.kind === "constant") {
    const { value } = meaning;
    if (typeof value !== "number")
      return typeof value === "object" && value !== null ? undefined : "end";
    return value > 0 ? "constant" : "none";
  }
  if (expr.kind === "name" && meaning.kind === "external") return undefined;
  if (expr.kind === "call" && expr.args.some((given) => growsWith(given, body, 0))) {
    // `times > 5 ? null : pause(times)`: what the other function gives.
    const given = strategyOf(resolver.meaning(expr.callee), resolver, depth + 1);
    if (given !== undefined)
      return given.delay === "growing" && given.capped ? "capped" : given.delay;
  }
  if (callsOthers(expr, body, 0)) return undefined;
  if (!growsWith(expr, body, 0)) return isJustNoise(expr, body, resolver) ? "constant" : undefined;
  return isCapped(expr, body, 0) ? "capped" : "growing";
}

/** A function that is not the language's own may give anything. */
function callsOthers(expr: Node, body: Body, depth: number): boolean {
  return (
    depth < 6 &&
    someNode(expr, (node) => {
      if (node.kind === "name")
        return (body.locals.get(node.name) ?? []).some((one) => callsOthers(one, body, depth + 1));
      if (node.kind !== "call") return false;
      const owner = node.callee.kind === "member" ? node.callee.object : node.callee;
      return owner.kind !== "name" || !/^(Math|Number|parseInt|parseFloat)$/.test(owner.name);
    })
  );
}

/** The attempt, or what is worked out from it, is part of the value. */
function growsWith(expr: Node, body: Body, depth: number): boolean {
  return (
    depth < 6 &&
    someNode(
      expr,
      (node) =>
        node.kind === "name" &&
        (body.attempt.has(node.name) ||
          (body.locals.get(node.name) ?? []).some((value) => growsWith(value, body, depth + 1))),
    )
  );
}

/** `Math.min(x, 2000)`, also as part of a sum, or in a name. */
function isCapped(expr: Node, body: Body, depth: number): boolean {
  return (
    depth < 6 &&
    someNode(expr, (node) => {
      if (node.kind === "name")
        return (body.locals.get(node.name) ?? []).some((value) => isCapped(value, body, depth + 1));
      if (node.kind === "binary" && node.op === "%") return true;
      return (
        node.kind === "call" &&
        node.callee.kind === "member" &&
        /^(min|clamp)$/.test(node.callee.name)
      );
    })
  );
}

/** Numbers, and chance: `500 + Math.random() * 100`. */
function isJustNoise(expr: Expr, body: Body, resolver: Resolver): boolean {
  return !someNode(expr, (node) => {
    if (node.kind !== "name") return false;
    if (node.name === "Math" || body.locals.has(node.name)) return false;
    return resolver.meaning(node).kind !== "constant";
  });
}
