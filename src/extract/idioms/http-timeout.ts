/**
 * `http-timeout`: where it is decided how long a request may take: a client with its options, a request that has some of
 * its own, or a request whose library keeps none for it. `is` says what stands there; `around` is a limit that the
 * code puts around the call (`asyncio.wait_for`, `tokio::time::timeout`, `Promise.race`).
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNodeIn } from "../../model/children.ts";
import type { Instance, Reading, Resolver } from "../../model/meaning.ts";
import type { Call, Module } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { isLimitedEach } from "../http-around.ts";
import { isSetUp, saidOf } from "../http-defaults.ts";
import { addressOf, exchangeAt, isWithin } from "../http-exchange.ts";
import { limitIn, signalLimit } from "../http-limit.ts";
import { isLimitedAround } from "../limited-around.ts";
import { callHead } from "../place.ts";
import type { Capture, Recogniser } from "../shape.ts";

export const httpTimeout: Recogniser = {
  kinds: ["http-timeout"],
  start:
    ({ module, resolver }, emit) =>
    (node) => {
      const instance = node.kind === "call" ? resolver.constructionAt(node)?.instance : undefined;
      if (node.kind !== "call" || instance === undefined || !isAsked(instance)) return;
      if (!instance.type.sends && !isLimitable(instance, resolver)) return;
      const here = ownLimit(node, instance, resolver);
      // A client with options of its own decides for its requests, at the place where it is made.
      if (here === undefined && decides(instance.source, resolver) && !isBare(instance, resolver))
        return;
      const decision = here ?? unlimited(node, instance, module, resolver);
      if (decision === undefined) return;
      emit({
        kind: "http-timeout",
        span: decision.place ?? callHead(node),
        node,
        instance,
        properties: {
          provides: instance.type.provides,
          library: instance.library.id,
          type: instance.type.name,
          of: instance.type.sends ? "request" : "client",
          is: decision.is,
          address: addressOf(exchangeAt(node, resolver)?.url, resolver).host,
          page: isPage(module),
        },
        captures: { timeout: decision.capture },
        words: { made: describe(node.callee), library: instance.library.title },
      });
    },
};

interface Decision {
  readonly is: "given" | "default" | "absent" | "unknown" | "around";
  readonly capture: Capture;
  readonly place?: { readonly start: number; readonly end: number };
}

function isAsked({ type }: Instance): boolean {
  return type.provides === "http-client" && !type.fluent;
}

const LIMITS = ["command-timeout", "total-timeout"];

function isLimitable(instance: Instance, resolver: Resolver): boolean {
  return LIMITS.some((name) => resolver.optionModel(instance, name) !== undefined);
}

function decides(source: Instance | undefined, resolver: Resolver): boolean {
  return source !== undefined && !source.type.fluent && isLimitable(source, resolver);
}

/** A timeout or a signal that is written at this very call. */
function ownLimit(call: Call, instance: Instance, resolver: Resolver): Decision | undefined {
  for (const name of LIMITS) {
    const reading = resolver.option(instance, name);
    if (reading.state !== "given" || !isOwn(reading, call, instance)) continue;
    const model = resolver.optionModel(instance, name);
    const capture: Capture = {
      state: "given",
      meaning: limitIn(reading.value, reading.meaning, resolver),
      value: reading.value,
      ...(model?.unit === undefined ? {} : { unit: model.unit }),
    };
    // A builder that another file gives out is set there; the client stands here.
    const isHere = resolver.moduleOf(reading.value) === resolver.moduleOf(call);
    return { is: "given", capture, ...(isHere ? { place: reading.span } : {}) };
  }
  const signal = resolver.option(instance, "abort-signal");
  if (signal.state !== "given" || !isOwn(signal, call, instance)) return undefined;
  const limit = signalLimit(signal.value, resolver);
  return {
    is: limit === undefined ? "unknown" : "given",
    capture:
      limit === undefined
        ? { state: "unknown", reason: "a signal that may or may not end the request" }
        : { state: "given", meaning: resolver.meaning(limit), value: limit, unit: "ms" },
    place: signal.span,
  };
}

/** Options that a request inherits from its client are judged at the client. */
function isOwn(
  reading: Extract<Reading, { state: "given" }>,
  call: Call,
  { source }: Instance,
): boolean {
  return source?.making === undefined || source.type.fluent || isWithin(reading.value, call)
    ? true
    : !isWithin(reading.value, source.making);
}

/** Nothing is written here: the library's default, nothing at all, or a limit that stands elsewhere. */
function unlimited(
  call: Call,
  instance: Instance,
  module: Module,
  resolver: Resolver,
): Decision | undefined {
  const unknown = (reason: string): Decision => ({
    is: "unknown",
    capture: { state: "unknown", reason },
  });
  if (isLimitedAround(call)) return { is: "around", capture: { state: "absent" } };
  for (const name of [...LIMITS, "abort-signal"]) {
    const reading = resolver.option(instance, name);
    if (reading.state === "unknown" && !isBare(instance, resolver)) return unknown(reading.reason);
    if (reading.state === "default")
      return { is: "default", capture: { state: "constant", constant: reading.value } };
    if (reading.state === "given") return undefined;
  }
  if (saidOf(module).defaults) return unknown("a default that is set for all requests");
  if (limitedByName(call)) return unknown("a limit that is set on the request later");
  if (!instance.type.sends && isLimitedEach(call, module, resolver)) return undefined;
  if (isRequestObject(call, resolver)) return unknown("the request was made elsewhere");
  return { is: "absent", capture: { state: "absent" } };
}

/** The client is injected, and nobody set it up with a limit. */
function isBare({ source }: Instance, resolver: Resolver): boolean {
  return (
    source?.making === undefined &&
    source?.type.set_up_by !== undefined &&
    !isSetUp(source, resolver)
  );
}

/** `req.setTimeout(…)`, `req.timeout = …` on the name that the request is bound to. */
function limitedByName(call: Call): boolean {
  const { parent } = call;
  const name = parent?.kind === "declare" ? parent.bindings[0]?.name : undefined;
  const fn = functionAround(call);
  if (name === undefined || fn === undefined) return false;
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "member" &&
      /^(setTimeout|timeout)$/.test(node.name) &&
      node.object.kind === "name" &&
      node.object.name === name,
  );
}

/** `fetch(request)`: a Request has its signal with it. */
function isRequestObject(call: Call, resolver: Resolver): boolean {
  const [first] = call.args;
  if (first === undefined) return false;
  if (first.kind === "member" && /^(request|req)$/.test(first.name)) return true;
  const meaning = resolver.meaning(first);
  if (meaning.kind === "external") return true;
  return meaning.kind === "parameter" && /(^|\.)Request(Info)?$/.test(meaning.type?.name ?? "");
}

/** A file with markup runs in a browser, mostly: its requests end with the page. */
function isPage({ path }: Module): boolean {
  return (
    /\.[jt]sx$/.test(path) ||
    /(^|\/)(components|hooks|frontend|client|public|webapp|ui)\//.test(path)
  );
}
