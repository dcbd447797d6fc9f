/**
 * `cached-decode`: a function turns what a cache answered into a value. `function` is its full name, `failure` what comes
 * of bytes that it cannot read (`caught`, `checked`, `thrown`, `reported` to the caller as an error, `panics`, or
 * `unknown`), `limited` whether the size of what it makes is.
 */
import { ancestors, functionAround } from "../../model/ancestry.ts";
import { someNode, someNodeIn } from "../../model/children.ts";
import type { Meaning, Resolver } from "../../model/meaning.ts";
import type { Call, FunctionNode, Handler, Node } from "../../model/syntax.ts";
import { cachedRead } from "../cached-value.ts";
import { describe } from "../canonical.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

/** Most calls end here, before any meaning is asked. */
const DECODES =
  /pars|load|decod|serializ|eval|exec|unzip|inflate|compress|ungzip|gunzip|unlz|unpack|from_(str|slice|bytes|reader)|^new$|^run/i;

export const cachedDecode: Recogniser = {
  kinds: ["cached-decode"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const { callee, args } = node;
      const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
      const [first] = args;
      if (first === undefined || first.kind === "spread") return;
      if (!DECODES.test(name) && !(node.isNew && name === "Function")) return;
      const full = fullName(node, resolver);
      const read = full === undefined ? undefined : cachedRead(first, resolver);
      if (full === undefined || read === undefined) return;
      emit({
        kind: "cached-decode",
        span: callHead(node),
        node,
        instance: read.instance,
        properties: {
          provides: read.instance.type.provides,
          library: read.instance.library.id,
          function: full,
          failure: failureOf(node, resolver),
          limited: isLimited(node),
        },
        captures: {},
        words: { function: full, value: describe(first), library: read.instance.library.title },
      });
    },
};

/** `pickle.loads`, `JSON.parse`, `zlib.gunzipSync`, also of a `promisify`ed one. */
function fullName({ callee }: Call, resolver: Resolver): string | undefined {
  const meaning = resolver.meaning(callee);
  const known = dotted(meaning);
  if (known !== undefined) return known;
  const definition = meaning.via?.[0];
  const made = definition?.kind === "declare" ? definition.value : undefined;
  const [wrapped] = made?.kind === "call" ? made.args : [];
  return wrapped === undefined || wrapped.kind === "spread"
    ? undefined
    : dotted(resolver.meaning(wrapped));
}

function dotted(meaning: Meaning): string | undefined {
  if (meaning.kind === "global") return meaning.path.join(".");
  if (meaning.kind !== "external") return undefined;
  const path = meaning.path.filter((word) => word !== "default" && word !== "*");
  return [meaning.source.replace(/^node:/, ""), ...path].join(".");
}

function failureOf(call: Call, resolver: Resolver): string {
  const { language } = resolver.moduleOf(call);
  if (language === "rust") return failureOfResult(call);
  if (isChecked(call)) return "checked";
  const here = caughtAround(call);
  if (here !== undefined) return here;
  const fn = functionAround(call);
  const callers = fn === undefined ? [] : resolver.callersOf(fn);
  const there = callers.map((caller) => caughtAround(caller));
  return callers.length > 0 && there.every((one) => one === "caught") ? "caught" : "thrown";
}

/** `schema.parse(JSON.parse(text))`, `plainToClass(User, JSON.parse(text))`. */
function isChecked(call: Call): boolean {
  for (const up of ancestors(call)) {
    if (up.kind === "await") continue;
    if (up.kind !== "call" || up.callee === call) return false;
    const { callee } = up;
    const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
    return /^(safeParse|safeParseAsync|parse|parseAsync|validate|validateSync|cast|assert|check|decode|model_validate|parse_obj|TypeAdapter|load)$/.test(
      name,
    );
  }
  return false;
}

/** The nearest `try` or `.catch` around, out to the function that runs as a whole. */
function caughtAround(node: Node): string | undefined {
  let below = node;
  for (let up = node.parent; up !== undefined; below = up, up = up.parent) {
    if (up.kind === "try" && up.handlers.length > 0 && up.body.some((one) => one === below)) {
      const [handler] = up.handlers;
      if (handler !== undefined) return endOf(handler);
    }
    if (
      up.kind === "call" &&
      up.callee === below &&
      below.kind === "member" &&
      below.name === "catch"
    )
      return "caught";
    if (up.kind === "function" && !isInline(up)) return undefined;
  }
  return undefined;
}

function isInline(fn: FunctionNode): boolean {
  return fn.name === undefined && fn.parent?.kind === "call" && fn.parent.callee !== fn;
}

/** A handler that throws again, or answers with an error, has not taken the failure for a miss. */
function endOf(handler: Handler): string {
  if (handler.body.some((one) => one.kind === "throw")) return "thrown";
  const reports = someNodeIn(handler.body, answersWithError);
  return reports ? "reported" : "caught";
}

/** `next(error)`, `res.status(500)`, `res.send(error.message)`. */
function answersWithError(node: Node): boolean {
  if (node.kind !== "call") return false;
  const { callee } = node;
  if (callee.kind === "name") return /^(next|abort|reject|sendError)$/.test(callee.name);
  if (callee.kind !== "member") return false;
  let root: Node = callee.object;
  while (root.kind === "member" || root.kind === "call")
    root = root.kind === "call" ? root.callee : root.object;
  return root.kind === "name" && /^(res|response|reply)$/.test(root.name);
}

/** What becomes of a Rust `Result`. */
function failureOfResult(call: Call): string {
  let below: Node = call;
  for (let up = call.parent; up !== undefined; below = up, up = up.parent) {
    if (below.tried === true) return "thrown";
    if (up.kind === "if" || up.kind === "switch" || up.kind === "pattern-test") return "caught";
    if (up.kind === "member") {
      if (/^(unwrap|expect)$/.test(up.name)) return "panics";
      if (
        /^(ok|unwrap_or|unwrap_or_else|unwrap_or_default|is_ok|map_or|map_or_else|or_else)$/.test(
          up.name,
        )
      )
        return "caught";
      if (!/^(map_err|context|with_context|map|and_then|inspect_err)$/.test(up.name))
        return "unknown";
      continue;
    }
    if (up.kind !== "call" || up.callee !== below) return "unknown";
  }
  return "unknown";
}

const LIMIT =
  /^(max_?(output)?_?(length|size|len)|maxOutputLength|limit|max_length|max_output_size)$/i;

/** An option that limits the output, or a reader that takes no more than so much. */
function isLimited(call: Call): boolean {
  if (call.named.some(({ name }) => LIMIT.test(name))) return true;
  if (
    call.args.some(
      (arg) =>
        arg.kind === "record" &&
        arg.entries.some(({ key }) => key !== undefined && LIMIT.test(key)),
    )
  )
    return true;
  const scope = functionAround(call);
  const name = call.parent?.kind === "declare" ? call.parent.bindings[0]?.name : undefined;
  const takes = (node: Node): boolean =>
    node.kind === "call" &&
    node.callee.kind === "member" &&
    node.callee.name === "take" &&
    (node.callee.object === call ||
      (name !== undefined &&
        someNode(node.callee.object, (inner) => inner.kind === "name" && inner.name === name)));
  return scope !== undefined && someNode(scope, takes);
}
