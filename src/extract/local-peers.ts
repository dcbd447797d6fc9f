/** Which sockets of Node's stay on this machine: those that are opened to, or that listen on, a path. */
import { someNode } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";

/** `here`: a path, or a port without a host. `unsaid`: it may as well be options that are made elsewhere. */
export type Place = "here" | "unsaid";

/** What the only argument of `net.connect` says, a listener apart; undefined where there are others, or options. */
export function lonePlace(call: Call, resolver: Resolver): Place | undefined {
  const [place, ...rest] = call.args.filter((arg) => !isListener(arg, resolver));
  if (place === undefined || place.kind === "record" || rest.length > 0) return undefined;
  const meaning = resolver.meaning(place);
  if (meaning.kind === "record") return undefined;
  return isPlain(meaning, /^(string|number)$/) || isJoined(place, resolver) ? "here" : "unsaid";
}

/** `server.listen(path)`, of the server that `call` makes and `name` holds; within `scope`. */
export function listensOnPath(
  call: Call,
  name: string | undefined,
  scope: Parameters<typeof someNode>[0],
  resolver: Resolver,
): boolean {
  return someNode(
    scope,
    (node) =>
      node.kind === "call" &&
      node.callee.kind === "member" &&
      node.callee.name === "listen" &&
      (node.callee.object === call ||
        (name !== undefined && canonical(node.callee.object) === name)) &&
      isPath(node.args[0], resolver),
  );
}

function isPath(place: Expr | undefined, resolver: Resolver): boolean {
  if (place === undefined) return false;
  if (place.kind === "record") return place.entries.some(({ key }) => key === "path");
  const meaning = resolver.meaning(place);
  if (meaning.kind === "constant")
    return typeof meaning.value === "string" && !/^\d*$/.test(meaning.value);
  return isPlain(meaning, /^string$/) || isJoined(place, resolver);
}

function isListener(arg: Expr, resolver: Resolver): boolean {
  return arg.kind === "function" || resolver.meaning(arg).kind === "function";
}

/** Text or a number, as its value or its type says. */
function isPlain(meaning: Meaning, types: RegExp): boolean {
  if (meaning.kind === "constant") return types.test(typeof meaning.value);
  if (meaning.kind === "text") return true;
  if (meaning.kind === "either") return meaning.options.every((one) => isPlain(one, types));
  const type =
    meaning.kind === "parameter" || meaning.kind === "typed" ? meaning.type?.name : undefined;
  return type !== undefined && types.test(type);
}

/** `path.join(…)`, or a name for what it gave. */
function isJoined(expr: Expr, resolver: Resolver): boolean {
  const [definition] = resolver.meaning(expr).via ?? [];
  const value = expr.kind === "name" && definition?.kind === "declare" ? definition.value : expr;
  if (value?.kind !== "call") return false;
  const callee = resolver.meaning(value.callee);
  return callee.kind === "external" && /^(node:)?path(\/|$)/.test(callee.source);
}
