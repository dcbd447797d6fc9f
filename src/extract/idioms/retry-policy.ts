/**
 * `retry-policy`: a library is told how to try again: a decorator, a wrapper around a call, a client's own option. `delay` is
 * how it waits, `said` whether the code or the library's default decides that, `bounded` whether there is a last
 * attempt, `few` whether that is the third or an earlier one. What is no client's own counts where what it runs sends a request.
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { Instance, Meaning, Reading, Resolver } from "../../model/meaning.ts";
import type { Call, FunctionNode, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { exchangeAt, isWithin, type Exchange } from "../http-exchange.ts";
import { limitState } from "../limits.ts";
import { callHead } from "../place.ts";
import { createReach, type Reach } from "../reach.ts";
import { strategyOf } from "../retry-delays.ts";
import type { Recogniser } from "../shape.ts";

export const retryPolicy: Recogniser = {
  kinds: ["retry-policy"],
  start: ({ resolver }, emit) => {
    const reach = createReach(resolver, (call) => exchangeAt(call, resolver));
    return (node) => {
      const policy =
        node.kind === "call"
          ? policyAt(node, resolver)
          : node.kind === "function"
            ? bareOn(node, resolver)
            : undefined;
      if (policy === undefined) return;
      const { instance, at } = policy;
      if (instance.type.provides !== "http-client" && !sends(node, reach, resolver)) return;
      const bounded = boundOf(instance, resolver);
      const delay = delayOf(instance, resolver);
      emit({
        kind: "retry-policy",
        span: at,
        node,
        instance,
        properties: {
          provides: "http-client",
          library: instance.library.id,
          ...delay,
          bounded: bounded.bounded,
          few: bounded.few,
          methods: methodsOf(instance, resolver),
        },
        captures: {},
        words: { made: policy.name, library: instance.library.title },
      });
    };
  },
};

interface Policy {
  readonly instance: Instance;
  readonly at: { readonly start: number; readonly end: number };
  readonly name: string;
}

/** A construction that takes a way to wait; a client of requests counts where the options of its retries stand. */
function policyAt(call: Call, resolver: Resolver): Policy | undefined {
  const instance = resolver.constructionAt(call)?.instance;
  if (instance === undefined || !isPolicy(instance, resolver)) return undefined;
  const { provides, sends: isRequest, name } = instance.type;
  if (provides !== "none" && provides !== "http-client") return undefined;
  const isClient = isRequest || name === "client";
  const said = ["retries", "retry-strategy", "retry-methods"].map((option) =>
    resolver.option(instance, option),
  );
  if (isClient && !said.some((one) => one.state === "given" && isWithin(one.value, call)))
    return undefined;
  return { instance, at: callHead(call), name: describe(call.callee) };
}

function isPolicy(instance: Instance, resolver: Resolver): boolean {
  return resolver.optionModel(instance, "retry-strategy") !== undefined;
}

/** `@retry` without a call: all defaults. */
function bareOn(fn: FunctionNode, resolver: Resolver): Policy | undefined {
  for (const { value, name, ...at } of fn.decorators) {
    if (value.kind === "call") continue;
    const meaning = resolver.meaning(value);
    if (meaning.kind !== "library") continue;
    const type = meaning.library.types.find((one) =>
      one.construct.includes(meaning.path.join(".")),
    );
    if (type === undefined) continue;
    // The call that is not written: it says nothing.
    const making: Call = {
      kind: "call",
      callee: value,
      args: [],
      named: [],
      isNew: false,
      macro: false,
      typeArgs: [],
      start: at.start,
      end: at.end,
      parent: fn,
    };
    const instance: Instance = { kind: "instance", library: meaning.library, type, making };
    if (isPolicy(instance, resolver)) return { instance, at, name };
  }
  return undefined;
}

/** What the policy runs sends a request: the function it decorates, one that it is given, or the block around it. */
function sends(node: Node, reach: Reach<Exchange>, resolver: Resolver): boolean {
  if (node.kind === "function") return reach.of(node.body).length > 0;
  if (node.kind !== "call") return false;
  const { parent } = node;
  const around =
    parent?.kind === "function" && parent.decorators.some(({ value }) => value === node)
      ? parent
      : functionAround(node);
  const given = node.args.flatMap((arg): readonly Node[] => {
    const meaning = arg.kind === "name" ? resolver.meaning(arg) : undefined;
    return meaning?.kind === "function" ? meaning.node.body : [arg];
  });
  return reach.of([...given, ...(around?.body ?? [])]).length > 0;
}

