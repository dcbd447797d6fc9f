/** Turns what was recognised in one file into observations, as the extractors say. */
import type { Constant, Observed, Scalar } from "../model/constant.ts";
import type { Asked, Confidence, Extractor, Match } from "../model/extractor.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import type { Unit } from "../model/library.ts";
import { withUnit } from "../model/measure.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Observation, Trace } from "../model/observation.ts";
import type { Span } from "../model/source.ts";
import type { Module, Node } from "../model/syntax.ts";
import { childrenOf, walk } from "../model/children.ts";
import { describe } from "./canonical.ts";
import { isInTest, symbolOf } from "./context.ts";
import { namesMatch, wordsOf } from "./identifiers.ts";
import { RECOGNISERS } from "./recognisers.ts";
import { spelled } from "./regexes.ts";
import type { Capture, ProjectFacts, Property, Shape } from "./shape.ts";
import type { RawHit } from "./text-ways.ts";
import { holdsWhere } from "./where.ts";

export interface ObserveInputs {
  readonly module: Module;
  readonly resolver: Resolver;
  readonly project: ProjectFacts;
  readonly extractors: readonly Extractor[];
  /** What the `rule` and `regex` ways found in this file's text. */
  readonly hits: readonly RawHit[];
  readonly includeTests: boolean;
}

export function observe(inputs: ObserveInputs): readonly Observation[] {
  const { module, extractors, resolver } = inputs;
  const allowed = extractors.filter((extractor) => extractor.languages.includes(module.language) && importsAllow(extractor, module, resolver));
  return [...fromShapes(inputs, allowed), ...fromHits(inputs, allowed)];
}

/** `when.imports`: one of the packages, or a module below it. */
export function importsAllow(extractor: Extractor, module: Module, resolver: Resolver): boolean {
  const { imports } = extractor.when;
  if (imports.length === 0) return true;
  const sources = resolver.importsOf(module);
  const separator = module.language === "typescript" ? "/" : ".";
  for (const source of sources) {
    if (imports.some((wanted) => source === wanted || source.startsWith(wanted + separator))) return true;
  }
  return module.language === "rust" && imports.some((wanted) => mentionsCrate(module, wanted));
}

/** Rust crates need no `use`: `redis::Client::open(..)`. */
function mentionsCrate(module: Module, name: string): boolean {
  let found = false;
  for (const statement of module.body) {
    walk(statement, (node) => {
      if (node.kind === "member" && node.path && node.object.kind === "name" && node.object.name === name) found = true;
      return !found;
    });
    if (found) return true;
  }
  return false;
}

function* fromShapes(inputs: ObserveInputs, extractors: readonly Extractor[]): Generator<Observation> {
  const index = indexMatches(extractors);
  const wanted = RECOGNISERS.filter((recogniser) => recogniser.kinds.some((kind) => index.has(kind)));
  if (wanted.length === 0) return;
  const shapes: Shape[] = [];
  const visitors = wanted.map((recogniser) => recogniser.start(inputs, (shape) => shapes.push(shape)));
  const pending: Node[] = [...inputs.module.body].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const visit of visitors) visit(node);
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const child = children[at];
      if (child !== undefined) pending.push(child);
    }
  }
  for (const shape of shapes) {
    if (!inputs.includeTests && isInTest(shape.node)) continue;
    for (const { extractor, match } of index.get(shape.kind) ?? []) {
      yield* observationsOf(shape, extractor, match, inputs);
    }
  }
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

function shapeKind(match: Match): string | undefined {
  const { way } = match;
  if (way.kind === "idiom") return way.idiom;
  if (way.kind !== "call") return undefined;
  return "construct" in way.asked ? "construct" : "operation";
}

function* observationsOf(shape: Shape, extractor: Extractor, match: Match, inputs: ObserveInputs): Generator<Observation> {
  const { way } = match;
  if (way.kind !== "call" && way.kind !== "idiom") return;
  const { resolver } = inputs;
  if (match.languages !== undefined && !match.languages.includes(inputs.module.language)) return;
  const { option: optionName, is, ...asked } = way.asked;
  if (!fits(asked, shape.properties)) return;
  if (!holdsWhere(match.where, { node: shape.node, instance: shape.instance, resolver })) return;
  const option = typeof optionName === "string" ? shape.option?.(optionName) : undefined;
  if (typeof optionName === "string" && (option === undefined || !includes(is, option.state))) return;
  const captures: Readonly<Record<string, Capture>> = option === undefined ? shape.captures : { ...shape.captures, option: option.capture };
  const node = option?.node ?? shape.node;
  const span = option?.span ?? shape.span;
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
      derivation: [...(shape.derivation ?? []), ...tracesOf(read.meaning, resolver)],
      evidence: shape.evidence ?? [],
    };
  }
}

