/** The `where` predicates: they narrow any of the ways. */
import { functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Where } from "../model/extractor.ts";
import type { Instance, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Node } from "../model/syntax.ts";
import {
  isConstructor,
  isHandler,
  isInAsync,
  isInHandler,
  isInLoop,
  isInTest,
  isStartup,
} from "./context.ts";
import { takesReplies } from "./replies.ts";

interface Place {
  /** Absent in files without a grammar. */
  readonly node?: Node;
  readonly instance?: Instance | undefined;
  readonly resolver: Resolver;
}

/** Asked of the code at the place: nothing holds where there is no code, as in a configuration file. */
type NodePredicate = (node: Node, place: Place, argument: string) => boolean;

const OF_NODES: Readonly<Record<string, NodePredicate>> = {
  "in-async": (node) => isInAsync(node),
  "in-loop": (node) => isInLoop(node),
  "in-handler": (node, { resolver }) => isInHandler(node, resolver),
  "in-test": (node) => isInTest(node),
  "in-constructor": (node) => {
    const fn = functionAround(node);
    return fn !== undefined && isConstructor(fn);
  },
  "at-startup": (node) => {
    const fn = functionAround(node);
    return fn === undefined || isStartup(fn);
  },
  "per-call": (node, { resolver }) => {
    const fn = functionAround(node);
    return fn !== undefined && (isHandler(fn, resolver) || (!isConstructor(fn) && !isStartup(fn)));
  },
  "at-module-level": (node) => functionAround(node) === undefined,
  "takes-replies": (node, { resolver }) => node.kind === "call" && takesReplies(node, resolver),
  receiver: (node, place, library) => receiverLibrary(node, place) === library,
  argument: (node, _place, name) =>
    node.kind === "call" &&
    (node.named.some((named) => named.name === name) ||
      node.args.some(
        (arg) => arg.kind === "record" && arg.entries.some((entry) => entry.key === name),
      )),
};

type ProjectPredicate = (place: Place, argument: string, condition: Where) => boolean;

const OF_PROJECTS: Readonly<Record<string, ProjectPredicate>> = {
  // A queue on the same kind of server turns some rules round: it needs `noeviction`, and its workers wait without limit.
  "with-queue": ({ resolver }) =>
    resolver.modules.some((module) =>
      resolver
        .librariesOf(module)
        .some(
          (library) =>
            library.dialect !== undefined &&
            library.types.some((type) => type.provides === "queue"),
        ),
    ),
  "with-library": ({ resolver }, id) =>
    resolver.modules.some((module) =>
      resolver.librariesOf(module).some((library) => library.id === id),
    ),
  "project-says": ({ resolver }, _group, { words = [] }) =>
    words.some((word) => resolver.said.has(word)),
  "with-writes": ({ resolver }) => writesOf(resolver).any,
  "with-endless-writes": ({ resolver }) => writesOf(resolver).endless,
};

/** Whether values are written to a server, and whether some are written for good; asked once a scan. */
interface Writes {
  readonly any: boolean;
  readonly endless: boolean;
}

const writesOf = memoised((resolver: Resolver): Writes => {
  let any = false;
  let endless = false;
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
        if (site?.operation.operation !== "write" || site.instance.library.dialect === undefined)
          return;
        if (isInTest(node)) return;
        any = true;
        endless ||= site.ttl.state === "absent";
      });
    }
  }
  return { any, endless };
});

export const WHERE_WORDS: readonly string[] = [
  ...Object.keys(OF_NODES),
  ...Object.keys(OF_PROJECTS),
];

export function holdsWhere(conditions: readonly Where[], place: Place): boolean {
  return conditions.every((condition) => holds(condition, place) !== condition.negated);
}

function holds(condition: Where, place: Place): boolean {
  const { predicate, argument = "" } = condition;
  const ofProject = OF_PROJECTS[predicate];
  if (ofProject !== undefined) return ofProject(place, argument, condition);
  return place.node !== undefined && OF_NODES[predicate]?.(place.node, place, argument) === true;
}

function receiverLibrary(node: Node, { instance, resolver }: Place): string | undefined {
  if (instance !== undefined) return instance.library.id;
  if (node.kind !== "call") return undefined;
  const receiver = resolver.meaning(
    node.callee.kind === "member" ? node.callee.object : node.callee,
  );
  if (receiver.kind === "instance" || receiver.kind === "library") return receiver.library.id;
  if (receiver.kind !== "either") return undefined;
  const option = receiver.options.find((candidate) => candidate.kind === "instance");
  return option?.kind === "instance" ? option.library.id : undefined;
}
