/** How long the commands of a client may take by what the code does with it, apart from the options it is made with. */
import { walk } from "../model/children.ts";
import type { Operation } from "../model/library.ts";
import type { Instance, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { isLimitedAround } from "./limited-around.ts";

/**
 * `limited`: a limit on silence, or one around the calls. `elsewhere`: it works on a pool or client that was made before,
 * with options of its own. `waits`: it waits, for messages, jobs or a list that fills. `open`: neither is seen.
 */
export type Patience = "limited" | "elsewhere" | "waits" | "open";

export const PATIENCE: readonly Patience[] = ["limited", "elsewhere", "waits", "open"];

export function patienceOf(instance: Instance, resolver: Resolver): Patience {
  const given = (name: string) => resolver.option(instance, name);
  if (given("socket-timeout").state === "given") return "limited";
  const { making } = instance;
  if (given("connection-pool").state !== "absent") return "elsewhere";
  if (making !== undefined && clientsIn(making, resolver).length > 0) return "elsewhere";
  const retries = given("max-retries-per-request");
  const isEndless =
    retries.state === "given" &&
    retries.meaning.kind === "constant" &&
    retries.meaning.value === null;
  if (isEndless) return "waits";
  const uses = making === undefined ? undefined : usesOf(resolver).get(making);
  if (uses === undefined) return "open";
  if (uses.limits) return "limited";
  return uses.waits ? "waits" : "open";
}

interface Uses {
  waits: boolean;
  limits: boolean;
}

/** What becomes of each client that the program makes; worked out once a scan. */
const usesOf = memoised((resolver: Resolver): ReadonlyMap<Call, Uses> => {
  const found = new Map<Call, Uses>();
  const note = (instance: Instance, use: keyof Uses): void => {
    for (let at: Instance | undefined = instance; at !== undefined; at = at.source) {
      if (at.making === undefined) continue;
      const uses = found.get(at.making) ?? { waits: false, limits: false };
      uses[use] = true;
      found.set(at.making, uses);
    }
  };
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call") return;
        const site = resolver.operationAt(node);
        if (site?.instance.type.provides === "shared-cache") {
          const use = useBy(site.operation, node);
          if (use === undefined) return;
          for (const client of [site.instance, ...receiversOf(node, resolver)]) note(client, use);
          return;
        }
        const made = resolver.constructionAt(node);
        if (made?.instance.type.provides !== "queue") return;
        for (const handed of clientsIn(node, resolver)) note(handed, "waits");
      });
    }
  }
  return found;
});

function useBy({ operation, waits }: Operation, call: Call): keyof Uses | undefined {
  if (operation === "set-timeout" || isLimitedAround(call)) return "limits";
  return waits || operation === "subscribe" ? "waits" : undefined;
}

/** Every client that the call may be on: `match limit { Some(d) => connect_with(d), None => connect() }`. */
function receiversOf({ callee }: Call, resolver: Resolver): readonly Instance[] {
  const receiver = callee.kind === "member" ? resolver.meaning(callee.object) : undefined;
  return receiver?.kind === "either"
    ? receiver.options.filter((option) => option.kind === "instance")
    : [];
}

/** Clients among the arguments, or in records there: `new Worker(name, run, { connection })`. */
function clientsIn({ args, named }: Call, resolver: Resolver): readonly Instance[] {
  const values = [...args, ...named.map(({ value }) => value)].flatMap((value): readonly Expr[] =>
    value.kind === "record" ? value.entries.map((entry) => entry.value) : [value],
  );
  return values.flatMap((value) => {
    const meaning = resolver.meaning(value);
    return meaning.kind === "instance" && meaning.type.provides === "shared-cache" ? [meaning] : [];
  });
}
