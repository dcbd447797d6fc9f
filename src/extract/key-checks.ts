/** Whether a value is checked before it is used as a key. */
import { someNode } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";
import { wordsOf } from "./identifiers.ts";
import { endsEarly, isCheckingCall, testsShape } from "./key-origin.ts";

/** A check on the same value stands before the use, and what it says can stop the use. */
export function isChecked(atom: Expr, fn: FunctionNode, use: Node, resolver: Resolver): boolean {
  const text = canonical(atom);
  const root = rootName(atom);
  if (text === undefined) return false;
  const checked = someNode(
    fn,
    (node) =>
      node.start < use.start && (checks(node, text, root, resolver) || checksSignature(node)),
  );
  return checked || isDecoratedWithCheck(fn) || isCheckedByType(atom, resolver);
}

/** `verifySignature({ req, rawBody })`: what follows was written by somebody who holds the secret. */
function checksSignature(node: Node): boolean {
  if (node.kind !== "call" || (node.callee.kind !== "name" && node.callee.kind !== "member"))
    return false;
  const words = wordsOf(node.callee.name);
  return (
    words.includes("verify") && words.some((word) => /^(signature|hmac|webhook|jwt)$/.test(word))
  );
}

/** A call that validates the value, or a test of its shape that leaves the function. */
function checks(node: Node, text: string, root: string | undefined, resolver: Resolver): boolean {
  if (node.kind === "call") {
    return (
      isCheckingCall(node, resolver) &&
      [...node.args, ...receiverOf(node)].some((arg) => concerns(arg, text, root))
    );
  }
  return (
    node.kind === "if" &&
    endsEarly(node.then) &&
    concerns(node.test, text, root) &&
    testsShape(node.test, resolver)
  );
}

function receiverOf(call: Call): readonly Expr[] {
  return call.callee.kind === "member" ? [call.callee.object] : [];
}

function concerns(expr: Node, text: string, root: string | undefined): boolean {
  return someNode(expr, (node) => {
    if (node.kind !== "name" && node.kind !== "member") return false;
    const here = canonical(node);
    return here === text || (root !== undefined && here === root);
  });
}

function rootName(expr: Expr): string | undefined {
  let at: Expr = expr;
  while (at.kind === "member" || at.kind === "index") at = at.object;
  return at.kind === "name" ? at.name : undefined;
}

function isDecoratedWithCheck(fn: FunctionNode): boolean {
  return fn.decorators.some((decorator) =>
    wordsOf(decorator.name).some((word) => word === "validate" || word === "valid"),
  );
}

function isCheckedByType(atom: Expr, resolver: Resolver): boolean {
  const meaning = resolver.meaning(atom);
  const type = meaning.kind === "parameter" ? meaning.type : undefined;
  return type !== undefined && /(Uuid|UUID|ObjectId|Valid|Safe|Id)$/.test(type.name);
}
