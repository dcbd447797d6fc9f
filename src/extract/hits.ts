/** Observations of the `rule` and `regex` ways: places found in text, resolved with what the whole project says. */
import { walk } from "../model/children.ts";
import type { Observed } from "../model/constant.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Observation } from "../model/observation.ts";
import type { Span } from "../model/source.ts";
import type { Module, Node } from "../model/syntax.ts";
import { isInTest, symbolOf } from "./context.ts";
import type { ObserveInputs } from "./observe-inputs.ts";
import { spelled } from "./regexes.ts";
import type { RawHit } from "./text-ways.ts";
import { measured, readMeaning, tracesOf, unitOf, type Read } from "./values.ts";
import { holdsWhere } from "./where.ts";

export function* fromHits(
  inputs: ObserveInputs,
  allowed: readonly Extractor[],
): Generator<Observation> {
  const { module, resolver, hits } = inputs;
  const spans = hits.length === 0 ? undefined : indexSpans(module);
  for (const hit of hits) {
    if (!allowed.includes(hit.extractor)) continue;
    const node = spans?.smallest(hit.span);
    if (node !== undefined && !inputs.includeTests && isInTest(node)) continue;
    if (!holdsWhere(hit.match.where, { resolver, ...(node === undefined ? {} : { node }) }))
      continue;
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
export function observeText(
  path: string,
  hits: readonly RawHit[],
  resolver: Resolver,
): readonly Observation[] {
  return hits
    .filter((hit) => holdsWhere(hit.match.where, { resolver }))
    .flatMap((hit) =>
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

function isExpr(node: Node): node is Extract<
  Node,
  {
    kind:
      | "literal"
      | "name"
      | "member"
      | "call"
      | "binary"
      | "unary"
      | "template"
      | "record"
      | "list"
      | "conditional"
      | "await"
      | "index";
  }
> {
  return [
    "literal",
    "name",
    "member",
    "call",
    "binary",
    "unary",
    "template",
    "record",
    "list",
    "conditional",
    "await",
    "index",
  ].includes(node.kind);
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
        if (
          node.start <= span.start &&
          span.end <= node.end &&
          (best === undefined || node.end - node.start <= best.end - best.start)
        )
          best = node;
      }
      return best;
    },
  };
}

function fillText(message: string, hit: RawHit): string {
  return message.replaceAll(
    /\$([A-Za-z_]\w*)/g,
    (hole, name: string) => hit.captures[name]?.text ?? hole,
  );
}
