/** The `where` predicates: they narrow any of the four ways. */
import type { Where } from "../model/extractor.ts";
import type { Instance, Resolver } from "../model/meaning.ts";
import type { Node } from "../model/syntax.ts";
import { functionAround, isConstructor, isHandler, isInAsync, isInHandler, isInLoop, isInTest, isStartup } from "./context.ts";

interface Place {
  readonly node: Node;
  readonly instance?: Instance | undefined;
  readonly resolver: Resolver;
}

type Predicate = (place: Place, argument: string) => boolean;

const PREDICATES: Readonly<Record<string, Predicate>> = {
  "in-async": ({ node }) => isInAsync(node),
  "in-loop": ({ node }) => isInLoop(node),
  "in-handler": ({ node, resolver }) => isInHandler(node, resolver),
  "in-test": ({ node }) => isInTest(node),
  "in-constructor": ({ node }) => {
    const fn = functionAround(node);
    return fn !== undefined && isConstructor(fn);
  },
  "at-startup": ({ node }) => {
    const fn = functionAround(node);
    return fn === undefined || isStartup(fn);
  },
  "per-call": ({ node, resolver }) => {
    const fn = functionAround(node);
    return fn !== undefined && (isHandler(fn, resolver) || (!isConstructor(fn) && !isStartup(fn)));
  },
  "at-module-level": ({ node }) => functionAround(node) === undefined,
  receiver: (place, library) => receiverLibrary(place) === library,
  argument: ({ node }, name) =>
    node.kind === "call" && (node.named.some((named) => named.name === name) || node.args.some((arg) => arg.kind === "record" && arg.entries.some((entry) => entry.key === name))),
};

export const WHERE_WORDS: readonly string[] = Object.keys(PREDICATES);

export function holdsWhere(conditions: readonly Where[], place: Place): boolean {
  return conditions.every((condition) => {
    const predicate = PREDICATES[condition.predicate];
    return predicate !== undefined && predicate(place, condition.argument ?? "") !== condition.negated;
  });
}

function receiverLibrary({ node, instance, resolver }: Place): string | undefined {
  if (instance !== undefined) return instance.library.id;
  const call = node.kind === "call" ? node : undefined;
  if (call === undefined) return undefined;
  const receiver = call.callee.kind === "member" ? resolver.meaning(call.callee.object) : resolver.meaning(call.callee);
  if (receiver.kind === "instance" || receiver.kind === "library") return receiver.library.id;
  if (receiver.kind !== "either") return undefined;
  const option = receiver.options.find((candidate) => candidate.kind === "instance");
  return option?.kind === "instance" ? option.library.id : undefined;
}
