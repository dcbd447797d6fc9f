/** Turns what was recognised in one file into observations, as the extractors say. */
import { childrenOf, someNodeIn } from "../model/children.ts";
import type { Constant, Scalar } from "../model/constant.ts";
import {
  CONFIDENCES,
  type Asked,
  type Confidence,
  type Extractor,
  type Match,
} from "../model/extractor.ts";
import type { Resolver } from "../model/meaning.ts";
import { wordOf } from "../model/measure.ts";
import type { Observation } from "../model/observation.ts";
import type { Span } from "../model/source.ts";
import type { Module, Node } from "../model/syntax.ts";
import { describe } from "./canonical.ts";
import { isInTest, symbolOf } from "./context.ts";
import { fromHits } from "./hits.ts";
import { namesMatch, wordsOf } from "./identifiers.ts";
import type { ObserveInputs, OnFailure, OnTime } from "./observe-inputs.ts";
import { RECOGNISERS } from "./recognisers.ts";
import type { Capture, Property, Recogniser, Scene, Shape } from "./shape.ts";
import { tracesOf, valuesOf } from "./values.ts";
import { holdsWhere } from "./where.ts";

export function observe(inputs: ObserveInputs): readonly Observation[] {
  const { module, extractors, resolver } = inputs;
  const allowed = extractors.filter(
    (extractor) =>
      extractor.languages.includes(module.language) && importsAllow(extractor, module, resolver),
  );
  return [...fromShapes(inputs, allowed), ...fromHits(inputs, allowed)];
}

/** `when.imports`: one of the packages, or a module below it. */
export function importsAllow(extractor: Extractor, module: Module, resolver: Resolver): boolean {
  const { imports } = extractor.when;
  if (imports.length === 0) return true;
  const sources = resolver.importsOf(module);
  const separator = module.language === "typescript" ? "/" : ".";
  for (const source of sources) {
    if (imports.some((wanted) => source === wanted || source.startsWith(wanted + separator)))
      return true;
  }
  return module.language === "rust" && imports.some((wanted) => mentionsCrate(module, wanted));
}

/** Rust crates need no `use`: `redis::Client::open(..)`. */
function mentionsCrate(module: Module, name: string): boolean {
  return someNodeIn(
    module.body,
    (node) =>
      node.kind === "member" &&
      node.path &&
      node.object.kind === "name" &&
      node.object.name === name,
  );
}

function* fromShapes(
  inputs: ObserveInputs,
  extractors: readonly Extractor[],
): Generator<Observation> {
  const index = indexMatches(extractors);
  const { onTime } = inputs;
  for (const shape of shapesOf(inputs, (kind) => index.has(kind), inputs.onFailure, onTime)) {
    if (!inputs.includeTests && isInTest(shape.node)) continue;
    for (const { extractor, match } of index.get(shape.kind) ?? []) {
      const found = () => observationsOf(shape, extractor, match, inputs);
      if (onTime === undefined) yield* found();
      else yield* onTime(`extractor ${extractor.id}`, () => [...found()]);
    }
  }
}

/** What the recognisers of these kinds see in the module, in one walk. */
export function shapesOf(
  scene: Scene,
  isWanted: (kind: string) => boolean,
  onFailure?: OnFailure,
  onTime?: OnTime,
): readonly Shape[] {
  const wanted = RECOGNISERS.filter((recogniser) => recogniser.kinds.some(isWanted));
  if (wanted.length === 0) return [];
  const shapes: Shape[] = [];
  const visitors = wanted.map((recogniser) => {
    const visit = guarded(recogniser, scene, (shape) => shapes.push(shape), onFailure);
    const name = `shape ${recogniser.kinds.join(" ")}`;
    return onTime === undefined ? visit : (node: Node) => onTime(name, () => visit(node));
  });
  const pending: Node[] = [...scene.module.body].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const visit of visitors) visit(node);
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const child = children[at];
      if (child !== undefined) pending.push(child);
    }
  }
  return shapes;
}

/** A recogniser that fails on this file once sees nothing more of it. */
function guarded(
  recogniser: Recogniser,
  scene: Scene,
  emit: (shape: Shape) => void,
  onFailure: OnFailure | undefined,
): (node: Node) => void {
  if (onFailure === undefined) return recogniser.start(scene, emit);
  let visit: (node: Node) => void = () => undefined;
  const tried = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      visit = () => undefined;
      onFailure(recogniser.kinds, error);
    }
  };
  tried(() => (visit = recogniser.start(scene, emit)));
  return (node) => tried(() => visit(node));
}

interface Indexed {
  readonly extractor: Extractor;
  readonly match: Match;
}

