/** Whether a loop ends for certain: a count, a clock, a limit around it. And how it waits between two turns. */
import { ancestors, calledName } from "../model/ancestry.ts";
import { childrenOf, someNode, someNodeIn, walk } from "../model/children.ts";
import type { Call, Expr, FunctionNode, If, Loop, Node, Try } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";

const LIMITS = new Set([
  "timeout",
  "timeout_at",
  "wait_for",
  "withTimeout",
  "with_timeout",
  "pTimeout",
  "race",
  "fail_after",
  "move_on_after",
  "timeout_after",
]);

const LIMIT_WORDS = new Set([
  "timeout",
  "deadline",
  "expired",
  "expire",
  "elapsed",
  "attempt",
  "retry",
  "tries",
  "remaining",
  "limit",
  "max",
  "aborted",
  "abort",
  "cancelled",
  "timedout",
]);

/** The loop has a count, a clock or a limit of its own, or stands inside one. */
export function isBounded(loop: Loop): boolean {
  if (loop.flavor === "count" || loop.flavor === "each") return true;
  if (loop.over !== undefined && isLimit(loop.over)) return true;
  return leavesByLimit(loop.body) || isUnderLimit(loop);
}

/** Code that runs again is left, somewhere in it, when a count or a clock says so. */
export function leavesByLimit(body: readonly Node[]): boolean {
  return someInTurn(body, (node) => {
    if (node.kind === "if") return isLimit(node.test) && exits(node);
    if (node.kind === "call") return isLimitCheck(node);
    return node.kind === "other" && node.what === "select" && selectsTimer(node);
  });
}

/** `signal.throwIfAborted()`: it leaves by failing. */
function isLimitCheck(call: Call): boolean {
  return (
    call.callee.kind === "member" &&
    /^(throwIfAborted|check_deadline|checkDeadline|ensureNotExpired|throwIfExpired)$/.test(
      call.callee.name,
    )
  );
}

function selectsTimer(node: Node): boolean {
  return someNode(node, (inner) => inner.kind === "call" && isSleep(inner));
}

/** `tokio::time::timeout(d, async { loop … })`, `async with asyncio.timeout(5)`, `Promise.race([…])`. */
export function isUnderLimit(node: Node): boolean {
  for (const up of ancestors(node)) {
    if (up.kind === "call" && LIMITS.has(calledName(up))) return true;
    if (up.kind === "try" && someNode(managersOf(up), isLimitCall)) return true;
    if (up.kind === "class") return false;
  }
  return false;
}

function isLimitCall(node: Node): boolean {
  return node.kind === "call" && LIMITS.has(calledName(node));
}

/** What a Python `with` holds open: it is declared just before its block. Nothing for any other block. */
export function managersOf(block: Try): Node {
  if (!block.managed || block.parent === undefined) return NOTHING;
  const siblings = childrenOf(block.parent);
  return siblings[siblings.indexOf(block) - 1] ?? NOTHING;
}

const NOTHING: Node = { kind: "literal", value: null, start: 0, end: 0 };

/** A comparison by size, or a word of limits: `Date.now() < deadline`, `retries--`, `!signal.aborted`. */
function isLimit(test: Expr): boolean {
  return someNode(test, (node) => {
    if (node.kind === "binary" && /^(<|>|<=|>=)$/.test(node.op)) return true;
    if (node.kind === "unary" && node.op === "--") return true;
    if (node.kind === "assign" && node.op === "-=") return true;
    return (
      (node.kind === "name" || node.kind === "member") &&
      wordsOf(node.name).some((word) => LIMIT_WORDS.has(word))
    );
  });
}

/** Some way through the statements ends the loop or the function. */
export function leaves(body: readonly Node[]): boolean {
  return someInTurn(
    body,
    (node) =>
      node.kind === "return" ||
      node.kind === "throw" ||
      (node.kind === "jump" && node.flavor === "break"),
  );
}

/** Every way through the statements ends the turn for good: not by going on to the next one. */
export function alwaysLeaves(body: readonly Node[]): boolean {
  return endsAlways(
    body,
    (node) =>
      (node.kind === "jump" && node.flavor === "break") ||
      (node.kind === "expression" && alwaysLeaves([node.value])),
  );
}

/** Every way through the statements gives back, throws, or ends as `isEnd` knows. A switch is read as one that has a default. */
export function endsAlways(
  body: readonly Node[],
  isEnd: (node: Node) => boolean = () => false,
): boolean {
  const ends = (part: readonly Node[]): boolean => endsAlways(part, isEnd);
  return body.some((node) => {
    if (node.kind === "return" || node.kind === "throw" || isEnd(node)) return true;
    if (node.kind === "block") return ends(node.body);
    if (node.kind === "if") return ends(node.then) && ends(node.otherwise);
    if (node.kind === "try")
      return (
        ends(node.finalizer) || (ends(node.body) && node.handlers.every((one) => ends(one.body)))
      );
    return node.kind === "switch" && node.arms.every((arm) => ends(arm.body));
  });
}

export function someInTurn(body: readonly Node[], test: (node: Node) => boolean): boolean {
  const found: Node[] = [];
  walkTurn(body, (node) => {
    if (found.length === 0 && test(node)) found.push(node);
  });
  return found.length > 0;
}

/** What one turn runs: not the bodies of functions that are only made in it. */
export function walkTurn(body: readonly Node[], visit: (node: Node) => void): void {
  for (const root of body) {
    walk(root, (node) => {
      if (node.kind === "function" || node.kind === "class") return false;
      visit(node);
      return undefined;
    });
  }
}

const SLEEPS =
  /^(sleep|sleep_ms|sleepMs|usleep|delay|wait|pause|setTimeout|timers?|sleep_until|park_timeout|yield_now|spin_loop|spin_loop_hint|timeout|tick|snooze)$/i;

/** A call that passes time. */
export function isSleep(call: Call): boolean {
  const name = calledName(call);
  return (
    SLEEPS.test(name) ||
    (/(^|_)(sleep|delay)($|_)|^(sleep|delay|wait)(For|Ms)?$/i.test(name) && call.args.length < 3)
  );
}

/** Time passes between two turns: also `await new Promise((r) => setTimeout(r, 50))`. */
export function sleepsIn(body: readonly Node[]): boolean {
  return someNodeIn(body, (node) => node.kind === "call" && isSleep(node));
}

/** The function calls itself, by its name or on its own object. */
export function ownCalls(fn: FunctionNode, name: string): readonly Call[] {
  const found: Call[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind !== "call" || calledName(node) !== name) return;
      const { callee } = node;
      const isOwn =
        callee.kind === "name" ||
        (callee.kind === "member" &&
          callee.object.kind === "name" &&
          /^(this|self|Self|cls)$/.test(callee.object.name));
      if (isOwn) found.push(node);
    });
  }
  return found;
}

/** The branches of a choice that end the loop. */
export function exits(choice: If): boolean {
  return leaves(choice.then) || leaves(choice.otherwise);
}
