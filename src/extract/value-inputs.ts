/**
 * Which inputs of a function a value is made of: its parameters and what is taken out of them, through local names, builders
 * that are added to, branches that decide between two values, and the project's own functions where they are followed.
 */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { childrenOf, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Binding, Call, Expr, FunctionNode, Node, Param, Stmt } from "../model/syntax.ts";
import { alternativesOf } from "./cache-access.ts";
import { contains } from "./miss-path.ts";
import { chainOf } from "./member-chain.ts";

export interface Input {
  readonly param: Param;
  /** `["query", "page"]` of `req.query.page`; empty for the whole parameter. */
  readonly path: readonly string[];
  /** `client.load(id)` is asked of `client`, and `load(id)` of `load`: neither says what is asked for. */
  readonly use: "value" | "receiver" | "callee";
}

interface Source {
  readonly expr: Expr;
  readonly path: readonly string[];
  readonly at: Node;
}

/** Methods by which a query or a list is added to, one statement at a time. */
const ADDS =
  /^(push|append|add|set|extend|update|insert|unshift|where|andWhere|orWhere|filter|filter_by|skip|limit|take|offset|order_by|orderBy|sort|eq|ilike|like|or|gte|lte|gt|lt|match|in|range|contains|push_bind|push_str|bind|arg|query|param|populate|setParameter)$/;

const sourcesOf = memoised((fn: FunctionNode) => {
  const sources = new Map<string, Source[]>();
  const add = (name: string, expr: Expr, path: readonly string[], at: Node): void => {
    const list = sources.get(name);
    if (list === undefined) sources.set(name, [{ expr, path, at }]);
    else list.push({ expr, path, at });
  };
  const bind = (bindings: readonly Binding[], expr: Expr, at: Node): void => {
    for (const binding of bindings) add(binding.name, expr, binding.path, at);
  };
  const look = (node: Node): void => {
    if (node.kind === "declare" && node.value !== undefined) bind(node.bindings, node.value, node);
    if (node.kind === "pattern-test") bind(node.bindings, node.value, node);
    if (node.kind === "loop" && node.over !== undefined) bind(node.bindings, node.over, node);
    if (node.kind === "switch") for (const arm of node.arms) bind(arm.bindings, node.subject, node);
    if (node.kind === "assign") {
      const root = rootOf(node.target);
      if (root !== undefined) add(root, node.value, [], node);
    }
    if (node.kind !== "call" || node.callee.kind !== "member" || !isStatement(node)) return;
    const root = rootOf(node.callee.object);
    if (root === undefined || !ADDS.test(node.callee.name)) return;
    for (const arg of node.args) add(root, arg, [], node);
  };
  for (const statement of fn.body) walk(statement, look);
  return sources;
});

function isStatement({ parent }: Call): boolean {
  return parent?.kind === "expression";
}

function rootOf(expr: Expr): string | undefined {
  let at: Expr = expr;
  while (at.kind === "member" || at.kind === "index") at = at.object;
  return at.kind === "name" ? at.name : undefined;
}

export interface Scope {
  /** The functions around, outermost last: their parameters are the inputs. */
  readonly around: readonly FunctionNode[];
  /** What comes after this does not matter. */
  readonly until: number;
  /** The write itself says nothing of the value: `cache.set(key, value, seconds)` adds to no list. */
  readonly except?: Node;
  readonly resolver: Resolver;
  /** Calls of the project's own functions are followed into what they give back. */
  readonly follows: boolean;
}

/** The functions around a node, innermost first, up to the one given. */
export function functionsAround(node: Node, outermost: FunctionNode): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  for (const up of ancestors(node)) {
    if (up.kind === "function") found.push(up);
    if (up === outermost) break;
  }
  return found;
}

const LIMIT = 400;

/** What holds many things by name. */
const BAG =
  /(^(req|request|query|params|body|args|url|options|opts|filters?|input|dto|data|payload|event|props|kwargs|GET|POST|searchParams|query_params)|Params|Query|Options|Args)$/;

