/**
 * Objects that a function or a class is given from outside: by those who call it, where its parameter says no type, and
 * by a framework that calls what the parameter names (`client = Depends(get_client)`).
 */
import { boundNameOf, classAround, lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Meaning } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Param } from "../model/syntax.ts";
import { alternatives, either, type Context } from "./context.ts";

/** A function that is called from more places is a tool: what one of them gives says little about the others. */
const MOST_CALLS = 24;

const OPEN_TYPES = /^(any|unknown|object|Any|Object|typing\.Any)$/;

/** What callers give for a parameter that says no type, where that is an object of a library or of the program. */
export function givenByCallers(context: Context, param: Param): Meaning | undefined {
  const fn = param.parent;
  if (fn?.kind !== "function" || param.rest) return undefined;
  if (param.type !== undefined && !OPEN_TYPES.test(param.type.name)) return undefined;
  const index = fn.params.indexOf(param);
  const isObject = ({ kind }: Meaning): boolean =>
    kind === "instance" || kind === "object" || (kind === "record" && param.name === undefined);
  const objectsIn = (call: Call): readonly Meaning[] => {
    const arg = argumentFor(call, param, index);
    return arg === undefined || !mayBeObject(arg)
      ? []
      : alternatives(context.meaning(arg)).filter(isObject);
  };
  if (fn.name === undefined && fn.parent?.kind === "call") {
    const given = callsOfCallback(context, fn, fn.parent).flatMap(objectsIn);
    return given.length === 0 ? undefined : either(given);
  }
  const calls = context.callsNamed(calledAs(fn) ?? "");
  if (calls.length > MOST_CALLS) return undefined;
  const given = calls.flatMap((call) => {
    const objects = objectsIn(call);
    return objects.length > 0 && isCallOf(context, call, fn) ? objects : [];
  });
  return given.length === 0 ? undefined : either(given);
}

/** `withClient((client) => …)`: where the function of the program that is given the callback calls it. */
function callsOfCallback(context: Context, fn: FunctionNode, host: Call): readonly Call[] {
  const at = host.args.indexOf(fn);
  if (at < 0) return [];
  return alternatives(context.meaning(host.callee)).flatMap((option) => {
    const name = option.kind === "function" ? option.node.params[at]?.name : undefined;
    if (option.kind !== "function" || name === undefined) return [];
    const calls: Call[] = [];
    for (const statement of option.node.body) {
      walk(statement, (node) => {
        if (node.kind === "call" && node.callee.kind === "name" && node.callee.name === name)
          calls.push(node);
      });
    }
    return calls;
  });
}

/** The name that calls of the function have. */
function calledAs(fn: FunctionNode): string | undefined {
  return fn.name === "constructor" || fn.name === "__init__"
    ? classAround(fn)?.name
    : boundNameOf(fn);
}

function argumentFor(call: Call, param: Param, index: number): Expr | undefined {
  const named = call.named.find(({ name }) => name === param.name)?.value;
  if (named !== undefined) return named;
  const before = call.args.slice(0, index + 1);
  return before.some((arg) => arg.kind === "spread") ? undefined : before[index];
}

function mayBeObject({ kind }: Expr): boolean {
  return /^(name|member|call|await|record)$/.test(kind);
}

function isCallOf(context: Context, call: Call, fn: FunctionNode): boolean {
  const owner = classAround(fn);
  const callee = alternatives(context.meaning(call.callee)).flatMap((option) =>
    // `const Store = require("./store"); new Store(client)`
    option.kind === "module"
      ? alternatives(context.exportMeaning(option.module, "default"))
      : [option],
  );
  return callee.some(
    (option) =>
      (option.kind === "function" && option.node === fn) ||
      (option.kind === "class" && owner !== undefined && option.info.nodes.includes(owner)),
  );
}

/** Calls that a framework reads as: give me what this makes. */
const PROVIDERS = /^(Depends|Security|Provide|Inject|inject)$/;

/** What a framework gives for `Depends(get_client)`. */
export function provided(context: Context, value: Expr | undefined): Meaning | undefined {
  if (value?.kind !== "call" || !PROVIDERS.test(lastName(value.callee) ?? "")) return undefined;
  const [maker] = value.args;
  return maker === undefined ? undefined : madeBy(context, context.meaning(maker));
}

/** What calling it gives, where that is an object. */
export function madeBy(context: Context, maker: Meaning): Meaning | undefined {
  const made = alternatives(maker).flatMap((option) =>
    option.kind === "function"
      ? alternatives(context.resultMeaning(option.node, undefined))
      : option.kind === "class"
        ? [{ kind: "object", info: option.info } as const]
        : [],
  );
  const objects = made.filter(({ kind }) => kind === "instance" || kind === "object");
  return objects.length === 0 ? undefined : either(objects);
}
