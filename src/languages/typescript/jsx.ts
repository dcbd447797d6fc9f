/** JSX carries no meaning here but for the expressions inside it. */
import type { Expr, Other } from "../../model/syntax.ts";
import {
  kindOf,
  otherOf,
  partsOf,
  skipPart,
  spanOfPart,
  type Lowering,
  type Part,
} from "./parts.ts";

/** Elements that hold other elements or expressions. */
const CONTAINERS = new Set([
  "jsx_element",
  "jsx_opening_element",
  "jsx_self_closing_element",
  "jsx_attribute",
  "jsx_fragment",
]);

/** An element with all expressions inside it as its parts, those of nested elements included. */
export function lowerJsx(lower: Lowering, part: Part): Other {
  const found: Expr[] = [];
  const pending = [part];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const kind = kindOf(current);
    if (CONTAINERS.has(kind)) pending.push(...partsOf(lower, current).reverse());
    else if (kind === "jsx_expression")
      found.push(...partsOf(lower, current).map(lower.expression));
    else if (kind === "jsx_text") lower.opaque.push(spanOfPart(current));
    else skipPart(lower, current);
  }
  return otherOf(part, found);
}
