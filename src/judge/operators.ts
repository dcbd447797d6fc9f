/** Whether what the code says satisfies what a claim demands. Cannot fail: every doubt is an outcome. */
import type { Operator } from "../model/claim.ts";
import type { Constant, Observed, Scalar } from "../model/constant.ts";
import type { Outcome } from "../model/part.ts";
import { allMatch } from "./matching.ts";
import { hasUnit, isList, orderOf, sameness } from "./compare.ts";

/** `text` spells a value for people: `5s`, `512MiB`. */
export function satisfies(
  observed: Observed,
  operator: Operator,
  expected: Constant | undefined,
  text: (value: Constant) => string,
): Outcome {
  if (observed.kind === "unknown") return { kind: "unknown", reason: observed.reason };
  if (observed.kind === "absent") return verdictOf(HOLDS_WHEN_ABSENT.has(operator));
  const { value } = observed;
  if (operator === "present") return verdictOf(value !== null);
  if (operator === "absent") return verdictOf(value === null);
  if (expected === undefined) {
    return error(`the operator \`${operator}\` needs a value, and the claim has none`);
  }
  switch (operator) {
    case "eq":
      return equal(value, expected, text);
    case "ne":
      return opposite(equal(value, expected, text));
    case "in":
      return among(value, expected, text);
    case "not_in":
      return opposite(anyAmong(value, expected, text));
    case "matches":
      return matches(value, expected);
    default:
      return ordered(value, operator, expected, text);
  }
}

const HOLDS_WHEN_ABSENT: ReadonlySet<Operator> = new Set(["absent", "ne", "not_in"]);

type Text = (value: Constant) => string;

function equal(value: Constant, expected: Constant, text: Text): Outcome {
  if (isList(value) !== isList(expected)) return verdictOf(false);
  if (!isList(value) || !isList(expected)) {
    return equalScalars(value as Scalar, expected as Scalar, text);
  }
  if (value.length !== expected.length) return verdictOf(false);
  return all(value.map((item, at) => equalScalars(item, expected[at] ?? null, text)));
}

function equalScalars(value: Scalar, expected: Scalar, text: Text): Outcome {
  const same = sameness(value, expected);
  return same === "unlike" ? unlike(value, expected, text) : verdictOf(same === "equal");
}

/** A list is in another when each of its items is. */
function among(value: Constant, expected: Constant, text: Text): Outcome {
  return all(items(value).map((item) => isOneOf(item, expected, text)));
}

function anyAmong(value: Constant, expected: Constant, text: Text): Outcome {
  return any(items(value).map((item) => isOneOf(item, expected, text)));
}

function isOneOf(item: Scalar, expected: Constant, text: Text): Outcome {
  return any(items(expected).map((candidate) => equalScalars(item, candidate, text)));
}

function matches(value: Constant, expected: Constant): Outcome {
  if (typeof expected !== "string") return error("`matches` needs a regular expression");
  const texts = items(value);
  if (!texts.every((text) => typeof text === "string")) return verdictOf(false);
  const found = allMatch(texts, expected);
  if (found === "broken") return error(`the regular expression ${expected} does not compile`);
  if (found === "late") return error(`the regular expression ${expected} takes too long`);
  return verdictOf(found);
}

function ordered(
  value: Constant,
  operator: "lt" | "lte" | "gt" | "gte",
  expected: Constant,
  text: Text,
): Outcome {
  // An explicit null is a limit that was switched off: it satisfies no bound.
  if (value === null) return verdictOf(false);
  if (isList(value) || isList(expected)) {
    return unknown(`${text(value)} cannot be compared by order with ${text(expected)}`);
  }
  const ordering = orderOf(value, expected);
  if (ordering.kind === "ordered") return verdictOf(ORDERED[operator](ordering.difference));
  if (ordering.kind === "unlike") return unlike(value, expected, text);
  if (typeof expected === "string" && typeof value !== "string") {
    return unknown(`what \`${expected}\` amounts to is not known, so ${text(value)} is open`);
  }
  if (value === expected) return verdictOf(ORDERED[operator](0));
  return unknown(`${text(value)} cannot be compared by order with ${text(expected)}`);
}

const ORDERED = {
  lt: (difference: number) => difference < 0,
  lte: (difference: number) => difference <= 0,
  gt: (difference: number) => difference > 0,
  gte: (difference: number) => difference >= 0,
} as const;

function unlike(value: Scalar, expected: Scalar, text: Text): Outcome {
  if (hasUnit(value) && hasUnit(expected)) {
    return error(`a duration and a size do not compare: ${text(value)} and ${text(expected)}`);
  }
  const [bare, measured] = hasUnit(value) ? [expected, value] : [value, expected];
  return error(`${text(bare)} has no unit, so it does not compare with ${text(measured)}`);
}

function items(value: Constant): readonly Scalar[] {
  return isList(value) ? value : [value];
}

/** One that breaks decides; else one that is open. */
function all(outcomes: readonly Outcome[]): Outcome {
  const broken = outcomes.find((outcome) => outcome.kind === "breaks");
  return broken ?? outcomes.find((outcome) => outcome.kind !== "holds") ?? verdictOf(true);
}

/** One that holds decides; else one that is open. */
function any(outcomes: readonly Outcome[]): Outcome {
  const holding = outcomes.find((outcome) => outcome.kind === "holds");
  return holding ?? outcomes.find((outcome) => outcome.kind !== "breaks") ?? verdictOf(false);
}

function opposite(outcome: Outcome): Outcome {
  if (outcome.kind === "holds") return verdictOf(false);
  return outcome.kind === "breaks" ? verdictOf(true) : outcome;
}

function verdictOf(holds: boolean): Outcome {
  return { kind: holds ? "holds" : "breaks" };
}

function unknown(reason: string): Outcome {
  return { kind: "unknown", reason };
}

function error(problem: string): Outcome {
  return { kind: "error", problem };
}