function fits(asked: Readonly<Record<string, Asked>>, properties: Readonly<Record<string, Property>>): boolean {
  return Object.entries(asked).every(([name, wanted]) => {
    const property = properties[name];
    if (name === "named" && typeof property === "string") {
      const words = wordsOf(property);
      return (Array.isArray(wanted) ? wanted : [wanted]).some((pattern) => typeof pattern === "string" && namesMatch(pattern, words));
    }
    return property !== undefined && includes(wanted, property);
  });
}

function includes(wanted: Asked | undefined, property: Property): boolean {
  if (wanted === undefined) return true;
  return Array.isArray(wanted) ? wanted.includes(property as never) : wanted === property;
}

interface Read {
  readonly observed: Observed;
  readonly meaning?: Meaning;
}

/** The values at the place: several when the code chooses between them. */
function valuesOf(match: Match, captures: Readonly<Record<string, Capture>>): readonly Read[] {
  if ("constant" in match.value) return [{ observed: { kind: "value", value: match.value.constant } }];
  const capture = captures[match.value.capture];
  if (capture === undefined) return [];
  switch (capture.state) {
    case "absent":
      return [{ observed: { kind: "absent" } }];
    case "unknown":
      return [{ observed: { kind: "unknown", reason: capture.reason } }];
    case "constant":
      return [{ observed: { kind: "value", value: measured(capture.constant, unitOf(match, undefined)) } }];
    case "given":
      return readMeaning(capture.meaning, unitOf(match, capture.unit));
  }
}

function unitOf(match: Match, unit: Unit | undefined): Unit | undefined {
  return (match.unit as Unit | undefined) ?? unit;
}

function measured(value: Constant, unit: Unit | undefined): Constant {
  return Array.isArray(value) ? value.map((item: Scalar) => withUnit(item, unit)) : withUnit(value as Scalar, unit);
}

