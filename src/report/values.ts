/** Inner values as the report shows them: durations and sizes as text with a unit. */
import { isDuration, isSize, type Constant, type Scalar } from "../model/constant.ts";

/** Spells a value for people: `5s`, `512MiB`. */
export type FormatConstant = (value: Constant) => string;

export function jsonValue(value: Constant, format: FormatConstant): unknown {
  return isList(value) ? value.map((item) => jsonScalar(item, format)) : jsonScalar(value, format);
}

function jsonScalar(value: Scalar, format: FormatConstant): unknown {
  const endless = typeof value === "number" && !Number.isFinite(value);
  return endless || isDuration(value) || isSize(value) ? format(value) : value;
}

function isList(value: Constant): value is readonly Scalar[] {
  return Array.isArray(value);
}
