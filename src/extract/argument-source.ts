/** Which argument of a function's callers an expression in it is: `ttl`, `options.ttl`, `const { ttl } = options`. */
import { ancestors, lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Binding, Call, Expr, FunctionNode, Node } from "../model/syntax.ts";

/** A parameter by its position, and the way to a part of what is given for it. */
export interface Source {
  readonly index: number;
  readonly path: readonly string[];
  /** What holds where nothing is given. */
  readonly fallback?: Expr;
  /** Names that stand for it on the way: tests of them are tests of what callers give. */
  readonly names: readonly string[];
}

/** How many definitions may lie between the use and the parameter. */
const DEPTH = 4;

export function sourceOf(expr: Expr, fn: FunctionNode, depth = 0): Source | undefined {
  if (depth > DEPTH) return undefined;
  if (expr.kind === "name") return sourceOfName(expr, fn, depth);
  if (expr.kind === "member" && !expr.path) {
    const owner = sourceOf(expr.object, fn, depth + 1);
    return owner === undefined ? undefined : below(owner, [expr.name]);
  }
  const same = expr.kind === "call" ? handedOn(expr) : undefined;
  return same === undefined ? undefined : sourceOf(same, fn, depth + 1);
}

function below({ index, path, names }: Source, steps: readonly string[], fallback?: Expr): Source {
  return {
    index,
    path: [...path, ...steps],
    names,
    ...(fallback === undefined ? {} : { fallback }),
  };
}

function sourceOfName(
  expr: Extract<Expr, { kind: "name" }>,
  fn: FunctionNode,
  depth: number,
): Source | undefined {
  const { name } = expr;
  for (const [index, param] of fn.params.entries()) {
    if (param.rest) continue;
    const own = { index, names: [name], path: [] };
    if (param.name === name)
      return param.default === undefined ? own : { ...own, fallback: param.default };
    const binding = param.bindings.find((candidate) => candidate.name === name);
    if (binding !== undefined) return below(own, binding.path, binding.default);
  }
  const [only, ...others] = definedIn(fn).get(name) ?? [];
  if (only === undefined || others.length > 0) return undefined;
  const origin = sourceOf(only.value, fn, depth + 1);
  if (origin === undefined) return undefined;
  const found =
    only.binding.path.length === 0
      ? origin
      : below(origin, only.binding.path, only.binding.default);
  return { ...found, names: [...origin.names, name] };
}

interface Defined {
  readonly binding: Binding;
  readonly value: Expr;
}

const definitions = new WeakMap<FunctionNode, ReadonlyMap<string, readonly Defined[]>>();

function definedIn(fn: FunctionNode): ReadonlyMap<string, readonly Defined[]> {
  const known = definitions.get(fn);
  if (known !== undefined) return known;
  const found = new Map<string, Defined[]>();
  definitions.set(fn, found);
  const put = (bindings: readonly Binding[], value: Expr): void => {
    for (const binding of bindings)
      found.set(binding.name, [...(found.get(binding.name) ?? []), { binding, value }]);
  };
  walk(fn, (node) => {
    if ((node.kind === "declare" && node.value !== undefined) || node.kind === "pattern-test")
      put(node.bindings, node.value as Expr);
    if (node.kind === "switch") for (const arm of node.arms) put(arm.bindings, node.subject);
    // Changed on the way, it is no longer what the caller gave.
    if (node.kind === "assign" && node.target.kind === "name")
      put([{ ...node.target, path: [] }], node.value);
  });
  return found;
}

/** Calls that give back what they are given, in another type at most. */
const SAME = /^(Number|parseInt|int|str|float|floor|ceil|round|trunc|Some|from_secs|from_millis)$/;
const SAME_METHODS =
  /^(as_secs|as_millis|as_secs_f64|total_seconds|try_into|into|unwrap|clone|max|to_string)$/;

function handedOn({ callee, args }: Call): Expr | undefined {
  const name = lastName(callee) ?? "";
  if (args.length > 0 && SAME.test(name)) return args[0];
  return callee.kind === "member" && args.length === 0 && SAME_METHODS.test(name)
    ? callee.object
    : undefined;
}

/** What a call gives for it. */
export type Given =
  | { readonly state: "given"; readonly value: Expr }
  | { readonly state: "nothing" }
  | { readonly state: "open" };

const OPEN: Given = { state: "open" };

export function givenFor(source: Source, call: Call, fn: FunctionNode, resolver: Resolver): Given {
  const param = fn.params[source.index];
  if (param === undefined || call.args.slice(0, source.index + 1).some(isSpread)) return OPEN;
  const arg = call.named.find(({ name }) => name === param.name)?.value ?? call.args[source.index];
  const nothing: Given =
    source.fallback === undefined
      ? { state: "nothing" }
      : { state: "given", value: source.fallback };
  if (arg === undefined) return nothing;
  let at: Expr = arg;
  for (const step of source.path) {
    const meaning = resolver.meaning(at);
    if (meaning.kind !== "record" || meaning.node.rest.length > 0) return OPEN;
    if (meaning.node.entries.some(({ key }) => key === undefined)) return OPEN;
    const entry = meaning.node.entries.find(({ key }) => key === step);
    if (entry === undefined) return nothing;
    at = entry.value;
  }
  return { state: "given", value: at };
}

function isSpread({ kind }: Expr): boolean {
  return kind === "spread";
}

/** The tests around the node, inside the function, that ask for what callers gave. */
export function testsOf(source: Source, node: Node, fn: FunctionNode): readonly Expr[] {
  const tests: Expr[] = [];
  for (const up of ancestors(node)) {
    if (up === fn) break;
    if (up.kind === "if" || up.kind === "conditional") tests.push(up.test);
    if (up.kind === "switch") tests.push(up.subject);
  }
  const names = new Set(source.names);
  return tests.filter((test) => mentions(test, names));
}

function mentions(test: Expr, names: ReadonlySet<string>): boolean {
  let found = false;
  walk(test, (node) => {
    found ||= node.kind === "name" && names.has(node.name);
    return !found;
  });
  return found;
}
