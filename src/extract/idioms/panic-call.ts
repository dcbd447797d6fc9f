/**
 * `panic-call`: code of a cache that ends the thread or the process where it could return an error: `form` is `unwrap` (of what a cache
 * answered), `lock` (of a poisoned lock), `io` (of input or output), `decode` (of bytes that were to be something), `panic` or `exit`; `none` is a cache operation whose error is handed on. `library`
 * says that the file belongs to a library.
 */
import { ancestors, classAround, functionAround } from "../../model/ancestry.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Expr, FunctionNode, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { isStartup } from "../context.ts";
import { isOfOwnCache } from "../own-cache.ts";
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
    const sort = fallible(from, resolver);
    if (sort === "lock") return isOfCache(call, scene) ? sort : undefined;
    // An application that only uses a cache reads and decodes much else.
    return sort !== undefined && isOfOwnCache(call, resolver) ? sort : undefined;
  }
  if (isCacheAnswer(call, resolver)) return isUnwrapped(call) ? undefined : "none";
  return isHandedOn(call) && fallible(call, resolver) !== undefined && isOfOwnCache(call, resolver)
    ? "none"
    : undefined;
}

/** `stream.flush()?`, `from_utf8(body).map_err(…)?` */
function isHandedOn(call: Call): boolean {
  if (call.tried === true) return true;
  for (const up of ancestors(call)) {
    if (up.kind !== "member" && up.kind !== "await" && up.kind !== "call") return false;
    if (up.kind === "call" && up.callee.kind !== "member") return false;
    if (up.tried === true) return true;
  }
  return false;
}

const INPUT_OUTPUT =
  /^(read_exact|read_line|read_until|read_to_end|read_to_string|read_buf|write_all|write_fmt|write_buf|flush|sync_all|sync_data|set_len|connect|connect_timeout|accept|bind|listen|shutdown|try_clone|local_addr|peer_addr|set_read_timeout|set_write_timeout|set_nodelay|set_nonblocking|recv|send|next_line)$/;
const DECODES =
  /^(from_utf8|from_str|from_str_radix|from_slice|from_reader|deserialize|deserialize_from|from_bytes|decode|parse|decompress|from_hex)$/;

/** What may fail at any time: a lock whose holder panicked, input and output, or bytes that are not what they should be. */
function fallible(from: Call, resolver: Resolver): string | undefined {
  const { callee } = from;
  if (callee.kind !== "member") return undefined;
  const { name } = callee;
  if (/^(lock|read|write)$/.test(name) && from.args.length === 0) return "lock";
  if (/^(read|write)$/.test(name) && from.args.length === 1) return "io";
  if (INPUT_OUTPUT.test(name)) return isOutside(from, resolver) ? "io" : undefined;
  if (!DECODES.test(name)) return undefined;
  // A text that is written down decodes the same way each time.
  const decoded = callee.path || from.args.length > 0 ? from.args : [callee.object];
  return decoded.some((one) => resolver.meaning(one).kind !== "constant") ? "decode" : undefined;
}

/** Not a channel or a buffer in memory, as far as names and types tell. */
function isOutside({ callee, args }: Call, resolver: Resolver): boolean {
  if (callee.kind !== "member") return false;
  const { name, object } = callee;
  if (/^(send|recv)$/.test(name))
    return args.length > 0 && /sock|stream|conn/i.test(describe(object));
  if (resolver.meaning(object).kind === "container") return false;
  return !/^(buf|buffer|out|output|bytes|stdout|stderr)$/.test(describe(object));
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

/** The class talks to a cache, or the code is that of one. */
function isOfCache(node: Node, { project, resolver }: Scene): boolean {
  if (isOfOwnCache(node, resolver)) return true;
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

/** Rust's crates say by their root file whether they are a library's; undefined where there is none. */
function isLibrary({ module, resolver }: Scene): boolean | undefined {
  if (PROGRAMS.test(module.path)) return false;
  return module.language === "rust" ? resolver.homeOf(module).library : true;
}
