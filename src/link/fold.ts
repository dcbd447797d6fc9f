/** Arithmetic on constants. */
import { isDuration, isSize, type Scalar } from "../model/constant.ts";

/** The result of a binary operator on two constants, or nothing when it has none here. */
export function fold(op: string, left: Scalar, right: Scalar): Scalar | undefined {
  if (typeof left === "string" && typeof right === "string" && op === "+") return left + right;
  if (op === "==") return left === right;
  if (op === "!=") return left !== right;
  if (left !== null && typeof left === "object") return foldMeasure(op, left, right);
  if (right !== null && typeof right === "object") {
    return op === "*" ? foldMeasure(op, right, left) : undefined;
  }
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  const result = foldNumbers(op, left, right);
  return typeof result === "number" && !Number.isFinite(result) ? undefined : result;
}

function foldNumbers(op: string, left: number, right: number): Scalar | undefined {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return left % right;
    case "**":
      return left ** right;
    case "<<":
      return left * 2 ** right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

function foldMeasure(op: string, left: Scalar, right: Scalar): Scalar | undefined {
  const scale = (apply: (amount: number) => number): Scalar | undefined => {
    if (left !== null && typeof left === "object") {
      return isDuration(left) ? { ms: apply(left.ms) } : { bytes: apply(left.bytes) };
    }
    return undefined;
  };
  if (typeof right === "number") {
    if (op === "*") return scale((amount) => amount * right);
    if (op === "/") return scale((amount) => amount / right);
    return undefined;
  }
  if (right === null || typeof right !== "object") return undefined;
  if (op !== "+" && op !== "-") return undefined;
  const sign = op === "+" ? 1 : -1;
  if (isDuration(right) && left !== null && typeof left === "object" && isDuration(left)) {
    return scale((amount) => amount + sign * right.ms);
  }
  if (isSize(right) && left !== null && typeof left === "object" && isSize(left)) {
    return scale((amount) => amount + sign * right.bytes);
  }
  return undefined;
}
