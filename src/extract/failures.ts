/** Where code runs because something failed, and values that stand in for what could not be had. */
import { ancestors, lastName } from "../model/ancestry.ts";
import { someNode, someNodeIn } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Handler, Node, Stmt } from "../model/syntax.ts";
import { accessAt } from "./cache-accesses.ts";
import { contains } from "./miss-path.ts";

export interface Failure {
  /** What the handler calls the error. */
  readonly names: readonly string[];
}

/** The failure that leads to the node, within its function; a missing key or record is none. */
export function failureAround(
  node: Node,
  fn: FunctionNode,
  resolver: Resolver,
): Failure | undefined {
  let below = node;
  for (const up of ancestors(node)) {
    if (up === fn) return undefined;
    if (up.kind === "try") {
      const handler = up.handlers.find((one) => one.body.includes(below as Stmt));
      if (handler !== undefined)
        return saysMissing(handler) || !loads(up.body, resolver)
          ? undefined
          : { names: handler.bindings.map((binding) => binding.name) };
    }
    if (up.kind === "switch") {
      const arm = up.arms.find((one) => one.body.includes(below as Stmt));
      if (arm?.pattern !== undefined && /^Err\b/.test(arm.pattern) && loads([up.subject], resolver))
        return { names: arm.bindings.map((binding) => binding.name) };
    }
    if (up.kind === "function" && isCatch(up))
      return {
        names: up.params.flatMap((param) => (param.name === undefined ? [] : [param.name])),
      };
    below = up;
  }
  return undefined;
}

function isCatch(fn: FunctionNode): boolean {
  const { parent } = fn;
  return (
    parent?.kind === "call" &&
    parent.callee.kind === "member" &&
    parent.callee.name === "catch" &&
    parent.args[0] === fn
  );
}

/** `KeyError`, `DoesNotExist`, `NotFound`: the answer is that there is nothing. */
export function saysMissing(handler: Handler): boolean {
  return handler.types.some((type) =>
    /(KeyError|LookupError|IndexError|AttributeError|DoesNotExist|NotFound\w*|NoResult\w*|Missing\w*|Miss|StopIteration|ImportError|ModuleNotFoundError|UnicodeDecodeError|Http404)$/.test(
      type.name,
    ),
  );
}

/** Something there is asked that is no cache: what fails is the load, not the look-up. */
function loads(body: readonly Node[], resolver: Resolver): boolean {
  return someNodeIn(body, (node) => {
    if (node.kind !== "call") return false;
    const { callee } = node;
    const name = lastName(callee) ?? "";
    return (
      accessAt(node, resolver) === undefined &&
      !/^(parse|loads|unwrap|info|debug|int|float)$/.test(name)
    );
  });
}

/** Nothing, or something empty, or a text: no result of a load. */
export function isPlain(value: Expr, resolver: Resolver, depth = 0): boolean {
  switch (value.kind) {
    case "literal":
      return true;
    case "list":
      return value.items.every((item) => isPlain(item, resolver, depth + 1));
    case "record":
      return (
        value.entries.every((entry) => isPlain(entry.value, resolver, depth + 1)) &&
        value.rest.length === 0
      );
    case "call": {
      // `JSON.stringify({ error })`, `json.dumps(None)`
      const { callee, args } = value;
      const encodes = callee.kind === "member" && /^(stringify|dumps)$/.test(callee.name);
      const [first] = args;
      return encodes && first !== undefined && isPlain(first, resolver, depth + 1);
    }
    case "name":
    case "member": {
      const { kind } = resolver.meaning(value);
      return depth < 2 && kind === "constant";
    }
    default:
      return false;
  }
}

/** The value was given in place of an error just before: by a handler that ended, or by `.catch(() => [])`. */
export function ownFallback(
  value: Expr,
  write: Node,
  fn: FunctionNode,
  resolver: Resolver,
): boolean {
  const name = stored(value);
  if (name === undefined) return false;
  if (testedBefore(name, write)) return false;
  return someNodeIn(fn.body, (node) => {
    if (node.end > write.start && !contains(node, write)) return false;
    if (node.kind === "try" && !contains(node, write))
      return (
        loads(node.body, resolver) &&
        node.handlers.some(
          (handler) => !saysMissing(handler) && assignsPlain(handler.body, name, resolver),
        ) &&
        someNode(node, (inner) => binds(inner, name))
      );
    return (
      node.kind === "declare" &&
      binds(node, name) &&
      node.value !== undefined &&
      defaults(node.value, resolver)
    );
  });
}

/** `JSON.stringify(rates)` stores `rates`. */
function stored(value: Expr): string | undefined {
  if (value.kind === "name") return value.name;
  if (value.kind !== "call" || value.args.length === 0) return undefined;
  const { callee, args } = value;
  const [first] = args;
  const encodes =
    (callee.kind === "name" || callee.kind === "member") &&
    /^(stringify|dumps|encode|serialize|to_string|to_vec|pack)$/.test(callee.name);
  return encodes && first !== undefined ? stored(first) : undefined;
}

/** `if (rates) cache.set(…)`: what stands in for an error does not pass. */
function testedBefore(name: string, write: Node): boolean {
  for (const up of ancestors(write)) {
    if (up.kind === "function") return false;
    if (up.kind === "if" && someNode(up.test, (node) => node.kind === "name" && node.name === name))
      return true;
  }
  return false;
}

function binds(node: Node, name: string): boolean {
  if (node.kind === "declare") return node.bindings.some((binding) => binding.name === name);
  return node.kind === "assign" && node.target.kind === "name" && node.target.name === name;
}

/** The handler goes on with nothing; one that leaves does not come to the write. */
function assignsPlain(body: readonly Stmt[], name: string, resolver: Resolver): boolean {
  if (someNodeIn(body, leaves)) return false;
  return someNodeIn(
    body,
    (node) =>
      binds(node, name) &&
      (node.kind === "declare" || node.kind === "assign") &&
      node.value !== undefined &&
      isPlain(node.value, resolver),
  );
}

const leaves = (node: Node): boolean =>
  node.kind === "return" || node.kind === "throw" || node.kind === "jump";

/** `await load().catch(() => [])` */
function defaults(value: Expr, resolver: Resolver): boolean {
  const call = value.kind === "await" ? value.value : value;
  if (call.kind !== "call" || call.callee.kind !== "member" || call.callee.name !== "catch")
    return false;
  const [handler] = call.args;
  if (handler?.kind !== "function" || handler.body.length !== 1) return false;
  const [only] = handler.body;
  return only?.kind === "return" && only.value !== undefined && isPlain(only.value, resolver);
}