/** Which requests it repeats; nothing where the library knows none by their methods. */
function methodsOf(
  instance: Instance,
  resolver: Resolver,
): "all" | "unsafe" | "safe" | "default" | "unknown" | undefined {
  if (resolver.optionModel(instance, "retry-methods") === undefined) return undefined;
  const reading = resolver.option(instance, "retry-methods");
  if (reading.state === "absent" || reading.state === "default") return "default";
  if (reading.state === "unknown") return "unknown";
  const { meaning, value } = reading;
  if (meaning.kind === "constant")
    return meaning.value === null || meaning.value === false ? "all" : "unknown";
  const definitions = (meaning.via ?? []).filter((node) => node.kind === "declare");
  const roots = meaning.kind === "list" ? meaning.items : [value, ...definitions];
  const words = roots.flatMap((root) => wordsIn(root));
  if (words.some((word) => /^(post|patch)$/i.test(word))) return "unsafe";
  return words.some((word) => /^(get|put|head)$/i.test(word)) ? "safe" : "unknown";
}

function wordsIn(root: Node): readonly string[] {
  const words: string[] = [];
  walk(root, (node) => {
    if (node.kind === "literal" && typeof node.value === "string") words.push(node.value);
  });
  return words;
}

function boundOf(
  instance: Instance,
  resolver: Resolver,
): { readonly bounded: boolean | undefined; readonly few: boolean } {
  const names = ["retries", "retry-deadline"];
  const readings = names.map((name) => {
    const reading = resolver.option(instance, name);
    return { reading, said: saidOf(reading) };
  });
  const few = readings.some(({ reading }) => isFew(reading));
  const states = readings.map(
    ({ reading, said }, index) =>
      said ?? limitState(reading, resolver.optionModel(instance, names[index] ?? "")),
  );
  if (states.includes("limited")) return { bounded: true, few };
  const isOpen = readings.some(
    ({ reading }, index) => isUndecided(reading) && states[index] === undefined,
  );
  return { bounded: isOpen ? undefined : false, few };
}

function isUndecided({ state }: Reading): boolean {
  return state === "given" || state === "unknown";
}

/** Three attempts, or fewer: as the option says, or the call in it (`stop_after_attempt(3)`). */
function isFew(reading: Reading): boolean {
  const number = (meaning: Meaning): boolean =>
    meaning.kind === "constant" &&
    typeof meaning.value === "number" &&
    meaning.value <= 3 &&
    meaning.value >= 0;
  if (reading.state === "default") return typeof reading.value === "number" && reading.value <= 3;
  if (reading.state !== "given") return false;
  if (number(reading.meaning)) return true;
  return someNode(
    reading.value,
    (node) =>
      node.kind === "literal" &&
      typeof node.value === "number" &&
      node.value <= 3 &&
      node.value > 0,
  );
}

/** What the model says of a word in the value: `stop_never`, `.take(3)`. */
function saidOf(reading: Reading): string | undefined {
  if (reading.state !== "given") return undefined;
  const { means } = reading.model;
  if (means === undefined) return undefined;
  let found: string | undefined;
  const look = (root: Node): void => {
    someNode(root, (node) => {
      const word =
        node.kind === "name" || node.kind === "member" ? node.name.toLowerCase() : undefined;
      const said = word === undefined ? undefined : means[word];
      if (typeof said === "string") found ??= said;
      return found !== undefined;
    });
  };
  look(reading.value);
  for (const definition of reading.meaning.via ?? []) {
    if (found === undefined && definition.kind === "declare" && definition.value !== undefined)
      look(definition.value);
  }
  return found ?? (typeof means["*"] === "string" ? means["*"] : undefined);
}

interface Wait {
  readonly delay: "none" | "constant" | "growing" | "unknown";
  readonly said: boolean;
}

function delayOf(instance: Instance, resolver: Resolver): Wait {
  const factor = resolver.option(instance, "backoff");
  const strategy = resolver.option(instance, "retry-strategy");
  if (factor.state === "given") {
    const { meaning } = factor;
    if (meaning.kind !== "constant") return { delay: "unknown", said: true };
    const grows =
      meaning.value === true ||
      (typeof meaning.value === "number" && meaning.value > factorOf(instance));
    if (grows) return { delay: "growing", said: true };
  }
  if (strategy.state === "unknown") return { delay: "unknown", said: false };
  if (strategy.state === "given") {
    const word = saidOf(strategy);
    if (word === "growing" || word === "constant" || word === "none")
      return { delay: word, said: true };
    return { delay: strategyOf(strategy.meaning, resolver, 0)?.delay ?? "unknown", said: true };
  }
  const usual = strategy.state === "default" ? strategy.value : "none";
  const delay = usual === "growing" || usual === "constant" ? usual : "none";
  return {
    delay: factor.state === "given" && delay === "growing" ? "constant" : delay,
    said: factor.state === "given",
  };
}

/** The factor with which waits stay the same: 1, where they are multiplied; 0, where they are scaled. */
function factorOf({ library, type }: Instance): number {
  const model = library.options.find((one) => one.name === "backoff" && one.on.includes(type.name));
  return model?.zero === "disabled" ? 0 : 1;
}
