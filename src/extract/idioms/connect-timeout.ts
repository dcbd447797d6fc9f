/**
 * `connect-timeout`: it is decided how long opening a connection may take. `connect` says whether that phase has a limit of its
 * own, `total` what the whole may take: at most ten seconds is `short`, and covers it.
 */
import type { Instance, Meaning, Resolver } from "../../model/meaning.ts";
import { withUnit } from "../../model/measure.ts";
import type { Call, Expr } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { limitIn } from "../http-limit.ts";
import { nameOf, isWithin } from "../http-exchange.ts";
import { isLimitedEach } from "../http-around.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const connectTimeout: Recogniser = {
  kinds: ["connect-timeout"],
  start:
    ({ module, resolver }, emit) =>
    (node) => {
      const instance = node.kind === "call" ? resolver.constructionAt(node)?.instance : undefined;
      if (node.kind !== "call" || instance === undefined || instance.type.fluent) return;
      if (instance.type.provides !== "http-client") return;
      const decision = decisionOf(node, instance, resolver);
      if (decision === undefined) return;
      if (
        decision.connect === "absent" &&
        decision.total === "none" &&
        isLimitedEach(node, module, resolver)
      )
        return;
      emit({
        kind: "connect-timeout",
        span: callHead(node),
        node,
        instance,
        properties: {
          provides: "http-client",
          library: instance.library.id,
          type: instance.type.name,
          connect: decision.connect,
          total: decision.total,
        },
        captures: {},
        words: { made: describe(node.callee), library: instance.library.title },
      });
    },
};

interface Decision {
  readonly connect: "given" | "default" | "absent" | "unknown";
  readonly total: "short" | "long" | "none" | "unknown";
}

function decisionOf(call: Call, instance: Instance, resolver: Resolver): Decision | undefined {
  const total = totalOf(instance, resolver);
  const own = resolver.option(instance, "connect-timeout");
  const all = resolver.option(instance, "command-timeout");
  // A request of a client that has options of its own leaves the phases to that.
  if (instance.type.sends && all.state !== "given" && own.state !== "given") return undefined;
  if (instance.source !== undefined && !isHere(call, own, all)) return undefined;
  if (all.state === "given" && isPaired(all.value, all.meaning)) return { connect: "given", total };
  if (resolver.optionModel(instance, "connect-timeout") === undefined && all.state !== "given")
    return undefined;
  if (own.state === "given" && !isSame(own, all)) return { connect: "given", total };
  if (own.state === "default") return { connect: "default", total };
  if (own.state === "unknown") return undefined;
  return { connect: "absent", total };
}

type Reading = ReturnType<Resolver["option"]>;

function isHere(call: Call, ...readings: readonly Reading[]): boolean {
  if (call.callee.kind === "member" && nameOf(call.callee) === "build") return true;
  return readings.some((reading) => reading.state === "given" && isWithin(reading.value, call));
}

/** One option stands for both: `httpx.Client(timeout=5)`. */
function isSame(own: Reading, all: Reading): boolean {
  return own.state === "given" && all.state === "given" && own.value === all.value;
}

/** `(3.05, 27)`, `httpx.Timeout(10, connect=3)`, `ClientTimeout(total=10, sock_connect=3)`. */
function isPaired(value: Expr, meaning: Meaning): boolean {
  if (meaning.kind === "list") return meaning.items.length > 1;
  const made =
    meaning.kind === "instance" ? meaning.making : value.kind === "call" ? value : undefined;
  return (
    made?.named.some(({ name }) => /^(connect|sock_connect|connect_timeout)$/.test(name)) ?? false
  );
}

const SHORT_MS = 10_000;

function totalOf(instance: Instance, resolver: Resolver): Decision["total"] {
  const reading = resolver.option(instance, "command-timeout");
  if (reading.state === "absent") return "none";
  if (reading.state === "unknown") return "unknown";
  const meaning =
    reading.state === "given" ? limitIn(reading.value, reading.meaning, resolver) : undefined;
  const value =
    reading.state === "default"
      ? reading.value
      : meaning?.kind === "constant"
        ? meaning.value
        : undefined;
  if (value === undefined) return "unknown";
  if (value === null || value === false || value === 0) return "none";
  const measured = withUnit(value, reading.state === "given" ? reading.model.unit : undefined);
  const ms =
    typeof measured === "object" && measured !== null && "ms" in measured ? measured.ms : undefined;
  if (typeof ms !== "number") return "unknown";
  return ms <= SHORT_MS ? "short" : "long";
}
