/**
 * What a claim expects and what code says, once resolved: plain values, and durations and sizes that compare
 * across units. The numbers' base units are milliseconds and bytes.
 */
export interface Duration {
  readonly ms: number;
}

export interface Size {
  readonly bytes: number;
}

export type Scalar = boolean | number | string | null | Duration | Size;

export type Constant = Scalar | readonly Scalar[];

/** The value of an observation. `absent`: the option is not given and has no default. */
export type Observed =
  | { readonly kind: "value"; readonly value: Constant }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly reason: string };

export function isDuration(value: Constant): value is Duration {
  return typeof value === "object" && value !== null && "ms" in value;
}

export function isSize(value: Constant): value is Size {
  return typeof value === "object" && value !== null && "bytes" in value;
}
