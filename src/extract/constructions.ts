/** The `construct` shape: a call that makes a modelled object, with its options. */
import type { LibraryOption } from "../model/library.ts";
import type { Instance, Meaning, Reading, Resolver } from "../model/meaning.ts";
import { wordOf } from "../model/measure.ts";
import type { Trace } from "../model/observation.ts";
import type { Expr, Node } from "../model/syntax.ts";
import { hostOfClient } from "./address.ts";
import { describe } from "./canonical.ts";
import { limitState } from "./limits.ts";
import { callHead } from "./place.ts";
import { patienceOf } from "./patience.ts";
import { poolProperties } from "./pool-sizes.ts";
import type { Capture, Recogniser } from "./shape.ts";
import { readMeaning } from "./values.ts";

export const constructions: Recogniser = {
  kinds: ["construct"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const site =
        node.kind === "call"
          ? resolver.constructionAt(node)
          : node.kind === "record"
            ? resolver.configuredAt(node)
            : undefined;
      if (site === undefined) return;
      const { call, instance } = site;
      // A builder is no object yet: what `build()` gives has all its options. What a framework made was told its own elsewhere.
      if (instance.type.fluent || instance.type.set_up_by !== undefined) return;
      emit({
        kind: "construct",
        span: callHead(call),
        node,
        instance,
        properties: {
          construct: instance.type.provides,
          library: instance.library.id,
          type: instance.type.name,
          opens: instance.type.opens,
          pooled: instance.type.pooled,
          derived: instance.source !== undefined && !instance.source.type.fluent,
          host: hostOfClient(instance, resolver),
          get patience() {
            return patienceOf(instance, resolver);
          },
          ...(instance.type.pooled && poolProperties(instance, resolver)),
        },
        captures: {},
        ...(node.kind === "record" && isForDevelopers(node, resolver) && { confidence: "low" }),
        words: { made: describe(call.callee), library: instance.library.title },
        option(name) {
          const reading = resolver.option(instance, name);
          const model =
            reading.state === "given" ? reading.model : resolver.optionModel(instance, name);
          const capture = captureOf(reading, model);
          const limit = limitState(reading, model);
          return {
            span: reading.state === "given" ? reading.span : callHead(call),
            node: reading.state === "given" ? reading.value : node,
            states: [
              reading.state,
              limit,
              givenLimit(reading, limit),
              flagOf(capture),
              limit === undefined ? openState(capture) : undefined,
              isOwn(instance, model) ? versionState(reading) : undefined,
            ],
            because: versionTrace(reading),
            number: numberOf(reading),
            capture,
          };
        },
      });
    },
};

/** What is derived from a client has the client's options, which are judged there. */
function isOwn({ type }: Instance, model: LibraryOption | undefined): boolean {
  return model !== undefined && (model.on.includes(type.name) || model.on.includes("*"));
}

/** What the installed version of the library decides: that there is no default, or that this cannot be said. */
function versionState(reading: Reading): "none" | "unpinned" | undefined {
  if (reading.state === "absent" && reading.never === true) return "none";
  if (reading.state === "given" || reading.installed === undefined) return undefined;
  return reading.state === "absent" ? "none" : reading.state === "unknown" ? "unpinned" : undefined;
}

function versionTrace(reading: Reading): readonly Trace[] {
  const installed = reading.state === "given" ? undefined : reading.installed;
  if (installed === undefined) return [];
  const { path, start, end, said } = installed;
  return [{ path, start, end, note: `version: ${said}` }];
}

/** `settings/development.py`: what only a developer's machine reads is no reason to stop a build. */
function isForDevelopers(node: Node, resolver: Resolver): boolean {
  const { path } = resolver.moduleOf(node);
  return /(?:^|[/_.-])(?:dev|develop|development|local|debug)(?:[_.-]\w+)?\.\w+$/i.test(path);
}

/** The code itself sets a limit, which is not left to the library's default. */
function givenLimit(reading: Reading, limit: string | undefined): "set" | undefined {
  return reading.state === "given" && limit === "limited" ? "set" : undefined;
}

function numberOf(reading: Reading): number | undefined {
  return reading.state === "given" &&
    reading.meaning.kind === "constant" &&
    typeof reading.meaning.value === "number"
    ? reading.meaning.value
    : undefined;
}

export function captureOf(reading: Reading, model: LibraryOption | undefined): Capture {
  switch (reading.state) {
    case "given": {
      const meaning = meant(reading.meaning, reading.value, model);
      return {
        state: "given",
        meaning,
        value: reading.value,
        ...(model?.unit === undefined ? {} : { unit: model.unit }),
      };
    }
    case "default":
      return { state: "constant", constant: reading.value };
    case "absent":
      return { state: "absent" };
    case "unknown":
      return { state: "unknown", reason: reading.reason };
  }
}

function flagOf(capture: Capture): boolean | undefined {
  if (capture.state !== "given" || capture.meaning.kind !== "constant") return undefined;
  return typeof capture.meaning.value === "boolean" ? capture.meaning.value : undefined;
}

/** Something is given, and what it is depends on how the program runs. */
function openState(capture: Capture): "open" | undefined {
  const isOpen =
    capture.state === "given" &&
    readMeaning(capture.meaning, capture.unit).some(({ observed }) => observed.kind === "unknown");
  return isOpen ? "open" : undefined;
}

/** The value in the canonical option's own terms: words translated, opposites turned round. */
function meant(meaning: Meaning, value: Expr, model: LibraryOption | undefined): Meaning {
  const word = plainWord(meaning, value);
  const means = word === undefined ? undefined : model?.means?.[word];
  if (means !== undefined) return { kind: "constant", value: means };
  if (
    model?.negated === true &&
    meaning.kind === "constant" &&
    typeof meaning.value === "boolean"
  ) {
    return { ...meaning, value: !meaning.value };
  }
  return meaning;
}

function plainWord(meaning: Meaning, value: Expr): string | undefined {
  if (meaning.kind === "constant") return wordOf(meaning.value).toLowerCase();
  if (meaning.kind === "external" || meaning.kind === "library" || meaning.kind === "global")
    return meaning.path.at(-1)?.toLowerCase();
  // `NoBackoff()`, `ReconnectPolicy::new_constant(0, 100)`
  if (value.kind === "call" && value.callee.kind === "name") return value.callee.name.toLowerCase();
  const named = value.kind === "call" ? value.callee : value;
  return named.kind === "member" ? named.name.toLowerCase() : undefined;
}
