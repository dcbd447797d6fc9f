/**
 * Decorators of modelled libraries that keep what a function gives: where it is kept, for how long, and how much of it.
 * One that leaves something out has what the project told the library once and for all, else the library's default.
 */
import type { LibraryType, Provides } from "../model/library.ts";
import type { Instance, Meaning, Reading, Resolver } from "../model/meaning.ts";
import type { Decorator } from "../model/syntax.ts";
import { captureOf } from "./constructions.ts";
import { boundedBy } from "./limits.ts";
import { setUpsOf } from "./set-ups.ts";

export interface Memo {
  readonly library: string;
  readonly provides: Provides | "unknown";
  readonly expiry: "given" | "default" | "absent" | "unknown";
  readonly bounded: boolean | "unknown";
}

/** Undefined for other decorators, and where an object that is made elsewhere keeps the results: that one is judged. */
export function memoOf({ value }: Decorator, resolver: Resolver): Memo | undefined {
  const instance = instanceOf(resolver.meaning(value));
  if (instance?.type.keeps === undefined) return undefined;
  const provides = placeOf(instance, resolver);
  if (provides === undefined) return undefined;
  return {
    library: instance.library.id,
    provides,
    expiry: expiryOf(instance, resolver),
    bounded: boundedBy(readingOf(instance, "capacity", resolver)) ?? "unknown",
  };
}

/** `@cached(ttl=60)`, and `@cached`, which is given the function at once. */
function instanceOf(meaning: Meaning): Instance | undefined {
  if (meaning.kind === "instance") return meaning;
  if (meaning.kind !== "library") return undefined;
  const path = meaning.path.join(".");
  const type = meaning.library.types.find((one) => one.construct.includes(path));
  return type && { kind: "instance", library: meaning.library, type };
}

function readingOf(instance: Instance, name: string, resolver: Resolver): Reading {
  if (instance.making !== undefined) {
    const own = resolver.option(instance, name);
    if (own.state !== "absent") return own;
  }
  for (const { call } of setUpsOf(instance, resolver)) {
    const site = resolver.constructionAt(call);
    const told = site && resolver.option(site.instance, name);
    if (told !== undefined && told.state !== "absent") return told;
  }
  const value = resolver.optionModel(instance, name)?.default;
  return value === undefined ? { state: "absent" } : { state: "default", value };
}

/** Undefined where what keeps the results is an object with bounds of its own. */
function placeOf(instance: Instance, resolver: Resolver): Memo["provides"] | undefined {
  const { keeps, set_up_by } = instance.type;
  const reading = readingOf(instance, "store", resolver);
  if (reading.state === "given") {
    const { meaning } = captureOf(reading, reading.model) as { readonly meaning?: Meaning };
    if (meaning?.kind === "constant") return providesOf(meaning.value);
    return meaning?.kind === "record" ? "local-cache" : undefined;
  }
  if (reading.state === "default") return providesOf(reading.value);
  // Who has to be told where to keep, and was not told here, was told somewhere else.
  const isTold = set_up_by === undefined || setUpsOf(instance, resolver).length > 0;
  return reading.state === "absent" && isTold ? keeps : "unknown";
}

function providesOf(word: unknown): Memo["provides"] {
  return PLACES.find((place) => place === word) ?? "unknown";
}

const PLACES: readonly NonNullable<LibraryType["keeps"]>[] = ["shared-cache", "local-cache"];

function expiryOf(instance: Instance, resolver: Resolver): Memo["expiry"] {
  const reading = readingOf(instance, "ttl", resolver);
  if (reading.state !== "given") return reading.state;
  const { meaning, model } = reading;
  if (meaning.kind !== "constant") return "given";
  if (meaning.value === null) return model.default === undefined ? "absent" : "default";
  return meaning.value === 0 && model.zero === "disabled" ? "absent" : "given";
}
