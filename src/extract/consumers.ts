/** Where code takes messages from a broker for good, and what it does with each. */
import { classAround, lastName } from "../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../model/children.ts";
import type { Instance, Meaning, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Span } from "../model/source.ts";
import type { Call, Expr, FunctionNode, Loop, Node, Stmt } from "../model/syntax.ts";
import { describe } from "./canonical.ts";
import { isInTest } from "./context.ts";
import { wordsOf } from "./identifiers.ts";
import { callHead } from "./place.ts";

export interface Consumer {
  readonly instance: Instance;
  readonly span: Span;
  /** As the code calls it. */
  readonly name: string;
  /** What runs for each message, as far as it can be seen. */
  readonly handler: readonly Node[];
}

/** A worker that is made, a subscription that begins, or a loop that reads. */
export function consumerAt(node: Node, resolver: Resolver): Consumer | undefined {
  if (node.kind === "loop") return readingLoop(node, resolver);
  if (node.kind !== "call") return undefined;
  const instance = madeConsumer(node, resolver) ?? subscription(node, resolver);
  if (instance === undefined) return undefined;
  return {
    instance,
    span: callHead(node),
    name: describe(node.callee),
    handler: handlersOf(node, resolver),
  };
}

const LASTING = new Set(["worker", "consumption"]);

function madeConsumer(call: Call, resolver: Resolver): Instance | undefined {
  const instance = resolver.constructionAt(call)?.instance;
  return instance?.type.provides === "queue" && LASTING.has(instance.type.name)
    ? instance
    : undefined;
}

/** `subscribe(subject)` of a connection; a consumer that subscribes to topics has yet to be run, or read. */
function subscription(call: Call, resolver: Resolver): Instance | undefined {
  const site = resolver.operationAt(call);
  if (site?.operation.operation !== "subscribe" || site.instance.type.provides !== "queue")
    return undefined;
  const { library, type } = site.instance;
  if (type.name === "worker") return undefined;
  const isRead = library.operations.some(
    ({ operation, on }) => operation === "read" && on.includes(type.name),
  );
  const begins =
    (type.name !== "consumer" && !isRead) || site.method === "consume" || takesHandler(call);
  return begins ? site.instance : undefined;
}

function takesHandler({ args }: Call): boolean {
  return args.some(({ kind }) => kind === "function");
}

/** `loop { consumer.recv().await }`, `for message in consumer`, `while True: consumer.poll(1.0)` */
function readingLoop(loop: Loop, resolver: Resolver): Consumer | undefined {
  if (loop.flavor === "count") return undefined;
  const over = loop.over === undefined ? undefined : iterated(loop.over, resolver);
  const instance =
    over ??
    (loop.flavor === "each"
      ? undefined
      : readIn([...loop.body, ...condition(loop, resolver)], resolver));
  if (instance === undefined) return undefined;
  const end = loop.over?.end ?? loop.start + KEYWORD;
  return {
    instance,
    span: { start: loop.start, end: Math.max(end, loop.start + KEYWORD) },
    name: instance.library.title,
    handler: loop.body,
  };
}

/** The length of the shortest word that begins a loop. */
const KEYWORD = 3;

/** What an `each` loop goes over is a consumer itself, or the stream of one. */
function iterated(over: Expr, resolver: Resolver): Instance | undefined {
  const meaning = instanceIn(resolver.meaning(over));
  if (meaning?.type.provides !== "queue" || meaning.type.name !== "consumer") return undefined;
  return meaning;
}

function instanceIn(meaning: Meaning): Instance | undefined {
  if (meaning.kind === "instance") return meaning;
  if (meaning.kind !== "either") return undefined;
  return meaning.options.find((option): option is Instance => option.kind === "instance");
}

/** A read of a client that is not told to call anybody; one in a loop inside is that loop's. */
function readIn(nodes: readonly Node[], resolver: Resolver): Instance | undefined {
  let found: Instance | undefined;
  for (const start of nodes) {
    walk(start, (node) => {
      if (found !== undefined || node.kind === "loop" || node.kind === "function") return false;
      const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
      if (site?.operation.operation === "read" && READERS.has(site.instance.type.name))
        found = site.instance;
      return undefined;
    });
  }
  return found;
}

/** A channel is asked for one message now and then; these exist to read. */
const READERS = new Set(["consumer", "client"]);

/** The condition, and what its names were made of: `let mut stream = consumer.stream(); while let Some(m) = stream.next()`. */
function condition({ over }: Loop, resolver: Resolver): readonly Node[] {
  if (over === undefined) return [];
  const made: Node[] = [over];
  walk(over, (node) => {
    if (node.kind !== "name") return;
    const declared = resolver.meaning(node).via?.find(({ kind }) => kind === "declare");
    if (declared?.kind === "declare" && declared.value !== undefined) made.push(declared.value);
  });
  return made;
}

/** The functions among the arguments, in records too, and the project's own that are named there. */
function handlersOf({ args, named }: Call, resolver: Resolver): readonly Node[] {
  const given = [...args, ...named.map(({ value }) => value)];
  return given
    .flatMap((arg) => (arg.kind === "record" ? arg.entries.map(({ value }) => value) : [arg]))
    .flatMap((arg) => {
      if (arg.kind === "function") return [arg];
      if (arg.kind !== "name" && arg.kind !== "member") return [];
      const meaning = resolver.meaning(arg);
      return meaning.kind === "function" ? [meaning.node] : [];
    });
}

