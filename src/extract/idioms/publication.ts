/**
 * `publication`: a message is given to a broker. `confirmed` is false where nobody waits until the broker has it: the channel
 * does not confirm, or its answer is dropped. `matters` is false for what the names call a metric or a log.
 */
import { ancestors, functionAround } from "../../model/ancestry.ts";
import { someNode } from "../../model/children.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { Call, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { functionName } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const publication: Recogniser = {
  kinds: ["publication"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = resolver.operationAt(node);
      if (site?.operation.operation !== "publish" || site.instance.type.provides !== "queue")
        return;
      const { instance, operation } = site;
      const by = operation.awaits === undefined ? "channel" : "answer";
      emit({
        kind: "publication",
        span: callHead(node),
        node,
        instance,
        properties: {
          provides: "queue",
          library: instance.library.id,
          confirmed: by === "answer" ? isAnswered(site, resolver) : byChannel(site, resolver),
          by,
          matters: !isTelemetry(site),
          file: site.value !== undefined && holdsFile(site.value, resolver),
        },
        captures: {},
        words: { call: describe(node.callee) },
      });
    },
};

/** What the channel was made for, or was told since. */
function byChannel({ instance }: OperationSite, resolver: Resolver): boolean | undefined {
  const reading = resolver.option(instance, "confirm");
  if (reading.state === "default") return reading.value === true;
  if (reading.state !== "given" || reading.meaning.kind !== "constant") return undefined;
  return reading.meaning.value === true;
}

/** The broker's answer is awaited as often as the library wants, where it can be seen what becomes of it. */
function isAnswered({ call, operation }: OperationSite, resolver: Resolver): boolean | undefined {
  const fn = functionAround(call);
  let left = operation.awaits ?? 0;
  let at: Node = call;
  for (let up = call.parent; up !== undefined; at = up, up = up.parent) {
    if (up.kind === "await") left -= 1;
    else if (up.kind === "expression") {
      return left <= 0 || (fn !== undefined && waitsLater(call, fn, resolver));
    } else if (up.kind === "declare") {
      const [name] = up.bindings.map((binding) => binding.name);
      if (left <= 0) return true;
      return name === undefined || name === "_" ? false : undefined;
    } else if (!isChained(up, at)) return left <= 0 ? true : undefined;
  }
  return undefined;
}

/** `.map_err(..)?`, `.unwrap()`, `.context("…")`: the answer goes through. A `.catch(..)` sees to it in its own way. */
function isChained(up: Node, at: Node): boolean {
  if (up.kind === "member") return up.object === at && up.name !== "catch" && up.name !== "then";
  return up.kind === "call" && up.callee === at;
}

/** `wait_for_confirms()`, `flush()` afterwards. */
function waitsLater(call: Call, fn: Node, resolver: Resolver): boolean {
  return someNode(
    fn,
    (node) =>
      node.kind === "call" &&
      node.start > call.end &&
      resolver.operationAt(node)?.operation.operation === "execute",
  );
}

const TELEMETRY = new Set(
  "metric metrics log logs logging telemetry presence heartbeat analytics trace tracing ping typing stats debug reply replies response rpc".split(
    " ",
  ),
);

/** The names around it say that a lost message costs little, or that somebody waits for it anyway. */
function isTelemetry({ call, args }: OperationSite): boolean {
  const texts = args.map((arg) => describe(arg));
  for (const up of ancestors(call)) if (up.kind === "function") texts.push(functionName(up));
  return texts.some((text) =>
    wordsOf(text.replaceAll(/[^A-Za-z0-9]+/g, "_")).some((word) => TELEMETRY.has(word)),
  );
}

const READS_FILE = /^(readFile|readFileSync|read_to_end|read_to_string|read_bytes|b64encode)$/;

/** The whole content of a file goes into the message. */
function holdsFile(value: Node, resolver: Resolver): boolean {
  return someNode(value, (node) => {
    if (node.kind === "call") return isFileRead(node);
    if (node.kind !== "name") return false;
    const definition = resolver.meaning(node).via?.[0];
    return (
      definition?.kind === "declare" &&
      definition.value !== undefined &&
      someNode(definition.value, (inner) => inner.kind === "call" && isFileRead(inner))
    );
  });
}

function isFileRead({ callee }: Call): boolean {
  if (callee.kind !== "name" && callee.kind !== "member") return false;
  if (READS_FILE.test(callee.name)) return true;
  // `fs::read(path)`
  return (
    callee.name === "read" &&
    callee.kind === "member" &&
    callee.path &&
    describe(callee.object).endsWith("fs")
  );
}
