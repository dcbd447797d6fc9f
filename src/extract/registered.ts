/** Functions that a framework is told to call for each request, by their names: `app.get("/x", show)`, `.route("/x", get(show))`. */
import { calledName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, FunctionNode, Module } from "../model/syntax.ts";

export function isRegistered(fn: FunctionNode, resolver: Resolver): boolean {
  return registered(resolver).has(fn);
}

const registered = memoised((resolver: Resolver): ReadonlySet<FunctionNode> => {
  const found = new Set<FunctionNode>();
  for (const module of resolver.modules) {
    const routes = routeCalls(module, resolver);
    if (routes === undefined) continue;
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call" || !routes(node)) return;
        for (const arg of node.args) {
          if (arg.kind === "name" || arg.kind === "member") keep(resolver.meaning(arg), found);
        }
      });
    }
  }
  return found;
});

function keep(meaning: Meaning, found: Set<FunctionNode>): void {
  if (meaning.kind === "function" && meaning.node.implemented) found.add(meaning.node);
}

const VERBS = /^(get|post|put|patch|delete|head|options|trace|any|all)$/;

/** Which calls of the module register handlers; undefined where it imports no framework that does it by calls. */
function routeCalls(module: Module, resolver: Resolver): ((call: Call) => boolean) | undefined {
  const imports = resolver.importsOf(module);
  const has = (pattern: RegExp): boolean => [...imports].some((source) => pattern.test(source));
  switch (module.language) {
    case "rust":
      if (has(/^axum(\.|$)/)) return (call) => VERBS.test(calledName(call));
      if (has(/^actix_web(\.|$)/)) return (call) => /^(to|default_service)$/.test(calledName(call));
      return has(/^warp(\.|$)/) || mentionsWarp(module)
        ? (call) => /^(and_then|then)$/.test(calledName(call))
        : undefined;
    case "python":
      return has(/^(django\.urls|django\.conf\.urls|starlette\.routing|aiohttp|flask|fastapi)/)
        ? (call) =>
            /^(path|re_path|url|Route|add_get|add_post|add_put|add_delete|add_route|add_api_route|add_url_rule)$/.test(
              calledName(call),
            )
        : undefined;
    case "typescript":
      return (call) =>
        (VERBS.test(calledName(call)) || calledName(call) === "use") &&
        call.callee.kind === "member" &&
        isRouter(call) &&
        call.args.length >= 2 &&
        startsWithPath(call);
  }
}

/** `warp` is mostly written out: `warp::path!("x").and_then(show)`. */
function mentionsWarp(module: Module): boolean {
  let found = false;
  for (const statement of module.body) {
    walk(statement, (node) => {
      if (node.kind === "name" && node.name === "warp") found = true;
      return !found;
    });
  }
  return found;
}

function isRouter({ callee }: Call): boolean {
  const object = callee.kind === "member" ? callee.object : undefined;
  const name = object?.kind === "name" || object?.kind === "member" ? object.name : "";
  return /(app|router|routes?|server|api|fastify)$/i.test(name);
}

function startsWithPath({ args }: Call): boolean {
  const [first] = args;
  return (
    first?.kind === "template" || (first?.kind === "literal" && typeof first.value === "string")
  );
}
