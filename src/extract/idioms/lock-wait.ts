/**
 * `lock-wait`: how long a program waits for a lock on a file that other processes use too. `form` is `open` (the busy timeout that
 * an SQLite database is opened with), `pragma` or `method` (the same, set later), `file` (`flock` and its like, near a
 * cache or SQLite); `wait` is the time: absent where there is none, and the wait has no end.
 */
import { classAround, functionAround } from "../../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../../model/children.ts";
import type { Meaning, Resolver } from "../../model/meaning.ts";
import type { Call, Expr, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { isInLoop, symbolOf } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import { namedAfterCache } from "../project-facts.ts";
import type { Capture, Recogniser, Shape } from "../shape.ts";

export const lockWait: Recogniser = {
  kinds: ["lock-wait"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const shape = opened(node, resolver) ?? setLater(node, resolver) ?? fileLock(node, resolver);
      if (shape !== undefined) emit(shape);
    },
};

function shapeOf(form: string, is: string, node: Call, wait: Capture, place: Node = node): Shape {
  return {
    kind: "lock-wait",
    span: place === node ? callHead(node) : place,
    node,
    properties: { form, is },
    captures: { wait },
    words: { call: describe(node.callee) },
  };
}

/** A database in memory is nobody else's. */
const IN_MEMORY = /^$|:memory:|mode=memory/;

function opened(node: Call, resolver: Resolver): Shape | undefined {
  const instance = resolver.constructionAt(node)?.instance;
  if (instance?.type.provides !== "sql-client" || instance.type.fluent) return undefined;
  if (resolver.optionModel(instance, "busy-timeout") === undefined) return undefined;
  const [where] = node.args;
  const address = where === undefined ? undefined : resolver.meaning(where);
  if (
    address?.kind === "constant" &&
    typeof address.value === "string" &&
    IN_MEMORY.test(address.value)
  )
    return undefined;
  if (node.callee.kind === "member" && node.callee.name === "open_in_memory") return undefined;
  const reading = resolver.option(instance, "busy-timeout");
  const unit = resolver.optionModel(instance, "busy-timeout")?.unit;
  if (reading.state === "default")
    return shapeOf("open", "default", node, { state: "constant", constant: reading.value });
  if (reading.state !== "given") return undefined;
  if (reading.value.kind === "member") {
    // A field may be nothing while the object is made, and something else afterwards.
    const reason = "the field is set in more than one place";
    if (isNothing(reading.meaning))
      return shapeOf("open", "given", node, { state: "unknown", reason });
  }
  const wait: Capture = {
    state: "given",
    meaning: reading.meaning,
    value: reading.value,
    place: reading.span,
    ...(unit === undefined ? {} : { unit }),
  };
  return shapeOf("open", "given", node, wait);
}

function isNothing(meaning: Meaning): boolean {
  return meaning.kind === "constant" && meaning.value === 0;
}

const IN_TEXT = /\bbusy_timeout\s*(?:=\s*|\(\s*)(\d+)/i;

/** `PRAGMA busy_timeout = 0` in whatever runs SQL; `connection.busy_timeout(d)`; `configure("busyTimeout", ms)`. */
function setLater(node: Call, resolver: Resolver): Shape | undefined {
  const { callee, args } = node;
  const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  for (const arg of args) {
    const said = textOf(arg, resolver);
    const ms = said === undefined ? undefined : IN_TEXT.exec(said)?.[1];
    if (ms !== undefined && !/^(text|sql|raw|query|prepare|log|info|debug|warn|print)$/.test(name))
      return shapeOf("pragma", "given", node, { state: "constant", constant: { ms: Number(ms) } });
  }
  const at = args.findIndex((arg) => isWord(arg, /^busy_?timeout$/i));
  const after = at < 0 ? undefined : args[at + 1];
  if (
    after !== undefined &&
    /^(configure|pragma|pragma_update|pragma_update_and_check)$/.test(name)
  ) {
    const meaning = resolver.meaning(after);
    return shapeOf("pragma", "given", node, { state: "given", meaning, value: after, unit: "ms" });
  }
  const [first] = args;
  if (name !== "busy_timeout" || callee.kind !== "member" || first === undefined) return undefined;
  return shapeOf("method", "given", node, {
    state: "given",
    meaning: resolver.meaning(first),
    value: first,
  });
}

function textOf(expr: Expr, resolver: Resolver): string | undefined {
  if (expr.kind === "call")
    return expr.args[0] === undefined ? undefined : textOf(expr.args[0], resolver);
  if (
    expr.kind !== "literal" &&
    expr.kind !== "name" &&
    expr.kind !== "member" &&
    expr.kind !== "template"
  )
    return undefined;
  const meaning = resolver.meaning(expr);
  return meaning.kind === "constant" && typeof meaning.value === "string"
    ? meaning.value
    : undefined;
}

function isWord(expr: Expr, word: RegExp): boolean {
  return expr.kind === "literal" && typeof expr.value === "string" && word.test(expr.value);
}

const LOCKERS = /^(flock|lockf|lock_exclusive|lock_shared|flockSync|lock_write)$/;

/** `fcntl.flock(f, LOCK_EX)` has no end; with `LOCK_NB` in a loop that looks at a clock, the clock's limit is the wait. */
function fileLock(node: Call, resolver: Resolver): Shape | undefined {
  const { callee } = node;
  const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  const tries = /^(try_lock_exclusive|try_lock_shared)$/.test(name);
  if (!tries && !LOCKERS.test(name)) return undefined;
  if (!isNearCache(node, resolver)) return undefined;
  const mentions = (word: RegExp): boolean =>
    someNodeIn(
      node.args,
      (part) =>
        ((part.kind === "name" || part.kind === "member") && word.test(part.name)) ||
        (part.kind === "literal" && typeof part.value === "string" && word.test(part.value)),
    );
  if (mentions(/LOCK_UN|Unlock|^un$/)) return undefined;
  if (!tries && !mentions(/LOCK_NB|NonBlock|Nonblock|nb$/))
    return shapeOf("file", "endless", node, { state: "absent" });
  const limit = isInLoop(node) ? clockLimit(node, resolver) : undefined;
  return limit === undefined ? undefined : shapeOf("file", "polled", node, limit);
}

/** `deadline = time.monotonic() + 5`, `start.elapsed() > LIMIT`. */
function clockLimit(node: Call, resolver: Resolver): Capture | undefined {
  const fn = functionAround(node);
  if (fn === undefined) return undefined;
  let found: Capture | undefined;
  walk(fn, (part) => {
    if (found !== undefined || part.kind !== "binary" || !/^(\+|[<>]=?)$/.test(part.op)) return;
    const [clock, limit] = isClock(part.left) ? [part.left, part.right] : [part.right, part.left];
    if (!isClock(clock)) return;
    const meaning = resolver.meaning(limit);
    if (meaning.kind === "constant")
      found = {
        state: "given",
        meaning,
        unit: resolver.moduleOf(node).language === "typescript" ? "ms" : "s",
      };
  });
  return found;
}

function isClock(expr: Expr): boolean {
  return someNode(
    expr,
    (node) =>
      node.kind === "call" &&
      (node.callee.kind === "name" || node.callee.kind === "member") &&
      /^(monotonic|time|now|elapsed|perf_counter)$/.test(node.callee.name),
  );
}

/** The lock stands beside an SQLite database or in what is named after a cache. */
function isNearCache(node: Node, resolver: Resolver): boolean {
  const module = resolver.moduleOf(node);
  if ([...resolver.importsOf(module)].some((source) => /sqlite/i.test(source))) return true;
  const words = [
    symbolOf(node),
    module.path.split("/").at(-1) ?? "",
    classAround(node)?.name ?? "",
  ];
  return namedAfterCache(words.flatMap((word) => [...wordsOf(word)])) === true;
}
