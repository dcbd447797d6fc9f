/** Whether a value is checked before it is used as a key. */
import { someNode } from "../model/children.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";
import { wordsOf } from "./identifiers.ts";
import { isCheckingCall } from "./key-origin.ts";

/** A check on the same value stands before the use, and what it says can stop the use. */
export function isChecked(
  atom: Expr,
  fn: FunctionNode,
  site: OperationSite,
  resolver: Resolver,
): boolean {
  const text = canonical(atom);
  const root = rootName(atom);
  if (text === undefined) return false;
  const checked = someNode(fn, (node) => node.start < site.call.start && checks(node, text, root));
  return checked || isDecoratedWithCheck(fn) || isCheckedByType(atom, resolver);
}

/** A call that validates the value, or a test of its shape that leaves the function. */
function checks(node: Node, text: string, root: string | undefined): boolean {
  if (node.kind === "call") {
    return (
      isCheckingCall(node) &&
      [...node.args, ...receiverOf(node)].some((arg) => concerns(arg, text, root))
    );
  }
  return (
    node.kind === "if" &&
    endsEarly(node.then) &&
    concerns(node.test, text, root) &&
    testsShape(node.test)
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

/** The test looks at the text itself (length, pattern, characters), not only whether there is any. */
function testsShape(test: Expr): boolean {
  return someNode(test, (node) => {
    if (node.kind === "member") return /^(length|size)$/.test(node.name);
    if (node.kind !== "call") return false;
    if (node.callee.kind === "name") return node.callee.name === "len" || isCheckingCall(node);
    return node.callee.kind === "member" && LOOKS_AT_TEXT.test(node.callee.name);
  });
}

const LOOKS_AT_TEXT =
  /^(test|match|matches|is_match|fullmatch|len|contains|includes|has|all|any|starts_with|startsWith|chars|isalnum|bytes)$/;

function endsEarly(body: readonly Node[]): boolean {
  return body.some(
    (statement) =>
      statement.kind === "return" ||
      statement.kind === "throw" ||
      (statement.kind === "expression" &&
        (statement.value.kind === "return" || statement.value.kind === "throw")) ||
      (statement.kind === "expression" &&
        statement.value.kind === "call" &&
        statement.value.macro &&
        /^(bail|ensure|panic)$/.test(
          statement.value.callee.kind === "name" ? statement.value.callee.name : "",
        )),
  );
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
