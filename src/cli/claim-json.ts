/** A claim as JSON for people's scripts: the keys of claims.toml, values with their units, and the tier's number. */
import { formatConstant } from "../load/units.ts";
import { tierNumber } from "../model/claim.ts";
import type { Claim } from "../model/claim.ts";
import { isDuration, isSize } from "../model/constant.ts";
import type { Constant } from "../model/constant.ts";

export function claimJson(claim: Claim): Readonly<Record<string, unknown>> {
  const { value, ...rest } = claim;
  return {
    ...rest,
    ...(value !== undefined && { value: plainValue(value) }),
    tier_number: tierNumber(claim.tier),
  };
}

/** `ttl lte "24h"`, as the expectation of one line. */
export function expectation({ predicate, operator, value }: Claim): string {
  return value === undefined
    ? `${predicate} ${operator}`
    : `${predicate} ${operator} ${formatConstant(value)}`;
}

function plainValue(value: Constant): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isDuration(value) || isSize(value)) return formatConstant(value);
  return Array.isArray(value) ? value.map(plainValue) : value;
}
