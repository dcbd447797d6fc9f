/** What stands before and after a node in the blocks around it, within its function. */
import { ancestors, lastName } from "../model/ancestry.ts";
import type { FunctionNode, Node, Stmt } from "../model/syntax.ts";

export interface Surroundings {
  readonly before: readonly Node[];
  readonly after: readonly Stmt[];
}

/** Statements that run before the node, and those that run after it, nearest first; other branches are neither. */
export function surroundings(node: Node, fn: FunctionNode): Surroundings {
  const before: Node[] = [];
  const after: Stmt[] = [];
  let below = node;
  let leaves = false;
  for (const up of ancestors(node)) {
    const block = blocksOf(up).find((one) => one.includes(below as Stmt));
    if (block !== undefined) {
      const at = block.indexOf(below as Stmt);
      before.push(...block.slice(0, at).reverse());
      if (!leaves) {
        for (const statement of block.slice(at + 1)) {
          after.push(statement);
          leaves ||= leavesFor(statement);
        }
      }
    }
    // `if (await handle(message)) channel.ack(message)`
    if (up.kind === "if" && below !== up.test) before.push(up.test);
    if (up.kind === "switch" && below !== up.subject) before.push(up.subject);
    if (up === fn || up.kind === "loop") break;
    below = up;
  }
  return { before, after };
}

const leavesFor = ({ kind }: Stmt): boolean =>
  kind === "return" || kind === "throw" || kind === "jump";

/** The lists of statements of which at most one runs, or that run one after the other. */
function blocksOf(node: Node): readonly (readonly Stmt[])[] {
  switch (node.kind) {
    case "function":
    case "block":
    case "loop":
      return [node.body];
    case "if":
      return [node.then, node.otherwise];
    case "switch":
      return node.arms.map((arm) => arm.body);
    case "try":
      return [node.body, ...node.handlers.map((handler) => handler.body), node.finalizer];
    default:
      return [];
  }
}

/** The node runs because something failed: in a handler, an `Err` arm, `.catch(..)`, `if (err)`. */
export function isOnFailure(node: Node, fn: FunctionNode | undefined): boolean {
  let below: Node = node;
  for (const up of ancestors(node)) {
    if (up.kind === "try" && up.handlers.some((one) => one.body.includes(below as Stmt)))
      return true;
    if (up.kind === "switch") {
      const arm = up.arms.find((one) => one.body.includes(below as Stmt));
      if (arm?.pattern !== undefined && /^Err\b/.test(arm.pattern)) return true;
    }
    if (up.kind === "if" && testsFailure(up, below)) return true;
    if (up.kind === "function") {
      const { parent } = up;
      if (
        parent?.kind === "call" &&
        parent.callee.kind === "member" &&
        parent.callee.name === "catch"
      )
        return true;
      if (up === fn) return false;
    }
    below = up;
  }
  return false;
}

const FAILS = /^(e|err|error|failed|failure|exc|exception|is_err)$/i;
const SUCCEEDS = /^(ok|success|succeeded|result|processed|handled|is_ok|done)$/i;

/** `if (err)`, `if let Err(e) = …`, `if (!ok)`, and the other branch of `if (ok)`. */
function testsFailure({ test, then, otherwise }: Extract<Node, { kind: "if" }>, at: Node): boolean {
  if (then.includes(at as Stmt)) {
    if (test.kind === "pattern-test") return /^Err\b/.test(test.pattern);
    if (test.kind === "unary" && test.op === "!") return SUCCEEDS.test(nameOf(test.operand));
    return FAILS.test(nameOf(test));
  }
  if (!otherwise.includes(at as Stmt)) return false;
  if (test.kind === "pattern-test") return /^Ok\b/.test(test.pattern);
  return SUCCEEDS.test(nameOf(test));
}

function nameOf(node: Node): string {
  if (node.kind === "call") return nameOf(node.callee);
  return lastName(node) ?? "";
}