const CLOSES = /^(close|disconnect|stop|drain|stop_consuming|quit|shutdown|unsubscribe|cancel)$/;

export type Closed = "yes" | "no" | "maybe";

/** Does the project ever close a client of the library? `maybe` where something is closed and nobody can say what. */
export function closesClient({ library }: Instance, resolver: Resolver): Closed {
  const { known, isOpen } = closedLibraries(resolver);
  if (known.has(library.id)) return "yes";
  const canClose = library.operations.some(({ operation }) => operation === "close");
  return isOpen || !canClose ? "maybe" : "no";
}

interface ClosedLibraries {
  readonly known: ReadonlySet<string>;
  readonly isOpen: boolean;
}

const closedLibraries = memoised((resolver: Resolver): ClosedLibraries => {
  const known = new Set<string>();
  let isOpen = false;
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call" || node.callee.kind !== "member") return;
        if (!CLOSES.test(node.callee.name) || isInTest(node)) return;
        const site = resolver.operationAt(node);
        if (site?.operation.operation === "close") known.add(site.instance.library.id);
        else if (site === undefined && mayBeQueue(node.callee.object, resolver)) isOpen = true;
      });
    }
  }
  return { known, isOpen };
});

const OTHERS = new Set(
  "server http https app io ws socket file fs fd writer reader stream db database pool prisma mongoose redis cache session logger cursor response res timer interval job".split(
    " ",
  ),
);

/** Nobody can say what it is, and its name does not say that it is something else. */
function mayBeQueue(receiver: Expr, resolver: Resolver): boolean {
  const { kind } = resolver.meaning(receiver);
  if (kind !== "unknown" && kind !== "parameter") return false;
  const last = wordsOf(lastName(receiver) ?? "").at(-1);
  return last === undefined || !OTHERS.has(last);
}

const LISTENED = /^(failed|completed|stalled|error|active|consumer\.(crash|end_batch_process))$/;

/** Somebody hears how the consumer's work ends: a listener of its own, or a measure in its handler. */
export function reports(node: Node, { handler }: Consumer, resolver: Resolver): boolean {
  return handler.some((part) => measures(part)) || isListenedTo(node, resolver);
}

const MEASURES = /(metric|counter|histogram|gauge|statsd|prometheus|telemetry)/i;

function measures(part: Node): boolean {
  return someNode(part, (node) => node.kind === "call" && MEASURES.test(describe(node.callee)));
}

/** `worker.on("failed", …)`, on what the construction is bound to or at once. */
function isListenedTo(node: Node, resolver: Resolver): boolean {
  const name = boundTo(node);
  const owner = name === "" ? node : (classAround(node) ?? undefined);
  const places: readonly Node[] =
    owner !== undefined && name !== "" && owner.kind === "class"
      ? [owner]
      : resolver.moduleOf(node).body;
  return someNodeIn(places, (inner) => {
    if (inner.kind !== "call" || inner.callee.kind !== "member" || inner.callee.name !== "on")
      return false;
    const [event] = inner.args;
    if (event?.kind !== "literal" || !LISTENED.test(String(event.value))) return false;
    const { object } = inner.callee;
    return (
      object === node ||
      (name !== "" && (object.kind === "name" || object.kind === "member") && object.name === name)
    );
  });
}

function boundTo(node: Node): string {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (up.kind === "declare") return up.bindings[0]?.name ?? "";
    if (up.kind === "assign")
      return up.target.kind === "name" || up.target.kind === "member" ? up.target.name : "";
    if (up.kind === "field") return up.name;
    if (up.kind !== "await" && up.kind !== "member" && up.kind !== "call") return "";
  }
  return "";
}

export interface Insertion {
  readonly node: Node;
  /** What is there already is left alone, or written over. */
  readonly guarded: boolean;
}

const INSERT = /^\s*insert\s+(?:into|ignore|or)\b/i;
const GUARDED =
  /\bon\s+conflict\b|\bon\s+duplicate\s+key\b|^\s*insert\s+(?:ignore|or\s+(?:ignore|replace))\b/i;
const KNOWS =
  /(idempot|dedup|duplicate|processed|already|seen|existing|upsert|findUnique|get_or_create)/i;

/** Rows that the handler adds by SQL, itself or in a function of the project that it calls. */
export function insertionsOf({ handler }: Consumer, resolver: Resolver): readonly Insertion[] {
  const found: Insertion[] = [];
  const seen = new Set<Node>();
  const look = (part: Node, depth: number): void => {
    if (seen.has(part)) return;
    seen.add(part);
    const isCareful = someNode(
      part,
      (node) => (node.kind === "name" || node.kind === "member") && KNOWS.test(node.name),
    );
    walk(part, (node) => {
      const sql = sqlOf(node);
      if (sql !== undefined && INSERT.test(sql))
        found.push({ node, guarded: isCareful || GUARDED.test(sql) });
      if (node.kind !== "call" || depth >= 2) return;
      const meaning = resolver.meaning(node.callee);
      if (meaning.kind === "function") bodyOf(meaning.node).forEach((one) => look(one, depth + 1));
    });
  };
  for (const part of handler) look(part, 0);
  return found;
}

const bodyOf = ({ body }: FunctionNode): readonly Stmt[] => body;

function sqlOf(node: Node): string | undefined {
  if (node.kind === "literal" && typeof node.value === "string") return node.value;
  if (node.kind !== "template") return undefined;
  return node.parts.map((part) => (part.kind === "literal" ? String(part.value) : "?")).join("");
}