function indexMatches(extractors: readonly Extractor[]): ReadonlyMap<string, readonly Indexed[]> {
  const index = new Map<string, Indexed[]>();
  for (const extractor of extractors) {
    for (const match of extractor.matches) {
      const kind = shapeKind(match);
      if (kind === undefined) continue;
      const list = index.get(kind);
      if (list === undefined) index.set(kind, [{ extractor, match }]);
      else list.push({ extractor, match });
    }
  }
  return index;
}

export function shapeKind(match: Match): string | undefined {
  const { way } = match;
  if (way.kind === "idiom") return way.idiom;
  if (way.kind !== "call") return undefined;
  return "construct" in way.asked ? "construct" : "operation";
}

export function* observationsOf(
  shape: Shape,
  extractor: Extractor,
  match: Match,
  inputs: ObserveInputs,
): Generator<Observation> {
  const { way } = match;
  if (way.kind !== "call" && way.kind !== "idiom") return;
  const { resolver } = inputs;
  if (match.languages !== undefined && !match.languages.includes(inputs.module.language)) return;
  // `is` asks about the option of a call; an idiom may have a property of that name.
  const { option: optionName, is, least, ...rest } = way.asked;
  if (!fits(way.kind === "call" ? rest : way.asked, shape.properties)) return;
  if (!holdsWhere(match.where, { node: shape.node, instance: shape.instance, resolver })) return;
  const option = typeof optionName === "string" ? shape.option?.(optionName) : undefined;
  if (
    typeof optionName === "string" &&
    (option === undefined ||
      !option.states.some((state) => includes(is, state)) ||
      !reaches(option.number, least))
  )
    return;
  // `if cfg!(test) { options = options.check(false); }` says nothing of production.
  if (option !== undefined && !inputs.includeTests && isInTest(option.node)) return;
  const captures: Readonly<Record<string, Capture>> =
    option === undefined ? shape.captures : { ...shape.captures, option: option.capture };
  const node = option?.node ?? shape.node;
  const span = option?.span ?? placeOf(match, captures) ?? shape.span;
  for (const read of valuesOf(match, captures)) {
    yield {
      start: span.start,
      end: span.end,
      subject: extractor.subject,
      predicate: extractor.predicate,
      observed: read.observed,
      path: resolver.moduleOf(node).path,
      message: fill(match.message ?? extractor.title, shape, captures),
      confidence: weaker(match.confidence, shape.confidence),
      extractor_id: extractor.id,
      project: extractor.pack === "project",
      symbol: symbolOf(node),
      derivation: [
        ...(shape.derivation ?? []),
        ...tracesOf(read.meaning, resolver),
        ...(option?.because ?? []),
      ],
      evidence: shape.evidence ?? [],
    };
  }
}

/** `least = 1000`: the number given is that or more. */
export function reaches(given: number | undefined, least: Asked | undefined): boolean {
  return typeof least !== "number" || (given !== undefined && given >= least);
}

/** The captured part itself, where it is the smallest expression that decides. */
function placeOf(match: Match, captures: Readonly<Record<string, Capture>>): Span | undefined {
  const capture = "capture" in match.value ? captures[match.value.capture] : undefined;
  return capture?.state === "given" ? capture.place : undefined;
}

export function fits(
  asked: Readonly<Record<string, Asked>>,
  properties: Readonly<Record<string, Property>>,
): boolean {
  return Object.entries(asked).every(([name, wanted]) => {
    const property = properties[name];
    if (name === "named" && typeof property === "string") {
      const words = wordsOf(property);
      return (Array.isArray(wanted) ? wanted : [wanted]).some(
        (pattern) => typeof pattern === "string" && namesMatch(pattern, words),
      );
    }
    return property !== undefined && includes(wanted, property);
  });
}

export function includes(wanted: Asked | undefined, property: Property): boolean {
  if (wanted === undefined) return true;
  return Array.isArray(wanted) ? wanted.some((option) => option === property) : wanted === property;
}

function spell(value: Constant): string {
  return Array.isArray(value)
    ? value.map((item: Scalar) => wordOf(item)).join(", ")
    : wordOf(value as Scalar);
}

function fill(message: string, shape: Shape, captures: Readonly<Record<string, Capture>>): string {
  return message.replaceAll(/\$([A-Za-z_]\w*)/g, (hole, name: string) => {
    const word = shape.words?.[name];
    if (word !== undefined) return word;
    const capture = captures[name];
    if (capture?.state === "given" && capture.value !== undefined) return describe(capture.value);
    if (capture?.state === "constant") return spell(capture.constant);
    const property = shape.properties[name];
    return property === undefined ? (capture === undefined ? hole : "nothing") : String(property);
  });
}

function weaker(a: Confidence, b: Confidence | undefined): Confidence {
  return b === undefined || CONFIDENCES.indexOf(a) >= CONFIDENCES.indexOf(b) ? a : b;
}
