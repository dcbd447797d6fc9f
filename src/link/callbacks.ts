/** What a callback is given, and what a promise becomes: `open((error, it) => …)`, `open().then((it) => …)`. */
import type { Meaning } from "../model/meaning.ts";
import type { Call, FunctionNode, Param } from "../model/syntax.ts";
import type { Context } from "./context.ts";

const ERROR = /^_*(e|er|ex)$|err|^_+$/i;

/** A parameter of a function that is written down as an argument: only what a modelled library gives is told. */
export function givenToCallback(context: Context, param: Param): Meaning | undefined {
  const fn = param.parent;
  const call = fn?.parent;
  if (fn?.kind !== "function" || call?.kind !== "call") return undefined;
  if (context.moduleOf(call).language !== "typescript") return undefined;
  const position = fn.params.indexOf(param);
  const given =
    thenOf(call) === fn
      ? position === 0 && call.callee.kind === "member"
        ? context.meaning(call.callee.object)
        : undefined
      : position === 1 && call.args.at(-1) === fn && ERROR.test(fn.params[0]?.name ?? "")
        ? context.meaning(call)
        : undefined;
  return given?.kind === "instance" ? given : undefined;
}

/** `connect().then((it) => it.open())` is what the function gives. */
export function promisedMeaning(context: Context, call: Call): Meaning | undefined {
  const fn = thenOf(call);
  if (fn === undefined || context.moduleOf(call).language !== "typescript") return undefined;
  const result = context.resultMeaning(fn, call);
  return result.kind === "instance" ? result : undefined;
}

function thenOf({ callee, args }: Call): FunctionNode | undefined {
  const [first] = args;
  return callee.kind === "member" && callee.name === "then" && first?.kind === "function"
    ? first
    : undefined;
}
