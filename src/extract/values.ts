/** From what a place captured to the value that is observed there. */
import type { Constant, Observed, Scalar } from "../model/constant.ts";
import type { Match } from "../model/extractor.ts";
import type { Unit } from "../model/library.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import { withUnit, wordOf } from "../model/measure.ts";
import type { Trace } from "../model/observation.ts";
import type { Node } from "../model/syntax.ts";
import type { Capture } from "./shape.ts";

export interface Read {
  readonly observed: Observed;
  readonly meaning?: Meaning;
}

/** The values at the place: several when the code chooses between them. */
export function valuesOf(
  match: Match,
  captures: Readonly<Record<string, Capture>>,
): readonly Read[] {
  if ("constant" in match.value)
    return [{ observed: { kind: "value", value: match.value.constant } }];
  const capture = captures[match.value.capture];
  if (capture === undefined) return [];
  switch (capture.state) {
    case "absent":
      return [{ observed: { kind: "absent" } }];
    case "unknown":
      return [{ observed: { kind: "unknown", reason: capture.reason } }];
    case "constant":
      return [
        {
          observed: { kind: "value", value: measured(capture.constant, unitOf(match, undefined)) },
        },
      ];
    case "given":
      return readMeaning(capture.meaning, unitOf(match, capture.unit));
  }
}

export function unitOf(match: Match, unit: Unit | undefined): Unit | undefined {
  return (match.unit as Unit | undefined) ?? unit;
}

export function measured(value: Constant, unit: Unit | undefined): Constant {
  return Array.isArray(value)
    ? value.map((item: Scalar) => withUnit(item, unit))
    : withUnit(value as Scalar, unit);
}

export function readMeaning(meaning: Meaning, unit: Unit | undefined): readonly Read[] {
  switch (meaning.kind) {
    case "constant":
      return [{ observed: { kind: "value", value: measured(meaning.value, unit) }, meaning }];
    case "either": {
      // One way that is not known makes the place unknown: a guard may choose it whenever it matters.
      const reads = meaning.options.flatMap((option) => readMeaning(option, unit));
      const open = reads.find(({ observed }) => observed.kind === "unknown");
      return (open === undefined ? reads : [open]).map((read) => ({
        ...read,
        meaning: read.meaning ?? meaning,
      }));
    }
    case "environment":
      return meaning.fallback === undefined
        ? [
            {
              observed: {
                kind: "unknown",
                reason: `read from the environment${meaning.name === undefined ? "" : ` (${meaning.name})`}`,
              },
              meaning,
            },
          ]
        : readMeaning(meaning.fallback, unit);
    case "record":
    case "list":
    case "instance":
    case "object":
    case "function":
    case "container":
      return [{ observed: { kind: "value", value: "set" }, meaning }];
    case "parameter":
      return [
        {
          observed: {
            kind: "unknown",
            reason: `decided by whoever calls${meaning.node.name === undefined ? "" : ` (parameter \`${meaning.node.name}\`)`}`,
          },
          meaning,
        },
      ];
    case "unknown":
      return [{ observed: { kind: "unknown", reason: meaning.reason }, meaning }];
    default:
      return [
        { observed: { kind: "unknown", reason: "known only when the program runs" }, meaning },
      ];
  }
}

/** The definitions that led to a value, for `derivation`. */
export function tracesOf(meaning: Meaning | undefined, resolver: Resolver): readonly Trace[] {
  return (meaning?.via ?? []).slice(0, 6).map((node) => ({
    path: resolver.moduleOf(node).path,
    start: node.start,
    end: node.end,
    note: nameOfDefinition(node),
    ...(meaning?.kind === "constant" ? { value: wordOf(meaning.value) } : {}),
  }));
}

function nameOfDefinition(node: Node): string {
  if (node.kind === "declare") return node.bindings[0]?.name ?? "";
  if (
    node.kind === "param" ||
    node.kind === "field" ||
    node.kind === "function" ||
    node.kind === "class"
  )
    return node.name ?? "";
  if (node.kind === "import") return `imported from ${node.source}`;
  if (node.kind === "assign" && (node.target.kind === "name" || node.target.kind === "member"))
    return node.target.name;
  return "defined here";
}
