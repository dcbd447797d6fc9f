/** Whether a cache counts how often it helps. */
import { someNodeIn } from "../model/children.ts";
import type { Node } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";

const COUNTS = new Set(["hit", "miss", "misse"]);

/** A counter, metric, event or log of hits or misses anywhere in the code that owns the cache, by the words it is named with. */
export function isCounted(owner: readonly Node[]): boolean {
  return someNodeIn(owner, (node) => speaksOfHits(nameIn(node)));
}

function speaksOfHits(name: string | undefined): boolean {
  return name !== undefined && name.length < 200 && wordsOf(name).some((word) => COUNTS.has(word));
}

function nameIn(node: Node): string | undefined {
  if (node.kind === "name" || node.kind === "member") return node.name;
  return node.kind === "literal" && typeof node.value === "string" ? node.value : undefined;
}
