/** Whether two expectations leave room for any value at all: `ttl <= 1h` and `ttl >= 2h` do not. */
import type { Operator } from "../model/claim.ts";
import { isDuration, isSize, type Constant, type Scalar } from "../model/constant.ts";

export interface Expectation {
  readonly operator: Operator;
  readonly value?: Constant;
}

/** Doubt is room: what cannot be compared excludes nothing. */
export function excludeEachOther(left: Expectation, right: Expectation): boolean {
  return (
    excludes(left, right) || excludes(right, left) || boundsApart(boundsOf(left), boundsOf(right))
  );
}

/** Judged from the first one's side: whether the second can hold for anything that the first allows. */
function excludes(one: Expectation, other: Expectation): boolean {
  if (one.operator === "absent") return !HOLDS_WHEN_ABSENT.has(other.operator);
  const values = valuesOf(one);
  return values?.every((value) => allows(other, value) === false) ?? false;
}

/** As a verdict has it: an option that is not given breaks every other operator. */
const HOLDS_WHEN_ABSENT: ReadonlySet<Operator> = new Set(["absent", "ne", "not_in"]);

/** The only values that hold, where they are few. */
function valuesOf({ operator, value }: Expectation): readonly Constant[] | undefined {
  if (value === undefined) return undefined;
  if (operator === "eq") return [value];
  return operator === "in" ? items(value) : undefined;
}

/** Undefined when that cannot be said. */
function allows({ operator, value }: Expectation, candidate: Constant): boolean | undefined {
  if (operator === "present" || operator === "absent") return operator === "present";
  if (value === undefined) return undefined;
  switch (operator) {
    case "eq":
      return isEqual(candidate, value);
    case "ne":
      return !isEqual(candidate, value);
    case "in":
      return items(candidate).every((item) => items(value).some((one) => isEqual(item, one)));
    case "not_in":
      return !items(candidate).some((item) => items(value).some((one) => isEqual(item, one)));
    case "matches":
      return matches(candidate, value);
    default:
      return inBounds(candidate, boundsOf({ operator, value }));
  }
}

interface Bounds {
  readonly kind: Kind;
  readonly least: number;
  readonly most: number;
  /** Whether the end itself is left out. */
  readonly isOpen: boolean;
}

type Kind = "count" | "duration" | "size" | "zero";

function boundsOf({ operator, value }: Expectation): Bounds | undefined {
  const measured = value === undefined ? undefined : measure(value);
  if (measured === undefined) return undefined;
  const { kind, amount } = measured;
  const isOpen = operator === "lt" || operator === "gt";
  if (operator === "lt" || operator === "lte") {
    return { kind, least: Number.NEGATIVE_INFINITY, most: amount, isOpen };
  }
  if (operator === "gt" || operator === "gte") {
    return { kind, least: amount, most: Number.POSITIVE_INFINITY, isOpen };
  }
  return undefined;
}

function boundsApart(left: Bounds | undefined, right: Bounds | undefined): boolean {
  if (left === undefined || right === undefined || !isOneKind(left.kind, right.kind)) return false;
  const least = Math.max(left.least, right.least);
  const most = Math.min(left.most, right.most);
  return least > most || (least === most && (left.isOpen || right.isOpen));
}

function inBounds(candidate: Constant, bounds: Bounds | undefined): boolean | undefined {
  const measured = measure(candidate);
  if (bounds === undefined || measured === undefined || !isOneKind(measured.kind, bounds.kind)) {
    return undefined;
  }
  const { amount } = measured;
  if (bounds.isOpen && (amount === bounds.least || amount === bounds.most)) return false;
  return bounds.least <= amount && amount <= bounds.most;
}

/** 0 goes with every unit. */
function isOneKind(left: Kind, right: Kind): boolean {
  return left === right || left === "zero" || right === "zero";
}

function measure(value: Constant): { readonly kind: Kind; readonly amount: number } | undefined {
  if (typeof value === "number") return { kind: value === 0 ? "zero" : "count", amount: value };
  if (isDuration(value)) return { kind: value.ms === 0 ? "zero" : "duration", amount: value.ms };
  if (isSize(value)) return { kind: value.bytes === 0 ? "zero" : "size", amount: value.bytes };
  return undefined;
}

function isEqual(left: Constant, right: Constant): boolean {
  const [one, other] = [measure(left), measure(right)];
  if (one === undefined || other === undefined)
    return JSON.stringify(left) === JSON.stringify(right);
  return isOneKind(one.kind, other.kind) && one.amount === other.amount;
}

function matches(candidate: Constant, pattern: Constant): boolean | undefined {
  if (typeof pattern !== "string" || typeof candidate !== "string") return undefined;
  try {
    return new RegExp(pattern).test(candidate);
  } catch {
    return undefined;
  }
}

function items(value: Constant): readonly Scalar[] {
  return Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar];
}
