/**
 * `integrity-check`: SQLite is asked whether a file is sound. `checked` says whether what it answers is looked at: a damaged index is
 * a row of text, not an error. Undefined where the answer is handed to code that is not seen. `quick` is `quick_check`,
 * which does not look at indexes.
 */
import { ancestors, calledName, functionAround } from "../../model/ancestry.ts";
import { someNode } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { canonical } from "../canonical.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const integrityCheck: Recogniser = {
  kinds: ["integrity-check"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "literal" || typeof node.value !== "string") return;
      const asked = ASKED.exec(node.value)?.[1]?.toLowerCase();
      const call = asked === undefined ? undefined : runnerOf(node);
      if (asked === undefined || call === undefined) return;
      const checked = isLookedAt(call, resolver, 0);
      emit({
        kind: "integrity-check",
        span: callHead(call),
        node: call,
        properties: { checked, quick: asked === "quick_check" },
        captures: {},
        words: { pragma: asked },
      });
    },
};

/** The pragma as a statement or by its name alone: not a sentence about it. */
const ASKED =
  /^\s*(?:PRAGMA\s+(?:\w+\.)?)?(integrity_check|quick_check)\s*(?:\(\s*\w+\s*\))?\s*;?\s*$/i;

const RUNNERS =
  /^(execute|exec|query|pragma|get|all|run|each|prepare|query_row|query_one|query_map|pragma_query_value|pragma_query|executescript|raw|query_scalar|query_as|fetchval|fetch_one|fetch_all|fetchone|fetchall|scalar|scalars|execute_batch|execute_sql|executeSql|driver_execute|exec_driver_sql|first|one|select|\$queryRawUnsafe|\$queryRaw|execute_fetchall|unprepared)$/;
const TEXTS = /^(text|sql|raw|query|query_scalar|query_as|prepare)$/;

/** The call that runs the statement: the outermost that only wraps its text. */
function runnerOf(text: Expr): Call | undefined {
  let at: Expr = text;
  for (const up of ancestors(text)) {
    if (up.kind !== "call" || !up.args.includes(at)) break;
    const name = calledName(up);
    if (RUNNERS.test(name) && !(TEXTS.test(name) && isTextOf(up))) return up;
    if (!TEXTS.test(name)) break;
    at = up;
  }
  return at.kind === "call" && RUNNERS.test(calledName(at)) ? at : undefined;
}

/** `conn.execute(text("…"))`: the argument of another runner. */
function isTextOf(call: Call): boolean {
  const { parent } = call;
  return parent?.kind === "call" && parent.args.includes(call) && RUNNERS.test(calledName(parent));
}

/** Follows a value to where it is tested, or dropped. */
function isLookedAt(value: Expr, resolver: Resolver, depth: number): boolean | undefined {
  const callback =
    value.kind === "call" ? value.args.find((arg) => arg.kind === "function") : undefined;
  let at: Node = value;
  for (const up of ancestors(value)) {
    switch (up.kind) {
      case "binary":
        if (/^(==|!=|in|not in|[<>]=?)$/.test(up.op)) return true;
        break;
      case "pattern-test":
      case "switch":
      case "throw":
        return true;
      case "other":
        if (up.what === "assert_statement") return true;
        break;
      case "if":
      case "conditional":
        if (up.test === at) return true;
        if (up.kind === "if") return false;
        break;
      case "loop":
        if (up.over !== at) return false;
        if (someNode(up, isTest)) return true;
        // A comprehension hands its items on.
        if (up.parent === undefined || !/^(declare|assign|call|return)$/.test(up.parent.kind))
          return false;
        break;
      case "call":
        if (up.callee === at) break;
        // A macro or function that asserts, and one that is not seen.
        return /^(assert|assert_eq|ensure|matches|expect|assertEqual|equal|strictEqual|is_ok|check|all|any)$/.test(
          calledName(up),
        )
          ? true
          : isTelling(up)
            ? false
            : undefined;
      case "declare":
        return byNames(
          up.bindings.map(({ name }) => name),
          up,
          resolver,
          depth,
        );
      case "assign": {
        const name = canonical(up.target);
        return name === undefined || up.target.kind !== "name"
          ? undefined
          : byNames([name], up, resolver, depth);
      }
      case "return":
        return byCallers(functionAround(up), resolver, depth);
      case "function":
        return byCallers(up, resolver, depth);
      case "record":
      case "list":
      case "template":
        return undefined;
      case "expression":
        if (callback?.kind === "function" && callback.params.length > 1)
          return someNode(callback, isTest);
        return fetchedLater(value, resolver, depth);
      default:
        break;
    }
    at = up;
  }
  return undefined;
}

function isTelling(call: Call): boolean {
  return /^(print|println|log|info|debug|warn|warning|error|trace|eprintln|emit|dbg)$/.test(
    calledName(call),
  );
}

/** A comparison of something with something. */
function isTest(node: Node): boolean {
  return (
    (node.kind === "binary" && /^(==|!=|in|not in)$/.test(node.op)) ||
    node.kind === "throw" ||
    node.kind === "pattern-test" ||
    (node.kind === "call" &&
      node.macro &&
      /^(assert|assert_eq|ensure|matches)$/.test(calledName(node)))
  );
}

/** What becomes of the names that hold the answer: one use that looks is enough. */
function byNames(
  names: readonly string[],
  declaration: Node,
  resolver: Resolver,
  depth: number,
): boolean | undefined {
  const scope = functionAround(declaration) ?? [...ancestors(declaration)].at(-1);
  if (scope === undefined || depth > 3) return undefined;
  let answer: boolean | undefined = false;
  someNode(scope, (node) => {
    if (node.kind !== "name" || node.start <= declaration.end || !names.includes(node.name))
      return false;
    const looked = isLookedAt(node, resolver, depth + 1);
    if (looked === true) answer = true;
    else if (looked === undefined && answer !== true) answer = undefined;
    return answer === true;
  });
  return answer;
}

/** `cursor.execute("PRAGMA …")`, and `cursor.fetchone()` on the next line. */
function fetchedLater(value: Expr, resolver: Resolver, depth: number): boolean | undefined {
  if (value.kind !== "call" || value.callee.kind !== "member" || depth > 3) return false;
  const receiver = canonical(value.callee.object);
  const scope = functionAround(value) ?? [...ancestors(value)].at(-1);
  if (receiver === undefined || scope === undefined) return false;
  let fetched: Call | undefined;
  someNode(scope, (node) => {
    if (
      node.kind === "call" &&
      node.start > value.end &&
      node.callee.kind === "member" &&
      /^(fetch\w*|first|next|get|all|step|scalar\w*)$/.test(node.callee.name) &&
      canonical(node.callee.object) === receiver
    )
      fetched = node;
    return fetched !== undefined;
  });
  return fetched === undefined ? false : isLookedAt(fetched, resolver, depth + 1);
}

/** A function that hands the answer on is as careful as those who call it. */
function byCallers(
  fn: FunctionNode | undefined,
  resolver: Resolver,
  depth: number,
): boolean | undefined {
  if (fn === undefined || depth > 1) return undefined;
  const answers = resolver.callersOf(fn).map((call) => isLookedAt(call, resolver, depth + 1));
  if (answers.length === 0) return undefined;
  if (answers.includes(true)) return true;
  return answers.every((answer) => answer === false) ? false : undefined;
}
