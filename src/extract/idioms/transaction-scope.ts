/**
 * `transaction-scope`: code holds a connection of a pool, or a transaction. `waits_for` is what it waits for meanwhile
 * that is not the database: `http`, `cache`, `queue`, `time`; `pool` is a second connection of the same pool; `nothing` where every
 * wait is for the connection itself. What is waited for inside of functions of the project counts, too.
 */
import { functionAround } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import { describe } from "../canonical.ts";
import { heldBy, isManaged, takenAt, type Held } from "../held-connections.ts";
import { foreignWaits } from "../foreign-waits.ts";
import { callHead } from "../place.ts";
import type { Recogniser, Scene } from "../shape.ts";
import type { Call, FunctionNode } from "../../model/syntax.ts";
import type { Instance, Resolver } from "../../model/meaning.ts";

export const transactionScope: Recogniser = {
  kinds: ["transaction-scope"],
  start: (scene, emit) => (node) => {
    const found =
      node.kind === "call"
        ? (holding(node, scene.resolver) ?? throughHelper(node, scene.resolver))
        : decorated(node, scene);
    if (found === undefined) return;
    const { held, instance, call, transaction } = found;
    const { waits, isKnown } = foreignWaits(held, instance, scene.resolver);
    if (waits.length === 0 && !isKnown) return;
    const properties = {
      provides: "sql-client",
      library: instance.library.id,
      transaction,
    };
    const words = { library: instance.library.title, taken: describe(call.callee) };
    const shape = { kind: "transaction-scope", instance, captures: {} };
    if (waits.length === 0) {
      const none = { ...shape, captures: { wait: { state: "absent" } as const } };
      emit({
        ...none,
        span: callHead(call),
        node: call,
        properties: { ...properties, waits_for: "nothing" },
        words,
      });
    }
    for (const wait of waits) {
      emit({
        ...shape,
        span: callHead(wait.call),
        node: wait.call,
        properties: { ...properties, waits_for: wait.on, direct: wait.trace.length === 0 },
        words: { ...words, call: describe(wait.call.callee) },
        derivation: wait.trace,
        evidence: [traceOfCall(call, scene.resolver)],
      });
    }
  },
};

interface Holding {
  readonly held: Held;
  readonly instance: Instance;
  readonly call: Call;
  readonly transaction: boolean;
}

function holding(call: Call, resolver: Resolver): Holding | undefined {
  const made = resolver.constructionAt(call)?.instance ?? takenAt(call, resolver);
  const site = resolver.operationAt(call);
  const begins = site?.operation.operation === "transaction";
  const instance = made?.type.provides === "sql-client" ? made : site?.instance;
  if (instance === undefined || !/^sql-(client|pool)$/.test(instance.type.provides))
    return undefined;
  const takes =
    made !== undefined &&
    (made.source?.type.pooled === true || isReturned(made) || isManagedTransaction(made, call));
  if (!takes && !begins) return undefined;
  // A commit takes nothing, and neither does a list of statements.
  if (!takes && !isManaged(call) && !call.args.some(({ kind }) => kind === "function"))
    return undefined;
  const held = heldBy(call, resolver);
  return held === undefined ? undefined : { held, instance, call, transaction: begins || !takes };
}

/** `inTransaction(async (client) => …)`: a function of the project holds a connection while it runs its caller's code. */
function throughHelper(call: Call, resolver: Resolver): Holding | undefined {
  for (const [index, callback] of call.args.entries()) {
    if (callback.kind !== "function" || callback.params.length === 0) continue;
    const callee = resolver.meaning(call.callee);
    if (callee.kind !== "function") return undefined;
    const lent = lends(callee.node, resolver);
    if (lent === undefined || lent.parameter !== index) continue;
    const { body, start, end } = callback;
    const names = callback.params.flatMap((param) => param.name ?? []);
    return { ...lent.holding, call, held: { body, from: start, to: end, names } };
  }
  return undefined;
}

interface Lent {
  /** Position of the parameter that is called with the connection. */
  readonly parameter: number;
  readonly holding: Holding;
}

const lenders = new WeakMap<FunctionNode, Lent | null>();

/** The function calls one of its parameters while it holds a connection, and gives it that connection. */
function lends(fn: FunctionNode, resolver: Resolver): Lent | undefined {
  const known = lenders.get(fn);
  if (known !== undefined) return known ?? undefined;
  lenders.set(fn, null);
  let found: Lent | undefined;
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (found !== undefined) return false;
      const held = node.kind === "call" ? holding(node, resolver) : undefined;
      if (held !== undefined) found = lentIn(held, fn);
      return undefined;
    });
  }
  lenders.set(fn, found ?? null);
  return found;
}

function lentIn(taken: Holding, fn: FunctionNode): Lent | undefined {
  const { body, from, to, names } = taken.held;
  for (const statement of body) {
    let parameter = -1;
    walk(statement, (node) => {
      if (node.kind !== "call" || node.callee.kind !== "name") return;
      if (node.start < from || node.end > to) return;
      const { name } = node.callee;
      const isGiven = node.args.some((arg) => arg.kind === "name" && names.includes(arg.name));
      if (isGiven) parameter = fn.params.findIndex((param) => param.name === name);
    });
    if (parameter >= 0) return { parameter, holding: taken };
  }
  return undefined;
}

/** It is no connection that somebody opened, but what goes back to one: a transaction of a client. */
function isReturned({ library, type, source }: Instance): boolean {
  return (
    source !== undefined &&
    !type.opens &&
    library.operations.some(
      ({ operation, on }) => operation === "release" && on.includes(type.name),
    )
  );
}

/** `with transaction.atomic():` */
function isManagedTransaction(made: Instance, call: Call): boolean {
  return (
    !made.type.opens &&
    made.source === undefined &&
    made.type.name === "transaction" &&
    isManaged(call)
  );
}

/** `@transaction.atomic` */
function decorated(node: { readonly kind: string }, { resolver }: Scene): Holding | undefined {
  if (node.kind !== "function") return undefined;
  const fn = node as FunctionNode;
  for (const { value } of fn.decorators) {
    const callee = value.kind === "call" ? value.callee : value;
    const meaning = resolver.meaning(callee);
    if (meaning.kind !== "library") continue;
    const type = meaning.library.types.find(
      ({ name, construct }) => name === "transaction" && construct.includes(meaning.path.join(".")),
    );
    if (type === undefined) continue;
    const instance: Instance = { kind: "instance", library: meaning.library, type };
    const call: Call =
      value.kind === "call"
        ? value
        : {
            kind: "call",
            callee,
            args: [],
            named: [],
            isNew: false,
            macro: false,
            typeArgs: [],
            start: value.start,
            end: value.end,
            parent: fn,
          };
    return {
      held: { body: fn.body, from: fn.start, to: fn.end, names: [] },
      instance,
      call,
      transaction: true,
    };
  }
  return undefined;
}

function traceOfCall(call: Call, resolver: Resolver) {
  const { start, end } = callHead(call);
  const where = functionAround(call)?.name;
  const note = where === undefined ? "held from here" : `held from here, in \`${where}\``;
  return { path: resolver.moduleOf(call).path, start, end, note };
}
