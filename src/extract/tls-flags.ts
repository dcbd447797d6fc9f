/**
 * Python's `verify` on its way to a request: an entry of the options that a call is given with `**`, a parameter's default, a
 * field that the class or a base of it hands on.
 */
import { ancestors, calledName, functionAround } from "../model/ancestry.ts";
import { someNodeIn, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { ClassNode, Expr, Field, FunctionNode, Node, Param } from "../model/syntax.ts";

const FLAG = /verif|ssl|tls|cert/i;
const SENDS = /^(get|post|put|patch|delete|head|options|request|send|Session|Client|AsyncClient)$/;
const MOST_BASES = 5;

/** What the node says of the check, where its value ends up as some request's `verify`. */
export function flagAt(node: Node, resolver: Resolver): boolean | undefined {
  const value = literalOf(node);
  if (value === undefined || resolver.moduleOf(node).language !== "python") return undefined;
  if (node.kind === "param") return isHandedOn(node) ? value : undefined;
  if (node.kind === "field") return isFieldHandedOn(node, resolver) ? value : undefined;
  return isEntryOfRequest(node) ? value : undefined;
}

function literalOf(node: Node): boolean | undefined {
  const value =
    node.kind === "param" && FLAG.test(node.name ?? "")
      ? node.default
      : node.kind === "field" && FLAG.test(node.name)
        ? node.value
        : node.kind === "assign" && node.target.kind === "index" && isVerify(node.target.index)
          ? node.value
          : node.kind === "call" && calledName(node) === "setdefault" && isVerify(node.args[0])
            ? node.args[1]
            : undefined;
  return value?.kind === "literal" && typeof value.value === "boolean" ? value.value : undefined;
}

function isVerify(key: Expr | undefined): boolean {
  return key?.kind === "literal" && key.value === "verify";
}

/** `def ask(url, verify=False): return requests.get(url, verify=verify)`. */
function isHandedOn(param: Param): boolean {
  const fn = [...ancestors(param)].find((up): up is FunctionNode => up.kind === "function");
  return (
    fn !== undefined &&
    someNodeIn(sinksIn(fn), (node) => node.kind === "name" && node.name === param.name)
  );
}

function isFieldHandedOn(field: Field, resolver: Resolver): boolean {
  const { parent } = field;
  if (parent?.kind !== "class") return false;
  return withBases(parent, resolver).some((one) =>
    one.methods.some((method) =>
      someNodeIn(
        sinksIn(method),
        (node) =>
          node.kind === "member" &&
          node.name === field.name &&
          node.object.kind === "name" &&
          /^(self|cls)$/.test(node.object.name),
      ),
    ),
  );
}

function withBases(node: ClassNode, resolver: Resolver): readonly ClassNode[] {
  const found: ClassNode[] = [node];
  for (let at = 0; at < found.length && at < MOST_BASES; at += 1) {
    for (const base of found[at]?.bases ?? []) {
      const meaning = resolver.typeMeaning(base, found[at] ?? node);
      if (meaning.kind === "class" || meaning.kind === "object") found.push(...meaning.info.nodes);
    }
  }
  return found;
}

/** The values that some request in the function has as its `verify`. */
const sinksIn = memoised((fn: FunctionNode): readonly Expr[] => {
  const found: Expr[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "call" && SENDS.test(calledName(node)))
        for (const { name, value } of node.named) if (name === "verify") found.push(value);
      if (node.kind !== "assign") return;
      if (
        node.target.kind === "member" &&
        node.target.name === "verify" &&
        isClient(node.target.object)
      )
        found.push(node.value);
      if (node.target.kind === "index" && isVerify(node.target.index) && isEntryOfRequest(node))
        found.push(node.value);
    });
  }
  return found;
});

function isClient(object: Expr): boolean {
  const name = object.kind === "name" || object.kind === "member" ? object.name : "";
  return /(session|client|http|s)$/i.test(name);
}

/** `kwargs["verify"] = False` where `kwargs` goes to a request as `**kwargs`. */
function isEntryOfRequest(node: Node): boolean {
  const owner =
    node.kind === "assign" && node.target.kind === "index"
      ? node.target.object
      : node.kind === "call" && node.callee.kind === "member"
        ? node.callee.object
        : undefined;
  const fn = functionAround(node);
  if (owner?.kind !== "name" || fn === undefined) return false;
  return someNodeIn(
    fn.body,
    (inner) =>
      inner.kind === "call" &&
      SENDS.test(calledName(inner)) &&
      inner.args.some(
        (arg) =>
          arg.kind === "spread" && arg.value.kind === "name" && arg.value.name === owner.name,
      ),
  );
}
