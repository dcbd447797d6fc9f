/** Who says where a request goes: followed from the address to the parameters that callers fill. */
import { ancestors } from "../model/ancestry.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Param } from "../model/syntax.ts";
import { addressOf } from "./http-exchange.ts";

export type Origin = "chosen" | "handed" | "fixed";

const DEPTH = 3;
const MOST_CALLERS = 12;

/** `chosen`: somebody outside the program; `handed`: whoever calls, as far as is seen; `fixed`: the program itself. */
export function whoChooses(url: Expr, resolver: Resolver, depth = 0): Origin {
  const address = addressOf(url, resolver);
  if (address.chosen) return "chosen";
  if (address.text !== "" && !address.text.startsWith("\0")) return "fixed";
  return fromMeaning(url, resolver.meaning(url), resolver, depth);
}

function fromMeaning(url: Expr, meaning: Meaning, resolver: Resolver, depth: number): Origin {
  if (meaning.kind === "parameter") return fromParameter(meaning.node, resolver, depth);
  if (meaning.kind === "either") {
    const origins = meaning.options.map((option) => fromMeaning(url, option, resolver, depth));
    return (
      origins.find((origin) => origin === "chosen") ??
      origins.find((origin) => origin === "handed") ??
      "fixed"
    );
  }
  // A part of what a caller hands over: `message.media`, `item["url"]`.
  const root = rootOf(url);
  if (root !== url && root.kind === "name") {
    const whole = resolver.meaning(root);
    if (whole.kind === "input") return "chosen";
    if (whole.kind === "parameter" && meaning.kind !== "constant") return "handed";
  }
  return "fixed";
}

function rootOf(expr: Expr): Expr {
  let at: Expr = expr;
  while (at.kind === "member" || at.kind === "index") at = at.object;
  return at;
}

function fromParameter(param: Param, resolver: Resolver, depth: number): Origin {
  const fn = [...ancestors(param)].find((up): up is FunctionNode => up.kind === "function");
  if (fn === undefined || depth >= DEPTH) return "handed";
  const index = fn.params.indexOf(param);
  const callers = resolver.callersOf(fn);
  if (callers.length === 0 || callers.length > MOST_CALLERS) return "handed";
  const origins = callers.flatMap((call) => {
    const given = call.named.find(({ name }) => name === param.name)?.value ?? call.args[index];
    return given === undefined ? [] : [whoChooses(given, resolver, depth + 1)];
  });
  if (origins.includes("chosen")) return "chosen";
  return origins.includes("handed") || origins.length === 0 ? "handed" : "fixed";
}
