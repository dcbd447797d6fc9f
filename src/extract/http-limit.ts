/** How long a timeout or a signal lets a request take. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNodeIn, walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, Node } from "../model/syntax.ts";
import { describe } from "./canonical.ts";
import { nameOf } from "./http-exchange.ts";

/** `(3.05, 27)`, `Timeout(10.0)`, `ClientTimeout(total=5)`: a limit to the whole, else one to a part, else none. */
export function limitIn(value: Expr, meaning: Meaning, resolver: Resolver): Meaning {
  const parts = partsOf(value, meaning);
  if (parts === undefined) return meaning;
  const meanings = parts.map((part) => resolver.meaning(part));
  return meanings.find((part) => !isNothing(part)) ?? meanings[0] ?? meaning;
}

function partsOf(value: Expr, meaning: Meaning): readonly Expr[] | undefined {
  // The last of (connect, read) is the one that a silent server runs into.
  if (meaning.kind === "list") return meaning.items.toReversed();
  const made = meaning.kind === "instance" ? meaning.making : timeoutCall(value, meaning);
  if (made === undefined) return undefined;
  const total = made.named.filter(({ name }) => /^(total|timeout|read|sock_read)$/.test(name));
  const others = made.named.filter((named) => !total.includes(named));
  return [
    ...total.map((named) => named.value),
    ...made.args,
    ...others.map((named) => named.value),
  ];
}

/** `httpx.Timeout(10)`, here or where its name is declared. */
function timeoutCall(value: Expr, meaning: Meaning): Call | undefined {
  const declared = (meaning.via ?? []).flatMap((node) =>
    node.kind === "declare" && node.value !== undefined ? [node.value] : [],
  );
  return [value, ...declared].find(
    (one): one is Call => one.kind === "call" && nameOf(one.callee).endsWith("Timeout"),
  );
}

function isNothing(meaning: Meaning): boolean {
  return meaning.kind === "constant" && meaning.value === null;
}

/** Milliseconds after which a signal fires: `AbortSignal.timeout(5000)`, or a controller with a timer beside it. */
export function signalLimit(signal: Expr, resolver: Resolver): Expr | undefined {
  let found: Expr | undefined;
  const look = (root: Node): void =>
    walk(root, (node) => {
      if (node.kind === "call" && describe(node.callee) === "AbortSignal.timeout")
        found ??= node.args[0];
      return found === undefined;
    });
  look(signal);
  for (const definition of resolver.meaning(signal).via ?? []) {
    if (definition.kind === "declare" && definition.value !== undefined) look(definition.value);
  }
  if (signal.kind === "name" && found === undefined) look(definitionOf(signal) ?? signal);
  return found ?? timerOf(signal);
}

function definitionOf({ name, ...at }: Extract<Expr, { kind: "name" }>): Node | undefined {
  const fn = functionAround(at as Node);
  let found: Node | undefined;
  for (const statement of fn?.body ?? []) {
    walk(statement, (node) => {
      if (node.kind === "declare" && node.bindings.some((one) => one.name === name)) found = node;
      return node.kind !== "function";
    });
  }
  return found;
}

/** `setTimeout(() => controller.abort(), 5000)` around the use of the controller's signal. */
function timerOf(signal: Expr): Expr | undefined {
  const outermost = [...ancestors(signal)].filter((up) => up.kind === "function").at(-1);
  let found: Expr | undefined;
  if (outermost === undefined) return undefined;
  walk(outermost, (node) => {
    if (node.kind === "call" && nameOf(node.callee) === "setTimeout" && aborts(node))
      found ??= node.args[1];
    return found === undefined;
  });
  return found;
}

function aborts(timer: Call): boolean {
  return someNodeIn(timer.args, (node) => node.kind === "member" && node.name === "abort");
}