/** The inputs that the expressions are made of. */
export function inputsOf(exprs: readonly Node[], scope: Scope, depth = 0): readonly Input[] {
  const inputs = new Map<string, Input>();
  const seen = new Set<string>();
  let steps = 0;

  const give = (param: Param, path: readonly string[], use: Input["use"]): void => {
    const id = `${param.start} ${path.join(".")} ${use}`;
    if (!inputs.has(id)) inputs.set(id, { param, path, use });
  };
  const lookup = (
    name: string,
    path: readonly string[],
    use: Input["use"],
    hidden: ReadonlySet<string>,
    user: Node,
  ): void => {
    const id = `${name} ${path.join(".")} ${use}`;
    if (hidden.has(name) || seen.has(id)) return;
    seen.add(id);
    for (const fn of scope.around) {
      const found = paramNamed(fn, name);
      if (found !== undefined) give(found.param, [...found.path, ...path], use);
      for (const source of sourcesOf(fn).get(name) ?? []) {
        if (
          source.at === scope.except ||
          source.at.start >= scope.until ||
          isOfAnother(source.at, user, scope)
        )
          continue;
        const chain = chainOf(source.expr);
        if (chain !== undefined && chain.root !== name) {
          lookup(chain.root, [...chain.path, ...source.path, ...path], "value", NONE, source.at);
          for (const part of chain.computed) collect(part, NONE);
        } else if (!collectTaken(source.expr, [...source.path, ...path]))
          collect(source.expr, NONE);
        for (const test of testsAround(source.at, fn, scope.until)) collect(test, NONE);
      }
      if (found !== undefined) return;
    }
  };
  const collect = (node: Node, hidden: ReadonlySet<string>): void => {
    steps += 1;
    if (steps > LIMIT) return;
    if (node.kind === "name") return lookup(node.name, [], "value", hidden, node);
    if (node.kind === "member" || node.kind === "index" || node.kind === "call") {
      const chain = chainOf(node);
      if (chain !== undefined) {
        lookup(chain.root, chain.path, "value", hidden, node);
        for (const part of chain.computed) collect(part, hidden);
        return;
      }
    }
    if (node.kind === "call") return collectCall(node, hidden);
    if (node.kind === "function") {
      const names = new Set([...hidden, ...namesOf(node)]);
      for (const statement of node.body) collect(statement, names);
      return;
    }
    for (const child of childrenOf(node)) collect(child, hidden);
  };
  /** `const { page } = parse(req.query)`: a part of what goes in. */
  const collectTaken = (expr: Expr, path: readonly string[]): boolean => {
    const call = expr.kind === "await" ? expr.value : expr;
    if (path.length === 0 || call.kind !== "call" || call.args.length !== 1) return false;
    const [only] = call.args;
    const chain = only === undefined ? undefined : chainOf(only);
    if (chain === undefined || !BAG.test(chain.path.at(-1) ?? chain.root)) return false;
    lookup(chain.root, [...chain.path, ...path], "value", NONE, expr);
    return true;
  };
  const collectCall = (call: Call, hidden: ReadonlySet<string>): void => {
    if (scope.follows && depth < 3 && call.args.every(isBag) && followed(call, scope, depth, give))
      return;
    const { callee } = call;
    const chain = callee.kind === "member" ? chainOf(callee.object) : undefined;
    if (callee.kind === "name") lookup(callee.name, [], "callee", hidden, call);
    else if (chain !== undefined) lookup(chain.root, chain.path, "receiver", hidden, call);
    else collect(callee, hidden);
    for (const arg of call.args) collect(arg, hidden);
    for (const named of call.named) collect(named.value, hidden);
  };
  for (const expr of exprs) collect(expr, NONE);
  return [...inputs.values()];
}

/** Another closure declares the same name for itself: the next route's `const { page } = req.query`. */
function isOfAnother(at: Node, user: Node, { around }: Scope): boolean {
  const owner = at.kind === "declare" ? functionAround(at) : undefined;
  return owner !== undefined && !around.includes(owner) && !contains(owner, user);
}

const NONE: ReadonlySet<string> = new Set();

const isBag = (arg: Expr): boolean => {
  const chain = chainOf(arg);
  return chain !== undefined && BAG.test(chain.path.at(-1) ?? chain.root);
};

/** `keyOf(req)`: the parts of its argument that the project's own function gives back. */
function followed(
  call: Call,
  scope: Scope,
  depth: number,
  give: (param: Param, path: readonly string[], use: Input["use"]) => void,
): boolean {
  const made = alternativesOf(scope.resolver.meaning(call.callee)).find(
    (option) => option.kind === "function",
  );
  if (made?.kind !== "function" || !made.node.implemented) return false;
  const fn = made.node;
  const values = returnedBy(fn.body);
  if (values.length === 0) return false;
  const inner = inputsOf(values, { ...scope, around: [fn], until: fn.end }, depth + 1);
  for (const input of inner) {
    const index = fn.params.indexOf(input.param);
    const arg =
      call.named.find((named) => named.name === input.param.name)?.value ?? call.args[index];
    if (input.param.rest) {
      for (const other of [...call.args.slice(index), ...call.named.map(({ value }) => value)])
        giveAll(other, [], scope, depth, give);
    } else if (arg !== undefined) giveAll(arg, input.path, scope, depth, give);
  }
  return true;
}

function giveAll(
  arg: Expr,
  path: readonly string[],
  scope: Scope,
  depth: number,
  give: (param: Param, path: readonly string[], use: Input["use"]) => void,
): void {
  const isChain = chainOf(arg) !== undefined;
  for (const input of inputsOf([arg], scope, depth + 1))
    give(input.param, isChain ? [...input.path, ...path] : input.path, input.use);
}

function returnedBy(body: readonly Stmt[]): readonly Expr[] {
  const found: Expr[] = [];
  for (const statement of body) {
    walk(statement, (node) => {
      if (node.kind === "function" || node.kind === "class") return false;
      if (node.kind === "return" && node.value !== undefined) found.push(node.value);
      return undefined;
    });
  }
  return found;
}

function paramNamed(
  fn: FunctionNode,
  name: string,
): { param: Param; path: readonly string[] } | undefined {
  for (const param of fn.params) {
    if (param.name === name) return { param, path: [] };
    const binding = param.bindings.find((one) => one.name === name);
    if (binding !== undefined) return { param, path: binding.path };
  }
  return undefined;
}

function namesOf(fn: FunctionNode): readonly string[] {
  return fn.params.flatMap((param) => [
    ...(param.name === undefined ? [] : [param.name]),
    ...param.bindings.map((binding) => binding.name),
  ]);
}

/** The branches that decide whether a value is given, those around the end itself left out. */
function testsAround(at: Node, fn: FunctionNode, until: number): readonly Expr[] {
  const tests: Expr[] = [];
  for (const up of ancestors(at)) {
    if (up === fn) break;
    if (up.kind === "if" && up.end < until) tests.push(up.test);
  }
  return tests;
}
