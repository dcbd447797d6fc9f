/**
 * `panic-call`: code of a cache that ends the thread or the process where it could return an error: `form` is `unwrap` (of what a cache
 * answered), `lock` (of a poisoned lock), `panic` or `exit`; `none` is a cache operation whose error is handed on. `library`
 * says that the file belongs to a library.
 */
import { ancestors, classAround, functionAround } from "../../model/ancestry.ts";
import type { Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Call, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { isStartup } from "../context.ts";
import { callHead } from "../place.ts";
import { namedAfterCache } from "../project-facts.ts";
import type { Recogniser, Scene } from "../shape.ts";

export const panicCall: Recogniser = {
  kinds: ["panic-call"],
  start: (scene, emit) => (node) => {
    if (node.kind !== "call") return;
    const fn = functionAround(node);
    if (fn === undefined || functionsOver(node).some((one) => isStartup(one))) return;
    const form = formOf(node, scene);
    const library = form === undefined ? undefined : isLibrary(scene);
    if (form === undefined || library === false) return;
    emit({
      kind: "panic-call",
      span: callHead(node),
      node,
      properties: { form, library: library ?? "unknown" },
      captures: {},
      words: { call: describe(node.callee) },
    });
  },
};

function functionsOver(node: Node): readonly FunctionNode[] {
  return [...ancestors(node)].filter((up) => up.kind === "function");
}

function formOf(call: Call, scene: Scene): string | undefined {
  const { resolver, module } = scene;
  const { callee } = call;
  if (callee.kind !== "name" && callee.kind !== "member") return undefined;
  if (module.language !== "rust") {
    const dotted = describe(callee);
    return /^(process\.(exit|abort)|sys\.exit|os\._exit)$/.test(dotted) &&
      !isMeantToEnd(call) &&
      isOfCache(call, scene)
      ? "exit"
      : undefined;
  }
  if (call.macro)
    return /^(panic|todo|unimplemented)$/.test(callee.name) && isOfCache(call, scene)
      ? "panic"
      : undefined;
  if (
    callee.name === "exit" &&
    callee.kind === "member" &&
    /(^|::)process$/.test(describe(callee.object))
  )
    return isOfCache(call, scene) ? "exit" : undefined;
  if (callee.kind === "member" && !callee.path && /^(unwrap|expect)$/.test(callee.name)) {
    const from = receiverOf(callee.object);
    if (from === undefined) return undefined;
    if (isCacheAnswer(from, resolver)) return "unwrap";
    const isLock =
      from.callee.kind === "member" &&
      /^(lock|read|write)$/.test(from.callee.name) &&
      from.args.length === 0;
    return isLock && isOfCache(call, scene) ? "lock" : undefined;
  }
  return isCacheAnswer(call, resolver) && !isUnwrapped(call) ? "none" : undefined;
}

/** It says that all went well, or runs when a signal or a timer says that the program has to end. */
function isMeantToEnd(call: Call): boolean {
  const [code] = call.args;
  if (code?.kind === "literal" && code.value === 0) return true;
  return functionsOver(call).some(
    ({ parent }) =>
      parent?.kind === "call" &&
      /^((process\.)?(on|once)|signal\.signal|setTimeout)$/.test(describe(parent.callee)),
  );
}

/** The call whose result is unwrapped. */
function receiverOf(expr: Expr): Call | undefined {
  const at = expr.kind === "await" ? expr.value : expr;
  return at.kind === "call" ? at : undefined;
}

function isCacheAnswer(call: Call, resolver: Resolver): boolean {
  const site = resolver.operationAt(call);
  return site?.instance.type.provides === "shared-cache" && !site.instance.type.buffered;
}

function isUnwrapped(call: Call): boolean {
  for (const up of ancestors(call)) {
    if (up.kind === "member" && /^(unwrap|expect)$/.test(up.name)) return true;
    if (up.kind !== "member" && up.kind !== "await" && up.kind !== "call") return false;
  }
  return false;
}

/** The class talks to a cache, or is named after one. */
function isOfCache(node: Node, { project, resolver }: Scene): boolean {
  const around = classAround(node);
  if (around === undefined) return false;
  const parts = resolver.classOf(node)?.nodes ?? [around];
  return (
    parts.some((part) => project.isCacheUser(part)) ||
    (around.name !== undefined && namedAfterCache([around.name]) === true)
  );
}

const PROGRAMS =
  /(^|\/)(main\.rs|build\.rs|bin\/|examples?\/|benches\/|tests?\/|scripts?\/|cli\/|__main__\.py)/;

/** Rust says by its file names what is a library; undefined where the crate's root was not read. */
function isLibrary({ module, resolver }: Scene): boolean | undefined {
  if (PROGRAMS.test(module.path)) return false;
  if (module.language !== "rust") return true;
  const root = /^(.*?\bsrc|src)\//.exec(module.path)?.[1] ?? "";
  const paths = rootsOf(resolver);
  if (paths.has(`${root}/lib.rs`)) return true;
  return paths.has(`${root}/main.rs`) ? false : undefined;
}

const rootsOf = memoised(
  (resolver: Resolver): ReadonlySet<string> => new Set(resolver.modules.map(({ path }) => path)),
);