function readMeaning(meaning: Meaning, unit: Unit | undefined): readonly Read[] {
  switch (meaning.kind) {
    case "constant":
      return [{ observed: { kind: "value", value: measured(meaning.value, unit) }, meaning }];
    case "either": {
      // One way that is not known makes the place unknown: a guard may choose it whenever it matters.
      const reads = meaning.options.flatMap((option) => readMeaning(option, unit));
      const open = reads.find(({ observed }) => observed.kind === "unknown");
      return (open === undefined ? reads : [open]).map((read) => ({ ...read, meaning: read.meaning ?? meaning }));
    }
    case "environment":
      return meaning.fallback === undefined
        ? [{ observed: { kind: "unknown", reason: `read from the environment${meaning.name === undefined ? "" : ` (${meaning.name})`}` }, meaning }]
        : readMeaning(meaning.fallback, unit);
    case "record":
    case "list":
    case "instance":
    case "object":
    case "function":
    case "container":
      return [{ observed: { kind: "value", value: "set" }, meaning }];
    case "parameter":
      return [{ observed: { kind: "unknown", reason: `decided by whoever calls${meaning.node.name === undefined ? "" : ` (parameter \`${meaning.node.name}\`)`}` }, meaning }];
    case "unknown":
      return [{ observed: { kind: "unknown", reason: meaning.reason }, meaning }];
    default:
      return [{ observed: { kind: "unknown", reason: "known only when the program runs" }, meaning }];
  }
}

/** The definitions that led to a value, for `derivation`. */
function tracesOf(meaning: Meaning | undefined, resolver: Resolver): readonly Trace[] {
  return (meaning?.via ?? []).slice(0, 6).map((node) => ({
    path: resolver.moduleOf(node).path,
    start: node.start,
    end: node.end,
    note: nameOfDefinition(node),
    ...(meaning?.kind === "constant" ? { value: String(meaning.value) } : {}),
  }));
}

function nameOfDefinition(node: Node): string {
  if (node.kind === "declare") return node.bindings[0]?.name ?? "";
  if (node.kind === "param" || node.kind === "field" || node.kind === "function" || node.kind === "class") return node.name ?? "";
  if (node.kind === "import") return `imported from ${node.source}`;
  if (node.kind === "assign" && (node.target.kind === "name" || node.target.kind === "member")) return node.target.name;
  return "defined here";
}

function fill(message: string, shape: Shape, captures: Readonly<Record<string, Capture>>): string {
  return message.replaceAll(/\$([A-Za-z_]\w*)/g, (hole, name: string) => {
    const word = shape.words?.[name];
    if (word !== undefined) return word;
    const capture = captures[name];
    if (capture?.state === "given" && capture.value !== undefined) return describe(capture.value);
    if (capture?.state === "constant") return String(capture.constant);
    const property = shape.properties[name];
    return property === undefined ? (capture === undefined ? hole : "nothing") : String(property);
  });
}

function weaker(a: Confidence, b: Confidence | undefined): Confidence {
  return b === undefined || CONFIDENCES.indexOf(a) >= CONFIDENCES.indexOf(b) ? a : b;
}

function* fromHits(inputs: ObserveInputs, allowed: readonly Extractor[]): Generator<Observation> {
  const { module, resolver, hits } = inputs;
  const spans = hits.length === 0 ? undefined : indexSpans(module);
  for (const hit of hits) {
    if (!allowed.includes(hit.extractor)) continue;
    const node = spans?.smallest(hit.span);
    if (node !== undefined && !inputs.includeTests && isInTest(node)) continue;
    if (!holdsWhere(hit.match.where, { resolver, ...(node === undefined ? {} : { node }) })) continue;
    for (const read of hitValues(hit, resolver, spans)) {
      yield {
        ...hit.span,
        subject: hit.extractor.subject,
        predicate: hit.extractor.predicate,
        observed: read.observed,
        path: module.path,
        message: fillText(hit.match.message ?? hit.extractor.title, hit),
        confidence: hit.match.confidence,
        extractor_id: hit.extractor.id,
        project: hit.extractor.pack === "project",
        symbol: node === undefined ? "" : symbolOf(node),
        derivation: tracesOf(read.meaning, resolver),
        evidence: [],
      };
    }
  }
}

/** Observations of a file without a grammar: configuration that only regexes read. */
export function observeText(path: string, hits: readonly RawHit[], resolver: Resolver): readonly Observation[] {
  return hits.filter((hit) => holdsWhere(hit.match.where, { resolver })).flatMap((hit) =>
    textValues(hit).map((observed) => ({
      ...hit.span,
      subject: hit.extractor.subject,
      predicate: hit.extractor.predicate,
      observed,
      path,
      message: fillText(hit.match.message ?? hit.extractor.title, hit),
      confidence: hit.match.confidence,
      extractor_id: hit.extractor.id,
      project: hit.extractor.pack === "project",
      symbol: "",
      derivation: [],
      evidence: [],
    })),
  );
}

function hitValues(hit: RawHit, resolver: Resolver, spans: SpanIndex | undefined): readonly Read[] {
  const { value } = hit.match;
  if (!("capture" in value)) return textValues(hit).map((observed) => ({ observed }));
  const captured = hit.captures[value.capture];
  const node = captured?.start === undefined ? undefined : spans?.exact(captured as Span);
  if (node === undefined || !isExpr(node)) return textValues(hit).map((observed) => ({ observed }));
  return readMeaning(resolver.meaning(node), unitOf(hit.match, undefined));
}

function textValues(hit: RawHit): readonly Observed[] {
  const { value } = hit.match;
  if ("constant" in value) return [{ kind: "value", value: value.constant }];
  const captured = hit.captures[value.capture];
  if (captured === undefined) return [{ kind: "absent" }];
  return [{ kind: "value", value: measured(spelled(captured.text), unitOf(hit.match, undefined)) }];
}

function isExpr(node: Node): node is Extract<Node, { kind: "literal" | "name" | "member" | "call" | "binary" | "unary" | "template" | "record" | "list" | "conditional" | "await" | "index" }> {
  return ["literal", "name", "member", "call", "binary", "unary", "template", "record", "list", "conditional", "await", "index"].includes(node.kind);
}

interface SpanIndex {
  exact(span: Span): Node | undefined;
  smallest(span: Span): Node | undefined;
}

function indexSpans(module: Module): SpanIndex {
  const nodes: Node[] = [];
  for (const statement of module.body) walk(statement, (node) => void nodes.push(node));
  const key = (span: Span): string => `${span.start}:${span.end}`;
  const exact = new Map<string, Node>();
  for (const node of nodes) exact.set(key(node), node);
  return {
    exact: (span) => exact.get(key(span)),
    smallest(span) {
      let best: Node | undefined;
      for (const node of nodes) {
        if (node.start <= span.start && span.end <= node.end && (best === undefined || node.end - node.start <= best.end - best.start)) best = node;
      }
      return best;
    },
  };
}

function fillText(message: string, hit: RawHit): string {
  return message.replaceAll(/\$([A-Za-z_]\w*)/g, (hole, name: string) => hit.captures[name]?.text ?? hole);
}
