/**
 * `publication`: a message is given to a broker. `confirmed` is false where nobody waits until the broker has it: the channel
 * does not confirm, or its answer is dropped. `matters` is false for what the names call a metric or a log.
 */
import { ancestors, calledName, classAround, functionAround } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { Instance, OperationSite, Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
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
      const site = resolver.operationAt(node) ?? publishedByName(node, resolver);
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
          confirmed: by === "answer" ? byAnswer(site, resolver) : byChannel(site, resolver),
          by,
          matters: !isTelemetry(site, resolver),
          file: site.value !== undefined && holdsFile(site.value, resolver),
        },
        captures: {},
        words: { call: describe(node.callee) },
      });
    },
};

/** `channel.basic_publish(..)` on what is handed in: no other library that the file imports has a method of such a name. */
function publishedByName(call: Call, resolver: Resolver): OperationSite | undefined {
  const { callee } = call;
  if (callee.kind !== "member" || !/_|[a-z][A-Z]/.test(callee.name)) return undefined;
  const receiver = resolver.meaning(callee.object);
  if (
    receiver.kind !== "unknown" &&
    !(receiver.kind === "parameter" && receiver.type === undefined)
  )
    return undefined;
  for (const library of resolver.librariesOf(resolver.moduleOf(call))) {
    const operation = library.operations.find(
      (one) => one.operation === "publish" && one.methods.includes(callee.name),
    );
    const type = library.types.find(
      ({ name, provides }) => provides === "queue" && operation?.on.includes(name) === true,
    );
    if (operation === undefined || type === undefined) continue;
    const instance: Instance = { kind: "instance", library, type };
    const ttl = { state: "none" } as const;
    return { call, instance, operation, method: callee.name, args: call.args, ttl };
  }
  return undefined;
}

/** What the channel was made for, or was told since; no channel confirms where the project never asks for it. */
function byChannel(site: OperationSite, resolver: Resolver): boolean | undefined {
  const { instance } = site;
  const reading = resolver.option(instance, "confirm");
  if (reading.state === "default") return reading.value === true;
  if (reading.state === "given")
    return reading.meaning.kind === "constant" ? reading.meaning.value === true : undefined;
  return asked(site, resolver);
}

/** Is confirmation asked for on channels of the library? Unknown where it is, on another one perhaps. */
function asked({ instance, call }: OperationSite, resolver: Resolver): boolean | undefined {
  const { library, type } = instance;
  const switches = library.operations.filter(({ operation }) => operation === "confirm");
  const isDefault = library.options.find(
    ({ name, on }) => name === "confirm" && on.includes(type.name),
  )?.default;
  if (switches.length === 0 && isDefault === undefined) return undefined;
  const where = confirming(resolver).get(library.id) ?? NOWHERE;
  if (where.has(resolver.moduleOf(call).path)) return switches.length > 0 ? true : undefined;
  return where.size > 0 ? undefined : isDefault === true;
}

const NOWHERE: ReadonlySet<string> = new Set();

/** The files in which channels are made to confirm, by library. */
const confirming = memoised((resolver: Resolver): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call") return;
        const site = resolver.operationAt(node);
        const made = site === undefined ? resolver.constructionAt(node)?.instance : undefined;
        const isSwitch = site?.operation.operation === "confirm";
        if (!isSwitch && (made === undefined || !isConfirming(made, resolver))) return;
        const id = site?.instance.library.id ?? made?.library.id ?? "";
        found.set(id, (found.get(id) ?? new Set()).add(module.path));
      });
    }
  }
  return found;
});

function isConfirming(made: Instance, resolver: Resolver): boolean {
  if (made.type.provides !== "queue") return false;
  const reading = resolver.option(made, "confirm");
  return reading.state === "default"
    ? reading.value === true
    : reading.state === "given" &&
        !(reading.meaning.kind === "constant" && reading.meaning.value === false);
}

/** A broker that is not asked to confirm has no answer to wait for. */
function byAnswer(site: OperationSite, resolver: Resolver): boolean | undefined {
  const answered = isAnswered(site, resolver);
  if (answered !== true) return answered;
  const mustAsk = site.instance.library.operations.some(({ operation }) => operation === "confirm");
  return mustAsk ? asked(site, resolver) : true;
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
    } else if (!isChained(up, at) && !isLimitOf(up)) return left <= 0 ? true : isIgnored(up);
  }
  return undefined;
}

/** `timeout(limit, channel.basic_publish(..))` */
function isLimitOf(up: Node): boolean {
  return up.kind === "call" && /^(timeout|wait_for|withTimeout)$/.test(calledName(up));
}

/** `match … { Ok(_) => {}, Err(_) => {} }`: whatever came back, nothing is done with it. */
function isIgnored(up: Node): false | undefined {
  return up.kind === "switch" && up.arms.every(({ body }) => body.length === 0) ? false : undefined;
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
function isTelemetry({ call, args }: OperationSite, resolver: Resolver): boolean {
  const owner = classAround(call)?.name;
  const texts = [...args, ...call.named.map(({ value }) => value)].flatMap((arg) => {
    if (arg.kind === "call" && arg.named.some(({ name }) => name === "reply_to")) return ["reply"];
    const meaning = resolver.meaning(arg);
    const value = meaning.kind === "constant" ? meaning.value : undefined;
    return typeof value === "string" ? [describe(arg), value] : [describe(arg)];
  });
  if (owner !== undefined) texts.push(owner);
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
