/**
 * Code that runs again when a request fails: a loop that a success leaves and a failure does not, or a function that calls
 * itself where it failed. Loops that walk from page to page, wait for a state or live with the program retry nothing.
 */
import { ancestors, boundNameOf, calledName, functionAround, lastName } from "../model/ancestry.ts";
import { childrenOf, someNode, someNodeIn } from "../model/children.ts";
import type { Call, Expr, FunctionNode, If, Loop, Node } from "../model/syntax.ts";
import { alwaysLeaves, isUnderLimit, leaves, ownCalls, someInTurn } from "./loop-bounds.ts";
import { repetitionsAround } from "./repetition.ts";
import {
  asksForClock,
  asksForCount,
  asksForFlag,
  asksForLast,
  asksForLogin,
  asksForRedirect,
  asksForStatus,
  isWait,
  uses,
  waitsOnSuccess,
} from "./retry-tests.ts";
import { changedIn, cursorsIn, isInHandler } from "./turn-names.ts";

/** What runs again. */
export interface Turns {
  /** The loop, or the call by which a function runs itself again. */
  readonly at: Loop | Call;
  readonly form: "loop" | "recursion";
  /** The statements of one turn. */
  readonly body: readonly Node[];
  /** What is not the same in the next turn. */
  readonly changing: ReadonlySet<string>;
  readonly bounded: boolean;
}

/** The loop tries the request of `call` again; nothing where it does something else with it. */
export function turnsOfLoop(loop: Loop, call: Call): Turns | undefined {
  if (nearestLoop(call) !== loop || !isRange(loop) || isInHandler(call, loop)) return undefined;
  if (isWait(functionAround(loop)) || isTimed(loop)) return undefined;
  if ([...repetitionsAround(call)].some(({ node, names }) => node === loop && uses(call, names)))
    return undefined;
  const changing = changedIn(loop);
  if (uses(call, cursorsIn(loop)) || !failureStays(loop, call) || !successLeaves(loop, call))
    return undefined;
  if (waitsOnSuccess(loop)) return undefined;
  return {
    at: loop,
    form: "loop",
    body: loop.body,
    changing,
    bounded: isBoundedLoop(loop, changing),
  };
}

/** The function tries the request of `call` again by calling itself. */
export function turnsOfFunction(fn: FunctionNode, call: Call): Turns | undefined {
  const name = boundNameOf(fn);
  const again =
    name === undefined ? undefined : ownCalls(fn, name).find((own) => isOnFailure(own, call));
  if (again === undefined || nearestLoop(call) !== undefined || lastsAfter(fn, call))
    return undefined;
  // `ask(url, true)`: once more in another way, and no further.
  if ([...again.args, ...again.named.map(({ value }) => value)].some(isFixed)) return undefined;
  const changing = new Set(
    fn.params.flatMap((param, index) => {
      const given = again.named.find((one) => one.name === param.name)?.value ?? again.args[index];
      const isSame = given === undefined || (given.kind === "name" && given.name === param.name);
      return isSame || param.name === undefined ? [] : [param.name];
    }),
  );
  const bounded = leavesByCount(fn.body, changing) || isUnderLimit(again) || isCounted(again, fn);
  return { at: again, form: "recursion", body: fn.body, changing, bounded };
}

/** Once the request went well the function goes on for ever: it is a task that starts itself anew. */
function lastsAfter(fn: FunctionNode, call: Call): boolean {
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "loop" && node.start > call.end && /^(forever|while)$/.test(node.flavor),
  );
}

function isFixed(value: Expr): boolean {
  return value.kind === "literal" && value.value !== null;
}

function nearestLoop(node: Node): Loop | undefined {
  for (const up of ancestors(node)) {
    if (up.kind === "loop") return up;
    if (up.kind === "function" && up.parent?.kind !== "call") return undefined;
  }
  return undefined;
}

