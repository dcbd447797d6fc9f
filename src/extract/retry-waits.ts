/** How code waits before it tries again, and what it makes of an answer that says how long it should. */
import { calledName } from "../model/ancestry.ts";
import { someNode, walk } from "../model/children.ts";
import type { Call, Expr, Node } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import { isSleep } from "./loop-bounds.ts";
import type { Turns } from "./retry-turns.ts";

/** `growing`: longer from turn to turn; `told`: as long as the server says; `unknown`: a function decides. */
export type Delay = "none" | "constant" | "growing" | "told" | "unknown";

/** The longest-reaching of the waits in a turn. */
export function delayOf({ body, changing }: Turns): Delay {
  const waits = body.flatMap((root) => waitsIn(root));
  const locals = localsIn(body);
  const kinds = new Set(waits.map((wait) => kindOf(wait, changing, locals)));
  for (const kind of ["growing", "told", "unknown", "constant"] as const) {
    if (kinds.has(kind)) return kind;
  }
  return "none";
}

function waitsIn(root: Node): readonly Call[] {
  const found: Call[] = [];
  walk(root, (node) => {
    if (node.kind !== "call") return undefined;
    if (isSleep(node) || isWait(node)) {
      // `AbortSignal.timeout(5000)`, `.timeout(5)` and `wait_for` limit the request; nobody waits for them.
      if (!isLimit(node)) found.push(node);
    }
    return undefined;
  });
  return found;
}

function isWait(call: Call): boolean {
  const words = wordsOf(calledName(call));
  return words.some((word) => /^(sleep|backoff|delay)$/.test(word)) && words.length < 5;
}

function isLimit({ callee, args }: Call): boolean {
  if (callee.kind !== "member")
    return callee.kind === "name" && /^(timeout|wait|tick)$/.test(callee.name) && args.length > 1;
  return (
    callee.name === "timeout" ||
    (callee.object.kind === "name" && /^(AbortSignal)$/.test(callee.object.name)) ||
    (callee.name === "setTimeout" &&
      callee.object.kind === "name" &&
      !/^(window|globalThis|global|self)$/.test(callee.object.name))
  );
}

/** What the names of one turn stand for. */
function localsIn(body: readonly Node[]): ReadonlyMap<string, readonly Expr[]> {
  const locals = new Map<string, Expr[]>();
  const put = (name: string | undefined, value: Expr | undefined): void => {
    if (name === undefined || value === undefined) return;
    locals.set(name, [...(locals.get(name) ?? []), value]);
  };
  for (const root of body) {
    walk(root, (node) => {
      if (node.kind === "declare") for (const { name } of node.bindings) put(name, node.value);
      if (node.kind === "assign" && node.target.kind === "name") put(node.target.name, node.value);
    });
  }
  return locals;
}

function kindOf(
  wait: Call,
  changing: ReadonlySet<string>,
  locals: ReadonlyMap<string, readonly Expr[]>,
): Delay {
  const given = calledName(wait) === "setTimeout" ? wait.args.slice(1, 2) : wait.args;
  const values = [...given, ...wait.named.map(({ value }) => value)];
  const isFound = (test: (node: Node) => boolean): boolean =>
    values.some((value) => reaches(value, locals, test, 0));
  if (isFound((node) => isRetryAfter(node))) return "told";
  if (
    isFound((node) => (node.kind === "name" || node.kind === "member") && changing.has(node.name))
  )
    return "growing";
  if (values.length === 0 && !isSleep(wait)) return "unknown";
  return isFound((node) => node.kind === "call" && isDecider(node)) ? "unknown" : "constant";
}

/** Below the expression, or below what its names stand for. */
function reaches(
  expr: Node,
  locals: ReadonlyMap<string, readonly Expr[]>,
  test: (node: Node) => boolean,
  depth: number,
): boolean {
  return (
    depth < 5 &&
    someNode(
      expr,
      (node) =>
        test(node) ||
        (node.kind === "name" &&
          (locals.get(node.name) ?? []).some((value) => reaches(value, locals, test, depth + 1))),
    )
  );
}

/** A function that may give any length: not the language's own for numbers, chance and durations. */
function isDecider(call: Call): boolean {
  return !/^(from_secs|from_millis|from_secs_f32|from_secs_f64|from_micros|new|min|max|random|uniform|randint|gen_range|randrange|round|floor|ceil|pow|int|float|Number|parseInt|total_seconds|timedelta|seconds|Duration|resolve|random_range|into|clamp|thread_rng|rng)$/.test(
    calledName(call),
  );
}

/** The words with which a server says when to come back. */
export function isRetryAfter(node: Node): boolean {
  if (node.kind === "literal")
    return typeof node.value === "string" && /^(x-)?(retry-after|rate-?limit)/i.test(node.value);
  return (
    (node.kind === "name" || node.kind === "member") &&
    /retry_?after|rate_?limit_?(reset|header)/i.test(node.name)
  );
}
