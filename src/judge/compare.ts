/** How two plain values stand to each other, across units. Knows nothing of claims. */
import { isDuration, isSize, type Constant, type Scalar } from "../model/constant.ts";

/** `unlike`: the two are of kinds that have no common measure, such as 5 and 5s. */
export type Sameness = "equal" | "different" | "unlike";

export type Ordering =
  | { readonly kind: "ordered"; readonly difference: number }
  /** One of them is a plain number other than 0, the other has a unit; or a duration meets a size. */
  | { readonly kind: "unlike" }
  /** Nothing that could be put in order. */
  | { readonly kind: "unordered" };

export function isList(value: Constant): value is readonly Scalar[] {
  return Array.isArray(value);
}

export function sameness(left: Scalar, right: Scalar): Sameness {
  const ordering = orderOf(left, right);
  if (ordering.kind === "unlike") return "unlike";
  if (ordering.kind === "ordered") return ordering.difference === 0 ? "equal" : "different";
  return left === right ? "equal" : "different";
}

export function orderOf(left: Scalar, right: Scalar): Ordering {
  const [one, other] = [measure(left), measure(right)];
  if (one === undefined || other === undefined) return { kind: "unordered" };
  const common = one.unit === other.unit || isUnitless(one) || isUnitless(other);
  if (!common) return { kind: "unlike" };
  // Infinity minus itself is not a number.
  return {
    kind: "ordered",
    difference: one.amount === other.amount ? 0 : one.amount - other.amount,
  };
}

export function hasUnit(value: Constant): boolean {
  return !isList(value) && (isDuration(value) || isSize(value));
}

interface Measure {
  readonly unit: "none" | "ms" | "bytes";
  readonly amount: number;
}

function measure(value: Scalar): Measure | undefined {
  if (typeof value === "number") {
    return Number.isNaN(value) ? undefined : { unit: "none", amount: value };
  }
  if (isDuration(value)) return { unit: "ms", amount: value.ms };
  return isSize(value) ? { unit: "bytes", amount: value.bytes } : undefined;
}

/** Nothing and endlessness are the same in every unit. */
function isUnitless({ unit, amount }: Measure): boolean {
  return unit === "none" && (amount === 0 || !Number.isFinite(amount));
}