/** `for _ in range(3)`, `for attempt in 0..5`: a number of turns, and no collection. */
function isRange({ flavor, over }: Loop): boolean {
  if (flavor !== "each" || over === undefined) return true;
  if (over.kind === "other") return over.what === "range";
  if (over.kind === "list") return over.items.every((item) => item.kind === "literal");
  if (over.kind !== "call") return false;
  if (/^(range|count|repeat)$/.test(calledName(over))) return true;
  return over.callee.kind === "member" && isRange({ flavor, over: over.callee.object } as Loop);
}

/** The statements beside and after what holds the call, level by level up to the loop. */
function* laterStatements(call: Node, loop: Loop): Generator<Node> {
  let below: Node = call;
  for (const up of ancestors(call)) {
    const siblings: readonly Node[] =
      up.kind === "try" && up.body.some((one) => one === below)
        ? up.body
        : up.kind === "try"
          ? []
          : childrenOf(up).filter(isStatement);
    const at = siblings.indexOf(below);
    if (at >= 0 && up.kind !== "if" && up.kind !== "switch") yield* siblings.slice(at + 1);
    if (up === loop) return;
    below = up;
  }
}

function isStatement(node: Node): boolean {
  return /^(declare|expression|if|loop|switch|try|return|throw|jump|block)$/.test(node.kind);
}

/** A way on which the request failed ends in another turn. */
function failureStays(loop: Loop, call: Call): boolean {
  if (loop.over !== undefined && loop.flavor === "while" && asksForStatus(loop.over)) return true;
  let below: Node = call;
  for (const up of ancestors(call)) {
    if (up === loop) break;
    if (up.kind === "try" && up.handlers.length > 0 && up.body.some((one) => one === below))
      if (up.handlers.some(({ body }) => !alwaysLeaves(body))) return true;
    // `if let Ok(r) = …`, `match … { Err(_) => … }`: the failure is a value.
    if (up.kind === "if" && up.test === below && up.test.kind === "pattern-test")
      if (/\bOk\b/.test(up.test.pattern) ? !alwaysLeaves(up.otherwise) : !alwaysLeaves(up.then))
        return true;
    if (up.kind === "switch" && up.subject === below)
      if (up.arms.some((arm) => /\bErr\b|^_$/.test(arm.pattern ?? "") && !alwaysLeaves(arm.body)))
        return true;
    below = up;
  }
  for (const later of laterStatements(call, loop)) {
    if (
      later.kind === "if" &&
      asksForStatus(later.test) &&
      !asksForLogin(later.test) &&
      !asksForRedirect(later.test) &&
      !alwaysLeaves([later])
    )
      return true;
    if (later.kind === "switch" && !later.arms.every((arm) => alwaysLeaves(arm.body)))
      if (asksForAnswer(later.subject, call) || asksForStatus(later.subject)) return true;
  }
  return false;
}

/** Once the request went well, the loop is left: for certain, or as its status says. */
function successLeaves(loop: Loop, call: Call): boolean {
  if (loop.over !== undefined && (asksForStatus(loop.over) || asksForFlag(loop))) return true;
  let below: Node = call;
  for (const up of ancestors(call)) {
    if (up === loop) break;
    if (up.kind === "return" || (up.kind === "jump" && up.flavor === "break")) return true;
    if (up.kind === "if" && up.test === below && up.test.kind === "pattern-test") {
      if (/\bOk\b/.test(up.test.pattern) && leaves(up.then)) return true;
    }
    if (up.kind === "switch" && up.subject === below)
      if (up.arms.some((arm) => /\bOk\b/.test(arm.pattern ?? "") && leaves(arm.body))) return true;
    below = up;
  }
  for (const later of laterStatements(call, loop)) {
    if (alwaysLeaves([later]) && !isThrow(later)) return true;
    if (
      later.kind === "if" &&
      leavesWell(later.then) &&
      (asksForStatus(later.test) || asksForAnswer(later.test, call))
    )
      return true;
    if (later.kind === "switch" && later.arms.some((arm) => leavesWell(arm.body))) return true;
  }
  return false;
}

function isThrow(node: Node): boolean {
  return node.kind === "throw";
}

