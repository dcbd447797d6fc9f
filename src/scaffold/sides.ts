/** The two values that an extractor can report for a claim: one that breaks it and one that keeps it. */
import type { Claim } from "../model/claim.ts";
import { isDuration, isSize } from "../model/constant.ts";
import type { Constant, Scalar } from "../model/constant.ts";

export interface Sides {
  readonly bad: Constant;
  readonly good: Constant;
}

/** Undefined where no constant can say it: the extractor has to capture the value. */
export function sidesOf({ operator, value }: Pick<Claim, "operator" | "value">): Sides | undefined {
  switch (operator) {
    case "eq":
      return value === undefined ? undefined : { bad: other(value), good: value };
    case "ne":
      return value === undefined ? undefined : { bad: value, good: other(value) };
    case "gt":
      return around(value, { bad: 0, good: 1 });
    case "gte":
      return around(value, { bad: -1, good: 0 });
    case "lt":
      return around(value, { bad: 0, good: -1 });
    case "lte":
      return around(value, { bad: 1, good: 0 });
    case "in":
      return among(value, false);
    case "not_in":
      return among(value, true);
    case "matches":
    case "present":
    case "absent":
      return undefined;
  }
}

function other(value: Constant): Constant {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value === 0 ? 1 : 0;
  return typeof value === "string" ? `not ${value}` : false;
}

function around(
  value: Constant | undefined,
  steps: { readonly bad: number; readonly good: number },
): Sides | undefined {
  if (value === undefined || value === null || typeof value === "boolean") return undefined;
  const bad = shift(value, steps.bad);
  const good = shift(value, steps.good);
  return bad === undefined || good === undefined ? undefined : { bad, good };
}

function shift(value: Constant, by: number): Constant | undefined {
  if (typeof value === "number") return value + by;
  if (isDuration(value)) return { ms: Math.max(0, value.ms + by * 1000) };
  return isSize(value) ? { bytes: Math.max(0, value.bytes + by * 1024) } : undefined;
}

function among(value: Constant | undefined, isForbidden: boolean): Sides | undefined {
  const first: Scalar | undefined = Array.isArray(value)
    ? (value as readonly Scalar[])[0]
    : undefined;
  if (first === undefined) return undefined;
  const none = "none of these";
  return isForbidden ? { bad: first, good: none } : { bad: none, good: first };
}
