/** JSX carries no meaning here but for the expressions inside it. */
import type { Node, Other } from "../../model/syntax.ts";
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

/** Elements and attributes that stand for themselves where they are not nested deeper than anybody writes them. */
const OWN = new Set(["jsx_element", "jsx_self_closing_element", "jsx_attribute"]);
const DEEPEST = 100;

/** An element with all expressions inside it as its parts; what is nested in it is a part with parts of its own. */
export function lowerJsx(lower: Lowering, part: Part, depth = 0): Other {
  const found: Node[] = [];
  const pending = [part];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const kind = kindOf(current);
    if (current !== part && OWN.has(kind) && depth < DEEPEST) {
      const inner = lowerJsx(lower, current, depth + 1);
      if (inner.parts.length > 0) found.push(inner);
    } else if (CONTAINERS.has(kind)) pending.push(...partsOf(lower, current).reverse());
    else if (kind === "jsx_expression")
      found.push(...partsOf(lower, current).map(lower.expression));
    else if (kind === "jsx_text") lower.opaque.push(spanOfPart(current));
    else skipPart(lower, current);
  }
  return otherOf(part, found);
}