/** A way through the statements ends the loop, and not by an error. */
function leavesWell(body: readonly Node[]): boolean {
  return someInTurn(
    body,
    (node) => node.kind === "return" || (node.kind === "jump" && node.flavor === "break"),
  );
}

/** `if response:`: Python's answers are true when they went well. */
function asksForAnswer(test: Expr, call: Call): boolean {
  const at = test.kind === "unary" ? test.operand : test;
  return at.kind === "name" && boundTo(call).has(at.name);
}

/** The names that the call's result goes by. */
function boundTo(call: Call): ReadonlySet<string> {
  for (const up of ancestors(call)) {
    if (up.kind === "declare") return new Set(up.bindings.map(({ name }) => name));
    if (up.kind === "assign") return new Set([lastName(up.target) ?? ""]);
    if (up.kind === "function" || isStatement(up)) break;
  }
  return new Set();
}

function isBoundedLoop(loop: Loop, changing: ReadonlySet<string>): boolean {
  if (loop.flavor === "each")
    return !(loop.over?.kind === "call" && /^(count|repeat)$/.test(calledName(loop.over)));
  if (loop.flavor === "count") return loop.over !== undefined || loop.head.length > 0;
  if (loop.over !== undefined && asksForCount(loop.over)) return true;
  return leavesByCount(loop.body, changing) || isUnderLimit(loop);
}

/** A clock ends it: a state is waited for until then. */
function isTimed({ over, body }: Loop): boolean {
  if (over !== undefined && asksForClock(over)) return true;
  return someInTurn(body, (node) => node.kind === "if" && asksForClock(node.test) && ends(node));
}

/** Somewhere in a turn a count or a clock ends it. */
function leavesByCount(body: readonly Node[], changing: ReadonlySet<string>): boolean {
  return someInTurn(body, (node) => {
    if (node.kind === "if")
      return (asksForCount(node.test) || asksForLast(node.test, changing)) && ends(node);
    // `Err(e) if attempt >= 5 => return Err(e)`
    if (node.kind !== "switch") return false;
    return node.arms.some(
      ({ guard, body: arm }) => guard !== undefined && asksForCount(guard) && leaves(arm),
    );
  });
}

function ends({ then, otherwise }: If): boolean {
  return leaves(then) || leaves(otherwise);
}

/** `if (retries > 0) return ask(url, retries - 1)`. */
function isCounted(again: Call, fn: FunctionNode): boolean {
  for (const up of ancestors(again)) {
    if (up === fn) return false;
    if ((up.kind === "if" || up.kind === "conditional") && asksForCount(up.test)) return true;
  }
  return false;
}

/** The function calls itself in a handler of the request, or where its status was no good. */
function isOnFailure(own: Call, call: Call): boolean {
  let below: Node = own;
  for (const up of ancestors(own)) {
    if (up.kind === "try") {
      const isHandled = up.handlers.some(({ body }) => body.some((one) => one === below));
      if (isHandled && someNodeIn(up.body, (node) => node === call)) return true;
    }
    if (up.kind === "if" && up.test !== below && own.start > call.start) {
      if (asksForLogin(up.test) || asksForRedirect(up.test)) return false;
      if (asksForStatus(up.test)) return true;
    }
    if (up.kind === "switch" && someNode(up.subject, (node) => node === call)) return true;
    // `.catch(() => ask(url))`
    if (up.kind === "call" && calledName(up) === "catch" && up.callee !== below)
      if (someNode(up.callee, (node) => node === call)) return true;
    // A function that somebody else calls, as a button's, is no turn.
    if (up.kind === "function" && !isRunAtOnce(up)) return false;
    below = up;
  }
  return false;
}

/** `.catch(() => …)`, `.then(…)`, `setTimeout(() => …, 100)`, `new Promise((resolve) => …)`. */
function isRunAtOnce({ parent }: FunctionNode): boolean {
  return (
    parent?.kind === "call" &&
    /^(catch|then|finally|setTimeout|Promise|map_err|or_else|and_then)$/.test(calledName(parent))
  );
}
